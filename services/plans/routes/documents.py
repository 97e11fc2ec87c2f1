"""Uploaded documents: taken in, read in the background, shown with their text and original."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Form, Query, Response, UploadFile
from fastapi.responses import StreamingResponse

from services.plans.deps import InDocuments, InReading, InSettings
from services.plans.errors import (
    BytesNotKept,
    DocumentInUse,
    OtherRegion,
    RegionNeeded,
    UnknownRegionCode,
    UnreadableUpload,
    UnsupportedUpload,
    UploadTooLarge,
)
from services.plans.repository import documents as repository
from services.plans.rules.progress import progress
from services.plans.service import uploading
from services.plans.service.reading import READING_FAILED
from shared.kit.app import InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.downloads import InSeen, kept_bytes
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.files.refusals import WORDS
from shared.kit.framework_problems import (
    AlreadyThere,
    BrokenJson,
    InvalidCursor,
    KeyReused,
    MissingIdempotencyKey,
    RangeNotThere,
    StaleEtag,
    StorageFull,
    StorageUnavailable,
    TooLarge,
)
from shared.kit.language import Language, Words
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.storage import NotKeptError
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.directory import GbCode
from shared.schemas.documents import Document, DocumentLine, DocumentState, ReadingStage
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "documents")
_UPLOAD = (
    UnreadableUpload, UnsupportedUpload, UploadTooLarge, TooLarge, RegionNeeded, OtherRegion, UnknownRegionCode, AlreadyThere, BrokenJson,
    MissingIdempotencyKey, KeyReused, StorageFull, StorageUnavailable,
)  # fmt: skip
_FAILED = Words(
    "读取程序多次中断；请另存为 docx 或 pdf 后再上传，仍不行请联系管理员",
    "Reading broke off repeatedly; save it as docx or pdf anew, and ask the administrator if that does not help",
)
_REASONS: dict[str, Words] = {**{reason.value: words for reason, words in WORDS.items()}, READING_FAILED: _FAILED}
_SAME = {200: {"model": Document, "description": "The same bytes were uploaded before: the first document"}}
_BYTES = {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}, "description": "The bytes"}}


def _document(row: Any, language: Language) -> Document:
    state, stage = DocumentState(row.state), ReadingStage(row.stage)
    copied = {name: row._mapping[name] for name in Document.model_fields if name in row._mapping}
    words = _REASONS.get(row.reason or "")
    told = {"progress": progress(state, stage), "lines": row.line_count, "reason_text": words.say(language) if words else None}
    return Document(**{**copied, **told})


async def show_document(db: Db, actor: Actor, document_id: UUID, language: Language, response: Response) -> Document:
    """A document as it is told, its ETag set on ``response``."""
    row = await uploading.visible_document(db, actor, document_id)
    response.headers["ETag"] = etag(row.version)
    return _document(row, language)


_upload_marks = guarded(Permission.PLAN_DRAFT, *_UPLOAD)
_upload_marks["responses"] = {**_SAME, **_upload_marks["responses"]}


@router.post("/documents", operation_id="upload_document", status_code=202, **_upload_marks)
async def upload_document(
    work: InWork,
    store: InDocuments,
    reading: InReading,
    settings: InSettings,
    language: InLanguage,
    file: Annotated[UploadFile, File(description="txt, docx, pdf with a text layer, or html; at most 20 MB")],
    response: Response,
    region_code: Annotated[GbCode | None, Form(description="whose plan it is; may be left out by who holds one post only")] = None,
    plan_id: Annotated[UUID | None, Form(description="the plan of which this is a second version")] = None,
) -> Document:
    """Take a document in; it is read in the background into a draft plan. The same bytes again answer with the first document."""
    data = await file.read(settings.max_document_bytes + 1)
    document_id, is_new = await uploading.upload_document(work, store, data, file.filename, region_code, plan_id, settings.max_document_bytes)
    if is_new:
        work.db.after_commit(reading.wake)
    response.status_code = 202 if is_new else 200
    response.headers["Location"] = f"/api/v1/plans/documents/{document_id}"
    return await show_document(work.db, work.actor, document_id, language, response)


@router.get("/documents", operation_id="list_documents", **guarded(Permission.DOCUMENT_READ, InvalidCursor))
async def list_documents(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    language: InLanguage,
    region_id: UUID | None = None,
    state: DocumentState | None = None,
    plan_id: Annotated[UUID | None, Query(description="drafted from it, or uploaded as a second version of it")] = None,
) -> Page[Document]:
    """Documents the caller may know of, in the order of their upload."""
    rows = await repository.document_page(db, paging, actor, region_id, state, plan_id)
    return page_of(rows, paging, [_document(row, language) for row in rows], "id")


@router.get("/documents/{document_id:uuid}", operation_id="read_document", **guarded(Permission.DOCUMENT_READ))
async def read_document(db: InRead, actor: CurrentActor, document_id: UUID, language: InLanguage, response: Response) -> Document:
    """A document and how far its reading is."""
    return await show_document(db, actor, document_id, language, response)


@router.get("/documents/{document_id:uuid}/text", operation_id="list_document_lines", **guarded(Permission.DOCUMENT_READ, InvalidCursor))
async def list_document_lines(
    db: InRead, actor: CurrentActor, paging: InPaging, document_id: UUID, page: Annotated[int | None, Query(ge=1, le=100_000)] = None
) -> Page[DocumentLine]:
    """The text as it was read, line by line; empty until it is."""
    await uploading.visible_document(db, actor, document_id)
    rows = await repository.line_page(db, paging, document_id, page)
    return page_of(rows, paging, [dict(row._mapping) for row in rows], "position")


_original_marks = guarded(Permission.DOCUMENT_READ, BytesNotKept, RangeNotThere, StorageUnavailable)
_original_marks["responses"] = {**_BYTES, **_original_marks["responses"]}


@router.get("/documents/{document_id:uuid}/original", operation_id="read_document_original", response_class=StreamingResponse, **_original_marks)
async def read_document_original(db: InRead, actor: CurrentActor, document_id: UUID, store: InDocuments, seen: InSeen) -> Response:
    """The bytes as they were uploaded, or the part that `Range` names; 304 where `If-None-Match` has them."""
    row = await uploading.visible_document(db, actor, document_id)
    if row.state == DocumentState.REFUSED:
        raise BytesNotKept()
    try:
        return await kept_bytes(store, row.sha256, row.media_type, row.name, seen)
    except NotKeptError as fault:
        raise BytesNotKept() from fault


@router.delete(
    "/documents/{document_id:uuid}",
    operation_id="delete_document",
    status_code=204,
    **guarded(Permission.PLAN_DRAFT, DocumentInUse, StaleEtag),
)
async def delete_document(work: InWork, document_id: UUID, if_match: OptionalIfMatch) -> Response:
    """Drop a document that no plan was made from, with its text and bytes."""
    await uploading.delete_document(work, document_id, if_match)
    return Response(status_code=204)
