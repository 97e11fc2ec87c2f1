"""How plans follow one another."""

from uuid import UUID

from fastapi import Response

from services.plans.errors import NoParent, UnfitParent, UnknownActions
from services.plans.routes.showing import show_changed
from services.plans.service import aligning
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import OptionalIfMatch
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.alignment import ActionLinks, Alignment, ChildCoverage, Coverage, ParentLink
from shared.schemas.page import Page
from shared.schemas.plans import Plan

router = api_router("/api/v1/plans", "plans")
_LINK = (ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)


@router.post("/{plan_id:uuid}:link-parent", operation_id="link_parent", **guarded(Permission.PLAN_DRAFT, UnfitParent, *_LINK))
async def link_parent(work: InWork, plan_id: UUID, body: ParentLink, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Link a plan to the one of a region above that it follows, or take the link away."""
    await aligning.link_parent(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.post("/{plan_id:uuid}:link-actions", operation_id="link_actions", **guarded(Permission.PLAN_DRAFT, NoParent, UnknownActions, *_LINK))
async def link_actions(work: InWork, plan_id: UUID, body: ActionLinks, if_match: OptionalIfMatch) -> Alignment:
    """Confirm which actions of the parent plan some actions follow; many to many, each list replaces the one before."""
    await aligning.link_actions(work, plan_id, body, if_match)
    return await aligning.alignment_of(work.db, work.actor, plan_id)


@router.get("/{plan_id:uuid}/alignment", operation_id="read_alignment", **guarded(Permission.PLAN_READ))
async def read_alignment(db: InRead, actor: CurrentActor, plan_id: UUID) -> Alignment:
    """Parent plan and links, and likely ones with their reasons where nobody has confirmed any."""
    return await aligning.alignment_of(db, actor, plan_id)


@router.get("/{plan_id:uuid}/coverage", operation_id="read_coverage", **guarded(Permission.PLAN_READ))
async def read_coverage(db: InRead, actor: CurrentActor, plan_id: UUID) -> Coverage:
    """How many plans below follow each action of a plan, and which actions none follows."""
    return await aligning.coverage_of(db, actor, plan_id)


@router.get("/{plan_id:uuid}/coverage/plans", operation_id="list_coverage_gaps", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_coverage_gaps(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[ChildCoverage]:
    """The plans below in order of their regions, each with what it leaves open: actions it does not follow, and its own without a parent."""
    rows, items = await aligning.gaps_of(db, actor, paging, plan_id)
    return page_of(rows, paging, items, "region_path", "id")
