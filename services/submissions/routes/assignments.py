"""What units owe, and what the plan office does about it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.submissions.errors import (
    ExtensionBeyondClose,
    ExtensionNotLater,
    ItemNotAsked,
    LastItem,
    RoundClosed,
    UnitAskedAlready,
    UnitNotOfRegion,
    WrongAssignmentState,
)
from services.submissions.repository import assignments as extensions
from services.submissions.repository import rounds as repository
from services.submissions.service import asking_back, assignments
from services.submissions.service.reading import item, shown
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.assignments import AssignmentExtension, AssignmentReassignment, Extension, ExtensionState, Writable
from shared.schemas.base import Instant
from shared.schemas.page import Page
from shared.schemas.rounds import Assignment, AssignmentState, FullAssignment, Waiver

router = api_router("/api/v1/submissions", "assignments")
_READ, _RUN = Permission.ASSIGNMENT_READ, Permission.ROUND_RUN
_MOVE = (WrongAssignmentState, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_ONE = "/assignments/{assignment_id:uuid}"


def _assignment(row: Any) -> Assignment:
    copied = {name: row._mapping[name] for name in Assignment.model_fields if name in row._mapping and name != "unit_name"}
    return Assignment(**copied, unit_name=row.unit_name or "?", items=row.item_count)


def _extension(row: Any) -> Extension:
    copied = {name: row._mapping[name] for name in Extension.model_fields if name != "unit_name"}
    return Extension(**copied, unit_name=row.unit_name or "?")


async def _read(db: Db, actor: Actor, assignment_id: UUID, response: Response) -> FullAssignment:
    row = await repository.assignment(db, assignment_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    known = see(actor, _READ, thing, what="assignment", what_zh="填报任务")
    assert row is not None
    response.headers["ETag"] = etag(row.version)
    asked = [item(one) for one in shown(actor, known, await repository.items_of(db, assignment_id), {})]
    return FullAssignment(**_assignment(row).model_dump(), asked=asked)


@router.get("/assignments", operation_id="list_assignments", **guarded(_READ, InvalidCursor))
async def list_assignments(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    round_id: UUID | None = None,
    unit_id: UUID | None = None,
    state: AssignmentState | None = None,
) -> Page[Assignment]:
    """What units owe: the caller's own, or those of the caller's region."""
    rows = await repository.assignment_page(db, paging, actor, round_id, unit_id, state)
    return page_of(rows, paging, [_assignment(row) for row in rows], "id")


@router.get("/extensions", operation_id="list_extensions", **guarded(_READ, InvalidCursor))
async def list_extensions(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    round_id: UUID | None = None,
    assignment_id: UUID | None = None,
    state: ExtensionState | None = None,
) -> Page[Extension]:
    """Longer time that was given to single units, and what became of it, oldest first."""
    rows = await extensions.extension_page(db, paging, actor, round_id, assignment_id, state)
    return page_of(rows, paging, [_extension(row) for row in rows], "id")


@router.get(_ONE, operation_id="read_assignment", **guarded(_READ))
async def read_assignment(db: InRead, actor: CurrentActor, assignment_id: UUID, response: Response) -> FullAssignment:
    """What a unit owes, item by item, with targets and last values."""
    return await _read(db, actor, assignment_id, response)


@router.get(f"{_ONE}/writable", operation_id="read_writable", **guarded(_READ))
async def read_writable(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    assignment_id: UUID,
    at: Annotated[Instant | None, Query(description="an instant with its offset; now when left out")] = None,
) -> Writable:
    """What the unit that owed it could write at an instant, item by item, and why."""
    return await asking_back.writable_at(db, actor, assignment_id, at or clock.now())


@router.post(f"{_ONE}:waive", operation_id="waive_assignment", **guarded(_RUN, *_MOVE))
async def waive_assignment(work: InWork, assignment_id: UUID, body: Waiver, if_match: OptionalIfMatch, response: Response) -> FullAssignment:
    """Exempt a unit from a round, with the reason."""
    await assignments.waive_assignment(work, assignment_id, body, if_match)
    return await _read(work.db, work.actor, assignment_id, response)


@router.post(f"{_ONE}/items/{{item_id:uuid}}:waive", operation_id="waive_item", **guarded(_RUN, ItemNotAsked, LastItem, *_MOVE))
async def waive_item(work: InWork, assignment_id: UUID, item_id: UUID, body: Waiver, if_match: OptionalIfMatch, response: Response) -> FullAssignment:
    """Exempt a unit from one item, with the reason; If-Match names the assignment's version."""
    await assignments.waive_item(work, assignment_id, item_id, body, if_match)
    return await _read(work.db, work.actor, assignment_id, response)


@router.post(f"{_ONE}:extend", operation_id="extend_assignment", **guarded(_RUN, RoundClosed, ExtensionNotLater, ExtensionBeyondClose, *_MOVE))
async def extend_assignment(
    work: InWork, assignment_id: UUID, body: AssignmentExtension, if_match: OptionalIfMatch, response: Response
) -> FullAssignment:
    """Give a unit until a later day, with the reason; its deadline and reminders move along."""
    await assignments.extend_assignment(work, assignment_id, body, if_match)
    return await _read(work.db, work.actor, assignment_id, response)


@router.post(f"{_ONE}:reassign", operation_id="reassign_assignment", **guarded(_RUN, UnitNotOfRegion, UnitAskedAlready, *_MOVE))
async def reassign_assignment(
    work: InWork, assignment_id: UUID, body: AssignmentReassignment, if_match: OptionalIfMatch, response: Response
) -> FullAssignment:
    """Pass what a unit owes to another one, with what was filled in so far."""
    await assignments.reassign_assignment(work, assignment_id, body, if_match)
    return await _read(work.db, work.actor, assignment_id, response)
