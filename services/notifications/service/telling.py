"""Putting messages into inboxes: one per recipient, never twice under the same key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notifications.models import MessageRecord
from services.notifications.repository import directory, messages
from services.notifications.rules.wording import Text
from services.notifications.service.delivering import Outside, plan_deliveries
from services.notifications.service.programs import tell_programs
from services.notifications.service.speaking import Said, speaker
from shared.kit.db import Db, WriteDb
from shared.kit.ids import new_id
from shared.schemas.messages import MessageKind, MessageState
from shared.schemas.policies import Audience


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
    assert audience is not Audience.LEAD_UNIT, "an occasion has no actions whose leads could be told"
    if audience.by_unit:
        return await directory.holders(db, audience.role, day, unit_id=unit_id) if unit_id else []
    return await directory.holders(db, audience.role, day, region_path=region_path)


@dataclass(frozen=True, slots=True)
class Circle:
    """In which role readers are told, where that role is held, and when they are told."""

    why: str
    unit_id: UUID | None
    region_path: str
    at: datetime


async def tell(db: WriteDb, occasion: Occasion, to: Iterable[UUID], circle: Circle, outside: Outside) -> int:
    """Put the message into each inbox that does not have it, and on its way outside; how many got it."""
    readers = list(to)
    if not readers:
        return 0
    speaks = await speaker(db, [(occasion.text, circle.region_path)], circle.at)
    said = speaks.say(occasion.text, circle.region_path)
    await speaks.flag_failures(db)
    rows = [message_row(occasion, said, account, circle) for account in readers]
    there = await messages.sent_keys(db, [row["dedupe_key"] for row in rows])
    fresh = [row for row in rows if row["dedupe_key"] not in there]
    await put(db, fresh, outside)
    return len(fresh)


def message_row(occasion: Occasion, said: Said, account_id: UUID, circle: Circle) -> dict[str, Any]:
    """The message that the occasion puts into one inbox; one that leads nowhere else leads to itself."""
    message_id = new_id()
    return {
        **said,
        "id": message_id,
        "version": 1,
        "account_id": account_id,
        "region_path": circle.region_path,
        "unit_id": circle.unit_id,
        "dedupe_key": f"{occasion.key}/{account_id}",
        "kind": occasion.kind,
        "state": MessageState.UNREAD,
        "why": circle.why,
        "link": occasion.link or f"/api/v1/notifications/{message_id}",
        "about": occasion.about,
        "sent_at": circle.at,
    }


async def put(db: WriteDb, rows: Sequence[dict[str, Any]], outside: Outside) -> None:
    """Put messages into their inboxes and on their way outside; a key that is there already is refused by the database."""
    if rows:
        columns = list(rows[0])
        await db.pour(MessageRecord, columns, [[row[name] for name in columns] for row in rows])
        await plan_deliveries(db, rows, outside)
        if outside.programs:
            await tell_programs(db, rows, outside)
