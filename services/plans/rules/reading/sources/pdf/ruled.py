"""Tables that a page draws with ruled lines, as Word and LibreOffice export them: their grid, and which cell a character stands in.

A row is as high as its tallest cell, and cells may be centred: only the lines say what belongs together.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from services.plans.rules.reading.sources.pdf.characters import Character
from services.plans.rules.reading.sources.pdf.drawn import Rule

_SLACK = 3.0
"""Points: the two edges of a thin rectangle, and lines that should meet, are one."""
_FEWEST_LINES = 3
"""Of each direction but the rows' own: a frame around text has two and is no table."""
_MOST = 400
"""Lines of one page; more are no tables but a drawing."""
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's columns from left to right and rows from top to bottom, by the places of the lines between them."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    rules: tuple[Rule, ...]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.rows[-1]

    def holds(self, one: Character) -> bool:
        """Whether a character stands inside."""
        return self.columns[0] <= _across(one) <= self.columns[-1] and self.bottom <= _height(one) <= self.top

    def spot(self, one: Character) -> Spot:
        """The row and column of a character that stands inside."""
        row = bisect_right([-place for place in self.rows], -_height(one)) - 1
        column = bisect_right(self.columns, _across(one)) - 1
        return min(row, len(self.rows) - 2), min(column, len(self.columns) - 2)

    def cells(self) -> dict[Spot, Spot]:
        """For each place of the grid the place of its cell's first one: cells that no line parts are one."""
        first: dict[Spot, Spot] = {}
        for row in range(len(self.rows) - 1):
            for column in range(len(self.columns) - 1):
                spot = (row, column)
                across = (self.columns[column] + self.columns[column + 1]) / 2
                height = (self.rows[row] + self.rows[row + 1]) / 2
                if row and not self._drawn(False, self.rows[row], across):
                    spot = first[row - 1, column]
                elif column and not self._drawn(True, self.columns[column], height):
                    spot = first[row, column - 1]
                first[row, column] = spot
        return first

    def _drawn(self, upright: bool, place: float, along: float) -> bool:
        return any(rule.upright is upright and abs(rule.place - place) <= _SLACK and rule.start <= along <= rule.end for rule in self.rules)


def _across(one: Character) -> float:
    return (one.left + one.right) / 2


def _height(one: Character) -> float:
    return (one.bottom + one.top) / 2


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """The tables of a page from top to bottom: lines that meet, with at least two columns and a row."""
    found: list[Grid] = []
    whole = _whole(rules)
    if len(whole) > _MOST:
        return found
    for group in _touching(whole):
        upright, level = [rule for rule in group if rule.upright], [rule for rule in group if not rule.upright]
        # Many tables are open at their sides, and where a page ends: the lines the other way reach to the edge all the same.
        columns = _places([*(rule.place for rule in upright), *_ends(level)])
        rows = _places([*(rule.place for rule in level), *_ends(upright)])
        if len(columns) >= _FEWEST_LINES and len(rows) >= _FEWEST_LINES - 1:
            found.append(Grid(tuple(columns), tuple(reversed(rows)), tuple(group)))
    return sorted(found, key=lambda grid: -grid.top)


def _ends(rules: Sequence[Rule]) -> list[float]:
    return [end for end in (min((rule.start for rule in rules), default=None), max((rule.end for rule in rules), default=None)) if end is not None]


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces that go on from one another as one line: most programs draw each border of each cell by itself."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.upright, round(rule.place / _SLACK), rule.start)):
        last = found[-1] if found else None
        if last and last.upright is rule.upright and abs(last.place - rule.place) <= _SLACK and rule.start <= last.end + _SLACK:
            found[-1] = last._replace(end=max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _places(places: Iterable[float]) -> list[float]:
    """Places in order, those within the slack as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SLACK:
            found.append(place)
    return found


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines in groups that hang together."""
    groups: list[list[Rule]] = []
    for rule in rules:
        near = [group for group in groups if any(_meet(rule, other) for other in group)]
        joined = [rule, *(other for group in near for other in group)]
        groups = [group for group in groups if not any(group is other for other in near)] + [joined]
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    if one.upright is other.upright:
        return abs(one.place - other.place) <= _SLACK and one.start <= other.end + _SLACK and other.start <= one.end + _SLACK
    return _reaches(one, other.place) and _reaches(other, one.place)


def _reaches(rule: Rule, place: float) -> bool:
    return rule.start - _SLACK <= place <= rule.end + _SLACK


def lines_of_grid(grid: Grid, characters: Sequence[Character], text_of: Callable[[Sequence[Character]], str]) -> list[str]:
    """A line for each row, its cells parted by tabs; ``text_of`` makes the text of a cell. A cell that spans several stands in its first."""
    first = grid.cells()
    inside: dict[Spot, list[Character]] = {}
    for one in characters:
        inside.setdefault(first[grid.spot(one)], []).append(one)
    texts = {spot: text_of(held) for spot, held in inside.items()}
    rows = [[texts.get((row, column), "") for column in range(len(grid.columns) - 1)] for row in range(len(grid.rows) - 1)]
    return ["\t".join(row) for row in rows if any(row)]
