"""Use cases on the life of a plan: issue, bring into force, conclude, withdraw, supersede."""

from datetime import date
from uuid import UUID

from services.plans.errors import DayStillAhead, UnfitSuccessor
from services.plans.models import PlanRecord
from services.plans.repository import plans
from services.plans.rules.succession import Heir, unfit
from services.plans.service.announcing import announce
from services.plans.service.consulting import end_consultation
from services.plans.service.drafting import names_in
from services.plans.service.moving import begin_move
from services.plans.service.occurrences import schedule, void_occurrences
from services.plans.service.searching import index_plan
from services.plans.service.seeing import visible_plan
from services.plans.service.versions import current_document, keep_version
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.schemas.base import PlanId
from shared.schemas.events.planning import PlanBroughtIntoForce, PlanConcluded, PlanSuperseded, PlanWithdrawn
from shared.schemas.lifecycle import Commencement, Conclusion, PlanIssue, PlanMove, PlanState, Supersession, Withdrawal


async def issue_plan(work: Work, plan_id: UUID, body: PlanIssue, if_match: IfMatch) -> None:
    """Issue a draft: from now on its duties and indicators bind, and the other services hear of them."""
    plan = await begin_move(work, plan_id, PlanMove.ISSUE, if_match)
    plan.issued_on = body.issued_on
    plan.document_number = body.document_number or plan.document_number
    plan.in_force_from = body.in_force_from
    plan.state = PlanState.IN_FORCE if _has_come(work, body.in_force_from) else PlanState.ISSUED
    await work.db.flush()
    await keep_version(work, plan, 1, await current_document(work, plan))
    await index_plan(work.db, plan)
    duties = await plans.facts(work.db, "duties", plan_id)
    # Occurrences are told first: who hears of the plan judges it at once, and must know by then when its values are due.
    await schedule(work, plan, duties)
    await announce(work, plan, duties, await names_in(work.db, plan.region_id))
    await work.audit("issue_plan", plan_id, issued_on=body.issued_on.isoformat())


async def bring_into_force(work: Work, plan_id: UUID, body: Commencement, if_match: IfMatch) -> None:
    """An issued plan is in force from a day on; a day to come is kept, and the plan comes into force on it by itself."""
    plan = await begin_move(work, plan_id, PlanMove.BRING_INTO_FORCE, if_match)
    plan.in_force_from = body.on
    if _has_come(work, body.on):
        await enter_into_force(work, plan)
    await work.db.flush()
    await work.audit("bring_into_force", plan_id, on=body.on.isoformat())


async def enter_into_force(work: Work, plan: PlanRecord) -> None:
    """The day has come: an issued plan is in force."""
    assert plan.in_force_from is not None, "a plan comes into force on a day"
    plan.state = PlanState.IN_FORCE
    await work.db.flush()
    await work.tell(PlanBroughtIntoForce(version=plan.version, plan_id=PlanId(plan.id), on=plan.in_force_from))


async def conclude_plan(work: Work, plan_id: UUID, body: Conclusion, if_match: IfMatch) -> None:
    """A plan whose period is over is concluded; its last reports still fall due."""
    plan = await begin_move(work, plan_id, PlanMove.CONCLUDE, if_match)
    _refuse_ahead(work, body.on)
    plan.state, plan.ended_on, plan.ended_because, plan.successor_id = PlanState.CONCLUDED, body.on, body.reason, None
    await work.db.flush()
    await work.tell(PlanConcluded(version=plan.version, plan_id=PlanId(plan.id), concluded_on=body.on))
    await work.audit("conclude_plan", plan_id, on=body.on.isoformat())


async def withdraw_plan(work: Work, plan_id: UUID, body: Withdrawal, if_match: IfMatch) -> None:
    """Take a plan back; if it was issued, what is open under it is owed no longer."""
    plan = await begin_move(work, plan_id, PlanMove.WITHDRAW, if_match)
    _refuse_ahead(work, body.on)
    plan.state, plan.ended_on, plan.ended_because, plan.successor_id = PlanState.WITHDRAWN, body.on, body.reason, None
    await work.db.flush()
    await end_consultation(work, plan, body.reason)
    if plan.issued_on is not None:
        await void_occurrences(work, plan_id, body.reason, due_after=work.now())
        await work.tell(PlanWithdrawn(version=plan.version, plan_id=PlanId(plan.id), region_path=plan.region_path, on=body.on, reason=body.reason))
    await work.audit("withdraw_plan", plan_id, on=body.on.isoformat(), reason=body.reason)


async def supersede_plan(work: Work, plan_id: UUID, body: Supersession, if_match: IfMatch) -> None:
    """Another plan takes this one's place from a day on; a day to come is kept, and the change comes on it by itself."""
    plan = await begin_move(work, plan_id, PlanMove.SUPERSEDE, if_match)
    successor = await visible_plan(work.db, work.actor, body.successor_id)
    _refuse_unfit(plan, Heir(successor.id, successor.region_id, PlanState(successor.state)))
    plan.successor_id, plan.ended_on, plan.ended_because = body.successor_id, body.on, body.reason
    if _has_come(work, body.on):
        await give_way(work, plan)
    await work.db.flush()
    await work.audit("supersede_plan", plan_id, successor=str(body.successor_id), on=body.on.isoformat())


async def give_way(work: Work, plan: PlanRecord) -> None:
    """The day has come: the successor stands in the plan's place."""
    assert plan.successor_id is not None, "a plan gives way to another one"
    assert plan.ended_on is not None, "and from a day on"
    plan.state = PlanState.SUPERSEDED
    await work.db.flush()
    await void_occurrences(work, plan.id, plan.ended_because or "superseded", about_from=plan.ended_on.year)
    about = {"region_path": plan.region_path, "on": plan.ended_on, "reason": plan.ended_because}
    await work.tell(PlanSuperseded(version=plan.version, plan_id=PlanId(plan.id), successor_id=PlanId(plan.successor_id), **about))


def _has_come(work: Work, day: date | None) -> bool:
    return day is not None and day <= today(work.service.clock)


def _refuse_ahead(work: Work, day: date) -> None:
    if not _has_come(work, day):
        raise DayStillAhead(on=day.isoformat())


def _refuse_unfit(plan: PlanRecord, successor: Heir) -> None:
    found = unfit(Heir(plan.id, plan.region_id, PlanState(plan.state)), successor)
    if found:
        faults = [FaultWords(code, words, pointer="/successor_id", state=successor.state) for code, words in found]
        raise UnfitSuccessor(faults=faults, count=len(faults))
