"""The scoreboard of a plan and year on the wire: every indicator with its values, its targets and what became of them."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Exact, Name, UnitId, Wire, Year
from shared.schemas.page import Page
from shared.schemas.plan_document import Baseline, NatureKind
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import Said, Standing, VerdictWord


class Tendency(StrEnum):
    """Which way the latest change went, by the indicator's polarity; ``changed`` where no way is better."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    CHANGED = "changed"


class YearValue(Wire):
    """The official value of one year."""

    year: Year
    value: Exact | None = None
    state: Name | None = None
    standing: Standing


class ScoredTarget(Wire):
    """A target that decides for the year, with its verdict."""

    target_id: UUID
    horizon: Year
    population: str
    target: str = Field(description="as printed")
    verdict_id: UUID | None = None
    word: VerdictWord | None = None
    said: Said | None = None


class ScoreboardRow(Wire):
    """One indicator of the plan. ``targets``: of the year itself or, where there are none, of the next horizon (the last one when all are past)."""

    plan_indicator_id: UUID
    key: str
    name: Name
    unit_of_measure: str | None = Field(default=None, description="as the plan prints it; values, changes and targets stand in it")
    polarity: Polarity
    nature: NatureKind
    action: str | None = None
    unit_id: UnitId | None = Field(default=None, description="the filling unit")
    lead_unit_ids: list[UnitId]
    baseline: Baseline | None = None
    value: YearValue | None = Field(default=None, description="of the year")
    change: Exact | None = Field(default=None, description="against the latest earlier value")
    tendency: Tendency | None = None
    series: list[YearValue]
    targets: list[ScoredTarget]


class Tally(Wire):
    """How many deciding targets got each word; ``key`` is an action's key, a unit's id, a nature or a dimension, and null where there is none."""

    key: str | None = None
    words: dict[VerdictWord, int]


class Scoreboard(Page[ScoreboardRow]):
    """A page of rows in document order, and the tallies of all rows that the filters leave."""

    plan_id: UUID
    year: Year
    words: dict[VerdictWord, int]
    by_action: list[Tally]
    by_unit: list[Tally]
    by_nature: list[Tally]
    by_dimension: list[Tally]
