"""The outbox: an event is written in the transaction of the change it tells of, and leaves only after the commit."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from shared.kit.clock import real_now
from shared.kit.context import request_id
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.tables import outbox_deliveries, outbox_events
from shared.schemas.events import Event

_insert_delivery = insert(outbox_deliveries)


class Written(NamedTuple):
    """An event of ``kind`` whose data already has its wire form, as ``kind`` would dump it: for bulks, where a model of each value costs most."""

    kind: type[Event]
    subject: str
    version: int
    data: dict[str, Any]


class Outbox:
    """Where a service's use cases leave what others must hear. ``wake`` is called once the transaction is durable."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self.wake = wake

    async def record(self, db: WriteDb, *events: Event | Written, at: datetime) -> None:
        """Add ``events`` to the running transaction, one delivery per receiver; ``at`` is business time."""
        if not events:
            return
        written = [event if isinstance(event, Written) else _written(event) for event in events]
        rows = [_event_row(event, at) for event in written]
        await db.note(outbox_events, *rows)
        await db.note(
            outbox_deliveries,
            *(_delivery(row["id"], receiver) for row, event in zip(rows, written, strict=True) for receiver in event.kind.receivers),
        )
        db.after_commit(self.wake)


def _written(event: Event) -> Written:
    return Written(type(event), event.subject, event.version, event.model_dump(mode="json"))


def _event_row(event: Written, at: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "type": event.kind.type,
        "subject": event.subject,
        "subject_version": event.version,
        "at": at,
        "request_id": request_id(),
        "data": event.data,
    }


def _delivery(event_id: object, receiver: str) -> dict[str, object]:
    return {
        "id": new_id(),
        "event_id": event_id,
        "receiver": receiver,
        "state": "pending",
        "attempts": 0,
        "not_before": real_now(),
        "sent_at": None,
        "last_error": None,
    }


async def replay(db: WriteDb, receiver: str, types: Iterable[str]) -> int:
    """Send every event of ``types`` to ``receiver`` again, in their order; how many. For a receiver that lost its data."""
    rows = await db.all(select(outbox_events.c.id).where(outbox_events.c.type.in_(sorted(types))).order_by(outbox_events.c.id))
    await db.run(_insert_delivery, [_delivery(row.id, receiver) for row in rows])
    return len(rows)
