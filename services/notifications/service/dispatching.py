"""Carrying deliveries out: one dispatcher per channel and process, exact under any number of them.

A delivery is claimed under a lease, tried without a transaction, then marked. A dispatcher killed in between leaves the lease to run out;
the delivery is tried again with the same dedupe id, and the attempt without an end is noted as lost.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import uniform
from time import monotonic
from typing import Any

from sqlalchemy import Row

from services.notifications.channels.base import Channel, Desk, Parcel, Tried
from services.notifications.repository import deliveries, dispatching
from services.notifications.rules.delivery import Outcome, may_reach, settle
from services.notifications.service.addressing import look_again
from services.notifications.service.rewording import FAMILIES, reword
from shared.kit.clock import real_now
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.log import logger
from shared.kit.service import Service
from shared.schemas.deliveries import AttemptOutcome, DeliveryState
from shared.schemas.messages import MessageKind
from shared.schemas.templates import TemplateFamily

_LONGEST_PAUSE = timedelta(minutes=1)
_LEASE_BEYOND_DEADLINE = timedelta(seconds=15)
_DETAIL, _CODE = 300, 60


@dataclass(frozen=True, slots=True)
class Limits:
    """``allowed``: addresses and @domains that may be reached, None for all. ``at_once`` attempts together, each of ``deadline`` seconds at most.

    ``public_url``: where links lead.
    """

    allowed: Sequence[str] | None
    at_once: int
    deadline: float
    public_url: str = ""


class Dispatcher:
    """Carries out the deliveries of one channel; ``desk`` where it has to look things up."""

    def __init__(self, service: Service, channel: Channel, limits: Limits, desk: Desk | None = None) -> None:
        self._service, self._channel, self._limits, self._desk = service, channel, limits, desk
        self._pause_until = real_now()
        self._failures = 0

    async def turn(self) -> int:
        """Claim what is due, try it, mark it; how many were tried."""
        if real_now() < self._pause_until:
            return 0
        ready, settled = await self._claim()
        if settled:
            await self._mark(settled)
        if ready:
            await self._carry(ready)
        return len(ready) + len(settled)

    async def _claim(self) -> tuple[list[Parcel], list[Tried]]:
        """Parcels to try, and those that are not to be tried, with their outcome."""
        real = real_now()
        turn = dispatching.Turn(self._channel.name, self._service.clock.now(), real)
        if not await dispatching.something_free(self._service.database.read, turn):
            return [], []
        until = real + timedelta(seconds=self._limits.deadline) + _LEASE_BEYOND_DEADLINE
        async with self._service.database.write() as db:
            rows, lost = await dispatching.claim(db, turn, until, self._limits.at_once)
            await dispatching.note_attempts(db, [_lost(row, real) for row in lost])
            family = FAMILIES.get(self._channel.name, TemplateFamily.INBOX)
            parcels, refused = await look_again(db, self._channel.name, [_parcel(row) for row in rows])
            ready, settled = await self._addressed(db, await reword(db, parcels, family, self._limits.public_url, turn.now), real)
            return ready, [*settled, *(Tried(parcel, why, real, 0.0) for parcel, why in refused)]

    async def _addressed(self, db: WriteDb, parcels: list[Parcel], at: datetime) -> tuple[list[Parcel], list[Tried]]:
        if self._desk is None or not parcels:
            return parcels, []
        found = await self._desk.address(db, parcels)
        ready: list[Parcel] = []
        settled: list[Tried] = []
        for parcel in parcels:
            to = found.get(parcel.delivery_id)
            if isinstance(to, Outcome):
                settled.append(Tried(parcel, to, at, 0.0))
            else:
                ready.append(replace(parcel, target=to))
        return ready, settled

    async def _carry(self, parcels: Sequence[Parcel]) -> None:
        """Try all at once and mark each as soon as it is known: a worker that dies repeats only what was under way."""
        under_way = {asyncio.create_task(self._try(parcel)) for parcel in parcels}
        try:
            while under_way:
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                await self._mark([task.result() for task in done])
        finally:
            for task in under_way:
                task.cancel()

    async def _try(self, parcel: Parcel) -> Tried:
        at, began = real_now(), monotonic()
        outcome = await self._outcome(parcel)
        return Tried(parcel, outcome, at, monotonic() - began)

    async def _outcome(self, parcel: Parcel) -> Outcome:
        allowed = self._limits.allowed
        if allowed is not None and not may_reach(parcel.address, allowed):
            return Outcome.suppressed("not-allowed")
        try:
            async with asyncio.timeout(self._limits.deadline):
                return await self._channel.send(parcel)
        except TimeoutError:
            return Outcome.passing("timeout")
        except Exception as fault:
            logger.exception("channel failed", channel=self._channel.name, delivery_id=str(parcel.delivery_id))
            return Outcome.passing("fault", type(fault).__name__)

    async def _mark(self, tried: Sequence[Tried]) -> None:
        now, at = real_now(), self._service.clock.now()
        self._pause(tried, now)
        arrived = [one for one in tried if one.outcome.word is AttemptOutcome.DELIVERED]
        async with self._service.database.write() as db:
            await dispatching.note_attempts(db, [_attempt(one) for one in tried])
            await dispatching.mark_arrived(db, [{"row": one.parcel.delivery_id, "settled": at} for one in arrived])
            await dispatching.settle(db, [_settled(one, now, at) for one in tried if one not in arrived])
            await deliveries.note_bounces(db, [_bounce(one, self._channel.name, at) for one in tried if one.outcome.bad_address])
            if self._desk is not None:
                await self._desk.note(db, tried)

    def _pause(self, tried: Iterable[Tried], now: datetime) -> None:
        """A channel that reaches nobody rests, longer each time; one success ends that."""
        words = [one.outcome for one in tried]
        if any(outcome.word is AttemptOutcome.DELIVERED for outcome in words):
            self._failures = 0
        down = next((outcome for outcome in words if outcome.word is AttemptOutcome.UNREACHABLE), None)
        if down is not None and now >= self._pause_until:
            self._failures += 1
            rest = min(_LONGEST_PAUSE, timedelta(seconds=2 ** min(self._failures - 1, 6)))
            self._pause_until = now + max(rest, down.retry_after or rest)
            logger.warning("channel unreachable", channel=self._channel.name, code=down.code, detail=down.detail[:_DETAIL])


def _parcel(row: Row[Any]) -> Parcel:
    return Parcel(
        delivery_id=row.delivery_id,
        message_id=row.message_id,
        dedupe_id=f"{row.dedupe_key}/{row.channel}",
        attempt=row.attempts,
        address=row.address,
        kind=MessageKind(row.kind),
        title=row.title,
        body=row.body,
        why=row.why,
        link=row.link,
        about=row.about,
        account_id=row.account_id,
        told_at=row.sent_at,
        region_path=row.region_path or "",
        unit_id=row.unit_id,
        saying=row.saying,
        places=row.places,
        made_by=row.made_by,
    )


def _settled(one: Tried, now: datetime, at: datetime) -> dict[str, Any]:
    settled = settle(one.outcome, one.parcel.attempt, now, uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret
    return {
        "row": one.parcel.delivery_id,
        "fence": one.parcel.attempt,
        "to": settled.state,
        "because": settled.why and settled.why[:_CODE],
        "until": settled.held_until,
        "settled": None if settled.state is DeliveryState.PLANNED else at,
        "counted": one.parcel.attempt if settled.counts else one.parcel.attempt - 1,
    }


def _attempt(one: Tried) -> dict[str, Any]:
    asked = one.outcome.retry_after
    return {
        "id": new_id(),
        "delivery_id": one.parcel.delivery_id,
        "at": one.at,
        "outcome": one.outcome.word,
        "code": one.outcome.code[:_CODE],
        "detail": one.outcome.detail[:_DETAIL],
        "retry_after_seconds": int(asked.total_seconds()) if asked else None,
        "took_ms": round(one.took * 1000),
    }


def _lost(row: Row[Any], at: datetime) -> dict[str, Any]:
    told = {"outcome": AttemptOutcome.LOST, "code": "lost", "detail": "", "retry_after_seconds": None, "took_ms": 0}
    return {"id": new_id(), "delivery_id": row.id, "at": at, **told}


def _bounce(one: Tried, channel: str, at: datetime) -> dict[str, Any]:
    return deliveries.bounce_row(channel, one.parcel.address, one.outcome.code[:_CODE], at)
