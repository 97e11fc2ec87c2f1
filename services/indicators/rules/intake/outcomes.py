"""What became of many rows, in few words: rows that follow one another and fared alike are one range."""

from collections.abc import Iterable
from typing import Any, NamedTuple


class Numbered(NamedTuple):
    """What became of one row."""

    row: int
    outcome: str


def ranges(rows: Iterable[Numbered]) -> list[dict[str, Any]]:
    """Ranges of rows in order; a row that is missing in between (an empty line) ends a range."""
    found: list[dict[str, Any]] = []
    for row, outcome in rows:
        if found and found[-1]["outcome"] == outcome and found[-1]["last_row"] == row - 1:
            found[-1]["last_row"] = row
        else:
            found.append({"first_row": row, "last_row": row, "outcome": outcome})
    return found
