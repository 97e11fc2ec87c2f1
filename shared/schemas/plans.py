"""The plans service on the wire."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.rules.access import Disclosure
from shared.schemas.base import Key, Name, Note, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.directory import GbCode
from shared.schemas.examples import PLAN_DRAFT
from shared.schemas.lifecycle import PlanState, PossibleMove
from shared.schemas.plan_document import (
    Action,
    Duty,
    Period,
    PlanDocument,
    PrintedIndicator,
    ResponsibilityRole,
    Section,
)
from shared.schemas.responsibilities import ObligationKind


class AssignedResponsibility(Wire):
    """A unit that a person makes responsible for an action, where the document names none; it cites no clause."""

    action: Key
    role: ResponsibilityRole
    unit: Name


class PlanDraft(Wire):
    """A new plan: the region it is for (by code: the document only names it) and the document as facts."""

    model_config = ConfigDict(json_schema_extra={"examples": [PLAN_DRAFT]})

    region_code: GbCode
    disclosure: Disclosure = Disclosure.PUBLIC
    document: PlanDocument
    assigned: list[AssignedResponsibility] = Field(default_factory=list, max_length=1000)

    @model_validator(mode="after")
    def _assigned_actions_are_there(self) -> Self:
        unknown = sorted({entry.action for entry in self.assigned} - {action.key for action in self.document.actions})
        if unknown:
            raise ValueError(f"assigned: unknown action keys: {', '.join(unknown)}")
        return self


class PlanEdit(Wire):
    """What may be corrected on a draft; absent fields stay."""

    title: Name | None = None
    document_number: Name | None = None
    disclosure: Disclosure | None = None


class Plan(Wire):
    """One published set of commitments for a region and period."""

    id: PlanId
    version: int
    title: Name
    notice_title: Name | None = None
    document_number: Name | None = None
    issuing_bodies: list[Name]
    region_id: RegionId
    region_path: str
    region_name: Name
    state: PlanState
    disclosure: Disclosure
    dated: date | None = None
    issued_on: date | None = None
    in_force_from: date | None = Field(default=None, description="施行日期; a day to come is kept and comes by itself")
    plan_version: int = Field(default=1, description="1 as issued; each adopted amendment makes the next, see /versions")
    ended_on: date | None = Field(default=None, description="concluded, withdrawn or superseded on or from this day")
    ended_because: Note | None = None
    successor_id: PlanId | None = Field(default=None, description="the plan that takes this one's place from ended_on")
    period: Period
    horizon_years: list[Year]
    based_on: list[Name]
    parent_id: PlanId | None = Field(default=None, description="the plan above that this one follows, as confirmed by a person")
    actions: int
    indicators: int
    duties: int
    unresolved_units: int = Field(description="written units that no unit of the region answers to; see /responsibilities?unresolved=true")
    may: list[PossibleMove] | None = Field(default=None, description="every move and whether you may make it now; in single reads only")


class PlanAction(Action):
    """An action of a stored plan, and the plan's version that it came with."""

    plan_id: PlanId
    since_version: int = 1


class PlanSection(Section):
    """A heading of a stored plan."""

    plan_id: PlanId


class PlanResponsibility(Wire):
    """One written unit entry of a stored plan and what it resolves to (null: on the work list)."""

    id: UUID
    version: int
    plan_id: PlanId
    about: ObligationKind = ObligationKind.ACTION
    action: Key = Field(description="key of the action (or, as `about` says, of the duty or indicator)")
    role: ResponsibilityRole
    written: Name
    unit_id: UnitId | None = None
    group_id: UUID | None = None
    office: Name | None = None
    clause_path: str | None = Field(default=None, description="absent where a person assigned the unit and no document names it")
    quote: str | None = None
    valid_from: date | None = Field(default=None, description="null: since the plan began")
    valid_until: date | None = Field(default=None, description="the first day on which it no longer holds")
    successor_id: UUID | None = Field(default=None, description="the entry that follows it")


class StoredIndicator(Wire):
    """A printed indicator of a stored plan with every statement and clause."""

    plan_id: PlanId
    printed: PrintedIndicator
    since_version: int = 1


class StoredDuty(Wire):
    """A duty of a stored plan."""

    id: UUID
    plan_id: PlanId
    duty: Duty
