"""Workdays as this service knows them: what plans told of by event, else the library that they have too."""

from collections.abc import Iterable
from datetime import date

from services.notifications.repository import policies
from shared.kit.db import Db
from shared.rules.workdays import Workdays, statutory_calendar


async def workdays_around(db: Db, days: Iterable[date]) -> Workdays:
    """The workdays of the years of ``days`` and of those beside them: a step may lie a year away."""
    years = sorted({year for day in days for year in (day.year - 1, day.year, day.year + 1)})
    told = await policies.calendars_told(db, years)
    library = [statutory_calendar(year) for year in years if year not in told]
    return Workdays.joined([*told.values(), *(Workdays(one.days_off, one.make_up) for one in library)])
