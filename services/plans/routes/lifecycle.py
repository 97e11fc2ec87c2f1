"""The moves of a plan."""

from uuid import UUID

from fastapi import Response

from services.plans.errors import DayStillAhead, PeriodNotOver, UnfitSuccessor, WrongPlanState
from services.plans.routes.showing import show_changed
from services.plans.service import lifecycle
from shared.kit.app import api_router
from shared.kit.etag import OptionalIfMatch
from shared.kit.framework_problems import ConcurrentChange, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.lifecycle import Commencement, Conclusion, PlanIssue, Supersession, Withdrawal
from shared.schemas.plans import Plan

router = api_router("/api/v1/plans", "plans")
_MOVE = (WrongPlanState, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)


@router.post("/{plan_id:uuid}:issue", operation_id="issue_plan", **guarded(Permission.PLAN_ISSUE, *_MOVE))
async def issue_plan(work: InWork, plan_id: UUID, body: PlanIssue, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Issue a draft: its duties and indicators bind from now on and become known to the other services."""
    await lifecycle.issue_plan(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.post("/{plan_id:uuid}:bring-into-force", operation_id="bring_into_force", **guarded(Permission.PLAN_ISSUE, *_MOVE))
async def bring_into_force(work: InWork, plan_id: UUID, body: Commencement, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Bring an issued plan into force, at once or by itself on a day to come."""
    await lifecycle.bring_into_force(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.post("/{plan_id:uuid}:conclude", operation_id="conclude_plan", **guarded(Permission.PLAN_ISSUE, PeriodNotOver, DayStillAhead, *_MOVE))
async def conclude_plan(work: InWork, plan_id: UUID, body: Conclusion, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Conclude a plan whose period is over; its last reports still fall due."""
    await lifecycle.conclude_plan(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.post("/{plan_id:uuid}:withdraw", operation_id="withdraw_plan", **guarded(Permission.PLAN_ISSUE, DayStillAhead, *_MOVE))
async def withdraw_plan(work: InWork, plan_id: UUID, body: Withdrawal, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Take a plan back; open rounds and assignments under it end, with this reason."""
    await lifecycle.withdraw_plan(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)


@router.post("/{plan_id:uuid}:supersede", operation_id="supersede_plan", **guarded(Permission.PLAN_ISSUE, UnfitSuccessor, *_MOVE))
async def supersede_plan(work: InWork, plan_id: UUID, body: Supersession, if_match: OptionalIfMatch, response: Response) -> Plan:
    """Put another issued plan of the region in this one's place, from a day on."""
    await lifecycle.supersede_plan(work, plan_id, body, if_match)
    return await show_changed(work, plan_id, response)
