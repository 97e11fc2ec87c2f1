"""Long tables, written a few rows at a time: memory holds what is being written, however long the table is."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from shared.kit.language import Language
from shared.kit.sheets.cells import harmless
from shared.kit.sheets.columns import TableForm
from shared.kit.sheets.writing import BOM, NOTES, TEXTS_ONLY, WRITTEN
from shared.schemas.tables import TableFormat

Cell = str | Decimal | None
"""A text, which never computes; a figure, which keeps its zeros; or nothing."""
_MOST_EXACT = 15
"""Digits that a spreadsheet's binary numbers hold; a longer figure is written as a text."""


def csv_rows(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Some rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([["" if cell is None else _text(cell) for cell in row] for row in rows])
    return out.getvalue().encode()


def csv_headings(form: TableForm, language: Language) -> bytes:
    """The first line of a CSV file, and before it the mark by which a spreadsheet knows UTF-8."""
    return BOM.encode() + csv_rows([[column.title.say(language) for column in form.columns]])


def _text(cell: str | Decimal) -> str:
    return format(cell, "f") if isinstance(cell, Decimal) else harmless(cell)


def table_file(form: TableForm, rows: Sequence[Sequence[Cell]], file_format: TableFormat, language: Language, remarks: Sequence[str]) -> bytes:
    """A table that fits into memory as a file; ``remarks`` stand on a second sheet of a workbook, CSV has no place for them."""
    if file_format is TableFormat.CSV:
        return csv_headings(form, language) + csv_rows(rows)
    out = io.BytesIO()
    book = LongWorkbook(out, form, language)
    book.add(rows)
    book.close(remarks)
    return out.getvalue()


class LongWorkbook:
    """A workbook of one sheet that grows row by row, and a sheet of remarks behind it; each row leaves memory when the next one comes."""

    def __init__(self, file: IO[bytes], form: TableForm, language: Language) -> None:
        self._book: Any = xlsxwriter.Workbook(file, {**TEXTS_ONLY, "in_memory": False, "constant_memory": True})
        self._book.set_properties({"created": WRITTEN})
        self._language = language
        self._sheet: Any = self._book.add_worksheet(form.title.say(language))
        self._sheet.set_column(0, len(form.columns) - 1, 18)
        self._sheet.freeze_panes(1, 0)
        self._formats: dict[int, Any] = {}
        bold = self._book.add_format({"bold": True})
        for place, column in enumerate(form.columns):
            self._sheet.write_string(0, place, column.title.say(language), bold)
        self._next = 1

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write rows below those that are there."""
        for row in rows:
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _MOST_EXACT:
                    self._sheet.write_number(self._next, place, cell, self._format(max(0, -int(cell.as_tuple().exponent))))
                elif cell is not None:
                    self._sheet.write_string(self._next, place, _text(cell))
            self._next += 1

    def _format(self, decimals: int) -> Any:
        if decimals not in self._formats:
            self._formats[decimals] = self._book.add_format({"num_format": f"0.{'0' * decimals}" if decimals else "0"})
        return self._formats[decimals]

    def close(self, remarks: Sequence[str]) -> None:
        """Finish the file; ``remarks`` stand on a sheet of their own."""
        sheet = self._book.add_worksheet(NOTES.say(self._language))
        for number, remark in enumerate(remarks):
            sheet.write_string(number, 0, remark)
        self._book.close()
