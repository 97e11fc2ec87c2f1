"""Longer time for one unit: its day, its reason, what it moves, and what becomes of it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import LITERACY
from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, returning, start, value
from tests.platform import Caller, World, eventually
from tests.services.submissions.test_filling import COMPLETE

EXTENSIONS = f"{SUBMISSIONS}/extensions"


def longer(until: str, reason: str = "统计年鉴推迟发布") -> dict[str, Any]:
    """The body of ``extend_assignment``."""
    return {"until_on": until, "reason": reason}


def extending(assignment: dict[str, Any]) -> str:
    """The address of ``extend_assignment``."""
    return f"{SUBMISSIONS}/assignments/{assignment['id']}:extend"


async def given(world: World, until: str = "2023-05-08") -> tuple[Caller, dict[str, Any]]:
    """The office, and the assignment of 县卫生健康局 (due on 24 April) with longer time."""
    await open_round(world)
    office, owed = await world.sign_in("office"), await assignment_of(world, HEALTH)
    await office.do(extending(owed), longer(until))
    await world.settle()
    return office, owed


async def test_an_extension_moves_the_units_deadline_and_nobody_elses(world: World) -> None:
    office, owed = await given(world)
    extended = await office.read(f"{SUBMISSIONS}/assignments/{owed['id']}")
    assert (extended["due_on"], extended["due"], extended["version"]) == ("2023-05-08", "2023-05-08T16:00:00Z", 2)
    assert (await office.read(f"/api/v1/notifications/deadlines/{owed['id']}"))["due_on"] == "2023-05-08"
    assert (await assignment_of(world, EDUCATION))["due_on"] == "2023-04-24"
    [extension] = await office.items(EXTENSIONS)
    assert (extension["state"], extension["former_due_on"], extension["until_on"]) == ("in_force", "2023-04-24", "2023-05-08")
    assert (extension["reason"], extension["granted_by"], extension["unit_name"]) == ("统计年鉴推迟发布", "人员 office", HEALTH)


async def test_the_unit_hears_of_it_once_with_the_reason(world: World) -> None:
    await given(world)
    told = [m for m in await (await world.sign_in("health")).items("/api/v1/notifications") if m["kind"] == "round"]
    assert len(told) == 1
    assert "统计年鉴推迟发布" in told[0]["body"] and "2023-05-08" in told[0]["body"] and "2023-04-24" in told[0]["body"]


async def test_what_comes_within_the_longer_time_is_in_time(world: World) -> None:
    _, owed = await given(world)
    health = await world.sign_in("health")
    submission = await start(health, owed)
    await fill(health, submission, COMPLETE)
    world.move_to(date(2023, 5, 8), hour=23, minute=59)
    await move(await world.sign_in("health"), submission, "submit")
    world.move_to(date(2023, 5, 9))
    assert await ended(world) == "kept"


async def ended(world: World) -> str:
    """What became of the only extension, once the loop has looked."""
    office = await world.sign_in("office")

    async def over() -> bool:
        return bool((await office.items(EXTENSIONS))[0]["state"] != "in_force")

    await eventually(over)
    [extension] = await office.items(EXTENSIONS)
    assert extension["ended_at"] == "2023-05-08T16:00:00Z"
    return str(extension["state"])


async def test_longer_time_that_nobody_used_lapses(world: World) -> None:
    await given(world)
    world.move_to(date(2023, 5, 8), hour=23, minute=59)
    assert [one["state"] for one in await (await world.sign_in("office")).items(EXTENSIONS)] == ["in_force"]
    world.move_to(date(2023, 5, 9), hour=0)
    assert await ended(world) == "lapsed"
    entries = await (await world.sign_in("auditor")).items(f"{SUBMISSIONS}/audit", act="end_extension")
    assert [entry["detail"]["outcome"] for entry in entries] == ["lapsed"]


async def test_a_later_extension_replaces_the_one_before(world: World) -> None:
    office, owed = await given(world)
    await office.do(extending(owed), longer("2023-05-10", "再延两天"))
    assert [(e["state"], e["former_due_on"]) for e in await office.items(EXTENSIONS)] == [("replaced", "2023-04-24"), ("in_force", "2023-05-08")]
    assert [e["until_on"] for e in await office.items(EXTENSIONS, state="in_force", assignment_id=owed["id"])] == ["2023-05-10"]
    assert len(await office.items(EXTENSIONS, round_id=owed["round_id"], limit=1)) == 2
    assert await office.items(EXTENSIONS, round_id=str(uuid4())) == []


async def test_a_correction_gets_longer_time_too(world: World) -> None:
    await open_round(world)
    office, health = await world.sign_in("office"), await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")
    await move(office, submission, "return", returning(submission, LITERACY, workdays=3))
    owed = await assignment_of(world, HEALTH)
    extended = await office.do(extending(owed), longer("2023-05-12"))
    assert (extended["state"], extended["due_on"]) == ("reopened", "2023-05-12")
    await fill(health, submission, {LITERACY: value("32.6")})
    await move(health, submission, "submit")
    async with nothing_changes(world):
        problem(await office.post(extending(owed), longer("2023-05-20")), 409, "wrong-assignment-state")


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2023-04-24", "extension-not-later"),
        ("2023-04-01", "extension-not-later"),
        ("2023-06-10", "extension-beyond-close"),
    ],
)
async def test_a_day_that_is_not_later_or_lies_after_the_close_is_refused(shared_world: World, until: str, code: str) -> None:
    office = await shared_world.sign_in("office")
    there = [one for one in await office.items(f"{SUBMISSIONS}/assignments") if one["unit_name"] == HEALTH]
    if not there:
        await open_round(shared_world)
    owed = await assignment_of(shared_world, HEALTH)
    async with nothing_changes(shared_world):
        problem(await office.post(extending(owed), longer(until)), 422, code)


async def test_a_day_that_has_passed_and_a_closed_round_are_refused(world: World) -> None:
    made = await open_round(world)
    owed = await assignment_of(world, HEALTH)
    world.move_to(date(2023, 5, 3))
    office = await world.sign_in("office")
    refused = problem(await office.post(extending(owed), longer("2023-05-02")), 422, "extension-not-later")
    assert "2023-05-03" in refused["detail"]
    world.move_to(date(2023, 6, 10))
    office = await world.sign_in("office")
    problem(await office.post(extending(owed), longer("2023-06-12")), 409, "round-closed")
    await office.do(f"{SUBMISSIONS}/rounds/{made['id']}:close")
    problem(await office.post(extending(owed), longer("2023-06-12")), 409, "wrong-assignment-state")


async def test_who_may_not_and_what_is_stale_changes_nothing(world: World) -> None:
    await open_round(world)
    owed = await assignment_of(world, HEALTH)
    office = await world.sign_in("office")
    async with nothing_changes(world):
        problem(await world.nobody.post(extending(owed), longer("2023-05-08")), 401, "not-authenticated")
        problem(await (await world.sign_in("health")).post(extending(owed), longer("2023-05-08")), 403, "denied")
        problem(await (await world.sign_in("education")).post(extending(owed), longer("2023-05-08")), 404, "not-found")
        problem(await office.post(extending({"id": str(uuid4())}), longer("2023-05-08")), 404, "not-found")
        problem(await office.post(extending(owed), longer("2023-05-08", "")), 422, "invalid-request")
        problem(await office.post(extending(owed), longer("2023-05-08"), if_match='"v9"'), 412, "stale-etag")
        problem(await office.post(extending(owed), longer("2023-05-08"), key=None), 400, "missing-idempotency-key")


async def test_a_repeated_request_gets_the_first_answer(world: World) -> None:
    await open_round(world)
    owed = await assignment_of(world, HEALTH)
    office = await world.sign_in("office")
    first = await office.post(extending(owed), longer("2023-05-08"), key="same")
    again = await office.post(extending(owed), longer("2023-05-08"), key="same")
    assert (again.json(), again.headers["idempotent-replay"]) == (first.json(), "true")
    assert len(await office.items(EXTENSIONS)) == 1
    assert await (await world.sign_in("education")).items(EXTENSIONS) == []
