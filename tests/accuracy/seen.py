"""One target as it is compared with what a person read: kind (with direction and base), comparator, figures, unit, year."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal

from shared.rules.targets import ParsedTarget
from shared.rules.targets.facts import Fact
from shared.schemas.targets import (
    BaseKind,
    CumulativeCount,
    External,
    PerMember,
    Range,
    Rank,
    Relative,
    State,
    TargetExpression,
    Threshold,
    YearlyStep,
)


@dataclass(frozen=True)
class Seen:
    """One target in the fields that are compared, each as text; empty where nothing is said."""

    kind: str
    comparator: str = ""
    figures: str = ""
    unit: str = ""
    year: str = ""


FIELDS = tuple(entry.name for entry in fields(Seen))


def seen(target: ParsedTarget) -> Seen:
    """A target that was read, in the fields that are compared."""
    expression = target.expression
    comparator, figures, unit = _line(expression.inner if isinstance(expression, PerMember) else expression)
    if isinstance(expression, Relative) and expression.value is None:
        comparator = str(target.printed or "")
    return Seen(_kind(expression), comparator, figures, unit, str(target.year or ""))


def _kind(expression: TargetExpression) -> str:
    match expression:
        case Relative(base=BaseKind.YEAR):
            return f"relative:{expression.direction}:{expression.base_year}"
        case Relative():
            return f"relative:{expression.direction}:{expression.base}"
        case YearlyStep():
            return f"yearly_step:{expression.direction}" + (f":{expression.base_year}" if expression.base_year else "")
        case Rank():
            return f"rank:{expression.peer_set}:{expression.position or expression.wording}"
        case External():
            return f"external:{expression.sets}"
        case State():
            return f"state:{expression.wanted}"
    direction = getattr(expression, "direction", None)
    return expression.kind + (f":{direction}" if direction else "")


def _line(expression: TargetExpression) -> tuple[str, str, str]:
    match expression:
        case Threshold() | CumulativeCount():
            return str(expression.comparator or ""), _figure(expression.value), expression.unit or ""
        case Range():
            return "", told_figures(expression.low, expression.high), expression.unit or ""
        case Relative(value=Decimal()):
            return str(expression.comparator), told_figures(expression.value, expression.high), str(expression.change_unit)
        case YearlyStep():
            return str(expression.comparator), told_figures(expression.low, expression.high), str(expression.change_unit)
        case External():
            return str(expression.comparator or ""), "", ""
    return "", "", ""


def without_wording(one: Seen) -> Seen:
    """A target less the wording of a state, a place or an authority: that is a matter of convention."""
    kind, _, _ = one.kind.partition(":")
    return replace(one, kind=kind) if kind in ("state", "rank", "external") else one


def seen_fact(fact: Fact, year: int | None) -> Seen:
    """A target in the facts format, in the fields that are compared."""
    return Seen(fact.kind, fact.comparator or "", told_figures(fact.value, fact.value_high), fact.unit or "", str(year or ""))


def _figure(value: Decimal) -> str:
    return format(value.normalize(), "f")


def told_figures(low: Decimal | None = None, high: Decimal | None = None) -> str:
    """The figures of a target: one, or both ends."""
    return "..".join(_figure(value) for value in (low, high) if value is not None)


def agrees(name: str, wanted: Seen, found: Seen) -> bool:
    """Whether a field is right; where neither a comparator nor a figure is wanted, the comparator is nobody's business."""
    if name == "comparator" and not wanted.comparator and not wanted.figures:
        return True
    return bool(getattr(wanted, name) == getattr(found, name))
