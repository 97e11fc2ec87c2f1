"""Shares and days of the count."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.submissions.rules.counting import days, share


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, None), (0, 3, "0.0"), (1, 3, "33.3"), (2, 3, "66.7"), (3, 3, "100.0"), (1, 8, "12.5"), (1, 16, "6.3"), (1999, 2000, "99.9")],
)
def test_a_share_is_per_hundred_half_up(part: int, whole: int, expected: str | None) -> None:
    assert share(part, whole) == (None if expected is None else Decimal(expected))


@given(st.integers(1, 10_000), st.data())
def test_all_of_it_is_said_only_where_nothing_is_left_out(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    found = share(part, whole)
    assert found is not None and 0 <= found <= 100
    assert (found == 100) is (part == whole)


@pytest.mark.parametrize(("lasted", "expected"), [(0.0, "0.0"), (1.04999, "1.0"), (1.05, "1.1"), (9.999999, "10.0"), (1e-9, "0.0")])
def test_days_have_one_decimal(lasted: float, expected: str) -> None:
    assert days(lasted) == Decimal(expected)
