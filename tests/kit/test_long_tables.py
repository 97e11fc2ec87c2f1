"""Tables written a few rows at a time: what is in a cell, and that nothing computes."""

import io
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from shared.kit.language import Words
from shared.kit.sheets.columns import Column, TableForm
from shared.kit.sheets.streaming import Cell, LongWorkbook, csv_headings, csv_rows

FORM = TableForm("t", Words("表", "table"), (Column("a", "甲", Words("", "")), Column("b", "乙", Words("", ""))))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        ("文字", "文字"),
        ("=1+1", "'=1+1"),
        ("-x", "'-x"),
        ("a,b", '"a,b"'),
        (Decimal("-1.50"), "-1.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("45.0"), "45.0"),
    ],
)
def test_a_figure_keeps_its_zeros_and_a_text_never_computes(cell: Cell, written: str) -> None:
    assert csv_rows([[cell, "x"]]).decode() == f"{written},x\r\n"


def test_headings_stand_behind_the_mark_of_utf8() -> None:
    assert csv_headings(FORM, "zh").decode() == "\ufeff甲,乙\r\n"
    assert csv_headings(FORM, "en").decode() == "\ufeffa,b\r\n"


def test_a_workbook_holds_numbers_as_numbers_and_long_ones_exactly() -> None:
    out = io.BytesIO()
    book = LongWorkbook(out, FORM, "zh")
    book.add([[Decimal("45.0"), "=1+1"]])
    book.add([[Decimal("1234567890.1234567890"), None], [Decimal("-7"), "第三行"]])
    book.close(["共3行"])
    read = CalamineWorkbook.from_object(io.BytesIO(out.getvalue()))
    rows = read.get_sheet_by_name("表").to_python()
    assert rows == [["甲", "乙"], [45.0, "'=1+1"], ["1234567890.1234567890", ""], [-7.0, "第三行"]]
    assert read.get_sheet_by_name("说明").to_python() == [["共3行"]]
    with zipfile.ZipFile(out) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml") and b'formatCode="0.0"' in parts.read("xl/styles.xml")
