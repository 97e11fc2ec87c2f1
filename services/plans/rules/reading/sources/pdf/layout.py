"""Lines of a page from the places of its characters: rows from top to bottom, gaps as spaces or tabs, two columns one after the other."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from services.plans.rules.reading.sources.pdf.characters import Character
from services.plans.rules.reading.sources.pdf.drawn import Rule
from services.plans.rules.reading.sources.pdf.ruled import grids, lines_of_grid

_SAME_ROW = 0.5
"""Two characters share a row if their heights overlap by half of the smaller one."""
_SPACE, _TAB = 0.2, 1.6
"""Gaps in sizes of the font: from 0.2 a space between words of letters, from 1.6 a new column of a table."""
_LEAST_ROWS, _FILLED = 12, 0.6


@dataclass(slots=True)
class Row:
    """Characters that stand side by side."""

    bottom: float
    top: float
    characters: list[Character] = field(default_factory=list)

    def takes(self, one: Character) -> bool:
        """Whether a character belongs into this row."""
        overlap = min(self.top, one.top) - max(self.bottom, one.bottom)
        return overlap > _SAME_ROW * min(self.top - self.bottom, one.top - one.bottom)

    def add(self, one: Character) -> None:
        """Put a character in; the row stays as high as its largest character."""
        self.characters.append(one)
        if one.top - one.bottom > self.top - self.bottom:
            self.bottom, self.top = one.bottom, one.top


def lines_of_page(characters: Sequence[Character], width: float, rules: Sequence[Rule] = ()) -> list[str]:
    """The lines of one page in reading order; empty for a page without text. ``rules`` are the lines that it draws."""
    made: list[str] = []
    left = [one for one in characters if not one.sign.isspace()]
    for grid in grids(rules):
        inside = [one for one in left if grid.holds(one)]
        above = [one for one in left if one.bottom >= grid.bottom and not grid.holds(one)]
        taken = {id(one) for one in (*inside, *above)}
        left = [one for one in left if id(one) not in taken]
        made += _lines_of_prose(above, width) + lines_of_grid(grid, inside, _cell)
    return made + _lines_of_prose(left, width)


def _cell(characters: Sequence[Character]) -> str:
    """The text of a cell: its lines as one, with a space only between letters or figures."""
    text = ""
    for line in (_line(row.characters).replace("\t", " ") for row in _rows(characters)):
        text += f" {line}" if text[-1:].isascii() and line[:1].isascii() and text else line
    return text


def _lines_of_prose(characters: Sequence[Character], width: float) -> list[str]:
    rows = _rows(one for one in characters if not one.sign.isspace())
    if not rows:
        return []
    gutter = _gutter(rows, width)
    if gutter is None:
        return [line for row in rows if (line := _line(row.characters))]
    return _columns(rows, gutter)


def _rows(characters: Iterable[Character]) -> list[Row]:
    """Rows from top to bottom, each from left to right."""
    rows: list[Row] = []
    for one in sorted(characters, key=lambda one: (-(one.top + one.bottom), one.left)):
        row = next((row for row in reversed(rows[-4:]) if row.takes(one)), None)
        if row is None:
            row = Row(one.bottom, one.top)
            rows.append(row)
        row.add(one)
    for row in rows:
        row.characters.sort(key=lambda one: one.left)
    return rows


def _line(characters: Sequence[Character]) -> str:
    """A row as text. A character printed twice at one place (bold by shadow) counts once."""
    made = ""
    before: Character | None = None
    for one in characters:
        if before is not None:
            if one.sign == before.sign and abs(one.left - before.left) < 0.25 * one.size:
                continue
            made += _gap(before, one)
        made += one.sign
        before = one
    return made.strip()


def _gap(before: Character, one: Character) -> str:
    size = max(before.size, one.size, 1.0)
    width = (one.left - before.right) / size
    if width >= _TAB:
        return "\t"
    wide = _is_wide(before.sign) or _is_wide(one.sign)
    # Between Chinese characters a gap of up to a whole one is justified setting; between letters a small one parts words.
    return " " if width >= (0.9 if wide else _SPACE) else ""


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in {"W", "F", "A"}


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """Where the page parts into two columns of prose, if it does: an empty strip near the middle, with text filling both sides."""
    if len(rows) < _LEAST_ROWS:
        return None
    candidates = [found for row in rows for found in _strips(row, width)]
    if len(candidates) < _LEAST_ROWS // 2:
        return None
    middle = median(candidates)
    return middle if _fills_both_sides(rows, middle) else None


def _strips(row: Row, width: float) -> list[float]:
    """Middles of the wide gaps of a row that lie in the middle of the page."""
    return [
        (before.right + after.left) / 2
        for before, after in pairwise(row.characters)
        if after.left - before.right >= _TAB * 0.6 * max(before.size, 1.0) and 0.4 * width <= (before.right + after.left) / 2 <= 0.6 * width
    ]


def _fills_both_sides(rows: Sequence[Row], middle: float) -> bool:
    """Cells of a table are short; columns of prose fill their width on most rows, and next to none crosses the strip."""
    left, right = min(row.characters[0].left for row in rows), max(row.characters[-1].right for row in rows)
    crossing = sum(1 for row in rows if any(one.left < middle < one.right for one in row.characters))
    halves = ((left, middle), (middle, right))
    filled = [sum(1 for row in rows if _cover(row, start, end) >= _FILLED * (end - start)) for start, end in halves]
    return crossing <= len(rows) // 4 and min(filled) >= len(rows) // 2


def _cover(row: Row, start: float, end: float) -> float:
    """How much of a stretch the characters of a row cover."""
    return sum(one.right - one.left for one in row.characters if start <= (one.left + one.right) / 2 <= end)


def _columns(rows: Sequence[Row], middle: float) -> list[str]:
    """Stretches of two columns, left before right; a row that crosses the strip, such as a title, parts them."""
    made: list[str] = []
    sides: tuple[list[str], list[str]] = ([], [])

    def end_stretch() -> None:
        for side in sides:
            made.extend(side)
            side.clear()

    for row in rows:
        if any(one.left < middle < one.right for one in row.characters):
            end_stretch()
            made.append(_line(row.characters))
            continue
        for side, characters in zip(sides, _parted(row, middle), strict=True):
            if characters:
                side.append(_line(characters))
    end_stretch()
    return [line for line in made if line]


def _parted(row: Row, middle: float) -> tuple[list[Character], list[Character]]:
    left = [one for one in row.characters if one.right <= middle]
    return left, row.characters[len(left) :]
