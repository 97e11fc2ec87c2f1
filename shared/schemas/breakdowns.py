"""Breakdowns of a target on the wire (目标分解): parts for lower regions or units, and whether they reach the whole."""

from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from shared.schemas.base import Exact, Key, Name, Note, PlanId, RegionId, UnitId, Wire, Year
from shared.schemas.plan_document import Clause
from shared.schemas.targets import Comparator


class RollUp(StrEnum):
    """How parts make the whole: they add up; their weighted mean counts; each must reach the line."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"
    EACH = "each"


class BreakdownBasis(StrEnum):
    """Whether a document prints the parts or a person entered them."""

    PRINTED = "printed"
    ENTERED = "entered"


class BreakdownPart(Wire):
    """What one lower region or unit is to reach; ``weight`` counts in a weighted mean (e.g. its population)."""

    region_id: RegionId | None = None
    unit_id: UnitId | None = None
    written: Name = Field(description="as printed, or the name")
    value: Exact
    weight: Exact | None = None

    @model_validator(mode="after")
    def _is_of_one(self) -> Self:
        if (self.region_id is None) == (self.unit_id is None):
            raise ValueError("give either region_id or unit_id")
        if self.weight is not None and self.weight <= 0:
            raise ValueError("a weight is above zero")
        return self


class _Parts(Wire):
    roll_up: RollUp
    parts: list[BreakdownPart] = Field(min_length=1, max_length=500)

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        owners = [part.region_id or part.unit_id for part in self.parts]
        if len(set(owners)) != len(owners):
            raise ValueError("a region or unit has two parts")
        if self.roll_up is RollUp.WEIGHTED_MEAN and any(part.weight is None for part in self.parts):
            raise ValueError("a weighted mean needs a weight for every part")
        return self


class NewBreakdown(_Parts):
    """The target of one printed indicator and year, broken down. ``whole`` is the printed threshold unless given."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan_id": "01a203ef-2e36-720a-8f11-3b984351fa2c",
                    "indicator": "T01",
                    "year": 2030,
                    "roll_up": "weighted_mean",
                    "parts": [
                        {"region_id": "01a203ef-2e36-720a-8f11-3b984351fa2d", "written": "甬江街道", "value": "42", "weight": "8.1"},
                        {"region_id": "01a203ef-2e36-720a-8f11-3b984351fa2e", "written": "慈城镇", "value": "38", "weight": "6.3"},
                    ],
                    "reason": "目标责任书",
                }
            ]
        }
    )

    plan_id: PlanId
    indicator: Key
    year: Year
    whole: Exact | None = None
    comparator: Comparator | None = Field(default=None, description="the printed one, or the polarity's, unless given")
    basis: BreakdownBasis = BreakdownBasis.ENTERED
    clause: Clause | None = Field(default=None, description="where the parts are printed")
    reason: Note | None = Field(default=None, description="needed once the plan is issued")

    @model_validator(mode="after")
    def _printed_parts_cite(self) -> Self:
        if (self.basis is BreakdownBasis.PRINTED) != (self.clause is not None):
            raise ValueError("printed parts cite their clause, entered ones have none")
        return self


class BreakdownEdit(_Parts):
    """Other parts, whole; the target that is broken down stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "roll_up": "each",
                    "parts": [{"region_id": "01a203ef-2e36-720a-8f11-3b984351fa2d", "written": "甬江街道", "value": "40"}],
                    "reason": "按区统一要求",
                }
            ]
        }
    )

    reason: Note | None = None


class BreakdownCheck(Wire):
    """Whether the parts reach the whole, with the arithmetic; ``reaches`` null: it cannot be told, and ``zh``/``en`` say why."""

    rule: Name
    reaches: bool | None
    computed: Name | None = Field(default=None, description="the sum or the weighted mean, or how many parts reach the line")
    short: list[Name] = Field(description="the parts that miss the line, where each must reach it")
    arithmetic: str
    zh: str
    en: str


class Breakdown(Wire):
    """A target broken down, with its check."""

    id: UUID
    version: int
    plan_id: PlanId
    indicator: Key
    year: Year
    whole: Exact
    comparator: Comparator
    unit_of_measure: Name | None = None
    roll_up: RollUp
    basis: BreakdownBasis
    clause: Clause | None = None
    parts: list[BreakdownPart]
    check: BreakdownCheck
