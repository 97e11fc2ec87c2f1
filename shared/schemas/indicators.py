"""The indicators service on the wire."""

from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.rules.access import Disclosure
from shared.schemas.base import Exact, Instant, Key, Name, Note, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.plan_document import Baseline, Clause, IndicatorOrigin, NatureKind
from shared.schemas.targets import Polarity, TargetExpression
from shared.schemas.verdicts import Explanation, Said, Standing, VerdictWord


class PlanIndicator(Wire):
    """An indicator inside a plan: where it is measured, who fills it, where it started."""

    id: UUID
    version: int
    plan_id: PlanId
    key: Key
    indicator_id: UUID
    name: Name
    unit_of_measure: Name | None = Field(default=None, description="as the plan prints it")
    measured_in: Name | None = Field(default=None, description="the catalogue's unit: values are given and kept in it")
    polarity: Polarity
    nature: NatureKind
    action: Key | None = None
    region_id: RegionId
    region_path: str
    disclosure: Disclosure
    departments: list[Name]
    filling_unit_id: UnitId | None = Field(default=None, description="null: nobody is named alone; see plan-indicators:assign")
    baseline: Baseline | None = None
    clause: Clause


class FillingRow(Wire):
    """Who fills one plan indicator."""

    key: Key
    filling_unit_id: UnitId


class FillingAssignment(Wire):
    """Filling units of a plan's indicators; all rows or none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
                    "rows": [{"key": "T01", "filling_unit_id": "01a203ef-2e36-7c01-93f4-1b7f6e0d2c58"}],
                }
            ]
        }
    )

    plan_id: PlanId
    rows: list[FillingRow] = Field(min_length=1, max_length=2000)


class FillingOutcomes(Wire):
    """How many plan indicators have another filling unit now."""

    changed: int
    unchanged: int


class TargetBasis(StrEnum):
    """Why a statement is the one in force: the only one, the same in every place, its year assumed, or a person's choice."""

    SOLE = "sole"
    AGREEING = "agreeing"
    YEAR_ASSUMED = "year_assumed"
    CHOSEN = "chosen"


class Statement(Wire):
    """A printed target statement as taken over from a plan."""

    id: UUID
    plan_indicator_id: UUID
    printed_key: Key
    origin: IndicatorOrigin
    year: Year | None = None
    population: str = Field(default="", description="sub-population; empty: all")
    raw: Name
    expression: TargetExpression
    clause: Clause
    in_force: bool


class TargetInForce(Wire):
    """The one target that counts for a plan indicator, year and population."""

    id: UUID
    version: int
    plan_id: PlanId
    plan_indicator_id: UUID
    statement_id: UUID
    year: Year
    population: str
    raw: Name
    expression: TargetExpression
    basis: TargetBasis
    chosen_by: Name | None = None
    reason: Note | None = None
    clause: Clause


class TargetChoice(Wire):
    """A named person's choice among conflicting statements of one plan indicator."""

    statement_id: UUID
    year: Year
    reason: Note


class Observation(Wire):
    """An official value of an indicator for a region and year, in its newest version."""

    id: UUID
    version: int
    indicator_id: UUID
    indicator_name: Name
    unit_of_measure: Name | None = None
    region_id: RegionId
    region_path: str
    year: Year
    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    standing: Standing
    disclosure: Disclosure
    source: Literal["submission", "import"]
    recorded_at: Instant
    recorded_by: Name


class ObservationVersion(Wire):
    """One version of an official value; corrections never overwrite."""

    version: int
    value: Exact | None = None
    state: Name | None = None
    standing: Standing
    source: str
    recorded_at: Instant
    recorded_by: Name


class ObservationRow(Wire):
    """One value of an import, for a plan's indicator by its key."""

    key: Key
    year: Year
    value: Exact | None = None
    state: Name | None = None
    numerator: Exact | None = None
    denominator: Exact | None = None
    standing: Standing = Standing.REPORTED

    @model_validator(mode="after")
    def _says_something(self) -> "ObservationRow":
        if (self.value is None) == (self.state is None):
            raise ValueError("give either a value or a state")
        return self


class ObservationImport(Wire):
    """Official values to bring in for one plan; all rows or none."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c", "rows": [{"key": "T01", "year": 2019, "value": "26"}]}]}
    )

    plan_id: PlanId
    rows: list[ObservationRow] = Field(min_length=1, max_length=5000)


class ObservationOutcomes(Wire):
    """What became of an import's rows."""

    new: int
    corrected: int
    unchanged: int


class StoredVerdict(Wire):
    """The verdict on one target in force, as of a day."""

    id: UUID
    version: int
    target_id: UUID
    plan_id: PlanId
    plan_indicator_id: UUID
    indicator_name: Name
    key: Key
    region_path: str
    horizon: Year
    population: str
    target: Name = Field(description="the target as printed")
    word: VerdictWord
    year_judged: Year | None = None
    as_of: date
    said: Said
    clause: Clause


class ExplainedVerdict(StoredVerdict):
    """A verdict with everything needed to re-derive it."""

    explanation: Explanation
