"""An assignment passes to another unit, or loses an item."""

from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY, MALARIA, SMOKING
from tests.factories.people import EAST, EDUCATION, HEALTH, NEIGHBOUR
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, answers, assignment_of, fill, item_id, move, open_round, returning, start, value
from tests.platform import Caller, World
from tests.services.submissions.test_filling import COMPLETE

ASSIGNMENTS = f"{SUBMISSIONS}/assignments"


async def unit_id(caller: Caller, name: str, **query: Any) -> str:
    """The id of the unit of that name."""
    [found] = [unit["id"] for unit in await caller.items("/api/v1/plans/units", **query) if unit["name"] == name]
    return str(found)


async def test_another_unit_owes_it_with_what_was_filled_in(world: World) -> None:
    await open_round(world)
    office, health, owed = await world.sign_in("office"), await world.sign_in("health"), await assignment_of(world, HEALTH)
    submission = await start(health, owed)
    await fill(health, submission, {LITERACY: value("31.2")})
    east = await unit_id(office, EAST)
    passed = await office.do(f"{ASSIGNMENTS}/{owed['id']}:reassign", {"unit_id": east, "reason": "职责划转"})
    assert (passed["unit_id"], passed["unit_name"], passed["version"]) == (east, EAST, 2)
    moved = await office.read(f"{SUBMISSIONS}/{submission['id']}")
    assert moved["unit_id"] == east
    assert {row["item"]["name"]: (row["answer"] or {}).get("value") for row in moved["content"]}[LITERACY] == "31.2"
    async with nothing_changes(world):
        refused = await health.patch(f"{SUBMISSIONS}/{submission['id']}", answers(submission, {LITERACY: value("1")}))
        assert refused.status_code in {403, 404}
    await world.settle()
    assert (await office.read(f"/api/v1/notifications/deadlines/{owed['id']}"))["unit_id"] == east
    last = (await health.items("/api/v1/notifications"))[-1]
    assert last["kind"] == "waived" and "职责划转" in last["body"] and EAST in last["body"]


async def test_units_that_cannot_owe_it_are_refused(world: World) -> None:
    await open_round(world)
    office, owed = await world.sign_in("office"), await assignment_of(world, HEALTH)
    address, there = f"{ASSIGNMENTS}/{owed['id']}:reassign", await assignment_of(world, EDUCATION)
    everywhere = await (await world.sign_in("admin")).items("/api/v1/plans/units")
    [neighbour] = [unit["id"] for unit in everywhere if unit["name"] == HEALTH and unit["id"] != owed["unit_id"]]
    east = await unit_id(office, EAST)
    async with nothing_changes(world):
        refused = problem(await office.post(address, {"unit_id": there["unit_id"], "reason": "转"}), 409, "unit-asked-already")
        assert there["id"] in refused["detail"]
        problem(await office.post(address, {"unit_id": owed["unit_id"], "reason": "转"}), 409, "unit-asked-already")
        problem(await office.post(address, {"unit_id": neighbour, "reason": "转"}), 422, "unit-not-of-region")
        problem(await office.post(address, {"unit_id": str(uuid4()), "reason": "转"}), 422, "unit-not-of-region")
        problem(await office.post(address, {"unit_id": east, "reason": "转"}, if_match='"v7"'), 412, "stale-etag")
        problem(await (await world.sign_in("health")).post(address, {"unit_id": east, "reason": "转"}), 403, "denied")
        problem(await (await world.sign_in("neighbour-office")).post(address, {"unit_id": east, "reason": "转"}), 404, "not-found")
        problem(await world.nobody.post(address, {"unit_id": east, "reason": "转"}), 401, "not-authenticated")
        problem(await office.post(address, {"unit_id": east}), 422, "invalid-request")
    await office.do(f"{ASSIGNMENTS}/{owed['id']}:waive", {"reason": "未开展"})
    async with nothing_changes(world):
        problem(await office.post(address, {"unit_id": east, "reason": "转"}), 409, "wrong-assignment-state")
    assert NEIGHBOUR not in owed["region_path"]


async def test_an_exempt_item_is_neither_asked_nor_taken(world: World) -> None:
    await open_round(world)
    office, health, owed = await world.sign_in("office"), await world.sign_in("health"), await assignment_of(world, HEALTH)
    submission = await start(health, owed)
    smoking = item_id(submission, SMOKING)
    exempt = await office.do(f"{ASSIGNMENTS}/{owed['id']}/items/{smoking}:waive", {"reason": "非调查年"})
    assert (exempt["items"], exempt["version"]) == (2, 2)
    assert {item["name"]: item["waived_because"] for item in exempt["asked"]} == {LITERACY: None, MALARIA: None, SMOKING: "非调查年"}
    async with nothing_changes(world):
        both = answers(submission, {LITERACY: value("31"), SMOKING: value("20")})
        assert pointers(problem(await health.patch(f"{SUBMISSIONS}/{submission['id']}", both), 409, "item-not-asked")) == {
            "/answers/1/item_id": "item-not-asked"
        }
    await fill(health, submission, {name: COMPLETE[name] for name in (LITERACY, MALARIA)})
    assert (await move(health, submission, "submit"))["state"] == "submitted"
    problem(await office.post(f"{SUBMISSIONS}/{submission['id']}:return", returning(submission, SMOKING)), 422, "unknown-item")
    await move(office, submission, "approve", {})
    await world.settle()
    told = [m for m in await health.items("/api/v1/notifications") if SMOKING in m["body"]]
    assert len(told) == 1 and "非调查年" in told[0]["body"]


async def test_an_answer_to_an_item_that_was_exempted_since_is_not_official(world: World) -> None:
    await open_round(world)
    office, health, owed = await world.sign_in("office"), await world.sign_in("health"), await assignment_of(world, HEALTH)
    submission = await start(health, owed)
    await fill(health, submission, COMPLETE)
    await office.do(f"{ASSIGNMENTS}/{owed['id']}/items/{item_id(submission, SMOKING)}:waive", {"reason": "非调查年"})
    await move(health, submission, "submit")
    await move(office, submission, "approve", {})
    await world.settle()
    official = {row["value"] for row in await office.items("/api/v1/indicators/observations", year=2022)}
    assert "20.5" not in official and "31.2" in official


async def test_items_that_cannot_be_exempted_are_refused(world: World) -> None:
    await open_round(world)
    office, owed = await world.sign_in("office"), await assignment_of(world, HEALTH)
    asked = (await office.read(f"{ASSIGNMENTS}/{owed['id']}"))["asked"]
    address, body = f"{ASSIGNMENTS}/{owed['id']}/items", {"reason": "非调查年"}
    async with nothing_changes(world):
        problem(await office.post(f"{address}/{uuid4()}:waive", body), 404, "not-found")
        problem(await office.post(f"{address}/{asked[0]['id']}:waive", {"reason": ""}), 422, "invalid-request")
        problem(await office.post(f"{address}/{asked[0]['id']}:waive", body, if_match='"v4"'), 412, "stale-etag")
        problem(await (await world.sign_in("health")).post(f"{address}/{asked[0]['id']}:waive", body), 403, "denied")
        problem(await world.nobody.post(f"{address}/{asked[0]['id']}:waive", body), 401, "not-authenticated")
    for item in asked[:2]:
        await office.do(f"{address}/{item['id']}:waive", body)
    async with nothing_changes(world):
        problem(await office.post(f"{address}/{asked[0]['id']}:waive", body), 409, "item-not-asked")
        problem(await office.post(f"{address}/{asked[2]['id']}:waive", body), 409, "last-item")
