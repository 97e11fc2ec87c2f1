"""Use cases of amendments that a later document of the plan proposes: draft one of what was read, decide its conflicts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.plans.errors import AlreadyDrafted, NoEarlierText, NothingAmended, UndatedAmendment, UnfitMatch, UnknownConflict
from services.plans.models import AmendmentRecord, PlanRecord
from services.plans.repository import documents
from services.plans.rules import amendments as rules
from services.plans.rules.keeping import DRAFTS
from services.plans.rules.merging import decided, merge, numbered
from services.plans.service.amending import amendment_to_decide, digest, first_kept, plan_to_revise, validated
from services.plans.service.confirming import corrected_document, refuse_undecided, visible_draft
from services.plans.service.versions import current_document
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.schemas.amendments import AmendmentConflict, AmendmentDoubt, AmendmentState
from shared.schemas.proposals import AmendmentProposal, ConflictDecisions, FactMatch
from shared.schemas.verdicts import Said

_NO_FACT = Words("{where} 中没有 {kind} {key}", "there is no {kind} {key} in {where_en}")
_TWICE = Words("{kind} {key} 被对应两次", "{kind} {key} is matched twice")
_NO_CONFLICT = Words("修订稿没有编号为 {id} 的冲突", "the amendment has no conflict {id}")
_ALIKE = Words("“{after}”按名称相近视为原“{before}”，请核对", "“{after}” was taken for “{before}”, whose name is alike: check it")


@dataclass(frozen=True, slots=True)
class _Texts:
    """The three sides of a merge under the plan's keys, and what was matched by likeness alone."""

    plan: dict[str, Any]
    before: dict[str, Any]
    document: dict[str, Any]
    doubts: list[rules.Likeness]


async def propose_amendment(work: Work, document_id: UUID, body: AmendmentProposal, if_match: IfMatch) -> UUID:
    """Draft an amendment of the plan that a later document belongs to; what people edited in the plan stays, conflicts are listed."""
    row, draft = await visible_draft(work.db, work.actor, document_id)
    if row.amends_plan_id is None:
        raise NoEarlierText()
    plan = await plan_to_revise(work, row.amends_plan_id, while_asked=True)
    if_match.check(row.version)
    if row.sha256 == plan.source_sha256 or row.plan_id not in {None, plan.id}:
        raise AlreadyDrafted(plan_id=row.plan_id or plan.id)
    refuse_undecided(draft.work_list, body.decided)
    read = rules.as_plain(corrected_document(draft.draft, body.corrections))
    number = 0 if plan.state in DRAFTS else await first_kept(work, plan)
    texts = await _texts(work, plan, read, body.matches, number + 1)
    record = _record(work, plan, number, texts, body)
    record.document_id = document_id
    work.db.add(record)
    (await documents.document_to_change(work.db, document_id)).plan_id = plan.id
    await work.db.flush()
    await work.audit("propose_amendment", record.id, plan=str(plan.id), document=str(document_id), conflicts=len(record.conflicts))
    return record.id


async def _texts(work: Work, plan: PlanRecord, read: dict[str, Any], matches: Sequence[FactMatch], number: int) -> _Texts:
    current = rules.as_plain(validated(await current_document(work, plan)))
    earlier = await documents.same_document(work.db, plan.region_id, plan.source_sha256)
    draft = await documents.draft_of(work.db, earlier.id) if earlier else None
    # A plan that was drafted from data has no former reading: nobody knows what people edited, and every difference is the document's.
    before = rules.rekeyed(current, rules.as_plain(validated(draft.draft)), number) if draft else current
    known = _together(before, current)
    _refuse_unfit(matches, read, known)
    said = {kind: {one.read: one.plan for one in matches if one.kind is kind} for kind in rules.PARTS}
    return _Texts(current, before, rules.rekeyed(known, read, number, said), rules.likenesses(known, read, number, said))


def _together(before: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    """Every fact that a later document can repeat: as the former one said it, else as people entered it."""
    found = {}
    for part in rules.PARTS.values():
        there = {fact["key"] for fact in before[part]}
        found[part] = [*before[part], *(fact for fact in plan[part] if fact["key"] not in there)]
    return found


def _refuse_unfit(matches: Sequence[FactMatch], read: dict[str, Any], known: dict[str, Any]) -> None:
    faults = [fault for number, match in enumerate(matches) for fault in _match_faults(number, match, read, known)]
    for side in ("read", "plan"):
        counted = Counter((match.kind, getattr(match, side)) for match in matches if getattr(match, side) is not None)
        faults += [FaultWords("twice", _TWICE, pointer="/matches", kind=kind, key=key) for (kind, key), count in counted.items() if count > 1]
    if faults:
        raise UnfitMatch(faults=faults, count=len(faults))


def _match_faults(number: int, match: FactMatch, read: dict[str, Any], known: dict[str, Any]) -> Iterator[FaultWords]:
    sides = (("read", match.read, read, "文件", "the document"), ("plan", match.plan, known, "计划", "the plan"))
    for side, key, document, where, where_en in sides:
        if key is not None and key not in {fact["key"] for fact in document[rules.PARTS[match.kind]]}:
            place = f"/matches/{number}/{side}"
            yield FaultWords("unknown-fact", _NO_FACT, pointer=place, where=where, where_en=where_en, kind=match.kind, key=key)


def _record(work: Work, plan: PlanRecord, number: int, texts: _Texts, body: AmendmentProposal) -> AmendmentRecord:
    merged = merge(texts.before, texts.plan, texts.document)
    conflicts = numbered(merged.conflicts)
    document = rules.as_plain(validated(merged.document))
    changes = rules.changes(texts.plan, document)
    if not changes and not conflicts:
        raise NothingAmended()
    head = texts.document["head"]
    printed = date.fromisoformat(head["dated"]) if "dated" in head else None
    dated = body.dated or printed or (today(work.service.clock) if number == 0 else None)
    if dated is None:
        raise UndatedAmendment()
    return AmendmentRecord(
        id=new_id(),
        plan_id=plan.id,
        state=AmendmentState.DRAFTED,
        reason=body.reason,
        document_number=body.document_number or head.get("document_number"),
        dated=dated,
        against=number,
        changes=[change.model_dump(mode="json") for change in changes],
        document=document,
        by=work.actor.name,
        at=work.now(),
        stands_sha256=digest(texts.plan),
        conflicts=[conflict.model_dump(mode="json") for conflict in conflicts],
        doubts=[_doubt(doubt).model_dump(mode="json") for doubt in texts.doubts],
    )


def _doubt(doubt: rules.Likeness) -> AmendmentDoubt:
    told = {"before": doubt.before, "after": doubt.after}
    said = Said(zh=_ALIKE.say("zh", **told), en=_ALIKE.say("en", **told))
    return AmendmentDoubt(**{**asdict(doubt), "share": Decimal(f"{doubt.share:.2f}")}, text=said)


async def decide_conflicts(work: Work, amendment_id: UUID, body: ConflictDecisions, if_match: IfMatch) -> None:
    """Say whose word counts where the document and a person's edits disagree; the differences follow."""
    record, plan = await amendment_to_decide(work, amendment_id, if_match, while_asked=True)
    conflicts = [AmendmentConflict.model_validate(one) for one in record.conflicts]
    _refuse_unknown(body, {conflict.id for conflict in conflicts})
    document, conflicts = decided(record.document, conflicts, body.decisions)
    plain = rules.as_plain(validated(document))
    current = rules.as_plain(validated(await current_document(work, plan)))
    record.document = plain
    record.changes = [change.model_dump(mode="json") for change in rules.changes(current, plain)]
    record.conflicts = [conflict.model_dump(mode="json") for conflict in conflicts]
    await work.db.flush()
    await work.audit("decide_conflicts", amendment_id, decided=[decision.model_dump(mode="json") for decision in body.decisions])


def _refuse_unknown(body: ConflictDecisions, known: set[str]) -> None:
    faults = [
        FaultWords("unknown-conflict", _NO_CONFLICT, pointer=f"/decisions/{number}/conflict", id=decision.conflict)
        for number, decision in enumerate(body.decisions)
        if decision.conflict not in known
    ]
    if faults:
        raise UnknownConflict(faults=faults, count=len(faults))
