"""Bytes on their way in: measured, hashed and cut off while they come, in a file of their own until they are kept or dropped."""

import asyncio
import hashlib
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from shared.kit.storage.folder import told_faults


class TooLargeError(ValueError):
    """More bytes came than may."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """All bytes of an upload, in a file that is gone afterwards."""

    path: Path
    size: int
    sha256: str


@asynccontextmanager
async def receive(chunks: AsyncIterable[bytes], most: int) -> AsyncIterator[Incoming]:
    """Take bytes into a temporary file of this machine, gone afterwards.

    TooLargeError as soon as they are more than ``most``; StoreFullError if there is no room.
    """
    hashed, size = hashlib.sha256(), 0
    with told_faults():
        file = await asyncio.to_thread(lambda: NamedTemporaryFile(prefix="jianxing-"))  # noqa: SIM115 - closed below, whatever happens
    try:
        async for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLargeError(f"more than {most} bytes")
            hashed.update(chunk)
            with told_faults():
                await asyncio.to_thread(file.file.write, chunk)
        with told_faults():
            await asyncio.to_thread(file.flush)
        yield Incoming(Path(file.name), size, hashed.hexdigest())
    finally:
        with suppress(OSError):  # what is in the buffer may find no room either; the file is gone all the same
            file.close()


async def whole(data: bytes) -> AsyncIterator[bytes]:
    """Bytes that are here already, as if they came in."""
    yield data
