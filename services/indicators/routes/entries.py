"""Entries of the catalogue: read, found by any name, brought in, changed by versions, suggested for a new name."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.indicators.errors import RefusedEntry
from services.indicators.repository import entries as repository
from services.indicators.rules.history import told_versions
from services.indicators.service import cataloguing
from shared.kit.app import InRead, api_router
from shared.kit.db import Db
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.base import Key, Name
from shared.schemas.catalogue import (
    Arrival,
    HealthDimension,
    ImportedIndicators,
    Indicator,
    IndicatorEdit,
    IndicatorFacts,
    IndicatorImport,
    IndicatorVersion,
    NewIndicator,
    NewName,
    Suggestions,
)
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "catalogue")
_COPIED = tuple(
    name for name in (*IndicatorFacts.model_fields, "id", "version", "region_path", "unmatched", "definition_number", "valid_from", "merged_into")
)
_ADD = (RefusedEntry, ConcurrentChange, MissingIdempotencyKey, KeyReused)


def _indicator(row: Any, aliases: dict[UUID, list[Any]]) -> Indicator:
    copied = {name: row._mapping[name] for name in _COPIED}
    named = [cataloguing.alias_of(alias) for alias in aliases.get(row.id, [])]
    return Indicator(**{**copied, "unit_of_measure": row.unit_of_measure or None}, aliases=named)


async def told_indicator(db: Db, indicator_id: UUID, response: Response) -> Indicator:
    """The entry as an answer, with its ETag."""
    row = await cataloguing.visible_indicator(db, indicator_id)
    response.headers["ETag"] = etag(row.version)
    return _indicator(row, await repository.aliases_of(db, [indicator_id]))


@router.get("", operation_id="list_indicators", **guarded(Permission.CATALOGUE_READ, InvalidCursor))
async def list_indicators(
    db: InRead,
    paging: InPaging,
    name: Annotated[Name | None, Query(description="part of a name or alias", examples=["健康素养"])] = None,
    code: Key | None = None,
    dimension: HealthDimension | None = None,
    arrival: Arrival | None = None,
    unmatched: Annotated[bool | None, Query(description="entries that a plan brought and nobody has looked at")] = None,
) -> Page[Indicator]:
    """The catalogue, in order of name."""
    rows = await repository.indicator_page(db, paging, name, code=code, dimension=dimension, arrival=arrival, unmatched=unmatched)
    aliases = await repository.aliases_of(db, [row.id for row in rows])
    return page_of(rows, paging, [_indicator(row, aliases) for row in rows], "name", "id")


@router.post("", operation_id="add_indicator", status_code=201, **guarded(Permission.CATALOGUE_KEEP, *_ADD))
async def add_indicator(work: InWork, body: NewIndicator, response: Response) -> Indicator:
    """Bring one entry in, kept by the region whose office does so."""
    made = await cataloguing.add_indicator(work, body)
    response.headers["Location"] = f"/api/v1/indicators/{made}"
    return await told_indicator(work.db, made, response)


@router.post("/entries:import", operation_id="import_indicators", **guarded(Permission.CATALOGUE_KEEP, *_ADD))
async def import_indicators(work: InWork, body: IndicatorImport) -> ImportedIndicators:
    """Bring many entries in, all rows or none; every fault is told with its row and column."""
    return ImportedIndicators(new=await cataloguing.import_indicators(work, body.rows))


@router.post("/names:suggest", operation_id="suggest_indicators", **guarded(Permission.CATALOGUE_READ, **{"x-reads": True}))
async def suggest_indicators(db: InRead, body: NewName) -> Suggestions:
    """Entries that a new name may mean, ranked and explained; a person decides, nothing is linked."""
    return await cataloguing.suggest_indicators(db, body)


@router.get("/{indicator_id:uuid}", operation_id="read_indicator", **guarded(Permission.CATALOGUE_READ))
async def read_indicator(db: InRead, indicator_id: UUID, response: Response) -> Indicator:
    """A catalogue entry."""
    return await told_indicator(db, indicator_id, response)


@router.patch(
    "/{indicator_id:uuid}",
    operation_id="edit_indicator",
    **guarded(Permission.CATALOGUE_KEEP, RefusedEntry, ConcurrentChange, StaleEtag, MissingIfMatch),
)
async def edit_indicator(work: InWork, indicator_id: UUID, body: IndicatorEdit, if_match: RequiredIfMatch, response: Response) -> Indicator:
    """The entry's next version, from a day on and for a reason; absent fields stay."""
    await cataloguing.edit_indicator(work, indicator_id, body, if_match)
    return await told_indicator(work.db, indicator_id, response)


@router.get("/{indicator_id:uuid}/versions", operation_id="list_indicator_versions", **guarded(Permission.CATALOGUE_READ))
async def list_indicator_versions(db: InRead, indicator_id: UUID) -> list[IndicatorVersion]:
    """Every version of an entry: what it said from when, who changed what, and why."""
    await cataloguing.visible_indicator(db, indicator_id)
    return told_versions(await repository.versions_of(db, indicator_id))
