"""A closed-loop HTTP client that is cheap enough to leave the second core to the server: prepared bytes out, counted answers in."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from tests.bench.fast_loop import in_fast_loop
from tests.bench.machine import cpu_seconds

_PATIENCE_SECONDS = 20.0

Requests = Callable[[], bytes | None]
"""The next request to send, or None when there is nothing left to ask."""


@dataclass(frozen=True)
class Load:
    """What a while of asking came to."""

    answers: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    @property
    def micros(self) -> float:
        """Microseconds of the server's processor time for each answer."""
        return self.cpu / self.answers * 1e6


class UnexpectedAnswerError(RuntimeError):
    """The server answered something else than a success: its numbers would mean nothing."""


def http_request(method: str, url: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A whole HTTP/1.1 request as bytes."""
    parts = urlsplit(url)
    lines = [f"{method} {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1", f"host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class _Connection(asyncio.Protocol):
    """One keep-alive connection that asks again as soon as it is answered."""

    def __init__(self, requests: Requests, until: float, done: asyncio.Future[None]) -> None:
        self._requests, self._until, self._done = requests, until, done
        self._buffer = b""
        self.answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        if not head.startswith(b"HTTP/1.1 2"):
            self._end(UnexpectedAnswerError((head + b"\n" + body).decode()))
            return
        self._buffer = b""
        self.answers += 1
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or UnexpectedAnswerError("the server closed the connection"))

    def _ask(self) -> None:
        request = self._requests() if time.perf_counter() < self._until else None
        if request is None:
            self._end(None)
        else:
            self._transport.write(request)

    def _end(self, fault: Exception | None) -> None:
        self._transport.close()
        if not self._done.done():
            self._done.set_exception(fault) if fault else self._done.set_result(None)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


async def ask(port: int, pid: int, requests: Requests, *, seconds: float, connections: int) -> Load:
    """Keep ``connections`` requests under way for ``seconds``; raises UnexpectedAnswerError."""
    return await in_fast_loop(_ask(port, pid, requests, seconds, connections))


async def _ask(port: int, pid: int, requests: Requests, seconds: float, connections: int) -> Load:
    loop = asyncio.get_running_loop()
    cpu, started = cpu_seconds(pid), time.perf_counter()
    made: list[_Connection] = []
    ends: list[asyncio.Future[None]] = []
    for _ in range(connections):
        ends.append(loop.create_future())
        connection = _Connection(requests, started + seconds, ends[-1])
        made.append(connection)
        await loop.create_connection(lambda connection=connection: connection, "127.0.0.1", port)  # type: ignore[misc]
    async with asyncio.timeout(seconds + _PATIENCE_SECONDS):
        await asyncio.gather(*ends)
    return Load(sum(connection.answers for connection in made), time.perf_counter() - started, cpu_seconds(pid) - cpu)
