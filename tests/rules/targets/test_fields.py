"""What ``jianxing target`` prints: absent rather than null, numbers as numbers, sizes positive beside a direction."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.targets import fields_of, parse


def only(phrase: str) -> dict[str, Any]:
    """The fields of a phrase's one target."""
    (target,) = fields_of(parse(phrase))["targets"]
    return dict(target)


@pytest.mark.parametrize(
    ("phrase", "fields"),
    [
        ("每年降低1个百分点以上", {"kind": "yearly_step", "comparator": ">=", "value": 1, "low": 1, "unit": "个百分点", "direction": "down"}),
        ("年均增长8%左右", {"kind": "yearly_step", "comparator": "~", "value": 8, "unit": "%", "direction": "up", "average": True}),
        ("每年下降1至2个百分点", {"kind": "yearly_step", "low": 1, "high": 2, "unit": "个百分点", "direction": "down"}),
        ("较2020年下降20%", {"kind": "relative", "value": 20, "unit": "%", "direction": "down", "base": "year", "base_year": 2020}),
        ("较2020年增加2000张", {"kind": "relative", "value": 2000, "unit": "张", "direction": "up", "change_unit": "own"}),
        ("翻一番", {"kind": "relative", "value": 100, "unit": "%", "direction": "up"}),
        ("较2015年减半", {"kind": "relative", "value": 50, "unit": "%", "direction": "down"}),
        ("低于2020年水平", {"kind": "relative", "comparator": "<", "direction": "down", "base_year": 2020}),
        ("不高于2020年水平", {"kind": "relative", "comparator": "<=", "direction": "hold", "base_year": 2020}),
        ("达到三十五万户", {"value": 35, "unit": "万户", "comparator": ">="}),
        ("12/10万以下", {"kind": "threshold", "value": 12, "unit": "/10万", "comparator": "<="}),
    ],
)
def test_the_fields_say_what_was_printed(phrase: str, fields: dict[str, Any]) -> None:
    """Issue C, section 2."""
    printed = only(phrase)
    assert {name: printed.get(name) for name in fields} == fields


@pytest.mark.parametrize(
    ("phrase", "absent"), [("较上一年减少", "value"), ("低于2020年水平", "change_unit"), ("每年下降1至2个百分点", "value"), ("35%", "comparator")]
)
def test_what_is_not_said_is_absent(phrase: str, absent: str) -> None:
    printed = only(phrase)
    assert absent not in printed
    assert None not in printed.values()


_NUMERALS, _MAGNITUDES = "零一二三四五六七八九", ((1000, "千"), (100, "百"), (10, "十"))


def in_words(number: int) -> str:
    """A number below ten thousand as Chinese documents write it."""
    words = ""
    for size, name in _MAGNITUDES:
        digit, number = divmod(number, size)
        words += _NUMERALS[digit] + name if digit else ("零" if words and number and not words.endswith("零") else "")
    return words + (_NUMERALS[number] if number else "")


@given(st.integers(1, 9999), st.sampled_from(["户", "万户", "亿元", "人次", "个百分点", "万人"]))
def test_a_number_in_words_means_the_number_in_digits(number: int, unit: str) -> None:
    (written,), (printed,) = (fields_of(parse(f"达到{text}{unit}"))["targets"] for text in (in_words(number), str(number)))
    assert {**written, "raw": ""} == {**printed, "raw": ""}
