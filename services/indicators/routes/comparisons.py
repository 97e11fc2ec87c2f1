"""Regions beside one another: a comparison on one indicator, a heat table, and several series for a chart."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query

from services.indicators.errors import TooMuchAtOnce, UnclearScope
from services.indicators.repository.charting import Drawn
from services.indicators.service import charting, comparing, heat
from services.indicators.service.comparing import Compared
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import unless_known
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, page_parts, ready
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.rules.periods import Grain, parse_period
from shared.schemas.base import Instant, Year
from shared.schemas.comparisons import Better, Chart, Comparison, HeatTable
from shared.schemas.observations import Disaggregation, PeriodText
from shared.schemas.plan_document import RegionLevel

router = api_router("/api/v1/indicators", "comparisons")
Within = Annotated[UUID | None, Query(description="compare the regions in this one; everywhere if left out")]
Level = Annotated[RegionLevel | None, Query(description="of which level; if left out the one below `within`, else counties")]
Named = Annotated[list[UUID], Query(description="compare these regions instead", max_length=200)]
Known = Annotated[str | None, Header(alias="If-None-Match", description="the ETag of the answer you have: 304 if it still holds")]
_KEYS = ("place", "code", "region_id")


@router.get(
    "/{indicator_id:uuid}/comparison",
    operation_id="compare_regions",
    **guarded(Permission.OBSERVATION_READ, InvalidCursor, UnclearScope, TooMuchAtOnce),
)
async def compare_regions(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    indicator_id: UUID,
    period: PeriodText,
    within: Within = None,
    level: Level = None,
    region_id: Named = [],  # noqa: B006 - FastAPI copies it
    disaggregation: Disaggregation = "",
    better: Annotated[Better | None, Query(description="if left out, by the indicator's polarity; higher where that says neither")] = None,
    if_none_match: Known = None,
) -> Comparison:
    """Regions by their place on one indicator: percentile, change, distance to the targets of their plans, and what is not comparable.

    What you may not know of is neither shown nor ranked; `held_back` says how many regions that concerns.
    """
    scope = await comparing.scope_of(db, within, level, region_id)
    rows, answer = await comparing.compare(db, actor, paging, scope, Compared(indicator_id, parse_period(period), disaggregation, better))
    return unless_known(if_none_match, ready(Comparison, {**answer, **page_parts(rows, paging, answer["items"], *_KEYS)}))


@router.get("/heat-table", operation_id="read_heat_table", **guarded(Permission.OBSERVATION_READ, UnclearScope, TooMuchAtOnce))
async def read_heat_table(
    db: InRead,
    actor: CurrentActor,
    period: PeriodText,
    indicator_id: Annotated[list[UUID], Query(min_length=1, description="the columns, in this order")],
    within: Within = None,
    level: Level = None,
    region_id: Named = [],  # noqa: B006 - FastAPI copies it
    if_none_match: Known = None,
) -> HeatTable:
    """Regions by indicators in one period: value, place between worst and best, verdict; at most 200 by 200."""
    scope = await comparing.scope_of(db, within, level, region_id)
    table = await heat.heat_table(db, actor, scope, indicator_id, parse_period(period))
    return unless_known(if_none_match, ready(HeatTable, table))


@router.get("/chart", operation_id="read_chart", **guarded(Permission.OBSERVATION_READ, TooMuchAtOnce))
async def read_chart(
    db: InRead,
    actor: CurrentActor,
    indicator_id: Annotated[list[UUID], Query(min_length=1)],
    region_id: Annotated[list[UUID], Query(min_length=1)],
    disaggregation: Disaggregation = "",
    grain: Grain = Grain.YEAR,
    first_year: Year = 1949,
    last_year: Year = 2200,
    as_of: Annotated[Instant | None, Query(description="values as they counted at this instant; now if left out")] = None,
    if_none_match: Known = None,
) -> Chart:
    """Several indicators and regions as series with gaps and target lines; at most 100 series."""
    drawn = Drawn(tuple(indicator_id), tuple(region_id), disaggregation, grain, first_year, last_year)
    return unless_known(if_none_match, ready(Chart, await charting.chart(db, actor, drawn, as_of)))
