"""Codes of exported values: unique, lasting, and of the signs that SDMX takes."""

import re
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.exporting.codes import (
    area_code,
    decimals_of,
    frequency_of,
    indicator_code,
    part_code,
    time_period,
    unit_of,
)
from services.indicators.rules.exporting.components import COMPONENTS, FIXED_CODES, GROWING_CODES
from shared.rules.disaggregations import print_disaggregation

SOME = UUID("01a203ef-2e36-720a-8f11-3b984351fa2c")
_CATEGORY = st.text(st.characters(codec="utf-8", exclude_characters="=;", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@pytest.mark.parametrize(("code", "expected"), [("HC-001", "HC-001"), (None, str(SOME)), ("A.1", str(SOME)), ("-1", str(SOME)), ("_T$", "_T$")])
def test_an_indicator_goes_by_its_code_where_sdmx_takes_it(code: str | None, expected: str) -> None:
    assert indicator_code(SOME, code) == expected


def test_a_region_that_ended_leaves_its_code_to_others() -> None:
    assert area_code(SOME, "330104", None) == "330104"
    assert area_code(SOME, "330104", date(2021, 4, 9)) == "330104_2021"
    assert area_code(SOME, None, None) == str(SOME)


@pytest.mark.parametrize(
    ("period", "written", "frequency"), [("2025", "2025", "A"), ("2025-H2", "2025-S2", "S"), ("2025-Q3", "2025-Q3", "Q"), ("2025-07", "2025-07", "M")]
)
def test_a_period_as_sdmx_writes_it(period: str, written: str, frequency: str) -> None:
    assert (time_period(period), frequency_of(period)) == (written, frequency)


@pytest.mark.parametrize(
    ("disaggregation", "code", "zh", "en"),
    [
        ("", "_T", "合计", "total"),
        ("sex=female", "sex_female", "性别：女", "sex: female"),
        ("age=65+;sex=female", "age_65$__sex_female", "年龄：65+，性别：女", "age: 65+, sex: female"),
        ("age=15-64", "age_15-64", "年龄：15-64", "age: 15-64"),
    ],
)
def test_a_part_has_a_code_and_names(disaggregation: str, code: str, zh: str, en: str) -> None:
    found = part_code(disaggregation)
    assert (found.id, found.names.zh, found.names.en) == (code, zh, en)


@given(st.lists(st.dictionaries(_CATEGORY, _CATEGORY, min_size=1, max_size=3), min_size=2, max_size=2))
def test_every_part_has_a_code_of_its_own_that_sdmx_takes(categories: list[dict[str, str]]) -> None:
    one, other = (print_disaggregation(each) for each in categories)
    assert re.fullmatch(r"[A-Za-z0-9_@$\-]+", part_code(one).id)
    assert (part_code(one).id == part_code(other).id) == (one == other)


@pytest.mark.parametrize(
    ("printed", "code", "multiplier"),
    [
        ("%", "PT", 0),
        ("‰", "PER_1000", 0),
        ("1/10万", "PER_100000", 0),
        ("/10万", "PER_100000", 0),
        ("户", "HH", 0),
        ("万户", "HH", 4),
        ("名", "PS", 0),
        ("万人次", "VISITS", 4),
        ("亿元", "CNY", 8),
        ("岁", "YR", 0),
        ("㎡", "M2", 0),
        ("", "_Z", 0),
    ],
)
def test_a_unit_has_a_code_and_a_multiplier(printed: str, code: str, multiplier: int) -> None:
    assert (unit_of(printed).code.id, unit_of(printed).multiplier) == (code, multiplier)


@pytest.mark.parametrize("printed", ["件/千人", "见附注{0}", "/常住人口"])
def test_a_unit_without_a_code_keeps_its_print_as_its_name(printed: str) -> None:
    found = unit_of(printed).code
    assert found.names.zh == printed and re.fullmatch(r"U_[0-9a-f]{12}", found.id)


def test_digits_behind_the_point_are_as_reported() -> None:
    assert [decimals_of(value) for value in (Decimal("45.00"), Decimal("45"), Decimal("1E+3"), None)] == [2, 0, 0, None]


def test_every_code_list_is_fixed_or_grows() -> None:
    lists = {one.codes for one in COMPONENTS if one.codes}
    assert lists == set(FIXED_CODES) | set(GROWING_CODES) and not set(FIXED_CODES) & set(GROWING_CODES)
