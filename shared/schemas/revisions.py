"""Revisions of targets by documents of their own: of an upper level, or a year's own targets (年度目标). On the wire."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from shared.rules.access import Disclosure
from shared.schemas.base import Instant, Key, Name, Note, PlanId, Wire, Year
from shared.schemas.targets import TargetExpression


class RevisionKind(StrEnum):
    """上级调整, or 年度目标."""

    REVISION = "revision"
    ANNUAL = "annual"


class RevisionState(StrEnum):
    """announced (takes effect on a later day) > in_force, or withdrawn."""

    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


class RevisionRow(Wire):
    """One target that the document sets."""

    key: Key = Field(description="of the plan indicator")
    year: Year
    population: str = Field(default="", max_length=300, description="sub-population; empty: all, unless the text itself names one")
    raw: Name = Field(description="as printed, e.g. 38%以上")
    reason: Note | None = None
    clause: Name | None = Field(default=None, description="where in the document, e.g. 二（三）")
    quote: Note | None = None


_EXAMPLE: dict[str, JsonValue] = {
    "plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
    "kind": "revision",
    "title": "关于调整健康素养等指标目标值的通知",
    "document_number": "某市健推委〔2023〕2号",
    "issuing_body": "某市健康城市建设推进委员会",
    "dated": "2023-03-20",
    "rows": [{"key": "T01", "year": 2025, "raw": "38%以上", "reason": "中期评估", "clause": "二（一）"}],
}


class RevisionEntry(Wire):
    """A document that sets targets of one plan; all rows or none."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    plan_id: PlanId
    kind: RevisionKind = RevisionKind.REVISION
    title: Name
    document_number: Name | None = None
    issuing_body: Name
    dated: date = Field(description="成文日期")
    effective_from: date | None = Field(default=None, description="absent: from its date")
    disclosure: Disclosure | None = Field(default=None, description="absent: as the plan; never narrower than the plan's")
    rows: list[RevisionRow] = Field(min_length=1, max_length=2000)

    @model_validator(mode="after")
    def _takes_effect_once_it_is_there(self) -> Self:
        if self.effective_from is not None and self.effective_from < self.dated:
            raise ValueError("a document takes effect on its date or later")
        return self


class RevisionCited(Wire):
    """The document that a target comes from, and where in it."""

    revision_id: UUID
    kind: RevisionKind
    title: Name
    document_number: Name | None = None
    issuing_body: Name
    dated: date
    clause: Name | None = None
    quote: Note | None = None


class Revision(Wire):
    """A document that sets targets of a plan without amending it."""

    id: UUID
    version: int
    plan_id: PlanId
    kind: RevisionKind
    title: Name
    document_number: Name | None = None
    issuing_body: Name
    dated: date
    effective_from: date
    disclosure: Disclosure
    state: RevisionState
    withdrawn_because: Note | None = None
    by: Name
    at: Instant


class RevisedTarget(Wire):
    """A statement of a revision; ``in_force``: it counts for its year."""

    statement_id: UUID
    plan_indicator_id: UUID
    year: Year
    population: str
    raw: Name
    expression: TargetExpression
    reason: Note | None = None
    in_force: bool


class FullRevision(Revision):
    """A revision with its targets."""

    targets: list[RevisedTarget]


class RevisionWithdrawal(Wire):
    """Why a revision counts no longer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "上级已发文停止执行"}]})

    reason: Note


class StatedTarget(Wire):
    """One of several statements that disagree."""

    statement_id: UUID
    raw: Name
    expression: TargetExpression
    origin: str
    cited: RevisionCited | None = None
    in_force: bool


class TargetConflict(Wire):
    """Statements of one plan indicator, year and population that do not mean the same: a person chooses by ``choose-target``."""

    plan_indicator_id: UUID
    key: Key
    name: Name
    year: Year
    population: str
    statements: list[StatedTarget]


class TargetConflicts(Wire):
    """Every place of a plan where somebody must choose, in document order."""

    plan_id: PlanId
    conflicts: list[TargetConflict]


class FormerTarget(Wire):
    """What was in force for a plan indicator and year from an instant on; ``raw`` null: nothing."""

    id: UUID
    plan_indicator_id: UUID
    year: Year
    population: str
    part: int
    statement_id: UUID | None = None
    raw: Name | None = None
    basis: str | None = None
    chosen_by: Name | None = None
    reason: Note | None = None
    at: Instant
