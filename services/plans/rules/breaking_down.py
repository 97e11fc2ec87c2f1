"""Whether the parts of a target reach the whole (目标分解).

Source: architecture notes, "the check that a breakdown reaches the whole"; the three roll-ups are stated by a person. Exact decimals: the
weighted mean is compared without a division, Σ(value × weight) against whole × Σ weight.
"""

import operator
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from shared.schemas.breakdowns import BreakdownCheck, BreakdownPart, RollUp
from shared.schemas.targets import Comparator, Polarity

RULE = "breakdown/1"
_TEST: dict[Comparator, Callable[[Decimal, Decimal], bool]] = {
    Comparator.AT_LEAST: operator.ge,
    Comparator.ABOVE: operator.gt,
    Comparator.AT_MOST: operator.le,
    Comparator.BELOW: operator.lt,
    Comparator.EQUAL: operator.eq,
}
_BY_POLARITY = {Polarity.UP: Comparator.AT_LEAST, Polarity.DOWN: Comparator.AT_MOST, Polarity.WITHIN: Comparator.EQUAL}
_EXACT_DIGITS, _SHOWN_PLACES = 120, 4


def comparator_of(printed: Comparator | None, polarity: Polarity) -> Comparator | None:
    """The printed comparator; a bare number takes it from the polarity; None where a state is wanted."""
    return printed or _BY_POLARITY.get(polarity)


def check(whole: Decimal, comparator: Comparator, roll_up: RollUp, parts: Sequence[BreakdownPart]) -> BreakdownCheck:
    """Whether ``parts`` reach ``whole``, explained. "左右" (~) has no line, so nothing can be told."""
    if comparator is Comparator.ABOUT:
        zh, en = "目标为“左右”，没有明确界线，无法判定分解是否达到", "the target says “about”: there is no line to hold the parts against"
        return BreakdownCheck(rule=RULE, reaches=None, short=[], arithmetic="-", zh=zh, en=en)
    with localcontext() as context:
        context.prec = _EXACT_DIGITS
        if roll_up is RollUp.EACH:
            return _each(whole, comparator, parts)
        return _sum(whole, comparator, parts) if roll_up is RollUp.SUM else _mean(whole, comparator, parts)


def _sum(whole: Decimal, comparator: Comparator, parts: Sequence[BreakdownPart]) -> BreakdownCheck:
    total = sum((part.value for part in parts), Decimal(0))
    reaches = _TEST[comparator](total, whole)
    arithmetic = f"{' + '.join(f'{part.value:f}' for part in parts)} = {total:f} {comparator} {whole:f}"
    return _told(reaches, f"{total:f}", arithmetic, "各部分之和", "the parts add up to", whole, comparator)


def _mean(whole: Decimal, comparator: Comparator, parts: Sequence[BreakdownPart]) -> BreakdownCheck:
    pairs = [(part.value, part.weight if part.weight is not None else Decimal(1)) for part in parts]
    weights = sum((weight for _, weight in pairs), Decimal(0))
    weighted = sum((value * weight for value, weight in pairs), Decimal(0))
    reaches = _TEST[comparator](weighted, whole * weights)
    shown = f"{(weighted / weights).quantize(Decimal(1).scaleb(-_SHOWN_PLACES), ROUND_HALF_UP).normalize():f}"
    products = " + ".join(f"{value:f}×{weight:f}" for value, weight in pairs)
    return _told(
        reaches, shown, f"({products}) ÷ {weights:f} ≈ {shown} {comparator} {whole:f}", "加权平均", "the weighted mean is", whole, comparator
    )


def _each(whole: Decimal, comparator: Comparator, parts: Sequence[BreakdownPart]) -> BreakdownCheck:
    short = [part.written for part in parts if not _TEST[comparator](part.value, whole)]
    arithmetic = "; ".join(f"{part.written} {part.value:f} {comparator} {whole:f}" for part in parts)
    count = f"{len(parts) - len(short)}/{len(parts)}"
    line = f"{comparator} {whole:f}"
    zh = f"各部分均达到 {line}" if not short else f"{'、'.join(short)} 未达到 {line}"
    en = f"every part reaches {line}" if not short else f"{', '.join(short)} miss {line}"
    return BreakdownCheck(rule=RULE, reaches=not short, computed=count, short=short, arithmetic=arithmetic, zh=zh, en=en)


def _told(reaches: bool, computed: str, arithmetic: str, zh: str, en: str, whole: Decimal, comparator: Comparator) -> BreakdownCheck:
    line = f"{comparator} {whole:f}"
    verdict_zh, verdict_en = ("达到", "reaching") if reaches else ("未达到", "missing")
    return BreakdownCheck(
        rule=RULE,
        reaches=reaches,
        computed=computed,
        short=[],
        arithmetic=arithmetic,
        zh=f"{zh}为 {computed}，{verdict_zh}总目标 {line}",
        en=f"{en} {computed}, {verdict_en} the whole of {line}",
    )
