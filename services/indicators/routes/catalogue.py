"""Plan indicators, statements, targets in force."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.indicators.deps import InOnTrackFrom
from services.indicators.errors import RefusedValues, StatementElsewhere, StatementNotInForce
from services.indicators.repository import catalogue as repository
from services.indicators.service import managing
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.indicators import FillingAssignment, FillingOutcomes, PlanIndicator, Statement, TargetChoice, TargetInForce
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "catalogue")


def told_plan_indicator(row: Any) -> PlanIndicator:
    """A plan indicator as told."""
    copied = {name: row._mapping[name] for name in PlanIndicator.model_fields if name in row._mapping}
    return PlanIndicator(**copied, filling_unit_id=row.unit_id)


@router.get("/plan-indicators", operation_id="list_plan_indicators", **guarded(Permission.PLAN_INDICATOR_READ, InvalidCursor))
async def list_plan_indicators(
    db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID | None = None, filling_unit_id: UUID | None = None, unassigned: bool = False
) -> Page[PlanIndicator]:
    """Indicators inside plans, in document order."""
    rows = await repository.plan_indicator_page(db, paging, actor, plan_id, filling_unit_id, unassigned)
    return page_of(rows, paging, [told_plan_indicator(row) for row in rows], "plan_id", "position", "id")


@router.get("/plan-indicators/{plan_indicator_id:uuid}", operation_id="read_plan_indicator", **guarded(Permission.PLAN_INDICATOR_READ))
async def read_plan_indicator(db: InRead, actor: CurrentActor, plan_indicator_id: UUID, response: Response) -> PlanIndicator:
    """An indicator inside a plan."""
    row = await managing.visible_plan_indicator(db, actor, plan_indicator_id)
    response.headers["ETag"] = etag(row.version)
    return told_plan_indicator(row)


@router.post(
    "/plan-indicators:assign",
    operation_id="assign_filling_units",
    **guarded(Permission.PLAN_INDICATOR_MANAGE, RefusedValues, MissingIdempotencyKey, KeyReused),
)
async def assign_filling_units(work: InWork, body: FillingAssignment) -> FillingOutcomes:
    """Say which unit fills each indicator of a plan."""
    return await managing.assign_filling_units(work, body)


@router.post(
    "/plan-indicators/{plan_indicator_id:uuid}:choose-target",
    operation_id="choose_target",
    **guarded(Permission.PLAN_INDICATOR_MANAGE, StatementElsewhere, StatementNotInForce, ConcurrentChange, MissingIdempotencyKey, KeyReused),
)
async def choose_target(work: InWork, plan_indicator_id: UUID, body: TargetChoice, on_track_from: InOnTrackFrom) -> PlanIndicator:
    """Choose among conflicting statements, printed or of a later document: one counts for the year, by a named person, for a reason."""
    await managing.choose_target(work, plan_indicator_id, body, on_track_from)
    return told_plan_indicator(await managing.visible_plan_indicator(work.db, work.actor, plan_indicator_id))


@router.get("/statements", operation_id="list_statements", **guarded(Permission.PLAN_INDICATOR_READ, InvalidCursor))
async def list_statements(db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID, undecided: bool = False) -> Page[Statement]:
    """Everything a plan prints as a target; `undecided=true` lists what conflicts and waits for a person."""
    rows = await repository.statement_page(db, paging, actor, plan_id, undecided)
    items = [Statement(**{name: row._mapping[name] for name in Statement.model_fields}) for row in rows]
    return page_of(rows, paging, items, "position", "id")


@router.get("/targets", operation_id="list_targets", **guarded(Permission.PLAN_INDICATOR_READ, InvalidCursor))
async def list_targets(
    db: InRead, actor: CurrentActor, paging: InPaging, plan_id: UUID | None = None, year: int | None = None
) -> Page[TargetInForce]:
    """Targets in force, each with the statement and clause that set it."""
    rows = await repository.target_page(db, paging, actor, plan_id, year)
    items = [TargetInForce(**{name: row._mapping[name] for name in TargetInForce.model_fields}) for row in rows]
    return page_of(rows, paging, items, "id")
