"""The grid of a table: which cell stands at which place once merged cells are laid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.plans.rules.reading.sources.docx.names import attribute, number, w

_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """One column of one row: the cell whose text stands there, or nothing."""

    cell: Any | None


class Table:
    """Rows of places. A cell merged downwards stands in each of its rows; one merged sideways only in the first of its columns."""

    def __init__(self, element: Any) -> None:
        above: dict[int, Any] = {}
        self.rows: list[list[Place]] = []
        for row in _rows(element):
            self.rows.append(_laid_out(row, above))
        widest = max((len(row) for row in self.rows), default=0)
        for row in self.rows:
            row.extend([Place(None)] * (widest - len(row)))
        self.is_box = widest <= 1

    def cells(self) -> Iterator[Any]:
        """Every cell once, row by row."""
        yield from dict.fromkeys(place.cell for row in self.rows for place in row if place.cell is not None)


def _rows(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == w("tr"):
            if child.find(f"{w('trPr')}/{w('del')}") is None:
                yield child
        elif child.tag not in {w("tblPr"), w("tblGrid")}:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag not in {w("trPr"), w("tblPrEx")}:
            yield from _cells(child)


def _laid_out(row: Any, above: dict[int, Any]) -> list[Place]:
    """One row; ``above`` maps a column to the cell that may go on downwards there, and is brought up to date."""
    places = [Place(None)] * min(number(row.find(f"{w('trPr')}/{w('gridBefore')}")) or 0, _MOST_COLUMNS)
    for cell in _cells(row):
        column = len(places)
        merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        goes_on = merge is not None and attribute(merge, "val", "continue") != "restart"
        shown = above.get(column, cell) if goes_on else cell
        above[column] = shown
        places.append(Place(shown))
        span = number(cell.find(f"{w('tcPr')}/{w('gridSpan')}")) or 1
        places += [Place(None)] * min(span - 1, _MOST_COLUMNS - len(places))
    return places
