"""A folder as a store: written beside, made durable, then renamed, so that no half file is ever read."""

import asyncio
import errno
import os
import shutil
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from shared.kit.storage.base import CHUNK, NotKeptError, StoreFullError, StoreUnavailableError

_NAME = 64
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class FolderStore:
    """Servers and workers of a service share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes with this name lie, if they do."""
        return self._folder / sha256[:2] / sha256

    async def keep(self, sha256: str, file: Path) -> None:
        """See ``Store``."""
        await asyncio.to_thread(self._keep, sha256, file)

    def _keep(self, sha256: str, file: Path) -> None:
        path = self.path(sha256)
        with told_faults():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                os.utime(path)
                return
            half = path.with_name(f"{sha256}.{uuid4().hex}.part")
            try:
                shutil.copyfile(file, half)
                _make_durable(half)
                half.replace(path)
                _make_durable(path.parent)
            finally:
                half.unlink(missing_ok=True)

    async def size(self, sha256: str) -> int:
        """See ``Store``."""
        return (await asyncio.to_thread(self._existing, sha256)).stat().st_size

    def _existing(self, sha256: str) -> Path:
        path = self.path(sha256)
        if not path.is_file():
            raise NotKeptError(sha256)
        return path

    async def read(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See ``Store``."""
        path = await asyncio.to_thread(self._existing, sha256)
        left = (path.stat().st_size if end is None else end) - start
        with path.open("rb") as file:
            file.seek(start)
            while left > 0 and (chunk := await asyncio.to_thread(file.read, min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    @asynccontextmanager
    async def as_file(self, sha256: str) -> AsyncIterator[Path]:
        """See ``Store``."""
        yield await asyncio.to_thread(self._existing, sha256)

    async def aged(self, before: datetime) -> list[str]:
        """See ``Store``."""
        return await asyncio.to_thread(self._aged, before.timestamp())

    def _aged(self, before: float) -> list[str]:
        old = [file for file in self._folder.glob("??/*") if (told := _dated(file)) is not None and told < before]
        for half in old:
            if len(half.name) != _NAME:
                half.unlink(missing_ok=True)
        return [file.name for file in old if len(file.name) == _NAME]

    async def drop(self, names: Collection[str]) -> None:
        """See ``Store``."""
        for name in names:
            await asyncio.to_thread(self.path(name).unlink, missing_ok=True)


def _dated(file: Path) -> float | None:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another worker sweeps too
        return None


def _make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told_faults() -> Iterator[None]:
    """What the disk refuses, as the store's own faults."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise StoreFullError(fault.errno, fault.strerror) from fault
        raise StoreUnavailableError(fault.errno, fault.strerror) from fault
