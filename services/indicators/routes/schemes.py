"""Monitoring schemes of the upper level (监测方案), and plans held against them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Query, Response, UploadFile

from services.indicators.errors import RefusedScheme, SchemePublished, SchemeWithdrawn
from services.indicators.repository import schemes as repository
from services.indicators.service import scheme_comparing, scheme_suggestions, scheme_tables
from services.indicators.service import schemes as service
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import (
    BrokenJson,
    ConcurrentChange,
    InvalidCursor,
    KeyReused,
    MissingIdempotencyKey,
    MissingIfMatch,
    StaleEtag,
    TooLarge,
)
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.sheets.problems import ImportOutdated, RefusedRows, TableTooLarge, UnreadableTable, UnsupportedTable, WrongHeadings
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.page import Page
from shared.schemas.schemes import (
    PlanCounts,
    Scheme,
    SchemeComparison,
    SchemeEdit,
    SchemeEntry,
    SchemeHead,
    SchemeMapping,
    SchemeState,
    SchemeVersion,
    SchemeWithdrawal,
    UnmappedItem,
)
from shared.schemas.tables import TableReport

router = api_router("/api/v1/indicators", "monitoring schemes")
_KEEP = Permission.SCHEME_KEEP
_MOVE = (SchemeWithdrawn, StaleEtag, ConcurrentChange, MissingIdempotencyKey, KeyReused)
_READING = (UnreadableTable, UnsupportedTable, TableTooLarge, TooLarge, WrongHeadings, BrokenJson)
InFile = Annotated[UploadFile, File(description="CSV (UTF-8 or GB18030) or XLSX; at most 512 KB")]
_EDIT = (SchemeWithdrawn, StaleEtag, MissingIfMatch, ConcurrentChange)


async def _file(file: UploadFile) -> scheme_tables.ItemFile:
    return scheme_tables.ItemFile(await file.read(scheme_tables.LARGEST + 1), file.filename)


def _columns(row: Any) -> dict[str, Any]:
    return {name: row._mapping[name] for name in SchemeHead.model_fields}


async def _full(db: Db, actor: Actor, scheme_id: UUID, response: Response) -> Scheme:
    row = await service.visible_scheme(db, actor, scheme_id)
    response.headers["ETag"] = etag(row.version)
    return Scheme(**_columns(row), items=service.mapped_items(await repository.items_of(db, scheme_id)))


@router.post("/schemes", operation_id="enter_scheme", status_code=201, **guarded(_KEEP, RefusedScheme, MissingIdempotencyKey, KeyReused))
async def enter_scheme(work: InWork, body: SchemeEntry, response: Response) -> Scheme:
    """Enter a scheme as a draft: all items or none, with every fault by row and column."""
    scheme_id = await service.enter_scheme(work, body)
    response.headers["Location"] = f"/api/v1/indicators/schemes/{scheme_id}"
    return await _full(work.db, work.actor, scheme_id, response)


@router.get("/schemes", operation_id="list_schemes", **guarded(Permission.SCHEME_READ, InvalidCursor))
async def list_schemes(
    db: InRead, actor: CurrentActor, paging: InPaging, region_id: UUID | None = None, year: int | None = None, state: SchemeState | None = None
) -> Page[SchemeHead]:
    """Schemes, in the order in which they were entered; `year` is one that they ask about."""
    rows = await repository.scheme_page(db, paging, actor, region_id, year, state)
    return page_of(rows, paging, [SchemeHead(**_columns(row)) for row in rows], "id")


@router.get("/schemes/{scheme_id:uuid}", operation_id="read_scheme", **guarded(Permission.SCHEME_READ))
async def read_scheme(db: InRead, actor: CurrentActor, scheme_id: UUID, response: Response) -> Scheme:
    """A scheme with what it asks for and which catalogue entries are meant."""
    return await _full(db, actor, scheme_id, response)


@router.patch("/schemes/{scheme_id:uuid}", operation_id="edit_scheme", **guarded(_KEEP, RefusedScheme, *_EDIT))
async def edit_scheme(work: InWork, scheme_id: UUID, body: SchemeEdit, if_match: RequiredIfMatch, response: Response) -> Scheme:
    """The scheme's next version, for a reason; absent fields stay, and so does what an item's code was mapped to."""
    await service.edit_scheme(work, scheme_id, body, if_match)
    return await _full(work.db, work.actor, scheme_id, response)


@router.get("/schemes/{scheme_id:uuid}/versions", operation_id="list_scheme_versions", **guarded(Permission.SCHEME_READ, InvalidCursor))
async def list_scheme_versions(db: InRead, actor: CurrentActor, paging: InPaging, scheme_id: UUID) -> Page[SchemeVersion]:
    """Every version of a scheme, the first first: what it said from when, by whom and why."""
    await service.visible_scheme(db, actor, scheme_id)
    rows = await repository.version_page(db, paging, scheme_id)
    items = [SchemeVersion(**{name: row._mapping[name] for name in SchemeVersion.model_fields}) for row in rows]
    return page_of(rows, paging, items, "version")


@router.get("/schemes/{scheme_id:uuid}/unmapped", operation_id="list_unmapped_items", **guarded(Permission.SCHEME_READ, InvalidCursor))
async def list_unmapped_items(db: InRead, actor: CurrentActor, paging: InPaging, scheme_id: UUID) -> Page[UnmappedItem]:
    """The work list: items that mean no catalogue entry yet, each with entries it may mean, ranked and explained; nothing is linked."""
    await service.visible_scheme(db, actor, scheme_id)
    rows = await repository.unmapped_page(db, paging, scheme_id)
    return page_of(rows, paging, await scheme_suggestions.work_list(db, rows), "position")


@router.post("/schemes/{scheme_id:uuid}:map", operation_id="map_scheme_items", **guarded(_KEEP, RefusedScheme, *_MOVE))
async def map_scheme_items(work: InWork, scheme_id: UUID, body: SchemeMapping, if_match: OptionalIfMatch, response: Response) -> Scheme:
    """Say which catalogue entries items mean: a named person's decision, all rows or none."""
    await service.map_items(work, scheme_id, body, if_match)
    return await _full(work.db, work.actor, scheme_id, response)


@router.post("/schemes/{scheme_id:uuid}/items:preview", operation_id="preview_scheme_items", **guarded(_KEEP, *_READING, **{"x-reads": True}))
async def preview_scheme_items(db: InRead, actor: CurrentActor, scheme_id: UUID, file: InFile) -> TableReport:
    """The dry run of a table of items: what becomes of each row, with every fault. Items that no row names stay. Stores nothing."""
    return await scheme_tables.preview_items(db, actor, scheme_id, await _file(file))


@router.post(
    "/schemes/{scheme_id:uuid}/items:import",
    operation_id="import_scheme_items",
    **guarded(_KEEP, RefusedRows, ImportOutdated, *_READING, *_MOVE),
)
async def import_scheme_items(
    work: InWork,
    scheme_id: UUID,
    file: InFile,
    if_match: OptionalIfMatch,
    digest: Annotated[str, Query(min_length=1, max_length=120, description="of the preview of the same file")],
    partial: Annotated[bool, Query(description="leave refused rows out and store the others")] = False,
) -> TableReport:
    """Do exactly what the preview with this digest showed, as the scheme's next version."""
    return await scheme_tables.import_items(work, scheme_id, await _file(file), digest, if_match, partial=partial)


@router.post("/schemes/{scheme_id:uuid}:publish", operation_id="publish_scheme", **guarded(_KEEP, SchemePublished, *_MOVE))
async def publish_scheme(work: InWork, scheme_id: UUID, if_match: OptionalIfMatch, response: Response) -> Scheme:
    """Let the scheme count: everybody may read it, and it is told to whoever opens rounds."""
    await service.publish_scheme(work, scheme_id, if_match)
    return await _full(work.db, work.actor, scheme_id, response)


@router.post("/schemes/{scheme_id:uuid}:withdraw", operation_id="withdraw_scheme", **guarded(_KEEP, *_MOVE))
async def withdraw_scheme(work: InWork, scheme_id: UUID, body: SchemeWithdrawal, if_match: OptionalIfMatch, response: Response) -> Scheme:
    """Let the scheme count no longer, for a reason; its history stays."""
    await service.withdraw_scheme(work, scheme_id, body.reason, if_match)
    return await _full(work.db, work.actor, scheme_id, response)


@router.get("/schemes/{scheme_id:uuid}/plans", operation_id="list_plans_of_scheme", **guarded(Permission.SCHEME_READ, InvalidCursor))
async def list_plans_of_scheme(db: InRead, actor: CurrentActor, paging: InPaging, scheme_id: UUID) -> Page[PlanCounts]:
    """Every plan that the scheme asks - of its region and below, of its years - with how many of the items it has, lacks and has beyond."""
    rows, counted = await scheme_comparing.count_plans(db, actor, scheme_id, paging)
    return page_of(rows, paging, counted, "id")


@router.get("/plans/{plan_id:uuid}/schemes/{scheme_id:uuid}", operation_id="compare_plan_with_scheme", **guarded(Permission.SCHEME_READ))
async def compare_plan_with_scheme(db: InRead, actor: CurrentActor, plan_id: UUID, scheme_id: UUID) -> SchemeComparison:
    """For this plan: what the scheme asks for, what the plan lacks of it and has beyond it, and where definitions differ."""
    return await scheme_comparing.compare(db, actor, plan_id, scheme_id)
