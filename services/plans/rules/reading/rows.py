"""Rows of tables as text prints them: cells parted by tabs, by bars, by wide gaps (fixed layout), or one cell a line (stacked)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.plans.rules.reading.characters import display_width
from services.plans.rules.reading.text import SourceLine

_GAP = re.compile(r"[^\s]+(?:[ ][^\s]+)*")
_FIXED_CELLS = 3
_FIXED_COLUMNS = 4
_COLUMN_SLACK = 3.0
_BLANK_LINES = 1
_LABELLED = re.compile(
    r"(?:索\s*引\s*号|发布(?:机构|单位|日期|时间)|发文(?:机关|字号|单位|日期)|公开(?:方式|范围|类别|日期)|组配分类|主题(?:分类|词)|成文日期|"
    r"文\s*号|文件编号|有\s*效\s*性|生效日期|政策层级|名\s*称)\s*[:：]"
)
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


def fixed(lines: Sequence[SourceLine], first: int) -> tuple[list[Row], int]:
    """The rows of a table in fixed layout (columns by spaces) whose head is line ``first``, and where it ends; none if it is no such table.

    A piece of text belongs to the column of the head that begins nearest to it, so that empty cells and cells torn over lines keep their column.
    """
    head = _segments(lines[first])
    if len(head) < _FIXED_COLUMNS or _is_parted(lines[first]):
        return [], first
    starts = [column for column, _ in head]
    rows, index, blank = [_aligned(lines[first], starts)], first + 1, 0
    while index < len(lines) and blank <= _BLANK_LINES:
        segments = _segments(lines[index])
        if segments and not _belongs(lines[index], segments, starts):
            break
        blank = 0 if segments else blank + 1
        if segments:
            rows.append(_aligned(lines[index], starts))
        index += 1
    whole = sum(1 for row in rows if sum(1 for cell in row.cells if cell.text) * 2 > len(starts))
    return (rows, index) if whole > 2 else ([], first)  # noqa: PLR2004 - a head and two rows


def _is_parted(line: SourceLine) -> bool:
    return "\t" in line.text or "|" in line.text


def _segments(line: SourceLine) -> list[tuple[float, Cell]]:
    """The pieces between wide gaps, each with the display column at which it begins."""
    return [
        (display_width(line.text[: found.start()]), Cell(found[0], line.start + found.start(), line.start + found.end()))
        for found in _GAP.finditer(line.text)
    ]


def _belongs(line: SourceLine, segments: Sequence[tuple[float, Cell]], starts: Sequence[float]) -> bool:
    if "。" in line.text or "；" in line.text or _is_parted(line):
        return False
    return len(segments) == len(starts) or all(min(abs(column - start) for start in starts) <= _COLUMN_SLACK for column, _ in segments)


def _aligned(line: SourceLine, starts: Sequence[float]) -> Row:
    segments = _segments(line)
    if len(segments) == len(starts):
        return Row(tuple(cell for _, cell in segments), line.page, "fixed")
    cells = [Cell("", line.start, line.start) for _ in starts]
    for column, cell in segments:
        place = min(range(len(starts)), key=lambda number: (abs(starts[number] - column), number))
        cells[place] = cell if not cells[place].text else Cell(f"{cells[place].text} {cell.text}", cells[place].start, cell.end)
    return Row(tuple(cells), line.page, "fixed")


def prose_and_rows(lines: Sequence[SourceLine]) -> Iterator[SourceLine | Row]:
    """Every line in order, the rows of tables as rows."""
    index = 0
    while index < len(lines):
        rows, end = stacked(lines, index) if lines[index].text.startswith("\t") else fixed(lines, index)
        if rows:
            yield from rows
            index = end
            continue
        row = row_of(lines[index])
        if row is not None and _LABELLED.search(lines[index].text):
            yield from _labelled(lines[index])
        else:
            yield row if row else lines[index]
        index += 1


def _labelled(line: SourceLine) -> Iterator[SourceLine]:
    """Lines of metadata that a page prints side by side (文号：…　公开方式：…), one for each label."""
    starts = [found.start() for found in _LABELLED.finditer(line.text)]
    for start, end in pairwise([*starts, len(line.text)]):
        yield SourceLine(line.text[start:end].rstrip(), line.start + start, line.page)
