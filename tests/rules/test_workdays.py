"""Due dates and workdays at every boundary: leap years, month ends, midnight in Shanghai, make-up workdays, the last report."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.rules.workdays import Instance, Workdays, end_of_day, instances, start_of_day, statutory_calendar
from shared.schemas.plan_document import Clause, Due, DuePrecision, Duty, DutyKind, Recurrence

D, R = DuePrecision, Recurrence
NOT_PRINTED = Due(precision=D.NONE)
CLAUSE = Clause(path="五/（一）", start=0, end=1, quote="每")


def duty(recurrence: Recurrence, due: Due = NOT_PRINTED, **more: Any) -> Duty:
    """A duty."""
    return Duty(key="D01", kind=DutyKind.PROGRESS_REPORT, what="报告", recurrence=recurrence, due=due, clause=CLAUSE, **more)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2023, 5, 10), datetime(2023, 5, 10, 16, tzinfo=UTC)),
        (date(2023, 12, 31), datetime(2023, 12, 31, 16, tzinfo=UTC)),
        (date(2024, 2, 29), datetime(2024, 2, 29, 16, tzinfo=UTC)),
        (date(2023, 2, 28), datetime(2023, 2, 28, 16, tzinfo=UTC)),
        (date(1988, 7, 1), datetime(1988, 7, 1, 15, tzinfo=UTC)),
    ],
    ids=["a day", "year's end", "leap day", "February", "summer time of 1988"],
)
def test_a_day_ends_at_midnight_in_shanghai(day: date, ends: datetime) -> None:
    assert end_of_day(day) == ends
    assert end_of_day(day).tzinfo is UTC


@given(st.dates(date(1992, 1, 1), date(2200, 1, 1)))
def test_a_day_begins_where_the_one_before_ends(day: date) -> None:
    assert start_of_day(day) == end_of_day(day - timedelta(days=1))
    assert end_of_day(day) - start_of_day(day) == timedelta(hours=24)


def due_day(due: Due, year: int) -> date | None:
    """The day on which a single duty of ``year`` with this printed date ends."""
    [found] = instances(duty(R.ONCE, due), year, year)
    return found.printed_on


@pytest.mark.parametrize(
    ("due", "year", "expected"),
    [
        (Due(precision=D.NONE), 2023, None),
        (Due(precision=D.DAY, month=5, day=10), 2023, date(2023, 5, 10)),
        (Due(precision=D.DAY, month=2, day=29), 2024, date(2024, 2, 29)),
        (Due(precision=D.DAY, month=2, day=29), 2023, date(2023, 2, 28)),
        (Due(precision=D.DAY, month=2, day=29), 2100, date(2100, 2, 28)),
        (Due(precision=D.DAY, month=4, day=31), 2023, date(2023, 4, 30)),
        (Due(precision=D.DAY, month=12, day=31), 2023, date(2023, 12, 31)),
        (Due(precision=D.DAY, month=5, day=10, year=2021), 2023, date(2021, 5, 10)),
        (Due(precision=D.MONTH_EARLY, month=3), 2023, date(2023, 3, 10)),
        (Due(precision=D.MONTH_MID, month=3), 2023, date(2023, 3, 20)),
        (Due(precision=D.MONTH_LATE, month=2), 2024, date(2024, 2, 29)),
        (Due(precision=D.MONTH_END, month=2), 2023, date(2023, 2, 28)),
        (Due(precision=D.MONTH_END, month=6), 2023, date(2023, 6, 30)),
        (Due(precision=D.MONTH_END, month=12), 2023, date(2023, 12, 31)),
        (Due(precision=D.YEAR_END), 2023, date(2023, 12, 31)),
        (Due(precision=D.YEAR_END, year=2030), 2023, date(2030, 12, 31)),
        (Due(precision=D.YEAR_END, month=6), 2023, date(2023, 12, 31)),
    ],
)
def test_what_is_printed_ends_on_a_day(due: Due, year: int, expected: date | None) -> None:
    assert due_day(due, year) == expected


@given(st.sampled_from(D), st.integers(1, 12), st.integers(1, 31), st.integers(1949, 2200))
def test_every_printed_date_is_some_day_of_its_month(precision: DuePrecision, month: int, day: int, year: int) -> None:
    found = due_day(Due(precision=precision, month=month, day=day), year)
    if precision is D.NONE:
        assert found is None
    else:
        assert found is not None
        assert (found.year, found.month) == (year, 12 if precision is D.YEAR_END else month)


def dues(given_duty: Duty, first: int = 2022, last: int = 2024) -> list[tuple[int, int, str | None]]:
    """Every instance as (subject year, number, last day)."""
    return [
        (found.subject_year, found.sequence, found.printed_on.isoformat() if found.printed_on else None)
        for found in instances(given_duty, first, last)
    ]


def test_a_yearly_duty_comes_once_a_year() -> None:
    assert dues(duty(R.YEARLY, Due(precision=D.DAY, month=5, day=10))) == [(2022, 1, "2022-05-10"), (2023, 1, "2023-05-10"), (2024, 1, "2024-05-10")]


def test_the_last_report_falls_due_after_the_plan_has_ended() -> None:
    """A report about the year before: the one about the plan's last year is due in the year after it."""
    found = dues(duty(R.YEARLY, Due(precision=D.MONTH_END, month=2), subject_offset=-1))
    assert found == [(2022, 1, "2023-02-28"), (2023, 1, "2024-02-29"), (2024, 1, "2025-02-28")]


def test_without_a_printed_date_a_period_ends_with_its_month() -> None:
    assert dues(duty(R.QUARTERLY), last=2022) == [(2022, 1, "2022-03-31"), (2022, 2, "2022-06-30"), (2022, 3, "2022-09-30"), (2022, 4, "2022-12-31")]
    monthly = dues(duty(R.MONTHLY), first=2024)
    assert [due for *_, due in monthly][:3] == ["2024-01-31", "2024-02-29", "2024-03-31"]
    assert len(monthly) == 12
    assert dues(duty(R.YEARLY), last=2022) == [(2022, 1, "2022-12-31")]


@pytest.mark.parametrize(
    ("recurrence", "due", "expected"),
    [
        (R.MONTHLY, Due(precision=D.DAY, day=5), ["01-05", "02-05", "03-05", "04-05", "05-05", "06-05", "07-05", "08-05"]),
        (R.MONTHLY, Due(precision=D.DAY, day=31), ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31"]),
        (R.MONTHLY, Due(precision=D.MONTH_MID), ["01-20", "02-20", "03-20", "04-20", "05-20", "06-20", "07-20", "08-20"]),
        (R.QUARTERLY, Due(precision=D.DAY, month=1, day=10), ["01-10", "04-10", "07-10", "10-10"]),
        (R.QUARTERLY, Due(precision=D.MONTH_END, month=12), ["03-31", "06-30", "09-30", "12-31"]),
        (R.HALF_YEARLY, Due(precision=D.MONTH_END, month=6), ["06-30", "12-31"]),
        (R.HALF_YEARLY, Due(precision=D.MONTH_EARLY, month=7), ["01-10", "07-10"]),
        (R.YEARLY, Due(precision=D.DAY, month=5, day=10), ["05-10"]),
    ],
)
def test_a_printed_date_within_the_year_comes_back_in_every_period(recurrence: Recurrence, due: Due, expected: list[str]) -> None:
    found = [str(day)[5:] for *_, day in dues(duty(recurrence, due), 2023, 2023)]
    assert found[: len(expected)] == expected


def test_a_quarterly_report_is_about_the_quarter_before() -> None:
    """ "每季度首月10日前报送上季度情况": the one about the last quarter of a plan is due in the January after it."""
    reports = duty(R.QUARTERLY, Due(precision=D.DAY, month=1, day=10), subject_offset=-1)
    found = list(instances(reports, 2030, 2030))
    assert [one.printed_on for one in found] == [date(2030, 4, 10), date(2030, 7, 10), date(2030, 10, 10), date(2031, 1, 10)]
    assert (found[3].subject_from, found[3].subject_until) == (date(2030, 10, 1), date(2030, 12, 31))


def test_only_a_monthly_duty_may_leave_its_month_out() -> None:
    for due in (Due(precision=D.DAY, day=5), Due(precision=D.MONTH_END)):
        assert duty(R.MONTHLY, due).due == due
        with pytest.raises(ValidationError, match="needs its month"):
            duty(R.YEARLY, due)


@pytest.mark.parametrize(
    ("recurrence", "count", "ends"),
    [
        (R.YEARLY, 2, ["2022-06-30", "2022-12-31"]),
        (R.YEARLY, 4, ["2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31"]),
        (R.HALF_YEARLY, None, ["2022-06-30", "2022-12-31"]),
        (R.YEARLY, 5, ["2022-03-31", "2022-05-31", "2022-08-31", "2022-10-31", "2022-12-31"]),
    ],
)
def test_twice_a_year_is_spread_over_the_year(recurrence: Recurrence, count: int | None, ends: list[str]) -> None:
    assert [due for *_, due in dues(duty(recurrence, count_per_period=count), last=2022)] == ends


@given(st.sampled_from([R.MONTHLY, R.QUARTERLY, R.YEARLY]), st.integers(1, 12))
def test_periods_never_go_back_and_end_with_the_year(recurrence: Recurrence, count: int) -> None:
    ends = [found.printed_on for found in instances(duty(recurrence, count_per_period=count), 2023, 2023)]
    assert ends == sorted(ends, key=lambda end: end or date.min)
    assert ends[-1] == date(2023, 12, 31)


def test_a_single_duty_with_its_own_year_comes_once() -> None:
    assert dues(duty(R.ONCE, Due(precision=D.YEAR_END, year=2023))) == [(2023, 1, "2023-12-31")]


def test_a_single_report_about_the_year_before_its_date_is_about_that_year() -> None:
    """ "2031年3月底前提交2030年终期评估": the subject is 2030, the date in 2031."""
    found = dues(duty(R.ONCE, Due(precision=D.MONTH_END, month=3, year=2031), subject_offset=-1), first=2022, last=2030)
    assert found == [(2030, 1, "2031-03-31")]


def test_a_single_duty_without_a_date_belongs_to_the_last_year() -> None:
    assert dues(duty(R.ONCE)) == [(2024, 1, None)]
    assert dues(duty(R.ONCE, last_year=2023)) == [(2023, 1, None)]
    assert dues(duty(R.ONCE, Due(precision=D.DAY, month=3, day=1))) == [(2024, 1, "2024-03-01")]


def test_a_duty_that_goes_on_has_no_instances() -> None:
    assert dues(duty(R.CONTINUOUS)) == []
    assert dues(duty(R.CONTINUOUS, Due(precision=D.YEAR_END))) == []


def test_a_duty_may_begin_and_end_within_its_plan() -> None:
    found = list(instances(duty(R.YEARLY, Due(precision=D.YEAR_END), first_year=2023, last_year=2023), 2020, 2030))
    assert found == [Instance(2023, 1, date(2023, 12, 31), date(2023, 1, 1), date(2023, 12, 31))]


def test_nothing_is_due_outside_of_a_dutys_validity() -> None:
    """Both ends count; the dates are those on which it is due, not those it is about."""
    limited = duty(R.YEARLY, Due(precision=D.DAY, month=5, day=10), subject_offset=-1, valid_from=date(2024, 5, 10), valid_until=date(2026, 5, 10))
    assert [due for *_, due in dues(limited, 2020, 2030)] == ["2024-05-10", "2025-05-10", "2026-05-10"]
    undated = duty(R.ONCE, valid_until=date(2022, 12, 31))
    assert (dues(undated, 2020, 2022), dues(undated, 2020, 2023)) == ([(2022, 1, None)], [])


OFF = frozenset({date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5)})
MAY = Workdays(OFF, frozenset({date(2026, 5, 9)}))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
        (date(2026, 5, 2), False),
        (date(2026, 5, 5), False),
        (date(2026, 5, 6), True),
        (date(2026, 5, 9), True),
        (date(2026, 5, 10), False),
        (date(2026, 5, 11), True),
    ],
)
def test_the_week_of_labour_day_2026(day: date, works: bool) -> None:
    """Saturday 9 May 2026 is worked (调休), Sunday the 10th is not."""
    assert MAY.is_workday(day) is works


@pytest.mark.parametrize(
    ("day", "workdays", "expected"),
    [
        (date(2026, 4, 30), 1, date(2026, 5, 6)),
        (date(2026, 4, 30), 3, date(2026, 5, 8)),
        (date(2026, 4, 30), 4, date(2026, 5, 9)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        (date(2026, 5, 10), -1, date(2026, 5, 9)),
        (date(2026, 5, 10), 1, date(2026, 5, 11)),
        (date(2026, 5, 6), -1, date(2026, 4, 30)),
        (date(2026, 5, 10), 0, date(2026, 5, 10)),
        (date(2025, 12, 31), 1, date(2026, 1, 1)),
    ],
)
def test_shifting_over_holidays(day: date, workdays: int, expected: date) -> None:
    assert MAY.shift(day, workdays) == expected


def test_a_make_up_day_counts_even_if_it_is_named_off() -> None:
    assert Workdays(frozenset({date(2026, 5, 9)}), frozenset({date(2026, 5, 9)})).is_workday(date(2026, 5, 9))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.frozensets(st.dates(date(2019, 6, 1), date(2030, 6, 1)), max_size=20))
def test_a_shift_counts_workdays(day: date, count: int, off: frozenset[date]) -> None:
    calendar = Workdays(off)
    for sign in (1, -1):
        end = calendar.shift(day, sign * count)
        assert calendar.is_workday(end)
        between = [day + timedelta(days=sign * step) for step in range(1, abs((end - day).days) + 1)]
        assert sum(calendar.is_workday(passed) for passed in between) == count


@pytest.mark.parametrize(
    ("day", "other", "expected"),
    [
        ("2026-05-08", "2026-05-10", 1),  # the Saturday is worked for the May holiday
        ("2026-05-10", "2026-05-08", -1),
        ("2026-04-30", "2026-05-06", 1),  # 1 to 5 May are off
        ("2026-05-08", "2026-05-08", 0),
        ("2025-12-31", "2026-01-05", 2),  # 1 to 3 January are off, Sunday the 4th is worked
    ],
)
def test_workdays_between_two_days(day: str, other: str, expected: int) -> None:
    known = Workdays.joined(Workdays(one.days_off, one.make_up) for one in map(statutory_calendar, (2025, 2026)))
    assert known.between(date.fromisoformat(day), date.fromisoformat(other)) == expected


@given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.integers(1, 30))
def test_shifting_by_what_lies_between_comes_back(day: date, workdays: int) -> None:
    known = Workdays.joined(Workdays(one.days_off, one.make_up) for one in map(statutory_calendar, range(2019, 2028)))
    assert known.between(day, known.shift(day, workdays)) == workdays
