"""Rounds."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.submissions.deps import InPlans, InSettings
from services.submissions.errors import (
    CloseDayPassed,
    DatesOutOfOrder,
    KindNotKnown,
    NobodyToAsk,
    NoDueDay,
    PlanNoLongerAsked,
    PlanNotKnown,
    PlansOfSeveralRegions,
    RoundNotClosed,
    RoundTwice,
    UnitNotAsked,
    UnitsNotNamed,
)
from services.submissions.repository import rounds as repository
from services.submissions.service import closing, previewing, rounds
from services.submissions.service.reading import kind_name
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
from shared.schemas.assignments import RoundReopening
from shared.schemas.page import Page
from shared.schemas.rounds import Round, RoundClone, RoundOpening, RoundPreview, RoundState

router = api_router("/api/v1/submissions", "rounds")
_MOVE = (ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_REOPEN = (RoundNotClosed, RoundTwice, CloseDayPassed, DatesOutOfOrder, PlanNoLongerAsked, *_MOVE)
_PREPARING = (
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
)
_OPENING = (*_PREPARING, MissingIdempotencyKey, KeyReused)


def _round(row: Any) -> Round:
    copied = {name: row._mapping[name] for name in Round.model_fields if name in row._mapping}
    return Round(**copied, kind=kind_name(row), assignments=row.assignment_count)


async def _read_round(db: Db, actor: Actor, round_id: UUID, response: Response) -> Round:
    row = await repository.round_(db, round_id)
    see(actor, Permission.ROUND_READ, Thing(region_path=row.region_path) if row else None, what="round", what_zh="填报轮次")
    assert row is not None
    response.headers["ETag"] = etag(row.version)
    return _round(row)


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


@router.post("/rounds:preview", operation_id="preview_round", **guarded(Permission.ROUND_RUN, *_PREPARING, **{"x-reads": True}))
async def preview_round(db: InRead, actor: CurrentActor, plans: InPlans, settings: InSettings, body: RoundOpening) -> RoundPreview:
    """What opening this round would do: its days, who gets what, and which indicators nobody fills. Stores nothing."""
    return await previewing.preview_round(db, actor, plans, settings, body)


@router.post("/rounds/{round_id:uuid}:clone", operation_id="clone_round", status_code=201, **guarded(Permission.ROUND_RUN, *_OPENING))
async def clone_round(work: InWork, plans: InPlans, settings: InSettings, round_id: UUID, body: RoundClone, response: Response) -> Round:
    """Open the next round like an earlier one, a year later unless said otherwise."""
    made = await previewing.clone_round(work, plans, settings, round_id, body)
    response.headers["Location"] = f"/api/v1/submissions/rounds/{made}"
    return await _read_round(work.db, work.actor, made, response)


@router.get("/rounds/{round_id:uuid}", operation_id="read_round", **guarded(Permission.ROUND_READ))
async def read_round(db: InRead, actor: CurrentActor, round_id: UUID, response: Response) -> Round:
    """A reporting exercise."""
    return await _read_round(db, actor, round_id, response)


@router.post("/rounds/{round_id:uuid}:close", operation_id="close_round", **guarded(Permission.ROUND_RUN, *_MOVE))
async def close_round(work: InWork, round_id: UUID, if_match: OptionalIfMatch, response: Response) -> Round:
    """Close a round: nothing more is taken."""
    await closing.close_round(work, round_id, if_match)
    return await _read_round(work.db, work.actor, round_id, response)


@router.post("/rounds/{round_id:uuid}:reopen", operation_id="reopen_round", **guarded(Permission.ROUND_RUN, *_REOPEN))
async def reopen_round(work: InWork, round_id: UUID, body: RoundReopening, if_match: OptionalIfMatch, response: Response) -> Round:
    """Take answers again until a later day; what was open or returned is owed again."""
    await closing.reopen_round(work, round_id, body, if_match)
    return await _read_round(work.db, work.actor, round_id, response)
