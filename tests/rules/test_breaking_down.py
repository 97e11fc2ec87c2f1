"""Whether the parts of a target reach the whole (目标分解): a table of cases by roll-up, and the boundaries as properties."""

import operator
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.breaking_down import check, comparator_of
from shared.schemas.breakdowns import BreakdownPart, RollUp
from shared.schemas.targets import Comparator, Polarity

VALUES = st.decimals(0, 1000, places=2, allow_nan=False)
WEIGHTS = st.decimals(Decimal("0.01"), 1000, places=2, allow_nan=False)


def parts(*values: str) -> list[BreakdownPart]:
    """Parts as ``value`` or ``value*weight``."""
    split = [value.partition("*") for value in values]
    return [
        BreakdownPart(region_id=uuid4(), written=f"镇{n}", value=Decimal(value), weight=Decimal(weight) if weight else None)
        for n, (value, _, weight) in enumerate(split, 1)
    ]


@pytest.mark.parametrize(
    ("roll_up", "comparator", "whole", "given_parts", "reaches", "computed"),
    [
        (RollUp.SUM, ">=", "100", ["40", "60"], True, "100"),
        (RollUp.SUM, ">=", "100", ["40", "59.99"], False, "99.99"),
        (RollUp.SUM, ">", "100", ["40", "60"], False, "100"),
        (RollUp.SUM, "<=", "7", ["3", "4"], True, "7"),
        (RollUp.SUM, "<", "7", ["3", "4"], False, "7"),
        (RollUp.SUM, "=", "0.3", ["0.1", "0.2"], True, "0.3"),
        (RollUp.WEIGHTED_MEAN, ">=", "40", ["42*8.1", "38*6.3"], True, "40.25"),
        (RollUp.WEIGHTED_MEAN, ">=", "40", ["42*1", "38*1"], True, "40"),
        (RollUp.WEIGHTED_MEAN, ">", "40", ["42*1", "38*1"], False, "40"),
        (RollUp.WEIGHTED_MEAN, ">=", "40", ["42*1", "38*3"], False, "39"),
        (RollUp.WEIGHTED_MEAN, "=", "1", ["1*3", "1*7"], True, "1"),
        (RollUp.EACH, ">=", "40", ["42", "40"], True, "2/2"),
        (RollUp.EACH, ">=", "40", ["42", "38"], False, "1/2"),
        (RollUp.EACH, "<=", "19", ["19.1"], False, "0/1"),
    ],
)
def test_the_table(roll_up: RollUp, comparator: str, whole: str, given_parts: list[str], reaches: bool, computed: str) -> None:
    found = check(Decimal(whole), Comparator(comparator), roll_up, parts(*given_parts))
    assert (found.reaches, found.computed) == (reaches, computed)
    assert whole in found.zh and whole in found.en and found.arithmetic


def test_who_misses_the_line_is_named() -> None:
    found = check(Decimal(40), Comparator.AT_LEAST, RollUp.EACH, parts("42", "38", "39.9"))
    assert found.short == ["镇2", "镇3"] and "镇2、镇3 未达到" in found.zh


def test_about_has_no_line_and_is_not_guessed() -> None:
    found = check(Decimal(40), Comparator.ABOUT, RollUp.SUM, parts("40"))
    assert found.reaches is None and "无法判定" in found.zh


@pytest.mark.parametrize(
    ("printed", "polarity", "expected"),
    [
        (None, Polarity.UP, Comparator.AT_LEAST),
        (None, Polarity.DOWN, Comparator.AT_MOST),
        (None, Polarity.WITHIN, Comparator.EQUAL),
        (None, Polarity.STATE, None),
        (Comparator.BELOW, Polarity.UP, Comparator.BELOW),
    ],
)
def test_a_bare_number_takes_its_comparator_from_the_polarity(printed: Comparator | None, polarity: Polarity, expected: Comparator | None) -> None:
    assert comparator_of(printed, polarity) == expected


@given(st.lists(st.tuples(VALUES, WEIGHTS), min_size=1, max_size=12), VALUES)
def test_the_mean_is_held_against_the_line_exactly(pairs: list[tuple[Decimal, Decimal]], whole: Decimal) -> None:
    """Against exact fractions: no rounding of the mean moves a part over the line."""
    given_parts = [BreakdownPart(region_id=uuid4(), written="镇", value=value, weight=weight) for value, weight in pairs]
    mean = sum(Fraction(v) * Fraction(w) for v, w in pairs) / sum(Fraction(w) for _, w in pairs)
    assert check(whole, Comparator.AT_LEAST, RollUp.WEIGHTED_MEAN, given_parts).reaches == (mean >= Fraction(whole))


@given(st.lists(VALUES, min_size=1, max_size=12), VALUES)
def test_if_each_part_reaches_the_line_so_does_their_plain_mean(values: list[Decimal], whole: Decimal) -> None:
    given_parts = [BreakdownPart(region_id=uuid4(), written="镇", value=value, weight=Decimal(1)) for value in values]
    if check(whole, Comparator.AT_LEAST, RollUp.EACH, given_parts).reaches:
        assert check(whole, Comparator.AT_LEAST, RollUp.WEIGHTED_MEAN, given_parts).reaches


_HOLDS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}


def _again(told: dict[str, Any], whole: str, comparator: str, roll_up: str) -> bool:
    """A second calculator: whether parts as told on the wire reach the whole."""
    values = [(Fraction(part["value"]), Fraction(part["weight"] or 1)) for part in told["parts"]]
    line, holds = Fraction(whole), _HOLDS[comparator]
    if roll_up == "each":
        return all(holds(value, line) for value, _ in values)
    weight = sum(weight for _, weight in values)
    total = sum(value for value, _ in values) if roll_up == "sum" else sum(value * weight for value, weight in values) / weight
    return bool(holds(total, line))


@given(
    st.lists(st.tuples(VALUES, st.none() | WEIGHTS), min_size=1, max_size=8),
    VALUES,
    st.sampled_from([sign for sign in Comparator if sign is not Comparator.ABOUT]),
    st.sampled_from(RollUp),
)
def test_every_check_is_derived_again_from_what_is_told(pairs: list[Any], whole: Decimal, sign: Comparator, roll_up: RollUp) -> None:
    listed = [BreakdownPart(region_id=uuid4(), written="镇", value=value, weight=weight) for value, weight in pairs]
    told = {"parts": [part.model_dump(mode="json") for part in listed]}
    assert check(whole, sign, roll_up, listed).reaches == _again(told, str(whole), sign.value, roll_up.value)
