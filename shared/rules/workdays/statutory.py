"""The statutory calendar of a year, from the maintained ``holidays`` library.

The library answers silently for years whose notice the State Council has not published; such a year is marked provisional.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from shared.rules.workdays.calendars import SATURDAY, YearCalendar
from shared.schemas.calendars import CalendarSource

_FIRST_WITH_MAKE_UP_DAYS = 2001
_FIRST_VERSION = 1


@lru_cache(maxsize=256)
def statutory_calendar(year: int) -> YearCalendar:
    """Days off on weekdays and worked weekend days of ``year``; provisional where nothing is published yet."""
    # The library loads the calendars of the whole world, half a second that no start should wait for.
    from holidays.countries.china import China  # noqa: PLC0415

    library = China(years=year)  # type: ignore[no-untyped-call]
    published = max(getattr(library, "special_public_holidays"))  # noqa: B009 - its class has it from a mixin
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    return YearCalendar(
        year,
        _FIRST_VERSION,
        CalendarSource.LIBRARY,
        provisional=not _FIRST_WITH_MAKE_UP_DAYS <= year <= published,
        days_off=frozenset(day for day in days if day.weekday() < SATURDAY and not library.is_working_day(day)),
        make_up=frozenset(day for day in days if day.weekday() >= SATURDAY and library.is_working_day(day)),
    )


def years_around(days: Iterable[date]) -> list[int]:
    """The years that days lie in, and the neighbours that a day may be moved into over the turn of the year."""
    return sorted({year for day in days for year in (day.year - (day.month == 1), day.year, day.year + (day.month == 12))})  # noqa: PLR2004
