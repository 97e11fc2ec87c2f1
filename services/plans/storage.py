"""Uploaded bytes on disk, outside the database, named by their sha256: written beside, then renamed, so that no half file is ever read."""

import asyncio
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from time import time
from uuid import uuid4

KEPT_SECONDS = 3600.0
"""A file that no row names is dropped after this: an upload puts its file down before its row is durable."""


class DocumentStore:
    """The folder of uploaded documents; servers and workers share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, if they do."""
        return self._folder / sha256[:2] / sha256

    async def keep(self, data: bytes) -> str:
        """Store bytes durably; their sha256. The same bytes again cost nothing but a fresh date."""
        return await asyncio.to_thread(self._keep, data)

    def _keep(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            os.utime(path)
            return sha256
        half = path.with_name(f"{sha256}.{uuid4().hex}.part")
        try:
            with half.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        return sha256

    async def aged(self, now: float | None = None) -> list[Path]:
        """Files (halves included) that were not touched for KEPT_SECONDS."""
        return await asyncio.to_thread(self._aged, time() if now is None else now)

    def _aged(self, now: float) -> list[Path]:
        return [file for file in self._folder.glob("??/*") if now - file.stat().st_mtime > KEPT_SECONDS]

    async def drop(self, files: Iterable[Path]) -> None:
        """Remove files."""
        for file in files:
            await asyncio.to_thread(file.unlink, missing_ok=True)
