"""Where the values lead. Every figure of the table was worked out by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.projecting import project
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import VerdictInputs
from shared.schemas.what_if import NotProjected, Projection, ProjectionMethod
from tests.services.indicators.rules.cases import among, inputs, line, relative, trend

LAST, LEAST = ProjectionMethod.LAST_SLOPE, ProjectionMethod.LEAST_SQUARES
AT_LEAST_40, AT_MOST_7 = line(">=", "40"), line("<=", "7")
UP, DOWN = {"polarity": Polarity.UP}, {"polarity": Polarity.DOWN}


def drawn(case: VerdictInputs, method: ProjectionMethod) -> Projection:
    found = project(case, method)
    assert isinstance(found, Projection), found
    return found


@pytest.mark.parametrize(
    ("expression", "values", "base", "method", "expected", "word", "gap", "needed"),
    [
        (AT_LEAST_40, "2022:32 2023:33", None, LAST, "40", "met", "0", "1"),
        (AT_LEAST_40, "2022:32.0 2023:32.6", None, LAST, "36.8", "not_met", "3.2", "1.0571"),
        (AT_LEAST_40, "2023:33", "2020 30", LAST, "40", "met", "0", "1"),
        (AT_LEAST_40, "2021:31 2022:32 2023:33", "2020 30", LEAST, "40", "met", "0", "1"),
        (AT_LEAST_40, "2021:30 2022:33 2023:33", None, LEAST, "44.00", "met", "0", "1"),
        (AT_LEAST_40, "2022:42 2023:41", None, LAST, "34", "not_met", "6", "0"),
        (AT_MOST_7, "2021:9 2023:8", None, LAST, "4.5", "met", "0", "-0.1429"),
        (among("60", "65"), "2022:58 2023:60", None, LAST, "74", "not_met", "9", "0"),
        (line(None, "40"), "2022:32 2023:33", None, LAST, "40", "met", "0", "1"),
        (line("=", "0"), "2022:2 2023:1", None, LAST, "-6", "not_met", "6", "-0.1429"),
        (relative("year", "up", "10", base_year=2020, change_unit="points"), "2022:32 2023:33", "2020 30", LAST, "40", "met", "0", "1"),
        (relative("year", "down", "10", base_year=2020), "2022:19 2023:18.5", "2020 20", LAST, "15.0", "met", "0", "-0.0714"),
        (trend("up"), "2021:31 2022:32 2023:33", None, LAST, "40", "met", None, None),
    ],
)
def test_projections(
    expression: dict[str, Any],
    values: str,
    base: str | None,
    method: ProjectionMethod,
    expected: str,
    word: str,
    gap: str | None,
    needed: str | None,
) -> None:
    polarity = DOWN if expression is AT_MOST_7 else UP
    found = drawn(inputs(expression, values, base, **polarity), method)
    assert (found.expected, found.word, found.horizon) == (Decimal(expected), word, 2030)
    assert (found.gap, found.yearly_change_needed) == tuple(None if one is None else Decimal(one) for one in (gap, needed))


def test_it_is_said_in_both_languages() -> None:
    found = drawn(inputs(AT_LEAST_40, "2022:32.0 2023:32.6"), LAST)
    assert found.said.zh == "按最近两个数值的变化推算，2030年预计为36.8%，目标为不低于40%，届时为未达标，此后每年平均需提高1.0571%。"
    assert found.said.en.startswith("By the change between the last two values, 36.8 % is to be expected in 2030")
    fall = drawn(inputs(AT_MOST_7, "2021:9 2023:8", unit_of_measure="/10万", **DOWN), LAST)
    assert fall.said.zh.endswith("此后每年平均需降低0.1429/10万。")


def test_a_baseline_of_another_definition_is_no_point() -> None:
    assert [p.year for p in drawn(inputs(AT_LEAST_40, "2022:32 2023:33", "2020 29.2（不含学生）"), LEAST).points] == [2022, 2023]


@pytest.mark.parametrize(
    "values",
    ["", "2023:33", "2023:消除", "2024:33 2025:34"],
    ids=["no value", "one value", "a state", "values of later years"],
)
def test_too_few_points(values: str) -> None:
    assert project(inputs(AT_LEAST_40, values), LAST) is NotProjected.TOO_FEW_POINTS


def test_nothing_is_drawn_beyond_the_horizon() -> None:
    case = inputs(AT_LEAST_40, "2029:38 2030:40", as_of=date(2031, 5, 1))
    assert project(case, LEAST) is NotProjected.HORIZON_REACHED


_TENTHS = st.integers(-(10**6), 10**6).map(lambda number: Decimal(number) / 10)


@given(start=_TENTHS, slope=_TENTHS, years=st.sets(st.integers(2020, 2023), min_size=2))
def test_both_methods_follow_a_straight_line(start: Decimal, slope: Decimal, years: set[int]) -> None:
    values = " ".join(f"{year}:{start + slope * (year - 2020)}" for year in sorted(years))
    for method in ProjectionMethod:
        found = drawn(inputs(AT_LEAST_40, values), method)
        assert (found.expected, found.slope) == (start + slope * 10, slope)


@given(values=st.lists(_TENTHS, min_size=2, max_size=4))
def test_a_gap_is_left_exactly_where_the_line_is_missed(values: list[Decimal]) -> None:
    told = " ".join(f"{2020 + place}:{value}" for place, value in enumerate(values))
    for method in ProjectionMethod:
        found = drawn(inputs(AT_LEAST_40, told), method)
        assert (found.gap == 0) is (found.word == "met")
        assert found.gap == max(Decimal(0), 40 - found.expected)
