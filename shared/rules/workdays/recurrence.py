"""How often a duty comes back: its instances, and the rule of RFC 5545 that they follow.

A period is the duty's own: a month, a quarter, a half-year or a year. What an instance is *about* (the subject) lies
``subject_offset`` periods before the one in which it is *due*: a yearly report due on 10 May is about the year before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrulestr

from shared.rules.workdays.printed import printed_rule
from shared.schemas.plan_document import DuePrecision, Duty, Recurrence

PERIODS = {Recurrence.MONTHLY: 12, Recurrence.QUARTERLY: 4, Recurrence.HALF_YEARLY: 2, Recurrence.YEARLY: 1}
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance of a duty: the year it is about, its number within that year (from 1), its printed last day if one follows,
    and the first and last day of the period that it is about.
    """

    subject_year: int
    sequence: int
    printed_on: date | None
    subject_from: date
    subject_until: date


def instances(duty: Duty, first_year: int, last_year: int) -> Iterator[Instance]:
    """Every instance of ``duty`` about the years ``first_year`` to ``last_year`` of its plan, less those outside of its validity.

    The last report falls due after the plan's end. A duty without recurrence or date (continuous, 定期) has no instances.
    """
    if duty.recurrence is Recurrence.CONTINUOUS:
        return
    for year in _subject_years(duty, first_year, last_year):
        for instance in _instances_about(duty, year):
            if _is_valid(duty, instance):
                yield instance


def recurrence_rule(duty: Duty, first_year: int, last_year: int) -> str | None:
    """The duty's dates as RFC 5545 (``DTSTART`` and ``RRULE``, days without time); None if it has none.

    ``DTSTART`` and ``UNTIL`` are the first and the last date themselves, so that calendar programs agree with us.
    """
    days = sorted({instance.printed_on for instance in instances(duty, first_year, last_year) if instance.printed_on})
    rule = _rule(duty)
    if not days or rule is None:
        return None
    return f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}\nRRULE:{rule};UNTIL={days[-1]:%Y%m%d}"


def _subject_years(duty: Duty, first_year: int, last_year: int) -> range:
    last = duty.last_year or last_year
    if duty.recurrence is Recurrence.ONCE:
        only = duty.due.year + duty.subject_offset if duty.due.year else last
        return range(only, only + 1)
    return range(duty.first_year or first_year, last + 1)


def _instances_about(duty: Duty, year: int) -> Iterator[Instance]:
    periods, count = PERIODS.get(duty.recurrence, 1), duty.count_per_period or 1
    for sequence in range(1, periods * count + 1):
        period = (sequence - 1) // count
        due_year, due_period = divmod(year * periods + period - duty.subject_offset, periods)
        printed_on = _printed_on(duty, due_year, due_period * count + (sequence - 1) % count + 1, periods * count)
        yield Instance(year, sequence, printed_on, *_span(year, period, periods))


def _printed_on(duty: Duty, year: int, sequence: int, per_year: int) -> date | None:
    rule = _rule(duty)
    if rule is None:
        return None
    days = _days(rule, year)
    return days[-(-len(days) * sequence // per_year) - 1]


def _span(year: int, period: int, periods: int) -> tuple[date, date]:
    months = _MONTHS // periods
    following = date(year + (period + 1) // periods, (period + 1) % periods * months + 1, 1)
    return date(year, period * months + 1, 1), following - timedelta(days=1)


def _is_valid(duty: Duty, instance: Instance) -> bool:
    first, last = instance.printed_on or instance.subject_until, instance.printed_on or instance.subject_from
    return (duty.valid_from is None or first >= duty.valid_from) and (duty.valid_until is None or last <= duty.valid_until)


def _rule(duty: Duty) -> str | None:
    """The RRULE without its bounds; without a printed date an instance is due when its part of the year ends."""
    printed = printed_rule(duty.due)
    if printed is None and duty.recurrence not in PERIODS:
        return None
    months = _printed_months(duty) if printed else _spread_months(duty)
    named = f"BYMONTH={','.join(map(str, months))};" if len(months) < _MONTHS else ""
    return f"FREQ={'YEARLY' if len(months) == 1 else 'MONTHLY'};{named}{printed or 'BYMONTHDAY=-1'}"


def _printed_months(duty: Duty) -> list[int]:
    """The months of a printed date; within a quarter or half-year a month stands for its place in it (每季度首月10日前)."""
    if duty.due.precision is DuePrecision.YEAR_END:
        return [_MONTHS]
    step = _MONTHS // PERIODS.get(duty.recurrence, 1)
    first = ((duty.due.month or step) - 1) % step + 1
    return list(range(first, _MONTHS + 1, step))


def _spread_months(duty: Duty) -> list[int]:
    """At least n times per period, without a date: the n parts of the period end one after the other."""
    per_year = PERIODS[duty.recurrence] * (duty.count_per_period or 1)
    return sorted({-(-_MONTHS * sequence // per_year) for sequence in range(1, per_year + 1)})


@lru_cache(maxsize=8192)
def _days(rule: str, year: int) -> tuple[date, ...]:
    """The dates of a rule in one year. Kept: the plans of a whole country print the same few dates."""
    found = rrulestr(f"{rule};UNTIL={year}1231", dtstart=datetime(year, 1, 1))  # noqa: DTZ001 - days, not instants
    return tuple(moment.date() for moment in found)
