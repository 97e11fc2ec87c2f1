"""Schemes and candidates as small as a table wants them."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from shared.schemas.assessment_cards import Candidate, CountedFact, Measured
from shared.schemas.assessments import AssessmentSchemeDefinition

_SPACE = UUID(int=0)
SCORE_GRADES = {
    "kind": "score",
    "grades": [
        {"name": "优秀", "low": "90"},
        {"name": "良好", "low": "80", "high": "90"},
        {"name": "合格", "low": "60", "high": "80"},
        {"name": "待改进", "low": "0", "high": "60"},
    ],
}


def ident(name: str) -> UUID:
    """The id that a name stands for."""
    return uuid5(_SPACE, name)


def measured(name: str = "指标", value: str | None = None, year: int | None = 2025, **more: Any) -> Measured:
    """What is known of an indicator; a value is of 2025 unless said otherwise."""
    head = {"indicator_id": ident(name), "name": name, "unit_of_measure": "%", "polarity": "up", "plan_indicator_id": ident(f"plan {name}")}
    return Measured.model_validate(
        {**head, "key": name if name.isascii() else None, "value": value, "year": year if value or "state" in more else None, **more}
    )


def line(comparator: str, value: str, unit: str | None = None) -> dict[str, Any]:
    """A stated line."""
    return {"comparator": comparator, "value": value, "unit": unit}


def candidate(name: str, *measures: Measured, **facts: str) -> Candidate:
    """One assessed; ``facts``: how many of each kind."""
    told = [CountedFact(kind=kind, count=Decimal(count)) for kind, count in facts.items()]
    return Candidate(id=ident(name), name=name, region_path="a.", measures=list(measures), facts=told)


def item(name: str, weight: str, marking: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An item of a group."""
    return {"key": name, "indicator_id": str(ident(name)), "weight": weight, "marking": marking, **more}


def group(key: str, weight: str, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A group of items."""
    return {"key": key, "title": key, "weight": weight, "items": list(items), **more}


def scheme(*groups: dict[str, Any], **more: Any) -> AssessmentSchemeDefinition:
    """A scheme for counties with four grades."""
    return AssessmentSchemeDefinition.model_validate(
        {"assessed": {"kind": "regions", "level": "county"}, "groups": list(groups), "grades": SCORE_GRADES, **more}
    )
