"""When a plan is withdrawn or gives way: open rounds and assignments under it end, with the reason, and so do their reminders."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from services.submissions.models import AssignmentMoveRecord, AssignmentRecord, RoundRecord
from services.submissions.repository import known, rounds
from services.submissions.rules.ended_plans import is_asked, last_year_asked, nobody_asks
from services.submissions.service.recording import assignment_row, round_move
from services.submissions.service.telling import assignment_event, deadline_cleared, round_event
from shared.kit.db import WriteDb
from shared.kit.outbox import Outbox
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.planning import PlanEnded
from shared.schemas.events.reporting import AssignmentWaived, RoundClosed
from shared.schemas.rounds import AssignmentState, RoundState


async def end_plan(db: WriteDb, outbox: Outbox, plan: PlanEnded, *, withdrawn: bool, at: datetime) -> None:
    """Ask nothing more under the plan; LookupError if the plan was not heard of yet (it is told again later)."""
    if not await known.end_plan(db, plan.plan_id, last_year_asked(plan.on, withdrawn=withdrawn)):
        raise LookupError(f"plan {plan.plan_id} was not heard of yet; told again later")
    for record in await rounds.open_rounds_of_plan(db, plan.region_path, plan.plan_id):
        await _shrink(db, outbox, record, _reason(plan.on, plan.reason, withdrawn=withdrawn), at)


async def _shrink(db: WriteDb, outbox: Outbox, record: RoundRecord, reason: str, at: datetime) -> None:
    """Waive what no living plan asks any more; close the round if none is left."""
    plans = await known.plans_by_id(db, [UUID(plan) for plan in record.plan_ids])
    asking = [row.id for row in plans.values() if is_asked(row.asked_until, record.subject_year)]
    living = await known.plan_indicator_ids(db, asking)
    waiting = await rounds.waiting_assignments(db, record.id)
    askers = await rounds.askers_of(db, [assignment.id for assignment in waiting])
    waived = [one for one in waiting if not asking or (one.item_count and nobody_asks(askers.get(one.id, []), living))]
    for assignment in waived:
        assignment.state, assignment.waived_because = AssignmentState.WAIVED, reason
    if not asking:
        record.state = RoundState.CLOSED
    await db.flush()
    await db.insert(AssignmentMoveRecord, [assignment_row(one, "waived", at, reason) for one in waived])
    if not asking:
        db.add(round_move(record, "closed", at, reason))
    await _tell(db, outbox, record, waived, at)


async def _tell(db: WriteDb, outbox: Outbox, record: RoundRecord, waived: Sequence[AssignmentRecord], at: datetime) -> None:
    for assignment in waived:
        await outbox.record(
            db, assignment_event(AssignmentWaived, assignment, record.name), deadline_cleared(assignment, ClearedAs.ENDED, "plan ended"), at=at
        )
    if record.state == RoundState.CLOSED:
        await outbox.record(db, round_event(RoundClosed, record), at=at)


def _reason(on: date, reason: str | None, *, withdrawn: bool) -> str:
    what = "计划已废止" if withdrawn else "计划已由新计划替代"
    return f"{what}（{on.isoformat()}起）" + (f"：{reason}" if reason else "")
