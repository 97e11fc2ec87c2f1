"""Milestones (重点任务节点)."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import MilestoneOver, ReasonWanted, UnknownAction, UnknownBearer, UnknownSubmission, WrongPlanState
from services.plans.repository import milestones as repository
from services.plans.service import milestones
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.milestones import Milestone, MilestoneDrop, MilestoneEdit, MilestoneLink, MilestoneState, NewMilestone
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "milestones")
_CHANGE = (WrongPlanState, ConcurrentChange, StaleEtag, MilestoneOver)
_POST = (MissingIdempotencyKey, KeyReused)


def _milestone(row: Any) -> Milestone:
    names = [name for name in Milestone.model_fields if name in row._mapping]
    return Milestone(**{name: row._mapping[name] for name in names}, action=row.action_key)


async def _read(db: Db, actor: Actor, milestone_id: UUID, response: Response) -> Milestone:
    row = await milestones.visible_milestone(db, actor, milestone_id)
    response.headers["ETag"] = etag(row.version)
    return _milestone(row)


@router.get("/milestones", operation_id="list_milestones", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_milestones(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID | None = None,
    unit_id: Annotated[UUID | None, Query(description="the unit that owns it")] = None,
    state: MilestoneState | None = None,
    due_until: Annotated[date | None, Query(description="those with a due day up to this one")] = None,
) -> Page[Milestone]:
    """Milestones of the plans the caller may know of."""
    rows = await repository.milestone_page(db, paging, actor, plan_id, unit_id, state, due_until)
    return page_of(rows, paging, [_milestone(row) for row in rows], "plan_id", "position", "id")


@router.post(
    "/milestones",
    operation_id="add_milestone",
    status_code=201,
    **guarded(Permission.MILESTONE_KEEP, WrongPlanState, ConcurrentChange, ReasonWanted, UnknownAction, UnknownBearer, *_POST),
)
async def add_milestone(work: InWork, body: NewMilestone, response: Response) -> Milestone:
    """Add a milestone to a plan or to one of its actions."""
    made = await milestones.add_milestone(work, body)
    response.headers["Location"] = f"/api/v1/plans/milestones/{made}"
    return await _read(work.db, work.actor, made, response)


@router.get("/milestones/{milestone_id:uuid}", operation_id="read_milestone", **guarded(Permission.PLAN_READ))
async def read_milestone(db: InRead, actor: CurrentActor, milestone_id: UUID, response: Response) -> Milestone:
    """A milestone with its state and its ETag."""
    return await _read(db, actor, milestone_id, response)


@router.patch(
    "/milestones/{milestone_id:uuid}",
    operation_id="edit_milestone",
    **guarded(Permission.MILESTONE_KEEP, *_CHANGE, MissingIfMatch, ReasonWanted, UnknownBearer),
)
async def edit_milestone(work: InWork, milestone_id: UUID, body: MilestoneEdit, if_match: RequiredIfMatch, response: Response) -> Milestone:
    """Change a milestone; absent fields stay, null clears."""
    await milestones.edit_milestone(work, milestone_id, body, if_match)
    return await _read(work.db, work.actor, milestone_id, response)


@router.post("/milestones/{milestone_id:uuid}:drop", operation_id="drop_milestone", **guarded(Permission.MILESTONE_KEEP, *_CHANGE, *_POST))
async def drop_milestone(work: InWork, milestone_id: UUID, body: MilestoneDrop, if_match: OptionalIfMatch, response: Response) -> Milestone:
    """Say that a milestone is no longer wanted, and why."""
    await milestones.drop_milestone(work, milestone_id, body, if_match)
    return await _read(work.db, work.actor, milestone_id, response)


@router.post(
    "/milestones/{milestone_id:uuid}:link",
    operation_id="link_milestone",
    **guarded(Permission.MILESTONE_REPORT, *_CHANGE, *_POST, UnknownSubmission),
)
async def link_milestone(work: InWork, milestone_id: UUID, body: MilestoneLink, if_match: OptionalIfMatch, response: Response) -> Milestone:
    """Name the submission that brings the evidence: its return and its approval move the milestone from now on."""
    await milestones.link_milestone(work, milestone_id, body, if_match)
    return await _read(work.db, work.actor, milestone_id, response)
