"""Streams of inboxes: one look at the database per process wakes those that something arrived for; each then reads its own, in order."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from services.notifications.errors import StreamsFull, TooManyStreams, UnknownPosition
from services.notifications.repository import streaming
from services.notifications.rules.positions import Position
from shared.kit.db import ReadDb
from shared.kit.framework_problems import NotAuthenticated
from shared.kit.log import logger
from shared.rules.access import Actor

_PAGE = 100
_AFTER_FAULT = 1.0
_FAULTS = (SQLAlchemyError, OSError)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many streams there may be, and how often a listener looks and a silent stream gives a sign of life (seconds)."""

    per_account: int
    per_process: int
    look: float
    beat: float


class End(StrEnum):
    """Why a stream ends although its reader is still there."""

    ALL_SENT = "all-sent"
    SIGNED_OUT = "signed-out"
    BROKEN_OFF = "broken-off"


@dataclass(eq=False, slots=True)
class Stream:
    """One reader's stream. ``still_signed_in`` raises NotAuthenticated once it is not."""

    actor: Actor
    still_signed_in: Callable[[], Awaitable[object]]
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    async def is_over(self) -> bool:
        """Whether its reader may not be told any more."""
        try:
            await self.still_signed_in()
        except NotAuthenticated:
            return True
        return self.closed


def position_of(text: str) -> Position:
    """The position that somebody names; UnknownPosition if it is none."""
    try:
        return Position.read(text)
    except ValueError as fault:
        raise UnknownPosition() from fault


async def _arrived(db: ReadDb, actor: Actor, position: Position) -> Sequence[Row[Any]]:
    return await streaming.arrived(db, actor, position, _PAGE)


class Streams:
    """All streams of one process. Nothing is asked of the database while there are none."""

    def __init__(self, db: ReadDb, bounds: Bounds) -> None:
        self._db, self._bounds = db, bounds
        self._open: dict[UUID, set[Stream]] = {}
        self._listening: asyncio.Task[None] | None = None
        self._reading: set[asyncio.Task[Sequence[Row[Any]]]] = set()

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    async def start(self, told: str | None) -> Position:
        """Where a stream begins: behind what its reader was told last, else now. UnknownPosition for what was never told here."""
        now = Position(await streaming.horizon(self._db))
        position = now if told is None else position_of(told)
        if position > now:
            raise UnknownPosition()
        return position

    def admit(self, stream: Stream) -> None:
        """Take a stream in; whoever calls this must let go of it. TooManyStreams, StreamsFull."""
        own = self._open.get(stream.actor.id, set())
        if len(own) >= self._bounds.per_account:
            raise TooManyStreams(most=self._bounds.per_account, headers={"Retry-After": str(round(self._bounds.beat) or 1)})
        if len(self) >= self._bounds.per_process:
            raise StreamsFull(headers={"Retry-After": "5"})
        self._open[stream.actor.id] = own | {stream}
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen(), name="notifications streams")

    def let_go(self, stream: Stream) -> None:
        """Forget a stream that has ended."""
        left = self._open.get(stream.actor.id, set()) - {stream}
        if left:
            self._open[stream.actor.id] = left
        else:
            self._open.pop(stream.actor.id, None)

    async def aclose(self) -> None:
        """End every stream and stop listening."""
        self._close(list(self._open))
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        await asyncio.gather(*self._reading, return_exceptions=True)

    async def follow(self, stream: Stream, position: Position, *, wait: bool) -> AsyncGenerator[Sequence[Row[Any]] | End]:
        """What arrives behind ``position``, a batch at a time; an empty one is a sign of life. Ends by saying why."""
        while True:
            stream.woken.clear()
            if await stream.is_over():
                yield End.SIGNED_OUT
                return
            try:
                rows = await self._read(stream.actor, position)
            except _FAULTS as fault:
                logger.warning("stream broken off", why=f"{type(fault).__name__}: {fault}")
                yield End.BROKEN_OFF
                return
            if rows:
                yield rows
                position = Position(rows[-1].arrival, rows[-1].id)
            elif not wait:
                yield End.ALL_SENT
                return
            elif not await self._something_came(stream):
                yield ()

    async def _read(self, actor: Actor, position: Position) -> Sequence[Row[Any]]:
        """The next batch, read to its end in a task of its own: a reader who leaves must not tear a connection from the pool."""
        task = asyncio.create_task(_arrived(self._db, actor, position))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)
        return await asyncio.shield(task)

    async def _something_came(self, stream: Stream) -> bool:
        try:
            async with asyncio.timeout(self._bounds.beat):
                return await stream.woken.wait()
        except TimeoutError:
            return False

    async def _listen(self) -> None:
        """Look for arrivals while there are streams; a look that fails is repeated, and loses nothing: it begins where the last one ended."""
        since: int | None = None
        looks = 0
        while self._open:
            try:
                since = await self._look(since)
                looks += 1
                if looks * self._bounds.look >= self._bounds.beat:
                    looks = 0
                    self._close(await streaming.inactive(self._db, self._open))
                await asyncio.sleep(self._bounds.look)
            except _FAULTS as fault:
                logger.warning("streams cannot look", why=f"{type(fault).__name__}: {fault}")
                await asyncio.sleep(_AFTER_FAULT)

    async def _look(self, since: int | None) -> int:
        """Wake whoever something arrived for; where the next look begins. The first look wakes all: they may have read before it."""
        until = await streaming.horizon(self._db)
        if since is None:
            self._wake(list(self._open))
        elif until > since:
            self._wake(await streaming.reached(self._db, since, until))
        return until

    def _wake(self, account_ids: Collection[UUID]) -> None:
        for stream in self._of(account_ids):
            stream.woken.set()

    def _close(self, account_ids: Collection[UUID]) -> None:
        for stream in self._of(account_ids):
            stream.closed = True
            stream.woken.set()

    def _of(self, account_ids: Collection[UUID]) -> list[Stream]:
        return [stream for account_id in account_ids for stream in self._open.get(account_id, ())]
