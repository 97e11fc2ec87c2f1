"""Tables of tasks (任务分解表): a task a row, its lead and its responsible units, what it aims at, when it is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.plans.rules.reading.duties import due_of
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.rows import Cell, Row
from services.plans.rules.reading.standing import all_targets
from services.plans.rules.reading.tables import Column, Table, TableRow, tables
from services.plans.rules.reading.units import WrittenUnit, split_units
from shared.schemas.plan_document import Due, DuePrecision, ResponsibilityRole

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task of a table: its name (the first sentence of its cell, where more follow) and everything its row says."""

    number: str
    name: str
    group: str
    text: Paragraph
    units: tuple[WrittenUnit, ...]
    targets: tuple[FoundTarget, ...]
    due: Due
    start: int
    end: int


_ROLES = (
    (Column.LEAD, ResponsibilityRole.LEAD),
    (Column.DEPARTMENTS, ResponsibilityRole.RESPONSIBLE),
    (Column.COOPERATING, ResponsibilityRole.COOPERATING),
)


def tasks_of(rows: Iterable[Row], year: int | None = None) -> list[FoundTask]:
    """The tasks of every table with a column of leads and none of targets; ``year``: the one year that the plan is for."""
    return [task for table in tables(rows) if table.columns(Column.LEAD) and not table.columns(Column.TARGET) for task in _tasks(table, year)]


def _tasks(table: Table, year: int | None) -> Iterator[FoundTask]:
    for place, row in enumerate(table.rows, 1):
        name = table.cell(row, Column.NAME) or table.cell(row, Column.GROUP)
        text = paragraph_of_cell(name) if name else None
        if text is None:
            continue
        number = table.cell(row, Column.NUMBER)
        yield FoundTask(
            number=number.text.strip(".、") if number and number.text else str(place),
            name=_name(text),
            group=row.group,
            text=text,
            units=tuple(unit for column, role in _ROLES for spot in table.columns(column) for unit in units_of_cell(row.cells[spot], role)),
            targets=tuple(replace(target, year=target.year or year) for target in all_targets(text)),
            due=_due(table, row, year),
            start=row.start,
            end=row.end,
        )


def _name(text: Paragraph) -> str:
    first, stop, rest = text.flat.partition("。")
    return text.text[: len(first)] if (stop and rest) or len(first) <= _LONGEST_NAME else text.text.rstrip("。")


def _due(table: Table, row: TableRow, year: int | None) -> Due:
    cell = table.cell(row, Column.DUE)
    due = due_of(f"{cell.text}完成") if cell and cell.text else Due(precision=DuePrecision.NONE)
    return due.model_copy(update={"year": due.year or year}) if due.precision is not DuePrecision.NONE else due


def paragraph_of_cell(cell: Cell) -> Paragraph | None:
    """A cell as a paragraph; its places are those of the cell's characters."""
    kept = [(index, sign) for index, sign in enumerate(cell.text) if not sign.isspace()]
    return Paragraph("".join(sign for _, sign in kept), tuple(cell.start + index for index, _ in kept), 1) if kept else None


def units_of_cell(cell: Cell, role: ResponsibilityRole) -> list[WrittenUnit]:
    """The units of a cell."""
    paragraph = paragraph_of_cell(cell)
    return split_units(paragraph, 0, len(paragraph.text), role) if paragraph else []
