"""Units over time: edited, named, renamed, merged, moved, closed; their history, leaders and contacts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import EndsBeforeBegin, NameTaken, OwnSuccessor, UnitCircle, UnitClosed, UnknownName, UnknownRegion, UnknownUnit, WrongUscc
from services.plans.repository import changes
from services.plans.repository import directory as repository
from services.plans.repository import units as people
from services.plans.routes.directory import unit_out
from services.plans.routes.regions import change_out, changes_out
from services.plans.service import units
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import (
    AlreadyThere,
    ConcurrentChange,
    InvalidCursor,
    KeyReused,
    MissingIdempotencyKey,
    MissingIfMatch,
    NotFound,
    StaleEtag,
)
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.work import InWork, Work
from shared.rules.access import Permission, Thing
from shared.schemas.borders import DirectoryChangeRecord
from shared.schemas.directory import Unit
from shared.schemas.page import Page
from shared.schemas.units import Ending, UnitClosing, UnitEdit, UnitMerge, UnitMove, UnitNaming, UnitPersonEntry, UnitPersonRecord, UnitRename

router = api_router("/api/v1/plans", "directory")
_MAY = Permission.DIRECTORY_IMPORT
_WRITE = (MissingIdempotencyKey, KeyReused, AlreadyThere, ConcurrentChange, UnitClosed)
_PERSON = tuple(UnitPersonRecord.model_fields)


async def _changed(work: Work, unit_id: UUID, response: Response) -> Unit:
    unit = await unit_out(work.db, unit_id)
    response.headers["ETag"] = etag(unit.version)
    return unit


@router.patch(
    "/units/{unit_id:uuid}",
    operation_id="edit_unit",
    **guarded(_MAY, UnitClosed, UnknownUnit, UnitCircle, WrongUscc, AlreadyThere, ConcurrentChange, StaleEtag, MissingIfMatch),
)
async def edit_unit(work: InWork, unit_id: UUID, body: UnitEdit, if_match: RequiredIfMatch, response: Response) -> Unit:
    """Change kind, superior, seat or credit code of a unit."""
    await units.edit_unit(work, unit_id, body, if_match)
    return await _changed(work, unit_id, response)


@router.post("/units/{unit_id:uuid}:add-name", operation_id="add_unit_name", **guarded(_MAY, NameTaken, *_WRITE))
async def add_unit_name(work: InWork, unit_id: UUID, body: UnitNaming, response: Response) -> Unit:
    """Let a unit answer to one more name in its region."""
    await units.add_unit_name(work, unit_id, body)
    return await _changed(work, unit_id, response)


@router.post("/units/{unit_id:uuid}:retire-name", operation_id="retire_unit_name", **guarded(_MAY, UnknownName, *_WRITE))
async def retire_unit_name(work: InWork, unit_id: UUID, body: UnitNaming, response: Response) -> Unit:
    """Let a unit no longer answer to an alias."""
    await units.retire_unit_name(work, unit_id, body)
    return await _changed(work, unit_id, response)


@router.post("/units/{unit_id:uuid}:rename", operation_id="rename_unit", **guarded(_MAY, NameTaken, *_WRITE))
async def rename_unit(work: InWork, unit_id: UUID, body: UnitRename, response: Response) -> DirectoryChangeRecord:
    """Give a unit a new official name from a day on; the old one stays an alias."""
    return await change_out(work, await units.rename_unit(work, unit_id, body), response)


@router.post("/units/{unit_id:uuid}:merge", operation_id="merge_unit", **guarded(_MAY, UnknownUnit, OwnSuccessor, *_WRITE))
async def merge_unit(work: InWork, unit_id: UUID, body: UnitMerge, response: Response) -> DirectoryChangeRecord:
    """Let another unit stand in this one's place from a day on: responsibilities, posts, names, groups and open work follow."""
    return await change_out(work, await units.merge_unit(work, unit_id, body), response)


@router.post("/units/{unit_id:uuid}:move", operation_id="move_unit", **guarded(_MAY, UnknownRegion, NameTaken, *_WRITE))
async def move_unit(work: InWork, unit_id: UUID, body: UnitMove, response: Response) -> DirectoryChangeRecord:
    """Let a unit serve another region from a day on, with its names and posts."""
    return await change_out(work, await units.move_unit(work, unit_id, body), response)


@router.post("/units/{unit_id:uuid}:close", operation_id="close_unit", **guarded(_MAY, *_WRITE))
async def close_unit(work: InWork, unit_id: UUID, body: UnitClosing, response: Response) -> DirectoryChangeRecord:
    """Close a unit from a day on without anybody in its place."""
    return await change_out(work, await units.close_unit(work, unit_id, body), response)


@router.get("/units/{unit_id:uuid}/history", operation_id="list_unit_history", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_unit_history(db: InRead, paging: InPaging, unit_id: UUID) -> Page[DirectoryChangeRecord]:
    """What happened to a unit, and what it inherited, oldest first."""
    if await repository.unit(db, unit_id) is None:
        raise NotFound(what="unit", what_zh="单位")
    rows = await changes.change_page(db, paging, None, unit_id)
    return page_of(rows, paging, await changes_out(db, rows), "id")


@router.get("/units/{unit_id:uuid}/people", operation_id="list_unit_people", **guarded(Permission.ACCOUNT_READ, InvalidCursor))
async def list_unit_people(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    paging: InPaging,
    unit_id: UUID,
    as_of: Annotated[date | None, Query(description="who it was on that day; today if left out")] = None,
) -> Page[UnitPersonRecord]:
    """Leaders and contacts of a unit, for those who may know of its accounts."""
    unit = await repository.unit(db, unit_id)
    thing = Thing(region_path=unit.region_path, unit_id=unit.id) if unit else None
    see(actor, Permission.ACCOUNT_READ, thing, what="unit", what_zh="单位")
    rows = await people.people_page(db, paging, unit_id, as_of or today(clock))
    return page_of(rows, paging, [_person(row) for row in rows], "id")


def _person(row: Any) -> UnitPersonRecord:
    return UnitPersonRecord(**{name: getattr(row, name) for name in _PERSON})


@router.post(
    "/units/{unit_id:uuid}/people", operation_id="enter_unit_person", status_code=201, **guarded(_MAY, UnknownUnit, EndsBeforeBegin, *_WRITE)
)
async def enter_unit_person(work: InWork, unit_id: UUID, body: UnitPersonEntry) -> UnitPersonRecord:
    """Note a leader or contact of a unit."""
    return _person(await units.enter_unit_person(work, unit_id, body))


@router.post("/unit-people/{person_id:uuid}:end", operation_id="end_unit_person", **guarded(_MAY, EndsBeforeBegin, *_WRITE))
async def end_unit_person(work: InWork, person_id: UUID, body: Ending) -> UnitPersonRecord:
    """Let a leader or contact hold until a day."""
    return _person(await units.end_unit_person(work, person_id, body))


@router.get("/units/{unit_id:uuid}", operation_id="read_unit", **guarded(Permission.DIRECTORY_READ))
async def read_unit(db: InRead, unit_id: UUID, response: Response) -> Unit:
    """A unit with its aliases."""
    unit = await unit_out(db, unit_id)
    response.headers["ETag"] = etag(unit.version)
    return unit
