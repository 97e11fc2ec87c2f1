"""What becomes of each row, and the digest that stands for exactly what was shown."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from shared.kit.sheets.faults import Fault

Word = Literal["new", "changed", "unchanged", "refused"]
WORDS: tuple[Word, ...] = ("new", "changed", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of what is there already; None stands for nothing."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row. ``id`` is what it stands for; a new one's is made while planning and counts for no digest."""

    row: int
    word: Word
    name: str
    id: UUID | None = None
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


def settled(row: int, name: str, *, new: bool, id: UUID, changes: Sequence[Change]) -> Outcome:  # noqa: A002 - the field's name
    """The outcome of a row without faults."""
    return Outcome(row, "new" if new else "changed" if changes else "unchanged", name, id, tuple(changes))


def differing(column: str, before: object, after: object) -> tuple[Change, ...]:
    """The change of a field; none where the cell is empty or says what is there."""
    if after is None or after in ("", before):
        return ()
    return (Change(column, None if before is None else str(before), str(after)),)


def counts(outcomes: Iterable[Outcome]) -> Mapping[str, int]:
    """How many rows have which outcome."""
    found = Counter(outcome.word for outcome in outcomes)
    return {word: found[word] for word in WORDS}


def digest(table: str, data: bytes, outcomes: Sequence[Outcome]) -> str:
    """What stands for these outcomes of this file: hash of the file, counts, hash of the outcomes."""
    told = [table, [_told(outcome) for outcome in outcomes]]
    seen = hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    return ".".join((hashlib.sha256(data).hexdigest()[:16], *map(str, counts(outcomes).values()), seen[:48]))


def _told(outcome: Outcome) -> list[object]:
    known = None if outcome.word == "new" else str(outcome.id)
    changes = [[change.column, change.before, change.after] for change in outcome.changes]
    return [outcome.row, outcome.word, known, changes, [[fault.column, fault.code] for fault in outcome.faults]]


def same_file(one: str, other: str) -> bool:
    """Whether two digests are of the same bytes."""
    return one.partition(".")[0] == other.partition(".")[0]


def counted(told: str) -> Sequence[str]:
    """The counts that a digest carries, in the order of ``WORDS``; question marks where it is none of ours."""
    parts = told.split(".")
    return parts[1:-1] if len(parts) == len(WORDS) + 2 else ["?"] * len(WORDS)
