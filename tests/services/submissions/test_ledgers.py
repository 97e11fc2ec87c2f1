"""Ledgers: opened, filled, withdrawn, checked again, and what they prove on a day."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.submissions.rules.ledgers.counting import counting
from tests.factories.ledgers import ENTRIES, LEDGERS, NORTH, SOUTH, add, lecturer, open_ledger, towns, unit_id
from tests.factories.people import EDUCATION
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World


async def counts(caller: Caller, ledger: dict[str, Any], **query: Any) -> Any:
    return await caller.read(f"{LEDGERS}/{ledger['id']}/counts", **query)


async def test_a_ledger_takes_over_the_definition_of_its_kind(world: World) -> None:
    health = await world.sign_in("health")
    kinds = {one["key"]: one["definition"] for one in (await health.read("/api/v1/submissions/ledger-kinds"))["kinds"]}
    assert {"lecturers", "events", "households", "cells", "stations"} <= set(kinds)
    ledger = await open_ledger(world, "cells")
    assert ledger["definition"] == kinds["cells"] and ledger["disclosure"] == "upward"
    assert [one["id"] for one in await health.items(LEDGERS, kind="cells")] == [ledger["id"]]
    assert await health.items(LEDGERS, kind="events") == []


async def test_a_kind_of_ones_own_brings_its_definition(world: World) -> None:
    own = {
        "object_title": {"zh": "步道名称", "en": "trail"},
        "fields": [{"key": "metres", "title": {"zh": "长度（米）", "en": "metres"}, "kind": "number", "required": True}],
        "identity": ["name", "region"],
    }
    places = await towns(world)
    health = await world.sign_in("health")
    ledger = await open_ledger(world, "trails", definition=own)
    trail = {"name": "滨江步道", "held_on": "2022-05-01", "region_id": places[NORTH], "details": {"metres": "1500"}}
    assert (await add(health, ledger, trail))["details"] == {"metres": "1500"}
    async with nothing_changes(world):
        body = {"kind": "trails", "name": "另一台账", "unit_id": await unit_id(world)}
        problem(await health.post(LEDGERS, body), 422, "unknown-ledger-kind")
        problem(await health.post(LEDGERS, {**body, "kind": "cells", "unit_id": str(uuid4())}), 422, "unknown-ledger-unit")
        wrong = {**own, "identity": ["length"]}
        problem(await health.post(LEDGERS, {**body, "definition": wrong}), 422, "invalid-request")
        problem(
            await health.post(LEDGERS, {**body, "definition": {**own, "fields": [{"key": "level", "title": {"zh": "级", "en": "l"}}]}}),
            422,
            "invalid-request",
        )


async def test_only_who_keeps_it_opens_and_fills_it(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    education, neighbour, auditor = [await world.sign_in(login) for login in ("education", "neighbour-office", "auditor")]
    address = f"{LEDGERS}/{ledger['id']}/entries"
    async with nothing_changes(world):
        problem(await education.post(LEDGERS, {"kind": "cells", "name": "越权", "unit_id": await unit_id(world)}), 403, "denied")
        problem(await education.post(address, lecturer(places[NORTH])), 403, "denied")
        problem(await auditor.post(address, lecturer(places[NORTH])), 403, "denied")
        problem(await neighbour.post(address, lecturer(places[NORTH])), 404, "not-found")
        problem(await world.nobody.post(address, lecturer(places[NORTH])), 401, "not-authenticated")
        problem(await neighbour.get(f"{LEDGERS}/{ledger['id']}"), 404, "not-found")
    assert await neighbour.items(LEDGERS) == []
    assert [one["id"] for one in await (await world.sign_in("upper")).items(LEDGERS)] == [ledger["id"]]


async def test_counts_by_region_and_level_with_shares_and_reasons(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    health = await world.sign_in("health")
    await add(health, ledger, lecturer(places[NORTH], "王一"))
    await add(health, ledger, lecturer(places[NORTH], "李二二", level="市级", held_on="2023-01-05"))
    await add(health, ledger, lecturer(places["甲县"], "赵三三三"))
    gone = await add(health, ledger, lecturer(places[SOUTH], "孙四"))
    await health.do(f"{ENTRIES}/{gone['id']}:withdraw", {"on": "2023-02-01", "reason": "已调离"})
    told = await counts(health, ledger, of=10)
    assert (told["total"], told["share"], told["here"], told["covered"]) == (3, "30.00", 1, 1)
    assert told["reasons"] == {"counted": 3, "not_yet": 0, "before": 0, "withdrawn": 1}
    assert {one["level"]: (one["count"], one["share"]) for one in told["by_level"]}["县级"] == (2, "66.67")
    assert {one["region_name"]: one["count"] for one in told["by_region"]} == {NORTH: 2, SOUTH: 0}
    assert told["provenance"] == "ledger" and "计入 3 条" in told["said"]["zh"] and "已撤销 1 条" in told["said"]["zh"]
    then = await counts(health, ledger, as_of="2022-12-31")  # before the second came and the fourth went
    assert (then["total"], then["reasons"]["not_yet"], then["reasons"]["withdrawn"]) == (3, 1, 0)
    this_year = await counts(health, ledger, since="2023-01-01")
    assert (this_year["total"], this_year["reasons"]["before"]) == (1, 2)
    north = await counts(health, ledger, region_id=places[NORTH])
    assert (north["total"], north["here"], north["by_region"]) == (2, 2, [])
    problem(await health.get(f"{LEDGERS}/{ledger['id']}/counts", region_id=places["乙县"]), 422, "unknown-ledger-region")
    problem(await health.get(f"{LEDGERS}/{ledger['id']}/counts", of=0), 422, "invalid-request")


async def test_the_list_says_of_each_entry_whether_it_counts_and_why(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    health = await world.sign_in("health")
    one, other = [await add(health, ledger, lecturer(places[NORTH], name)) for name in ("王一", "李二二")]
    await health.do(f"{ENTRIES}/{other['id']}:withdraw", {"on": "2023-02-01", "reason": "已调离"})
    address = f"{LEDGERS}/{ledger['id']}/entries"
    listed = {entry["name"]: entry for entry in await health.items(address)}
    assert listed["王一"]["counting"] == "counted" and listed["王一"]["because"]["zh"] == "自 2022-03-18 起计入"
    assert listed["李二二"]["counting"] == "withdrawn" and "2023-02-01" in listed["李二二"]["because"]["en"]
    assert [entry["id"] for entry in await health.items(address, counting="counted")] == [one["id"]]
    assert len(await health.items(address, counting="counted", as_of="2023-01-31")) == 2
    assert len(await health.items(address, region_id=places[SOUTH])) == 0
    assert len(await health.items(address, level="县级", limit=1)) == 2


async def test_the_database_counts_as_the_rule_does(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    health = await world.sign_in("health")
    for number, (held, gone) in enumerate((("2022-01-01", None), ("2022-01-01", "2022-06-01"), ("2022-06-01", "2022-06-01"), ("2022-06-02", None))):
        entry = await add(health, ledger, lecturer(places[NORTH], "甲乙丙丁"[number] * 2, held_on=held))
        if gone is not None:
            await health.do(f"{ENTRIES}/{entry['id']}:withdraw", {"on": gone, "reason": "撤销"})
    for as_of in ("2021-12-31", "2022-01-01", "2022-05-31", "2022-06-01", "2022-06-02"):
        for since in (None, "2022-01-01", "2022-01-02", "2022-06-01"):
            asked = {"as_of": as_of} | ({"since": since} if since else {})
            listed = await health.items(f"{LEDGERS}/{ledger['id']}/entries", **asked)
            ruled = Counter(_ruled(entry, as_of, since) for entry in listed)
            assert [entry["counting"] for entry in listed] == [_ruled(entry, as_of, since) for entry in listed]
            told = (await counts(health, ledger, **asked))["reasons"]
            assert {reason: number for reason, number in told.items() if number} == ruled


def _ruled(entry: dict[str, Any], as_of: str, since: str | None) -> str:
    held, gone, first = (date.fromisoformat(day) if day else None for day in (entry["held_on"], entry["withdrawn_on"], since))
    assert held is not None
    return counting(held, gone, as_of=date.fromisoformat(as_of), since=first).value


async def test_faults_of_an_entry_are_told_at_once(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    health = await world.sign_in("health")
    wrong = lecturer(places["乙县"], held_on="2023-04-11", level="乡级", unit_id=str(uuid4()), details={"colour": "red"})
    async with nothing_changes(world):
        refused = problem(await health.post(f"{LEDGERS}/{ledger['id']}/entries", wrong), 422, "entry-refused")
    assert pointers(refused) == {
        "/region_id": "outside",
        "/unit_id": "outside",
        "/held_on": "day-ahead",
        "/level": "unknown-word",
        "/details/colour": "unknown-field",
        "/details/workplace": "empty",
    }


async def test_the_same_object_is_entered_once_and_a_name_much_like_it_is_asked_about(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world, "cells")
    health = await world.sign_in("health")
    cell = {"name": "东山健康社区", "held_on": "2022-03-18", "region_id": places[NORTH], "details": {"type": "健康社区"}}
    first = await add(health, ledger, cell)
    address = f"{LEDGERS}/{ledger['id']}/entries"
    async with nothing_changes(world):
        there = problem(await health.post(address, {**cell, "name": "东山 健康社区"}), 409, "entry-there")
        near = problem(await health.post(address, {**cell, "name": "东山健康社区二"}), 409, "near-duplicate")
    assert first["id"] in there["detail"] and "东山健康社区" in near["detail"]
    assert (await add(health, ledger, {**cell, "name": "东山健康社区二", "another": True}))["name"] == "东山健康社区二"


async def test_a_withdrawn_entry_is_not_changed_and_named_again_only_later(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    health = await world.sign_in("health")
    entry = await add(health, ledger, lecturer(places[NORTH]))
    address, entries = f"{ENTRIES}/{entry['id']}", f"{LEDGERS}/{ledger['id']}/entries"
    async with nothing_changes(world):
        for on, code in (("2023-04-11", "day-ahead"), ("2022-03-17", "day-before")):
            assert pointers(problem(await health.post(f"{address}:withdraw", {"on": on, "reason": "误"}), 422, "entry-refused")) == {"/on": code}
    gone = await health.do(f"{address}:withdraw", {"on": "2023-02-01", "reason": "已调离"})
    assert (gone["withdrawn_on"], gone["withdrawn_because"], gone["recheck_due_on"]) == ("2023-02-01", "已调离", None)
    async with nothing_changes(world):
        problem(await health.patch(address, {"level": "市级", "reason": "升级"}), 409, "entry-withdrawn")
        problem(await health.post(f"{address}:withdraw", {"on": "2023-02-02", "reason": "再撤"}), 409, "entry-withdrawn")
        problem(await health.post(f"{address}:recheck", {"on": "2023-02-02", "outcome": "passed"}), 409, "entry-withdrawn")
        early = problem(await health.post(entries, lecturer(places[NORTH], held_on="2023-02-01")), 422, "entry-refused")
    assert pointers(early) == {"/held_on": "withdrawn"}
    again = await add(health, ledger, lecturer(places[NORTH], held_on="2023-02-02"))
    assert again["id"] != entry["id"] and (await counts(health, ledger))["total"] == 1


async def test_an_edit_needs_what_it_saw_and_leaves_a_version(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    health = await world.sign_in("health")
    entry = await add(health, ledger, lecturer(places[NORTH], details={"workplace": "县疾控中心", "field": "控烟"}))
    other = await add(health, ledger, lecturer(places[NORTH], "李二二"))
    address = f"{ENTRIES}/{entry['id']}"
    changed = await health.edit(address, {"level": "市级", "region_id": places[SOUTH], "details": {"field": None}, "reason": "升级"}, '"v1"')
    assert (changed["level"], changed["region_name"], changed["details"]) == ("市级", SOUTH, {"workplace": "县疾控中心"})
    async with nothing_changes(world):
        problem(await health.patch(address, {"level": "县级", "reason": "又改"}, '"v1"'), 412, "stale-etag")
        problem(await health.patch(address, {"level": "县级", "reason": "又改"}, None), 428, "missing-if-match")
        problem(await health.patch(address, {"name": other["name"], "reason": "改名"}), 409, "entry-there")
        problem(await health.patch(address, {"name": None, "reason": "改名"}), 422, "invalid-request")
        problem(await health.post(f"{address}:withdraw", {"on": "2023-04-01", "reason": "误"}, if_match='"v1"'), 412, "stale-etag")
    versions = (await health.read(f"{address}/versions"))["versions"]
    assert [(one["number"], one["act"], one["content"]["level"]) for one in versions] == [(1, "add", "县级"), (2, "edit", "市级")]
    assert versions[1]["content"]["reason"] == "升级" and versions[1]["by"]


async def test_rechecks_come_round_and_one_that_fails_withdraws(world: World) -> None:
    places = await towns(world)
    ledger = await open_ledger(world)
    health = await world.sign_in("health")
    early, late, fresh = [
        await add(health, ledger, lecturer(places[NORTH], name, held_on=on))
        for name, on in (("王一", "2020-02-29"), ("李二二", "2020-05-01"), ("孙四", "2023-01-01"))
    ]
    assert (early["recheck_due_on"], fresh["recheck_due_on"]) == ("2022-02-28", "2025-01-01")  # 24 months on, the month's last day
    entries = f"{LEDGERS}/{ledger['id']}/entries"
    assert {one["id"] for one in await health.items(entries, overdue=True)} == {early["id"], late["id"]}
    passed = await health.do(f"{ENTRIES}/{early['id']}:recheck", {"on": "2023-04-01", "outcome": "passed"})
    assert (passed["rechecked_on"], passed["recheck_due_on"], passed["counting"]) == ("2023-04-01", "2025-04-01", "counted")
    async with nothing_changes(world):
        problem(await health.post(f"{ENTRIES}/{late['id']}:recheck", {"on": "2023-04-01", "outcome": "failed"}), 422, "invalid-request")
        before = problem(await health.post(f"{ENTRIES}/{early['id']}:recheck", {"on": "2023-03-01", "outcome": "passed"}), 422, "entry-refused")
    assert pointers(before) == {"/on": "day-before"}
    failed = await health.do(f"{ENTRIES}/{late['id']}:recheck", {"on": "2023-04-01", "outcome": "failed", "note": "已退休"})
    assert (failed["withdrawn_on"], failed["withdrawn_because"], failed["counting"]) == ("2023-04-01", "已退休", "withdrawn")
    assert await health.items(entries, overdue=True) == []


@pytest.mark.parametrize("disclosure", ["public", "upward", "internal"])
async def test_disclosure_is_obeyed_by_lists_counts_and_name_lists(world: World, disclosure: str) -> None:
    ledger = await open_ledger(world, disclosure=disclosure)
    seen = {"health": True, "office": True, "auditor": True}
    seen |= {"education": disclosure != "internal", "upper": disclosure != "internal", "neighbour-health": disclosure == "public"}
    for login, sees in seen.items():
        caller = await world.sign_in(login)
        assert (await caller.items(LEDGERS) != []) is sees, login
        for tail in ("", "/counts", "/entries", "/entries:export", "/entries:template"):
            assert ((await caller.get(f"{LEDGERS}/{ledger['id']}{tail}")).status_code == 200) is sees, (login, tail)


async def test_a_successor_keeps_what_the_unit_kept(world: World) -> None:
    ledger = await open_ledger(world)
    admin, education = await world.sign_in("admin"), await world.sign_in("education")
    body = {"into_id": await unit_id(world, EDUCATION), "on": "2023-04-10"}
    await admin.do(f"/api/v1/plans/units/{await unit_id(world)}:merge", body)
    await world.settle()
    kept = await education.read(f"{LEDGERS}/{ledger['id']}")
    assert (kept["unit_name"], kept["version"]) == (EDUCATION, 2)


async def test_an_unknown_ledger_or_entry_is_not_found(world: World) -> None:
    health = await world.sign_in("health")
    async with nothing_changes(world):
        problem(await health.get(f"{LEDGERS}/{uuid4()}"), 404, "not-found")
        problem(await health.get(f"{ENTRIES}/{uuid4()}"), 404, "not-found")
        problem(await health.post(f"{LEDGERS}/{uuid4()}/entries", lecturer(str(uuid4()))), 404, "not-found")
