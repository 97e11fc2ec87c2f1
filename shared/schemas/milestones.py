"""Milestones on the wire (重点任务节点): what must be there by when, who owns it, what proves it, how far it is."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.base import Instant, Key, Note, PlanId, UnitId, Wire, Year


class MilestoneState(StrEnum):
    """planned; reported, returned and achieved as its submission goes; dropped by the plan office."""

    PLANNED = "planned"
    REPORTED = "reported"
    RETURNED = "returned"
    ACHIEVED = "achieved"
    DROPPED = "dropped"


class _Due(Wire):
    """A due year, or a day in it."""

    due_year: Year | None = None
    due_on: date | None = None

    @model_validator(mode="after")
    def _day_lies_in_year(self) -> Self:
        if self.due_on is not None and self.due_year is not None and self.due_on.year != self.due_year:
            raise ValueError("due_on lies in another year than due_year")
        return self


class NewMilestone(_Due):
    """A milestone of a plan or of one of its actions."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
                    "action": "A01",
                    "what": "建成区级健康科普专家库",
                    "due_on": "2026-06-30",
                    "unit_id": "01a203ef-2e36-720a-8f11-3b984351fa2d",
                    "evidence": "专家库名单及成立文件",
                    "reason": "年度重点任务分解",
                }
            ]
        }
    )

    plan_id: PlanId
    action: Key | None = None
    what: Note
    unit_id: UnitId | None = Field(default=None, description="the unit that owns it")
    evidence: Note | None = Field(default=None, description="what proves it")
    reason: Note | None = Field(default=None, description="needed once the plan is issued")


class MilestoneEdit(_Due):
    """What changes; absent fields stay, null clears."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"due_on": "2026-09-30", "due_year": None, "reason": "经领导小组同意延期"}]})

    what: Note | None = None
    unit_id: UnitId | None = None
    evidence: Note | None = None
    reason: Note | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if "what" in self.model_fields_set and self.what is None:
            raise ValueError("what cannot be cleared")
        return self


class MilestoneLink(Wire):
    """The submission that brings the milestone's evidence."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"submission_id": "01a203ef-2e36-720a-8f11-3b984351fa2e"}]})

    submission_id: UUID


class MilestoneDrop(Wire):
    """Why a milestone is no longer wanted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "并入其他任务"}]})

    reason: Note


class Milestone(Wire):
    """A milestone as it stands; its state follows the submission that brings its evidence."""

    id: UUID
    version: int
    plan_id: PlanId
    action: Key | None = None
    what: Note
    due_year: Year | None = None
    due_on: date | None = None
    unit_id: UnitId | None = None
    evidence: Note | None = None
    state: MilestoneState
    submission_id: UUID | None = None
    reported_at: Instant | None = Field(default=None, description="when the state was learned from the submission")
