"""What a store promises, whatever it is made of."""

from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

CHUNK = 256 * 1024
"""Bytes read or sent at a time."""


class NotKeptError(LookupError):
    """There are no bytes with this name."""


class StoreFullError(OSError):
    """There is no room left; nothing was kept."""


class StoreUnavailableError(OSError):
    """The store does not answer; whether it kept anything is not known, and keeping it again is harmless."""


class Store(Protocol):
    """Bytes named by their sha256 (64 hexadecimal digits). A name has all of its bytes or none, also after a crash."""

    async def keep(self, sha256: str, file: Path) -> None:
        """Keep the file's bytes durably. The same bytes again cost nothing but a fresh date."""
        ...

    async def size(self, sha256: str) -> int:
        """How many bytes there are; NotKeptError if none."""
        ...

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from ``start`` up to, not including, ``end``; NotKeptError if there are none."""
        ...

    def as_file(self, sha256: str) -> AbstractAsyncContextManager[Path]:
        """The bytes as a file of this machine, for programs that want one; gone or not to be changed afterwards."""
        ...

    async def aged(self, before: datetime) -> list[str]:
        """Names of what was last kept before an instant; what broke off halfway is dropped on the way."""
        ...

    async def drop(self, names: Collection[str]) -> None:
        """Forget bytes; what is not there is no fault."""
        ...
