"""A table as a file: headings, rows, and for a template what each column takes. Every cell is a harmless text."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from shared.kit.language import Language, Words
from shared.kit.sheets.cells import harmless
from shared.kit.sheets.columns import Column, TableForm
from shared.kit.sheets.reading import REMARK
from shared.schemas.tables import TableFormat

TEXTS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WRITTEN = datetime(2021, 1, 1, tzinfo=UTC)
"""Every workbook says that it was made then: the same content is the same file, under the same ETag."""
NOTES = Words("说明", "notes")
_REQUIRED = Words("必填", "required")
BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for something else."""


def written(form: TableForm, rows: Sequence[Sequence[str]], file_format: TableFormat, language: Language, *, notes: bool = False) -> bytes:
    """The bytes of a file; ``notes`` adds a remark below the headings, or a sheet."""
    headings = [column.title.say(language) for column in form.columns]
    if file_format is TableFormat.XLSX:
        return _workbook(form, headings, rows, language, notes=notes)
    remark = [_remark(form, language)] if notes else []
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([headings, *remark, *([harmless(text) for text in row] for row in rows)])
    return (BOM + out.getvalue()).encode()


def _remark(form: TableForm, language: Language) -> list[str]:
    told = [_note(column, language) for column in form.columns]
    return [f"{REMARK} {told[0]}", *told[1:]]


def _note(column: Column, language: Language) -> str:
    note = column.note.say(language)
    return f"{_REQUIRED.say(language)}：{note}" if column.required else note


def _workbook(form: TableForm, headings: Sequence[str], rows: Sequence[Sequence[str]], language: Language, *, notes: bool) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, TEXTS_ONLY) as book:
        book.set_properties({"created": WRITTEN})
        sheet, bold = book.add_worksheet(form.title.say(language)), book.add_format({"bold": True})
        _lay_out(book, sheet, form, len(rows), language)
        for number, texts in enumerate((headings, *([harmless(text) for text in row] for row in rows))):
            for place, content in enumerate(texts):
                if content:
                    sheet.write_string(number, place, content, None if number else bold)
        if notes:
            explained = book.add_worksheet(NOTES.say(language))
            for number, column in enumerate(form.columns):
                explained.write_string(number, 0, column.title.say(language), bold)
                explained.write_string(number, 1, _note(column, language))
    return out.getvalue()


def _lay_out(book: xlsxwriter.Workbook, sheet: Worksheet, form: TableForm, rows: int, language: Language) -> None:
    """Every cell a text; what is fixed cannot be written into, what has choices offers them."""
    open_, fixed = book.add_format({"num_format": "@", "locked": False}), book.add_format({"num_format": "@", "bg_color": "#F2F2F2"})
    for place, column in enumerate(form.columns):
        sheet.set_column(place, place, column.width, fixed if column.fixed else open_, {"hidden": column.hidden})
        if column.choices and rows:
            said = [choice.say(language) for choice in column.choices]
            sheet.data_validation(1, place, rows, place, {"validate": "list", "source": said, "error_type": "warning"})
    sheet.freeze_panes(1, 0)
    if any(column.fixed for column in form.columns):
        sheet.protect("", {"format_columns": True, "sort": True, "autofilter": True})
