"""Queries of those who carry deliveries out: claim under a lease, load, mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, case, func, insert, literal, or_, select, update

from services.notifications.models import AttemptRecord, BouncedAddress, DeliveryRecord, MessageRecord
from services.notifications.rules.delivery import MAX_ATTEMPTS
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.schemas.deliveries import DeliveryState

deliveries, messages, attempts = table_of(DeliveryRecord), table_of(MessageRecord), table_of(AttemptRecord)
bounced = table_of(BouncedAddress)
_MISSED = (DeliveryState.SUPPRESSED, DeliveryState.FAILED)
_NOT_ARRIVED = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.DEAD)
_WAITING = deliveries.c.state == DeliveryState.PLANNED
_OPEN = deliveries.c.state.in_([literal("planned", literal_execute=True), literal("sending", literal_execute=True)])
_free = (
    select(deliveries.c.id, deliveries.c.state, deliveries.c.attempts)
    .where(_OPEN, deliveries.c.channel == bindparam("channel"))
    .where(deliveries.c.not_before <= bindparam("now"), deliveries.c.held_until <= bindparam("real"))
)
_peek = _free.limit(1)
_due = (
    _free.order_by(deliveries.c.lane, deliveries.c.not_before, deliveries.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=deliveries)
)
_claim = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=case((deliveries.c.attempts >= MAX_ATTEMPTS, DeliveryState.DEAD), else_=DeliveryState.SENDING),
        why=case((deliveries.c.attempts >= MAX_ATTEMPTS, "lost"), else_=deliveries.c.why),
        attempts=deliveries.c.attempts + 1,
        held_until=bindparam("until"),
        version=deliveries.c.version + 1,
    )
)
_parcels = (
    select(
        deliveries.c.id.label("delivery_id"),
        deliveries.c.address,
        deliveries.c.channel,
        deliveries.c.attempts,
        messages.c.id.label("message_id"),
        messages.c.account_id,
        messages.c.dedupe_key,
        messages.c.kind,
        messages.c.title,
        messages.c.body,
        messages.c.why,
        messages.c.link,
        messages.c.about,
        messages.c.sent_at,
        messages.c.region_path,
        messages.c.unit_id,
        messages.c.saying,
        messages.c.places,
        messages.c.made_by,
    )
    .join(messages, messages.c.id == deliveries.c.message_id)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)), deliveries.c.state == DeliveryState.SENDING)
    .order_by(deliveries.c.lane, deliveries.c.not_before, deliveries.c.id)
)
_settle = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"), deliveries.c.state == DeliveryState.SENDING, deliveries.c.attempts == bindparam("fence"))
    .values(
        state=bindparam("to"),
        why=bindparam("because"),
        held_until=bindparam("until"),
        settled_at=bindparam("settled"),
        attempts=bindparam("counted"),
        version=deliveries.c.version + 1,
    )
)
_arrived = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"), or_(*(deliveries.c.state == state for state in _NOT_ARRIVED)))
    .values(state=DeliveryState.DELIVERED, why=None, settled_at=bindparam("settled"), version=deliveries.c.version + 1)
)
_move = update(deliveries).where(deliveries.c.id == bindparam("row")).values(address=bindparam("to"), version=deliveries.c.version + 1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One look for work: on which channel, at which business and real instant."""

    channel: str
    now: datetime
    real: datetime


async def something_free(db: Db, turn: Turn) -> bool:
    """Whether a claim would find work."""
    return await db.one(_peek, _params(turn)) is not None


async def claim(db: WriteDb, turn: Turn, until: datetime, most: int) -> tuple[Sequence[Row[Any]], list[Row[Any]]]:
    """Take the next deliveries of the lanes, in their order, until a lease ends: (parcels, those whose last worker never said what became of it)."""
    due = await db.all(_due, {**_params(turn), "most": most})
    if not due:
        return [], []
    ids = [row.id for row in due]
    await db.run(_claim, {"ids": ids, "until": until})
    return await db.all(_parcels, {"ids": ids}), [row for row in due if row.state == DeliveryState.SENDING]


async def settle(db: WriteDb, rows: list[dict[str, Any]]) -> None:
    """Move claimed deliveries on; one that another worker has taken over since is left to that worker."""
    await db.run(_settle, rows)


async def mark_arrived(db: WriteDb, rows: list[dict[str, Any]]) -> None:
    """The other side has these, whoever holds them now: a repeat would be one too many."""
    await db.run(_arrived, rows)


async def note_attempts(db: WriteDb, rows: list[dict[str, Any]]) -> None:
    """One row for each attempt."""
    await db.run(insert(attempts), rows)


async def move(db: WriteDb, addresses: Mapping[UUID, str]) -> None:
    """Claimed deliveries go elsewhere than was planned."""
    await db.run(_move, [{"row": delivery_id, "to": address} for delivery_id, address in addresses.items()])


async def revive(db: WriteDb, account_id: UUID, channel: str, address: str, since: datetime) -> None:
    """What the account missed since then for want of an address that works goes to the one that it has now."""
    gone = select(bounced.c.address).where(bounced.c.channel == channel)
    missed = update(deliveries).where(deliveries.c.state.in_(_MISSED), deliveries.c.channel == channel, deliveries.c.address != address)
    missed = missed.where(deliveries.c.message_id.in_(_own(account_id, since)), or_(deliveries.c.why == "no-address", deliveries.c.address.in_(gone)))
    again: dict[str, Any] = {"state": DeliveryState.PLANNED, "why": None, "settled_at": None, "attempts": 0, "address": address}
    await db.run(missed.values(**again, version=deliveries.c.version + 1))


def _own(account_id: UUID, since: datetime | None = None) -> Select[Any]:
    own = select(messages.c.id).where(messages.c.account_id == account_id)
    return own if since is None else own.where(messages.c.sent_at >= since)


async def readdress(db: WriteDb, account_id: UUID, channel: str, address: str | None, at: datetime) -> None:
    """What the account was not sent yet goes to the new address; without one it is not sent."""
    mine = update(deliveries).where(_WAITING, deliveries.c.channel == channel, deliveries.c.address != (address or ""))
    mine = mine.where(deliveries.c.message_id.in_(_own(account_id)))
    nowhere = {"state": DeliveryState.SUPPRESSED, "why": "no-address", "settled_at": at}
    changed: dict[str, Any] = {"address": address} if address else nowhere
    await db.run(mine.values(**changed, version=deliveries.c.version + 1))


def _params(turn: Turn) -> dict[str, Any]:
    return {"channel": turn.channel, "now": turn.now, "real": turn.real}


async def open_since(db: Db, before: datetime) -> int:
    """Deliveries that could have gone at ``before`` or earlier and have not arrived, failed or been given up."""
    row = await db.one(select(func.count().label("rows")).where(_OPEN, deliveries.c.not_before <= before))
    return row.rows if row else 0
