"""Calendars of years: read, entered from a notice, kept version by version, and what a change does to the dates ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.event import listen, remove

from services.plans.models import CalendarVersion
from services.plans.refresh import CalendarRefresh
from shared.kit.tables import outbox_events
from tests.factories.documents import DUTIES, MONITORING, draft
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
CALENDARS = f"{PLANS}/calendars"
BASIS = "国办发明电〔2023〕7号"


def notice(*days_off: str, make_up: tuple[str, ...] = (), basis: str = BASIS) -> dict[str, Any]:
    """The body of ``publish_calendar``."""
    return {"days_off": list(days_off), "make_up_workdays": list(make_up), "basis": basis}


async def issued(world: World, policy: str, title: str = "顺延的计划") -> str:
    """The id of an issued plan whose monitoring report (10 May) follows a workday policy."""
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft(title, duties=[{**MONITORING, "workday_policy": policy}, *DUTIES[1:]]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    return str(plan["id"])


async def report(caller: Caller, plan_id: str, about: int) -> dict[str, Any]:
    """The occurrence of the monitoring report about a year."""
    [found] = [one for one in await caller.items(f"{PLANS}/occurrences", plan_id=plan_id, subject_year=about) if one["duty_key"] == "D01"]
    return found


async def told(world: World, kind: str) -> list[dict[str, Any]]:
    """The data of every event of a type, in order."""
    query = select(outbox_events).where(outbox_events.c.type == kind).order_by(outbox_events.c.id)
    rows = await world.service("plans").database.read.all(query)
    return [{"data": row.data, "version": row.subject_version} for row in rows]


async def test_a_calendar_says_where_it_is_from(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    answer = await health.get(f"{CALENDARS}/2025")
    found = answer.json()
    assert (answer.headers["etag"], found["version"], found["source"], found["basis"], found["provisional"]) == ('"v1"', 1, "library", None, False)
    future = await health.read(f"{CALENDARS}/2099")
    assert (future["provisional"], future["version"], future["make_up_workdays"]) == (True, 1, [])
    assert pointers(problem(await health.get(f"{CALENDARS}/1900"), 422, "invalid-request")).keys() == {"path/year"}


async def test_a_notice_moves_each_date_ahead_once_and_tells_it_once(world: World) -> None:
    plan_id = await issued(world, "next_workday")
    office, admin = await world.sign_in("office"), await world.sign_in("admin")
    before = await report(office, plan_id, 2023)
    assert (before["printed_on"], before["due_on"], before["provisional"]) == ("2024-05-10", "2024-05-10", False)
    answer = await admin.put(f"{CALENDARS}/2024", notice("2024-05-10", "2024-05-11"), '"v1"')
    published = answer.json()
    assert (answer.status_code, answer.headers["etag"], published["moved"], published["source"]) == (200, '"v2"', 1, "notice")
    assert published["days_off"] == ["2024-05-10"]
    assert published["remarks"] == [
        {"zh": "2024-05-11 本为周末，无需列为放假日，已略去", "en": "2024-05-11 is a weekend day and off anyway; it was left out"}
    ]
    after = await report(office, plan_id, 2023)
    assert (after["printed_on"], after["due_on"], after["due"], after["version"]) == ("2024-05-10", "2024-05-13", "2024-05-13T16:00:00Z", 2)
    [moved] = await told(world, "occurrence.moved")
    assert moved["version"] == 2
    assert [event["version"] for event in await told(world, "calendar.published")] == [2]
    full = await office.get(f"{PLANS}/occurrences/{after['id']}")
    assert full.headers["etag"] == '"v2"'
    [move] = full.json()["moves"]
    assert (move["moved_from"], move["moved_to"], move["because"]) == ("2024-05-10", "2024-05-13", f"2024年日历第2版（{BASIS}）")
    reasons = full.json()["reasoning"]
    assert reasons["calendars"] == [{"year": 2024, "version": 2, "source": "notice", "provisional": False}]
    assert "顺延至下一工作日2024年5月13日（星期一）；依据2024年日历第2版（放假通知），日期为最终。" in reasons["said"]["zh"]


async def test_the_same_notice_again_changes_nothing(world: World) -> None:
    await issued(world, "next_workday")
    admin = await world.sign_in("admin")
    first = await admin.put(f"{CALENDARS}/2024", notice("2024-05-10"))
    async with nothing_changes(world):
        again = await admin.put(f"{CALENDARS}/2024", notice("2024-05-10"))
    assert (again.status_code, again.json()) == (200, {**first.json(), "moved": 0})
    back = await admin.put(f"{CALENDARS}/2024", notice("2024-05-01"), '"v2"')
    assert (back.json()["version"], back.json()["moved"]) == (3, 1)
    assert len(await told(world, "occurrence.moved")) == 2


async def test_what_is_printed_stays_but_becomes_final(world: World) -> None:
    """Of a duty that is due as printed a new calendar moves nothing; its day is no longer provisional."""
    office, admin = await world.sign_in("office"), await world.sign_in("admin")
    plan_id = await issued(world, "as_printed")
    assert (await report(office, plan_id, 2027))["provisional"] is True
    answer = await admin.put(f"{CALENDARS}/2028", notice("2028-05-10"))
    assert answer.json()["moved"] == 0
    after = await report(office, plan_id, 2027)
    assert (after["due_on"], after["provisional"], after["version"]) == ("2028-05-10", False, 2)
    assert await told(world, "occurrence.moved") == []


async def test_a_date_moves_over_the_turn_of_the_year(world: World) -> None:
    """31 December 2024 is a workday; once it and the days after are off, the year's last meeting is due in 2025."""
    office, admin = await world.sign_in("office"), await world.sign_in("admin")
    duties = [{**DUTIES[1], "workday_policy": "next_workday"}]
    plan = await office.do(PLANS, draft("跨年的计划", duties=duties, indicators=[]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    found = await office.items(f"{PLANS}/occurrences", plan_id=plan["id"], subject_year=2024)
    assert [one["due_on"] for one in found] == ["2024-07-01", "2024-12-31"]
    await admin.put(f"{CALENDARS}/2024", notice("2024-12-31"))
    found = await office.items(f"{PLANS}/occurrences", plan_id=plan["id"], subject_year=2024)
    assert [one["due_on"] for one in found] == ["2024-07-01", "2025-01-02"]
    await admin.put(f"{CALENDARS}/2025", notice("2025-01-01", "2025-01-02"))
    found = await office.items(f"{PLANS}/occurrences", plan_id=plan["id"], subject_year=2024)
    assert [one["due_on"] for one in found] == ["2024-07-01", "2025-01-03"]
    full = await office.read(f"{PLANS}/occurrences/{found[1]['id']}")
    assert [(used["year"], used["version"]) for used in full["reasoning"]["calendars"]] == [(2024, 2), (2025, 2)]
    assert [move["moved_to"] for move in full["moves"]] == ["2025-01-02", "2025-01-03"]


async def test_what_is_past_stays_and_nobody_is_made_late(world: World) -> None:
    office, admin = await world.sign_in("office"), await world.sign_in("admin")
    plan_id = await issued(world, "previous_workday")
    past = await report(office, plan_id, 2021)
    await admin.put(f"{CALENDARS}/2022", notice("2022-05-10"))
    assert await report(office, plan_id, 2021) == past
    world.move_to(date(2023, 5, 10))
    office, admin = await world.sign_in("office"), await world.sign_in("admin")
    assert (await admin.put(f"{CALENDARS}/2023", notice("2023-05-10"))).json()["moved"] == 0
    assert (await report(office, plan_id, 2022))["due_on"] == "2023-05-10"


async def test_every_version_is_kept(world: World) -> None:
    await issued(world, "next_workday")
    admin, health = await world.sign_in("admin"), await world.sign_in("health")
    for day in ("2024-05-10", "2024-05-09"):
        await admin.put(f"{CALENDARS}/2024", notice(day, basis=f"通知 {day}"))
    versions = await health.items(f"{CALENDARS}/2024/versions", limit=1)
    assert [(one["version"], one["source"], one["basis"]) for one in versions] == [
        (1, "library", None),
        (2, "notice", "通知 2024-05-10"),
        (3, "notice", "通知 2024-05-09"),
    ]
    assert versions[0]["entered_by"] is None
    assert versions[2]["days_off"] == ["2024-05-09"] and versions[2]["entered_by"]


async def test_every_fault_of_a_calendar_is_listed(world: World) -> None:
    admin = await world.sign_in("admin")
    body = notice("2025-01-01", "2024-05-10", "2024-05-10", make_up=("2024-05-10", "2024-05-11", "2023-05-06"))
    async with nothing_changes(world):
        found = problem(await admin.put(f"{CALENDARS}/2024", body), 422, "faulty-calendar")
    assert [(fault["pointer"], fault["code"]) for fault in found["errors"]] == [
        ("/days_off/0", "other-year"),
        ("/days_off/2", "twice"),
        ("/make_up_workdays/2", "other-year"),
        ("/make_up_workdays/0", "off-and-worked"),
        ("/make_up_workdays/0", "not-a-weekend-day"),
    ]
    assert "5 faults" in found["detail"]


async def test_a_calendar_is_changed_by_who_saw_it(world: World) -> None:
    admin = await world.sign_in("admin")
    async with nothing_changes(world):
        problem(await admin.put(f"{CALENDARS}/2024", notice("2024-05-10"), None), 428, "missing-if-match")
        stale = await admin.put(f"{CALENDARS}/2024", notice("2024-05-10"), '"v7"')
        problem(stale, 412, "stale-etag")
    assert stale.headers["etag"] == '"v1"'


@pytest.mark.parametrize("login", ["county-admin", "office", "upper", "health", "auditor", "partner"])
async def test_the_countrys_calendar_is_nobodys_in_a_region(shared_world: World, login: str) -> None:
    async with nothing_changes(shared_world):
        problem(await (await shared_world.sign_in(login)).put(f"{CALENDARS}/2024", notice("2024-05-10")), 403, "denied")
        problem(await shared_world.nobody.put(f"{CALENDARS}/2024", notice("2024-05-10")), 401, "not-authenticated")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [("2026-04-30", 4, "2026-05-09"), ("2026-05-10", -1, "2026-05-09"), ("2025-12-31", 1, "2026-01-04"), ("2026-05-10", 0, "2026-05-10")],
)
async def test_workdays_are_counted(shared_world: World, start: str, days: int, expected: str) -> None:
    health = await shared_world.sign_in("health")
    found = await health.read(f"{PLANS}/workdays", **{"from": start, "days": days})
    assert (found["start"], found["workdays"], found["day"], found["provisional"]) == (start, days, expected, False)
    assert [used["year"] for used in found["calendars"]] == sorted({int(start[:4]), int(expected[:4])})


async def test_workdays_of_an_unpublished_year_are_provisional(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    assert (await health.read(f"{PLANS}/workdays", **{"from": "2095-03-01", "days": 250}))["provisional"] is True
    problem(await health.get(f"{PLANS}/workdays", **{"from": "2026-01-01", "days": 251}), 422, "invalid-request")
    problem(await health.get(f"{PLANS}/workdays", **{"from": "1949-01-01", "days": 1}), 422, "invalid-request")


async def _as_an_older_library_had_it(world: World, year: int) -> None:
    """A calendar as it was stored when the library knew of no notice for its year."""
    older = update(CalendarVersion).where(CalendarVersion.year == year).values(days_off=[], make_up_workdays=[], provisional=True)
    async with world.service("plans").database.write() as db:
        assert await db.run(older) == 1


async def test_what_a_newer_library_knows_is_taken_over(world: World) -> None:
    """An upgrade brings the make-up Saturday of May 2026: dates move and become final, as if a notice had been entered."""
    refresh = CalendarRefresh(world.service("plans"))
    await _as_an_older_library_had_it(world, 2026)
    plan_id = await issued(world, "previous_workday")
    office = await world.sign_in("office")
    before = await report(office, plan_id, 2025)
    assert (before["due_on"], before["provisional"]) == ("2026-05-08", True)
    assert await refresh.turn() == 1
    after = await report(office, plan_id, 2025)
    assert (after["due_on"], after["provisional"]) == ("2026-05-09", False)
    assert await refresh.turn() == 0
    [event] = await told(world, "calendar.published")
    assert (event["version"], event["data"]["provisional"]) == (2, False)
    assert len(await told(world, "occurrence.moved")) == 1


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Every statement of the write side of plans inside the block."""
    seen: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = world.service("plans").database.write_engine.sync_engine
    listen(engine, "before_cursor_execute", see)
    yield seen
    remove(engine, "before_cursor_execute", see)


async def test_thousands_of_dates_move_in_a_handful_of_statements(world: World) -> None:
    office, admin = await world.sign_in("office"), await world.sign_in("admin")
    for name in ("plans", "indicators", "submissions"):  # their loops would be counted too
        await world.service(name).running_loops.stop()
    yearly = {**MONITORING, "workday_policy": "next_workday", "first_year": 2023, "last_year": 2024}
    duties = [{**yearly, "key": f"D{n}"} for n in range(1000)]
    plan = await office.do(PLANS, draft("很多任务的计划", duties=duties, indicators=[]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    with statements(world) as sent:
        assert (await admin.put(f"{CALENDARS}/2024", notice("2024-05-10"))).json()["moved"] == 1000
    assert len(sent) <= 25
    assert len(await told(world, "occurrence.moved")) == 1000
