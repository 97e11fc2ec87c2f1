"""The audit trail as a chain: what hashes are taken over, and how a chain is held against itself. Pure; RFC 8785 makes JSON one text.

Whoever can write to the database can make a whole new chain: a seal's hash kept elsewhere, or the service's public key, shows that.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import rfc8785

from shared.schemas.audit import AuditEntry, AuditSeal

FIRST = "0" * 64
"""What the first seal has in place of a previous one."""
_TIMED = 7
"""The version of ids that hold the instant they were made at."""
_UNHASHED = frozenset({"hash", "seal", "position", "signature"})


class Flaw(StrEnum):
    """What can be wrong with a chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    REORDERED = "reordered"
    BROKEN_SEAL = "broken-seal"
    MISSING_SEAL = "missing-seal"
    UNSIGNED = "unsigned"
    UNSEALED = "unsealed"
    CUT_OFF = "cut-off"


@dataclass(frozen=True, slots=True)
class Found:
    """One flaw, where it lies: the seal, and the entry where one is meant (its id, or its hash if the row is gone)."""

    flaw: Flaw
    seal: int | None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A seal with the entries that name it. Without a seal: entries of one that is not there, or of none yet."""

    seal: AuditSeal | None
    entries: Sequence[AuditEntry]


Signed = Callable[[AuditSeal], bool]


def fingerprint(content: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(rfc8785.dumps(_plain(content))).hexdigest()


def _plain(value: Any) -> Any:
    """``value`` as JSON has it: ids, instants and decimals as their one text."""
    match value:
        case Mapping():
            return {str(name): _plain(part) for name, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case Decimal():
            return format(value, "f")
        case UUID() | date():
            return str(value)
        case bytes():
            return value.hex()
        case _:
            return value


def content_hash(told: AuditEntry | AuditSeal) -> str:
    """The hash over what an entry or a seal says."""
    return fingerprint({name: getattr(told, name) for name in type(told).model_fields if name not in _UNHASHED})


def next_seal(last: AuditSeal | None, entries: Sequence[AuditEntry], at: datetime, sign: Callable[[str], str]) -> AuditSeal:
    """The seal over ``entries`` in their order, bound to the last one."""
    told = {"number": last.number + 1 if last else 1, "previous": last.hash if last else FIRST, "at": at}
    bare = AuditSeal(**told, count=len(entries), entries=tuple(content_hash(entry) for entry in entries), hash=FIRST, signature="")
    digest = content_hash(bare)
    return bare.model_copy(update={"hash": digest, "signature": sign(digest)})


class Chain:
    """A chain that is gone through section by section, from its first seal to what is not sealed yet.

    ``signed`` says whether a seal carries a signature of the service; ``head`` is the hash of a seal that must be among them.
    An entry may wait ``patience`` for its seal, counted from its id, which holds real time.
    """

    def __init__(self, now: datetime, patience: timedelta, signed: Signed | None = None, head: str | None = None) -> None:
        self._now, self._patience, self._signed, self._head = now, patience, signed, head
        self._head_seen = head is None
        self.last: AuditSeal | None = None
        self.sealed = self.pending = 0

    def flaws(self, section: Section) -> Iterator[Found]:
        """What is wrong with the next section."""
        if section.seal is None:
            self.pending += sum(entry.seal is None for entry in section.entries)
            yield from (found for entry in section.entries if (found := self._flaw_of_loose(entry)) is not None)
            return
        yield from self._flaws_of_seal(section.seal)
        yield from _flaws_of_entries(section.seal, section.entries)
        self._head_seen = self._head_seen or section.seal.hash == self._head
        self.last = section.seal
        self.sealed += len(section.entries)

    def flaws_at_the_end(self) -> Iterator[Found]:
        """What only the whole can show: that it ends before a seal which is known to have been there."""
        if not self._head_seen:
            yield Found(Flaw.CUT_OFF, self.last.number if self.last else None, self._head)

    def _flaws_of_seal(self, seal: AuditSeal) -> Iterator[Found]:
        expected, previous = (self.last.number + 1, self.last.hash) if self.last else (1, FIRST)
        if seal.number != expected:
            yield Found(Flaw.MISSING_SEAL, expected)
        elif seal.previous != previous:
            yield Found(Flaw.BROKEN_SEAL, seal.number)
        if content_hash(seal) != seal.hash or seal.count != len(seal.entries):
            yield Found(Flaw.BROKEN_SEAL, seal.number)
        elif self._signed is not None and not self._signed(seal):
            yield Found(Flaw.UNSIGNED, seal.number)

    def _flaw_of_loose(self, entry: AuditEntry) -> Found | None:
        if entry.seal is not None or entry.id.version != _TIMED:
            return Found(Flaw.ADDED, entry.seal, str(entry.id))
        if entry.hash not in (None, content_hash(entry)):
            return Found(Flaw.CHANGED, None, str(entry.id))
        return Found(Flaw.UNSEALED, None, str(entry.id)) if self._now - made_at(entry.id) > self._patience else None


def _flaws_of_entries(seal: AuditSeal, entries: Sequence[AuditEntry]) -> Iterator[Found]:
    at_place: dict[int | None, AuditEntry] = {}
    out_of_place = [entry for entry in entries if at_place.setdefault(entry.position, entry) is not entry]
    hashes = {entry.id: content_hash(entry) for entry in entries}
    held, there = set(seal.entries), set(hashes.values())
    for position, wanted in enumerate(seal.entries):
        entry = at_place.pop(position, None)
        if entry is None:
            if wanted not in there:
                yield Found(Flaw.REMOVED, seal.number, wanted)
        elif (has := hashes[entry.id]) != wanted:
            yield Found(Flaw.REORDERED if has in held else Flaw.CHANGED, seal.number, str(entry.id))
        elif entry.hash not in (None, has):
            yield Found(Flaw.CHANGED, seal.number, str(entry.id))
    for entry in (*at_place.values(), *out_of_place):
        yield Found(Flaw.REORDERED if hashes[entry.id] in held else Flaw.ADDED, seal.number, str(entry.id))


def made_at(id_: UUID) -> datetime:
    """The real instant that a time-ordered id (UUIDv7, RFC 9562) was made at; ``at`` is business time."""
    return datetime.fromtimestamp((id_.int >> 80) / 1000, UTC)
