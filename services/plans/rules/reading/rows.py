"""Rows of tables as text prints them: cells parted by tabs, by bars, by wide gaps (fixed layout), or one cell a line (stacked)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.plans.rules.reading.text import SourceLine

_GAP = re.compile(r"\S+(?:[ \u3000]\S+)*")
_FIXED_CELLS = 3
_STACKED_CELLS = 3
_RULE = re.compile(r"[-—=+:|_\s]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as printed, trimmed, and where it stands in the source."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    page: int
    layout: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What the cells print."""
        return tuple(cell.text for cell in self.cells)

    @property
    def start(self) -> int:
        """Where the row begins."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Where the row ends, excluded."""
        return max(cell.end for cell in self.cells)


def row_of(line: SourceLine) -> Row | None:
    """A line as a row; None if it is prose. A ruled line (----) is a row without text."""
    text = line.text
    # Tabs behind the text are empty cells; a tab before it alone is an indent.
    if "\t" in text.strip() or text.lstrip().count("\t") > 1:
        return _parted(line, "\t")
    if text.count("|") >= 2:  # noqa: PLR2004 - a table has at least two bars a row
        inner = text.strip().removeprefix("|").removesuffix("|")
        return _parted(SourceLine(inner, line.start + text.index(inner), line.page), "|") if inner else None
    cells = [Cell(found[0], line.start + found.start(), line.start + found.end()) for found in _GAP.finditer(text)]
    if len(cells) >= _FIXED_CELLS and re.search(r"\S(?: {2,}|\u3000{2,})\S", text) and "。" not in text:
        return Row(tuple(cells), line.page, "fixed")
    return None


def is_rule(row: Row) -> bool:
    """Whether a row only draws a line."""
    return all(_RULE.fullmatch(text) for text in row.texts) and any("--" in text for text in row.texts)


def _parted(line: SourceLine, sign: str) -> Row:
    cells, place = [], line.start
    # A leading tab is an empty first cell: a row whose first column continues the row above.
    for piece in line.text.split(sign):
        left = place + len(piece) - len(piece.lstrip())
        cells.append(Cell(piece.strip(), left, max(left, place + len(piece.rstrip()))))
        place += len(piece) + 1
    return Row(tuple(cells), line.page, "tab" if sign == "\t" else "bar")


def stacked(lines: Sequence[SourceLine], first: int) -> tuple[list[Row], int]:
    """The rows of a table printed one cell a line (each line begins with a tab, empty lines part the rows), and where it ends.

    Only if at least two rows agree in their number of cells; no rows otherwise.
    """
    groups: list[list[SourceLine]] = [[]]
    index = first
    while index < len(lines) and (lines[index].text.startswith("\t") or not lines[index].text.strip()):
        if lines[index].text.startswith("\t"):
            groups[-1].append(lines[index])
        elif groups[-1]:
            groups.append([])
        index += 1
    groups = [group for group in groups if group]
    if len(groups) < 2 or not (len(groups[0]) == len(groups[1]) >= _STACKED_CELLS):  # noqa: PLR2004 - a head and a row
        return [], first
    return [_stacked_row(group) for group in groups], index


def _stacked_row(group: Sequence[SourceLine]) -> Row:
    cells = []
    for line in group:
        text = line.text.strip()
        start = line.start + (line.text.index(text) if text else 0)
        cells.append(Cell(text, start, start + len(text)))
    return Row(tuple(cells), group[0].page, "stacked")


def prose_and_rows(lines: Sequence[SourceLine]) -> Iterator[SourceLine | Row]:
    """Every line in order, the rows of tables as rows."""
    index = 0
    while index < len(lines):
        if lines[index].text.startswith("\t"):
            rows, end = stacked(lines, index)
            if rows:
                yield from rows
                index = end
                continue
        row = row_of(lines[index])
        yield row if row else lines[index]
        index += 1
