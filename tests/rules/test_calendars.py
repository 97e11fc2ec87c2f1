"""The statutory calendar: two libraries, kept by different people, say the same of every published day."""

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from shared.rules.workdays import Workdays, statutory_calendar

YEARS = range(2019, 2027)


def workdays_of(year: int) -> Workdays:
    """The workdays of one year."""
    calendar = statutory_calendar(year)
    return Workdays(calendar.days_off, calendar.make_up)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_published_years(year: int) -> None:
    calendar = workdays_of(year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    assert [day for day in days if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []
    assert not statutory_calendar(year).provisional


def test_the_saturday_of_may_2026_is_worked() -> None:
    assert date(2026, 5, 9) in statutory_calendar(2026).make_up
    assert date(2026, 5, 10) not in statutory_calendar(2026).make_up


@pytest.mark.parametrize("year", [1949, 2000, 2027, 2028, 2100, 2200])
def test_a_year_that_nobody_published_is_provisional_and_fails_not(year: int) -> None:
    calendar = statutory_calendar(year)
    assert calendar.provisional
    assert calendar.year == year


@pytest.mark.parametrize("year", [*YEARS, 2027])
def test_days_off_are_weekdays_and_make_up_days_are_not(year: int) -> None:
    calendar = statutory_calendar(year)
    assert all(day.weekday() < 5 and day.year == year for day in calendar.days_off)
    assert all(day.weekday() >= 5 and day.year == year for day in calendar.make_up)
