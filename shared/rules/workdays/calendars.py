"""Which days are worked: the calendars of the years that are known, and plain weekdays in all others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from shared.schemas.calendars import CalendarSource, CalendarUsed

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked: weekdays, less the published days off, plus the make-up workdays (调休)."""

    days_off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()

    @classmethod
    def joined(cls, years: Iterable["Workdays"]) -> "Workdays":
        """The workdays of several years as one."""
        known = list(years)
        return cls(frozenset(day for one in known for day in one.days_off), frozenset(day for one in known for day in one.make_up))

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        if day in self.make_up:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def shift(self, day: date, workdays: int) -> date:
        """The ``workdays``-th workday after (or, negative, before) ``day``; ``day`` itself is not counted."""
        step = timedelta(days=1 if workdays > 0 else -1)
        left = abs(workdays)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, day: date, other: date) -> int:
        """How many workdays come after ``day`` up to and with ``other``; less than zero where ``other`` lies before."""
        if other < day:
            return -self.between(other, day)
        return sum(self.is_workday(day + timedelta(days=number)) for number in range(1, (other - day).days + 1))


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The calendar of one year as it is known: which version of it, where from, and whether it is only expected."""

    year: int
    version: int
    source: CalendarSource
    provisional: bool
    days_off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()

    def used(self) -> CalendarUsed:
        """This calendar as an explanation names it."""
        return CalendarUsed(year=self.year, version=self.version, source=self.source, provisional=self.provisional)


def expected(year: int) -> YearCalendar:
    """What is taken for a year of which nobody knows anything: weekdays are worked, provisionally. An unknown year never fails."""
    return YearCalendar(year, 0, CalendarSource.EXPECTED, provisional=True)


class Calendars:
    """The calendars of some years as one."""

    def __init__(self, years: Iterable[YearCalendar] = ()) -> None:
        self._years = {known.year: known for known in years}
        self.workdays = Workdays.joined(Workdays(known.days_off, known.make_up) for known in self._years.values())

    def of(self, year: int) -> YearCalendar:
        """The calendar of ``year``."""
        return self._years.get(year) or expected(year)

    def consulted(self, one: date, other: date) -> tuple[YearCalendar, ...]:
        """The calendars of every year from one day to the other, in order."""
        first, last = sorted((one.year, other.year))
        return tuple(self.of(year) for year in range(first, last + 1))
