"""Regions over time: new names, changed borders, predecessors and successors."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.plans.errors import CodeTaken, WrongBorders
from services.plans.repository import changes as repository
from services.plans.service import borders
from shared.kit.app import InRead, api_router
from shared.kit.db import Db
from shared.kit.framework_problems import AlreadyThere, ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, NotFound
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.borders import DirectoryChangeRecord, Kin, Lineage, RegionChange, RegionRename, Succession
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "directory")
_WRITE = (MissingIdempotencyKey, KeyReused, AlreadyThere, ConcurrentChange)
_SAME_NAME = ("id", "kind", "region_id", "unit_id", "successor_unit_id", "basis", "reason", "recorded_at", "actor_name", "applied_at", "refused")
_MOST_KIN = 200
_MAY = Permission.DIRECTORY_IMPORT


async def changes_out(db: Db, rows: Any) -> list[DirectoryChangeRecord]:
    """Changes with who became what."""
    links = await repository.successions_of(db, [row.id for row in rows])
    return [_change(row, links.get(row.id, [])) for row in rows]


def _change(row: Any, links: Any) -> DirectoryChangeRecord:
    became = [Succession(predecessor_id=one.predecessor_id, successor_id=one.successor_id, in_part=one.in_part) for one in links]
    same = {name: getattr(row, name) for name in _SAME_NAME}
    return DirectoryChangeRecord(on=row.happens_on, successions=became, left_behind=row.detail.get("left_behind", []), **same)


async def change_out(work: Any, change: Any, response: Response) -> DirectoryChangeRecord:
    """A change that was just recorded, with its address."""
    response.headers["Location"] = f"/api/v1/plans/directory-changes/{change.id}"
    return (await changes_out(work.db, [change]))[0]


@router.get("/directory-changes", operation_id="list_directory_changes", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_directory_changes(
    db: InRead, paging: InPaging, region_id: UUID | None = None, unit_id: UUID | None = None
) -> Page[DirectoryChangeRecord]:
    """Changes of regions and units, oldest first: of one region (as predecessor or successor), of one unit, or all."""
    rows = await repository.change_page(db, paging, region_id, unit_id)
    return page_of(rows, paging, await changes_out(db, rows), "id")


@router.get("/directory-changes/{change_id:uuid}", operation_id="read_directory_change", **guarded(Permission.DIRECTORY_READ))
async def read_directory_change(db: InRead, change_id: UUID) -> DirectoryChangeRecord:
    """A change, and whether rows have followed it."""
    row = await repository.change(db, change_id)
    if row is None:
        raise NotFound(what="change", what_zh="变更")
    return (await changes_out(db, [row]))[0]


@router.get("/regions/{region_id:uuid}/lineage", operation_id="read_region_lineage", **guarded(Permission.DIRECTORY_READ))
async def read_region_lineage(db: InRead, region_id: UUID) -> Lineage:
    """What a region was made of and what became of it, each step with its day; the first two hundred."""
    if not await repository.region_is_known(db, region_id):
        raise NotFound(what="region", what_zh="行政区划")
    rows = await repository.lineage(db, region_id, _MOST_KIN)
    kin: dict[bool, list[Kin]] = {True: [], False: []}
    for row in rows:
        one = Kin(region_id=row.region_id, code=row.code, name=row.name, on=row.happens_on, in_part=row.in_part, change_id=row.change_id)
        kin[row.predecessor_id == region_id].append(one)
    return Lineage(predecessors=kin[False], successors=kin[True])


@router.post("/regions/{region_id:uuid}:rename", operation_id="rename_region", **guarded(Permission.DIRECTORY_IMPORT, CodeTaken, *_WRITE))
async def rename_region(work: InWork, region_id: UUID, body: RegionRename, response: Response) -> DirectoryChangeRecord:
    """Give a region a new name or code from a day on; rights do not change, for its path stays."""
    return await change_out(work, await borders.rename_region(work, region_id, body), response)


@router.post("/regions:change", operation_id="change_borders", status_code=201, **guarded(_MAY, WrongBorders, CodeTaken, *_WRITE))
async def change_borders(work: InWork, body: RegionChange, response: Response) -> DirectoryChangeRecord:
    """Merge, split or divide regions anew from a day on; units, posts, rights and open work follow on that day."""
    return await change_out(work, await borders.change_borders(work, body), response)
