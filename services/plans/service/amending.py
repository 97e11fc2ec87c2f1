"""Use cases of amendments: draft one and see what it changes, adopt it as the plan's next version, discard it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.plans.errors import AmendmentDecided, AmendmentOutdated, ConflictsOpen, NothingAmended, PlanChangedMeanwhile, UnfitAmendment
from services.plans.models import AmendmentRecord, PlanRecord
from services.plans.repository import documents, plans, versions
from services.plans.rules import amendments as rules
from services.plans.rules.keeping import DRAFTS
from services.plans.rules.resolving import Named
from services.plans.service.announcing import announce_amended
from services.plans.service.drafting import names_in
from services.plans.service.moving import begin_move
from services.plans.service.rewriting import Rewriting, rewrite
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
from shared.schemas.amendments import AmendmentConflict, AmendmentDraft, AmendmentState, FactChange
from shared.schemas.lifecycle import PlanMove, PlanState
from shared.schemas.plan_document import PlanDocument

_OPEN = Words("“{name}”的 {path} 尚未裁定", "{path} of “{name}” is not decided")
_UNFIT = Words("不成立：{why}", "does not fit: {why}")
_ANY = IfMatch(None)


async def draft_amendment(work: Work, plan_id: UUID, body: AmendmentDraft) -> UUID:
    """Keep a change of an issued plan beside it, with every difference; nothing binds before it is adopted."""
    plan = await begin_move(work, plan_id, PlanMove.AMEND, _ANY)
    number = await first_kept(work, plan)
    current = rules.as_plain(validated(await current_document(work, plan)))
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
        stands_sha256=digest(current),
    )
    work.db.add(record)
    await work.db.flush()
    await work.audit("draft_amendment", record.id, plan=str(plan_id), changes=len(changes))
    return record.id


async def first_kept(work: Work, plan: PlanRecord) -> int:
    """The plan's newest version; a plan that was issued before versions were kept gets its first one now."""
    number = await versions.newest(work.db, plan.id)
    if number == 0:
        await keep_version(work, plan, 1, await current_document(work, plan))
    return number or 1


def _wanted(current: dict[str, Any], body: AmendmentDraft) -> dict[str, Any]:
    if body.document is not None:
        return rules.as_plain(body.document)
    return rules.as_plain(validated(rules.edited(current, body.edits or [])))


def validated(document: dict[str, Any]) -> PlanDocument:
    """The facts as a document that holds together; UnfitAmendment with every fault otherwise."""
    try:
        return PlanDocument.model_validate(document)
    except ValidationError as fault:
        found = fault.errors(include_url=False, include_input=False)
        faults = [FaultWords(one["type"], _UNFIT, pointer="/" + "/".join(map(str, one["loc"])), why=one["msg"]) for one in found]
        raise UnfitAmendment(faults=faults, count=len(faults)) from fault


def digest(document: dict[str, Any]) -> str:
    """What a plan says, as a short mark: it changes with every edit, and with nothing else."""
    return sha256(json.dumps(document, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


async def readable_amendment(db: Any, actor: Actor, amendment_id: UUID) -> Any:
    """The amendment if the actor works on the plan; NotFound where the plan is not theirs to know, Denied where it is."""
    row = await versions.amendment(db, amendment_id)
    if row is None:
        raise NotFound(what="amendment", what_zh="修订稿")
    plan = await visible_plan(db, actor, row.plan_id)
    require(actor, Permission.PLAN_DRAFT, thing(plan))
    return row


async def adopt_amendment(work: Work, amendment_id: UUID, if_match: IfMatch) -> UUID:
    """Make the amendment the plan's next version: its facts, unit entries and dates change, and the other services hear of it.

    A plan that is not issued yet just says what the amendment says: its first version is kept when it is issued.
    """
    record, plan = await amendment_to_decide(work, amendment_id, if_match, while_asked=False)
    before = await _stands(work, record, plan)
    is_draft = plan.state in DRAFTS
    number = 1 if is_draft else record.against + 1
    changes = [FactChange.model_validate(change) for change in record.changes]
    names = await names_in(work.db, plan.region_id)
    day = None if is_draft else record.dated
    await rewrite(work, plan, Rewriting(before, PlanDocument.model_validate(record.document), changes, number, day), names)
    if not is_draft:
        await _bind(work, plan, record, changes, names)
    record.state, record.number = AmendmentState.ADOPTED, number
    await work.db.flush()
    await work.audit("adopt_amendment", amendment_id, plan=str(plan.id), number=number)
    return plan.id


async def _stands(work: Work, record: AmendmentRecord, plan: PlanRecord) -> PlanDocument:
    """What the plan says now; refused where that is not what the amendment was drafted against, or a conflict is open."""
    number = await versions.newest(work.db, plan.id)
    if record.against != number:
        raise AmendmentOutdated(against=record.against, number=number)
    current = validated(await current_document(work, plan))
    if record.stands_sha256 not in {None, digest(rules.as_plain(current))}:
        raise PlanChangedMeanwhile()
    conflicts = [AmendmentConflict.model_validate(one) for one in record.conflicts]
    faults = [FaultWords(one.id, _OPEN, pointer="/conflicts", name=one.name, path=one.path or "*") for one in conflicts if one.taken is None]
    if faults:
        raise ConflictsOpen(faults=faults, count=len(faults))
    return current


async def _bind(work: Work, plan: PlanRecord, record: AmendmentRecord, changes: list[FactChange], names: Mapping[str, Named]) -> None:
    """Keep the plan's new version and tell it."""
    number = record.against + 1
    said = {"reason": record.reason, "document_number": record.document_number, "dated": record.dated}
    await keep_version(work, plan, number, record.document, **said, changes=len(changes))
    duties = await plans.facts(work.db, "duties", plan.id)
    await announce_amended(work, plan, duties, names, number=number, reason=record.reason, changes=changes)


async def discard_amendment(work: Work, amendment_id: UUID, if_match: IfMatch) -> None:
    """Drop an amendment that will not be adopted; it stays readable."""
    record, plan = await amendment_to_decide(work, amendment_id, if_match, while_asked=True)
    record.state = AmendmentState.DISCARDED
    if record.document_id is not None:
        await _let_go(work, record.document_id, plan)
    await work.db.flush()
    await work.audit("discard_amendment", amendment_id)


async def _let_go(work: Work, document_id: UUID, plan: PlanRecord) -> None:
    """A document that no amendment cites may be dropped, or become a plan of its own."""
    document = await documents.document_to_change(work.db, document_id)
    if document.sha256 != plan.source_sha256:
        document.plan_id = None


async def amendment_to_decide(work: Work, amendment_id: UUID, if_match: IfMatch, *, while_asked: bool) -> tuple[AmendmentRecord, PlanRecord]:
    """The amendment and its plan, both locked, the plan first: two adoptions at the same moment come one after the other."""
    row = await readable_amendment(work.db, work.actor, amendment_id)
    plan = await plan_to_revise(work, row.plan_id, while_asked=while_asked)
    record = await versions.amendment_to_change(work.db, amendment_id)
    if_match.check(record.version)
    if record.state != AmendmentState.DRAFTED:
        raise AmendmentDecided(state=record.state)
    return record, plan


async def plan_to_revise(work: Work, plan_id: UUID, *, while_asked: bool) -> PlanRecord:
    """The plan, locked. ``while_asked``: while units are asked about a draft its next text may be prepared already, though not adopted."""
    seen = await visible_plan(work.db, work.actor, plan_id)
    if while_asked and seen.state == PlanState.CONSULTATION:
        require(work.actor, Permission.PLAN_DRAFT, thing(seen))
        return await plans.plan_to_change(work.db, plan_id)
    return await begin_move(work, plan_id, PlanMove.EDIT if seen.state in DRAFTS else PlanMove.AMEND, _ANY)
