"""What a stored verdict says of the year that is assessed: word, line and base in the catalogue's unit of measure. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from services.indicators.rules.lines import comparator_of
from services.indicators.rules.measures import convert
from services.indicators.rules.verdicts import judge
from shared.schemas.assessment_results import ChangedValue
from shared.schemas.assessments import StatedLine
from shared.schemas.plan_document import BaselineKind
from shared.schemas.targets import Comparator, Threshold
from shared.schemas.verdicts import ValueUsed, VerdictInputs, VerdictWord

_ONE_SIDED = frozenset({Comparator.AT_LEAST, Comparator.ABOVE, Comparator.AT_MOST, Comparator.BELOW})
_BEST_FIRST = (
    VerdictWord.MET,
    VerdictWord.MET_EARLY,
    VerdictWord.ON_TRACK,
    VerdictWord.PACE_UNKNOWN,
    VerdictWord.BEHIND,
    VerdictWord.WORSENING,
    VerdictWord.NOT_MET,
    VerdictWord.NOT_EVALUATED,
    VerdictWord.NOT_DUE,
    VerdictWord.UNDETERMINED,
    VerdictWord.NO_DATA,
)


class _Dated(Protocol):
    @property
    def year(self) -> int: ...


Target = TypeVar("Target", bound=_Dated)


@dataclass(frozen=True, slots=True)
class YearJudged:
    """The verdict on the year assessed."""

    word: VerdictWord
    word_year: int | None
    line: StatedLine | None
    base: Decimal | None


def deciding(targets: Sequence[Target], year: int) -> list[Target]:
    """The targets of the nearest year from ``year`` on, or of the last year where all are past."""
    ahead = [target.year for target in targets if target.year >= year]
    chosen = min(ahead) if ahead else max((target.year for target in targets), default=None)
    return [target for target in targets if target.year == chosen]


def judged_for(inputs: VerdictInputs, year: int, day: date, unit: str | None) -> YearJudged:
    """The verdict of a stored case with what was known of the years up to ``year``; figures in ``unit``, null where not convertible."""
    verdict = judge(inputs.model_copy(update={"series": [seen for seen in inputs.series if seen.year <= year], "as_of": day}))
    seen = verdict.explanation.inputs
    base = seen.baseline.value if seen.baseline is not None and seen.baseline.kind is BaselineKind.NUMBER else None
    return YearJudged(verdict.word, verdict.year_judged, _line_of(seen, unit), _in_unit(base, seen.unit_of_measure, unit))


def with_value(inputs: VerdictInputs, changed: ChangedValue | None, year: int, unit: str | None) -> VerdictInputs:
    """A case with another value (in ``unit``) or state of a year; as it is where nothing changes or the unit is not convertible."""
    value = _in_unit(changed.value, unit, inputs.unit_of_measure) if changed else None
    if changed is None or (value is None and changed.state is None):
        return inputs
    others = [seen for seen in inputs.series if seen.year != year]
    return inputs.model_copy(update={"series": [*others, ValueUsed(year=year, value=value, state=changed.state)]})


def worst_of(judged: Sequence[YearJudged]) -> YearJudged | None:
    """Of several targets of one cell the one that is worst off: all of them shall be reached."""
    return max(judged, key=lambda one: _BEST_FIRST.index(one.word), default=None)


def _line_of(inputs: VerdictInputs, unit: str | None) -> StatedLine | None:
    target = inputs.expression
    if not isinstance(target, Threshold):
        return None
    comparator, value = comparator_of(target.comparator, inputs.polarity), _in_unit(target.value, inputs.unit_of_measure, unit)
    if comparator not in _ONE_SIDED or value is None:
        return None
    return StatedLine.model_validate({"comparator": comparator, "value": value})


def _in_unit(value: Decimal | None, printed: str | None, unit: str | None) -> Decimal | None:
    try:
        return None if value is None else convert(value, printed, unit)
    except ValueError:
        return None
