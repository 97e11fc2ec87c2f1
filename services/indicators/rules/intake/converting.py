"""Figures written in another unit than the one that counts: what they come to where the meaning is kept."""

import re
from decimal import Decimal
from typing import NamedTuple

from services.indicators.rules.measures import Dimension, convert, measure_of

_WITH_UNIT = re.compile(r"(-?[0-9]{1,30}(?:\.[0-9]{1,30})?)\s*([^\W\d_]\D{0,20})")


class Written(NamedTuple):
    """A cell as it stood in the row, and the unit in which its figure counts; none: a bare number."""

    column: str
    text: str
    unit: str | None


class Count(NamedTuple):
    """A count that was written with its unit; ``value`` None: that unit counts nothing."""

    value: Decimal | None
    written_unit: str
    unit: str | None


def converted(value: Decimal, unit: str, wanted: str) -> Decimal:
    """``value`` in another unit of the same meaning, without zeros that only the arithmetic made; ValueError where the meaning would change.

    >>> str(converted(Decimal("1.20"), "万户", "户"))
    '12000'
    """
    found = convert(value, unit, wanted)
    return value if found == value else _plain(found)


def counted(text: str | None) -> Count | None:
    """A count written with its unit: 1.2万人 is 12000 人. None for a bare number, and for what is no number at all."""
    match = _WITH_UNIT.fullmatch(text or "")
    if match is None:
        return None
    unit = match[2].strip()
    measure = measure_of(unit)
    if measure is None or measure.dimension is not Dimension.COUNT:
        return Count(None, unit, None)
    value, factor = Decimal(match[1]), measure.factor
    return Count(value if factor == 1 else _plain(value * factor.numerator / factor.denominator), unit, measure.of or None)


def _plain(value: Decimal) -> Decimal:
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
