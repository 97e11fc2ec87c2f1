"""Housekeeping drops what is old and done, and nothing else."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert, select

from shared.kit.clock import real_now
from shared.kit.db import Database
from shared.kit.pruning import Pruning
from shared.kit.tables import idempotent_answers, outbox_deliveries

OLD, FRESH = timedelta(days=31), timedelta(days=29)


def answer(key: str, age: timedelta) -> dict[str, object]:
    return {"caller": uuid4(), "key": key, "request_hash": "h", "status": 200, "headers": {}, "body": b"", "at": real_now() - age}


def delivery(receiver: str, state: str, age: timedelta) -> dict[str, object]:
    sent_at = real_now() - age if state == "sent" else None
    made = real_now() - age
    return {"id": uuid4(), "event_id": uuid4(), "receiver": receiver, "state": state, "attempts": 1, "not_before": made, "sent_at": sent_at}


async def test_only_what_is_old_and_done_goes(database: Database) -> None:
    async with database.write() as db:
        await db.run(insert(idempotent_answers), [answer("old", OLD), answer("fresh", FRESH)])
        rows = [delivery("a", "sent", OLD), delivery("b", "sent", FRESH), delivery("c", "pending", OLD), delivery("d", "dead", OLD)]
        await db.run(insert(outbox_deliveries), rows)
    assert await Pruning(database, timedelta(days=30)).turn() == 0
    assert [row.key for row in await database.read.all(select(idempotent_answers.c.key))] == ["fresh"]
    left = await database.read.all(select(outbox_deliveries.c.receiver).order_by(outbox_deliveries.c.receiver))
    assert [row.receiver for row in left] == ["b", "c", "d"]
