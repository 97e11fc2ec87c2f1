"""Lines → paragraphs: what a page break or a hard line end tore apart is joined again, and every character keeps its place in the source.

A line is continued by the next one if it is not closed by its punctuation and either is visibly open (an open bracket, a 、 at its
end) or was as long as lines of this document get; a line that begins something of its own is never taken in.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.plans.rules.reading.characters import display_width, plain, repaired, with_full_stops
from services.plans.rules.reading.headings import begins_entry, heading_of, is_labelled
from services.plans.rules.reading.rows import Row, prose_and_rows, row_of
from services.plans.rules.reading.text import SourceLine, SourceText

_CLOSED = "。！？；!?;:"
_OPEN_END = "、，,（(《“〈-—和及与的"
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】"}
_WIDTH_SLACK = 2.5
_WIDEST_WRAP = 60
_FEWEST_LINES = 8
_RULE = re.compile(r"[-—_=\s|]+")
_DASHED_NUMBER = re.compile(r"[-—–]+\s*\d{1,4}\s*[-—–]+")
_PAGE_NUMBER = re.compile(r"[-—\s]*(?:第\s*)?\d{1,3}(?:\s*页)?[-—\s]*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A repaired paragraph: ``text`` without white space at line ends, ``places[i]`` the place of character i in the source."""

    text: str
    places: tuple[int, ...]
    page: int

    @property
    def flat(self) -> str:
        """The text with its characters in plain form, of the same length."""
        return plain(self.text)

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Where it ends in the source, excluded."""
        return self.places[-1] + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the source."""
        return self.places[start], self.places[end - 1] + 1

    def cut(self, start: int, end: int | None = None) -> "Paragraph | None":
        """A part of it, trimmed; None if nothing is left."""
        part = self.text[start:end]
        left = start + len(part) - len(part.lstrip())
        right = start + len(part.rstrip())
        return Paragraph(self.text[left:right], self.places[left:right], self.page) if left < right else None

    def joined(self, other: "Paragraph") -> "Paragraph":
        """Both as one."""
        return Paragraph(self.text + other.text, self.places + other.places, self.page)


def paragraph_of(line: SourceLine) -> Paragraph | None:
    """A line without the white space around it and within it; None if it is empty. Spaces between Latin words stay."""
    kept = [(index, sign) for index, sign in enumerate(line.text) if not sign.isspace() or _parts_words(line.text, index)]
    if not kept:
        return None
    return Paragraph(with_full_stops(repaired("".join(sign for _, sign in kept))), tuple(line.start + index for index, _ in kept), line.page)


def _parts_words(text: str, index: int) -> bool:
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


def line_width(lines: Iterable[SourceLine]) -> float | None:
    """The right edge at which a document is hard-wrapped, in Chinese signs; None if its lines are paragraphs.

    It is hard-wrapped if a third of its lines end within a few signs of the widest common edge.
    """
    edges = sorted(_edge(line) for line in lines if line.text.strip() and row_of(line) is None)
    if len(edges) < _FEWEST_LINES:
        return None
    widest = edges[-max(1, len(edges) // 50)]
    full = sum(1 for edge in edges if widest - _WIDTH_SLACK <= edge <= widest + 1)
    return widest if widest <= _WIDEST_WRAP and full * 3 >= len(edges) else None


def _edge(line: SourceLine) -> float:
    return display_width(line.text.rstrip())


def blocks(source: SourceText) -> list[Paragraph | Row]:
    """The document as paragraphs and rows of tables, in reading order."""
    lines = without_running_heads(source.lines)
    return list(_joined(prose_and_rows(lines), line_width(lines)))


def without_running_heads(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without page numbers in dashes (— 3 —), and without what stands again beside at least two of them; heads of tables stay."""
    numbers = [place for place, line in enumerate(lines) if _DASHED_NUMBER.fullmatch(line.text.strip())]
    if not numbers:
        return list(lines)
    edges = [place for number in numbers for place in (_filled(lines, number, 1), _filled(lines, number, -1)) if place is not None]
    beside = [place for place in edges if row_of(lines[place]) is None]
    counts = Counter(lines[place].text.strip() for place in beside)
    gone = {*numbers, *(place for place in beside if counts[lines[place].text.strip()] > 1 and place > numbers[0])}
    return [line for place, line in enumerate(lines) if place not in gone]


def _filled(lines: Sequence[SourceLine], start: int, step: int) -> int | None:
    """The nearest line with text from ``start`` on, one way."""
    place = start + step
    while 0 <= place < len(lines) and not lines[place].text.strip():
        place += step
    return place if 0 <= place < len(lines) else None


def _joined(lines: Iterable[SourceLine | Row], width: float | None) -> Iterator[Paragraph | Row]:
    current: Paragraph | None = None
    last = 0.0
    for line in lines:
        if isinstance(line, Row):
            if current:
                yield current
            current = None
            yield line
            continue
        piece = paragraph_of(line)
        if piece is None or (_PAGE_NUMBER.fullmatch(piece.text) and current and is_open(current.text, last, width)):
            continue
        if current and is_open(current.text, last, width) and not begins_entry(line.text):
            current = current.joined(piece)
        else:
            if current:
                yield current
            current = piece
        last = _edge(line)
    if current:
        yield current


def is_open(text: str, last_line: float, width: float | None) -> bool:
    """Whether ``text`` goes on in the next line; ``last_line`` is the right edge of its last line."""
    if plain(text)[-1] in _CLOSED or _RULE.fullmatch(text):
        return False
    if text[-1] in _OPEN_END or _has_open_bracket(text):
        return True
    if width and last_line >= width - _WIDTH_SLACK:
        return True
    return text[-1] not in "）)】" and _is_prose(text)


def _is_prose(text: str) -> bool:
    """Whether a text has the punctuation of a sentence, and is neither a heading by itself nor a line of units."""
    if is_labelled(text) or not any(sign in text for sign in "，。；,;"):
        return False
    heading = heading_of(text)
    return heading is None or heading.run_in


def _has_open_bracket(text: str) -> bool:
    return any(plain(text).count(plain(left)) > plain(text).count(plain(right)) for left, right in _PAIRS.items())
