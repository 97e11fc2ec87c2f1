"""Queries behind the stream of an inbox: what arrived, in the order in which it became visible."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, literal, select, text, tuple_

from services.notifications.models import KnownAccount, MessageRecord
from services.notifications.models.arrival import Horizon
from services.notifications.rules.positions import Position
from shared.kit.db import Database, Db
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

messages, accounts = table_of(MessageRecord), table_of(KnownAccount)
_RIGHTS = RightsColumns(owner_id=messages.c.account_id)
_horizon = select(Horizon().label("horizon"))
_reached = (
    select(messages.c.account_id)
    .distinct()
    .where(messages.c.arrival >= bindparam("since"), messages.c.arrival < bindparam("until"), messages.c.account_id.is_not(None))
)
_OF_ANOTHER_LIFE = text("UPDATE messages SET arrival = 0 WHERE arrival >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)")


async def horizon(db: Db) -> int:
    """The number below which every message that will ever be is visible by now."""
    [row] = await db.all(_horizon)
    return int(row.horizon)


async def reached(db: Db, since: int, until: int) -> set[UUID]:
    """Accounts that something arrived for, from ``since`` up to (not with) ``until``."""
    return {row.account_id for row in await db.all(_reached, {"since": since, "until": until})}


async def arrived(db: Db, actor: Actor, after: Position, limit: int) -> Sequence[Row[Any]]:
    """The actor's messages behind a position, in the order of their arrival, as far as none can come between them any more."""
    here = tuple_(messages.c.arrival, messages.c.id)
    start = tuple_(literal(after.arrival, messages.c.arrival.type), literal(after.message_id, messages.c.id.type))
    statement = select(messages).where(visible(actor, Permission.MESSAGE_READ, _RIGHTS), here > start, messages.c.arrival < Horizon())
    return await db.all(statement.order_by(messages.c.arrival, messages.c.id).limit(limit))


def known_at(position: Position) -> ColumnElement[bool]:
    """The condition that leaves what somebody at this position knows already."""
    earlier = messages.c.arrival < position.arrival
    return earlier | and_(messages.c.arrival == position.arrival, messages.c.id <= position.message_id)


async def inactive(db: Db, account_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the accounts that may not be told anything any more."""
    asked = accounts.c.id.in_(sorted(account_ids))
    return {row.id for row in await db.all(select(accounts.c.id).where(asked, accounts.c.active.is_(False)))}


async def take_in_restored(database: Database) -> None:
    """Messages of a database that was restored into another PostgreSQL server bear numbers it has yet to reach: they come first."""
    if not database.is_sqlite:
        async with database.write() as db:
            await db.run(_OF_ANOTHER_LIFE)
