"""Every move of a plan begins and is judged here; what each one does besides stands in the use cases."""

from typing import Any
from uuid import UUID

from services.plans.errors import CommentsUnanswered, InternalDraft, PeriodNotOver, WrongPlanState
from services.plans.models import PlanRecord
from services.plans.repository import consultations, plans
from services.plans.rules.moves import Guard, Move, Situation, answers, broken, move_from, moves_from, row_of
from services.plans.service.seeing import thing, visible_plan
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.problems import Problem
from shared.kit.rights import require
from shared.kit.service import Service
from shared.kit.work import Work
from shared.rules.access import Actor, Disclosure, decide
from shared.schemas.lifecycle import PlanMove, PlanState, PossibleMove
from shared.schemas.verdicts import Said


async def begin_move(work: Work, plan_id: UUID, move: PlanMove, if_match: IfMatch) -> PlanRecord:
    """The plan, locked, after every reason not to: unknown, denied, wrong state, stale, a guard. Its state is not changed yet."""
    await visible_plan(work.db, work.actor, plan_id)
    plan = await plans.plan_to_change(work.db, plan_id)
    state = PlanState(plan.state)
    require(work.actor, row_of(move).permission, thing(plan))
    row = move_from(state, move)
    if row is None:
        raise WrongPlanState(state=state, move=move, allowed=", ".join(moves_from(state)) or "-")
    if_match.check(plan.version)
    await _refuse_broken(work, plan, row)
    return plan


async def _refuse_broken(work: Work, plan: PlanRecord, row: Move) -> None:
    if not row.guards:
        return
    now = await _situation(work.db, work.service, plan)
    for guard in broken(row, now):
        raise _broken(guard, now)


def _broken(guard: Guard, now: Situation) -> Problem:
    match guard:
        case Guard.NOT_INTERNAL:
            return InternalDraft()
        case Guard.COMMENTS_ANSWERED:
            return CommentsUnanswered(count=now.unanswered)
        case Guard.PERIOD_OVER:
            return PeriodNotOver(year=now.period_end)


async def _situation(db: Db, service: Service, plan: Any) -> Situation:
    draft = plan.state in {PlanState.DRAFTING, PlanState.CONSULTATION}
    return Situation(
        today=today(service.clock),
        period_end=plan.period_end,
        disclosure=Disclosure(plan.disclosure),
        unanswered=await consultations.unanswered(db, plan.id) if draft else 0,
    )


async def possible_moves(db: Db, service: Service, actor: Actor, plan: Any) -> list[PossibleMove]:
    """Every move of the table: whether this actor may make it on this plan now, and if not, why not."""
    now = await _situation(db, service, plan)
    about = thing(plan)
    found = answers(PlanState(plan.state), now, lambda permission: decide(actor, permission, about).allowed)
    return [
        PossibleMove(move=answer.move, allowed=answer.allowed, reason=None if answer.allowed else Said(zh=answer.zh, en=answer.en))
        for answer in found
    ]
