"""Where a printed day comes to lie: the duty's workday policy held against the calendars."""

from dataclasses import dataclass
from datetime import date

from shared.rules.workdays.calendars import Calendars, YearCalendar
from shared.schemas.plan_document import WorkdayPolicy


@dataclass(frozen=True, slots=True)
class Settled:
    """A printed day, the day it was moved to (often the same), and the calendars that were asked."""

    printed_on: date
    due_on: date
    policy: WorkdayPolicy
    calendars: tuple[YearCalendar, ...]

    @property
    def provisional(self) -> bool:
        """Whether a calendar that was asked is not published yet."""
        return any(calendar.provisional for calendar in self.calendars)

    @property
    def moved(self) -> bool:
        """Whether the day is another than the printed one."""
        return self.due_on != self.printed_on


def settle(printed_on: date, policy: WorkdayPolicy, calendars: Calendars) -> Settled:
    """``printed_on`` under ``policy``: a workday stays; a day off moves to the next or the previous workday, over a year's end too.

    10 May 2026 is a Sunday and Saturday 9 May a make-up workday: "previous" moves to the 9th, "next" to Monday the 11th.
    """
    due_on = _moved(printed_on, policy, calendars)
    return Settled(printed_on, due_on, policy, calendars.consulted(printed_on, due_on))


def _moved(day: date, policy: WorkdayPolicy, calendars: Calendars) -> date:
    if policy is WorkdayPolicy.AS_PRINTED or calendars.workdays.is_workday(day):
        return day
    return calendars.workdays.shift(day, 1 if policy is WorkdayPolicy.NEXT_WORKDAY else -1)
