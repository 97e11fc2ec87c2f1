"""Figures in another unit than the one that counts: every digit that was written, and none that was not."""

from decimal import Decimal

import pytest

from services.indicators.rules.intake.converting import converted, counted


@pytest.mark.parametrize(
    ("written", "unit", "wanted", "counts"),
    [
        ("1.20", "万户", "户", "12000"),
        ("3.5", "‰", "%", "0.35"),
        ("12.50", "名", "人", "12.50"),
        ("90", "分钟", "小时", "1.5"),
        ("0.0", "万户", "户", "0.0"),
        ("70", "户", "万户", "0.007"),
    ],
)
def test_a_value(written: str, unit: str, wanted: str, counts: str) -> None:
    assert str(converted(Decimal(written), unit, wanted)) == counts


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("1.2万人", "12000", "人"), ("3 户", "3", "户"), ("0.5亿", "50000000", None), ("5.0名", "5.0", "人"), ("5克", "None", None)],
)
def test_a_count(text: str, value: str, unit: str | None) -> None:
    found = counted(text)
    assert found is not None and (str(found.value), found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["12", "-3.5", "1e3", "1,234", "３２", "万", "", None])
def test_what_names_no_unit_is_left_to_the_check_of_numbers(text: str | None) -> None:
    assert counted(text) is None
