"""Units over time: edited, named, renamed, merged, moved, closed; who leads them and whom one calls."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories.people import COUNTY, EDUCATION, HEALTH, NEIGHBOUR, SPORT, STREETS, unit
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import assignment_of, open_round
from tests.platform import Caller, World, eventually

PLANS = "/api/v1/plans"
TODAY = "2023-04-10"
NEW = "县卫生和体育局"
USCC = "91350100M000100Y43"


async def named(caller: Caller, name: str, code: str = COUNTY) -> dict[str, Any]:
    [region] = await caller.items(f"{PLANS}/regions", code=code)
    [found] = [one for one in await caller.items(f"{PLANS}/units", name=name) if one["region_id"] == region["id"]]
    return found


async def test_a_unit_is_edited_under_its_etag(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    sport, health = await named(admin, SPORT), await named(admin, HEALTH)
    seen = (await admin.get(f"{PLANS}/units/{sport['id']}")).headers["etag"]
    answer = await admin.patch(f"{PLANS}/units/{sport['id']}", {"seated_at_id": health["id"], "uscc": "９１３５０１００ m000100y43"}, seen)
    body = answer.json()
    assert (body["seated_at_id"], body["uscc"], body["version"]) == (health["id"], USCC, sport["version"] + 1)
    problem(await admin.patch(f"{PLANS}/units/{sport['id']}", {"kind": "institution"}, seen), 412, "stale-etag")
    problem(await admin.patch(f"{PLANS}/units/{sport['id']}", {"kind": "institution"}, None), 428, "missing-if-match")
    emptied = await admin.edit(f"{PLANS}/units/{sport['id']}", {"seated_at_id": None, "superior_id": health["id"]})
    assert (emptied["seated_at_id"], emptied["superior_id"], emptied["uscc"]) == (None, health["id"], USCC)
    async with nothing_changes(people_world):
        circle = await admin.patch(f"{PLANS}/units/{health['id']}", {"superior_id": sport["id"]})
        problem(circle, 422, "unit-circle")
        problem(await admin.patch(f"{PLANS}/units/{health['id']}", {"superior_id": health["id"]}), 422, "unit-circle")
        problem(await admin.patch(f"{PLANS}/units/{health['id']}", {"seated_at_id": str(uuid4())}), 422, "unknown-unit")
        problem(await admin.patch(f"{PLANS}/units/{health['id']}", {"uscc": USCC[:-1] + "4"}), 422, "wrong-uscc")
        problem(await admin.patch(f"{PLANS}/units/{health['id']}", {"uscc": USCC}), 409, "already-there")


async def test_a_unit_answers_to_a_new_alias_until_it_is_retired(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    health = await named(admin, HEALTH)
    assert "县卫健委" in (await admin.do(f"{PLANS}/units/{health['id']}:add-name", {"name": "县卫健委"}))["aliases"]
    problem(await admin.post(f"{PLANS}/units/{health['id']}:add-name", {"name": EDUCATION}), 409, "name-taken")
    assert "县卫健委" not in (await admin.do(f"{PLANS}/units/{health['id']}:retire-name", {"name": "县卫健委"}))["aliases"]
    assert await admin.items(f"{PLANS}/units", name="县卫健委") == []
    education = await named(admin, EDUCATION)
    assert (await admin.do(f"{PLANS}/units/{education['id']}:add-name", {"name": "县卫健委"}))["aliases"] == ["县卫健委"]
    problem(await admin.post(f"{PLANS}/units/{health['id']}:retire-name", {"name": HEALTH}), 409, "unknown-name")
    problem(await admin.post(f"{PLANS}/units/{health['id']}:retire-name", {"name": "县卫健委"}), 409, "unknown-name")


async def test_a_unit_is_renamed_on_its_day_and_still_answers_to_its_old_name(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    sport = await named(admin, SPORT)
    change = await admin.do(f"{PLANS}/units/{sport['id']}:rename", {"name": "县体育发展局", "on": "2023-05-01", "reason": "机构改革"})
    assert (change["kind"], change["applied_at"]) == ("unit_renamed", None)
    assert (await named(admin, "县体育发展局"))["name"] == SPORT
    people_world.move_to(date(2023, 5, 1))
    again = await people_world.sign_in("admin")

    async def renamed() -> bool:
        return bool((await named(again, SPORT))["name"] == "县体育发展局")

    await eventually(renamed)
    await people_world.settle()
    known = await people_world.service("submissions").database.read.all(text("select name from known_units where name like '%体育%'"))
    assert [row.name for row in known] == ["县体育发展局"]
    history = await again.items(f"{PLANS}/units/{sport['id']}/history")
    assert [(one["kind"], one["on"], one["reason"]) for one in history] == [("unit_renamed", "2023-05-01", "机构改革")]
    problem(await again.post(f"{PLANS}/units/{sport['id']}:rename", {"name": EDUCATION, "on": TODAY}), 409, "name-taken")


async def test_everything_a_unit_owes_passes_to_the_one_it_is_merged_into(world: World) -> None:
    """Responsibilities, lead of indicators, open assignments with their reminders, posts, names, groups: all from the day."""
    admin = await world.sign_in("admin")
    await open_round(world)
    await world.settle()
    await admin.do(f"{PLANS}/units:import", {"rows": [unit(NEW)]})
    health, sport = await named(admin, HEALTH), await named(admin, NEW)
    owed = await assignment_of(world, HEALTH)
    change = await admin.do(f"{PLANS}/units/{health['id']}:merge", {"into_id": sport["id"], "on": TODAY, "reason": "机构改革"})
    assert (change["unit_id"], change["successor_unit_id"], bool(change["applied_at"])) == (health["id"], sport["id"], True)
    await world.settle()
    old = await admin.read(f"{PLANS}/units/{health['id']}")
    assert old["closed_on"] == TODAY and old["name"] == HEALTH, "the old unit keeps its name and history"
    assert (await named(admin, HEALTH))["id"] == sport["id"], "what is read from now on resolves to the successor"
    world.move_to(date(2023, 4, 11))
    office, liaison = await world.sign_in("office"), await world.sign_in("health")
    entries = await office.items(f"{PLANS}/responsibilities", unit_id=sport["id"])
    assert entries and {one["valid_from"] for one in entries if one["written"] in {HEALTH, "县卫健局"}} == {TODAY}
    ended = await world.service("plans").database.read.all(text("select count(*) as n from responsibilities where valid_until is not null"))
    assert ended[0].n > 0
    [moved] = [one for one in await liaison.items("/api/v1/submissions/assignments") if one["id"] == owed["id"]]
    assert moved["unit_id"] == sport["id"], "the liaison's post followed, and with it the access"
    [deadline] = [one for one in await liaison.items("/api/v1/notifications/deadlines") if one["id"] == owed["id"]]
    assert deadline["unit_id"] == sport["id"]
    indicators = await office.items("/api/v1/indicators/plan-indicators")
    assert health["id"] not in {one["filling_unit_id"] for one in indicators}
    problem(
        await (await world.sign_in("admin")).post(f"{PLANS}/units/{health['id']}:merge", {"into_id": sport["id"], "on": TODAY}), 409, "unit-closed"
    )
    assert [one["id"] for one in await office.items(f"{PLANS}/units/{sport['id']}/history")] == [change["id"]]


async def test_where_the_successor_owes_the_same_round_both_forms_stay_for_the_plan_office(world: World) -> None:
    admin, office = await world.sign_in("admin"), await world.sign_in("office")
    await open_round(world)
    await world.settle()
    health, sport = await named(admin, HEALTH), await named(admin, SPORT)
    owed = [await assignment_of(world, HEALTH), await assignment_of(world, SPORT)]
    await admin.do(f"{PLANS}/units/{health['id']}:merge", {"into_id": sport["id"], "on": TODAY})
    await world.settle()
    now = {one["id"]: one["unit_id"] for one in await office.items("/api/v1/submissions/assignments")}
    assert [now[one["id"]] for one in owed] == [health["id"], sport["id"]]


async def test_a_group_holds_the_successor_once(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    east, west = await named(admin, "东街道"), await named(admin, "西街道")
    await admin.do(f"{PLANS}/units/{east['id']}:merge", {"into_id": west["id"], "on": TODAY})
    [group] = [one for one in await admin.items(f"{PLANS}/groups") if one["name"] == STREETS]
    assert [one["name"] for one in await admin.items(f"{PLANS}/groups/{group['id']}/members")] == ["西街道"]
    before = await admin.items(f"{PLANS}/groups/{group['id']}/members", as_of="2023-04-09")
    assert [one["name"] for one in before] == ["东街道", "西街道"], "who was in it before stays to be read"


async def test_a_merge_needs_another_open_unit(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    health, sport = await named(admin, HEALTH), await named(admin, SPORT)
    async with nothing_changes(people_world):
        problem(await admin.post(f"{PLANS}/units/{health['id']}:merge", {"into_id": health["id"], "on": TODAY}), 422, "own-successor")
        problem(await admin.post(f"{PLANS}/units/{health['id']}:merge", {"into_id": str(uuid4()), "on": TODAY}), 422, "unknown-unit")
    await admin.do(f"{PLANS}/units/{sport['id']}:close", {"on": TODAY, "reason": "撤销"})
    problem(await admin.post(f"{PLANS}/units/{health['id']}:merge", {"into_id": sport["id"], "on": TODAY}), 422, "unknown-unit")


async def test_posts_end_with_a_unit_that_is_closed(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    education = await named(admin, EDUCATION)
    await admin.do(f"{PLANS}/units/{education['id']}:close", {"on": TODAY})
    held = await admin.items(f"{PLANS}/posts", unit_id=education["id"], as_of=TODAY)
    assert held == [] and await admin.items(f"{PLANS}/posts", unit_id=education["id"], as_of="2023-04-09") != []


async def test_what_a_closed_unit_answers_for_waits_on_the_work_list(world: World) -> None:
    admin, office = await world.sign_in("admin"), await world.sign_in("office")
    health = await named(admin, HEALTH)
    before = [one for one in await office.items(f"{PLANS}/responsibilities", unit_id=health["id"]) if one["valid_until"] is None]
    assert before
    await admin.do(f"{PLANS}/units/{health['id']}:close", {"on": TODAY, "reason": "撤销"})
    ended = await office.items(f"{PLANS}/responsibilities", unit_id=health["id"])
    assert {one["valid_until"] for one in ended} == {TODAY}, "history stays with the closed unit"
    waiting = [one for one in await office.items(f"{PLANS}/responsibilities", unresolved=True) if one["valid_from"]]
    assert [(one["action"], one["written"], one["valid_from"]) for one in waiting] == [(one["action"], one["written"], TODAY) for one in before]
    sport = await named(admin, SPORT)
    found = await office.do(f"{PLANS}/responsibilities/{waiting[0]['id']}:resolve", {"unit_id": sport["id"], "reason": "职能划转"})
    assert (found["unit_id"], found["valid_from"]) == (sport["id"], TODAY)


async def test_a_unit_moves_to_another_region_with_its_posts(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    education = await named(admin, EDUCATION)
    [other] = await admin.items(f"{PLANS}/regions", code=NEIGHBOUR)
    change = await admin.do(f"{PLANS}/units/{education['id']}:move", {"region_id": other["id"], "on": TODAY})
    assert change["kind"] == "unit_moved"
    assert (await named(admin, EDUCATION, NEIGHBOUR))["region_path"] == other["path"]
    held = await admin.items(f"{PLANS}/posts", unit_id=education["id"], as_of=TODAY)
    assert held and {one["region_path"] for one in held} == {other["path"]}
    health = await named(admin, HEALTH)
    problem(await admin.post(f"{PLANS}/units/{health['id']}:move", {"region_id": other["id"], "on": TODAY}), 409, "name-taken")
    problem(await admin.post(f"{PLANS}/units/{health['id']}:move", {"region_id": str(uuid4()), "on": TODAY}), 422, "unknown-region")


async def test_contacts_are_dated_and_read_only_by_who_may(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    health = await named(admin, HEALTH)
    entry = {"kind": "contact", "name": "张某", "phone": "0571-88880000", "valid_from": "2023-01-01"}
    person = await admin.do(f"{PLANS}/units/{health['id']}/people", entry)
    await admin.do(f"{PLANS}/units/{health['id']}/people", {**entry, "kind": "leader", "name": "李某", "valid_from": "2023-05-01"})
    for login in ("health", "office", "auditor"):
        caller = await people_world.sign_in(login)
        assert [one["name"] for one in await caller.items(f"{PLANS}/units/{health['id']}/people")] == ["张某"], login
    for login in ("education", "neighbour-office", "partner"):
        problem(await (await people_world.sign_in(login)).get(f"{PLANS}/units/{health['id']}/people"), 404, "not-found")
    ended = await admin.do(f"{PLANS}/unit-people/{person['id']}:end", {"on": "2023-03-01"})
    assert ended["valid_until"] == "2023-03-01"
    assert await admin.items(f"{PLANS}/units/{health['id']}/people") == []
    assert len(await admin.items(f"{PLANS}/units/{health['id']}/people", as_of="2023-02-28")) == 1
    problem(await admin.post(f"{PLANS}/unit-people/{person['id']}:end", {"on": "2022-01-01"}), 422, "ends-before-begin")


@pytest.mark.parametrize("verb", [":rename", ":merge", ":move", ":close", ":add-name", ":retire-name"])
async def test_only_who_keeps_the_directory_changes_units(shared_world: World, verb: str) -> None:
    office = await shared_world.sign_in("office")
    health = await named(office, HEALTH)
    bodies: dict[str, Any] = {
        ":rename": {"name": "新名", "on": TODAY},
        ":merge": {"into_id": health["id"], "on": TODAY},
        ":move": {"region_id": health["region_id"], "on": TODAY},
        ":close": {"on": TODAY},
    }
    async with nothing_changes(shared_world):
        problem(await office.post(f"{PLANS}/units/{health['id']}{verb}", bodies.get(verb, {"name": "别名"})), 403, "denied")


async def test_a_known_unit_with_a_new_alias_is_changed_by_an_import(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    rows = [unit(HEALTH, aliases=["县卫健局", "县卫计局"]), unit(EDUCATION)]
    outcome = (await admin.do(f"{PLANS}/units:import", {"rows": rows}))["rows"]
    assert [row["outcome"] for row in outcome] == ["changed", "unchanged"]
    assert (await named(admin, "县卫计局"))["name"] == HEALTH
    again = (await admin.do(f"{PLANS}/units:import", {"rows": rows}))["rows"]
    assert [row["outcome"] for row in again] == ["unchanged", "unchanged"]
    problem(await admin.post(f"{PLANS}/units:import", {"rows": [unit(HEALTH, aliases=[EDUCATION])]}), 422, "refused-rows")


async def test_an_empty_import_needs_the_right_too(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    problem(await office.post(f"{PLANS}/units:import", {}), 403, "denied")
