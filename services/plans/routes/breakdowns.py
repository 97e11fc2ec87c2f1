"""Breakdowns of a target to lower regions or units (目标分解)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import BreakdownTwice, ForeignPart, NothingToBreakDown, ReasonWanted, UnknownIndicator, WrongPlanState
from services.plans.repository import breakdowns as repository
from services.plans.service import breaking_down
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.base import Key
from shared.schemas.breakdowns import Breakdown, BreakdownEdit, NewBreakdown
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "breakdowns")
_WRITE = (WrongPlanState, ConcurrentChange, ReasonWanted, ForeignPart)


async def _read(db: Db, actor: Actor, breakdown_id: UUID, response: Response) -> Breakdown:
    row = await breaking_down.visible_breakdown(db, actor, breakdown_id)
    response.headers["ETag"] = etag(row.version)
    return (await breaking_down.told(db, [row]))[0]


@router.get("/breakdowns", operation_id="list_breakdowns", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_breakdowns(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID | None = None,
    indicator: Annotated[Key | None, Query(description="key of the printed indicator")] = None,
) -> Page[Breakdown]:
    """Targets broken down, each with the check whether its parts reach the whole."""
    rows = await repository.breakdown_page(db, paging, actor, plan_id, indicator)
    return page_of(rows, paging, await breaking_down.told(db, rows), "plan_id", "indicator_key", "year", "id")


@router.post(
    "/breakdowns",
    operation_id="break_down",
    status_code=201,
    **guarded(Permission.BREAKDOWN_KEEP, *_WRITE, UnknownIndicator, NothingToBreakDown, BreakdownTwice, MissingIdempotencyKey, KeyReused),
)
async def break_down(work: InWork, body: NewBreakdown, response: Response) -> Breakdown:
    """Break the target of a printed indicator and year down to lower regions or units."""
    made = await breaking_down.break_down(work, body)
    response.headers["Location"] = f"/api/v1/plans/breakdowns/{made}"
    return await _read(work.db, work.actor, made, response)


@router.get("/breakdowns/{breakdown_id:uuid}", operation_id="read_breakdown", **guarded(Permission.PLAN_READ))
async def read_breakdown(db: InRead, actor: CurrentActor, breakdown_id: UUID, response: Response) -> Breakdown:
    """One breakdown with its check and its ETag."""
    return await _read(db, actor, breakdown_id, response)


@router.patch(
    "/breakdowns/{breakdown_id:uuid}", operation_id="edit_breakdown", **guarded(Permission.BREAKDOWN_KEEP, *_WRITE, StaleEtag, MissingIfMatch)
)
async def edit_breakdown(work: InWork, breakdown_id: UUID, body: BreakdownEdit, if_match: RequiredIfMatch, response: Response) -> Breakdown:
    """Put other parts in the place of those there are."""
    await breaking_down.edit_breakdown(work, breakdown_id, body, if_match)
    return await _read(work.db, work.actor, breakdown_id, response)
