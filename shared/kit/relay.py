"""The relay: claims outbox rows by lease, sends them without a transaction, then marks them.

A relay killed between send and mark leaves the lease to run out; the row is sent again and the receiver drops the repeat.
"""

from collections.abc import Sequence
from datetime import timedelta
from random import uniform
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam, case, func, select, update

from shared.kit.clock import real_now
from shared.kit.context import request_scope
from shared.kit.db import Database
from shared.kit.framework_problems import PeerUnavailable
from shared.kit.log import logger
from shared.kit.peers import Peer
from shared.kit.tables import outbox_deliveries as deliveries
from shared.kit.tables import outbox_events as events
from shared.schemas.cloud_event import BATCH_MEDIA_TYPE, CloudEvent, EventOutcome, EventOutcomes

MAX_ATTEMPTS = 50
_BATCH = 200
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 60.0
_FAULTS_OF_CONTENT = frozenset({400, 413, 422})
_batch = TypeAdapter(list[CloudEvent])

_due = (
    select(deliveries.c.id)
    .where(deliveries.c.receiver == bindparam("to"), deliveries.c.state == "pending", deliveries.c.not_before <= bindparam("now"))
    .order_by(deliveries.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_claim = (
    update(deliveries)
    .where(deliveries.c.id.in_(_due.scalar_subquery()))
    .values(not_before=bindparam("until"), attempts=deliveries.c.attempts + 1)
    .returning(deliveries.c.id, deliveries.c.event_id, deliveries.c.attempts)
)
_load = select(events).where(events.c.id.in_(bindparam("ids", expanding=True)))
_sent = (
    update(deliveries).where(deliveries.c.id.in_(bindparam("ids", expanding=True))).values(state="sent", sent_at=bindparam("now"), last_error=None)
)
_again = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"))
    .values(state=case((deliveries.c.attempts >= MAX_ATTEMPTS, "dead"), else_="pending"), not_before=bindparam("next"), last_error=bindparam("why"))
)


class Relay:
    """Carries one service's events to one receiver."""

    def __init__(self, database: Database, source: str, receiver: str, peer: Peer, lease: timedelta) -> None:
        self._database, self._source, self.receiver, self._peer, self._lease = database, source, receiver, peer, lease
        self._pause_until = real_now()
        self._failures = 0

    async def turn(self) -> int:
        """Claim a batch, send it, mark it; how many were sent."""
        if real_now() < self._pause_until:
            return 0
        claimed = await self._claim_batch()
        if not claimed:
            return 0
        with request_scope():
            return await self._deliver(claimed)

    async def _claim_batch(self) -> Sequence[Row[Any]]:
        now = real_now()
        params = {"to": self.receiver, "now": now, "until": now + self._lease, "most": _BATCH}
        if not await self._database.read.all(_peek, {"to": self.receiver, "now": now}):
            return []
        async with self._database.write() as db:
            rows = await db.all(_claim, params)
        return sorted(rows, key=lambda row: row.id)

    async def _deliver(self, claimed: Sequence[Row[Any]]) -> int:
        stored = {row.id: row for row in await self._database.read.all(_load, {"ids": [row.event_id for row in claimed]})}
        batch = [_as_cloud_event(stored[row.event_id], self._source) for row in claimed]
        try:
            outcomes = await self._send(batch)
        except PeerUnavailable as problem:
            await self._postpone(claimed, str(problem))
            return 0
        self._failures = 0
        refused = {outcome.id: outcome.why or "refused" for outcome in outcomes if outcome.outcome == "refused"}
        await self._mark(claimed, refused)
        return len(claimed) - len(refused)

    async def _send(self, batch: list[CloudEvent]) -> list[EventOutcome]:
        path = f"/internal/v1/{self.receiver}/events"
        response = await self._peer.post(path, _batch.dump_json(batch), BATCH_MEDIA_TYPE)
        if response.is_success:
            return EventOutcomes.model_validate_json(response.content).outcomes
        logger.error("batch refused", receiver=self.receiver, events=len(batch), status=response.status_code, answer=response.text[:300])
        if response.status_code not in _FAULTS_OF_CONTENT:
            raise PeerUnavailable(peer=self.receiver)
        if len(batch) == 1:
            return [EventOutcome(id=batch[0].id, outcome="refused", why=f"status {response.status_code}: {response.text}"[:500])]
        # One event that is too large or unreadable must not hold up the others: halve until it stands alone.
        half = len(batch) // 2
        return [*await self._send(batch[:half]), *await self._send(batch[half:])]

    async def _mark(self, claimed: Sequence[Row[Any]], refused: dict[Any, str]) -> None:
        async with self._database.write() as db:
            await db.run(_sent, {"ids": [row.id for row in claimed if row.event_id not in refused], "now": real_now()})
            for row in claimed:
                if row.event_id in refused:
                    logger.error("event refused", receiver=self.receiver, event_id=str(row.event_id), why=refused[row.event_id])
                    await db.run(_again, {"row": row.id, "next": real_now() + _wait(row.attempts), "why": refused[row.event_id]})

    async def _postpone(self, claimed: Sequence[Row[Any]], why: str) -> None:
        """The peer is down: give the lease back and wait longer each time; a down peer costs no event its attempts."""
        self._failures += 1
        self._pause_until = real_now() + _wait(self._failures)
        release = update(deliveries).where(deliveries.c.id.in_([row.id for row in claimed]))
        async with self._database.write() as db:
            await db.run(release.values(not_before=self._pause_until, attempts=deliveries.c.attempts - 1, last_error=why))


_peek = (
    select(deliveries.c.id)
    .where(deliveries.c.receiver == bindparam("to"), deliveries.c.state == "pending", deliveries.c.not_before <= bindparam("now"))
    .limit(1)
)


def _wait(attempts: int) -> timedelta:
    """Exponential back-off with jitter, at most a minute."""
    return timedelta(seconds=uniform(0.8, 1.2) * min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts - 1, 12)))  # noqa: S311 - jitter, no secret


def _as_cloud_event(row: Row[Any], source: str) -> CloudEvent:
    return CloudEvent(
        id=row.id,
        source=f"/jianxing/{source}",
        type=row.type,
        subject=row.subject,
        time=row.at,
        subjectversion=row.subject_version,
        requestid=row.request_id,
        data=row.data,
    )


_backlog = (
    select(deliveries.c.receiver, deliveries.c.state, func.count().label("rows"))
    .where(deliveries.c.state != "sent")
    .group_by(deliveries.c.receiver, deliveries.c.state)
)


async def backlog(database: Database) -> dict[str, dict[str, int]]:
    """Per receiver, how many events are pending or dead."""
    counts: dict[str, dict[str, int]] = {}
    for row in await database.read.all(_backlog):
        counts.setdefault(row.receiver, {})[row.state] = row.rows
    return counts
