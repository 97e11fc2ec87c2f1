"""Calendars: what counts for a year, and publishing what the State Council decided."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.plans.errors import FaultyCalendar
from services.plans.models import CalendarVersion, CalendarYear
from services.plans.repository import calendars as repository
from services.plans.rules.publishing import faults_of, weekend_days
from services.plans.service.recomputing import recompute
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import ConcurrentChange
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.rules.workdays import Calendars, YearCalendar, statutory_calendar, years_around
from shared.schemas.calendars import Calendar, CalendarPublication, CalendarSource, PublishedCalendar, Shift
from shared.schemas.events.directory import CalendarPublished

_COUNTRY = Thing(region_path="")
"""The statutory calendar belongs to no region: only an administrator of the whole platform reaches it."""


async def calendars_of(db: Db, years: Iterable[int]) -> dict[int, YearCalendar]:
    """What counts for each year: as stored, else as the library knows it."""
    wanted = sorted(set(years))
    stored = {row.year: known_calendar(row) for row in await repository.calendars_of(db, wanted)}
    return {year: stored.get(year) or statutory_calendar(year) for year in wanted}


async def calendars_known_at(db: Db, days: Iterable[date], instant: datetime) -> Calendars:
    """The calendars that settle some printed days, as they were known at an instant."""
    years = years_around(days)
    stored = {row.year: known_calendar(row) for row in await repository.calendars_known_at(db, years, instant)}
    return Calendars(stored.get(year) or statutory_calendar(year) for year in years)


async def hold_calendars(work: Work, days: Iterable[date]) -> Calendars:
    """The same, locked: no calendar of theirs changes before this transaction ends."""
    years = years_around(days)
    await _remember(work, years)
    await repository.hold(work.db, years)
    return Calendars((await calendars_of(work.db, years)).values())


def known_calendar(row: Any) -> YearCalendar:
    """A stored calendar as the rules know it."""
    days_off, make_up = (frozenset(date.fromisoformat(day) for day in days) for days in (row.days_off, row.make_up_workdays))
    return YearCalendar(row.year, row.version, CalendarSource(row.source), provisional=row.provisional, days_off=days_off, make_up=make_up)


async def _remember(work: Work, years: Iterable[int]) -> None:
    """Store what the library knows of years that are not stored, as their first version."""
    stored = {row.year for row in await repository.calendars_of(work.db, years)}
    fresh = [statutory_calendar(year) for year in years if year not in stored]
    await work.db.keep_first(CalendarYear, [{"year": one.year, "version": one.version} for one in fresh])
    await work.db.keep_first(CalendarVersion, [_row(work, one, None, None) for one in fresh])


def _row(work: Work, calendar: YearCalendar, basis: str | None, by: UUID | None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "year": calendar.year,
        "version": calendar.version,
        "source": calendar.source,
        "provisional": calendar.provisional,
        "days_off": [day.isoformat() for day in sorted(calendar.days_off)],
        "make_up_workdays": [day.isoformat() for day in sorted(calendar.make_up)],
        "basis": basis,
        "entered_at": work.now(),
        "entered_by_id": by,
        "entered_by": work.actor.name if by else None,
    }


async def publish_calendar(work: Work, year: int, body: CalendarPublication, if_match: IfMatch) -> PublishedCalendar:
    """Enter a year's calendar from its notice: dates ahead are computed anew, in this transaction; the same calendar again changes nothing."""
    require(work.actor, Permission.CALENDAR_PUBLISH, _COUNTRY)
    if faults := faults_of(year, body):
        raise FaultyCalendar(year=year, count=len(faults), faults=faults)
    known = await _to_change(work, year)
    if_match.check(known.version)
    weekends, remarks = weekend_days(body)
    days_off = frozenset(body.days_off) - weekends
    make_up = frozenset(body.make_up_workdays)
    basis = (await repository.calendars_of(work.db, [year]))[0].basis
    moved = 0
    if (known.days_off, known.make_up, known.source, basis) != (days_off, make_up, CalendarSource.NOTICE, body.basis):
        known = YearCalendar(year, known.version + 1, CalendarSource.NOTICE, provisional=False, days_off=days_off, make_up=make_up)
        moved = await replace_calendar(work, known, body.basis, work.actor.id)
    return PublishedCalendar(**calendar_out(known, body.basis).model_dump(), moved=moved, remarks=remarks)


async def _to_change(work: Work, year: int) -> YearCalendar:
    """The year's calendar, locked against who computes with it."""
    await _remember(work, [year - 1, year, year + 1])
    await repository.hold(work.db, [year], to_change=True)
    return (await calendars_of(work.db, [year]))[year]


async def replace_calendar(work: Work, calendar: YearCalendar, basis: str | None, by: UUID | None) -> int:
    """Let a new version of a year count, tell it, and compute the dates ahead anew; how many moved."""
    if not await repository.step(work.db, calendar.year, calendar.version - 1, calendar.version):
        raise ConcurrentChange()
    row = _row(work, calendar, basis, by)
    await work.db.insert(CalendarVersion, [row])
    await work.tell(_published(calendar))
    around = await calendars_of(work.db, [calendar.year - 1, calendar.year, calendar.year + 1])
    moved = await recompute(work, calendar, Calendars(around.values()), basis)
    await work.audit("publish_calendar", row["id"], year=calendar.year, version=calendar.version, moved=moved)
    return moved


def _published(calendar: YearCalendar) -> CalendarPublished:
    return CalendarPublished(
        version=calendar.version,
        year=calendar.year,
        days_off=sorted(calendar.days_off),
        make_up_workdays=sorted(calendar.make_up),
        provisional=calendar.provisional,
    )


def calendar_out(calendar: YearCalendar, basis: str | None) -> Calendar:
    """A calendar on the wire."""
    return Calendar(
        year=calendar.year,
        days_off=sorted(calendar.days_off),
        make_up_workdays=sorted(calendar.make_up),
        provisional=calendar.provisional,
        version=calendar.version,
        source=calendar.source,
        basis=basis,
    )


async def read_calendar(db: Db, year: int) -> Calendar:
    """The calendar that counts for a year."""
    rows = await repository.calendars_of(db, [year])
    return calendar_out(known_calendar(rows[0]), rows[0].basis) if rows else calendar_out(statutory_calendar(year), None)


async def outdated_library_calendars(db: Db) -> list[YearCalendar]:
    """The next version of every year of which a newer library says something else than was stored from an older one."""
    fresh = [_next_of_library(known_calendar(row)) for row in await repository.library_calendars(db)]
    return [calendar for calendar in fresh if calendar is not None]


def _next_of_library(known: YearCalendar) -> YearCalendar | None:
    now = statutory_calendar(known.year)
    same = (known.days_off, known.make_up, known.provisional) == (now.days_off, now.make_up, now.provisional)
    return None if same else replace(now, version=known.version + 1)


async def refresh_library_calendars(work: Work) -> int:
    """Take over what a newer library knows of years that no notice was entered for; how many calendars changed."""
    waiting = [calendar.year for calendar in await outdated_library_calendars(work.db)]
    await repository.hold(work.db, waiting, to_change=True)
    outdated = [calendar for calendar in await outdated_library_calendars(work.db) if calendar.year in waiting]
    for calendar in outdated:  # a handful of years, once in a library's release
        await replace_calendar(work, calendar, None, None)
    return len(outdated)


async def shift(db: Db, start: date, days: int) -> Shift:
    """The day ``days`` workdays after ``start``, by the calendars of two years around."""
    known = Calendars((await calendars_of(db, range(start.year - 2, start.year + 3))).values())
    day = known.workdays.shift(start, days)
    used = known.consulted(start, day)
    return Shift(start=start, workdays=days, day=day, provisional=any(one.provisional for one in used), calendars=[one.used() for one in used])
