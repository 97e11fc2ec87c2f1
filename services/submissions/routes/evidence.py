"""Evidence: files behind a submission, sent as they are and named by their digest."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from services.submissions import errors
from services.submissions.deps import InKeeping
from services.submissions.service.evidence import attaching, showing
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.downloads import InSeen, kept_bytes
from shared.kit.framework_problems import ConcurrentChange, RangeNotThere, StorageFull, StorageUnavailable
from shared.kit.given import Given
from shared.kit.routing import guarded
from shared.kit.storage import NotKeptError
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.evidence import Evidence

router = api_router("/api/v1/submissions", "evidence")
_ALL = "/{submission_id:uuid}/evidence"
_ONE = "/{submission_id:uuid}/evidence/{evidence_id:uuid}"
_WRITABLE = (
    errors.WrongSubmissionState, errors.WrongAssignmentState, errors.RoundNotOpen, errors.RoundClosed, errors.UnknownItem, errors.ItemNotAsked,
    errors.ItemNotReopened, ConcurrentChange,
)  # fmt: skip
_REFUSED = (
    errors.EvidenceEmpty, errors.EvidenceTooLarge, errors.EvidenceIncomplete, errors.EvidenceDigestDiffers, errors.EvidenceNameUnusable,
    errors.EvidenceNotTaken, errors.EvidenceMislabelled, errors.EvidenceExecutable, errors.EvidenceHasMacros, errors.EvidenceEncrypted,
    errors.EvidenceDamaged, errors.EvidenceInfected, errors.EvidenceTwice, errors.EvidenceQuota, StorageFull, StorageUnavailable,
)  # fmt: skip
_BYTES: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_BODY = {"requestBody": {"required": True, "content": _BYTES, "description": "the bytes themselves, with their own Content-Type"}}


@dataclass(frozen=True, slots=True)
class _Arriving:
    """A body that has not come yet, and what its headers say of it."""

    label: str
    announced: int | None
    chunks: AsyncIterator[bytes]


def _arriving(request: Request) -> _Arriving:
    length = request.headers.get("content-length", "")
    return _Arriving(request.headers.get("content-type", ""), int(length) if length.isdecimal() else None, _chunks(request))


_InArriving = Annotated[_Arriving, Given(_arriving)]


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    came = 0
    try:
        async for chunk in request.stream():
            came += len(chunk)
            yield chunk
    except ClientDisconnect as gone:
        raise errors.EvidenceIncomplete(came=came) from gone


_attach_marks = guarded(Permission.SUBMISSION_FILL, *_WRITABLE, *_REFUSED, **_BODY)
_attach_marks["responses"] = {200: {"model": Evidence, "description": "The same file under the same name was attached already"}} | _attach_marks[
    "responses"
]


@router.put("/{submission_id:uuid}/evidence/{sha256}", operation_id="attach_evidence", status_code=201, **_attach_marks)
async def attach_evidence(
    work: InWork,
    keeping: InKeeping,
    arriving: _InArriving,
    response: Response,
    submission_id: UUID,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="digest of the bytes that follow")],
    name: Annotated[str, Query(max_length=1000, description="the file's name, without folders")],
    item_id: Annotated[UUID | None, Query(description="the item it proves; without it the file belongs to the whole form")] = None,
) -> Evidence:
    """Attach a file: its bytes are the body, streamed. Repeating the request is harmless: it answers with the first file."""
    offered = attaching.Offered(submission_id, item_id, sha256, name, arriving.label, arriving.announced)
    evidence_id, is_new = await attaching.attach_evidence(work, keeping, offered, arriving.chunks)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/v1/submissions/{submission_id}/evidence/{evidence_id}"
    return await showing.read_evidence(work.db, work.actor, keeping, submission_id, evidence_id)


@router.get(_ALL, operation_id="list_evidence", **guarded(Permission.SUBMISSION_READ))
async def list_evidence(
    db: InRead,
    actor: CurrentActor,
    keeping: InKeeping,
    submission_id: UUID,
    detached: Annotated[bool, Query(description="list detached files, too")] = False,
) -> list[Evidence]:
    """Files of a submission in the order in which they came, as far as the caller may see what they prove."""
    return await showing.list_evidence(db, actor, keeping, submission_id, with_detached=detached)


@router.get(_ONE, operation_id="read_evidence", **guarded(Permission.SUBMISSION_READ))
async def read_evidence(db: InRead, actor: CurrentActor, keeping: InKeeping, submission_id: UUID, evidence_id: UUID) -> Evidence:
    """One file: what it is, who attached it, what the scanner said."""
    return await showing.read_evidence(db, actor, keeping, submission_id, evidence_id)


_content_marks = guarded(
    Permission.SUBMISSION_READ, errors.EvidenceInfected, errors.EvidenceNotScanned, errors.EvidenceNotKept, RangeNotThere, StorageUnavailable
)
_SENT = {"description": "The bytes", "content": _BYTES}
_content_marks["responses"] = {200: _SENT, 206: {**_SENT, "description": "The part"}, 304: {"description": "As it was"}} | _content_marks["responses"]


@router.get(_ONE + "/content", operation_id="read_evidence_content", response_class=StreamingResponse, **_content_marks)
async def read_evidence_content(
    db: InRead, actor: CurrentActor, keeping: InKeeping, submission_id: UUID, evidence_id: UUID, seen: InSeen
) -> Response:
    """The bytes to be saved, or the part that `Range` names; never shown inside a page."""
    row = await showing.evidence_to_send(db, actor, keeping, submission_id, evidence_id)
    try:
        answer = await kept_bytes(keeping.store, row.sha256, row.media_type, row.name, seen)
    except NotKeptError as fault:
        raise errors.EvidenceNotKept() from fault
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@router.delete(_ONE, operation_id="detach_evidence", status_code=204, **guarded(Permission.SUBMISSION_FILL, errors.EvidenceDetached, *_WRITABLE))
async def detach_evidence(work: InWork, submission_id: UUID, evidence_id: UUID) -> None:
    """Take a file off the form while it can be written; versions handed in before keep it."""
    await attaching.detach_evidence(work, submission_id, evidence_id)
