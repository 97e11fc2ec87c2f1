"""The outbox: an event is written in the transaction of the change it tells of, and leaves only after the commit."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import insert, select

from shared.kit.clock import real_now
from shared.kit.context import request_id
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.tables import outbox_deliveries, outbox_events
from shared.schemas.events import Event

_insert_delivery = insert(outbox_deliveries)


class Outbox:
    """Where a service's use cases leave what others must hear. ``wake`` is called once the transaction is durable."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self.wake = wake

    async def record(self, db: WriteDb, *events: Event, at: datetime) -> None:
        """Add ``events`` to the running transaction, one delivery per receiver; ``at`` is business time."""
        if not events:
            return
        rows = [_event_row(event, at) for event in events]
        await db.note(outbox_events, *rows)
        await db.note(
            outbox_deliveries, *(_delivery(row["id"], receiver) for row, event in zip(rows, events, strict=True) for receiver in event.receivers)
        )
        db.after_commit(self.wake)


def _event_row(event: Event, at: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "type": event.type,
        "subject": event.subject,
        "subject_version": event.version,
        "at": at,
        "request_id": request_id(),
        "data": event.model_dump(mode="json"),
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
