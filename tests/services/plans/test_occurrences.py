"""Occurrences: in order of their due day, each with its reasons, until they are voided."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.plans.service.occurrences import void_occurrences
from shared.kit.tables import outbox_events
from shared.kit.tokens import service_actor
from shared.kit.work import Work
from shared.rules.workdays import end_of_day
from tests.factories.documents import DUTIES, MONITORING, clause, draft, duty
from tests.factories.problems import problem
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
OCCURRENCES = f"{PLANS}/occurrences"


async def plan_id_of(caller: Caller) -> str:
    """The id of the world's plan."""
    [plan] = await caller.items(PLANS)
    return str(plan["id"])


async def test_occurrences_come_in_order_of_their_day_page_by_page(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    everything = await health.items(OCCURRENCES)
    days = [one["due_on"] for one in everything]
    assert days == sorted(days) and len(set(days)) > 20
    assert await health.items(OCCURRENCES, limit=7) == everything
    problem(await health.get(OCCURRENCES, cursor="WyJub3QtYS1kYXkiLCJ4Il0"), 422, "invalid-cursor")


async def test_an_occurrence_tells_what_it_is_about_and_why_it_is_due_then(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    [found] = [one for one in await health.items(OCCURRENCES, subject_year=2024) if one["duty_key"] == "D01"]
    assert (found["subject_from"], found["subject_until"]) == ("2024-01-01", "2024-12-31")
    assert (found["printed_on"], found["workday_policy"], found["state"]) == ("2025-05-10", "as_printed", "scheduled")
    answer = await health.get(f"{OCCURRENCES}/{found['id']}")
    full = answer.json()
    assert answer.headers["etag"] == '"v1"' and {name: full[name] for name in found} == found
    reasons = full["reasoning"]
    assert reasons["clause"] == MONITORING["clause"]
    assert reasons["rule"] == "DTSTART;VALUE=DATE:20220510\nRRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10;UNTIL=20310510"
    assert (reasons["moved"], reasons["final"], full["moves"]) == (False, True, [])
    assert reasons["calendars"] == [{"year": 2025, "version": 1, "source": "library", "provisional": False}]
    assert "即2025年5月10日（星期六）；按原文日期，不因节假日调整" in reasons["said"]["zh"]


async def test_the_last_report_is_provisional_and_due_after_the_plan(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    [found] = await health.items(OCCURRENCES, due_from="2031-01-01")
    assert (found["subject_year"], found["due_on"], found["provisional"]) == (2030, "2031-05-10", True)
    reasons = (await health.read(f"{OCCURRENCES}/{found['id']}"))["reasoning"]
    assert reasons["final"] is False and "暂定" in reasons["said"]["zh"]


async def test_what_has_no_day_comes_last_and_on_no_range(world: World) -> None:
    office = await world.sign_in("office")
    duties = [duty("D01", "work_plan", "制定实施方案", "once"), DUTIES[2]]
    plan = await office.do(PLANS, draft("没有日期的计划", duties=duties, indicators=[]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    found = await office.items(OCCURRENCES, plan_id=plan["id"], limit=1)
    assert [(one["duty_key"], one["due_on"]) for one in found] == [("D03", "2025-12-31"), ("D01", None)]
    assert [one["duty_key"] for one in await office.items(OCCURRENCES, plan_id=plan["id"], due_from="2021-01-01")] == ["D03"]
    reasons = (await office.read(f"{OCCURRENCES}/{found[1]['id']}"))["reasoning"]
    assert (reasons["rule"], reasons["calendars"]) == (None, []) and "原文未定期限" in reasons["said"]["zh"]


async def test_an_occurrence_is_as_hidden_as_its_plan(world: World) -> None:
    office, neighbour = await world.sign_in("office"), await world.sign_in("neighbour-office")
    plan = await office.do(PLANS, draft("内部计划", disclosure="internal"))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    [first, *_] = await office.items(OCCURRENCES, plan_id=plan["id"])
    assert await neighbour.items(OCCURRENCES, plan_id=plan["id"]) == []
    problem(await neighbour.get(f"{OCCURRENCES}/{first['id']}"), 404, "not-found")
    problem(await world.nobody.get(f"{OCCURRENCES}/{first['id']}"), 401, "not-authenticated")
    problem(await office.get(f"{OCCURRENCES}/{uuid4()}"), 404, "not-found")
    problem(await office.get(f"{OCCURRENCES}/not-an-id"), 404, "no-such-route")


async def test_quarterly_and_monthly_duties_are_scheduled_with_their_periods(world: World) -> None:
    office = await world.sign_in("office")
    quarterly = duty("D01", "progress_report", "报上季度", "quarterly", due={"precision": "day", "month": 1, "day": 10}, subject_offset=-1)
    monthly = duty("D02", "bulletin", "报信息", "monthly", due={"precision": "day", "day": 31})
    limited = {**monthly, "key": "D03", "valid_from": "2024-02-01", "valid_until": "2024-03-31"}
    plan = await office.do(PLANS, draft("分期的计划", duties=[quarterly, monthly, limited], indicators=[]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    found = await office.items(OCCURRENCES, plan_id=plan["id"])
    quarters = [(one["subject_from"], one["due_on"]) for one in found if one["duty_key"] == "D01" and one["subject_year"] == 2024]
    assert quarters == [("2024-01-01", "2024-04-10"), ("2024-04-01", "2024-07-10"), ("2024-07-01", "2024-10-10"), ("2024-10-01", "2025-01-10")]
    months = [one["due_on"] for one in found if one["duty_key"] == "D02" and one["subject_year"] == 2024]
    assert (len(months), months[1], months[3]) == (12, "2024-02-29", "2024-04-30")
    assert [one["due_on"] for one in found if one["duty_key"] == "D03"] == ["2024-02-29", "2024-03-31"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"due": {"precision": "day", "day": 5}},
        {"due": {"precision": "day", "month": 5}},
        {"due": {"precision": "month_end"}},
        {"first_year": 2026, "last_year": 2025},
        {"valid_from": "2026-01-01", "valid_until": "2025-12-31"},
        {"count_per_period": 367},
        {"workday_policy": "some_day"},
        {"recurrence": "weekly"},
        {"entered_by": "王主任"},
        {"clause": None},
        {"clause": None, "entered_by": "王主任"},
    ],
    ids=" ".join,
)
async def test_a_duty_that_cannot_be_is_refused(shared_world: World, wrong: dict[str, Any]) -> None:
    office = await shared_world.sign_in("office")
    body = draft("有错的任务", duties=[{**duty("D01", "other", "事项", "yearly"), "clause": clause("三", 5, "事项"), **wrong}])
    problem(await office.post(PLANS, body), 422, "invalid-request")


async def void(world: World, plan_id: str, because: str, due_after: datetime | None = None) -> int:
    """What a use case that ends a plan does with its occurrences."""
    service = world.service("plans")
    async with service.database.write() as db:
        return await void_occurrences(Work(service_actor("plans"), db, service.database.read, service), UUID(plan_id), because, due_after=due_after)


async def test_what_a_plan_no_longer_asks_for_is_voided_and_told_once(world: World) -> None:
    office = await world.sign_in("office")
    plan_id = await plan_id_of(office)
    everything = await office.items(OCCURRENCES, plan_id=plan_id)
    ahead = [one for one in everything if one["due"] > "2025-06-01"]
    assert await void(world, plan_id, "被新计划取代", end_of_day(date(2025, 5, 31))) == len(ahead) > 10
    voided = await office.items(OCCURRENCES, plan_id=plan_id, state="voided")
    assert [one["id"] for one in voided] == [one["id"] for one in ahead]
    assert {(one["voided_because"], one["version"]) for one in voided} == {("被新计划取代", 2)}
    assert await void(world, plan_id, "又一次", end_of_day(date(2025, 5, 31))) == 0
    assert await void(world, plan_id, "撤回") == len(everything) - len(ahead)
    told = await world.service("plans").database.read.all(select(outbox_events).where(outbox_events.c.type == "occurrence.voided"))
    assert len(told) == len({row.subject for row in told}) == len(everything)
    assert {row.subject_version for row in told} == {2}
    await world.settle()


async def test_what_is_voided_is_not_moved_any_more(world: World) -> None:
    office, admin = await world.sign_in("office"), await world.sign_in("admin")
    plan = await office.do(PLANS, draft("已撤回的计划", duties=[{**MONITORING, "workday_policy": "next_workday"}]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await void(world, plan["id"], "撤回")
    answer = await admin.put(f"{PLANS}/calendars/2024", {"days_off": ["2024-05-10"], "basis": "通知"})
    assert answer.json()["moved"] == 0


async def test_the_other_services_forget_what_is_voided(world: World) -> None:
    """A round about a year whose report is voided has no day of its own any more."""
    office = await world.sign_in("office")
    plan_id = await plan_id_of(office)
    await void(world, plan_id, "撤回")
    await world.settle()
    body = {"plan_ids": [plan_id], "subject_year": 2022, "name": "2022年度", "opens_on": "2023-04-10"}
    problem(await office.post("/api/v1/submissions/rounds", body), 422, "no-due-day")


async def test_a_withdrawn_plan_is_owed_nothing_from_now_on(world: World) -> None:
    office = await world.sign_in("office")
    plan_id = await plan_id_of(office)
    await office.do(f"{PLANS}/{plan_id}:withdraw", {"on": "2023-04-10", "reason": "另行制定"})
    found = await office.items(OCCURRENCES, plan_id=plan_id)
    assert {one["state"] for one in found if one["due_on"] < "2023-04-10"} == {"scheduled"}
    assert {(one["state"], one["voided_because"]) for one in found if one["due_on"] >= "2023-04-10"} == {("voided", "另行制定")}


async def test_a_superseded_plan_is_still_asked_about_the_years_before(world: World) -> None:
    office = await world.sign_in("office")
    plan_id = await plan_id_of(office)
    heir = await office.do(PLANS, draft("新的计划"))
    await office.do(f"{PLANS}/{heir['id']}:issue", {"issued_on": "2023-04-01"})
    await office.do(f"{PLANS}/{plan_id}:supersede", {"on": "2023-04-10", "reason": "新计划发布", "successor_id": heir["id"]})
    found = await office.items(OCCURRENCES, plan_id=plan_id)
    assert {one["state"] for one in found if one["subject_year"] < 2023} == {"scheduled"}
    assert {one["state"] for one in found if one["subject_year"] >= 2023} == {"voided"}
