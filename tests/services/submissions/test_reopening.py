"""A closed round that takes answers again."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY
from tests.factories.people import EDUCATION, HEALTH, SPORT
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, opening, returning, start, value
from tests.platform import World
from tests.services.submissions.test_filling import COMPLETE

ROUNDS = f"{SUBMISSIONS}/rounds"
LATER: dict[str, Any] = {"closes_on": "2023-06-30", "reason": "上级要求补报"}


async def closed(world: World) -> str:
    """The address of a round that was closed."""
    made = await open_round(world)
    address = f"{ROUNDS}/{made['id']}"
    await (await world.sign_in("office")).do(f"{address}:close")
    return address


async def states(world: World) -> dict[str, str]:
    """The state of each unit's assignment."""
    return {one["unit_name"]: one["state"] for one in await (await world.sign_in("office")).items(f"{SUBMISSIONS}/assignments")}


async def test_what_was_open_or_returned_is_owed_again_and_the_rest_stays(world: World) -> None:
    made = await open_round(world)
    office, health = await world.sign_in("office"), await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")
    await move(office, submission, "return", returning(submission, LITERACY))
    await office.do(f"{SUBMISSIONS}/assignments/{(await assignment_of(world, SPORT))['id']}:waive", {"reason": "未开展"})
    await office.do(f"{ROUNDS}/{made['id']}:close")
    assert await states(world) == {HEALTH: "closed", EDUCATION: "closed", SPORT: "waived"}
    answer = await office.post(f"{ROUNDS}/{made['id']}:reopen", LATER, if_match='"v2"')
    assert (answer.json()["state"], answer.json()["closes"], answer.headers["etag"]) == ("open", "2023-06-30T16:00:00Z", '"v3"')
    assert await states(world) == {HEALTH: "reopened", EDUCATION: "open", SPORT: "waived"}
    await fill(health, submission, {LITERACY: value("32.6")})
    assert (await move(health, submission, "submit"))["state"] == "submitted"


async def test_deadlines_and_reminders_come_back(world: World) -> None:
    address = await closed(world)
    office = await world.sign_in("office")
    await world.settle()
    assert await office.items("/api/v1/notifications/reminders", state="planned") == []
    await office.do(f"{address}:reopen", LATER)
    await world.settle()
    assert {d["state"] for d in await office.items("/api/v1/notifications/deadlines")} == {"open"}
    assert await office.items("/api/v1/notifications/reminders", state="planned") != []


async def test_what_was_approved_stays_over(world: World) -> None:
    made = await open_round(world)
    office, health = await world.sign_in("office"), await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")
    await move(office, submission, "approve", {})
    await office.do(f"{ROUNDS}/{made['id']}:close")
    await office.do(f"{ROUNDS}/{made['id']}:reopen", LATER)
    assert (await states(world))[HEALTH] == "closed"


async def test_refusals_change_nothing(world: World) -> None:
    made = await open_round(world)
    address, office = f"{ROUNDS}/{made['id']}:reopen", await world.sign_in("office")
    async with nothing_changes(world):
        problem(await office.post(address, LATER), 409, "round-not-closed")
    await office.do(f"{ROUNDS}/{made['id']}:close")
    async with nothing_changes(world):
        problem(await world.nobody.post(address, LATER), 401, "not-authenticated")
        problem(await (await world.sign_in("health")).post(address, LATER), 403, "denied")
        problem(await (await world.sign_in("neighbour-office")).post(address, LATER), 404, "not-found")
        problem(await office.post(f"{ROUNDS}/{uuid4()}:reopen", LATER), 404, "not-found")
        problem(await office.post(address, {"closes_on": "2023-06-30"}), 422, "invalid-request")
        problem(await office.post(address, LATER, if_match='"v1"'), 412, "stale-etag")
        problem(await office.post(address, {**LATER, "closes_on": "2023-05-09"}), 422, "dates-out-of-order")
    world.move_to(date(2023, 6, 15))
    problem(await (await world.sign_in("office")).post(address, {**LATER, "closes_on": "2023-06-14"}), 422, "close-day-passed")


async def test_a_round_is_not_reopened_beside_one_that_asks_for_the_same(world: World) -> None:
    address = await closed(world)
    office = await world.sign_in("office")
    there = await office.do(ROUNDS, await opening(world))
    async with nothing_changes(world):
        refused = problem(await office.post(f"{address}:reopen", LATER), 409, "round-twice")
    assert there["id"] in refused["detail"]
