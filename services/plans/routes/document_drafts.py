"""What was read out of documents: drafts with citations, their confirmation, and changes between versions."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from fastapi import Response

from services.plans.errors import (
    AlreadyDrafted,
    CorrectionsRefused,
    DuplicateDocument,
    NoEarlierText,
    NotReadYet,
    OtherRegion,
    UnknownRegionCode,
    UnknownWorkEntry,
    WorkListOpen,
)
from services.plans.routes.documents import show_document
from services.plans.rules.reading.changes import Change, ClauseText
from services.plans.rules.reading.confidence import Ground
from services.plans.service import confirming
from shared.kit.app import InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.language import Language
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.document_drafts import (
    ClauseChange,
    DocumentChanges,
    DocumentDraft,
    DraftConfirmation,
    FactConfidence,
    PlacedClause,
    TextPiece,
    WorkListEntry,
)
from shared.schemas.documents import Document
from shared.schemas.plan_document import PlanDocument

router = api_router("/api/v1/plans", "documents")
_CONFIRM = (
    NotReadYet, AlreadyDrafted, WorkListOpen, UnknownWorkEntry, CorrectionsRefused, OtherRegion, UnknownRegionCode, DuplicateDocument,
    ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused,
)  # fmt: skip


def _confidence(stored: dict[str, Any], language: Language) -> FactConfidence:
    ground = Ground[stored["ground"]]
    return FactConfidence(key=stored["key"], share=Decimal(str(ground.share)), reason=ground.zh if language == "zh" else ground.en)


def _entry(stored: dict[str, Any], language: Language) -> WorkListEntry:
    return WorkListEntry(text=stored[language], **{name: stored[name] for name in WorkListEntry.model_fields if name in stored})


@router.get("/documents/{document_id:uuid}/draft", operation_id="read_document_draft", **guarded(Permission.DOCUMENT_READ, NotReadYet))
async def read_document_draft(db: InRead, actor: CurrentActor, document_id: UUID, language: InLanguage, response: Response) -> DocumentDraft:
    """What was read: facts that cite their clauses, how sure each is and why, and what a person must decide."""
    row, draft = await confirming.visible_draft(db, actor, document_id)
    response.headers["ETag"] = etag(row.version)
    return DocumentDraft(
        document_id=document_id,
        document=PlanDocument.model_validate(draft.draft),
        confidences=[_confidence(stored, language) for stored in draft.confidences],
        work_list=[_entry(stored, language) for stored in draft.work_list],
    )


@router.post("/documents/{document_id:uuid}:draft", operation_id="confirm_draft", status_code=201, **guarded(Permission.PLAN_DRAFT, *_CONFIRM))
async def confirm_draft(
    work: InWork, document_id: UUID, body: DraftConfirmation, if_match: OptionalIfMatch, language: InLanguage, response: Response
) -> Document:
    """Make a draft plan of what was read, with a person's decisions; the plan is named by Location and ``plan_id``."""
    plan_id = await confirming.confirm_draft(work, document_id, body, if_match)
    response.headers["Location"] = f"/api/v1/plans/{plan_id}"
    return await show_document(work.db, work.actor, document_id, language, response)


def _placed(clause: ClauseText | None) -> PlacedClause | None:
    return None if clause is None else PlacedClause(path=clause.path, title=clause.title, start=clause.start, end=clause.end)


def _change(change: Change) -> ClauseChange:
    pieces = [TextPiece(operation=piece.operation, text=piece.text) for piece in change.pieces]
    return ClauseChange(kind=change.kind, before=_placed(change.before), after=_placed(change.after), pieces=pieces)


@router.get(
    "/documents/{document_id:uuid}/changes", operation_id="read_document_changes", **guarded(Permission.DOCUMENT_READ, NotReadYet, NoEarlierText)
)
async def read_document_changes(db: InRead, actor: CurrentActor, document_id: UUID) -> DocumentChanges:
    """What an uploaded second version changes of its plan's document, clause by clause."""
    row, before_id, changes, unchanged = await confirming.compared(db, actor, document_id)
    return DocumentChanges(
        plan_id=row.amends_plan_id,
        before_document_id=before_id,
        after_document_id=document_id,
        unchanged=unchanged,
        changes=[_change(change) for change in changes],
    )
