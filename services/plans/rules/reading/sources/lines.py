"""Lines as the readers of formats give them, put together into one text with offsets."""

from collections.abc import Iterable
from typing import NamedTuple

from services.plans.rules.reading.text import SourceLine, SourceText
from shared.kit.files.refusals import Refusal, UnreadableDocument

MOST_LINES = 500_000


class Line(NamedTuple):
    """A line and the page on which it begins."""

    text: str
    page: int = 1


def put_together(lines: Iterable[Line], media_type: str, pages: int | None = None, textless: Iterable[int] = ()) -> SourceText:
    """One text of the lines; raises UnreadableDocument when there are too many, or none with text. ``textless``: pages without any."""
    made: list[SourceLine] = []
    start = 0
    for line in lines:
        if len(made) == MOST_LINES:
            raise UnreadableDocument(Refusal.TOO_LONG, f"more than {MOST_LINES} lines")
        made.append(SourceLine(line.text, start, line.page))
        start += len(line.text) + 1
    if not any(line.text.strip() for line in made):
        raise UnreadableDocument(Refusal.NO_TEXT)
    return SourceText(tuple(made), media_type, pages or made[-1].page, tuple(textless))


def one_line(text: str) -> str:
    """Runs of white space as one space: a table cell within its row."""
    return " ".join(text.split())


def row_of(cells: Iterable[str]) -> str:
    """A table row as one line: cells parted by tabs."""
    return "\t".join(one_line(cell) for cell in cells)
