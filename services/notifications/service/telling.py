"""Putting messages into inboxes: one per recipient, never twice under the same key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.notifications.models import MessageRecord
from services.notifications.repository import directory, messages
from services.notifications.rules.ladder import Audience
from services.notifications.rules.wording import Text, plain
from shared.kit.db import Db, WriteDb
from shared.schemas.messages import MessageKind, MessageState


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a message is about: its key makes it unique per recipient."""

    key: str
    kind: MessageKind
    text: Text
    about: UUID
    link: str | None = None


async def recipients(db: Db, audience: Audience, unit_id: UUID | None, region_path: str, day: date) -> list[UUID]:
    """Who holds the audience's role on ``day``: in the unit, or in the region."""
    if audience.by_unit:
        return await directory.holders(db, audience.role, day, unit_id=unit_id) if unit_id else []
    return await directory.holders(db, audience.role, day, region_path=region_path)


async def tell(db: WriteDb, occasion: Occasion, to: Iterable[UUID], why: str, at: datetime) -> int:
    """Put the message into each inbox that does not have it; how many got it."""
    keys = {account: f"{occasion.key}/{account}" for account in to}
    there = await messages.sent_keys(db, list(keys.values()))
    fresh = [
        MessageRecord(
            account_id=account,
            dedupe_key=key,
            kind=occasion.kind,
            state=MessageState.UNREAD,
            title=plain(occasion.text.title),
            body=plain(occasion.text.body),
            why=why,
            link=occasion.link,
            about=occasion.about,
            sent_at=at,
        )
        for account, key in keys.items()
        if key not in there
    ]
    db.add(*fresh)
    await db.flush()
    return len(fresh)
