"""Money of actions: null is "not said" and never zero; what is odd is told and stored."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.funding import Amounts, added, warnings_of

MONEY = st.none() | st.decimals(0, 10**9, places=2, allow_nan=False)
AMOUNTS = st.builds(Amounts, MONEY, MONEY, MONEY)


def money(planned: str | None, allocated: str | None, spent: str | None) -> Amounts:
    """Amounts as written."""
    return Amounts(*(Decimal(amount) if amount is not None else None for amount in (planned, allocated, spent)))


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        (("120", "100", "86.5"), []),
        (("120", "100", "100.00"), []),
        (("120", "100", "100.01"), ["spent-above-allocated"]),
        (("120", "130", "10"), ["allocated-above-planned"]),
        (("1", "2", "3"), ["spent-above-allocated", "allocated-above-planned"]),
        ((None, "2", "1"), []),
        (("5", None, "1"), ["spent-without-allocated"]),
        (("5", None, "0"), []),
        (("5", "0", "1"), ["spent-above-allocated"]),
        ((None, None, None), []),
    ],
)
def test_what_is_odd(said: tuple[str | None, str | None, str | None], codes: list[str]) -> None:
    found = warnings_of(money(*said), "A1 2026 区级财政")
    assert [warning.code for warning in found] == codes
    assert all("A1 2026" in warning.zh and "A1 2026" in warning.en for warning in found)


def test_nothing_said_adds_up_to_nothing_and_not_to_zero() -> None:
    assert added([]) == Amounts()
    assert added([money("1.10", None, None), money("2.20", "0.00", None)]) == money("3.30", "0.00", None)


@given(st.lists(AMOUNTS, max_size=20), st.lists(AMOUNTS, max_size=20))
def test_sums_of_parts_add_up_to_the_sum_of_all(left: list[Amounts], right: list[Amounts]) -> None:
    assert added([added(left), added(right)]) == added([*left, *right])
