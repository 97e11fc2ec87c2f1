"""Where a drill happens: one database, worker processes that may be killed, listeners outside."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from deploy.processes import Child, Command, stop_all
from services.notifications.models import AttemptRecord, DeliveryRecord, MessageRecord, ReminderRecord
from services.notifications.service.proving import prove
from shared.kit.clock import SHANGHAI, SharedOffsetClock, real_now
from shared.kit.db import Database
from tests.drills.listeners import Listeners, listening, settings

_LOOK_SECONDS = 0.2
_OPEN = ("planned", "sending")


@dataclass
class Field:
    """A drill's surroundings; ``kills`` counts the workers that were killed."""

    url: str
    database: Database
    clock: SharedOffsetClock
    listeners: Listeners
    workers: list[Child]
    kills: int = 0

    async def start(self) -> None:
        """Every worker that does not run."""
        await asyncio.gather(*(worker.start() for worker in self.workers if not worker.is_running))

    async def stop(self) -> None:
        """Every worker, after its turn."""
        await stop_all(self.workers, 5.0)

    async def kill_one(self) -> None:
        """One worker at random, by SIGKILL; another takes its place at once."""
        victim = random.choice([worker for worker in self.workers if worker.is_running])
        os.kill(victim.pid, signal.SIGKILL)
        await victim.wait()
        self.kills += 1
        await victim.start()

    async def look_anew(self) -> None:
        """Forget the drill's own connections, which ended with the database; the workers' are their own affair."""
        await self.database.dispose()
        self.database = Database(self.url)

    async def until(self, reached: Callable[[], Awaitable[bool]], seconds: float) -> None:
        """Wait for it; TimeoutError says that it did not come."""
        async with asyncio.timeout(seconds):
            while not await reached():
                await asyncio.sleep(_LOOK_SECONDS)

    async def time_passes(self, how_long: timedelta) -> None:
        """Waits and leases end as if so much real time had gone by; no worker may be running."""
        assert not any(worker.is_running for worker in self.workers)
        real = real_now()
        async with self.database.write() as db:
            waiting = DeliveryRecord.state.in_(_OPEN), DeliveryRecord.held_until > real, DeliveryRecord.held_until <= real + how_long
            await db.run(update(DeliveryRecord).where(*waiting).values(held_until=real))

    async def told(self) -> int:
        """Messages of the ladder in inboxes."""
        return await self._count(MessageRecord, MessageRecord.account_id.is_not(None))

    async def told_twice(self) -> int:
        """Deadlines about which a reader has more than one message."""
        twice = select(MessageRecord.about).where(MessageRecord.account_id.is_not(None)).group_by(MessageRecord.about, MessageRecord.account_id)
        [found] = await self.database.read.all(select(func.count().label("rows")).select_from(twice.having(func.count() > 1).subquery()))
        return int(found.rows)

    async def waiting(self) -> int:
        """Deliveries that nobody holds and nobody has carried out."""
        return await self._count(DeliveryRecord, DeliveryRecord.state == "planned")

    async def unsettled(self) -> int:
        """Deliveries on their way, those of killed workers too."""
        return await self._count(DeliveryRecord, DeliveryRecord.state.in_(_OPEN))

    async def arrived(self) -> int:
        """Deliveries that have arrived."""
        return await self._count(DeliveryRecord, DeliveryRecord.state == "delivered")

    async def attempts(self, outcome: str) -> int:
        """Attempts that ended so."""
        return await self._count(AttemptRecord, AttemptRecord.outcome == outcome)

    async def planned(self, now: datetime) -> int:
        """Reminders whose instant has come and that were not sent."""
        return await self._count(ReminderRecord, (ReminderRecord.state == "planned") & (ReminderRecord.send_at <= now))

    async def balanced(self, now: datetime, days: int = 1) -> bool:
        """Whether the proof of each of the last days comes out even."""
        today = now.astimezone(SHANGHAI).date()
        proofs = [await prove(self.database.read, today - timedelta(days=back), now) for back in range(days)]
        return all(proof.balanced for proof in proofs)

    async def _count(self, record: type, *where: object) -> int:
        [found] = await self.database.read.all(select(func.count().label("rows")).select_from(record).where(*where))  # type: ignore[arg-type]
        return int(found.rows)


@asynccontextmanager
async def field(url: str, folder: Path, workers: int, *, at_once: int = 32, attempt_seconds: float = 5.0) -> AsyncIterator[Field]:
    """A field on a migrated database; whatever runs is ended with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    async with listening(folder) as listeners:
        variables = {**os.environ, **settings(listeners), "NOTIFICATIONS_DATABASE_URL": url, "JIANXING_DATA": str(folder), "JIANXING_PROFILE": "demo"}
        variables |= {
            "JIANXING_LOG_LEVEL": "warning",
            "NOTIFICATIONS_DISPATCH_AT_ONCE": str(at_once),
            "NOTIFICATIONS_ATTEMPT_SECONDS": str(attempt_seconds),
        }
        arguments = [sys.executable, "-m", "services.notifications.worker"]
        children = [Child(Command(f"worker{number}", arguments, variables, folder / f"worker{number}.log")) for number in range(workers)]
        made = Field(url, Database(url), SharedOffsetClock(folder / "clock-offset"), listeners, children)
        try:
            yield made
        finally:
            with suppress(ProcessLookupError):
                await made.stop()
            await made.database.dispose()
