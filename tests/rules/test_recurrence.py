"""Recurrence, workday policy and reasons, held against independent computations at every boundary."""

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.workdays import (
    Calendars,
    Dated,
    Settled,
    Workdays,
    YearCalendar,
    end_of_day,
    explain,
    instances,
    recurrence_rule,
    settle,
    statutory_calendar,
)
from shared.schemas.calendars import CalendarSource
from shared.schemas.plan_document import Clause, Due, DuePrecision, Duty, DutyKind, Recurrence, WorkdayPolicy

D, R, P = DuePrecision, Recurrence, WorkdayPolicy
PERIODS = {R.MONTHLY: 12, R.QUARTERLY: 4, R.HALF_YEARLY: 2, R.YEARLY: 1, R.ONCE: 1}
CLAUSE = Clause(path="五/（一）", start=0, end=9, quote="每年5月10日前")
YEARS = st.integers(1949, 2190)

dues = st.builds(
    lambda precision, month, day: Due(precision=precision, month=month, day=day), st.sampled_from(D), st.integers(1, 12), st.integers(1, 31)
)
duties = st.builds(
    lambda recurrence, due, offset, count: Duty(
        key="D01", kind=DutyKind.MONITORING, what="报送", recurrence=recurrence, due=due, subject_offset=offset, count_per_period=count, clause=CLAUSE
    ),
    st.sampled_from(list(PERIODS)),
    dues,
    st.integers(-5, 0),
    st.none() | st.integers(1, 8),
)


def library(*years: int) -> Calendars:
    """The calendars of these years from the library; any other year is expected only."""
    return Calendars(statutory_calendar(year) for year in years)


def yearly(policy: WorkdayPolicy = P.AS_PRINTED, month: int = 5, day: int = 10, offset: int = -1) -> Duty:
    """A yearly duty with a printed day."""
    due = Due(precision=D.DAY, month=month, day=day)
    return Duty(
        key="D01",
        kind=DutyKind.MONITORING,
        what="报送",
        recurrence=R.YEARLY,
        due=due,
        subject_offset=offset,
        workday_policy=policy,
        clause=CLAUSE,
    )


@given(duties, YEARS, st.integers(0, 4))
def test_the_printed_rule_gives_exactly_the_days(duty: Duty, first: int, more: int) -> None:
    """A second program that reads the RRULE gets the same days; ``DTSTART`` and ``UNTIL`` are days of the duty themselves."""
    days = sorted({one.printed_on for one in instances(duty, first, first + more) if one.printed_on})
    rule = recurrence_rule(duty, first, first + more)
    assert (rule is None) == (not days)
    if rule is not None:
        assert [moment.date() for moment in rrulestr(rule)] == days


@given(duties, YEARS)
def test_every_instance_is_counted_once_and_lies_in_its_period(duty: Duty, year: int) -> None:
    periods, count = PERIODS[duty.recurrence], duty.count_per_period or 1
    found = list(instances(duty, year, year))
    assert [one.sequence for one in found] == list(range(1, periods * count + 1))
    for one in found:
        assert one.subject_year == year == one.subject_from.year == one.subject_until.year
        assert (one.subject_until + timedelta(days=1)).day == one.subject_from.day == 1
    covered = sorted({(one.subject_from, one.subject_until) for one in found})
    assert (covered[0][0], covered[-1][1]) == (date(year, 1, 1), date(year, 12, 31))
    assert all(before[1] + timedelta(days=1) == after[0] for before, after in pairwise(covered))


@given(duties, YEARS)
def test_a_day_is_due_in_the_period_that_lies_the_offset_after_its_subject(duty: Duty, year: int) -> None:
    periods = PERIODS[duty.recurrence]
    if duty.due.precision is D.YEAR_END and periods > 1:
        return  # a year's end is the end of the year, whatever the period
    for one in instances(duty, year, year):
        if one.printed_on is not None:
            subject = one.subject_from.year * periods + (one.subject_from.month - 1) * periods // 12
            due = one.printed_on.year * periods + (one.printed_on.month - 1) * periods // 12
            assert due == subject - duty.subject_offset


@given(st.integers(1, 12), st.integers(1, 31), YEARS)
def test_a_yearly_day_is_the_printed_one_or_the_last_of_its_month(month: int, day: int, year: int) -> None:
    [one] = instances(yearly(month=month, day=day, offset=0), year, year)
    assert one.printed_on == date(year, month, min(day, calendar.monthrange(year, month)[1]))


def test_the_leap_day_is_due_every_year() -> None:
    found = [one.printed_on for one in instances(yearly(month=2, day=29, offset=0), 2023, 2028)]
    assert [str(day)[2:] for day in found] == ["23-02-28", "24-02-29", "25-02-28", "26-02-28", "27-02-28", "28-02-29"]
    rule = recurrence_rule(yearly(month=2, day=29, offset=0), 2023, 2028)
    assert rule == "DTSTART;VALUE=DATE:20230228\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1;UNTIL=20280229"


@pytest.mark.parametrize(
    ("printed", "policy", "expected"),
    [
        ("2025-05-10", P.AS_PRINTED, "2025-05-10"),  # a Saturday
        ("2025-05-10", P.NEXT_WORKDAY, "2025-05-12"),
        ("2025-05-10", P.PREVIOUS_WORKDAY, "2025-05-09"),
        ("2026-05-10", P.AS_PRINTED, "2026-05-10"),  # a Sunday after a make-up Saturday
        ("2026-05-10", P.NEXT_WORKDAY, "2026-05-11"),
        ("2026-05-10", P.PREVIOUS_WORKDAY, "2026-05-09"),
        ("2026-05-09", P.NEXT_WORKDAY, "2026-05-09"),
        ("2025-10-01", P.NEXT_WORKDAY, "2025-10-09"),  # eight days off
        ("2025-10-08", P.PREVIOUS_WORKDAY, "2025-09-30"),
        ("2026-01-01", P.PREVIOUS_WORKDAY, "2025-12-31"),  # over the turn of the year
        ("2026-01-01", P.NEXT_WORKDAY, "2026-01-04"),  # 4 January 2026, a Sunday, is worked
        ("2022-12-31", P.NEXT_WORKDAY, "2023-01-03"),
    ],
)
def test_a_day_off_moves_by_the_dutys_policy(printed: str, policy: WorkdayPolicy, expected: str) -> None:
    settled = settle(date.fromisoformat(printed), policy, library(2022, 2023, 2025, 2026))
    assert (settled.due_on, settled.moved) == (date.fromisoformat(expected), printed != expected)
    assert not settled.provisional


def test_a_moved_day_ends_at_midnight_too() -> None:
    settled = settle(date(2026, 5, 10), P.PREVIOUS_WORKDAY, library(2026))
    assert end_of_day(settled.due_on).isoformat() == "2026-05-09T16:00:00+00:00"


days_off = st.frozensets(st.dates(date(2025, 12, 1), date(2027, 1, 31)), max_size=30)


@given(st.dates(date(2025, 12, 15), date(2027, 1, 15)), st.sampled_from(P), days_off, days_off)
def test_the_settled_day_is_the_nearest_workday_of_its_side(day: date, policy: WorkdayPolicy, off: frozenset[date], make_up: frozenset[date]) -> None:
    known = Calendars([YearCalendar(2026, 3, CalendarSource.NOTICE, provisional=False, days_off=off, make_up=make_up - off)])
    settled = settle(day, policy, known)
    if policy is P.AS_PRINTED:
        assert settled.due_on == day
        return
    sign = 1 if policy is P.NEXT_WORKDAY else -1
    skipped = [day + timedelta(days=sign * step) for step in range(abs((settled.due_on - day).days))]
    assert (settled.due_on - day).days * sign >= 0
    assert known.workdays.is_workday(settled.due_on)
    assert not any(known.workdays.is_workday(one) for one in skipped)


@given(st.dates(date(1950, 1, 1), date(2200, 12, 1)), st.sampled_from(P))
def test_an_unknown_year_never_fails(day: date, policy: WorkdayPolicy) -> None:
    """Nothing is published: weekends are off, the date is provisional, and says so."""
    settled = settle(day, policy, Calendars())
    assert settled.provisional
    assert policy is P.AS_PRINTED or settled.due_on.weekday() < 5
    assert {calendar.version for calendar in settled.calendars} == {0}


def test_a_day_moved_into_an_unpublished_year_is_provisional() -> None:
    settled = settle(date(2022, 12, 31), P.NEXT_WORKDAY, library(2022))
    assert settled.provisional
    assert [(one.year, one.provisional) for one in settled.calendars] == [(2022, False), (2023, True)]
    assert not settle(date(2022, 12, 31), P.PREVIOUS_WORKDAY, library(2022)).provisional


def test_without_a_calendar_only_weekends_are_off() -> None:
    assert Calendars().workdays == Workdays()


def reasons(policy: WorkdayPolicy, about: int, calendars: Calendars) -> tuple[Settled, str, str, bool]:
    """The settled day of the report about a year, its sentence in both languages, and whether it is final."""
    duty = yearly(policy)
    [one] = [one for one in instances(duty, 2021, 2030) if one.subject_year == about]
    assert one.printed_on is not None
    settled = settle(one.printed_on, policy, calendars)
    found = explain(duty, Dated.of(one, settled, policy), recurrence_rule(duty, 2021, 2030))
    assert (found.printed_on, found.due_on, found.moved) == (settled.printed_on, settled.due_on, settled.moved)
    return settled, found.said.zh, found.said.en, found.final


def test_an_occurrence_explains_itself_step_by_step() -> None:
    _, zh, en, final = reasons(P.PREVIOUS_WORKDAY, 2025, library(2026))
    assert final
    assert zh == (
        "原文五/（一）：“每年5月10日前”；每年，本期对应2025年1月1日至2025年12月31日；所印之日24:00止，当月无此日的取月末，即2026年5月10日（星期日）；"
        "该日不上班，提前至上一工作日2026年5月9日（星期六）；依据2026年日历第1版（日历库），日期为最终。"
    )
    assert "nobody works on that day, so it moves to the previous workday, Saturday 2026-05-09" in en
    assert en.endswith("computed with the calendar of 2026, version 1 (from the calendar library): the day is final.")


def test_the_last_report_of_a_plan_is_due_after_its_end_and_provisional() -> None:
    settled, zh, en, final = reasons(P.NEXT_WORKDAY, 2030, Calendars())
    assert (settled.printed_on, settled.due_on, final) == (date(2031, 5, 10), date(2031, 5, 12), False)
    assert "日期为暂定" in zh
    assert "provisional" in en


def test_a_duty_without_a_date_says_that_no_day_follows() -> None:
    duty = Duty(key="D02", kind=DutyKind.OTHER, what="完成整改", recurrence=R.ONCE, entered_by="王主任")
    [one] = instances(duty, 2021, 2025)
    found = explain(duty, Dated.of(one, None, P.AS_PRINTED), recurrence_rule(duty, 2021, 2025))
    assert (found.rule, found.due_on, found.calendars, found.entered_by) == (None, None, [], "王主任")
    assert found.said.zh.startswith("本项由王主任录入：完成整改")
    assert found.said.zh.endswith("原文未定期限，不计算到期日。")


@given(duties, YEARS, st.sampled_from(P))
def test_every_instance_can_be_explained(duty: Duty, year: int, policy: WorkdayPolicy) -> None:
    rule = recurrence_rule(duty, year, year)
    for one in instances(duty, year, year):
        settled = settle(one.printed_on, policy, Calendars()) if one.printed_on else None
        found = explain(duty, Dated.of(one, settled, policy), rule)
        assert found.said.zh.endswith("。") and found.said.en.endswith(".")
        assert found.final == (settled is None)
        assert found == explain(duty, Dated.of(one, settled, policy), rule)
