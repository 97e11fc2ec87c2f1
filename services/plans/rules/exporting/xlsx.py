"""A written plan as a workbook: one sheet per table, every cell text (a cell that begins with = is no formula)."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.plans.rules.exporting.tables import Table, Written

_WIDEST, _MOST = 60, 32_767
_NEVER_GUESS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def workbook(plan: Written) -> bytes:
    """The bytes of an .xlsx file."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _NEVER_GUESS) as book:
        bold, wrapped = book.add_format({"bold": True, "bg_color": "#DDE8F0"}), book.add_format({"text_wrap": True, "valign": "top"})
        for table in plan.tables:
            _fill(book.add_worksheet(table.title), table, bold, wrapped)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, bold: object, wrapped: object) -> None:
    for row, texts in enumerate((table.columns, *table.rows)):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text[:_MOST], wrapped if row else bold)
    for column in range(len(table.columns)):
        longest = max(len(texts[column]) for texts in (table.columns, *table.rows))
        sheet.set_column(column, column, min(_WIDEST, 2 * longest + 2))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
