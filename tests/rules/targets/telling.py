"""An expression as one short line, so that a table of phrases can be read by somebody who knows targets and not programs."""

from decimal import Decimal

from shared.rules.targets import ParsedTarget
from shared.schemas.targets import (
    BaseKind,
    CumulativeCount,
    External,
    NoTarget,
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


def tell(target: ParsedTarget) -> str:
    """``2025 [农村] threshold >= 80 %``: year and population where the text names them, then the expression."""
    year = f"{target.year} " if target.year else ""
    population = f"[{target.population}] " if target.population else ""
    return f"{year}{population}{told(target.expression)}"


def told(expression: TargetExpression) -> str:  # noqa: PLR0911, C901 - one line per kind
    """The expression alone."""
    match expression:
        case Threshold():
            return _line("threshold", expression.comparator, expression.value, expression.unit)
        case CumulativeCount():
            return _line("count", expression.comparator, expression.value, expression.unit)
        case Range():
            return _words("range", f"{_plain(expression.low)}..{_plain(expression.high)}", expression.unit)
        case Relative():
            return _relative(expression)
        case YearlyStep():
            size = _plain(expression.low) + (f"..{_plain(expression.high)}" if expression.high is not None else "")
            average = "on average" if expression.average else None
            since = f"since {expression.base_year}" if expression.base_year else None
            return _words("yearly", expression.direction, expression.comparator, size, expression.change_unit, average, since)
        case Trend():
            return _words("trend", expression.direction, "strict" if expression.strict else None)
        case SecondOrderTrend():
            return _words("second order", expression.direction)
        case Rank():
            return _words("rank", expression.peer_set, str(expression.position) if expression.position else expression.wording)
        case External():
            return _words("external", expression.comparator, expression.sets)
        case State():
            return _words("state", expression.wanted)
        case PerMember():
            share = f"{_plain(expression.share)}% of " if expression.share is not None else f"{expression.count} of " if expression.count else "each "
            return f"{share}{expression.member_set}: {told(expression.inner)}"
        case NoTarget():
            return "none"


def _relative(expression: Relative) -> str:
    base = str(expression.base_year) if expression.base is BaseKind.YEAR else expression.average_of or expression.base.replace("_", " ")
    figures = _plain(expression.value) + (f"..{_plain(expression.high)}" if expression.high is not None else "")
    size = [expression.comparator, figures, expression.change_unit] if expression.value is not None else ["any"]
    return _words("relative", expression.direction, *size, "on", base, "(percent or points?)" if expression.ambiguous else None)


def _line(kind: str, comparator: str | None, value: Decimal, unit: str | None) -> str:
    return _words(kind, comparator, _plain(value), unit)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _words(*several: str | None) -> str:
    return " ".join(word for word in several if word)
