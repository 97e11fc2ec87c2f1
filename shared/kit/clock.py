"""The only clock: business time can be moved in the demo profile, leases and tokens always use real time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Business time."""

    def now(self) -> datetime:
        """The business instant, aware, in UTC."""
        ...


def real_now() -> datetime:
    """The real instant: for leases, tokens and time-outs, which a moved business clock must not touch."""
    return datetime.now(UTC)


def today(clock: Clock) -> date:
    """The business date in Asia/Shanghai, whatever zone the server is in."""
    return clock.now().astimezone(SHANGHAI).date()


class RealClock:
    """Business time is real time."""

    def now(self) -> datetime:
        """The real instant."""
        return real_now()


class SharedOffsetClock:
    """Business time = real time + an offset that all processes of a demo platform read from one small file.

    The file holds seconds as text; it is read anew when its modification time changes. A missing file means no offset.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = -1
        self._offset = timedelta()

    def now(self) -> datetime:
        """The real instant, moved by the shared offset."""
        return real_now() + self._current_offset()

    def move_to(self, instant: datetime) -> None:
        """Move business time of every process that shares the file to ``instant``."""
        offset = (instant - real_now()).total_seconds()
        draft = self._path.with_suffix(".new")
        draft.write_text(repr(offset), encoding="utf-8")
        draft.replace(self._path)

    def _current_offset(self) -> timedelta:
        try:
            stamp = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        if stamp != self._stamp:
            self._offset = timedelta(seconds=float(self._path.read_text(encoding="utf-8")))
            self._stamp = stamp
        return self._offset
