"""Deadlines as a calendar: of a person, a unit, a plan; their states by the clock, the workdays left, what happened to them."""

from datetime import date
from typing import Any

from tests.factories.documents import MYOPIA
from tests.factories.people import EDUCATION, HEALTH, SPORT
from tests.factories.problems import problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, plan_of, start, value
from tests.platform import World
from tests.services.notifications.test_reminding import DAYS, NOTIFICATIONS

DEADLINES = f"{NOTIFICATIONS}/deadlines"
ELSEWHERE = "01a20000-0000-7000-8000-000000000000"


async def extended(world: World, unit: str, until: str) -> dict[str, Any]:
    """The unit's assignment, after the office gave it until a later day."""
    office, owed = await world.sign_in("office"), await assignment_of(world, unit)
    await office.do(f"{SUBMISSIONS}/assignments/{owed['id']}:extend", {"until_on": until, "reason": "数据尚未发布"})
    await world.settle()
    return owed


async def test_a_deadline_is_open_then_overdue_then_fulfilled(world: World) -> None:
    await open_round(world, **DAYS)
    owed = await assignment_of(world, EDUCATION)
    address = f"{DEADLINES}/{owed['id']}"

    async def shown() -> dict[str, Any]:
        return dict(await (await world.sign_in("education")).read(address))

    world.move_to(date(2023, 5, 10), 23, 59)
    assert ((await shown())["state"], (await shown())["workdays_left"]) == ("open", 0)
    world.move_to(date(2023, 5, 11), 0, 0)
    assert ((await shown())["state"], (await shown())["workdays_left"]) == ("overdue", -1)
    office = await world.sign_in("office")
    assert len(await office.items(DEADLINES, state="overdue")) == 3 and await office.items(DEADLINES, state="open") == []
    education = await world.sign_in("education")
    form = await start(education, owed)
    await fill(education, form, {MYOPIA: value("49")})
    await move(education, form, "submit")
    await world.settle()
    done = await shown()
    assert (done["state"], done["cleared_because"], done["workdays_left"]) == ("fulfilled", "submitted", None)
    assert [(one["state"], one["why"]) for one in done["moves"]] == [("open", None), ("fulfilled", "submitted")]


async def test_what_is_waived_and_what_is_over_are_told_apart(world: World) -> None:
    made = await open_round(world, **DAYS)
    office = await world.sign_in("office")
    waived = await assignment_of(world, SPORT)
    await office.do(f"{SUBMISSIONS}/assignments/{waived['id']}:waive", {"reason": "职责已划转"})
    await office.do(f"{SUBMISSIONS}/rounds/{made['id']}:close", {})
    await world.settle()
    states = {one["unit_name"]: one["state"] for one in await office.items(DEADLINES)}
    assert states == {SPORT: "waived", HEALTH: "ended", EDUCATION: "ended"}
    assert [one["unit_name"] for one in await office.items(DEADLINES, state="waived")] == [SPORT]


async def test_every_move_of_a_deadline_is_kept(world: World) -> None:
    await open_round(world, **DAYS)
    owed = await extended(world, HEALTH, "2023-05-18")
    moves = (await (await world.sign_in("health")).read(f"{DEADLINES}/{owed['id']}"))["moves"]
    assert [(one["state"], one["due_on"]) for one in moves] == [("open", "2023-05-10"), ("open", "2023-05-18")]
    assert moves[0]["version"] < moves[1]["version"] and moves[0]["at"] <= moves[1]["at"]


async def test_a_deadline_names_its_plan_and_actions(world: World) -> None:
    await open_round(world, **DAYS)
    office, owed = await world.sign_in("office"), await assignment_of(world, HEALTH)
    plan = await plan_of(office)
    concerns = (await office.read(f"{DEADLINES}/{owed['id']}"))["concerns"]
    assert {(one["plan_id"], one["plan_title"]) for one in concerns} == {(plan["id"], plan["title"])}
    assert {"A1", None} <= {one["action"] for one in concerns}  # some of its indicators stand outside of the actions


async def test_the_calendar_of_a_plan_a_unit_and_a_person(world: World) -> None:
    await open_round(world, **DAYS)
    office, health = await world.sign_in("office"), await world.sign_in("health")
    plan = await plan_of(office)
    assert len(await office.items(DEADLINES, plan_id=plan["id"])) == 3
    assert await office.items(DEADLINES, plan_id=ELSEWHERE) == []
    assert [one["unit_name"] for one in await health.items(DEADLINES, mine=True)] == [HEALTH]
    assert await office.items(DEADLINES, mine=True) == []  # the coordination office owes nothing itself
    owed = await assignment_of(world, EDUCATION)
    assert await health.items(DEADLINES, mine=True, unit_id=owed["unit_id"]) == []


async def test_the_first_to_end_comes_first_whatever_the_page(world: World) -> None:
    await open_round(world, **DAYS)
    await extended(world, HEALTH, "2023-05-18")
    await extended(world, SPORT, "2023-05-12")
    office = await world.sign_in("office")
    for limit in (1, 2, 50):
        assert [one["unit_name"] for one in await office.items(DEADLINES, limit=limit)] == [EDUCATION, SPORT, HEALTH]
    between = await office.items(DEADLINES, due_from="2023-05-11", due_until="2023-05-12")
    assert [one["unit_name"] for one in between] == [SPORT]
    assert [one["unit_name"] for one in await office.items(DEADLINES, due_until="2023-05-10")] == [EDUCATION]
    problem(await office.get(DEADLINES, due_from="2023-05-32"), 422, "invalid-request")


async def test_workdays_are_counted_by_the_calendar(world: World) -> None:
    await open_round(world, **DAYS)
    world.move_to(date(2023, 4, 28))
    office = await world.sign_in("office")
    [left] = {one["workdays_left"] for one in await office.items(DEADLINES)}
    assert left == 6  # 4 and 5 May, the worked Saturday 6 May, 8, 9 and 10 May; 29 April to 3 May are off
