"""XLSX as rows of text: a package that was found harmless first; formulas count by the value that was kept with them."""

import io
import re
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from shared.kit.files.archive import Package
from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.sheets.cells import text_of
from shared.kit.sheets.refusals import UnreadableTableFile

MOST_COLUMNS = 256
_ROOM = 1_000
"""Rows of headings, remarks and gaps beyond those that count."""
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,10})["']""")
_UNSAFE = (b"<!DOCTYPE", b"<!ENTITY")


def rows_of_xlsx(data: bytes, titles: Sequence[str], most_rows: int) -> tuple[str, Iterator[tuple[int, Sequence[str]]]]:
    """Name and rows of the sheet that bears one of ``titles``, else of the first one that is not hidden."""
    _check(data, most_rows + _ROOM)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible] or book.sheet_names
        title = next((name for name in shown if name in titles), shown[0])
        return title, _rows(book.get_sheet_by_name(title))
    except (CalamineError, IndexError, OSError, ValueError) as fault:
        raise UnreadableDocument(Refusal.BROKEN, "workbook") from fault


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[str]]]:
    first = sheet.start[0] + 1 if sheet.start else 1
    rows = sheet.to_python(skip_empty_area=True)
    return ((number, [text_of(value) for value in row]) for number, row in enumerate(rows, first))


def _check(data: bytes, most_rows: int) -> None:
    """Refuse what would unfold, run or compute: every XML part is unpacked within limits before a workbook is made of it.

    A single cell far away makes the reader lay out every cell before it, so addresses are looked at first.
    """
    package = Package(data)
    names = package.names()
    if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise UnreadableDocument(Refusal.MACROS)
    if not any(name.lower().startswith("xl/") for name in names):
        raise UnreadableDocument(Refusal.NOT_A_DOCUMENT, "no workbook")
    for name in names:
        if not name.lower().endswith((".xml", ".rels")):
            continue
        part = package.part(name)
        if any(mark in part[:4096] for mark in _UNSAFE) or part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise UnreadableDocument(Refusal.UNSAFE_XML, name[:80])
        if "sheets/" in name.lower():
            _check_places(part, most_rows)


def _check_places(part: bytes, most_rows: int) -> None:
    for found in _PLACE.finditer(part):
        if int(found[2]) > most_rows:
            raise UnreadableTableFile("too_many_rows", most=most_rows - _ROOM)
        if len(found[1]) > 2 or _column(found[1]) > MOST_COLUMNS:  # noqa: PLR2004 - three letters begin at 703
            raise UnreadableDocument(Refusal.BOMB, "a cell far to the right")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
