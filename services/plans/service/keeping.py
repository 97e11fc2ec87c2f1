"""What every change of a plan's working facts has in common: who may, in which state, for what reason, and its history."""

from typing import Any
from uuid import UUID

from services.plans.errors import ReasonWanted, WrongPlanState
from services.plans.models import HistoryRecord, PlanRecord
from services.plans.repository import plans
from services.plans.rules.keeping import may_be_kept, needs_reason
from services.plans.service.seeing import thing, visible_plan
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.lifecycle import PlanState
from shared.schemas.responsibilities import HistoryKind


async def plan_to_keep(work: Work, plan_id: UUID, permission: Permission, **about: Any) -> PlanRecord:
    """The plan, locked, if the actor may change working facts of it; ``about`` says more of the thing that rights look at."""
    await visible_plan(work.db, work.actor, plan_id)
    plan = await plans.plan_to_change(work.db, plan_id)
    known = thing(plan)
    require(work.actor, permission, Thing(region_path=known.region_path, state=known.state, disclosure=known.disclosure, **about))
    return plan


def refuse_when_over(plan: PlanRecord) -> None:
    """Raise WrongPlanState unless the plan's working facts still change."""
    state = PlanState(plan.state)
    if not may_be_kept(state):
        raise WrongPlanState(state=state, move="change", allowed="-")


def want_reason(plan: PlanRecord, reason: str | None) -> None:
    """Raise ReasonWanted where the plan is issued and nobody says why it changes."""
    if reason is None and needs_reason(PlanState(plan.state)):
        raise ReasonWanted(state=plan.state)


async def remember(work: Work, kind: HistoryKind, record: Any, act: str, reason: str | None, state: dict[str, Any]) -> None:
    """Keep a fact as it now is in its history, and note the act; after ``flush``, which makes the version."""
    row = {"id": new_id(), "plan_id": record.plan_id, "kind": kind, "subject_id": record.id, "version": record.version, "at": work.now()}
    who = {"actor_id": work.actor.id, "actor_name": work.actor.name}
    await work.db.insert(HistoryRecord, [{**row, **who, "act": act, "reason": reason, "state": state}])
    await work.audit(act, record.id, plan_id=str(record.plan_id))
