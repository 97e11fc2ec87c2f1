"""The drills. Each ends with what it found; whoever calls decides what may be."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from shared.kit.clock import SHANGHAI
from tests.drills.duties import URGENT, Steps, owe, owe_urgently
from tests.drills.field import Field

_HOUR, _WEEK = timedelta(hours=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Found:
    """After a drill: deadlines, messages in inboxes, doubled ones; what arrived outside, how much of it again; attempts without an end; the proof."""

    deadlines: int
    told: int
    told_twice: int
    arrived: int
    repeats: int
    lost: int
    kills: int
    balanced: bool
    seconds: float

    @property
    def is_exact(self) -> bool:
        """Every inbox once, everything outside at least once under one id, repeats only where a worker was killed, the proof even."""
        once = self.told == self.deadlines and self.told_twice == 0
        return once and self.arrived > self.deadlines and self.repeats <= self.lost and self.balanced


async def found(field: Field, deadlines: int, began: float, days: int = 1) -> Found:
    """What the database and the listeners say now."""
    outside = field.listeners
    assert len(outside.mails) + len(outside.calls) == await field.arrived(), "what is said to have arrived is not what the listeners took"
    return Found(
        deadlines=deadlines,
        told=await field.told(),
        told_twice=await field.told_twice(),
        arrived=await field.arrived(),
        repeats=outside.repeats,
        lost=await field.attempts("lost"),
        kills=field.kills,
        balanced=await field.balanced(field.clock.now(), days),
        seconds=time.perf_counter() - began,
    )


async def workers_killed(field: Field, deadlines: int, kills: int, *, seconds: float, patient: bool) -> Found:
    """Workers are killed while they deliver, each time that another part has arrived. ``patient``: leases run out by themselves."""
    began = await _owed_now(field, deadlines)
    await field.start()
    for part in range(1, kills + 1):
        await field.until(_mails(field, deadlines * part // (kills + 1)), seconds)
        await field.kill_one()
    await _all_out(field, seconds, patient=patient)
    return await found(field, deadlines, began)


async def database_restarts(field: Field, deadlines: int, restart: Callable[[], Awaitable[None]], *, seconds: float, patient: bool) -> Found:
    """The database ends at once, in the middle of it, and comes back."""
    began = await _owed_now(field, deadlines)
    await field.start()
    await field.until(_mails(field, deadlines // 3), seconds)
    await restart()
    await field.look_anew()
    await _all_out(field, seconds, patient=patient)
    return await found(field, deadlines, began)


async def mail_is_down(field: Field, deadlines: int, *, seconds: float) -> Found:
    """No mail server for an hour, which is moved and not slept: nothing is charged with an attempt, and all goes out afterwards."""
    field.listeners.mail.close()
    began = await _owed_now(field, deadlines)
    await field.start()
    await field.until(_unreachable(field), seconds)
    await field.stop()
    assert not field.listeners.mails, "there was no mail server"
    assert await field.attempts("passing") == await field.attempts("lost") == 0, "the server is to blame, not the mail"
    await field.time_passes(_HOUR)
    await field.listeners.mail.open()
    await field.start()
    await _all_out(field, seconds, patient=False)
    return await found(field, deadlines, began)


async def a_week_goes_by(field: Field, deadlines: int, *, seconds: float) -> Found:
    """Nobody works for a week in which a step of every deadline is due each day: each is told of once, by its latest step."""
    now = field.clock.now()
    began = time.perf_counter()
    daily = [now + timedelta(days=day) for day in range(1, 8)]
    await owe(field.database, deadlines, Steps(daily, (now + 2 * _WEEK).astimezone(SHANGHAI).date()), field.listeners.program.url)
    field.clock.move_to(now + _WEEK + _HOUR)
    await field.start()
    await _all_out(field, seconds, patient=False)
    return await found(field, deadlines, began, days=8)


async def urgent_among_many(field: Field, deadlines: int, *, seconds: float) -> tuple[int, float]:
    """How many mails, and seconds, went by before an escalation that came when all the others were waiting."""
    await _owed_now(field, deadlines)
    await field.start()
    await field.until(_mails(field, deadlines // 20), seconds)
    await field.until(_all_told(field, deadlines), seconds)
    before, began = len(field.listeners.mail.taken), time.perf_counter()
    await owe_urgently(field.database, field.clock.now())
    await field.until(_came(field), seconds)
    return field.listeners.mail.readers.index(URGENT) - before, time.perf_counter() - began


async def _owed_now(field: Field, deadlines: int) -> float:
    now = field.clock.now()
    await owe(field.database, deadlines, Steps([now], (now + _WEEK).astimezone(SHANGHAI).date()), field.listeners.program.url)
    return time.perf_counter()


async def _all_out(field: Field, seconds: float, *, patient: bool) -> None:
    """Until nothing is on its way; what killed workers held is given back early unless ``patient``."""
    if not patient:
        await field.until(_nothing_waits(field), seconds)
        await field.stop()
        await field.time_passes(_HOUR)
        await field.start()
    await field.until(_settled(field), seconds)
    await field.stop()


def _mails(field: Field, number: int) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return len(field.listeners.mail.taken) >= number

    return reached


def _came(field: Field) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return Counter(field.listeners.mail.readers)[URGENT] > 0

    return reached


def _all_told(field: Field, deadlines: int) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return await field.told() >= deadlines

    return reached


def _unreachable(field: Field) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return await field.attempts("unreachable") > 0

    return reached


def _nothing_waits(field: Field) -> Callable[[], Awaitable[bool]]:
    """What is due was told, and every delivery was taken up; a pause of real time makes sure that it stays so."""

    async def reached() -> bool:
        quiet = await field.planned(field.clock.now()) == 0 and await field.waiting() == 0
        if quiet:
            await asyncio.sleep(0.3)
        return quiet and await field.waiting() == 0

    return reached


def _settled(field: Field) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return await field.planned(field.clock.now()) == 0 and await field.unsettled() == 0

    return reached
