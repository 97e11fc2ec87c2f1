"""Queries on deliveries as people look at them: lists, one with its attempts, bounces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select

from services.notifications.models import AttemptRecord, BouncedAddress, DeliveryRecord, MessageRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

deliveries, attempts, messages = table_of(DeliveryRecord), table_of(AttemptRecord), table_of(MessageRecord)
bounced = table_of(BouncedAddress)
_RIGHTS = RightsColumns(region_path=deliveries.c.region_path)
_told = select(deliveries, messages.c.kind, messages.c.account_id).join(messages, messages.c.id == deliveries.c.message_id)
_by_id = _told.where(deliveries.c.id == bindparam("id"))
_SHOWN_ATTEMPTS = 50
_tried = select(attempts).where(attempts.c.delivery_id == bindparam("id")).order_by(attempts.c.id.desc()).limit(_SHOWN_ATTEMPTS)


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """What a list of deliveries is narrowed by."""

    state: str | None = None
    channel: str | None = None
    message_id: UUID | None = None


async def delivery(db: Db, delivery_id: UUID) -> Row[Any] | None:
    """A delivery with its message's kind and reader."""
    return await db.one(_by_id, {"id": delivery_id})


async def newest_attempts(db: Db, delivery_id: UUID) -> Sequence[Row[Any]]:
    """The newest attempts, newest last."""
    return list(reversed(await db.all(_tried, {"id": delivery_id})))


async def delivery_to_change(db: WriteDb, delivery_id: UUID) -> DeliveryRecord:
    """A delivery as a record, locked."""
    return (await db.session.scalars(select(DeliveryRecord).where(DeliveryRecord.id == delivery_id).with_for_update())).one()


async def delivery_page(db: Db, query: PageQuery, actor: Actor, by: DeliveryFilter) -> Sequence[Row[Any]]:
    """Deliveries the actor may know of, oldest first."""
    statement = _told.where(visible(actor, Permission.DELIVERY_READ, _RIGHTS))
    if by.state is not None:
        statement = statement.where(deliveries.c.state == by.state)
    if by.channel is not None:
        statement = statement.where(deliveries.c.channel == by.channel)
    if by.message_id is not None:
        statement = statement.where(deliveries.c.message_id == by.message_id)
    return await db.all(after(statement, query, (deliveries.c.id, UUID)))


async def bounced_among(db: Db, channel: str, addresses: Iterable[str]) -> set[str]:
    """Those of ``addresses`` that bounced."""
    found = select(bounced.c.address).where(bounced.c.channel == channel, bounced.c.address.in_(sorted(set(addresses))))
    return {row.address for row in await db.all(found)}


async def note_bounces(db: WriteDb, rows: Sequence[dict[str, Any]]) -> None:
    """Nothing more goes to these addresses; the first note stays."""
    await db.keep_first(BouncedAddress, rows)


async def forget_bounce(db: WriteDb, channel: str, address: str) -> None:
    """The address is tried again."""
    await db.run(delete(bounced).where(bounced.c.channel == channel, bounced.c.address == address))


def bounce_row(channel: str, address: str, code: str, at: datetime) -> dict[str, Any]:
    """A row of the table of addresses that bounced."""
    return {"channel": channel, "address": address, "code": code, "at": at}
