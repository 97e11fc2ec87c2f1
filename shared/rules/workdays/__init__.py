"""Due dates and workdays: pure calendar rules (domain notes, section 6). Everything is stated in Asia/Shanghai."""

from shared.rules.workdays.calendars import Calendars, Workdays, YearCalendar
from shared.rules.workdays.instants import SHANGHAI, day_ending_at, end_of_day, start_of_day
from shared.rules.workdays.moving import Settled, settle
from shared.rules.workdays.reasoning import Dated, explain
from shared.rules.workdays.recurrence import Instance, instances, recurrence_rule
from shared.rules.workdays.statutory import statutory_calendar, years_around

__all__ = [
    "SHANGHAI",
    "Calendars",
    "Dated",
    "Instance",
    "Settled",
    "Workdays",
    "YearCalendar",
    "day_ending_at",
    "end_of_day",
    "explain",
    "instances",
    "recurrence_rule",
    "settle",
    "start_of_day",
    "statutory_calendar",
    "years_around",
]
