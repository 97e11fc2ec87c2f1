"""Housekeeping: first answers and delivered outbox rows are dropped after a while; events and audit stay for good."""

from datetime import timedelta

from sqlalchemy import delete

from shared.kit.clock import real_now
from shared.kit.db import Database
from shared.kit.tables import idempotent_answers, outbox_deliveries

INTERVAL_SECONDS = 3600.0


class Pruning:
    """One turn drops what is older than ``kept``; the event log that replay needs is never touched."""

    def __init__(self, database: Database, kept: timedelta) -> None:
        self._database, self._kept = database, kept

    async def turn(self) -> int:
        """Always 0: once an hour is enough, however much there was."""
        before = real_now() - self._kept
        async with self._database.write() as db:
            await db.run(delete(idempotent_answers).where(idempotent_answers.c.at < before))
            await db.run(delete(outbox_deliveries).where(outbox_deliveries.c.state == "sent", outbox_deliveries.c.sent_at < before))
        return 0
