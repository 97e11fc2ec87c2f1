"""Units of measure as quantities: what they measure, how large one of them is, and when one may be turned into another.

A printed unit becomes a ``Measure``; conversion is allowed only where the meaning is kept: 万户 is ten thousand 户, 0.3% is 3‰, but a rate
per 常住人口 is none per 户籍人口, a 百分点 is no %, and 家 are no 个 (domain notes, section 3).
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from unicodedata import normalize

from shared.rules.targets.vocabulary import words


class Dimension(StrEnum):
    """What a unit measures."""

    UNSTATED = "unstated"
    SHARE = "share"
    POINTS = "points"
    COUNT = "count"
    RATE = "rate"
    TIME = "time"
    AGE = "age"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    MASS = "mass"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Measure:
    """``factor`` of the dimension's base unit; ``of`` tells what is counted, or per what: 户, 件/人. ``printed`` is only told."""

    dimension: Dimension
    factor: Fraction = Fraction(1)
    of: str = ""
    printed: str = field(default="", compare=False)

    @property
    def kind(self) -> tuple[Dimension, str]:
        """Measures of one kind can be turned into one another."""
        return self.dimension, self.of


UNSTATED = Measure(Dimension.UNSTATED)
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_PREFIX = r"(\d*)(十万|百万|千万|十|百|千|万|亿)?"
_COUNT_NOUNS = frozenset(
    words(
        "名 人 户 个 家 所 场 次 项 件 份 张 床 班 台 辆 套 篇 期 批 条 种 类 例 对 组 队 节 本 间 片 块 处 座 枚 支 剂 栋 幢",
        "人次 家次 户次 例次 批次 课时 学时 步 点位 位",
    )
)
_SAME = {
    "名": "人",
    "㎡": "平方米",
    "m2": "平方米",
    "平方千米": "平方公里",
    "km2": "平方公里",
    "m3": "立方米",
    "kg": "千克",
    "公斤": "千克",
    "km": "公里",
}
_SAME |= {"千米": "公里", "周岁": "岁", "百分点": "个百分点", "l": "升", "ml": "毫升", "g": "克", "mg": "毫克", "m": "米", "cm": "厘米", "mm": "毫米"}
_SAME |= {"人口": "人"}
_MEASURED: dict[str, tuple[Dimension, int | Fraction]] = {
    "小时": (Dimension.TIME, 60),
    "分钟": (Dimension.TIME, 1),
    "秒": (Dimension.TIME, Fraction(1, 60)),
    "天": (Dimension.TIME, 1440),
    "岁": (Dimension.AGE, 1),
    "毫米": (Dimension.LENGTH, Fraction(1, 1000)),
    "厘米": (Dimension.LENGTH, Fraction(1, 100)),
    "米": (Dimension.LENGTH, 1),
    "公里": (Dimension.LENGTH, 1000),
    "平方米": (Dimension.AREA, 1),
    "公顷": (Dimension.AREA, 10**4),
    "平方公里": (Dimension.AREA, 10**6),
    "毫升": (Dimension.VOLUME, Fraction(1, 1000)),
    "升": (Dimension.VOLUME, 1),
    "立方米": (Dimension.VOLUME, 1000),
    "毫克": (Dimension.MASS, Fraction(1, 1000)),
    "克": (Dimension.MASS, 1),
    "千克": (Dimension.MASS, 1000),
    "吨": (Dimension.MASS, 10**6),
    "元": (Dimension.MONEY, 1),
}
_SHARES = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "倍": Fraction(1)}
_PEOPLE = frozenset({"", "人"})
_WHOLE = re.compile(rf"{_PREFIX}(.*)")


@lru_cache(maxsize=1024)
def measure_of(printed: str | None) -> Measure | None:
    """The measure that a printed unit names; UNSTATED for none at all, None for a unit that is not known."""
    text = _folded(printed or "")
    found = _measure(text) if text else UNSTATED
    return replace(found, printed=printed or "") if found else None


def _measure(text: str) -> Measure | None:
    if text in _SHARES:
        return Measure(Dimension.SHARE, _SHARES[text])
    if text == "个百分点":
        return Measure(Dimension.POINTS)
    if re.fullmatch(r":\d+", text):
        return Measure(Dimension.SHARE, Fraction(1, int(text[1:]))) if int(text[1:]) else None
    return _per(text) if "/" in text else _plain(text)


def _folded(printed: str) -> str:
    text = "".join(normalize("NFKC", printed).split())
    return _SAME.get(text.lower(), text)


def _plain(text: str) -> Measure | None:
    if text in _MEASURED:
        dimension, factor = _MEASURED[text]
        return Measure(dimension, Fraction(factor))
    number, magnitude, noun = _parts(text)
    if number is None or magnitude is None:
        return None
    if noun in _MEASURED:
        dimension, factor = _MEASURED[noun]
        return Measure(dimension, magnitude * Fraction(factor))
    counted = noun in _COUNT_NOUNS or noun == "人" or (not noun and magnitude > 1)
    return Measure(Dimension.COUNT, magnitude, noun) if counted and not number else None


def _parts(text: str) -> tuple[str | None, Fraction | None, str]:
    """The printed number, the whole magnitude (number and 万 together), and the noun behind them."""
    match = _WHOLE.fullmatch(text)
    if match is None or match[1].startswith("0"):
        return None, None, text
    return match[1], Fraction(int(match[1] or 1) * _MAGNITUDES.get(match[2] or "", 1)), _SAME.get(match[3].lower(), match[3])


def _per(text: str) -> Measure | None:
    """A share of people (1/10万, /万), or a rate of something counted or measured per something."""
    above, _, below = text.partition("/")
    if "/" in below or not below:
        return None
    _, size, noun = _parts(below)
    if size is None:
        return None
    if above in ("", "1"):
        return Measure(Dimension.SHARE, 1 / size, "" if noun in _PEOPLE else noun) if size > 1 else None
    over = _plain(_folded(above))
    if over is None or not _names_something(noun):
        return None
    what = over.of if over.dimension is Dimension.COUNT else over.dimension.value
    return Measure(Dimension.RATE, over.factor / size, f"{what}/{noun}")


def _names_something(noun: str) -> bool:
    return noun in _COUNT_NOUNS or noun in _MEASURED or noun in {"人", "年", "日", "月", "周", "车"} or noun.endswith("人口")


def is_convertible(one: Measure | None, other: Measure | None) -> bool:
    """Whether a figure in one measure says the same in the other; an unstated or unknown unit is convertible into nothing but itself."""
    return one is not None and other is not None and one.kind == other.kind


def same_measure(one: str | None, other: str | None) -> bool:
    """Whether two printed units are convertible: 名 and 人, /10万 and 1/10万, 户 and 万户."""
    return (one or "") == (other or "") or is_convertible(measure_of(one), measure_of(other))


def convert(value: Decimal, printed: str | None, wanted: str | None) -> Decimal:
    """``value`` of one unit in another; exact for powers of ten, 28 digits otherwise. ValueError where the meaning would change."""
    if (printed or "") == (wanted or ""):
        return value
    one, other = measure_of(printed), measure_of(wanted)
    if one is None or other is None or one.kind != other.kind:
        raise ValueError(f"{printed or 'no unit'} is not convertible into {wanted or 'no unit'}")
    factor = one.factor / other.factor
    return value if factor == 1 else value * factor.numerator / factor.denominator


def is_same_size(one: str | None, other: str | None) -> bool:
    """Whether a figure stays as it is from one printed unit to the other: 名 and 人, /10万 and 1/10万."""
    return (one or "") == (other or "") or (is_convertible(measure_of(one), measure_of(other)) and measure_of(one) == measure_of(other))
