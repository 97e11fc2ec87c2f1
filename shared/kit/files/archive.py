"""The parts of a docx package, unpacked within limits: what a package declares is checked first, and held to while reading."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from shared.kit.files.refusals import Refusal, UnreadableDocument

MOST_ENTRIES = 5_000
MOST_TOTAL = 400 * 1024 * 1024
MOST_PART = 24 * 1024 * 1024
"""Largest XML part that is unpacked: its tree takes about ten times as much memory."""
_BOMB_RATIO, _BOMB_SIZE = 200, 4 * 1024 * 1024
"""Word's own XML packs 10 to 40 times; deflate can reach 1,030."""
_ENCRYPTED_FLAG = 0x1
_CHUNK = 1 << 16


class Package:
    """A zip file whose directory was found harmless."""

    def __init__(self, data: bytes | Path) -> None:
        try:
            self._zip = zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as fault:
            raise UnreadableDocument(Refusal.BROKEN, "zip directory") from fault
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        _check(self._zip.infolist())

    def names(self) -> list[str]:
        """Every name, as the package writes it."""
        return list(self._entries)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._entries

    def part(self, name: str) -> bytes:
        """One part unpacked, at most MOST_PART bytes whatever was declared."""
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableDocument(Refusal.BROKEN, f"{name} is missing")
        if entry.file_size > MOST_PART:
            raise UnreadableDocument(Refusal.BOMB, f"{name}: {entry.file_size} bytes")
        try:
            with self._zip.open(entry) as stream:
                return _read_within(stream, name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as fault:
            raise UnreadableDocument(Refusal.BROKEN, name) from fault


def _read_within(stream: IO[bytes], name: str) -> bytes:
    made = bytearray()
    while chunk := stream.read(_CHUNK):
        made += chunk
        if len(made) > MOST_PART:
            raise UnreadableDocument(Refusal.BOMB, name)
    return bytes(made)


def _check(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Everything that the directory tells, before a byte is unpacked."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_TOTAL:
        raise UnreadableDocument(Refusal.BOMB, "declared size")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise UnreadableDocument(Refusal.ENCRYPTED)
        if _leads_outside(entry.filename):
            raise UnreadableDocument(Refusal.UNSAFE_NAMES, entry.filename[:80])
        if entry.file_size > _BOMB_SIZE and entry.file_size > _BOMB_RATIO * max(1, entry.compress_size):
            raise UnreadableDocument(Refusal.BOMB, entry.filename[:80])


def _leads_outside(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or ":" in plain.split("/")[0]
