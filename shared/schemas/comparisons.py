"""Regions beside one another on the wire: places on one indicator, a heat table of several, and their series for a chart."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Exact, Instant, Name, RegionId, Wire, Year
from shared.schemas.observations import Disaggregation, PeriodText, SeriesPoint
from shared.schemas.page import Page
from shared.schemas.plan_document import Clause, RegionLevel
from shared.schemas.revisions import RevisionCited
from shared.schemas.scoreboard import Tendency
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import Said, Standing, VerdictWord


class Better(StrEnum):
    """Which values are better."""

    HIGHER = "higher"
    LOWER = "lower"


class ComparisonFlag(StrEnum):
    """Why a value, or its change, is not simply comparable."""

    DEFINITION_DIFFERS = "definition_differs"
    DEFINITION_CHANGED = "definition_changed"
    BORDER_CHANGED = "border_changed"
    PROVISIONAL = "provisional"


class ComparedTarget(Wire):
    """A target that decides for the year in a plan of the region: how far the value is from it, and the verdict on it."""

    target_id: UUID
    plan_id: UUID
    horizon: Year
    target: str = Field(description="as printed")
    unit_of_measure: str | None = Field(default=None, description="as the plan prints it: of the distance")
    distance: Exact | None = Field(default=None, description="what is missing to the line, 0 where it is reached; null: the target draws no line")
    distance_share: float | None = Field(default=None, description="the distance as a share of the line's figure")
    word: VerdictWord | None = None
    said: Said | None = None


class ComparedRegion(Wire):
    """One region among those compared."""

    region_id: RegionId
    code: str
    name: Name
    level: RegionLevel
    observation_id: UUID | None = None
    value: Exact | None = None
    state: Name | None = None
    standing: Standing | None = None
    definition: int | None = None
    rank: int | None = Field(default=None, description="1 is best; equal values share a place, the next one is skipped; null: no number to rank")
    percentile: float | None = Field(default=None, description="of the other regions with a value, how many in a hundred do worse; null where alone")
    change: Exact | None = Field(default=None, description="against the period before")
    tendency: Tendency | None = None
    flags: list[ComparisonFlag]
    targets: list[ComparedTarget]


class Comparison(Page[ComparedRegion]):
    """A page of regions by their place, those without a value last; and what holds for all of them."""

    indicator_id: UUID
    indicator_name: Name
    unit_of_measure: str | None = None
    polarity: Polarity
    better: Better
    period: PeriodText
    previous_period: PeriodText
    disaggregation: Disaggregation
    definition: int = Field(description="the number of the definition that is valid in the period; others are flagged")
    regions: int = Field(description="regions compared")
    with_value: int
    held_back: int = Field(description="regions whose value you may not know of: it is neither shown nor ranked")


class HeatRegion(Wire):
    """A row of a heat table."""

    region_id: RegionId
    code: str
    name: Name


class HeatIndicator(Wire):
    """A column of a heat table."""

    indicator_id: UUID
    name: Name
    unit_of_measure: str | None = None
    polarity: Polarity
    definition: int
    lowest: Exact | None = None
    highest: Exact | None = None


class HeatTable(Wire):
    """Regions by indicators: each of the matrices has a row for each region and a column for each indicator; null: nothing there."""

    period: PeriodText
    regions: list[HeatRegion]
    indicators: list[HeatIndicator]
    values: list[list[Exact | None]]
    positions: list[list[float | None]] = Field(
        description="0 worst, 1 best of the column, (value - worst) / (best - worst); null where all are equal, or no way is better"
    )
    words: list[list[VerdictWord | None]] = Field(description="the worst verdict on a target that decides for the year")
    flags: list[list[str]] = Field(description="D: another definition, P: provisional; empty: neither")
    held_back: int = Field(description="values that you may not know of")


class TargetLine(Wire):
    """A target in force as a line of a chart, in the unit of the values; both ends null: it is no line."""

    target_id: UUID
    plan_id: UUID
    year: Year
    target: str = Field(description="as printed")
    low: Exact | None = None
    high: Exact | None = None
    clause: Clause | None = None
    cited: RevisionCited | None = None


class ChartSeries(Wire):
    """The values of one indicator for one region in order of time, the periods that are missing in between, and the targets as lines."""

    indicator_id: UUID
    indicator_name: Name
    unit_of_measure: str | None = None
    region_id: RegionId
    points: list[SeriesPoint]
    gaps: list[PeriodText]
    target_lines: list[TargetLine]


class Chart(Wire):
    """Several series for one chart, in the order in which indicators and regions were named."""

    as_of: Instant | None = None
    disaggregation: Disaggregation
    series: list[ChartSeries]


def level_below(level: str) -> RegionLevel:
    """The next level; that of villages stays."""
    levels: list[Any] = list(RegionLevel)
    found: RegionLevel = levels[min(levels.index(RegionLevel(level)) + 1, len(levels) - 1)]
    return found
