"""Amendments of plans, and the versions they make."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Response

from services.plans.errors import (
    AmendmentDecided,
    AmendmentOutdated,
    ConflictsOpen,
    NothingAmended,
    PlanChangedMeanwhile,
    UnfitAmendment,
    WrongPlanState,
)
from services.plans.repository import versions as repository
from services.plans.routes.showing import show_changed
from services.plans.rules.amendments import changes
from services.plans.service import amending
from services.plans.service.seeing import thing, visible_plan
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import AlreadyThere, ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, NotFound, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import require
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.amendments import Amendment, AmendmentDraft, FullPlanVersion, PlanVersion, VersionDiff
from shared.schemas.page import Page
from shared.schemas.plans import Plan

router = api_router("/api/v1/plans", "plans")
_MOVE = (WrongPlanState, AmendmentDecided, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
Number = Annotated[int, Path(ge=1, le=100_000, description="the version's number")]


@router.post(
    "/{plan_id:uuid}/amendments",
    operation_id="draft_amendment",
    status_code=201,
    **guarded(Permission.PLAN_ISSUE, NothingAmended, UnfitAmendment, WrongPlanState, ConcurrentChange, MissingIdempotencyKey, KeyReused),
)
async def draft_amendment(work: InWork, plan_id: UUID, body: AmendmentDraft, response: Response) -> Amendment:
    """Draft a change of an issued plan: the whole new text, or single facts. Answers with every difference; nothing binds yet."""
    amendment_id = await amending.draft_amendment(work, plan_id, body)
    response.headers["Location"] = f"/api/v1/plans/amendments/{amendment_id}"
    return await show_amendment(work.db, work.actor, amendment_id, response)


@router.get("/{plan_id:uuid}/amendments", operation_id="list_amendments", **guarded(Permission.PLAN_DRAFT, InvalidCursor))
async def list_amendments(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[Amendment]:
    """Amendments of a plan, oldest first, for its plan office."""
    require(actor, Permission.PLAN_DRAFT, thing(await visible_plan(db, actor, plan_id)))
    rows = await repository.amendment_page(db, paging, plan_id)
    return page_of(rows, paging, [_wire(row) for row in rows], "id")


@router.get("/amendments/{amendment_id:uuid}", operation_id="read_amendment", **guarded(Permission.PLAN_DRAFT))
async def read_amendment(db: InRead, actor: CurrentActor, amendment_id: UUID, response: Response) -> Amendment:
    """An amendment with what it changes."""
    return await show_amendment(db, actor, amendment_id, response)


@router.post(
    "/amendments/{amendment_id:uuid}:adopt",
    operation_id="adopt_amendment",
    **guarded(Permission.PLAN_ISSUE, AmendmentOutdated, PlanChangedMeanwhile, ConflictsOpen, AlreadyThere, *_MOVE),
)
async def adopt_amendment(work: InWork, amendment_id: UUID, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Make it the plan's next version; indicators, targets, unit entries and dates follow. A draft just says what it says."""
    plan_id = await amending.adopt_amendment(work, amendment_id, if_match)
    return await show_changed(work, plan_id, response)


@router.post("/amendments/{amendment_id:uuid}:discard", operation_id="discard_amendment", **guarded(Permission.PLAN_ISSUE, *_MOVE))
async def discard_amendment(work: InWork, amendment_id: UUID, if_match: OptionalIfMatch, response: Response) -> Amendment:
    """Drop an amendment that will not be adopted."""
    await amending.discard_amendment(work, amendment_id, if_match)
    return await show_amendment(work.db, work.actor, amendment_id, response)


@router.get("/{plan_id:uuid}/versions", operation_id="list_plan_versions", **guarded(Permission.PLAN_READ, InvalidCursor))
async def list_plan_versions(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID) -> Page[PlanVersion]:
    """The versions of a plan, oldest first: its issue, then one for each adopted amendment."""
    await visible_plan(db, actor, plan_id)
    rows = await repository.version_page(db, paging, plan_id)
    items = [PlanVersion(**{name: row._mapping[name] for name in PlanVersion.model_fields}) for row in rows]
    return page_of(rows, paging, items, "number", "id")


@router.get("/{plan_id:uuid}/versions/{number}", operation_id="read_plan_version", **guarded(Permission.PLAN_READ))
async def read_plan_version(db: InRead, actor: CurrentActor, plan_id: UUID, number: Number) -> FullPlanVersion:
    """The whole plan as it stood in a version, as facts."""
    row = await _version(db, actor, plan_id, number)
    return FullPlanVersion(**{name: row._mapping[name] for name in FullPlanVersion.model_fields})


@router.get("/{plan_id:uuid}/versions/{number}/diff", operation_id="compare_plan_versions", **guarded(Permission.PLAN_READ))
async def compare_plan_versions(
    db: InRead,
    actor: CurrentActor,
    plan_id: UUID,
    number: Number,
    against: Annotated[int | None, Query(ge=1, le=100_000, description="the version to compare with; the one before where absent")] = None,
) -> VersionDiff:
    """What differs between two versions, fact by fact and field by field."""
    after = await _version(db, actor, plan_id, number)
    base = against if against is not None else max(1, number - 1)
    before = await _version(db, actor, plan_id, base)
    return VersionDiff(plan_id=after.plan_id, number=number, against=base, changes=changes(before.document, after.document))


async def _version(db: Db, actor: Actor, plan_id: UUID, number: int) -> Any:
    await visible_plan(db, actor, plan_id)
    row = await repository.version(db, plan_id, number)
    if row is None:
        raise NotFound(what="version", what_zh="版本")
    return row


async def show_amendment(db: Db, actor: Actor, amendment_id: UUID, response: Response) -> Amendment:
    """The amendment as it now is, with its ETag."""
    row = await amending.readable_amendment(db, actor, amendment_id)
    response.headers["ETag"] = etag(row.version)
    return _wire(row)


def _wire(row: Any) -> Amendment:
    return Amendment(**{name: row._mapping[name] for name in Amendment.model_fields})
