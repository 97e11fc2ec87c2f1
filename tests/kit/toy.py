"""A toy service made of the kit alone: notes are written, edited, listed and told of; another service hears of them.

It stands at the addresses of submissions (the sender) and notifications (the receiver), because events have fixed senders.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Response
from sqlalchemy import select
from sqlalchemy.orm import make_transient_to_detached

from shared.kit.app import InRead, api_router, build_app
from shared.kit.auth import CurrentActor
from shared.kit.db import WriteDb
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import NotFound, PeerUnavailable
from shared.kit.ids import new_id
from shared.kit.inbox import Handlers, Received
from shared.kit.language import Words
from shared.kit.loops import RunningLoops
from shared.kit.paging import PageQuery, after, page_of, page_query
from shared.kit.problems import Problem
from shared.kit.routing import guarded
from shared.kit.service import PeerClients, Service
from shared.kit.settings import ServiceSettings
from shared.kit.work import InWork, Work
from shared.rules.access import Permission
from shared.schemas.base import AccountId, Name, UnitId, Wire
from shared.schemas.events.reporting import CommentAdded, DeadlineCleared
from shared.schemas.page import Page
from shared.schemas.services import ServiceName
from tests.kit.toy_tables import HeardFact, HeardState, NoteRecord, notes

SENDER, RECEIVER = ServiceName.SUBMISSIONS, ServiceName.NOTIFICATIONS
NOTES = f"/api/v1/{SENDER}/notes"
POISON = "poison"


class NoteDraft(Wire):
    """A new note."""

    text: Name
    shelf: str = ""
    place: int = 0
    parent_id: UUID | None = None


class NoteEdit(Wire):
    """A change of the text."""

    text: Name


class CarelessEdit(NoteEdit):
    """A change of the text of a version that was seen some time ago."""

    version: int


class Note(NoteDraft):
    """A note as it stands."""

    id: UUID
    closed: bool
    version: int


class Fault(StrEnum):
    """How a use case goes wrong after it has written."""

    PROBLEM = "problem"
    CRASH = "crash"
    REMOTE_CALL = "remote_call"


class FaultyDraft(Wire):
    """A note that is written before the use case fails."""

    text: Name
    fault: Fault


class WrongNoteState(Problem):
    """A closed note cannot be closed."""

    status, code = 409, "toy-wrong-state"
    title = Words("状态不允许", "The state does not allow this")
    detail = Words("便笺已关闭", "The note is closed")


router: APIRouter = api_router(f"/api/v1/{SENDER}", "notes")
Paging = Annotated[PageQuery, Depends(page_query)]


def note_out(row: Any) -> Note:
    """A row or record as the API shows it."""
    return Note(**{name: getattr(row, name) for name in Note.model_fields})


def _tell(note: NoteRecord) -> DeadlineCleared:
    return DeadlineCleared(version=note.version, deadline_id=note.id, why=note.text)


async def _write(work: Work, body: NoteDraft) -> NoteRecord:
    note = NoteRecord(**body.model_dump(), id=new_id(), closed=False)
    work.db.add(note)
    await work.db.flush()
    await work.tell(_tell(note))
    await work.audit("write_note", note.id, text=note.text)
    return note


async def _locked(work: Work, note_id: UUID) -> NoteRecord:
    found = (await work.db.session.scalars(select(NoteRecord).where(NoteRecord.id == note_id).with_for_update())).one_or_none()
    if found is None:
        raise NotFound(what="note", what_zh="便笺")
    return found


async def _finish(work: Work, note: NoteRecord, response: Response) -> Note:
    await work.db.flush()
    await work.tell(_tell(note))
    await work.audit("edit_note", note.id)
    response.headers["ETag"] = etag(note.version)
    return note_out(note)


@router.post("/notes", operation_id="write_note", status_code=201, **guarded(Permission.SUBMISSION_FILL))
async def write_note(work: InWork, body: NoteDraft, response: Response) -> Note:
    """Write a note and tell of it."""
    note = await _write(work, body)
    response.headers["Location"] = f"{NOTES}/{note.id}"
    response.headers["ETag"] = etag(note.version)
    return note_out(note)


@router.post("/notes:faulty", operation_id="write_faulty_note", **guarded(Permission.SUBMISSION_FILL))
async def write_faulty_note(work: InWork, body: FaultyDraft) -> Note:
    """Write a note and tell of it, then fail."""
    note = await _write(work, NoteDraft(text=body.text))
    match body.fault:
        case Fault.PROBLEM:
            raise WrongNoteState()
        case Fault.CRASH:
            raise RuntimeError("the use case broke")
        case Fault.REMOTE_CALL:
            await work.service.peers[RECEIVER].get(f"/api/v1/{RECEIVER}/health/alive")
    return note_out(note)


@router.post("/notes:silent", operation_id="write_silently", **guarded(Permission.SUBMISSION_FILL))
async def write_silently(work: InWork, body: NoteDraft) -> None:
    """Write a note and leave nothing in the audit trail."""
    work.db.add(NoteRecord(**body.model_dump(), id=new_id(), closed=False))


@router.post("/notes:asking", operation_id="write_after_asking", **guarded(Permission.SUBMISSION_FILL, PeerUnavailable))
async def write_after_asking(work: InWork, body: NoteDraft) -> Note:
    """Ask the other service first, then write: the order that is allowed."""
    answer = await work.service.peers[RECEIVER].get(f"/api/v1/{RECEIVER}/health/alive")
    return note_out(await _write(work, body.model_copy(update={"text": f"{body.text} {answer.json()['status']}"})))


@router.get("/notes", operation_id="list_notes", **guarded(Permission.SUBMISSION_READ))
async def list_notes(db: InRead, actor: CurrentActor, paging: Paging, shelf: str = "", by: str = "place") -> Page[Note]:
    """Notes of a shelf by place (which repeats) or by text, then id."""
    statement = select(notes).where(notes.c.shelf == shelf)
    key = (notes.c.place, int) if by == "place" else (notes.c.text, str)
    rows = await db.all(after(statement, paging, key, (notes.c.id, UUID)))
    return page_of(rows, paging, [note_out(row) for row in rows], key[0].name, "id")


@router.get("/notes/{note_id:uuid}", operation_id="read_note", **guarded(Permission.SUBMISSION_READ))
async def read_note(db: InRead, note_id: UUID, response: Response) -> Note:
    """One note."""
    row = await db.one(select(notes).where(notes.c.id == note_id))
    if row is None:
        raise NotFound(what="note", what_zh="便笺")
    response.headers["ETag"] = etag(row.version)
    return note_out(row)


@router.get("/notes:crash", operation_id="crash", **guarded(Permission.SUBMISSION_READ))
async def crash() -> Note:
    """Break while reading."""
    raise RuntimeError("secret inner detail")


@router.patch("/notes/{note_id:uuid}", operation_id="edit_note", **guarded(Permission.SUBMISSION_FILL))
async def edit_note(work: InWork, note_id: UUID, body: NoteEdit, if_match: RequiredIfMatch, response: Response) -> Note:
    """Change the text of the version that was seen."""
    note = await _locked(work, note_id)
    if_match.check(note.version)
    note.text = body.text
    return await _finish(work, note, response)


@router.post("/notes/{note_id:uuid}:careless", operation_id="edit_carelessly", **guarded(Permission.SUBMISSION_FILL))
async def edit_carelessly(work: InWork, note_id: UUID, body: CarelessEdit, response: Response) -> Note:
    """Change what was read long ago, without a look: only the version column stands between this and a lost update."""
    note = NoteRecord(id=note_id, version=body.version)
    make_transient_to_detached(note)
    work.db.add(note)
    note.text = body.text
    await work.db.flush()
    await work.db.session.refresh(note)
    return await _finish(work, note, response)


@router.post("/notes/{note_id:uuid}:close", operation_id="close_note", **guarded(Permission.SUBMISSION_FILL, WrongNoteState))
async def close_note(work: InWork, note_id: UUID, if_match: OptionalIfMatch, response: Response) -> Note:
    """Close an open note: a move that cannot be made twice."""
    note = await _locked(work, note_id)
    if note.closed:
        raise WrongNoteState()
    if_match.check(note.version)
    note.closed = True
    return await _finish(work, note, response)


@router.post("/notes/{note_id:uuid}:comment", operation_id="comment_note", **guarded(Permission.SUBMISSION_FILL))
async def comment_note(work: InWork, note_id: UUID, body: NoteEdit) -> Note:
    """Say something on a note: a fact, that counts whatever comes after."""
    note = await _locked(work, note_id)
    comment = {"comment_id": new_id(), "submission_id": note_id, "unit_id": UnitId(note_id), "region_path": "a.", "text": body.text}
    await work.tell(CommentAdded(version=1, mentioned=[AccountId(work.actor.id)], **comment))
    return note_out(note)


async def hear_state(db: WriteDb, event: Received[DeadlineCleared]) -> None:
    """Keep the newest state; refuse the poisoned one."""
    data = event.data
    if data.why == POISON:
        raise ValueError("poisoned")
    known = await db.session.get(HeardState, data.deadline_id)
    if known is None:
        db.add(HeardState(subject=data.deadline_id, why=data.why, times=1))
    else:
        known.why, known.times = data.why, known.times + 1


async def hear_fact(db: WriteDb, event: Received[CommentAdded]) -> None:
    """Note a fact."""
    db.add(HeardFact(id=new_id(), comment_id=event.data.comment_id, text=event.data.text))


def toy_app(name: ServiceName, settings: ServiceSettings, peers: PeerClients) -> FastAPI:
    """The toy as sender or receiver; its tables exist already, so its lifespan migrates nothing."""
    service = Service.assemble(name, settings, peers, Handlers())
    if name is RECEIVER:
        service.handlers.on(DeadlineCleared)(hear_state)
        service.handlers.on(CommentAdded)(hear_fact)
    app = build_app(service, [router] if name is SENDER else [], title="toy", description="toy")

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with RunningLoops(service.loops if settings.run_loops else []):
            yield
        for peer in service.peers.values():
            await peer.aclose()
        await service.database.dispose()

    app.router.lifespan_context = lifespan
    return app
