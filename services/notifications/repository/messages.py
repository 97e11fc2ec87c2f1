"""Queries on messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, case, func, select

from services.notifications.models import MessageRecord
from services.notifications.repository.streaming import known_at
from services.notifications.rules.positions import Position
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.messages import MessageState

messages = table_of(MessageRecord)
_RIGHTS = RightsColumns(owner_id=messages.c.account_id)
_by_id = select(messages).where(messages.c.id == bindparam("id"))


async def message(db: Db, message_id: UUID) -> Row[Any] | None:
    """A message."""
    return await db.one(_by_id, {"id": message_id})


async def message_to_change(db: WriteDb, message_id: UUID) -> MessageRecord:
    """A message as a record, locked."""
    return (await db.session.scalars(select(MessageRecord).where(MessageRecord.id == message_id).with_for_update())).one()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages: in a state, known at a position of the stream, put away or not."""

    state: str | None
    until: Position | None
    archived: bool


async def message_page(db: Db, query: PageQuery, actor: Actor, wanted: Wanted) -> Sequence[Row[Any]]:
    """The caller's messages, oldest first: those in the inbox, or those that were put away."""
    away = messages.c.archived_at.is_not(None) if wanted.archived else messages.c.archived_at.is_(None)
    statement = select(messages).where(visible(actor, Permission.MESSAGE_READ, _RIGHTS), away)
    if wanted.state is not None:
        statement = statement.where(messages.c.state == wanted.state)
    if wanted.until is not None:
        statement = statement.where(known_at(wanted.until))
    return await db.all(after(statement, query, (messages.c.id, UUID)))


async def counts(db: Db, actor: Actor) -> tuple[dict[str, int], int]:
    """(messages in the caller's inbox by state, messages put away)."""
    here = messages.c.archived_at.is_(None)
    by_state = [func.count(case((and_(here, messages.c.state == state), 1))).label(state) for state in MessageState]
    away = func.count(messages.c.archived_at).label("archived")
    [row] = await db.all(select(*by_state, away).where(visible(actor, Permission.MESSAGE_READ, _RIGHTS)))
    return {state: int(row._mapping[state]) for state in MessageState}, int(row.archived)


async def told_about(db: Db, about: UUID) -> bool:
    """Whether anybody was told of this."""
    return bool(await db.all(select(messages.c.id).where(messages.c.about == about).limit(1)))


async def sent_keys(db: Db, keys: Sequence[str]) -> set[str]:
    """Those of ``keys`` under which a message exists."""
    return {row.dedupe_key for row in await db.all(select(messages.c.dedupe_key).where(messages.c.dedupe_key.in_(list(keys))))}
