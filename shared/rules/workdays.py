"""Due dates and workdays: pure calendar rules (domain notes, section 6). Everything is stated in Asia/Shanghai."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.schemas.plan_document import Due, DuePrecision, Duty, Recurrence

SHANGHAI = ZoneInfo("Asia/Shanghai")
_EARLY, _MID = 10, 20
_SATURDAY = 5
_PERIODS = {Recurrence.MONTHLY: 12, Recurrence.QUARTERLY: 4, Recurrence.YEARLY: 1}


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked: weekdays, less the published days off, plus the make-up workdays (调休)."""

    days_off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        if day in self.make_up:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def shift(self, day: date, workdays: int) -> date:
        """The ``workdays``-th workday after (or, negative, before) ``day``; ``day`` itself is not counted."""
        step = timedelta(days=1 if workdays > 0 else -1)
        left = abs(workdays)
        while left:
            day += step
            left -= self.is_workday(day)
        return day


def end_of_day(day: date) -> datetime:
    """24:00 of ``day`` in Asia/Shanghai, in UTC: "5月10日前" ends there."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """0:00 of ``day`` in Asia/Shanghai, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def due_day(due: Due, year: int) -> date | None:
    """The last day of what ``due`` prints for ``year``: 月初 ends on the 10th, 月中 on the 20th; None where nothing is printed."""
    year = due.year or year
    month = due.month or 12
    match due.precision:
        case DuePrecision.NONE:
            return None
        case DuePrecision.DAY:
            return date(year, month, min(due.day or 1, _last_day(year, month)))
        case DuePrecision.MONTH_EARLY:
            return date(year, month, _EARLY)
        case DuePrecision.MONTH_MID:
            return date(year, month, _MID)
        case DuePrecision.YEAR_END:
            return date(year, 12, 31)
        case _:
            return date(year, month, _last_day(year, month))


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance of a duty: its subject year, its number within the year (from 1), and its last day if one follows."""

    subject_year: int
    sequence: int
    due_on: date | None


def instances(duty: Duty, first_year: int, last_year: int) -> Iterator[Instance]:
    """Every instance of ``duty`` about the years ``first_year`` to ``last_year`` of its plan.

    ``subject_offset`` -1 puts the due date into the year after the subject: the last report falls due after the plan's end.
    A duty without recurrence or date (continuous, 定期) has no instances.
    """
    years: Iterable[int] = range(duty.first_year or first_year, (duty.last_year or last_year) + 1)
    if duty.recurrence is Recurrence.ONCE:
        years = [duty.due.year + duty.subject_offset if duty.due.year else duty.last_year or last_year]
    per_year = _PERIODS.get(duty.recurrence, 1) * (duty.count_per_period or 1)
    if duty.recurrence is Recurrence.CONTINUOUS:
        return
    for year in years:
        for sequence in range(1, per_year + 1):
            yield Instance(year, sequence, _due_on(duty, year - duty.subject_offset, sequence, per_year))


def _due_on(duty: Duty, year: int, sequence: int, per_year: int) -> date | None:
    if duty.due.precision is not DuePrecision.NONE:
        return due_day(duty.due, year)
    if duty.recurrence in {Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.YEARLY}:
        month = -(-12 * sequence // per_year)
        return date(year, month, _last_day(year, month))
    return None
