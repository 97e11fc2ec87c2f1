"""Asking a virus scanner: clamd's INSTREAM (clamd(8)), over TCP or a Unix socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_CHUNK = 64 * 1024
_FOUND = " FOUND"
_CLEAN = "stream: OK"


class ScannerUnavailableError(OSError):
    """The scanner does not answer, or not as a scanner does."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner says: clean, or the name of what it found."""

    malware: str | None = None


class Scanner(Protocol):
    """Looks at a file."""

    async def scan(self, file: Path) -> Verdict:
        """What is in the file; ScannerUnavailableError if nobody can say."""
        ...


class Clamd:
    """A clamd at ``host:port`` or at the path of its socket."""

    def __init__(self, address: str, seconds: float = 30.0) -> None:
        self._address, self._seconds = address, seconds

    async def scan(self, file: Path) -> Verdict:
        """See ``Scanner``."""
        try:
            async with asyncio.timeout(self._seconds), self._connection() as (reader, writer):
                return _told(await _stream(file, reader, writer))
        except (OSError, TimeoutError, asyncio.LimitOverrunError) as fault:
            raise ScannerUnavailableError(f"{type(fault).__name__}: {fault}") from fault

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        host, _, port = self._address.rpartition(":")
        opening = asyncio.open_connection(host, int(port)) if port.isdecimal() else asyncio.open_unix_connection(self._address)
        reader, writer = await opening
        try:
            yield reader, writer
        finally:
            writer.close()


async def _stream(file: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    """Send the file in chunks, each after its length (four bytes, network order), a length of zero at the end; the one line of answer."""
    with file.open("rb") as source:
        writer.write(b"zINSTREAM\0")
        while chunk := await asyncio.to_thread(source.read, _CHUNK):
            writer.write(len(chunk).to_bytes(4, "big") + chunk)
            await writer.drain()
    writer.write(bytes(4))
    await writer.drain()
    return (await reader.read(4096)).decode("utf-8", "replace").strip("\0\n ")


def _told(answer: str) -> Verdict:
    """``stream: OK``, ``stream: NAME FOUND``, or an error such as INSTREAM's size limit."""
    if answer == _CLEAN:
        return Verdict()
    if answer.endswith(_FOUND):
        return Verdict(answer.removeprefix("stream: ").removesuffix(_FOUND))
    raise ScannerUnavailableError(answer or "no answer")
