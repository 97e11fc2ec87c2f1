"""Workdays as this service knows them: what plans told by event goes first, the rest is asked for or taken from the library."""

from collections.abc import Iterable
from datetime import date

from services.submissions.repository import known
from shared.clients.plans import PlansClient
from shared.kit.db import Db
from shared.rules.workdays import Workdays, statutory_calendar, years_around


async def workdays_around(db: Db, plans: PlansClient, days: list[date]) -> Workdays:
    """For a request: what is not told yet is asked of plans; raises PeerUnavailable when they do not answer."""
    return await plans.workdays(days, await known.calendars_told(db, years_around(days)))


async def workdays_told(db: Db, days: Iterable[date]) -> Workdays:
    """For an event's handler, which calls nobody: what plans never told of is as in the library that they have too."""
    years = years_around(days)
    told = await known.calendars_told(db, years)
    library = [statutory_calendar(year) for year in years if year not in told]
    return Workdays.joined([*told.values(), *(Workdays(one.days_off, one.make_up) for one in library)])
