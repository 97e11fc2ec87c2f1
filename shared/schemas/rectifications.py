"""Rectification (整改) on the wire: what is wrong, who puts it right by when, who checks it, and how it ends.

Source: domain notes, sections 1, 4 and 5.
"""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.rules.access import Disclosure
from shared.schemas.base import Instant, Name, Note, PlanId, UnitId, Wire, Year
from shared.schemas.ledgers import RecheckOutcome
from shared.schemas.verdicts import VerdictWord

_EXAMPLE_ID = "01a203ef-2e36-720a-8f11-3b984351fa2c"


class RectificationState(StrEnum):
    """proposed by a verdict; open until reported as done; then checked; waived by two people, dismissed as a proposal, or closed."""

    PROPOSED = "proposed"
    OPEN = "open"
    REPORTED = "reported"
    WAIVER_ASKED = "waiver_asked"
    CLOSED = "closed"
    WAIVED = "waived"
    DISMISSED = "dismissed"


class RectificationOrigin(StrEnum):
    """What opened it: a person, a finding of a supervision, or a verdict."""

    HAND = "hand"
    FINDING = "finding"
    VERDICT = "verdict"


class NewRectification(Wire):
    """Something to be put right, by hand or by a finding that was submitted."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "部分公共场所控烟标识缺失",
                    "problem": "暗访发现3家医疗机构大厅无禁烟标识。",
                    "unit_id": _EXAMPLE_ID,
                    "measures": "补齐标识并开展自查",
                    "due_on": "2023-06-30",
                }
            ]
        }
    )

    title: Name
    problem: Note
    unit_id: UnitId = Field(description="the unit that puts it right")
    measures: Note
    due_on: date
    finding_id: UUID | None = Field(default=None, description="the submission that found it")


class RectificationOpening(Wire):
    """What is to be done about a proposal, by whom and by when."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"unit_id": _EXAMPLE_ID, "measures": "开展专项干预", "due_on": "2023-06-30"}]})

    unit_id: UnitId
    measures: Note
    due_on: date


class RectificationReason(Wire):
    """Why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "口径调整所致，已在说明中反映"}]})

    reason: Note


class ProgressReport(Wire):
    """How far the unit has come; ``done`` asks for the re-check."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "3家机构标识已全部补齐", "done": True}]})

    text: Note
    done: bool = False


class RectificationRecheck(Wire):
    """What somebody else found; a failed one opens it again until a new day."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "failed", "note": "仍有1家未整改", "due_on": "2023-07-15"}]})

    outcome: RecheckOutcome
    note: Note
    due_on: date | None = None

    @model_validator(mode="after")
    def _failure_has_a_day(self) -> Self:
        if (self.outcome is RecheckOutcome.FAILED) is not (self.due_on is not None):
            raise ValueError("a failed re-check, and only that, sets a new due_on")
        return self


class WaiverDecision(Wire):
    """Whether a waiver that somebody else asked for is granted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"granted": True, "note": "经领导小组研究同意"}]})

    granted: bool
    note: Note


class Rectification(Wire):
    """A rectification as it stands."""

    id: UUID
    version: int
    state: RectificationState
    origin: RectificationOrigin
    title: Name
    problem: Note
    region_path: str
    disclosure: Disclosure
    unit_id: UnitId | None = None
    unit_name: Name | None = None
    measures: Note | None = None
    due_on: date | None = None
    overdue: bool = Field(description="its day has passed and nothing was reported as done")
    finding_id: UUID | None = None
    target_id: UUID | None = None
    plan_id: PlanId | None = None
    plan_indicator_id: UUID | None = None
    horizon: Year | None = None
    word: VerdictWord | None = None
    ended_because: Note | None = None
    may: list[str] = Field(default_factory=list, description="moves that state, rights and four eyes leave to the caller")


class RectificationEvent(Wire):
    """One thing that happened to it."""

    number: int
    move: str
    state: RectificationState
    at: Instant
    by: Name
    text: Note | None = None
    due_on: date | None = None


class RectificationHistory(Wire):
    """Everything that happened to it, oldest first."""

    events: list[RectificationEvent]
