"""Two versions of a document compared clause by clause: what is new, changed, gone, or only stands elsewhere now.

Clauses are matched by their words first, then by their titles, then by likeness; numbers and paths never decide, because a
clause that is put in renumbers all that follow it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from services.plans.rules.reading.clauses import ClauseNode, clause_tree
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.text import SourceText
from shared.rules.similarity import alike
from shared.schemas.document_drafts import ClauseChangeKind, TextOperation

_ALIKE = 0.5
"""From this share of common pairs of characters on, two clauses are versions of one another."""
_MOST_CHARACTERS = 4_000_000
"""Beyond this product of lengths a clause is compared sentence by sentence."""
_ENDS = "。；;！!？?\n"


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause with its own words, its number left out; ``start`` and ``end`` are its place in its version."""

    path: str
    title: str
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """What is compared: the text without white space."""
        return "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of both versions woven together."""

    operation: TextOperation
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs."""

    kind: ClauseChangeKind
    before: ClauseText | None
    after: ClauseText | None
    pieces: tuple[Piece, ...]


def clauses_of(source: SourceText) -> list[ClauseText]:
    """The clauses of a document in its order, each with its own words alone; what stands before the first heading is one too."""
    return [found for node in clause_tree(blocks(source)).walk() if (found := _clause_text(node)).text.strip()]


def _clause_text(node: ClauseNode) -> ClauseText:
    head = node.head.text if node.head else ""
    own = head[max(0, head.find(node.title)) :]
    parts = [own, *(part.text if isinstance(part, Paragraph) else "\t".join(part.texts) for part in node.body)]
    ends = [part.end for part in ([node.head] if node.head else []) + list(node.body)]
    start = node.head.start if node.head else min((part.start for part in node.body), default=0)
    return ClauseText(node.path, node.title, "\n".join(part for part in parts if part), start, max(ends, default=start))


def compare(before: Sequence[ClauseText], after: Sequence[ClauseText]) -> tuple[list[Change], int]:
    """The changes in the order of the new version (what is gone stands where it was), and how many clauses are unchanged."""
    matched = _matched(before, after)
    kept = {old: new for new, old in matched.items()}
    ordered = [(new, 1, new, _change(before, after, matched.get(new), new)) for new in range(len(after))]
    place = -1
    for old in range(len(before)):
        if old in kept:
            place = kept[old]
        else:
            ordered.append((place, 2, old, _change(before, after, old, None)))
    changes = [change for *_, change in sorted(ordered, key=lambda entry: entry[:3]) if change is not None]
    return changes, len(after) - sum(1 for change in changes if change.after is not None)


def _change(before: Sequence[ClauseText], after: Sequence[ClauseText], old: int | None, new: int | None) -> Change | None:
    was, now = (None if old is None else before[old]), (None if new is None else after[new])
    if was is None or now is None:
        gone = now is None
        only = was if gone else now
        assert only is not None
        operation = TextOperation.REMOVED if gone else TextOperation.ADDED
        return Change(ClauseChangeKind.GONE if gone else ClauseChangeKind.NEW, was, now, (Piece(operation, only.text),))
    if was.words == now.words:
        return None if was.path == now.path else Change(ClauseChangeKind.MOVED, was, now, (Piece(TextOperation.SAME, now.text),))
    return Change(ClauseChangeKind.CHANGED, was, now, tuple(_pieces(was.text, now.text)))


def _matched(before: Sequence[ClauseText], after: Sequence[ClauseText]) -> dict[int, int]:
    """New clause → old clause."""
    old_words, new_words = [clause.words for clause in before], [clause.words for clause in after]
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, old_words, new_words, autojunk=False).get_matching_blocks():
        found |= {block.b + step: block.a + step for step in range(block.size)}
    for marks in ((old_words, new_words), ([clause.title for clause in before], [clause.title for clause in after])):
        _match_equal(*marks, found)
    _match_alike(old_words, new_words, found)
    return found


def _match_equal(old: Sequence[str], new: Sequence[str], found: dict[int, int]) -> None:
    """Pair what bears the same mark, in order, among what is left."""
    taken = set(found.values())
    waiting: dict[str, list[int]] = {}
    for place, mark in enumerate(old):
        if mark and place not in taken:
            waiting.setdefault(mark, []).append(place)
    for place, mark in enumerate(new):
        if place not in found and waiting.get(mark):
            found[place] = waiting[mark].pop(0)


def _match_alike(old: Sequence[str], new: Sequence[str], found: dict[int, int]) -> None:
    """Pair what is left by likeness, the likest first."""
    taken = set(found.values())
    left = {str(place): words for place, words in enumerate(old) if place not in taken}
    asked = {str(place): words for place, words in enumerate(new) if place not in found}
    likeness = [(-share, int(now), int(was)) for share, now, was in alike(asked, left, _ALIKE)]
    for _, now, was in sorted(likeness):
        if now not in found and was not in taken:
            found[now] = was
            taken.add(was)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old: Sequence[str] = before
    new: Sequence[str] = after
    if len(before) * len(after) > _MOST_CHARACTERS:
        old, new = _sentences(before), _sentences(after)
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(TextOperation.SAME, "".join(new[new_start:new_end]))
            continue
        if old_end > old_start:
            yield Piece(TextOperation.REMOVED, "".join(old[old_start:old_end]))
        if new_end > new_start:
            yield Piece(TextOperation.ADDED, "".join(new[new_start:new_end]))


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for place, sign in enumerate(text):
        if sign in _ENDS:
            found.append(text[start : place + 1])
            start = place + 1
    return [*found, text[start:]] if start < len(text) else found
