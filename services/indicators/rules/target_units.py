"""A target in the unit of its indicator: 1.3万户 against values in 户 is 13000户; what cannot be converted is not judged."""

from decimal import Decimal
from typing import Any

from services.indicators.rules.findings import Finding
from services.indicators.rules.measures import Dimension, convert, is_convertible, measure_of
from services.indicators.rules.series import judged_year, numbers
from services.indicators.rules.thresholds import undetermined
from services.indicators.rules.wording import Reason
from shared.schemas.verdicts import VerdictInputs

_FIGURES = ("value", "low", "high")


def in_own_unit(inputs: VerdictInputs) -> VerdictInputs:
    """The inputs with the target, and the annual target, in the indicator's unit where that is another of the same kind."""
    unit = inputs.unit_of_measure
    target, annual = _converted(inputs.expression, unit), _converted(inputs.annual_target, unit)
    if target is inputs.expression and annual is inputs.annual_target:
        return inputs
    return inputs.model_copy(update={"expression": target, "annual_target": annual})


def _converted(expression: Any, unit: str | None) -> Any:
    printed = getattr(expression, "unit", None)
    if printed is None or printed == unit or not is_convertible(measure_of(printed), measure_of(unit)):
        return expression
    figures = {name: convert(figure, printed, unit) for name in _FIGURES if isinstance(figure := getattr(expression, name, None), Decimal)}
    return expression.model_copy(update={**figures, "unit": unit})


def unit_mismatch(inputs: VerdictInputs) -> Finding | None:
    """Undetermined, where target and values are in units of different kinds; None where they agree or one is not stated or not known."""
    if not _mismatch(getattr(inputs.expression, "unit", None), inputs.unit_of_measure):
        return None
    points = numbers(inputs)
    if not points:
        return None
    judged = judged_year(inputs, points)
    return judged if isinstance(judged, Finding) else undetermined(inputs, points[judged.year], Reason.UNIT_MISMATCH)


def _mismatch(printed: str | None, unit: str | None) -> bool:
    one, other = measure_of(printed), measure_of(unit)
    stated = [measure for measure in (one, other) if measure is not None and measure.dimension is not Dimension.UNSTATED]
    return len(stated) > 1 and not is_convertible(one, other)
