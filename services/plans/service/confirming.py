"""Use cases on what was read: show the draft, turn it into a plan with a person's decisions, compare it with the version before."""

import asyncio
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError

from services.plans.errors import AlreadyDrafted, CorrectionsRefused, NoEarlierText, NotReadYet, OtherRegion, UnknownWorkEntry, WorkListOpen
from services.plans.repository import directory, documents, plans
from services.plans.rules.correcting import corrected
from services.plans.rules.reading.changes import Change, ClauseText, compare
from services.plans.service.drafting import draft_plan
from services.plans.service.seeing import visible_plan
from services.plans.service.uploading import visible_document
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.envelope import invalid
from shared.kit.etag import IfMatch
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.base import Wire
from shared.schemas.document_drafts import Correction, DraftConfirmation
from shared.schemas.documents import DocumentState
from shared.schemas.plan_document import PlanDocument
from shared.schemas.plans import PlanDraft

_Model = TypeVar("_Model", bound=Wire)
_NO_PLACE = Words("更正无法应用：{why}", "the correction cannot be applied: {why}")
_UNDECIDED = Words("{text}", "{text_en}")


async def visible_draft(db: Db, actor: Actor, document_id: UUID) -> tuple[Any, Any]:
    """The document's row and what was read out of it; NotReadYet while there is nothing."""
    row = await visible_document(db, actor, document_id)
    if row.state != DocumentState.READ:
        raise NotReadYet(state=row.state)
    draft = await documents.draft_of(db, document_id)
    assert draft is not None, document_id
    return row, draft


async def confirm_draft(work: Work, document_id: UUID, body: DraftConfirmation, if_match: IfMatch) -> UUID:
    """Make a draft plan of what was read and decided; its id. Refused while something that must be decided is not."""
    row, draft = await visible_draft(work.db, work.actor, document_id)
    require(work.actor, Permission.PLAN_DRAFT, Thing(region_path=row.region_path))
    if_match.check(row.version)
    if row.plan_id is not None:
        raise AlreadyDrafted(plan_id=row.plan_id)
    refuse_undecided(draft.work_list, body.decided)
    plan_id = await draft_plan(work, _plan_draft(draft.draft, body, await _region_code(work, row, body)))
    record = await documents.document_to_change(work.db, document_id)
    record.plan_id = plan_id
    await work.db.flush()
    await work.audit("confirm_draft", document_id, plan_id=str(plan_id), corrections=len(body.corrections), decided=body.decided)
    return plan_id


def refuse_undecided(work_list: list[dict[str, Any]], decided: list[str]) -> None:
    """Every blocking entry is decided, and nothing is that is not on the list."""
    unknown = sorted(set(decided) - {entry["id"] for entry in work_list})
    if unknown:
        raise UnknownWorkEntry(ids=", ".join(unknown))
    open_entries = [entry for entry in work_list if entry["blocking"] and entry["id"] not in decided]
    if open_entries:
        faults = [FaultWords(entry["id"], _UNDECIDED, pointer="/decided", text=entry["zh"], text_en=entry["en"]) for entry in open_entries]
        raise WorkListOpen(faults=faults, count=len(faults))


async def _region_code(work: Work, row: Any, body: DraftConfirmation) -> str:
    region = await directory.region(work.db, row.region_id, today(work.service.clock))
    assert region is not None, row.region_id
    if body.region_code not in {None, region.code}:
        raise OtherRegion(region=region.name)
    return str(region.code)


def _plan_draft(document: dict[str, Any], body: DraftConfirmation, region_code: str) -> PlanDraft:
    """The corrected draft as the body of a new plan; every fault of the corrections, and then of the document, is listed."""
    made = _corrected(document, body.corrections)
    given = {"region_code": region_code, "disclosure": body.disclosure, "document": made, "assigned": [one.model_dump() for one in body.assigned]}
    return _validated(PlanDraft, given)


def corrected_document(document: dict[str, Any], corrections: Sequence[Correction]) -> PlanDocument:
    """The corrected draft; every fault of the corrections, and then of the document, is listed."""
    return _validated(PlanDocument, _corrected(document, corrections))


def _corrected(document: dict[str, Any], corrections: Sequence[Correction]) -> dict[str, Any]:
    made, faults = corrected(document, corrections)
    if faults:
        told = [FaultWords("no-place", _NO_PLACE, pointer=f"/corrections/{fault.number}", why=fault.why) for fault in faults]
        raise CorrectionsRefused(faults=told, count=len(told))
    return made


def _validated(model: type[_Model], given: dict[str, Any]) -> _Model:
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        raise invalid([{**error, "loc": ("body", *error["loc"])} for error in fault.errors()]) from fault


async def compared(db: Db, actor: Actor, document_id: UUID) -> tuple[Any, UUID, list[Change], int]:
    """The document, the document of its plan, what differs between them, and how many clauses do not."""
    row, _ = await visible_draft(db, actor, document_id)
    if row.amends_plan_id is None:
        raise NoEarlierText()
    await visible_plan(db, actor, row.amends_plan_id)
    plan = await plans.plan(db, row.amends_plan_id)
    assert plan is not None, row.amends_plan_id
    before = await documents.same_document(db, plan.region_id, plan.source_sha256)
    if before is None or before.state != DocumentState.READ:
        raise NoEarlierText()
    stored = await documents.clauses_of(db, before.id, document_id)
    old, new = ([ClauseText(**clause) for clause in stored[key]] for key in (before.id, document_id))
    changes, unchanged = await asyncio.to_thread(compare, old, new)
    return row, before.id, changes, unchanged
