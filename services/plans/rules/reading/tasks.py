"""Tables of tasks (任务分解表): a task a row, its lead and its responsible units, when it is due."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.plans.rules.reading.characters import squeezed
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.rows import Cell, Row
from services.plans.rules.reading.tables import Column, Table, tables
from services.plans.rules.reading.units import WrittenUnit, split_units
from shared.schemas.plan_document import ResponsibilityRole


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task of a table."""

    number: str
    name: str
    group: str
    units: tuple[WrittenUnit, ...]
    due: str | None
    start: int
    end: int


_ROLES = (
    (Column.LEAD, ResponsibilityRole.LEAD),
    (Column.DEPARTMENTS, ResponsibilityRole.RESPONSIBLE),
    (Column.COOPERATING, ResponsibilityRole.COOPERATING),
)


def tasks_of(rows: Iterable[Row]) -> list[FoundTask]:
    """The tasks of every table with a column of leads and none of targets."""
    return [task for table in tables(rows) if table.columns(Column.LEAD) and not table.columns(Column.TARGET) for task in _tasks(table)]


def _tasks(table: Table) -> Iterable[FoundTask]:
    for place, row in enumerate(table.rows, 1):
        name = table.cell(row, Column.NAME) or table.cell(row, Column.GROUP)
        if name is None or not name.text:
            continue
        number, due = table.cell(row, Column.NUMBER), table.cell(row, Column.DUE)
        units = tuple(unit for column, role in _ROLES for spot in table.columns(column) for unit in units_of_cell(row.cells[spot], role))
        yield FoundTask(
            number=number.text.strip(".、") if number and number.text else str(place),
            name=squeezed(name.text),
            group=row.group,
            units=units,
            due=due.text if due and due.text else None,
            start=row.start,
            end=row.end,
        )


def units_of_cell(cell: Cell, role: ResponsibilityRole) -> list[WrittenUnit]:
    """The units of a cell; their places are those of the cell's characters."""
    kept = [(index, sign) for index, sign in enumerate(cell.text) if not sign.isspace()]
    if not kept:
        return []
    paragraph = Paragraph("".join(sign for _, sign in kept), tuple(cell.start + index for index, _ in kept), 1)
    return split_units(paragraph, 0, len(paragraph.text), role)
