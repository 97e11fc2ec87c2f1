"""The life of an issued plan over HTTP: in force, concluded, withdrawn, superseded, and what becomes of work under it."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories.documents import document, draft
from tests.factories.people import HEALTH, NEIGHBOUR
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, open_round, opening, plan_of
from tests.platform import Caller, World, eventually

PLANS = "/api/v1/plans"
ISSUE = {"issued_on": "2021-03-10"}
TODAY = "2023-04-10"


async def issued(world: World, title: str = "后续计划", login: str = "office", **changes: Any) -> tuple[Caller, str]:
    """A second issued plan: its plan office, and its address."""
    office = await world.sign_in(login)
    plan = await office.do(PLANS, draft(title, **changes))
    await office.do(f"{PLANS}/{plan['id']}:issue", ISSUE)
    return office, f"{PLANS}/{plan['id']}"


async def first_plan(world: World) -> tuple[Caller, str]:
    """The world's own plan."""
    office = await world.sign_in("office")
    return office, f"{PLANS}/{(await plan_of(office))['id']}"


async def told(world: World, service: str = "plans") -> list[str]:
    """Types of the events that a service has told, in order."""
    return [row.type for row in await world.service(service).database.read.all(text("select type from outbox_events order by id"))]


def allowed(plan: dict[str, Any]) -> set[str]:
    return {one["move"] for one in plan["may"] if one["allowed"]}


async def test_a_plan_says_what_may_be_done_next_and_why_not(world: World) -> None:
    office, address = await first_plan(world)
    plan = await office.read(address)
    assert allowed(plan) == {"amend", "bring_into_force", "supersede", "withdraw"}
    concluding = next(one for one in plan["may"] if one["move"] == "conclude")
    assert concluding["reason"] == {"zh": "计划处于“已发布”，此操作仅限：施行中", "en": "The plan is issued; this is possible only from: in_force"}
    seen_by_others = await (await world.sign_in("health")).read(address)
    assert allowed(seen_by_others) == set() and len(seen_by_others["may"]) == len(plan["may"])
    assert all(one["may"] is None for one in await office.items(PLANS))


async def test_an_issued_plan_comes_into_force_at_once(world: World) -> None:
    office, address = await first_plan(world)
    plan = await office.do(f"{address}:bring-into-force", {"on": "2021-04-01"})
    assert (plan["state"], plan["in_force_from"]) == ("in_force", "2021-04-01")
    assert allowed(plan) == {"amend", "supersede", "withdraw"}
    await world.settle()
    rows = await world.service("indicators").database.read.all(text("select state from known_plans"))
    assert [row.state for row in rows] == ["in_force"]


async def test_a_day_to_come_comes_by_itself(world: World) -> None:
    office, address = await first_plan(world)
    plan = await office.do(f"{address}:bring-into-force", {"on": "2023-05-01"})
    assert (plan["state"], plan["in_force_from"]) == ("issued", "2023-05-01")

    async def in_force() -> bool:
        return bool((await (await world.sign_in("office")).read(address))["state"] == "in_force")

    world.move_to(date(2023, 4, 30), 23, 59)
    await asyncio.sleep(0.4)
    assert not await in_force()
    world.move_to(date(2023, 5, 1), 0, 1)
    await eventually(in_force)
    assert (await told(world)).count("plan.brought_into_force") == 1


@pytest.mark.parametrize(("day", "state"), [("2021-04-01", "in_force"), (TODAY, "in_force"), ("2023-04-11", "issued")])
async def test_a_plan_is_issued_with_the_day_it_comes_into_force(world: World, day: str, state: str) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("带施行日期的计划"))
    moved = await office.do(f"{PLANS}/{plan['id']}:issue", {**ISSUE, "in_force_from": day})
    assert (moved["state"], moved["in_force_from"]) == (state, day)


async def test_a_plan_is_concluded_after_its_last_year(world: World) -> None:
    head = {**document()["head"], "title": "一年计划", "period": {"start": 2021, "end": 2022}, "horizon_years": [2022]}
    office, address = await issued(world, "一年计划", head=head)
    await office.do(f"{address}:bring-into-force", {"on": "2021-04-01"})
    async with nothing_changes(world):
        problem(await office.post(f"{address}:conclude", {"on": "2023-04-11"}), 422, "day-still-ahead")
    plan = await office.do(f"{address}:conclude", {"on": TODAY, "reason": "终期评估已完成"})
    assert (plan["state"], plan["ended_on"], plan["ended_because"]) == ("concluded", TODAY, "终期评估已完成")
    assert allowed(plan) == set()
    assert (await (await world.sign_in("neighbour-health")).get(address)).status_code == 200


async def test_a_plan_is_not_concluded_before_its_period_is_over(world: World) -> None:
    office, address = await first_plan(world)
    await office.do(f"{address}:bring-into-force", {"on": "2021-04-01"})
    async with nothing_changes(world):
        early = problem(await office.post(f"{address}:conclude", {"on": TODAY}), 409, "period-not-over")
    assert "2030" in early["detail"] and "supersede" in early["detail"]


async def test_a_withdrawn_plan_is_owed_nothing(world: World) -> None:
    await open_round(world)
    office, address = await first_plan(world)
    before = await assignment_of(world, HEALTH)
    plan = await office.do(f"{address}:withdraw", {"on": TODAY, "reason": "与上级方案不一致"})
    assert (plan["state"], plan["ended_because"]) == ("withdrawn", "与上级方案不一致")
    await world.settle()
    waived = await office.read(f"{SUBMISSIONS}/assignments/{before['id']}")
    assert waived["state"] == "waived"
    [closed] = await office.items(f"{SUBMISSIONS}/rounds")
    assert closed["state"] == "closed"
    reminders = await office.items("/api/v1/notifications/reminders", deadline_id=before["id"])
    assert reminders and {one["state"] for one in reminders} <= {"void", "sent", "unheard", "collapsed"}
    problem(await office.post(f"{SUBMISSIONS}/rounds", await _opening_of(address)), 409, "plan-no-longer-asked")
    problem(await (await world.sign_in("health")).get(address), 404, "not-found")


async def _opening_of(address: str) -> dict[str, Any]:
    return {"plan_ids": [address.rsplit("/", 1)[1]], "subject_year": 2022, "name": "再次填报", "opens_on": TODAY, "outward_due_on": "2023-06-01"}


async def test_the_verdicts_of_a_withdrawn_plan_stay_as_they_were(world: World) -> None:
    office, address = await first_plan(world)
    await office.do(f"{address}:withdraw", {"on": TODAY, "reason": "不再需要"})
    await world.settle()
    plan_id = address.rsplit("/", 1)[1]
    before = {one["id"]: one["as_of"] for one in await office.items("/api/v1/indicators/verdicts", plan_id=plan_id)}
    world.move_to(date(2023, 4, 20))
    await asyncio.sleep(0.5)
    after = {one["id"]: one["as_of"] for one in await (await world.sign_in("office")).items("/api/v1/indicators/verdicts", plan_id=plan_id)}
    assert after == before and set(before.values()) == {TODAY}


async def test_a_draft_is_withdrawn_without_a_word(world: World) -> None:
    office = await world.sign_in("office")
    draft_plan = await office.do(PLANS, draft("作废的草案"))
    plan = await office.do(f"{PLANS}/{draft_plan['id']}:withdraw", {"on": TODAY, "reason": "重复录入"})
    assert plan["state"] == "withdrawn"
    assert "plan.withdrawn" not in await told(world)


async def test_another_plan_takes_the_place_from_a_day_on(world: World) -> None:
    await open_round(world)
    office, address = await first_plan(world)
    _, successor = await issued(world)
    successor_id = successor.rsplit("/", 1)[1]
    plan = await office.do(f"{address}:supersede", {"successor_id": successor_id, "on": "2023-04-20"})
    assert (plan["state"], plan["ended_on"], plan["successor_id"]) == ("issued", "2023-04-20", successor_id)

    async def superseded() -> bool:
        return bool((await (await world.sign_in("health")).read(address))["state"] == "superseded")

    assert not await superseded()
    world.move_to(date(2023, 4, 20))
    await eventually(superseded)
    await world.settle()
    office = await world.sign_in("office")
    # The open round is about 2022, a year in which the plan still stood: it goes on. 2023 is the successor's.
    assert (await assignment_of(world, HEALTH))["state"] == "open"
    opening_2023 = {**await _opening_of(address), "subject_year": 2023}
    problem(await office.post(f"{SUBMISSIONS}/rounds", opening_2023), 409, "plan-no-longer-asked")


async def test_a_round_over_two_plans_goes_on_for_the_one_that_lives(world: World) -> None:
    office, address = await first_plan(world)
    _, other = await issued(world)
    await world.settle()
    both = [one.rsplit("/", 1)[1] for one in (address, other)]
    await office.do(f"{SUBMISSIONS}/rounds", await opening(world, plan_ids=both))
    await world.settle()
    await office.do(f"{address}:withdraw", {"on": TODAY, "reason": "不再需要"})
    await world.settle()
    [going_on] = await office.items(f"{SUBMISSIONS}/rounds")
    assert going_on["state"] == "open"
    assert (await assignment_of(world, HEALTH))["state"] == "open"


async def test_everything_that_keeps_a_plan_from_following_is_told_at_once(world: World) -> None:
    office, address = await first_plan(world)
    neighbour = await world.sign_in("neighbour-office")
    foreign = await neighbour.do(PLANS, draft("乙县计划", region_code=NEIGHBOUR))
    await neighbour.do(f"{PLANS}/{foreign['id']}:issue", ISSUE)
    own_draft = await office.do(PLANS, draft("未发布的计划"))
    for successor, code in ((foreign["id"], "other_region"), (own_draft["id"], "not_issued"), (address.rsplit("/", 1)[1], "itself")):
        async with nothing_changes(world):
            body = {"successor_id": successor, "on": TODAY}
            assert pointers(problem(await office.post(f"{address}:supersede", body), 422, "unfit-successor")) == {"/successor_id": code}
    problem(await office.post(f"{address}:supersede", {"successor_id": str(uuid4()), "on": TODAY}), 404, "not-found")


MOVES = {
    "bring-into-force": {"on": TODAY},
    "conclude": {"on": TODAY},
    "withdraw": {"on": TODAY, "reason": "不再需要"},
}


@pytest.mark.parametrize(("move", "body"), list(MOVES.items()))
async def test_moves_are_refused_in_good_order(world: World, move: str, body: dict[str, str]) -> None:
    office, address = await first_plan(world)
    path = f"{address}:{move}"
    async with nothing_changes(world):
        problem(await world.nobody.post(path, body), 401, "not-authenticated")
        problem(await (await world.sign_in("health")).post(path, body), 403, "denied")
        problem(await (await world.sign_in("upper")).post(path, body), 403, "denied")
        problem(await office.post(f"{PLANS}/{uuid4()}:{move}", body), 404, "not-found")
        problem(await office.post(path, {**body, "on": "yesterday"}), 422, "invalid-request")
        problem(await office.post(path, body, key=None), 400, "missing-idempotency-key")
    await office.do(f"{address}:withdraw", MOVES["withdraw"])
    async with nothing_changes(world):
        ended = problem(await office.post(path, body), 409, "wrong-plan-state")
    assert "withdrawn" in ended["detail"]


async def test_a_move_that_was_seen_too_late_is_refused(world: World) -> None:
    office, address = await first_plan(world)
    problem(await office.post(f"{address}:bring-into-force", {"on": TODAY}, if_match='"v9"'), 412, "stale-etag")


async def test_of_two_moves_at_the_same_moment_one_is_made(world: World) -> None:
    office, address = await first_plan(world)
    withdraw, enforce = (f"{address}:withdraw", MOVES["withdraw"]), (f"{address}:bring-into-force", {"on": TODAY})
    tag = (await office.get(address)).headers["etag"]
    answers = await asyncio.gather(*(office.post(path, body, if_match=tag) for path, body in (withdraw, enforce, withdraw, enforce)))
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert sum(answer.is_success for answer in answers) == 1
    assert {answer.status_code for answer in answers if not answer.is_success} <= {409, 412}
