"""Use cases of amendments: draft one and see what it changes, adopt it as the plan's next version, discard it."""

from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.plans.errors import AmendmentDecided, AmendmentOutdated, NothingAmended, UnfitAmendment
from services.plans.models import AmendmentRecord, PlanRecord
from services.plans.repository import plans, versions
from services.plans.rules import amendments as rules
from services.plans.service.announcing import announce_amended
from services.plans.service.drafting import names_in
from services.plans.service.moving import begin_move
from services.plans.service.rewriting import rewrite
from services.plans.service.seeing import thing, visible_plan
from services.plans.service.versions import current_document, keep_version
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.schemas.amendments import AmendmentDraft, AmendmentState, FactChange
from shared.schemas.lifecycle import PlanMove
from shared.schemas.plan_document import PlanDocument

_UNFIT = Words("不成立：{why}", "does not fit: {why}")
_ANY = IfMatch(None)


async def draft_amendment(work: Work, plan_id: UUID, body: AmendmentDraft) -> UUID:
    """Keep a change of an issued plan beside it, with every difference; nothing binds before it is adopted."""
    plan = await begin_move(work, plan_id, PlanMove.AMEND, _ANY)
    number = await _first_kept(work, plan)
    current = await current_document(work, plan)
    document = rules.rekeyed(current, _wanted(current, body), number + 1)
    changes = rules.changes(current, document)
    if not changes:
        raise NothingAmended()
    record = AmendmentRecord(
        id=new_id(),
        plan_id=plan_id,
        state=AmendmentState.DRAFTED,
        reason=body.reason,
        document_number=body.document_number,
        dated=body.dated,
        against=number,
        changes=[change.model_dump(mode="json") for change in changes],
        document=document,
        by=work.actor.name,
        at=work.now(),
    )
    work.db.add(record)
    await work.db.flush()
    await work.audit("draft_amendment", record.id, plan=str(plan_id), changes=len(changes))
    return record.id


async def _first_kept(work: Work, plan: PlanRecord) -> int:
    """The plan's newest version; a plan that was issued before versions were kept gets its first one now."""
    number = await versions.newest(work.db, plan.id)
    if number == 0:
        await keep_version(work, plan, 1, await current_document(work, plan))
    return number or 1


def _wanted(current: dict[str, Any], body: AmendmentDraft) -> dict[str, Any]:
    if body.document is not None:
        return rules.as_plain(body.document)
    try:
        return rules.as_plain(PlanDocument.model_validate(rules.edited(current, body.edits or [])))
    except ValidationError as fault:
        found = fault.errors(include_url=False, include_input=False)
        faults = [FaultWords(one["type"], _UNFIT, pointer="/" + "/".join(map(str, one["loc"])), why=one["msg"]) for one in found]
        raise UnfitAmendment(faults=faults, count=len(faults)) from fault


async def readable_amendment(db: Any, actor: Actor, amendment_id: UUID) -> Any:
    """The amendment if the actor works on the plan; NotFound where the plan is not theirs to know, Denied where it is."""
    row = await versions.amendment(db, amendment_id)
    if row is None:
        raise NotFound(what="amendment", what_zh="修订稿")
    plan = await visible_plan(db, actor, row.plan_id)
    require(actor, Permission.PLAN_DRAFT, thing(plan))
    return row


async def adopt_amendment(work: Work, amendment_id: UUID, if_match: IfMatch) -> UUID:
    """Make the amendment the plan's next version: its facts, unit entries and dates change, and the other services hear of it."""
    record, plan = await _decide(work, amendment_id, if_match)
    number = await versions.newest(work.db, plan.id)
    if record.against != number:
        raise AmendmentOutdated(against=record.against, number=number)
    changes = [FactChange.model_validate(change) for change in record.changes]
    document = PlanDocument.model_validate(record.document)
    names = await names_in(work.db, plan.region_id)
    await rewrite(work, plan, document, changes, names, number + 1, record.dated)
    said = {"reason": record.reason, "document_number": record.document_number, "dated": record.dated}
    await keep_version(work, plan, number + 1, record.document, **said, changes=len(changes))
    record.state, record.number = AmendmentState.ADOPTED, number + 1
    await work.db.flush()
    duties = await plans.facts(work.db, "duties", plan.id)
    await announce_amended(work, plan, duties, names, number=number + 1, reason=record.reason, changes=changes)
    await work.audit("adopt_amendment", amendment_id, plan=str(plan.id), number=number + 1)
    return plan.id


async def discard_amendment(work: Work, amendment_id: UUID, if_match: IfMatch) -> None:
    """Drop an amendment that will not be adopted; it stays readable."""
    record, _ = await _decide(work, amendment_id, if_match)
    record.state = AmendmentState.DISCARDED
    await work.db.flush()
    await work.audit("discard_amendment", amendment_id)


async def _decide(work: Work, amendment_id: UUID, if_match: IfMatch) -> tuple[AmendmentRecord, PlanRecord]:
    """The amendment and its plan, both locked, the plan first: two adoptions at the same moment come one after the other."""
    row = await readable_amendment(work.db, work.actor, amendment_id)
    plan = await begin_move(work, row.plan_id, PlanMove.AMEND, _ANY)
    record = await versions.amendment_to_change(work.db, amendment_id)
    if_match.check(record.version)
    if record.state != AmendmentState.DRAFTED:
        raise AmendmentDecided(state=record.state)
    return record, plan
