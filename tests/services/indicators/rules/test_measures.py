"""Units of measure: what is known, what is convertible, and what must not be converted (domain notes, section 3)."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.measures import Dimension, convert, measure_of, same_measure

CONVERTIBLE = [
    ("万户", "户", "1.3", "13000"),
    ("户", "万户", "13000", "1.3"),
    ("%", "‰", "0.3", "3"),
    ("‰", "%", "8.1", "0.81"),
    ("/10万", "1/10万", "7", "7"),
    ("1/10万", "/万", "50", "5"),
    ("/10万", "%", "50", "0.05"),
    ("名", "人", "3", "3"),
    ("㎡", "平方米", "2.60", "2.60"),
    ("m²", "㎡", "1", "1"),
    ("平方公里", "公顷", "1", "100"),
    ("小时", "分钟", "1.5", "90"),
    ("分钟", "小时", "90", "1.5"),
    ("亿元", "万元", "1.20", "12000"),
    ("件/千人", "件/万人", "4.1", "41"),
    ("份/百万人", "份/10万人口", "400", "40"),
    ("周岁", "岁", "80", "80"),
    ("万人次", "人次", "2", "20000"),
    ("：1", "%", "1", "100"),
]

REFUSED = [
    ("万", "/10万", "a printed fault (50.9万 for 50.9/10万) is never read as 509000"),
    ("%", "个百分点", "a change is no level"),
    ("家", "个", "different things are counted"),
    ("户", "人", "a household is no person"),
    ("岁", "天", "an age is no span"),
    ("件/千人", "件/千常住人口", "another population"),
    ("/10万常住人口", "/10万户籍人口", "another population"),
    ("件/千人", "份/千人", "other things are counted"),
    (None, "%", "what is not printed is not known"),
    ("%", None, "what is not printed is not known"),
    ("分钟", "平方米", "another dimension"),
    ("元", "美元", "another currency"),
    ("马克", "%", "an unknown unit"),
]


@pytest.mark.parametrize(("printed", "wanted", "value", "expected"), CONVERTIBLE)
def test_conversion_keeps_the_meaning(printed: str, wanted: str, value: str, expected: str) -> None:
    assert convert(Decimal(value), printed, wanted) == Decimal(expected)
    assert same_measure(printed, wanted)


@pytest.mark.parametrize(("printed", "wanted", "why"), REFUSED)
def test_what_would_change_the_meaning_is_refused(printed: str | None, wanted: str | None, why: str) -> None:
    assert not same_measure(printed, wanted), why
    with pytest.raises(ValueError, match="not convertible"):
        convert(Decimal(1), printed, wanted)


@pytest.mark.parametrize("unit", ["马克", "%%", "//", "/", "1/0", "0户", "3户", "件/", "件/千", ":0", "户/千人/年", "/人", "五棵"])
def test_an_unknown_unit_is_told_from_an_unstated_one(unit: str) -> None:
    assert measure_of(unit) is None
    for nothing in (None, "", " "):
        assert getattr(measure_of(nothing), "dimension", None) is Dimension.UNSTATED


def test_the_same_unit_leaves_every_digit_alone() -> None:
    assert str(convert(Decimal("45.0"), "%", "%")) == "45.0"
    assert str(convert(Decimal("45.0"), None, "")) == "45.0"
    assert str(convert(Decimal("7.10"), "/10万", "1/10万")) == "7.10"


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from([(a, b) for a, b, _, _ in CONVERTIBLE]))
def test_there_and_back_is_the_same_figure(value: Decimal, units: tuple[str, str]) -> None:
    one, other = units
    back = convert(convert(value, one, other), other, one)
    assert abs(back - value) <= abs(value) * Decimal("1e-26")  # 60 minutes of an hour have no end in decimals


@given(st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=3), st.sampled_from([(a, b) for a, b, _, _ in CONVERTIBLE]))
def test_the_order_of_figures_does_not_depend_on_the_unit(one: Decimal, other: Decimal, units: tuple[str, str]) -> None:
    assert (one < other) == (convert(one, *units) < convert(other, *units))


def test_every_unit_that_the_five_plans_print_is_known() -> None:
    folder = Path(__file__).parents[4] / "examples" / "documents"
    printed = {
        indicator.get("unit_of_measure") for path in folder.glob("*.json") for indicator in json.loads(path.read_text(encoding="utf-8"))["indicators"]
    }
    assert len(printed) > 20
    assert {unit for unit in printed if measure_of(unit) is None} == set()
