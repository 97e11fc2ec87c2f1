"""The inbox."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.notifications.errors import UnknownPosition
from services.notifications.repository import messages
from services.notifications.service import inbox
from services.notifications.service.streaming import position_of
from shared.kit.app import InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.language import Language
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.messages import Inbox, Message, MessageState
from shared.schemas.page import Page

router = api_router("/api/v1/notifications", "notifications")
_MOVE = (ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
InUntil = Annotated[str | None, Query(max_length=60, description="position at which a stream began (its `open`): only what came before")]


def as_message(row: Any, language: Language) -> Message:
    """A stored message as its reader is told."""
    copied = {name: row[name] for name in Message.model_fields if name not in {"title", "body"}}
    return Message(**copied, title=row["title"][language], body=row["body"][language])


async def _read(db: Db, actor: Actor, message_id: UUID, language: Language, response: Response) -> Message:
    row = await inbox.visible_message(db, actor, message_id)
    response.headers["ETag"] = etag(row.version)
    return as_message(row._mapping, language)


@router.get("", operation_id="list_messages", **guarded(Permission.MESSAGE_READ, InvalidCursor, UnknownPosition))
async def list_messages(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    language: InLanguage,
    state: MessageState | None = None,
    archived: bool = False,
    until: InUntil = None,
) -> Page[Message]:
    """The caller's inbox, oldest first; with ``archived`` what was put away, with ``until`` what came before a stream began."""
    known = position_of(until) if until is not None else None
    rows = await messages.message_page(db, paging, actor, messages.Wanted(state, known, archived=archived))
    return page_of(rows, paging, [as_message(row._mapping, language) for row in rows], "id")


@router.get("/inbox", operation_id="read_inbox", **guarded(Permission.MESSAGE_READ))
async def read_inbox(db: InRead, actor: CurrentActor) -> Inbox:
    """How many messages the caller has, by state."""
    by_state, archived = await messages.counts(db, actor)
    waiting = by_state[MessageState.UNREAD] + by_state[MessageState.READ]
    return Inbox(**by_state, unacknowledged=waiting, archived=archived)


@router.get("/{message_id:uuid}", operation_id="read_message", **guarded(Permission.MESSAGE_READ))
async def read_message(db: InRead, actor: CurrentActor, message_id: UUID, language: InLanguage, response: Response) -> Message:
    """One of the caller's messages; looking does not mark it as read."""
    return await _read(db, actor, message_id, language, response)


@router.post("/{message_id:uuid}:mark-read", operation_id="mark_message_read", **guarded(Permission.MESSAGE_READ, *_MOVE))
async def mark_message_read(work: InWork, message_id: UUID, if_match: OptionalIfMatch, language: InLanguage, response: Response) -> Message:
    """Mark a message as read."""
    await inbox.read_message(work, message_id, if_match)
    return await _read(work.db, work.actor, message_id, language, response)


@router.post("/{message_id:uuid}:acknowledge", operation_id="acknowledge_message", **guarded(Permission.MESSAGE_READ, *_MOVE))
async def acknowledge_message(work: InWork, message_id: UUID, if_match: OptionalIfMatch, language: InLanguage, response: Response) -> Message:
    """Confirm that a message was taken note of (签收)."""
    await inbox.acknowledge_message(work, message_id, if_match)
    return await _read(work.db, work.actor, message_id, language, response)


@router.post("/{message_id:uuid}:archive", operation_id="archive_message", **guarded(Permission.MESSAGE_READ, *_MOVE))
async def archive_message(work: InWork, message_id: UUID, if_match: OptionalIfMatch, language: InLanguage, response: Response) -> Message:
    """Put a message away; that counts as reading it."""
    await inbox.archive_message(work, message_id, if_match)
    return await _read(work.db, work.actor, message_id, language, response)


@router.post("/{message_id:uuid}:restore", operation_id="restore_message", **guarded(Permission.MESSAGE_READ, *_MOVE))
async def restore_message(work: InWork, message_id: UUID, if_match: OptionalIfMatch, language: InLanguage, response: Response) -> Message:
    """Put a message back into the inbox."""
    await inbox.restore_message(work, message_id, if_match)
    return await _read(work.db, work.actor, message_id, language, response)
