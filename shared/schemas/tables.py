"""Tables on the wire: what an import would do, or did, row by row."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Wire
from shared.schemas.verdicts import Said


class TableFormat(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"


Outcome = Literal["new", "changed", "unchanged", "refused"]


class FieldChange(Wire):
    """One field of a row that is there already; null stands for nothing."""

    column: str
    before: str | None = None
    after: str | None = None


class TableFault(Wire):
    """One thing wrong with a cell, and what to do."""

    row: int
    column: str = Field(description="the heading as the file writes it")
    code: str
    said: Said
    remedy: Said


class TableRow(Wire):
    """What becomes of one row. ``row`` counts as a spreadsheet does: the headings stand in row 1 as a rule."""

    row: int
    outcome: Outcome
    name: str
    id: UUID | None = Field(default=None, description="what the row stands for; null for what is new until it is stored")
    changes: list[FieldChange] = Field(default_factory=list)
    faults: list[TableFault] = Field(default_factory=list)


class TableCounts(Wire):
    """How many rows have which outcome."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


class TableReport(Wire):
    """A table held against what is there, every row with its outcome; ``digest`` stands for exactly this."""

    table: str = Field(description="which table")
    stored: bool = Field(description="false: a dry run, nothing was changed")
    partial: bool = Field(default=False, description="true: refused rows were left out, the others were stored")
    sheet: str | None = Field(default=None, description="the sheet that was read; null for CSV")
    counts: TableCounts
    digest: str = Field(description="give it to the import together with the same file")
    rows: list[TableRow]
