"""Tables for PDFs as offices export them: LibreOffice strokes every border, Word fills thin boxes; cells are wrapped and may be centred."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.factories.files import Placed

LINE, PADDING = 14.0, 4.0
Cells = Sequence[str]


@dataclass
class RuledTable:
    """A table at ``columns`` (the places of the upright lines), drawn row by row from ``top`` down.

    A row is its cells, their lines parted by line feeds; ``>`` is one with the cell to its left, ``^`` with the cell above.
    """

    columns: Sequence[float]
    top: float
    stroked: bool = True
    centred: bool = False
    open_sides: bool = False
    placed: list[Placed] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    def row(self, *cells: str) -> "RuledTable":
        """Add a row; the line below it is drawn with the next row or by ``end``."""
        height = LINE * max(cell.count("\n") + 1 for cell in cells) + 2 * PADDING
        for place, cell in enumerate(cells):
            left, right = self.columns[place], self.columns[place + 1]
            if cell != "^":
                self._line(left, self.top, right, self.top)
            if cell != ">" and (place or not self.open_sides):
                self._line(left, self.top, left, self.top - height)
            if cell not in {">", "^"}:
                self._write(cell, left + PADDING, height)
        if not self.open_sides:
            self._line(self.columns[-1], self.top, self.columns[-1], self.top - height)
        self.top -= height
        return self

    def end(self) -> "RuledTable":
        """Draw the lowest line."""
        self._line(self.columns[0], self.top, self.columns[-1], self.top)
        return self

    @property
    def drawing(self) -> str:
        """What draws its lines."""
        return "\n".join(self.drawn)

    def _write(self, cell: str, left: float, height: float) -> None:
        lines = cell.split("\n")
        above = (height - LINE * len(lines)) / 2 if self.centred else PADDING
        self.placed += [(left, self.top - above - LINE * (number + 1) + 4, line) for number, line in enumerate(lines) if line]

    def _line(self, left: float, top: float, right: float, bottom: float) -> None:
        if self.stroked:
            self.drawn.append(f"0.5 w {left} {top} m {right} {bottom} l S")
        else:
            self.drawn.append(f"{left - 0.25} {bottom - 0.25} {right - left + 0.5} {top - bottom + 0.5} re f")
