"""Deductions and bonuses: so many points for each fact beyond those that are free, with a cap."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from services.indicators.rules.arithmetic import ZERO
from services.indicators.rules.assessing.rounding import half_up, points
from shared.schemas.assessment_cards import CountedFact, PointsGiven
from shared.schemas.assessments import FactRule
from shared.schemas.verdicts import Said


def counted(kind: str, facts: Iterable[CountedFact]) -> Decimal:
    """How many facts of a kind there are."""
    return sum((fact.count for fact in facts if fact.kind == kind), ZERO)


def given(rules: Sequence[FactRule], facts: Sequence[CountedFact], sign: int) -> list[PointsGiven]:
    """What each rule came to; ``sign`` -1 for deductions."""
    return [_given(rule, counted(rule.fact, facts), sign) for rule in rules]


def _given(rule: FactRule, count: Decimal, sign: int) -> PointsGiven:
    beyond = max(ZERO, count - rule.free)
    whole = half_up(beyond * rule.points)
    found = whole if rule.cap is None else min(whole, rule.cap)
    signed = found * sign + ZERO
    free = f"({points(count)} - {rule.free})" if rule.free and beyond else points(beyond)
    capped = f" > {points(whole - (whole - found))}" if found < whole else ""
    arithmetic = f"{free} × {points(rule.points)} = {points(whole)}{capped} → {points(signed)}"
    return PointsGiven(key=rule.key, count=count, points=signed, arithmetic=arithmetic, said=_said(rule, count, found, found < whole, sign))


def _said(rule: FactRule, count: Decimal, found: Decimal, capped: bool, sign: int) -> Said:
    verb, verb_en = ("加", "added") if sign > 0 else ("扣", "deducted")
    limit, limit_en = ("（已达上限）", " (the cap)") if capped else ("", "")
    free, free_en = (f"，其中{rule.free}次不计", f", {rule.free} of them free") if rule.free and count else ("", "")
    return Said(
        zh=f"{rule.title}：{points(count)}次{free}，{verb}{points(found)}分{limit}",
        en=f"{rule.title}: {points(count)}{free_en}, {points(found)} points {verb_en}{limit_en}",
    )
