"""Official values: read as they count now or counted once, withdrawn, and brought in for one plan (bulk: ``intake``)."""

from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Query, Response

from services.indicators.deps import InOnTrackFrom
from services.indicators.errors import AlreadyWithdrawn, FollowsFromOthers, RefusedValues
from services.indicators.repository import entries
from services.indicators.repository import observations as repository
from services.indicators.repository.observations import Wanted
from services.indicators.service import importing, managing, withdrawing
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import InvalidCursor, KeyReused, MissingIdempotencyKey, NotFound, StaleEtag
from shared.kit.paging import InPaging, as_dicts, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.rules.periods import Grain, parse_period
from shared.schemas.base import Instant, Year
from shared.schemas.observations import (
    Disaggregation,
    Observation,
    ObservationImport,
    ObservationOutcomes,
    ObservationVersion,
    PeriodText,
    Series,
    SeriesPoint,
    Withdrawal,
)
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "observations")
AsOf = Annotated[Instant | None, Query(description="as it counted at this instant, e.g. 2026-06-01T00:00:00+08:00; now if left out")]
_UNTOLD = ("unit_id", "source_id", "voids")


def _listed(item: dict[str, Any]) -> dict[str, Any]:
    """A row as it stands in a list: plain, because lists of official values are the hottest reads there are."""
    for name in _UNTOLD:
        del item[name]
    item["unit_of_measure"] = item["unit_of_measure"] or None
    item["withdrawn"] = item["value"] is None and item["state"] is None
    return item


def _told(row: Any) -> Observation:
    return Observation(**_listed(dict(row._mapping)))


async def _visible(db: Db, actor: Actor, observation_id: UUID) -> Any:
    row = await repository.observation(db, observation_id)
    see(actor, Permission.OBSERVATION_READ, managing.thing(row) if row else None, what="observation", what_zh="监测值")
    return row


@router.get("/observations", operation_id="list_observations", **guarded(Permission.OBSERVATION_READ, InvalidCursor))
async def list_observations(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    indicator_id: UUID | None = None,
    region_id: UUID | None = None,
    year: int | None = None,
    period: PeriodText | None = None,
    grain: Annotated[Grain | None, Query(description="only values of years, halves, quarters or months")] = None,
    disaggregation: Annotated[Disaggregation | None, Query(description="one part; empty: totals only; left out: everything")] = None,
    as_of: AsOf = None,
) -> Page[Observation]:
    """Official values by indicator, region, period and part, by disclosure level; what has not passed the chain is not here."""
    wanted = Wanted(indicator_id, region_id, year, period, grain, disaggregation)
    rows = await repository.observation_page(db, paging, actor, wanted, as_of)
    return page_of(rows, paging, [_listed(item) for item in as_dicts(rows)], *repository.SLOT)


@router.get("/observations/{observation_id:uuid}", operation_id="read_observation", **guarded(Permission.OBSERVATION_READ))
async def read_observation(db: InRead, actor: CurrentActor, observation_id: UUID, response: Response, as_of: AsOf = None) -> Observation:
    """An official value as it counts now, or as it counted; 404 where it said nothing then."""
    row = await _visible(db, actor, observation_id)
    if as_of is not None:
        row = await repository.observation_as_of(db, observation_id, as_of)
        if row is None:
            raise NotFound(what="observation at that time", what_zh="当时的监测值")
    response.headers["ETag"] = etag(row.version)
    return _told(row)


@router.get("/observations/{observation_id:uuid}/versions", operation_id="list_observation_versions", **guarded(Permission.OBSERVATION_READ))
async def list_observation_versions(db: InRead, actor: CurrentActor, observation_id: UUID) -> list[ObservationVersion]:
    """Every version the value ever had, oldest first."""
    current = await _visible(db, actor, observation_id)
    rows = [*await repository.superseded(db, observation_id), current]
    names = ObservationVersion.model_fields
    return [ObservationVersion(**{name: row._mapping[name] for name in names if name in row._mapping}) for row in rows]


@router.get("/observations/series", operation_id="read_series", **guarded(Permission.OBSERVATION_READ))
async def read_series(
    db: InRead,
    actor: CurrentActor,
    indicator_id: UUID,
    region_id: UUID,
    disaggregation: Disaggregation = "",
    grain: Grain = Grain.YEAR,
    first_year: Year = 1949,
    last_year: Year = 2200,
) -> Series:
    """The values of an indicator for a region over time, for a chart."""
    indicator = await entries.indicator(db, indicator_id)
    if indicator is None:
        raise NotFound(what="indicator", what_zh="指标")
    rows = await repository.series_of(db, actor, Wanted(indicator_id, region_id, grain=grain, disaggregation=disaggregation), first_year, last_year)
    return Series(
        indicator_id=indicator_id,
        indicator_name=indicator.name,
        unit_of_measure=indicator.unit_of_measure or None,
        region_id=cast("Any", region_id),
        disaggregation=disaggregation,
        points=[_point(row) for row in rows],
    )


def _point(row: Any) -> SeriesPoint:
    period, names = parse_period(row.period), SeriesPoint.model_fields
    copied = {name: row._mapping[name] for name in names if name in row._mapping}
    return SeriesPoint(**copied, first_day=period.first, last_day=period.last)


@router.post(
    "/observations/{observation_id:uuid}:withdraw",
    operation_id="withdraw_observation",
    **guarded(Permission.OBSERVATION_IMPORT, AlreadyWithdrawn, FollowsFromOthers, StaleEtag, MissingIdempotencyKey, KeyReused),
)
async def withdraw_observation(
    work: InWork, observation_id: UUID, body: Withdrawal, if_match: OptionalIfMatch, on_track_from: InOnTrackFrom, response: Response
) -> Observation:
    """Withdraw the version that counts, with a reason: the one before counts again, or nothing. Every version stays readable."""
    await withdrawing.withdraw_observation(work, observation_id, body, if_match, on_track_from)
    row = await _visible(work.db, work.actor, observation_id)
    response.headers["ETag"] = etag(row.version)
    return _told(row)


@router.post(
    "/observations:import",
    operation_id="import_observations",
    **guarded(Permission.OBSERVATION_IMPORT, RefusedValues, MissingIdempotencyKey, KeyReused),
)
async def import_observations(work: InWork, body: ObservationImport, on_track_from: InOnTrackFrom) -> ObservationOutcomes:
    """Bring in official values of one plan's indicators; all rows or none."""
    return await importing.import_observations(work, body, on_track_from)
