"""Reading and acknowledging one's own messages."""

from typing import Any
from uuid import UUID

from services.notifications.repository import messages
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.rights import see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.messages import MessageState


async def visible_message(db: Db, actor: Actor, message_id: UUID) -> Any:
    """The message if it is the actor's own; NotFound otherwise."""
    row = await messages.message(db, message_id)
    see(actor, Permission.MESSAGE_READ, Thing(owner_id=row.account_id) if row else None, what="message", what_zh="消息")
    return row


async def read_message(work: Work, message_id: UUID, if_match: IfMatch) -> None:
    """Note the first reading; reading again changes nothing."""
    await visible_message(work.db, work.actor, message_id)
    record = await messages.message_to_change(work.db, message_id)
    if_match.check(record.version)
    if record.state == MessageState.UNREAD:
        record.state, record.read_at = MessageState.READ, work.now()
        await work.db.flush()
        await work.audit("mark_message_read", message_id)


async def acknowledge_message(work: Work, message_id: UUID, if_match: IfMatch) -> None:
    """签收: the reader confirms; the first time counts."""
    await visible_message(work.db, work.actor, message_id)
    record = await messages.message_to_change(work.db, message_id)
    if_match.check(record.version)
    if record.state != MessageState.ACKNOWLEDGED:
        now = work.now()
        record.read_at = record.read_at or now
        record.state, record.acknowledged_at = MessageState.ACKNOWLEDGED, now
        await work.db.flush()
        await work.audit("acknowledge_message", message_id)


async def archive_message(work: Work, message_id: UUID, if_match: IfMatch) -> None:
    """Put a message away; whoever does so has read it. What was not acknowledged stays so, and can be still."""
    await visible_message(work.db, work.actor, message_id)
    record = await messages.message_to_change(work.db, message_id)
    if_match.check(record.version)
    if record.archived_at is None:
        now = work.now()
        if record.state == MessageState.UNREAD:
            record.state, record.read_at = MessageState.READ, now
        record.archived_at = now
        await work.db.flush()
        await work.audit("archive_message", message_id)


async def restore_message(work: Work, message_id: UUID, if_match: IfMatch) -> None:
    """Put a message back into the inbox."""
    await visible_message(work.db, work.actor, message_id)
    record = await messages.message_to_change(work.db, message_id)
    if_match.check(record.version)
    if record.archived_at is not None:
        record.archived_at = None
        await work.db.flush()
        await work.audit("restore_message", message_id)
