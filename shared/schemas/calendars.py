"""Calendars on the wire: which days of a year are worked, where that is known from, and how it is published."""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field

from shared.schemas.base import Instant, Name, Wire, Year
from shared.schemas.verdicts import Said


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


class CalendarVersion(Calendar):
    """A version of a year's calendar: who entered it, and when."""

    entered_at: Instant
    entered_by: Name | None = Field(default=None, description="null for what the library knew")


class CalendarPublication(Wire):
    """A year's calendar as the State Council published it.

    A weekend day among ``days_off`` is off anyway: it is left out and noted in the answer.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "days_off": ["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11", "2027-02-12"],
                    "make_up_workdays": ["2027-02-14", "2027-02-20"],
                    "basis": "国办发明电〔2026〕9号",
                }
            ]
        }
    )

    days_off: list[date] = Field(max_length=150)
    make_up_workdays: list[date] = Field(default_factory=list, max_length=60)
    basis: Name = Field(description="number of the notice")


class PublishedCalendar(Calendar):
    """A calendar after its publication: what it moved, and what was left out of it."""

    moved: int = Field(description="occurrences that are due on another day now")
    remarks: list[Said]


class Shift(Wire):
    """The day that lies some workdays after (or before) another."""

    start: date
    workdays: int
    day: date
    provisional: bool = Field(description="true while one of the calendars in between is not published")
    calendars: list[CalendarUsed]
