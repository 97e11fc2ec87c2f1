"""The indicators service on the wire."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.rules.access import Disclosure
from shared.schemas.base import Instant, Key, Name, Note, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.plan_document import Baseline, Clause, NatureKind
from shared.schemas.revisions import RevisionCited
from shared.schemas.targets import Polarity, TargetExpression
from shared.schemas.verdicts import Explanation, Said, VerdictWord


class PlanIndicator(Wire):
    """An indicator inside a plan: where it is measured, who fills it, where it started."""

    id: UUID
    version: int
    plan_id: PlanId
    key: Key
    indicator_id: UUID
    definition: int = Field(description="the number of the indicator's definition that baseline and targets follow")
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


class StatementOrigin(StrEnum):
    """Where a statement stands: in a place of the plan, or in a later document that revises its targets."""

    TABLE = "table"
    PROSE = "prose"
    BOX = "box"
    OVERALL = "overall"
    REVISION = "revision"
    ANNUAL = "annual"


class Statement(Wire):
    """A target statement: printed in the plan, or set by a later document."""

    id: UUID
    plan_indicator_id: UUID
    printed_key: Key
    origin: StatementOrigin
    year: Year | None = None
    population: str = Field(default="", description="sub-population; empty: all")
    raw: Name
    expression: TargetExpression
    clause: Clause | None = Field(default=None, description="null: it is set by a later document, see cited")
    cited: RevisionCited | None = None
    reason: Note | None = None
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
    chosen_at: Instant | None = None
    reason: Note | None = None
    clause: Clause | None = None
    cited: RevisionCited | None = None


class TargetChoice(Wire):
    """A named person's choice among conflicting statements of one plan indicator."""

    statement_id: UUID
    year: Year
    reason: Note


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
    clause: Clause | None = None
    cited: RevisionCited | None = None


class ExplainedVerdict(StoredVerdict):
    """A verdict with everything needed to re-derive it."""

    explanation: Explanation
