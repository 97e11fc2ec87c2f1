"""Responsibilities on the wire: who owes what from which day on, read by action (the matrix) and by unit (its obligations)."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.rules.access import Role
from shared.schemas.base import AccountId, Instant, Key, Name, Note, PlanId, UnitId, Wire
from shared.schemas.plan_document import ResponsibilityRole


class ObligationKind(StrEnum):
    """What a unit is named for: an action, a duty, an indicator or a milestone."""

    ACTION = "action"
    DUTY = "duty"
    INDICATOR = "indicator"
    MILESTONE = "milestone"


class Bearer(Wire):
    """One unit, or one unit group."""

    unit_id: UnitId | None = None
    group_id: UUID | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.unit_id is None) == (self.group_id is None):
            raise ValueError("give either unit_id or group_id")
        return self


class ResponsibilityAssignment(Bearer):
    """A unit or group that a person makes responsible for an action, from a day on; it cites no clause."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
                    "action": "A01",
                    "role": "responsible",
                    "unit_id": "01a203ef-2e36-720a-8f11-3b984351fa2d",
                    "valid_from": "2026-01-01",
                    "reason": "机构改革后职责划入",
                }
            ]
        }
    )

    plan_id: PlanId
    action: Key
    role: ResponsibilityRole
    office: Name | None = None
    valid_from: date | None = Field(default=None, description="null: since the plan began")
    reason: Note | None = Field(default=None, description="needed once the plan is issued")


class ResponsibilityEnd(Wire):
    """The day from which a responsibility no longer holds, and who bears it from then on, if anybody."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends_on": "2026-01-01", "reason": "机构改革：职责划转"}]})

    ends_on: date = Field(description="the first day on which it no longer holds")
    successor: Bearer | None = Field(default=None, description="who bears the same role from that day on")
    reason: Note


class NameResolution(Bearer):
    """What an unresolved written name stands for, decided by a person."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"unit_id": "01a203ef-2e36-720a-8f11-3b984351fa2d", "everywhere": True, "remember": True}]}
    )

    everywhere: bool = Field(default=False, description="also for every other unresolved entry of the plan that is written the same")
    remember: bool = Field(default=False, description="keep the written form as a name of the unit, so that the next document resolves")
    reason: Note | None = None


class Liaison(Wire):
    """Somebody who holds a reporting post of a unit on the day; shown only to those who may know of accounts there."""

    unit_id: UnitId
    account_id: AccountId
    name: Name
    role: Role


class MatrixCell(Wire):
    """One entry of an action: a unit named by itself, or as a member of the group that is named (``through_group_id``)."""

    responsibility_id: UUID
    role: ResponsibilityRole
    written: Name
    office: Name | None = None
    unit_id: UnitId | None = None
    group_id: UUID | None = None
    through_group_id: UUID | None = None
    valid_from: date | None = None
    valid_until: date | None = None


class MatrixRow(Wire):
    """One action with everybody who is named for it."""

    action: Key
    number: Name
    name: Name
    cells: list[MatrixCell]


class MatrixUnit(Wire):
    """One unit with the numbers of actions it has each role in, and its people."""

    id: UnitId
    name: Name
    lead: int
    responsible: int
    cooperating: int
    people: list[Liaison]


class MatrixGroup(Wire):
    """A group that is named, and its members on the day."""

    id: UUID
    name: Name
    member_ids: list[UnitId]


class ResponsibilityMatrix(Wire):
    """Who owes what in one plan on one day: actions in document order, units in order of name."""

    plan_id: PlanId
    as_of: date
    rows: list[MatrixRow]
    units: list[MatrixUnit]
    groups: list[MatrixGroup]
    unresolved: int = Field(description="entries whose written name stands for nobody yet")


class Obligation(Wire):
    """One thing that a unit is named for, in any plan that the caller may know of."""

    id: UUID
    about: ObligationKind
    plan_id: PlanId
    plan_title: Name
    plan_state: Name
    key: Key | None = Field(default=None, description="of the action, duty or indicator; of a milestone's action, if it has one")
    what: Note | None = None
    role: ResponsibilityRole
    written: Name | None = Field(default=None, description="absent for a milestone")
    office: Name | None = None
    through_group_id: UUID | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    due_on: date | None = None
    clause_path: str | None = None
    quote: str | None = None


class Obligations(Wire):
    """A page of everything a unit owes on a day, and who holds its reporting posts then."""

    unit_id: UnitId
    unit_name: Name
    as_of: date
    liaisons: list[Liaison]
    items: list[Obligation]
    next_cursor: str | None = Field(default=None, description="give it as `cursor` to get the next page")


class HistoryKind(StrEnum):
    """What has a history of its own inside a plan."""

    RESPONSIBILITY = "responsibility"
    MILESTONE = "milestone"
    FUNDING = "funding"
    BREAKDOWN = "breakdown"


class HistoryEntry(Wire):
    """One change of one fact: the whole fact as it was afterwards, who changed it, when and why."""

    id: UUID
    plan_id: PlanId
    kind: HistoryKind
    subject_id: UUID
    version: int
    at: Instant
    actor_id: AccountId
    actor_name: Name
    act: Name
    reason: Note | None = None
    state: dict[str, str | int | bool | None]
