"""Documents that revise targets without the plan being amended, and what conflicts with them."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.indicators.deps import InOnTrackFrom
from services.indicators.errors import NarrowerDisclosure, PlanOver, RefusedValues, RevisionTwice, RevisionWithdrawn
from services.indicators.repository import revisions as repository
from services.indicators.service import managing, revising
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import AlreadyThere, ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.page import Page
from shared.schemas.revisions import (
    FormerTarget,
    FullRevision,
    RevisedTarget,
    Revision,
    RevisionEntry,
    RevisionState,
    RevisionWithdrawal,
    TargetConflicts,
)

router = api_router("/api/v1/indicators", "revisions")
_CHANGE = (ConcurrentChange, MissingIdempotencyKey, KeyReused)


def _columns(row: Any) -> dict[str, Any]:
    return {name: row._mapping[name] for name in Revision.model_fields}


@router.post(
    "/revisions",
    operation_id="enter_revision",
    status_code=201,
    **guarded(Permission.TARGET_REVISE, RefusedValues, PlanOver, NarrowerDisclosure, RevisionTwice, AlreadyThere, *_CHANGE),
)
async def enter_revision(work: InWork, body: RevisionEntry, on_track_from: InOnTrackFrom, response: Response) -> FullRevision:
    """Enter a document that sets targets of an issued plan; all rows or none, with every fault by row and column.

    Where nothing else is said for a year, its targets are in force from its day; where it disagrees with what is said, nothing
    changes before a named person chooses.
    """
    revision_id = await revising.enter_revision(work, body, on_track_from)
    response.headers["Location"] = f"/api/v1/indicators/revisions/{revision_id}"
    return await _full(work.db, work.actor, revision_id, response)


@router.get("/revisions", operation_id="list_revisions", **guarded(Permission.PLAN_INDICATOR_READ, InvalidCursor))
async def list_revisions(
    db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID | None = None, state: RevisionState | None = None
) -> Page[Revision]:
    """Documents that revise targets, in the order in which they were entered; withdrawn ones too."""
    rows = await repository.revision_page(db, paging, actor, plan_id, state)
    return page_of(rows, paging, [Revision(**_columns(row)) for row in rows], "id")


@router.get("/revisions/{revision_id:uuid}", operation_id="read_revision", **guarded(Permission.PLAN_INDICATOR_READ))
async def read_revision(db: InRead, actor: CurrentActor, revision_id: UUID, response: Response) -> FullRevision:
    """A revision with its targets, each with whether it is in force."""
    return await _full(db, actor, revision_id, response)


@router.post(
    "/revisions/{revision_id:uuid}:withdraw",
    operation_id="withdraw_revision",
    **guarded(Permission.TARGET_REVISE, RevisionWithdrawn, StaleEtag, *_CHANGE),
)
async def withdraw_revision(
    work: InWork, revision_id: UUID, body: RevisionWithdrawal, if_match: OptionalIfMatch, on_track_from: InOnTrackFrom, response: Response
) -> FullRevision:
    """Let it count no longer: what was in force before is in force again; the document and the history stay."""
    await revising.withdraw_revision(work, revision_id, body.reason, if_match, on_track_from)
    return await _full(work.db, work.actor, revision_id, response)


@router.get("/plans/{plan_id:uuid}/target-conflicts", operation_id="read_target_conflicts", **guarded(Permission.PLAN_INDICATOR_READ))
async def read_target_conflicts(db: InRead, actor: CurrentActor, plan_id: UUID) -> TargetConflicts:
    """Where the plan's places and later documents disagree and nobody has chosen since."""
    return await revising.target_conflicts(db, actor, plan_id)


@router.get(
    "/plan-indicators/{plan_indicator_id:uuid}/former-targets",
    operation_id="list_former_targets",
    **guarded(Permission.PLAN_INDICATOR_READ, InvalidCursor),
)
async def list_former_targets(db: InRead, actor: CurrentActor, paging: InPaging, plan_indicator_id: UUID) -> Page[FormerTarget]:
    """What was in force for an indicator, from when, and by whose choice; oldest first, the last of a year is in force now."""
    await managing.visible_plan_indicator(db, actor, plan_indicator_id)
    rows = await repository.former_page(db, paging, plan_indicator_id)
    return page_of(rows, paging, [FormerTarget(**row._mapping) for row in rows], "id")


async def _full(db: Db, actor: Actor, revision_id: UUID, response: Response) -> FullRevision:
    row = await revising.visible_revision(db, actor, revision_id)
    response.headers["ETag"] = etag(row.version)
    return FullRevision(**_columns(row), targets=[_target(one) for one in await repository.statements_of_revision(db, revision_id)])


def _target(row: Any) -> RevisedTarget:
    return RevisedTarget(statement_id=row.id, **{name: row._mapping[name] for name in RevisedTarget.model_fields if name != "statement_id"})
