"""Tables of tasks (任务分解表): a task a row, its lead and its responsible units, what it aims at, when it is due."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.plans.rules.reading.due_dates import due_of
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.rows import Cell, Row
from services.plans.rules.reading.standing import all_targets
from services.plans.rules.reading.tables import Column, Table, TableRow, tables
from services.plans.rules.reading.units import WrittenUnit, split_units
from shared.schemas.plan_document import Due, DuePrecision, Recurrence, ResponsibilityRole

_LONGEST_NAME = 40
_EVERY = (("每月", Recurrence.MONTHLY), ("每季", Recurrence.QUARTERLY), ("每年", Recurrence.YEARLY), ("每半年", Recurrence.YEARLY))


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task of a table: its name (the first sentence of its cell, where more follow) and everything its row says."""

    number: str
    name: str
    group: str
    text: Paragraph
    texts: tuple[Paragraph, ...]
    units: tuple[WrittenUnit, ...]
    targets: tuple[FoundTarget, ...]
    due: Due
    recurrence: Recurrence | None
    start: int
    end: int


_ROLES = (
    (Column.LEAD, ResponsibilityRole.LEAD),
    (Column.DEPARTMENTS, ResponsibilityRole.RESPONSIBLE),
    (Column.COOPERATING, ResponsibilityRole.COOPERATING),
)


def tasks_of(rows: Iterable[Row], year: int | None = None) -> list[FoundTask]:
    """The tasks of every table of tasks; ``year``: the one year that the plan is for."""
    return [task for table in tables(rows) if is_of_tasks(table) for task in _tasks(table, year)]


def is_of_tasks(table: Table) -> bool:
    """Whether a table names who leads what: tasks, not indicators (whose targets stand in columns of their own years)."""
    names = [table.head[place].text for place in (*table.columns(Column.NAME), *table.columns(Column.GROUP))]
    dated = any(table.head[place].year for place in table.columns(Column.TARGET))
    return bool(table.columns(Column.LEAD) and names) and not dated and not any("指标" in name for name in names)


def _tasks(table: Table, year: int | None) -> Iterator[FoundTask]:
    for place, row in enumerate(table.rows, 1):
        name = table.cell(row, Column.NAME) or table.cell(row, Column.GROUP)
        text = paragraph_of_cell(name) if name else None
        if text is None:
            continue
        number, due = table.cell(row, Column.NUMBER), _due(table, row, year)
        texts = [said for place in _saying(table) if row.cells[place].text and (said := paragraph_of_cell(row.cells[place]))]
        yield FoundTask(
            number=number.text.strip(".、") if number and number.text else str(place),
            name=_name(text),
            group=row.group,
            text=text,
            texts=tuple(texts),
            units=tuple(unit for column, role in _ROLES for spot in table.columns(column) for unit in units_of_cell(row.cells[spot], role)),
            targets=tuple(replace(target, year=target.year or due.year or year) for said in texts for target in all_targets(said)),
            due=due,
            recurrence=_recurrence(table, row),
            start=row.start,
            end=row.end,
        )


def _saying(table: Table) -> list[int]:
    """The columns that say what is to be done: task, measures, aims."""
    return [place for place, head in enumerate(table.head) if head.column in {Column.NAME, Column.TARGET}] or table.columns(Column.GROUP)


def _recurrence(table: Table, row: TableRow) -> Recurrence | None:
    """How often the cell of the date says: 每年12月底前, 长期坚持; None for a date alone."""
    cell = table.cell(row, Column.DUE)
    if cell is None or not cell.text:
        return None
    if re.search(r"长期|持续|常态", cell.text):
        return Recurrence.CONTINUOUS
    return next((recurrence for sign, recurrence in _EVERY if sign in cell.text), None)


def _name(text: Paragraph) -> str:
    first, stop, rest = text.flat.partition("。")
    return text.text[: len(first)] if (stop and rest) or len(first) <= _LONGEST_NAME else text.text.rstrip("。")


def _due(table: Table, row: TableRow, year: int | None) -> Due:
    cell = table.cell(row, Column.DUE)
    due = due_of(f"{cell.text}完成") if cell and cell.text else Due(precision=DuePrecision.NONE)
    every = cell is not None and "每" in cell.text
    return due.model_copy(update={"year": due.year or (None if every else year)}) if due.precision is not DuePrecision.NONE else due


def paragraph_of_cell(cell: Cell) -> Paragraph | None:
    """A cell as a paragraph; its places are those of the cell's characters."""
    kept = [(index, sign) for index, sign in enumerate(cell.text) if not sign.isspace()]
    return Paragraph("".join(sign for _, sign in kept), tuple(cell.start + index for index, _ in kept), 1) if kept else None


def units_of_cell(cell: Cell, role: ResponsibilityRole) -> list[WrittenUnit]:
    """The units of a cell."""
    paragraph = paragraph_of_cell(cell)
    return split_units(paragraph, 0, len(paragraph.text), role) if paragraph else []
