"""Regions beside one another: which way is better, how far a value is from its target, where it stands between worst and best. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from services.indicators.rules.lines import Line, comparator_of, line_of
from shared.rules.periods import Period
from shared.schemas.comparisons import Better, ComparisonFlag
from shared.schemas.targets import Polarity, Range, TargetExpression, Threshold
from shared.schemas.verdicts import Standing

_WAYS = {Polarity.UP: Better.HIGHER, Polarity.DOWN: Better.LOWER}


def better_of(polarity: str) -> Better | None:
    """Which values an indicator's polarity calls better; None where it calls neither so."""
    return _WAYS.get(Polarity(polarity))


def line_drawn(expression: TargetExpression, polarity: Polarity) -> Line | None:
    """The line that a target draws by itself; None for those that need a base, a series or others."""
    if isinstance(expression, Range):
        return Line(low=min(expression.low, expression.high), high=max(expression.low, expression.high))
    if not isinstance(expression, Threshold):
        return None
    comparator = comparator_of(expression.comparator, polarity)
    return None if comparator is None else line_of(comparator, expression.value)


def share_of(distance: Decimal, line: Line) -> float | None:
    """The distance as a share of the figure it is measured to; None for a line at zero."""
    figure = line.low if line.low is not None else line.high
    return float(distance / abs(figure)) if figure else None


def position(value: Decimal, lowest: Decimal, highest: Decimal, better: Better | None) -> float | None:
    """Where a value stands between the worst (0) and the best (1): min-max normalisation; None where all are equal or no way is better."""
    if better is None or lowest == highest:
        return None
    share = float((value - lowest) / (highest - lowest))
    return round(share if better is Better.HIGHER else 1 - share, 4)


def flags(row: Any, definition: int, previous: Period) -> list[ComparisonFlag]:
    """Why a region's value or change is not simply comparable: definitions, borders, a value that is not final."""
    found = []
    if row.definition is not None and row.definition != definition:
        found.append(ComparisonFlag.DEFINITION_DIFFERS)
    if row.previous_value is not None and row.previous_definition != row.definition:
        found.append(ComparisonFlag.DEFINITION_CHANGED)
    if row.began > previous.first:
        found.append(ComparisonFlag.BORDER_CHANGED)
    if row.standing == Standing.PROVISIONAL:
        found.append(ComparisonFlag.PROVISIONAL)
    return found


def missing_between(periods: Sequence[Period]) -> list[Period]:
    """The periods without a value between the first and the last one; all of one grain, in order."""
    if not periods:
        return []
    there, gaps, period = set(periods), [], periods[0]
    while period != periods[-1]:
        if period not in there:
            gaps.append(period)
        period = period.following
    return gaps


def extremes(values: Iterable[Decimal | None]) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest of the numbers."""
    numbers = [value for value in values if value is not None]
    return (min(numbers), max(numbers)) if numbers else (None, None)
