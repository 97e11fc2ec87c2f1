"""Targets in the seven kinds of the facts format, which is compared with facts read by hand."""

from dataclasses import dataclass, replace
from decimal import Decimal

from shared.rules.targets.results import ParsedTarget
from shared.rules.targets.units import is_counted
from shared.schemas.targets import (
    CumulativeCount,
    PerMember,
    Range,
    Relative,
    TargetExpression,
    Threshold,
    YearlyStep,
)

_YEARLY = ("每年", "年度")
_KINDS = {
    "threshold": "threshold",
    "range": "threshold",
    "cumulative_count": "count",
    "relative": "relative",
    "yearly_step": "relative",
    "trend": "trend",
    "second_order_trend": "trend",
    "external": "external",
    "rank": "external",
    "state": "state",
    "none": "none",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A target in the facts format: a bare number holds ``=``, a range ``~``; sizes of changes are positive."""

    kind: str
    comparator: str | None = None
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str | None = None


def facts_kind(expression: TargetExpression) -> str:
    """One of the seven kinds of the facts format; a target of members has the kind of what each of them must hold."""
    return facts_kind(expression.inner) if isinstance(expression, PerMember) else _KINDS[expression.kind]


def facts_of(target: ParsedTarget) -> list[Fact]:
    """A target as the facts format writes it: the share of members that must hold something is a target of its own, so many
    things each year are a count.
    """
    expression = target.expression
    if isinstance(expression, PerMember) and expression.share is not None:
        share = Fact("threshold", target.printed or "=", expression.share, None, "%")
        inner = expression.inner
        return [share, _fact(inner, getattr(inner, "comparator", None))] if _value(inner)[0] is not None else [share]
    fact = _fact(expression, target.printed, target.unit)
    yearly = target.note in _YEARLY and fact.kind == "threshold" and is_counted(target.unit)
    return [replace(fact, kind="count") if yearly else fact]


def _fact(expression: TargetExpression, printed: str | None, unit: str | None = None) -> Fact:
    if isinstance(expression, PerMember):
        return _fact(expression.inner, getattr(expression.inner, "comparator", printed), unit)
    kind = facts_kind(expression)
    value, high = _value(expression)
    comparator = printed
    if printed is None and isinstance(expression, Threshold):
        # 提高到85% is at least, 下降到20% at most; a bare number has no comparator of its own.
        comparator = expression.comparator
    if isinstance(expression, Range):
        comparator = "~"
    elif value is not None and comparator is None:
        comparator = "="
    if kind == "external":
        comparator = getattr(expression, "comparator", None)
    return Fact(kind, str(comparator) if comparator else None, value, high, unit or getattr(expression, "unit", None))


def _value(expression: TargetExpression) -> tuple[Decimal | None, Decimal | None]:
    if isinstance(expression, Threshold | CumulativeCount):
        return expression.value, None
    if isinstance(expression, Relative):
        return expression.value, expression.high
    if isinstance(expression, Range | YearlyStep):
        return expression.low, expression.high
    return None, None
