"""Rounds and assignments on the wire."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import Exact, Instant, Key, Name, Note, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.kinds import KindName
from shared.schemas.targets import Polarity

MONITORING = "monitoring_values"
"""The shipped kind of the yearly monitoring values."""


class RoundState(StrEnum):
    """A round is open until somebody closes it."""

    OPEN = "open"
    CLOSED = "closed"


class RoundOpening(Wire):
    """A new round: one exercise of one kind for one or several plans of a region.

    ``kind``: the code of a kind; the round keeps the newest version that its region knows. ``unit_ids`` says who owes it; where the kind
    asks for values it may be left out (all filling units) or leaves some of them out.
    ``outward_due_on`` may be left out where a plan's own monitoring duty names the day; ``internal_due_on`` defaults to ten
    workdays earlier. Days end at 24:00 in Asia/Shanghai.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_ids": ["01a203ef-2e36-720a-8f11-3b984351fa2c"],
                    "subject_year": 2022,
                    "name": "健康江北行动2022年度监测",
                    "opens_on": "2023-04-10",
                    "outward_due_on": "2023-05-10",
                }
            ]
        }
    )

    kind: Key = MONITORING
    plan_ids: list[PlanId] = Field(min_length=1, max_length=20)
    unit_ids: list[UnitId] | None = Field(default=None, min_length=1, max_length=2000)
    subject_year: Year
    name: Name
    opens_on: date
    internal_due_on: date | None = None
    outward_due_on: date | None = None
    closes_on: date | None = Field(default=None, description="last day on which anything is taken; 30 days after the outward due day when left out")


class UnfilledIndicator(Wire):
    """A plan indicator that nobody fills: it would not be asked for."""

    plan_indicator_id: UUID
    plan_id: PlanId
    key: Key
    name: Name


class PreviewedUnit(Wire):
    """A unit that would owe the round, and the names of its items."""

    unit_id: UnitId
    unit_name: Name
    items: list[Name]


class RoundPreview(Wire):
    """What opening a round would do: its days, who gets what, and what nobody would be asked for."""

    opens_on: date
    internal_due_on: date
    outward_due_on: date
    closes_on: date
    units: list[PreviewedUnit]
    unfilled: list[UnfilledIndicator]


class RoundClone(Wire):
    """The next round like this one: what is left out follows the earlier one, a year later. Units that fill values are those of today."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"opens_on": "2024-04-08"}]})

    subject_year: Year | None = Field(default=None, description="the year after the earlier round's when left out")
    name: Name | None = Field(default=None, description="the earlier name with the year in it moved along when left out")
    plan_ids: list[PlanId] | None = Field(default=None, min_length=1, max_length=20, description="where a plan gave way to another")
    opens_on: date | None = None
    internal_due_on: date | None = None
    outward_due_on: date | None = None
    closes_on: date | None = None


class Round(Wire):
    """One reporting exercise."""

    id: UUID
    version: int
    kind: KindName
    name: Name
    plan_ids: list[PlanId]
    region_path: str
    subject_year: Year
    state: RoundState
    opens: Instant
    internal_due: Instant
    outward_due: Instant
    closes: Instant
    assignments: int


class AssignmentState(StrEnum):
    """open until a complete answer comes in; reopened by a return; closed by approval; waived by the office."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    REOPENED = "reopened"
    CLOSED = "closed"
    WAIVED = "waived"


class Item(Wire):
    """One value that is asked for, with what helps to fill it."""

    id: UUID
    indicator_id: UUID
    plan_indicator_ids: list[UUID]
    name: Name
    unit_of_measure: Name | None = None
    polarity: Polarity
    region_id: RegionId
    year: Year
    targets: list[str] = Field(description="targets in force as printed, with their years")
    last_value: Exact | None = None
    last_state: Name | None = None
    last_year: Year | None = None
    waived_because: Note | None = Field(default=None, description="set where the item is exempt: it is not answered any more")


class Assignment(Wire):
    """What one unit owes in a round."""

    id: UUID
    version: int
    round_id: UUID
    round_name: Name
    kind: Key
    unit_id: UnitId
    unit_name: Name
    region_path: str
    state: AssignmentState
    due: Instant
    due_on: date
    submission_id: UUID | None = None
    items: int


class FullAssignment(Assignment):
    """An assignment with everything it asks for."""

    asked: list[Item]


class Waiver(Wire):
    """Why a unit owes nothing."""

    reason: Note
