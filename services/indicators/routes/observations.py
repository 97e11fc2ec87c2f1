"""Official values."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.indicators.deps import InOnTrackFrom
from services.indicators.errors import RefusedValues
from services.indicators.repository import measuring as repository
from services.indicators.service import managing
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import etag
from shared.kit.framework_problems import InvalidCursor, KeyReused, MissingIdempotencyKey
from shared.kit.paging import InPaging, as_dicts, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.indicators import Observation, ObservationImport, ObservationOutcomes, ObservationVersion
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "observations")


def _observation(row: Any) -> Observation:
    copied = {name: row._mapping[name] for name in Observation.model_fields if name != "unit_of_measure"}
    return Observation(**copied, unit_of_measure=row.unit_of_measure or None)


def _listed(item: dict[str, Any]) -> dict[str, Any]:
    """A row as it stands in a list: plain, because lists of official values are the hottest reads there are."""
    del item["unit_id"], item["source_id"]
    item["unit_of_measure"] = item["unit_of_measure"] or None
    return item


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
) -> Page[Observation]:
    """Official values, by disclosure level; what has not passed the chain is not here."""
    rows = await repository.observation_page(db, paging, actor, indicator_id, region_id, year)
    return page_of(rows, paging, [_listed(item) for item in as_dicts(rows)], "id")


@router.get("/observations/{observation_id:uuid}", operation_id="read_observation", **guarded(Permission.OBSERVATION_READ))
async def read_observation(db: InRead, actor: CurrentActor, observation_id: UUID, response: Response) -> Observation:
    """An official value in its newest version."""
    row = await _visible(db, actor, observation_id)
    response.headers["ETag"] = etag(row.version)
    return _observation(row)


@router.get("/observations/{observation_id:uuid}/versions", operation_id="list_observation_versions", **guarded(Permission.OBSERVATION_READ))
async def list_observation_versions(db: InRead, actor: CurrentActor, observation_id: UUID) -> list[ObservationVersion]:
    """Every version the value ever had, oldest first."""
    await _visible(db, actor, observation_id)
    rows = await repository.observation_versions(db, observation_id)
    return [ObservationVersion(**{name: row._mapping[name] for name in ObservationVersion.model_fields}) for row in rows]


@router.post(
    "/observations:import",
    operation_id="import_observations",
    **guarded(Permission.OBSERVATION_IMPORT, RefusedValues, MissingIdempotencyKey, KeyReused),
)
async def import_observations(work: InWork, body: ObservationImport, on_track_from: InOnTrackFrom) -> ObservationOutcomes:
    """Bring in official values of one plan's indicators; all rows or none."""
    return await managing.import_observations(work, body, on_track_from)
