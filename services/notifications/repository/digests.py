"""Queries on what waits to go out together."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, literal, select, update

from services.notifications.models import DeadlineRecord, DigestItemRecord, DigestItemState, MessageRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

items, messages, deadlines = table_of(DigestItemRecord), table_of(MessageRecord), table_of(DeadlineRecord)
_WAITING = items.c.state == literal("waiting", literal_execute=True)
_readers = (
    select(items.c.account_id, items.c.ends_at)
    .where(_WAITING, items.c.ends_at <= bindparam("now"))
    .order_by(items.c.ends_at, items.c.account_id)
    .limit(bindparam("most"))
)
_items = (
    select(
        items.c.message_id,
        items.c.account_id,
        items.c.ends_at,
        items.c.channels,
        messages.c.why,
        messages.c.unit_id,
        messages.c.region_path,
        messages.c.title,
        messages.c.link,
        deadlines.c.id.label("deadline_id"),
        deadlines.c.due_on,
        deadlines.c.state,
    )
    .join(messages, messages.c.id == items.c.message_id)
    .join(deadlines, deadlines.c.id == items.c.deadline_id)
    .where(_WAITING, items.c.ends_at <= bindparam("now"), items.c.account_id.in_(bindparam("accounts", expanding=True)))
    .order_by(deadlines.c.due_on, items.c.message_id)
    .with_for_update(of=items)
)

_overdue = select(func.count().label("rows")).where(_WAITING, items.c.ends_at <= bindparam("now"))
_settle = update(items).where(items.c.message_id == bindparam("message")).values(state=bindparam("to"), digest_id=bindparam("digest"))


async def wait(db: WriteDb, rows: Sequence[Mapping[str, Any]], ends_at: datetime, channels: Collection[str] | None) -> None:
    """These messages leave the platform at ``ends_at``, with whatever else is for the same reader by then."""
    named = None if channels is None else list(channels)
    await db.insert(
        DigestItemRecord,
        [
            {
                "message_id": row["id"],
                "account_id": row["account_id"],
                "deadline_id": row["about"],
                "ends_at": ends_at,
                "channels": named,
                "state": DigestItemState.WAITING,
                "digest_id": None,
            }
            for row in rows
        ],
    )


async def readers(db: Db, now: datetime, most: int) -> set[UUID]:
    """Whose hour has come: those of the ``most`` messages that wait longest."""
    return {row.account_id for row in await db.all(_readers, {"now": now, "most": most})}


async def items_of(db: WriteDb, accounts: Collection[UUID], now: datetime) -> Sequence[Row[Any]]:
    """What waits for these readers, the first to end first, locked: a second worker waits, and then finds nothing."""
    return await db.all(_items, {"accounts": sorted(accounts), "now": now})


async def settle(db: WriteDb, digest_of: Mapping[UUID, UUID | None]) -> None:
    """Collected into the digest of that id; where there is none: dropped."""
    states = {True: DigestItemState.COLLECTED, False: DigestItemState.DROPPED}
    await db.run(_settle, [{"message": one, "to": states[digest is not None], "digest": digest} for one, digest in digest_of.items()])


async def overdue(db: Db, before: datetime) -> int:
    """How many messages should have gone out with others at ``before`` or earlier."""
    row = await db.one(_overdue, {"now": before})
    return int(row.rows) if row else 0
