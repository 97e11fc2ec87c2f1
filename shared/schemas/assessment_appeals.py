"""What is said about results of assessments, on the wire: facts that are counted, appeals (申诉), adjustments."""

from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from shared.schemas.assessments import Points, hundredths
from shared.schemas.base import Exact, Instant, Key, Name, Note, Wire, Year


class FactSource(StrEnum):
    """Entered by a person with evidence, or counted from an event."""

    PERSON = "person"
    EVENT = "event"


_FACT: dict[str, JsonValue] = {
    "region_path": "a1.b2.",
    "subject_id": "01a203ef-2e36-7c01-93f4-1b7f6e0d2c58",
    "year": 2025,
    "kind": "case_adopted",
    "count": "1",
    "evidence": "省卫生健康委《典型案例汇编》第12页",
}


class FactEntry(Wire):
    """A fact about a unit or region, with what proves it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FACT]})

    region_path: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="the region that assesses")
    subject_id: UUID = Field(description="the unit or region that it is about")
    year: Year
    kind: Key
    count: Annotated[Points, Field(gt=0)]
    evidence: Note


class FactWithdrawal(Wire):
    """Why a fact counts no longer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "经核实为系统故障所致"}]})

    reason: Note


class Fact(Wire):
    """A fact as it is kept."""

    id: UUID
    version: int
    region_path: str
    subject_id: UUID
    subject_name: Name
    year: Year
    kind: Key
    count: Exact
    evidence: Note
    source: FactSource
    by: Name
    at: Instant
    withdrawn_because: Note | None = None


class AppealState(StrEnum):
    """open > upheld or rejected."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class AppealEntry(Wire):
    """What the assessed objects to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": "I1", "text": "监测值应以市级核定值32.6%为准"}]})

    key: Name | None = Field(default=None, description="the mark that it is about; absent: the whole")
    text: Note


class AppealDecision(Wire):
    """What the office says to an appeal; upholding it changes nothing before an adjustment is confirmed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"upheld": True, "reason": "经复核，市级核定值无误"}]})

    upheld: bool
    reason: Note


class Appeal(Wire):
    """An appeal and its decision."""

    id: UUID
    version: int
    assessment_id: UUID
    standing_id: UUID
    name: Name
    key: Name | None = None
    text: Note
    state: AppealState
    by: Name
    at: Instant
    decided_by: Name | None = None
    decided_at: Instant | None = None
    reason: Note | None = None


class AdjustmentState(StrEnum):
    """proposed > confirmed by a second person, or rejected."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class AdjustmentEntry(Wire):
    """Points to add to a score (below 0: to take off), and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"points": "1.5", "reason": "申诉成立，按核定值计分"}]})

    points: Annotated[Exact, Field(ge=-100_000, le=100_000)]
    reason: Note
    appeal_id: UUID | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not hundredths(self.points):
            raise ValueError("points other than 0 are wanted")
        return self


class AdjustmentDecision(Wire):
    """What the second person says."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"confirmed": True, "note": "同意"}]})

    confirmed: bool
    note: Note


class Adjustment(Wire):
    """An adjustment with both persons."""

    id: UUID
    version: int
    assessment_id: UUID
    standing_id: UUID
    name: Name
    appeal_id: UUID | None = None
    points: Exact
    reason: Note
    state: AdjustmentState
    by: Name
    at: Instant
    decided_by: Name | None = None
    decided_at: Instant | None = None
    note: Note | None = None
