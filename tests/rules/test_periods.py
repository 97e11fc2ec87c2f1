"""Periods: one printed form each, bounds in days, what lies in what, and an order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.periods import LIKE, Grain, Period, parse_period

_PER_YEAR = {Grain.YEAR: 1, Grain.HALF: 2, Grain.QUARTER: 4, Grain.MONTH: 12}


@st.composite
def periods(draw: st.DrawFn, first: int = 1950, last: int = 2199) -> Period:
    grain = draw(st.sampled_from(Grain))
    return Period(draw(st.integers(first, last)), grain, draw(st.integers(1, _PER_YEAR[grain])))


@pytest.mark.parametrize(
    ("text", "first", "last", "before"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2024"),
        ("2025-H1", date(2025, 1, 1), date(2025, 6, 30), "2024-H2"),
        ("2025-H2", date(2025, 7, 1), date(2025, 12, 31), "2025-H1"),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31), "2024-Q4"),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30), "2025-Q2"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01"),
        ("2025-01", date(2025, 1, 1), date(2025, 1, 31), "2024-12"),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), "2025-11"),
    ],
)
def test_a_printed_period_has_its_days(text: str, first: date, last: date, before: str) -> None:
    period = parse_period(text)
    assert (str(period), period.first, period.last, str(period.previous)) == (text, first, last, before)
    assert str(period.previous.following) == text


OTHER_FORMS = (
    ("", "25", "2025年", "2025-7", "2025-00", "2025-13", "2025-H3", "2025-H0", "2025-Q5", "2025-q1", "2025-h1", "2025H1", " 2025", "2025 ", "2025\n"),
    ("2025-Q1-1", "1948", "2201", "２０２５", "-2025", "20255"),
)


@pytest.mark.parametrize("text", [text for some in OTHER_FORMS for text in some])
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        parse_period(text)


@given(periods())
def test_a_period_reads_as_it_prints(period: Period) -> None:
    assert parse_period(str(period)) == period
    assert period.previous.following == period and period.following.previous == period
    assert period.previous.last + timedelta(days=1) == period.first


@given(periods(), periods())
def test_what_lies_in_what_is_told_by_the_days(one: Period, other: Period) -> None:
    assert one.contains(other) == (one.contains(other.first) and one.contains(other.last))
    assert one.contains(one) and (one == other or not (one.contains(other) and other.contains(one)))


@given(st.lists(periods(2020, 2022), min_size=2))
def test_the_order_is_total_and_by_the_last_day(several: list[Period]) -> None:
    ordered = sorted(several)
    assert [period.last for period in ordered] == sorted(period.last for period in several)
    for one in several:
        assert sum([one < other, other < one, one == other].count(True) for other in several) == len(several)


def test_what_ends_together_stands_from_short_to_long() -> None:
    every = [parse_period(text) for text in ("2025", "2025-Q4", "2025-12", "2025-H2", "2025-11", "2025-Q3")]
    assert [str(period) for period in sorted(every)] == ["2025-Q3", "2025-11", "2025-12", "2025-Q4", "2025-H2", "2025"]
    assert [str(one.year_before) for one in every[:2]] == ["2024", "2024-Q4"]


@given(periods())
def test_the_patterns_for_sql_tell_the_grains_apart(period: Period) -> None:
    text = str(period)
    fits = {
        grain
        for grain, forms in LIKE.items()
        for form in forms
        if len(form) == len(text) and all(a in {"_", b} for a, b in zip(form, text, strict=True))
    }
    assert fits == {period.grain}


def test_before_the_first_year_there_is_none() -> None:
    with pytest.raises(ValueError, match="no such period"):
        _ = Period(1949).previous
    with pytest.raises(ValueError, match="no such period"):
        Period(2025, Grain.QUARTER, 5)
