"""Rectifications (整改)."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.submissions.errors import DueDayPassed, RectificationFourEyes, UnknownFinding, UnknownRectificationUnit, WrongRectificationState
from services.submissions.repository import rectifications as repository
from services.submissions.service import rectifying
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import Clock, today
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.page import Page
from shared.schemas.rectifications import (
    NewRectification,
    ProgressReport,
    Rectification,
    RectificationEvent,
    RectificationHistory,
    RectificationOpening,
    RectificationReason,
    RectificationRecheck,
    RectificationState,
    WaiverDecision,
)

router = api_router("/api/v1/submissions", "rectifications")
_POST = (MissingIdempotencyKey, KeyReused)
_MOVE = (WrongRectificationState, ConcurrentChange, StaleEtag, *_POST)
_RUN, _READ = Permission.RECTIFICATION_RUN, Permission.RECTIFICATION_READ
_ONE = "/rectifications/{rectification_id:uuid}"


def _told(row: Any, actor: Actor, day: date) -> Rectification:
    copied = {name: row._mapping[name] for name in Rectification.model_fields if name not in {"overdue", "may"}}
    late = row.state == RectificationState.OPEN and row.due_on is not None and row.due_on < day
    return Rectification(**copied, overdue=late, may=rectifying.may(actor, row))


async def _read(db: Db, actor: Actor, clock: Clock, rectification_id: UUID, response: Response) -> Rectification:
    row = await rectifying.visible_rectification(db, actor, rectification_id)
    response.headers["ETag"] = etag(row.version)
    return _told(row, actor, today(clock))


async def _moved(work: InWork, rectification_id: UUID, response: Response) -> Rectification:
    return await _read(work.db, work.actor, work.service.clock, rectification_id, response)


@router.get("/rectifications", operation_id="list_rectifications", **guarded(_READ, InvalidCursor))
async def list_rectifications(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    paging: InPaging,
    unit_id: Annotated[UUID | None, Query(description="the unit that puts it right")] = None,
    plan_id: UUID | None = None,
    state: RectificationState | None = None,
    overdue: Annotated[bool, Query(description="only what is open and was due before today")] = False,
) -> Page[Rectification]:
    """What is to be put right, oldest first."""
    day = today(clock)
    rows = await repository.page(db, paging, actor, unit_id, plan_id, state, day if overdue else None)
    return page_of(rows, paging, [_told(row, actor, day) for row in rows], "id")


@router.post(
    "/rectifications",
    operation_id="open_rectification",
    status_code=201,
    **guarded(_RUN, UnknownRectificationUnit, UnknownFinding, DueDayPassed, *_POST),
)
async def open_rectification(work: InWork, body: NewRectification, response: Response) -> Rectification:
    """Open a rectification by hand or by a finding, with measures, owner and day."""
    made = await rectifying.open_rectification(work, body)
    response.headers["Location"] = f"/api/v1/submissions/rectifications/{made}"
    return await _moved(work, made, response)


@router.get(_ONE, operation_id="read_rectification", **guarded(_READ))
async def read_rectification(db: InRead, actor: CurrentActor, clock: InClock, rectification_id: UUID, response: Response) -> Rectification:
    """A rectification, and what the caller may do about it."""
    return await _read(db, actor, clock, rectification_id, response)


@router.get(f"{_ONE}/history", operation_id="read_rectification_history", **guarded(_READ))
async def read_rectification_history(db: InRead, actor: CurrentActor, rectification_id: UUID) -> RectificationHistory:
    """Everything that happened to it, oldest first."""
    await rectifying.visible_rectification(db, actor, rectification_id)
    names = RectificationEvent.model_fields
    rows = await repository.history(db, rectification_id)
    return RectificationHistory(events=[RectificationEvent(**{name: row._mapping[name] for name in names}) for row in rows])


@router.post(f"{_ONE}:accept", operation_id="accept_rectification", **guarded(_RUN, UnknownRectificationUnit, DueDayPassed, *_MOVE))
async def accept_rectification(
    work: InWork, rectification_id: UUID, body: RectificationOpening, if_match: OptionalIfMatch, response: Response
) -> Rectification:
    """Open what a verdict proposed."""
    await rectifying.accept_proposal(work, rectification_id, body, if_match)
    return await _moved(work, rectification_id, response)


@router.post(f"{_ONE}:dismiss", operation_id="dismiss_rectification", **guarded(_RUN, *_MOVE))
async def dismiss_rectification(
    work: InWork, rectification_id: UUID, body: RectificationReason, if_match: OptionalIfMatch, response: Response
) -> Rectification:
    """Say that nothing needs to be put right, and why."""
    await rectifying.dismiss_proposal(work, rectification_id, body.reason, if_match)
    return await _moved(work, rectification_id, response)


@router.post(f"{_ONE}:report", operation_id="report_rectification", **guarded(Permission.RECTIFICATION_REPORT, *_MOVE))
async def report_rectification(
    work: InWork, rectification_id: UUID, body: ProgressReport, if_match: OptionalIfMatch, response: Response
) -> Rectification:
    """Tell how far it has come; done asks for the check."""
    await rectifying.report_progress(work, rectification_id, body, if_match)
    return await _moved(work, rectification_id, response)


@router.post(f"{_ONE}:check", operation_id="check_rectification", **guarded(_RUN, RectificationFourEyes, DueDayPassed, *_MOVE))
async def check_rectification(
    work: InWork, rectification_id: UUID, body: RectificationRecheck, if_match: OptionalIfMatch, response: Response
) -> Rectification:
    """Check what was reported as done; a failed check opens it again until a new day."""
    await rectifying.check_rectification(work, rectification_id, body, if_match)
    return await _moved(work, rectification_id, response)


@router.post(f"{_ONE}:ask-waiver", operation_id="ask_rectification_waiver", **guarded(_RUN, *_MOVE))
async def ask_rectification_waiver(
    work: InWork, rectification_id: UUID, body: RectificationReason, if_match: OptionalIfMatch, response: Response
) -> Rectification:
    """Ask another person to waive it, with the reason."""
    await rectifying.ask_waiver(work, rectification_id, body.reason, if_match)
    return await _moved(work, rectification_id, response)


@router.post(f"{_ONE}:decide-waiver", operation_id="decide_rectification_waiver", **guarded(_RUN, RectificationFourEyes, *_MOVE))
async def decide_rectification_waiver(
    work: InWork, rectification_id: UUID, body: WaiverDecision, if_match: OptionalIfMatch, response: Response
) -> Rectification:
    """Grant or refuse a waiver that somebody else asked for."""
    await rectifying.decide_waiver(work, rectification_id, body, if_match)
    return await _moved(work, rectification_id, response)
