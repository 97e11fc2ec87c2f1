"""Calendars on the wire: which days of a year are worked, where that is known from, and how it is published."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from shared.schemas.base import Name, Wire, Year


class CalendarSource(StrEnum):
    """Where a calendar is known from: entered from the State Council's notice, the maintained library, or nothing but weekdays."""

    NOTICE = "notice"
    LIBRARY = "library"
    EXPECTED = "expected"


class CalendarUsed(Wire):
    """The calendar that a date was computed with."""

    year: int
    version: int
    source: CalendarSource
    provisional: bool


class Calendar(Wire):
    """Days off on weekdays, and weekend days that are worked (调休), of one year."""

    year: Year
    days_off: list[date]
    make_up_workdays: list[date]
    provisional: bool = Field(description="true while the State Council has not published that year's calendar")
    version: int = Field(default=1, description="counts up with every change of the year's calendar; its ETag")
    source: CalendarSource = CalendarSource.LIBRARY
    basis: Name | None = Field(default=None, description="number of the notice that the calendar was entered from")
