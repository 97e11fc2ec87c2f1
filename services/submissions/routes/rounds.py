"""Rounds and assignments."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.submissions.deps import InPlans, InSettings
from services.submissions.errors import (
    DatesOutOfOrder,
    KindNotKnown,
    NobodyToAsk,
    NoDueDay,
    PlanNoLongerAsked,
    PlanNotKnown,
    PlansOfSeveralRegions,
    RoundTwice,
    UnitNotAsked,
    UnitsNotNamed,
    WrongAssignmentState,
)
from services.submissions.repository import rounds as repository
from services.submissions.service import rounds
from services.submissions.service.reading import item, kind_name, shown
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.page import Page
from shared.schemas.rounds import Assignment, AssignmentState, FullAssignment, Round, RoundOpening, RoundState, Waiver

router = api_router("/api/v1/submissions", "rounds")
_MOVE = (ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_OPENING = (
    KindNotKnown,
    UnitNotAsked,
    UnitsNotNamed,
    PlanNoLongerAsked,
    PlanNotKnown,
    PlansOfSeveralRegions,
    NoDueDay,
    DatesOutOfOrder,
    NobodyToAsk,
    RoundTwice,
    MissingIdempotencyKey,
    KeyReused,
)


def _round(row: Any) -> Round:
    copied = {name: row._mapping[name] for name in Round.model_fields if name in row._mapping}
    return Round(**copied, kind=kind_name(row), assignments=row.assignment_count)


def _assignment(row: Any) -> Assignment:
    copied = {name: row._mapping[name] for name in Assignment.model_fields if name in row._mapping and name != "unit_name"}
    return Assignment(**copied, unit_name=row.unit_name or "?", items=row.item_count)


async def _read_round(db: Db, actor: Actor, round_id: UUID, response: Response) -> Round:
    row = await repository.round_(db, round_id)
    see(actor, Permission.ROUND_READ, Thing(region_path=row.region_path) if row else None, what="round", what_zh="填报轮次")
    assert row is not None
    response.headers["ETag"] = etag(row.version)
    return _round(row)


async def _read_assignment(db: Db, actor: Actor, assignment_id: UUID, response: Response) -> FullAssignment:
    row = await repository.assignment(db, assignment_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    known = see(actor, Permission.ASSIGNMENT_READ, thing, what="assignment", what_zh="填报任务")
    assert row is not None
    response.headers["ETag"] = etag(row.version)
    asked = [item(one) for one in shown(actor, known, await repository.items_of(db, assignment_id), {})]
    return FullAssignment(**_assignment(row).model_dump(), asked=asked)


@router.get("/rounds", operation_id="list_rounds", **guarded(Permission.ROUND_READ, InvalidCursor))
async def list_rounds(
    db: InRead, actor: CurrentActor, paging: InPaging, state: RoundState | None = None, subject_year: int | None = None
) -> Page[Round]:
    """Reporting exercises, oldest first."""
    rows = await repository.round_page(db, paging, actor, state, subject_year)
    return page_of(rows, paging, [_round(row) for row in rows], "id")


@router.post("/rounds", operation_id="open_round", status_code=201, **guarded(Permission.ROUND_RUN, *_OPENING))
async def open_round(work: InWork, plans: InPlans, settings: InSettings, body: RoundOpening, response: Response) -> Round:
    """Open a round: one assignment per filling unit, each with its deadline and reminders."""
    round_id = await rounds.open_round(work, plans, settings, body)
    response.headers["Location"] = f"/api/v1/submissions/rounds/{round_id}"
    return await _read_round(work.db, work.actor, round_id, response)


@router.get("/rounds/{round_id:uuid}", operation_id="read_round", **guarded(Permission.ROUND_READ))
async def read_round(db: InRead, actor: CurrentActor, round_id: UUID, response: Response) -> Round:
    """A reporting exercise."""
    return await _read_round(db, actor, round_id, response)


@router.post("/rounds/{round_id:uuid}:close", operation_id="close_round", **guarded(Permission.ROUND_RUN, *_MOVE))
async def close_round(work: InWork, round_id: UUID, if_match: OptionalIfMatch, response: Response) -> Round:
    """Close a round: nothing more is taken."""
    await rounds.close_round(work, round_id, if_match)
    return await _read_round(work.db, work.actor, round_id, response)


@router.get("/assignments", operation_id="list_assignments", **guarded(Permission.ASSIGNMENT_READ, InvalidCursor))
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


@router.get("/assignments/{assignment_id:uuid}", operation_id="read_assignment", **guarded(Permission.ASSIGNMENT_READ))
async def read_assignment(db: InRead, actor: CurrentActor, assignment_id: UUID, response: Response) -> FullAssignment:
    """What a unit owes, item by item, with targets and last values."""
    return await _read_assignment(db, actor, assignment_id, response)


@router.post(
    "/assignments/{assignment_id:uuid}:waive", operation_id="waive_assignment", **guarded(Permission.ROUND_RUN, WrongAssignmentState, *_MOVE)
)
async def waive_assignment(work: InWork, assignment_id: UUID, body: Waiver, if_match: OptionalIfMatch, response: Response) -> FullAssignment:
    """Exempt a unit from a round, with the reason."""
    await rounds.waive_assignment(work, assignment_id, body, if_match)
    return await _read_assignment(work.db, work.actor, assignment_id, response)
