"""What-if questions on the wire: another value, another target, another day, and where the line of the values leads."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from shared.schemas.base import Exact, Wire, Year
from shared.schemas.targets import TargetExpression
from shared.schemas.verdicts import Said, ValueUsed, Verdict, VerdictInputs, VerdictWord


class ProjectionMethod(StrEnum):
    """How values are drawn on to the horizon: by the change between the last two, or by the least-squares line through all."""

    LAST_SLOPE = "last_slope"
    LEAST_SQUARES = "least_squares"


Printed = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class NotProjected(StrEnum):
    """Why no figure is drawn on: fewer than two points, or a value of the horizon year is there."""

    TOO_FEW_POINTS = "too_few_points"
    HORIZON_REACHED = "horizon_reached"


class VerdictQuestion(Wire):
    """What is asked: the case of a stored verdict (or a case of one's own) with some of its inputs changed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "verdict_id": "01a2043b-b5f9-732b-b2e4-a8fd4ad7e475",
                    "values": [{"year": 2026, "value": "38.4"}],
                    "target": "42%以上",
                    "project": "least_squares",
                }
            ]
        }
    )

    verdict_id: UUID | None = Field(default=None, description="the verdict whose inputs are taken")
    inputs: VerdictInputs | None = Field(default=None, description="instead of a verdict: all inputs of a case of one's own")
    as_of: date | None = Field(default=None, description="the day to judge on; today (or that of `inputs`) if absent")
    values: list[ValueUsed] = Field(
        default_factory=list, max_length=100, description="in the unit the plan prints; each takes the place of all known values of its year"
    )
    target: Annotated[str, StringConstraints(min_length=1, max_length=300)] | None = Field(
        default=None, description="another target, as it would be printed"
    )
    expression: TargetExpression | None = Field(default=None, description="another target, as an expression")
    external: Exact | None = Field(default=None, description="another figure of the authority")
    project: ProjectionMethod | None = None

    @model_validator(mode="after")
    def _is_one_case(self) -> Self:
        if (self.verdict_id is None) == (self.inputs is None):
            raise ValueError("give either verdict_id or inputs")
        if self.target is not None and self.expression is not None:
            raise ValueError("give either target or expression")
        return self


class PointUsed(Wire):
    """One point that a projection goes through."""

    year: Year
    value: Exact


class Projection(Wire):
    """Where the values lead: the figure expected at the horizon, what it would mean, and what is still needed."""

    method: ProjectionMethod
    points: list[PointUsed]
    slope: Exact = Field(description="change a year, four decimals")
    horizon: Year
    expected: Exact = Field(description="at the horizon, four decimals")
    word: VerdictWord = Field(description="the verdict if it comes so")
    gap: Exact | None = Field(
        default=None, description="from the expected figure to the target's line, 0 where it holds; absent for targets without a line"
    )
    yearly_change_needed: Exact | None = Field(
        default=None, description="from the latest value to the line, a year: above zero up, below zero down, 0 where the latest value holds"
    )
    said: Said


class WhatIf(Wire):
    """The answer; nothing of it is stored."""

    before: VerdictWord | None = Field(default=None, description="the stored verdict's word")
    verdict: Verdict
    projection: Projection | None = None
    not_projected: NotProjected | None = Field(default=None, description="why there is no projection, where one was asked for")
