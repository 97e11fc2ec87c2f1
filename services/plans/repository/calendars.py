"""Queries on the calendars of years."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select, update

from services.plans.models import CalendarVersion, CalendarYear
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.tables import table_of

years, versions = table_of(CalendarYear), table_of(CalendarVersion)

_counting = select(versions).join(years, and_(years.c.year == versions.c.year, years.c.version == versions.c.version))
_of_years = _counting.where(years.c.year.in_(bindparam("years", expanding=True)))
_from_library = _counting.where(versions.c.source == "library").order_by(versions.c.year)
_held = select(years.c.year).where(years.c.year.in_(bindparam("years", expanding=True))).order_by(years.c.year)
_step = update(years).where(years.c.year == bindparam("of"), years.c.version == bindparam("seen")).values(version=bindparam("to"))


async def calendars_of(db: Db, wanted: Iterable[int]) -> Sequence[Row[Any]]:
    """The calendars that count for some years, as far as they are stored."""
    return await db.all(_of_years, {"years": sorted(set(wanted))})


async def calendars_known_at(db: Db, wanted: Iterable[int], instant: datetime) -> Sequence[Row[Any]]:
    """The calendars that counted for some years at an instant, as far as they were stored by then."""
    newest = (
        select(versions.c.year, func.max(versions.c.version).label("version"))
        .where(versions.c.year.in_(sorted(set(wanted))), versions.c.entered_at <= instant)
        .group_by(versions.c.year)
        .subquery()
    )
    return await db.all(select(versions).join(newest, and_(newest.c.year == versions.c.year, newest.c.version == versions.c.version)))


async def library_calendars(db: Db) -> Sequence[Row[Any]]:
    """The calendars that count and came from the library."""
    return await db.all(_from_library)


async def hold(db: WriteDb, wanted: Iterable[int], *, to_change: bool = False) -> None:
    """Lock years until the transaction ends: who computes dates shares the lock, who changes a calendar has it alone."""
    await db.all(_held.with_for_update(read=not to_change), {"years": sorted(set(wanted))})


async def step(db: WriteDb, year: int, seen: int, to: int) -> bool:
    """Let another version count; False if somebody else was faster."""
    return await db.run(_step, {"of": year, "seen": seen, "to": to}) == 1


async def version_page(db: Db, query: PageQuery, year: int) -> Sequence[Row[Any]]:
    """Every version of a year's calendar, oldest first."""
    return await db.all(after(select(versions).where(versions.c.year == year), query, (versions.c.version, int)))
