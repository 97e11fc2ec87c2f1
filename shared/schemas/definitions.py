"""Definitions (口径) on the wire: what an indicator meant from when on, and which comparisons across definitions a person has accepted."""

from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Instant, Name, Note, Wire


class FieldChange(Wire):
    """A field of the definition that differs from the definition before."""

    field: Name
    before: str | None = None
    now: str | None = None


class Definition(Wire):
    """One definition of an indicator, as its newest wording puts it."""

    number: int
    valid_from: date
    valid_until: date | None = Field(default=None, description="the last day; null: still so")
    definition: Note | None = None
    numerator: Name | None = None
    denominator: Name | None = None
    formula: str | None = None
    unit_of_measure: Name | None = None
    source: Name | None = None
    reason: Note | None = Field(default=None, description="why it took the place of the one before")
    changed_by: Name
    differs: list[FieldChange] = Field(description="field by field what differs from the definition before")


class NewAcceptance(Wire):
    """That values of another definition may be held against a plan's targets, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"definition": 2, "reason": "新口径仅增加流动人口，影响不足0.1个百分点（市卫健委函〔2025〕8号）"}]}
    )

    definition: int | None = Field(ge=1, description="the number of the other definition; null: the plan's own baseline, printed with a qualifier")
    reason: Note


class Acceptance(Wire):
    """A comparison across definitions that a named person has accepted, and who took it back."""

    id: UUID
    version: int
    plan_indicator_id: UUID
    definition: int | None = Field(default=None, description="null: the plan's own baseline, printed with a qualifier")
    reason: Note
    accepted_at: Instant
    accepted_by: Name
    revoked_at: Instant | None = None
    revoked_by: Name | None = None
    revoked_because: Note | None = None


class Revocation(Wire):
    """Why an acceptance no longer stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "复核后差异超过1个百分点"}]})

    reason: Note
