"""Appeals (申诉) of the assessed, and adjustments of scores by the office with four eyes."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.indicators.errors.assessments import (
    AdjustmentDecided,
    AppealDecided,
    AppealElsewhere,
    AppealsClosed,
    AssessmentMoved,
    SecondPersonWanted,
)
from services.indicators.repository import assessments as repository
from services.indicators.service import appealing
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.assessment_appeals import (
    Adjustment,
    AdjustmentDecision,
    AdjustmentEntry,
    AdjustmentState,
    Appeal,
    AppealDecision,
    AppealEntry,
    AppealState,
)
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "appeals")
_POST = (MissingIdempotencyKey, KeyReused)
_DECIDE = (StaleEtag, ConcurrentChange, *_POST)


def _columns(shape: Any, row: Any) -> dict[str, Any]:
    return {name: row._mapping[name] for name in shape.model_fields}


@router.post(
    "/standings/{standing_id:uuid}:appeal",
    operation_id="appeal",
    status_code=201,
    **guarded(Permission.ASSESSMENT_APPEAL, AppealsClosed, *_POST),
)
async def appeal(work: InWork, standing_id: UUID, body: AppealEntry, response: Response) -> Appeal:
    """Object to what one's own unit or region got, within the window of an announced result."""
    made = await appealing.appeal(work, standing_id, body)
    response.headers["Location"] = f"/api/v1/indicators/appeals/{made}"
    return await _appeal(work.db, work.actor, made, response)


@router.get("/appeals", operation_id="list_appeals", **guarded(Permission.ASSESSMENT_READ, InvalidCursor))
async def list_appeals(
    db: InRead, actor: CurrentActor, paging: InPaging, assessment_id: UUID | None = None, state: AppealState | None = None
) -> Page[Appeal]:
    """Appeals to one's office, and one's own, in the order of entry."""
    rows = await repository.appeal_page(db, paging, actor, assessment_id, state)
    return page_of(rows, paging, [Appeal(**_columns(Appeal, row)) for row in rows], "id")


@router.get("/appeals/{appeal_id:uuid}", operation_id="read_appeal", **guarded(Permission.ASSESSMENT_READ))
async def read_appeal(db: InRead, actor: CurrentActor, appeal_id: UUID, response: Response) -> Appeal:
    """An appeal with its decision."""
    return await _appeal(db, actor, appeal_id, response)


@router.post("/appeals/{appeal_id:uuid}:decide", operation_id="decide_appeal", **guarded(Permission.ASSESSMENT_RUN, AppealDecided, *_DECIDE))
async def decide_appeal(work: InWork, appeal_id: UUID, body: AppealDecision, if_match: OptionalIfMatch, response: Response) -> Appeal:
    """Uphold or reject an appeal, with a reason. The score changes by an adjustment that names it."""
    await appealing.decide_appeal(work, appeal_id, body, if_match)
    return await _appeal(work.db, work.actor, appeal_id, response)


@router.post(
    "/standings/{standing_id:uuid}:adjust",
    operation_id="propose_adjustment",
    status_code=201,
    **guarded(Permission.ASSESSMENT_RUN, AssessmentMoved, AppealElsewhere, *_POST),
)
async def propose_adjustment(work: InWork, standing_id: UUID, body: AdjustmentEntry, response: Response) -> Adjustment:
    """Propose points to add to or take off a score, with a reason; nothing changes before a second person confirms."""
    made = await appealing.propose_adjustment(work, standing_id, body)
    response.headers["Location"] = f"/api/v1/indicators/adjustments/{made}"
    return await _adjustment(work.db, work.actor, made, response)


@router.get("/adjustments", operation_id="list_adjustments", **guarded(Permission.ASSESSMENT_READ, InvalidCursor))
async def list_adjustments(
    db: InRead, actor: CurrentActor, paging: InPaging, assessment_id: UUID | None = None, state: AdjustmentState | None = None
) -> Page[Adjustment]:
    """Adjustments of one's office, and confirmed ones of one's own unit or region, in the order of entry."""
    rows = await repository.adjustment_page(db, paging, actor, assessment_id, state)
    return page_of(rows, paging, [Adjustment(**_columns(Adjustment, row)) for row in rows], "id")


@router.get("/adjustments/{adjustment_id:uuid}", operation_id="read_adjustment", **guarded(Permission.ASSESSMENT_READ))
async def read_adjustment(db: InRead, actor: CurrentActor, adjustment_id: UUID, response: Response) -> Adjustment:
    """An adjustment with both persons."""
    return await _adjustment(db, actor, adjustment_id, response)


@router.post(
    "/adjustments/{adjustment_id:uuid}:decide",
    operation_id="decide_adjustment",
    **guarded(Permission.ASSESSMENT_RUN, AssessmentMoved, AdjustmentDecided, SecondPersonWanted, *_DECIDE),
)
async def decide_adjustment(work: InWork, adjustment_id: UUID, body: AdjustmentDecision, if_match: OptionalIfMatch, response: Response) -> Adjustment:
    """Confirm or reject as a second person; once confirmed, scores, places and grades of the result follow at once."""
    await appealing.decide_adjustment(work, adjustment_id, body, if_match)
    return await _adjustment(work.db, work.actor, adjustment_id, response)


async def _appeal(db: Db, actor: Actor, appeal_id: UUID, response: Response) -> Appeal:
    row = await appealing.visible_appeal(db, actor, appeal_id)
    response.headers["ETag"] = etag(row.version)
    return Appeal(**_columns(Appeal, row))


async def _adjustment(db: Db, actor: Actor, adjustment_id: UUID, response: Response) -> Adjustment:
    row = await appealing.visible_adjustment(db, actor, adjustment_id)
    response.headers["ETag"] = etag(row.version)
    return Adjustment(**_columns(Adjustment, row))
