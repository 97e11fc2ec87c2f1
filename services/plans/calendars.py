"""The statutory calendar of a year, from the maintained ``holidays`` library.

The library answers silently for years whose notice the State Council has not published; such a year is marked provisional.
"""

from datetime import date, timedelta
from functools import lru_cache

from shared.schemas.calendars import Calendar

_FIRST_WITH_MAKE_UP_DAYS = 2001
_SATURDAY = 5


@lru_cache(maxsize=64)
def calendar_of(year: int) -> Calendar:
    """Days off on weekdays and worked weekend days of ``year``; provisional where nothing is published yet."""
    # The library loads the calendars of the whole world, half a second that no start should wait for.
    from holidays.countries.china import China  # noqa: PLC0415

    library = China(years=year)  # type: ignore[no-untyped-call]
    published = max(getattr(library, "special_public_holidays"))  # noqa: B009 - its class has it from a mixin
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if _is_leap(year) else 365)]
    return Calendar(
        year=year,
        days_off=[day for day in days if day.weekday() < _SATURDAY and not library.is_working_day(day)],
        make_up_workdays=[day for day in days if day.weekday() >= _SATURDAY and library.is_working_day(day)],
        provisional=not _FIRST_WITH_MAKE_UP_DAYS <= year <= published,
    )


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
