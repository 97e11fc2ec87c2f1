"""The days of a round when its plan's day or the calendar moves: always in order, and nobody is made late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.submissions.rules.days import Days, Follows, days_late, internal_day, moved
from shared.rules.workdays import Workdays

ALL, NONE = Follows(outward=True, internal=True, closes=True), Follows(outward=False, internal=False, closes=False)
GIVEN = Follows(outward=True, internal=False, closes=True)
PLAIN = Workdays()
DAYS = Days(date(2024, 4, 1), date(2024, 4, 26), date(2024, 5, 10), date(2024, 6, 9))


def after(follows: Follows, outward: date | None, today: date, workdays: Workdays = PLAIN) -> list[str]:
    """Internal, outward and closing day after a move."""
    found = moved(DAYS, follows, outward, workdays, lead=10, closes_after=30, today=today)
    return [str(day)[5:] for day in (found.internal, found.outward, found.closes)]


@pytest.mark.parametrize(
    ("about", "follows", "outward", "today", "expected"),
    [
        ("nothing moved", ALL, date(2024, 5, 10), date(2024, 4, 10), ["04-26", "05-10", "06-09"]),
        ("the plan's day moves three days on", ALL, date(2024, 5, 13), date(2024, 4, 10), ["04-29", "05-13", "06-12"]),
        ("given days stay", NONE, date(2024, 5, 13), date(2024, 4, 10), ["04-26", "05-10", "06-09"]),
        (
            "a given internal day is not after the outward one",
            Follows(outward=True, internal=False, closes=True),
            date(2024, 4, 20),
            date(2024, 4, 10),
            ["04-20", "04-20", "05-20"],
        ),
        ("a passed internal day stays", ALL, date(2024, 5, 13), date(2024, 5, 1), ["04-26", "05-13", "06-12"]),
        ("nobody is made late", ALL, date(2024, 4, 22), date(2024, 4, 20), ["04-20", "04-22", "05-22"]),
        ("a passed outward day stays", ALL, date(2024, 5, 20), date(2024, 5, 11), ["04-26", "05-10", "06-09"]),
        ("a plan's day that is not known changes nothing", ALL, None, date(2024, 4, 10), ["04-26", "05-10", "06-09"]),
    ],
)
def test_cases(about: str, follows: Follows, outward: date | None, today: date, expected: list[str]) -> None:
    assert after(follows, outward, today) == expected, about


def test_new_days_off_move_the_internal_day_alone() -> None:
    off = Workdays(frozenset({date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 3)}))
    assert after(ALL, date(2024, 5, 10), date(2024, 4, 10), off) == ["04-23", "05-10", "06-09"]


def test_the_internal_day_is_not_before_the_opening() -> None:
    assert internal_day(date(2024, 5, 8), date(2024, 5, 10), PLAIN, 10) == date(2024, 5, 8)


days = st.dates(date(2024, 1, 1), date(2024, 12, 31))
gaps = st.integers(0, 60).map(lambda n: timedelta(days=n))


@given(days, gaps, gaps, gaps, st.none() | days, days, st.booleans(), st.booleans(), st.booleans(), st.integers(0, 30))
def test_days_stay_in_order_and_come_to_rest(
    opens: date, one: timedelta, two: timedelta, three: timedelta, outward: date | None, today: date, a: bool, b: bool, c: bool, lead: int
) -> None:
    """Twice the same move is one move."""
    before = Days(opens, opens + one, opens + one + two, opens + one + two + three)
    follows = Follows(outward=a, internal=b, closes=c)
    found = moved(before, follows, outward, PLAIN, lead=lead, closes_after=30, today=today)
    assert found.opens == opens and found.opens <= found.internal <= found.outward <= found.closes
    assert found.internal >= min(before.internal, today)
    assert moved(found, follows, outward, PLAIN, lead=lead, closes_after=30, today=today) == found


@pytest.mark.parametrize(("hours", "expected"), [(-1, None), (0, None), (0.001, 1), (23.999, 1), (24, 2), (24.5, 2), (49, 3)], ids=str)
def test_days_are_late_as_soon_as_they_have_begun(hours: float, expected: int | None) -> None:
    due = datetime(2023, 4, 20, 16, tzinfo=UTC)
    assert days_late(due, due + timedelta(hours=hours)) == expected
