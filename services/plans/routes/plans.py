"""Plans and what stands in them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import DuplicateDocument, UnknownRegionCode, WrongPlanState
from services.plans.repository import plans as repository
from services.plans.routes.showing import plan_of, show, show_changed
from services.plans.service import drafting
from services.plans.service.seeing import visible_plan
from shared.kit.app import InRead, InService, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import RequiredIfMatch
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.lifecycle import PlanState
from shared.schemas.page import Page
from shared.schemas.plan_document import Duty, PrintedIndicator
from shared.schemas.plans import (
    Plan,
    PlanAction,
    PlanDraft,
    PlanEdit,
    PlanSection,
    StoredDuty,
    StoredIndicator,
)

router = api_router("/api/v1/plans", "plans")


@router.get("", operation_id="list_plans", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_plans(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    region_id: UUID | None = None,
    state: PlanState | None = None,
    title: Annotated[str | None, Query(description="part of the title", examples=["健康江北"])] = None,
) -> Page[Plan]:
    """Plans the caller may know of, oldest first."""
    rows = await repository.plan_page(db, paging, actor, region_id, state, title)
    return page_of(rows, paging, [plan_of(row) for row in rows], "id")


@router.post(
    "",
    operation_id="draft_plan",
    status_code=201,
    **guarded(Permission.PLAN_DRAFT, UnknownRegionCode, DuplicateDocument, MissingIdempotencyKey, KeyReused),
)
async def draft_plan(work: InWork, body: PlanDraft, response: Response) -> Plan:
    """Store a published document's facts as a draft plan; every fact cites its clause."""
    plan_id = await drafting.draft_plan(work, body)
    response.headers["Location"] = f"/api/v1/plans/{plan_id}"
    return await show_changed(work, plan_id, response)


@router.get("/{plan_id:uuid}", operation_id="read_plan", **guarded(Permission.PLAN_READ))
async def read_plan(db: InRead, service: InService, actor: CurrentActor, plan_id: UUID, response: Response) -> Plan:
    """A plan's head."""
    return await show(db, service, actor, plan_id, response)


@router.patch(
    "/{plan_id:uuid}", operation_id="edit_plan", **guarded(Permission.PLAN_DRAFT, WrongPlanState, ConcurrentChange, StaleEtag, MissingIfMatch)
)
async def edit_plan(work: InWork, plan_id: UUID, body: PlanEdit, if_match: RequiredIfMatch, response: Response) -> Plan:
    """Correct the head of a draft."""
    await drafting.edit_plan(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.get("/sections", operation_id="list_sections", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_sections(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[PlanSection]:
    """A plan's headings in document order."""
    await visible_plan(db, actor, plan_id)
    rows = await repository.fact_page(db, paging, "sections", plan_id)
    return page_of(rows, paging, [PlanSection(**row.fact, plan_id=plan_id) for row in rows], "position", "id")


@router.get("/actions", operation_id="list_actions", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_actions(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[PlanAction]:
    """A plan's actions in document order."""
    await visible_plan(db, actor, plan_id)
    rows = await repository.fact_page(db, paging, "actions", plan_id)
    return page_of(rows, paging, [PlanAction(**row.fact, plan_id=plan_id, since_version=row.since_version) for row in rows], "position", "id")


@router.get("/printed-indicators", operation_id="list_printed_indicators", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_printed_indicators(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[StoredIndicator]:
    """A plan's indicators as printed, with every target statement and its clause."""
    await visible_plan(db, actor, plan_id)
    rows = await repository.fact_page(db, paging, "indicators", plan_id)
    items = [StoredIndicator(plan_id=plan_id, printed=PrintedIndicator.model_validate(row.fact), since_version=row.since_version) for row in rows]
    return page_of(rows, paging, items, "position", "id")


@router.get("/duties", operation_id="list_duties", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_duties(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[StoredDuty]:
    """A plan's duties in document order."""
    await visible_plan(db, actor, plan_id)
    rows = await repository.fact_page(db, paging, "duties", plan_id)
    items = [StoredDuty(id=row.id, plan_id=plan_id, duty=Duty.model_validate(row.fact)) for row in rows]
    return page_of(rows, paging, items, "position", "id")
