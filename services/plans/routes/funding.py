"""Money of actions (资金): planned, allocated, spent."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import FundingTwice, ReasonWanted, UnknownAction, WrongPlanState
from services.plans.repository import funding as repository
from services.plans.service import funding
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.base import Key, Year
from shared.schemas.funding import Funding, FundingEdit, FundingTotals, NewFunding
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "funding")


async def _read(db: Db, actor: Actor, funding_id: UUID, response: Response) -> Funding:
    row = await funding.visible_funding(db, actor, funding_id)
    response.headers["ETag"] = etag(row.version)
    return funding.told(row)


@router.get("/funding", operation_id="list_funding", **guarded(Permission.FUNDING_READ, InvalidCursor))
async def list_funding(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID | None = None,
    action: Annotated[Key | None, Query(description="key of the action")] = None,
    year: Year | None = None,
) -> Page[Funding]:
    """Money by plan, action, year and source, in 万元, each entry with what is odd about it."""
    rows = await repository.funding_page(db, paging, actor, plan_id, action, year)
    return page_of(rows, paging, [funding.told(row) for row in rows], "plan_id", "action_key", "year", "id")


@router.post(
    "/funding",
    operation_id="record_funding",
    status_code=201,
    **guarded(
        Permission.FUNDING_ENTER, WrongPlanState, ConcurrentChange, ReasonWanted, UnknownAction, FundingTwice, MissingIdempotencyKey, KeyReused
    ),
)
async def record_funding(work: InWork, body: NewFunding, response: Response) -> Funding:
    """Record the money of one action and year from one source: the plan office, or the unit that leads the action."""
    made = await funding.record_funding(work, body)
    response.headers["Location"] = f"/api/v1/plans/funding/{made}"
    return await _read(work.db, work.actor, made, response)


@router.get("/funding/{funding_id:uuid}", operation_id="read_funding", **guarded(Permission.FUNDING_READ))
async def read_funding(db: InRead, actor: CurrentActor, funding_id: UUID, response: Response) -> Funding:
    """One entry with its ETag."""
    return await _read(db, actor, funding_id, response)


@router.patch(
    "/funding/{funding_id:uuid}",
    operation_id="revise_funding",
    **guarded(Permission.FUNDING_ENTER, WrongPlanState, ConcurrentChange, ReasonWanted, StaleEtag, MissingIfMatch),
)
async def revise_funding(work: InWork, funding_id: UUID, body: FundingEdit, if_match: RequiredIfMatch, response: Response) -> Funding:
    """Change amounts; absent fields stay, null clears. Spending above what was allocated is stored and warned of."""
    await funding.revise_funding(work, funding_id, body, if_match)
    return await _read(work.db, work.actor, funding_id, response)


@router.get("/{plan_id:uuid}/funding-totals", operation_id="read_funding_totals", **guarded(Permission.FUNDING_READ))
async def read_funding_totals(db: InRead, actor: CurrentActor, plan_id: UUID) -> FundingTotals:
    """Sums of a plan's money by action, by year and as a whole, and every odd entry."""
    return await funding.totals_of(db, actor, plan_id)
