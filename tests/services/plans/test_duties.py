"""Duties of a draft: added, corrected and removed by a person; who owes them; and what would be due when."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import DUTIES, draft, duty
from tests.factories.people import EAST, EDUCATION, HEALTH, STREETS, WEST
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
ADDRESS = f"{PLANS}/duties"


async def drafted(world: World, title: str = "新草案", **changes: Any) -> tuple[Caller, str, dict[str, str]]:
    """The plan office, its new draft's id, and the addresses of the draft's duties by key."""
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft(title, **changes))
    found = await office.items(ADDRESS, plan_id=plan["id"])
    return office, plan["id"], {one["duty"]["key"]: f"{ADDRESS}/{one['id']}" for one in found}


def entry(plan_id: str, **more: Any) -> dict[str, Any]:
    """The body of ``add_duty``."""
    return {"plan_id": plan_id, "kind": "progress_report", "what": "报送季度进展", "recurrence": "quarterly", **more}


async def test_a_duty_tells_its_rule_and_who_owes_it(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    [plan] = await health.items(PLANS)
    [found] = [one for one in await health.items(ADDRESS, plan_id=plan["id"]) if one["duty"]["key"] == "D01"]
    answer = await health.get(f"{ADDRESS}/{found['id']}")
    full = answer.json()
    assert (answer.headers["etag"], full["version"], full["duty"]) == ('"v1"', 1, found["duty"])
    assert full["rule"].endswith("RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10;UNTIL=20310510")
    [bearer] = full["bearers"]
    assert (bearer["written"], bearer["group_id"]) == ("县健康办", None) and bearer["unit_id"]


async def test_a_person_adds_a_duty_in_their_own_name(world: World) -> None:
    office, plan_id, _ = await drafted(world)
    body = entry(plan_id, who=STREETS, due={"precision": "day", "month": 1, "day": 10}, subject_offset=-1, workday_policy="next_workday")
    answer = await office.post(ADDRESS, body)
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"v1"', f"{ADDRESS}/{made['id']}")
    assert (made["duty"]["key"], made["duty"]["entered_by"], made["duty"]["clause"]) == ("E01", "人员 office", None)
    [bearer] = made["bearers"]
    assert bearer["unit_id"] is None and bearer["group_id"]
    assert (await office.read(f"{PLANS}/{plan_id}"))["duties"] == len(DUTIES) + 1
    assert (await office.do(ADDRESS, entry(plan_id)))["duty"]["key"] == "E02"
    await office.do(f"{PLANS}/{plan_id}:issue", {"issued_on": "2021-03-10"})
    due = [one for one in await office.items(f"{PLANS}/occurrences", plan_id=plan_id, subject_year=2024) if one["duty_key"] == "E01"]
    assert [one["due_on"] for one in due] == ["2024-04-10", "2024-07-10", "2024-10-10", "2025-01-10"]
    reasons = (await office.read(f"{PLANS}/occurrences/{due[0]['id']}"))["reasoning"]
    assert reasons["said"]["zh"].startswith("本项由人员 office录入：报送季度进展")


async def test_a_duty_with_its_clause_cites_it(world: World) -> None:
    office, plan_id, _ = await drafted(world)
    clause = {"path": "四/2", "start": 900, "end": 906, "quote": "每季度报送进展"}
    made = await office.do(ADDRESS, entry(plan_id, clause=clause))
    assert (made["duty"]["clause"], made["duty"]["entered_by"]) == (clause, None)


async def test_a_duty_is_corrected_by_who_saw_it(world: World) -> None:
    office, _, duties = await drafted(world)
    async with nothing_changes(world):
        problem(await office.patch(duties["D01"], {"what": "改"}, None), 428, "missing-if-match")
        problem(await office.patch(duties["D01"], {"what": "改"}, '"v9"'), 412, "stale-etag")
    answer = await office.patch(duties["D01"], {"workday_policy": "previous_workday", "who": HEALTH, "empty": ["due"]}, '"v1"')
    full = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    changed = full["duty"]
    assert (changed["workday_policy"], changed["due"]["precision"], changed["what"]) == ("previous_workday", "none", "报送上年度监测数据")
    assert full["duty"]["clause"]["path"] == "三/D01"
    assert [one["written"] for one in full["bearers"]] == [HEALTH]
    gone = await office.edit(duties["D01"], {"empty": ["who"]}, '"v2"')
    assert (gone["bearers"], gone["duty"]["who"]) == ([], None)


async def test_a_duty_is_taken_out_of_a_draft(world: World) -> None:
    office, plan_id, duties = await drafted(world)
    problem(await office.delete(duties["D01"], None), 428, "missing-if-match")
    assert (await office.delete(duties["D01"], '"v1"')).status_code == 204
    problem(await office.get(duties["D01"]), 404, "not-found")
    problem(await office.delete(duties["D01"]), 404, "not-found")
    assert (await office.read(f"{PLANS}/{plan_id}"))["duties"] == len(DUTIES) - 1
    assert "D01" not in {one["duty"]["key"] for one in await office.items(ADDRESS, plan_id=plan_id)}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"due": {"precision": "day", "day": 5}}, "faulty-duty"),
        ({"first_year": 2026, "last_year": 2025}, "faulty-duty"),
        ({"valid_from": "2026-01-01", "valid_until": "2025-01-01"}, "faulty-duty"),
        ({"action": "A99"}, "unknown-action"),
        ({"count_per_period": 0}, "invalid-request"),
        ({"entered_by": "别人"}, "invalid-request"),
    ],
    ids=lambda given: given if isinstance(given, str) else " ".join(given),
)
async def test_what_does_not_go_together_is_refused(world: World, wrong: dict[str, Any], code: str) -> None:
    office, plan_id, duties = await drafted(world)
    async with nothing_changes(world):
        problem(await office.post(ADDRESS, entry(plan_id, **wrong)), 422, code)
        problem(await office.patch(duties["D02"], wrong), 422, code)


async def test_an_issued_plans_duties_are_not_edited(world: World) -> None:
    office, plan_id, duties = await drafted(world)
    await office.do(f"{PLANS}/{plan_id}:issue", {"issued_on": "2021-03-10"})
    async with nothing_changes(world):
        problem(await office.post(ADDRESS, entry(plan_id)), 409, "wrong-plan-state")
        problem(await office.patch(duties["D01"], {"what": "改"}), 409, "wrong-plan-state")
        problem(await office.delete(duties["D01"]), 409, "wrong-plan-state")


async def test_a_drafts_duties_are_its_offices_own(world: World) -> None:
    _, plan_id, duties = await drafted(world)
    async with nothing_changes(world):
        for login in ("health", "neighbour-office", "upper"):
            caller = await world.sign_in(login)
            problem(await caller.post(ADDRESS, entry(plan_id)), 404, "not-found")
            problem(await caller.get(duties["D01"]), 404, "not-found")
            problem(await caller.get(f"{duties['D01']}/occurrences:preview"), 404, "not-found")
        problem(await (await world.sign_in("auditor")).patch(duties["D01"], {"what": "改"}), 403, "denied")
        problem(await world.nobody.delete(duties["D01"]), 401, "not-authenticated")
    problem(await (await world.sign_in("office")).get(f"{ADDRESS}/{uuid4()}"), 404, "not-found")


async def test_a_preview_stores_nothing_and_gives_its_reasons(world: World) -> None:
    office, _, duties = await drafted(world)
    await office.edit(duties["D01"], {"workday_policy": "next_workday"})
    async with nothing_changes(world):
        found = await office.read(f"{duties['D01']}/occurrences:preview", **{"from": "2023-01-01", "until": "2026-12-31"})
    assert [(one["subject_year"], one["reasoning"]["due_on"], one["past"]) for one in found["items"]] == [
        (2022, "2023-05-10", False),
        (2023, "2024-05-10", False),
        (2024, "2025-05-12", False),
        (2025, "2026-05-11", False),
    ]
    assert (found["as_of"], found["more"], found["items"][2]["due"]) == ("2023-04-10", False, "2025-05-12T16:00:00Z")
    assert "顺延至下一工作日2025年5月12日" in found["items"][2]["reasoning"]["said"]["zh"]
    soon = await office.read(f"{duties['D01']}/occurrences:preview")
    assert [one["reasoning"]["due_on"] for one in soon["items"]] == ["2023-05-10", "2024-05-10", "2025-05-12"]


async def test_a_preview_as_of_a_day_knows_what_was_known_then(world: World) -> None:
    office, _, duties = await drafted(world)
    await office.edit(duties["D01"], {"workday_policy": "next_workday"})
    world.move_to(date(2023, 4, 20))
    admin = await world.sign_in("admin")
    assert (await admin.put(f"{PLANS}/calendars/2024", {"days_off": ["2024-05-10"], "basis": "通知"})).status_code == 200
    office = await world.sign_in("office")
    found = {}
    for day in ("2023-04-19", "2023-04-20", "2024-06-01"):
        answer = await office.read(f"{duties['D01']}/occurrences:preview", **{"from": "2024-01-01", "until": "2024-12-31", "as_of": day})
        [one] = answer["items"]
        found[day] = (one["reasoning"]["due_on"], one["past"], one["reasoning"]["calendars"][0]["version"])
    assert found == {"2023-04-19": ("2024-05-10", False, 1), "2023-04-20": ("2024-05-13", False, 2), "2024-06-01": ("2024-05-13", True, 2)}


@pytest.mark.parametrize("span", [("2025-01-01", "2024-12-31"), ("2000-01-01", "2021-01-01")])
async def test_a_preview_has_an_end(world: World, span: tuple[str, str]) -> None:
    office, _, duties = await drafted(world)
    problem(await office.get(f"{duties['D01']}/occurrences:preview", **{"from": span[0], "until": span[1]}), 422, "preview-too-long")


async def test_a_long_preview_says_that_there_is_more(world: World) -> None:
    office, _, duties = await drafted(world, duties=[duty("D01", "bulletin", "报信息", "monthly", count_per_period=20)])
    found = await office.read(f"{duties['D01']}/occurrences:preview", **{"from": "2021-01-01", "until": "2030-12-31"})
    assert (len(found["items"]), found["more"]) == (500, True)


async def test_a_unit_finds_its_occurrences_through_its_group_too(world: World) -> None:
    office = await world.sign_in("office")
    duties = [duty("D01", "other", "街道的事", "yearly", who=STREETS), duty("D02", "other", "教育局的事", "yearly", who=EDUCATION), DUTIES[2]]
    plan = await office.do(PLANS, draft("有责任单位的计划", duties=duties, indicators=[]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    owed = {}
    for name in (EAST, WEST, EDUCATION, HEALTH):
        [unit] = await office.items(f"{PLANS}/units", name=name, region_id=plan["region_id"])
        found = await office.items(f"{PLANS}/occurrences", unit_id=unit["id"], subject_year=2025)
        owed[name] = [one["duty_key"] for one in found if one["plan_id"] == plan["id"]]
    assert owed == {EAST: ["D01"], WEST: ["D01"], EDUCATION: ["D02"], HEALTH: []}
    assert await office.items(f"{PLANS}/occurrences", unit_id=str(uuid4())) == []
    due = await office.items(f"{PLANS}/occurrences", plan_id=plan["id"], subject_year=2025)
    written = {one["duty_key"]: (await office.read(f"{PLANS}/occurrences/{one['id']}"))["bearers"] for one in due}
    assert {key: [one["written"] for one in bearers] for key, bearers in written.items()} == {"D01": [STREETS], "D02": [EDUCATION], "D03": []}


async def test_every_fault_has_its_place(world: World) -> None:
    office, plan_id, _ = await drafted(world)
    body = entry(plan_id, recurrence="weekly", count_per_period=999, due={"precision": "day", "day": 40})
    assert set(pointers(problem(await office.post(ADDRESS, body), 422, "invalid-request"))) == {"/recurrence", "/count_per_period", "/due/day"}
