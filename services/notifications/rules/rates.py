"""How often somebody outside may be called: so many times within a span, whoever of us calls. Pure: the log of calls lies in the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``times`` calls in any span of ``within``."""

    times: int
    within: timedelta


def minute(times: int) -> Rate:
    """So many a minute. The five seconds beyond are for calls that are slow on their way."""
    return Rate(times, timedelta(seconds=65))


ROBOT = minute(20)
"""Both kinds of group robots take 20 messages a minute."""


@dataclass(frozen=True, slots=True)
class Log:
    """The newest calls, oldest first, and until when the other side wants none at all."""

    calls: tuple[datetime, ...] = ()
    closed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """How long each call that was asked for has to wait, in their order; ``log`` has those that may go now."""

    waits: tuple[timedelta, ...]
    log: Log

    @property
    def now(self) -> int:
        """How many may go at once."""
        return sum(not wait for wait in self.waits)


def grant(log: Log, rate: Rate, asked: int, now: datetime) -> Granted:
    """Share ``asked`` calls out: the first at once, the others as soon as an earlier one has left the span.

    What waits is not put down: it asks again when its time has come, and whoever is more urgent by then goes first.
    """
    calls, waits = list(log.calls[-rate.times :]), list[timedelta]()
    opens = max(now, log.closed_until or now)
    for _ in range(asked):
        free = calls[-rate.times] + rate.within if len(calls) >= rate.times else now
        at = max(opens, free, calls[-1] if calls else now)
        calls.append(at)
        waits.append(at - now)
    gone = sum(not wait for wait in waits)
    kept = (*log.calls, *(now for _ in range(gone)))[-rate.times :]
    return Granted(tuple(waits), Log(kept, log.closed_until if opens > now else None))


def close(log: Log, until: datetime) -> Log:
    """The other side said that it was too many: nothing goes before ``until``."""
    return Log(log.calls, max(until, log.closed_until or until))
