"""The text of a document with the origin of every line: what all later stages cite."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line as decoded. ``start`` counts code points into the whole text; a table row is one line, its cells parted by tabs."""

    text: str
    start: int
    page: int = 1

    @property
    def end(self) -> int:
        """Where the line ends, excluded."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A whole document: its lines in reading order; ``text`` is the lines joined by line feeds, to which every span refers."""

    lines: tuple[SourceLine, ...]
    media_type: str = "text/plain"
    pages: int = 1
    textless: tuple[int, ...] = ()
    """Pages without any text, such as scans between typed pages: nothing of them was read."""

    @property
    def text(self) -> str:
        """The decoded text."""
        return "\n".join(line.text for line in self.lines)

    @classmethod
    def of(cls, text: str, media_type: str = "text/plain") -> "SourceText":
        """A text in one piece; a form feed begins a page."""
        return cls.of_pages(text.split("\f"), media_type)

    @classmethod
    def of_pages(cls, pages: Iterable[str], media_type: str) -> "SourceText":
        """Pages of text, numbered from 1. Carriage returns go; a form feed counts like the line feed that takes its place."""
        numbered = [(number, line) for number, page in enumerate(pages, 1) for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        starts = accumulate((len(line) + 1 for _, line in numbered), initial=0)
        lines = tuple(SourceLine(line, start, number) for (number, line), start in zip(numbered, starts, strict=False))
        return cls(lines, media_type, numbered[-1][0] if numbered else 1)
