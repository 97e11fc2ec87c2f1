"""An expression as a printed phrase, in Chinese or English; what the Chinese phrase can carry, ``parse`` reads back."""

from decimal import Decimal
from typing import Literal

from shared.rules.targets.units import is_counted
from shared.schemas.targets import (
    BaseKind,
    ChangeUnit,
    Comparator,
    CumulativeCount,
    Direction,
    External,
    PerMember,
    Range,
    Rank,
    Relative,
    SecondOrderTrend,
    State,
    TargetExpression,
    Threshold,
    Trend,
    YearlyStep,
)

Language = Literal["zh", "en"]
_C, _D = Comparator, Direction
_HELD = {
    "zh": {_C.AT_LEAST: "不低于{}", _C.ABOVE: "高于{}", _C.AT_MOST: "不高于{}", _C.BELOW: "低于{}", _C.EQUAL: "等于{}", _C.ABOUT: "{}左右"},
    "en": {
        _C.AT_LEAST: "at least {}",
        _C.ABOVE: "more than {}",
        _C.AT_MOST: "at most {}",
        _C.BELOW: "less than {}",
        _C.EQUAL: "{}",
        _C.ABOUT: "about {}",
    },
}
_MOVES = {"zh": {_D.UP: "提高", _D.DOWN: "降低", _D.HOLD: "持平"}, "en": {_D.UP: "up", _D.DOWN: "down", _D.HOLD: "no change"}}
_SIZES = {
    "zh": {ChangeUnit.PERCENT: "%", ChangeUnit.POINTS: "个百分点", ChangeUnit.OWN: ""},
    "en": {ChangeUnit.PERCENT: " %", ChangeUnit.POINTS: " percentage points", ChangeUnit.OWN: ""},
}
_BASES = {
    "zh": {
        BaseKind.YEAR: "比{}年",
        BaseKind.PREVIOUS_YEAR: "比上年",
        BaseKind.PREVIOUS_TARGET: "比上一目标",
        BaseKind.AVERAGE: "比前三年平均水平",
        BaseKind.AT_ISSUE: "在现有基础上",
    },
    "en": {
        BaseKind.YEAR: "{}",
        BaseKind.PREVIOUS_YEAR: "the year before",
        BaseKind.PREVIOUS_TARGET: "the target before",
        BaseKind.AVERAGE: "the average",
        BaseKind.AT_ISSUE: "the level at issue",
    },
}
_TENDENCIES = {"zh": {_D.UP: "提高", _D.DOWN: "降低", _D.HOLD: "保持稳定"}, "en": {_D.UP: "rising", _D.DOWN: "falling", _D.HOLD: "steady"}}
_SECOND = {
    "zh": {_D.UP: "增速加快", _D.DOWN: "增速放缓", _D.HOLD: "增速保持稳定"},
    "en": {_D.UP: "growth speeding up", _D.DOWN: "growth slowing down", _D.HOLD: "growth at a steady pace"},
}


def print_target(expression: TargetExpression, lang: Language = "zh") -> str:  # noqa: PLR0911, C901 - one line per kind
    """The phrase of an expression: 不低于45%, 比2020年提高10%以上; in English: at least 45 %."""
    match expression:
        case Threshold():
            return _threshold(expression, lang)
        case Range():
            return f"{_value(expression.low, expression.unit, lang)}—{_value(expression.high, expression.unit, lang)}"
        case CumulativeCount():
            return _count(expression, lang)
        case Relative():
            return _relative(expression, lang)
        case YearlyStep():
            return _yearly(expression, lang)
        case Trend():
            return _trend(expression, lang)
        case SecondOrderTrend():
            return _SECOND[lang][expression.direction]
        case Rank():
            return _rank(expression, lang)
        case External():
            return _external(expression, lang)
        case State():
            return expression.wanted
        case PerMember():
            return _members(expression, lang)
        case _:
            return "——"


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _value(value: Decimal, unit: str | None, lang: Language) -> str:
    return f"{_plain(value)}{' ' if lang == 'en' and unit else ''}{unit or ''}"


def _held(comparator: Comparator | None, value: str, lang: Language) -> str:
    return _HELD[lang][comparator].format(value) if comparator else value


def _threshold(expression: Threshold, lang: Language) -> str:
    held = _held(expression.comparator, _value(expression.value, expression.unit, lang), lang)
    # 存量 (a stock) keeps 存量不低于10家 from being read as ten new ones
    return f"存量{held}" if lang == "zh" and is_counted(expression.unit) else held


def _count(expression: CumulativeCount, lang: Language) -> str:
    held = _held(expression.comparator, _value(expression.value, expression.unit, lang), lang)
    if lang == "en":
        return f"{held} in total" + (f" since {expression.since}" if expression.since else "")
    return (f"自{expression.since}年起" if expression.since else "") + f"累计{held}"


def _change(direction: Direction, comparator: Comparator, size: str, lang: Language) -> str:
    return f"{_MOVES[lang][direction]}{' ' if lang == 'en' else ''}{_HELD[lang][comparator].format(size)}"


def _relative(expression: Relative, lang: Language) -> str:
    base = _base(expression, lang)
    if expression.value is None:
        moved = _MOVES[lang][expression.direction]
        some = "有所" if expression.direction is not _D.HOLD else ""
        return f"{moved} against {base}" if lang == "en" else f"{base}{some}{moved}"
    size = _range(expression.value, expression.high) + _SIZES[lang][expression.change_unit]
    change = _change(expression.direction, expression.comparator, size, lang)
    doubt = " (per cent or points)" if expression.ambiguous else ""
    return f"{change} on {base}{doubt}" if lang == "en" else base + change


def _base(expression: Relative, lang: Language) -> str:
    if expression.average_of:
        return f"比{expression.average_of}" if lang == "zh" else expression.average_of
    return _BASES[lang][expression.base].format(expression.base_year)


def _range(low: Decimal, high: Decimal | None) -> str:
    return _plain(low) + (f"—{_plain(high)}" if high is not None else "")


def _yearly(expression: YearlyStep, lang: Language) -> str:
    size = _range(expression.low, expression.high) + _SIZES[lang][expression.change_unit]
    change = _change(expression.direction, expression.comparator, size, lang)
    if lang == "en":
        since = f" since {expression.base_year}" if expression.base_year else ""
        return f"{change} {'a year on average' if expression.average else 'each year'}{since}"
    base = f"在{expression.base_year}年基础上" if expression.base_year else ""
    return f"{base}{'年均' if expression.average else '每年'}{change}"


def _trend(expression: Trend, lang: Language) -> str:
    tendency = _TENDENCIES[lang][expression.direction]
    if lang == "en":
        return f"{tendency}{' every year' if expression.strict else ''}"
    manner = "逐年" if expression.strict else "" if expression.direction is _D.HOLD else "持续"
    return manner + tendency


def _rank(expression: Rank, lang: Language) -> str:
    if lang == "en":
        place = f"among the first {expression.position}" if expression.position else expression.wording or "among the first"
        return f"{place} of {expression.peer_set}"
    return f"位居{expression.peer_set}{expression.wording or (f'前{expression.position}名' if expression.position else '前列')}"


def _external(expression: External, lang: Language) -> str:
    if expression.comparator is None:
        return f"as set: {expression.sets}" if lang == "en" else expression.sets
    held = "接近{}" if lang == "zh" and expression.comparator is _C.ABOUT else _HELD[lang][expression.comparator]
    return held.format(expression.sets)


def _members(expression: PerMember, lang: Language) -> str:
    inner = print_target(expression.inner, lang).removeprefix("存量")
    if lang == "en":
        who = (
            f"{_plain(expression.share)} % of" if expression.share is not None else f"at least {expression.count} of" if expression.count else "each"
        )
        return f"{who} {expression.member_set}: {inner}"
    if expression.share is not None:
        return f"{_plain(expression.share)}%的{expression.member_set}{'' if isinstance(expression.inner, State) else '拥有'}{inner}"
    return f"至少{expression.count}个{expression.member_set}{inner}" if expression.count else f"每{expression.member_set}{inner}"
