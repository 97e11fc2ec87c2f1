"""What was read, as plain fields: absent rather than null, numbers as JSON numbers, sizes positive beside their direction."""

from decimal import Decimal
from typing import Any

from shared.rules.targets.remarks import Remark
from shared.rules.targets.results import ParsedTarget, ParsedTargets
from shared.schemas.targets import Relative, TargetExpression, YearlyStep

Fields = dict[str, Any]
_ONLY_IF_TRUE = ("ambiguous", "accepted")


def fields_of(parsed: ParsedTargets) -> Fields:
    """The whole answer of ``jianxing target``."""
    return {
        "raw": parsed.raw,
        "targets": [_target(target) for target in parsed.targets],
        "understood": [{"raw": one.raw, "target": one.target, "kind": one.kind} for one in parsed.understood],
        "assumed": [_remark(remark) for remark in parsed.assumed],
        "refused": [_remark(remark) for remark in parsed.refused],
    }


def _target(target: ParsedTarget) -> Fields:
    """An expression with what stands beside it. A change also says its unit as printed, a step of one size its value, a range its ends."""
    fields = _expression(target.expression)
    if isinstance(target.expression, Relative | YearlyStep):
        fields |= _change(target.expression, target)
    whose = {"year": target.year, "population": target.population, "indicator": target.indicator, "note": target.note, "raw": target.raw}
    return {name: value for name, value in (fields | whose).items() if value is not None}


def _change(expression: Relative | YearlyStep, target: ParsedTarget) -> Fields:
    if isinstance(expression, YearlyStep):
        return {"unit": target.unit, "value": _plain(expression.low) if expression.high is None else None}
    if expression.value is None:
        return {"comparator": target.printed, "change_unit": None}
    if expression.high is not None:
        return {"unit": target.unit, "low": _plain(expression.value)}
    return {"unit": target.unit}


def _expression(expression: TargetExpression) -> Fields:
    fields = {name: _plain(getattr(expression, name)) for name in type(expression).model_fields}
    return {name: value for name, value in fields.items() if value is not None and (value or name not in _ONLY_IF_TRUE)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return _expression(value) if hasattr(type(value), "model_fields") else value


def _remark(remark: Remark) -> Fields:
    return {"raw": remark.raw, "zh": remark.zh, "en": remark.en}
