"""The four days of a round, and what becomes of them when the plan's day or the calendar moves."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shared.rules.workdays import Workdays
from shared.schemas.plan_document import DuePrecision, Duty, DutyKind


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a round, in order."""

    opens: date
    internal: date
    outward: date
    closes: date


@dataclass(frozen=True, slots=True)
class Follows:
    """Which days nobody gave, so that they move with what they were computed from."""

    outward: bool
    internal: bool
    closes: bool


def is_monitoring(duty: Duty) -> bool:
    """Whether a duty asks for the year's values: the monitoring that prints its day (年度抽检 and the like print none)."""
    return duty.kind is DutyKind.MONITORING and duty.due.precision is not DuePrecision.NONE


def days_late(due: datetime, submitted: datetime) -> int | None:
    """How many days had begun since ``due`` (24:00 of the day printed) when it was submitted; None where that was in time."""
    return None if submitted <= due else 1 + (submitted - due) // timedelta(days=1)


def internal_day(opens: date, outward: date, workdays: Workdays, lead: int) -> date:
    """``lead`` workdays before the outward day, never before the opening."""
    return max(opens, workdays.shift(outward, -lead))


def moved(days: Days, follows: Follows, outward: date | None, workdays: Workdays, *, lead: int, closes_after: int, today: date) -> Days:
    """The days after the plan's day (``outward``, None where it is not known) or the calendar moved. They stay in order.

    An internal day that has passed stays: late is late. One that lies ahead is never moved before today: a calendar makes nobody late.
    """
    if follows.outward and outward is not None and days.outward >= today:
        days = replace(days, outward=max(outward, days.opens, today))
    if days.internal >= today:
        wanted = max(today, internal_day(days.opens, days.outward, workdays, lead)) if follows.internal else days.internal
        days = replace(days, internal=wanted)
    days = replace(days, internal=min(days.internal, days.outward))
    closes = days.outward + timedelta(days=closes_after) if follows.closes else days.closes
    return replace(days, closes=max(closes, days.outward))
