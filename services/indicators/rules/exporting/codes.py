"""The codes under which official values leave the house: each is made from what is kept, the same today and tomorrow.

An id of an SDMX code holds letters, digits, ``_ @ $ -`` alone (SDMX 3.0, IDType); what has other signs gets a digest of itself.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from services.indicators.rules.measures import Dimension, Measure, measure_of
from shared.kit.language import Words
from shared.rules.disaggregations import parse_disaggregation
from shared.rules.periods import Grain, Period, parse_period

TOTAL = "_T"
_ID = re.compile(r"[A-Za-z0-9_$][A-Za-z0-9_@$\-]*")
"""A code that begins with ``-`` or ``@`` would be a formula to a spreadsheet."""
_PART = re.compile(r"[A-Za-z0-9\-=;+]+")
_SIGNS = str.maketrans({"=": "_", ";": "__", "+": "$"})
_FREQUENCIES = {Grain.YEAR: "A", Grain.HALF: "S", Grain.QUARTER: "Q", Grain.MONTH: "M"}
_TEN_POWERS = range(1, 10)
_CATEGORIES = {
    "sex": Words("性别", "sex"),
    "female": Words("女", "female"),
    "male": Words("男", "male"),
    "age": Words("年龄", "age"),
    "residence": Words("城乡", "residence"),
    "urban": Words("城镇", "urban"),
    "rural": Words("农村", "rural"),
}
_CATEGORIES |= {words.zh: words for words in _CATEGORIES.values()}


class Code(NamedTuple):
    """A code with its names; ``parent`` is the code above it."""

    id: str
    names: Words
    parent: str | None = None


def _digest(prefix: str, text: str) -> str:
    return f"{prefix}_{sha256(text.encode()).hexdigest()[:12]}"


def indicator_code(indicator_id: UUID, code: str | None) -> str:
    """The catalogue's code where it has one that SDMX takes, else the entry's id."""
    return code if code is not None and _ID.fullmatch(code) else str(indicator_id)


def area_code(region_id: UUID, code: str | None, ended_on: date | None) -> str:
    """The code that a region bears (GB/T 2260), or bore last with the year in which it ended: another region may bear it by now."""
    if code is None:
        return str(region_id)
    return code if ended_on is None else f"{code}_{ended_on.year}"


@lru_cache(maxsize=8192)
def part_code(disaggregation: str) -> Code:
    """A part of a whole: ``age=65+;sex=female`` is ``age_65$__sex_female``; ``_T`` is the total."""
    if not disaggregation:
        return Code(TOTAL, Words("合计", "total"))
    written = disaggregation.translate(_SIGNS) if _PART.fullmatch(disaggregation) else _digest("X", disaggregation)
    pairs = [
        (_CATEGORIES.get(one, Words(one, one)), _CATEGORIES.get(other, Words(other, other))) for one, other in parse_disaggregation(disaggregation)
    ]
    zh, en = "，".join(f"{name.zh}：{value.zh}" for name, value in pairs), ", ".join(f"{name.en}: {value.en}" for name, value in pairs)
    return Code(written, Words(zh, en))


@lru_cache(maxsize=8192)
def frequency_of(period: str) -> str:
    """A, S, Q or M (SDMX, CL_FREQ)."""
    return _FREQUENCIES[parse_period(period).grain]


@lru_cache(maxsize=8192)
def time_period(period: str) -> str:
    """The period as SDMX writes it: a half year is a semester, ``2025-S1``."""
    found: Period = parse_period(period)
    return f"{found.year:04}-S{found.number}" if found.grain is Grain.HALF else period


_SHARES = {
    100: Code("PT", Words("百分比（%）", "per cent")),
    1000: Code("PER_1000", Words("千分比（‰）", "per 1,000")),
    10_000: Code("PER_10000", Words("每万", "per 10,000")),
    100_000: Code("PER_100000", Words("每10万", "per 100,000")),
    1: Code("RATIO", Words("倍", "ratio")),
}
_COUNTED = {
    "": Code("NUMBER", Words("数", "number")),
    "人": Code("PS", Words("人", "persons")),
    "户": Code("HH", Words("户", "households")),
    "人次": Code("VISITS", Words("人次", "person-times")),
    "场": Code("EVENTS", Words("场", "events")),
    "次": Code("TIMES", Words("次", "times")),
    "家": Code("INST", Words("家", "institutions")),
    "个": Code("UNITS", Words("个", "items")),
    "张": Code("BEDS", Words("张", "beds")),
}
_MEASURED = {
    (Dimension.POINTS, 1): Code("PP", Words("百分点", "percentage points")),
    (Dimension.TIME, 60): Code("HUR", Words("小时", "hours")),
    (Dimension.TIME, 1): Code("MIN", Words("分钟", "minutes")),
    (Dimension.TIME, 1440): Code("DAY", Words("天", "days")),
    (Dimension.AGE, 1): Code("YR", Words("岁", "years of age")),
    (Dimension.LENGTH, 1): Code("M", Words("米", "metres")),
    (Dimension.LENGTH, 1000): Code("KM", Words("公里", "kilometres")),
    (Dimension.AREA, 1): Code("M2", Words("平方米", "square metres")),
    (Dimension.AREA, 10**6): Code("KM2", Words("平方公里", "square kilometres")),
    (Dimension.VOLUME, 1): Code("L", Words("升", "litres")),
    (Dimension.VOLUME, 1000): Code("M3", Words("立方米", "cubic metres")),
    (Dimension.MASS, 1): Code("G", Words("克", "grams")),
    (Dimension.MASS, 1000): Code("KG", Words("千克", "kilograms")),
    (Dimension.MASS, 10**6): Code("T", Words("吨", "tonnes")),
}
_MONEY = Code("CNY", Words("元", "yuan"))
_UNSTATED = Code("_Z", Words("未注明", "not stated"))


class Unit(NamedTuple):
    """A unit of measure, and how many tens a figure stands for: 万户 are households at 4."""

    code: Code
    multiplier: int


@lru_cache(maxsize=1024)
def unit_of(printed: str) -> Unit:
    """The unit that is printed as ``printed``; one that is not known keeps its print as its name."""
    measure = measure_of(printed)
    if not printed:
        return Unit(_UNSTATED, 0)
    return (_known(measure) if measure else None) or Unit(Code(_digest("U", printed), Words(printed, printed)), 0)


def _known(measure: Measure) -> Unit | None:
    if measure.dimension is Dimension.SHARE and not measure.of and measure.factor.numerator == 1:
        share = _SHARES.get(measure.factor.denominator)
        return Unit(share, 0) if share else None
    base = {Dimension.COUNT: _COUNTED.get(measure.of), Dimension.MONEY: _MONEY}.get(measure.dimension)
    if base is not None and (power := _power(measure)) is not None:
        return Unit(base, power)
    exact = _MEASURED.get((measure.dimension, measure.factor.numerator)) if measure.factor.denominator == 1 and not measure.of else None
    return Unit(exact, 0) if exact else None


def _power(measure: Measure) -> int | None:
    if measure.factor == 1:
        return 0
    return next((power for power in _TEN_POWERS if measure.factor == 10**power), None)


def decimals_of(value: Decimal | None) -> int | None:
    """How many digits stand behind the point, as reported."""
    return None if value is None else max(0, -int(value.as_tuple().exponent))
