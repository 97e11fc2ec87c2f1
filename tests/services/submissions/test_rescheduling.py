"""A calendar is published while a round is open: its days, deadlines and reminders move along."""

from datetime import date
from typing import Any

from sqlalchemy import select

from services.indicators.models import ExpectedReport
from tests.factories.documents import DUTIES, LITERACY, MALARIA, MONITORING, SMOKING, draft
from tests.factories.people import HEALTH
from tests.factories.problems import nothing_changes
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, start, state, value
from tests.platform import World

PLANS = "/api/v1/plans"


async def publish(world: World, year: int, *days_off: str, make_up: tuple[str, ...] = ()) -> int:
    """Enter a year's calendar; how many occurrences moved."""
    admin = await world.sign_in("admin")
    answer = await admin.put(f"{PLANS}/calendars/{year}", {"days_off": days_off, "make_up_workdays": make_up, "basis": f"通知 {days_off}"})
    assert answer.status_code == 200, answer.text
    await world.settle()
    return int(answer.json()["moved"])


async def moving_round(world: World, **changes: Any) -> dict[str, Any]:
    """A round about 2022 of a plan whose report is due on the next workday from 10 May."""
    office = await world.sign_in("office")
    duties = [{**MONITORING, "workday_policy": "next_workday"}, *DUTIES[1:]]
    plan = await office.do(PLANS, draft("顺延的计划", duties=duties))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    return await open_round(world, plan_ids=[plan["id"]], **changes)


async def days(world: World, made: dict[str, Any]) -> list[str]:
    """Internal, outward and closing day of a round as it now is."""
    found = await (await world.sign_in("office")).read(f"{SUBMISSIONS}/rounds/{made['id']}")
    return [found[day][5:10] for day in ("internal_due", "outward_due", "closes")]


async def test_a_round_follows_its_plans_moved_day(world: World) -> None:
    made = await moving_round(world)
    assert await days(world, made) == ["04-24", "05-10", "06-09"]
    # 10 May is off now, so the report is due on the 11th; this notice names no days off for Labour Day: ten workdays earlier is 26 April.
    assert await publish(world, 2023, "2023-05-10") == 1
    assert await days(world, made) == ["04-26", "05-11", "06-10"]
    owed = await assignment_of(world, HEALTH, round_id=made["id"])
    assert (owed["due_on"], owed["due"]) == ("2023-04-26", "2023-04-26T16:00:00Z")
    health = await world.sign_in("health")
    [deadline] = [one for one in await health.items("/api/v1/notifications/deadlines") if one["id"] == owed["id"]]
    assert deadline["due_on"] == "2023-04-26"
    planned = [one for one in await health.items("/api/v1/notifications/reminders", deadline_id=owed["id"]) if one["state"] == "planned"]
    assert "2023-04-26" in {one["send_at"][:10] for one in planned}
    told = [one["body"] for one in await health.items("/api/v1/notifications") if "no longer" in one["body"]]
    said = f"2022年度监测填报 of {HEALTH} is due on 2023-04-26 (Wednesday) now (12 workdays left), no longer on 2023-04-24 (Monday)."
    assert told == [said]
    office = await world.sign_in("office")
    told = [one["body"] for one in await office.items("/api/v1/notifications") if one["kind"] == "round" and "moved" in one["body"]]
    assert told[-1] == "The days of 2022年度监测填报 moved: internally 2023-04-26 (Wednesday), outward 2023-05-11 (Thursday) (22 workdays left)."


async def test_days_that_somebody_gave_stay(world: World) -> None:
    given = {"outward_due_on": "2023-05-12", "internal_due_on": "2023-05-04", "closes_on": "2023-05-20"}
    made = await moving_round(world, **given)
    assert await publish(world, 2023, "2023-05-10") == 1
    assert await days(world, made) == ["05-04", "05-12", "05-20"]


async def test_the_internal_day_is_counted_anew_where_the_plans_day_stays(world: World) -> None:
    """The report is due as printed; only the workdays before it changed."""
    made = await open_round(world)
    assert await publish(world, 2023, "2023-05-04", "2023-05-05") == 0
    assert await days(world, made) == ["04-24", "05-10", "06-09"]
    assert await publish(world, 2023, "2023-05-03", "2023-05-04", "2023-05-05", make_up=("2023-05-06", "2023-05-07")) == 0
    assert await days(world, made) == ["04-25", "05-10", "06-09"]


async def test_the_same_calendar_again_changes_nothing(world: World) -> None:
    await moving_round(world)
    await publish(world, 2023, "2023-05-10")
    async with nothing_changes(world):
        await publish(world, 2023, "2023-05-10")


async def test_what_was_handed_in_is_not_asked_for_again(world: World) -> None:
    """A deadline that was met is not set anew; taking the answer back brings the day as it is now."""
    made = await moving_round(world)
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH, round_id=made["id"]))
    await fill(health, submission, {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20")})
    await move(health, submission, "submit")
    await world.settle()
    await publish(world, 2023, "2023-05-10")
    owed = await assignment_of(world, HEALTH, round_id=made["id"])
    assert (owed["state"], owed["due_on"]) == ("fulfilled", "2023-04-26")
    [deadline] = [one for one in await health.items("/api/v1/notifications/deadlines") if one["id"] == owed["id"]]
    assert deadline["state"] == "fulfilled"
    await move(health, submission, "withdraw")
    await world.settle()
    [deadline] = [one for one in await health.items("/api/v1/notifications/deadlines") if one["id"] == owed["id"]]
    assert (deadline["state"], deadline["due_on"]) == ("open", "2023-04-26")


async def test_a_closed_round_stays_as_it_was(world: World) -> None:
    made = await moving_round(world)
    await (await world.sign_in("office")).do(f"{SUBMISSIONS}/rounds/{made['id']}:close")
    await publish(world, 2023, "2023-05-10")
    assert await days(world, made) == ["04-24", "05-10", "06-09"]


async def test_a_new_round_counts_by_the_new_calendar_at_once(world: World) -> None:
    """The published calendar goes before the one that was asked for earlier and kept."""
    await open_round(world)
    await publish(world, 2023, "2023-05-08", "2023-05-09")
    made = await moving_round(world, subject_year=2022, name="另一轮次")
    assert (await days(world, made))[0] == "04-24"
    await publish(world, 2023, "2023-05-08")
    world.move_to(date(2023, 4, 11))
    later = await open_round(world, subject_year=2021, name="2021年度", outward_due_on="2023-05-10", opens_on="2023-04-11")
    assert (await days(world, later))[0] == "04-25"


async def test_a_verdict_knows_of_the_moved_day(world: World) -> None:
    """A missing value is "not due" until the moved day, not "no data" from the printed one."""
    await moving_round(world)
    await publish(world, 2023, "2023-05-10", "2023-05-11")
    world.move_to(date(2023, 5, 11))
    office = await world.sign_in("office")
    [plan] = await office.items(PLANS, title="顺延的计划")
    expected = [
        one["due_on"] for one in await office.items(f"{PLANS}/occurrences", plan_id=plan["id"], subject_year=2022) if one["duty_key"] == "D01"
    ]
    assert expected == ["2023-05-12"]
    reports = await world.service("indicators").database.read.all(select(ExpectedReport.due_on).where(ExpectedReport.due_on == date(2023, 5, 12)))
    assert len(reports) == 1
