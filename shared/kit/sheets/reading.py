"""Bytes to lines: CSV in any usual encoding, or an XLSX workbook; or the reason why they are neither."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.files.sniffing import Format, format_of
from shared.kit.sheets.cells import Line, plain
from shared.kit.sheets.columns import HeadingFault, TableForm, match_headings
from shared.kit.sheets.delimited import rows_of_csv
from shared.kit.sheets.refusals import UnreadableTableFile
from shared.kit.sheets.workbooks import rows_of_xlsx

MOST_ROWS = 60_000
"""One file holds every county and town of the country, but not every village."""
REMARK = "#"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read. ``headings`` are as written, by column key; ``title`` names a workbook's sheet."""

    title: str | None
    headings: dict[str, str]
    lines: Sequence[Line]
    faults: Sequence[HeadingFault] = ()
    heading_row: int = 1


def read_sheet(data: bytes, name: str | None, form: TableForm) -> Sheet:
    """The lines of a file; empty rows and those that begin with # are left out.

    Raises UnreadableTableFile for what is no table. Wrong headings are told in ``faults``, without lines.
    """
    try:
        match format_of(data, name):
            case Format.DOCX:
                title, rows = rows_of_xlsx(data, form.titles, MOST_ROWS)
                return replace(_sheet(rows, form), title=title)
            case Format.PLAIN:
                return _sheet(rows_of_csv(data), form)
            case other:
                raise UnreadableDocument(Refusal.NOT_A_DOCUMENT, other.value)
    except UnreadableDocument as refusal:
        raise UnreadableTableFile(refusal.reason.value, detail=refusal.detail) from refusal


def _sheet(rows: Iterable[tuple[int, Sequence[str]]], form: TableForm) -> Sheet:
    told = ((number, [plain(text) for text in texts]) for number, texts in rows)
    filled = ((number, texts) for number, texts in told if any(texts) and not texts[0].startswith(REMARK))
    heading_row, headings = next(filled, (1, []))
    if not headings:
        raise UnreadableTableFile(Refusal.NO_TEXT.value)
    places, faults = match_headings(form.columns, headings)
    written = {key: headings[place] for place, key in places.items()}
    if faults:
        return Sheet(None, written, (), faults, heading_row)
    lines: list[Line] = []
    for number, texts in filled:
        if len(lines) == MOST_ROWS:
            raise UnreadableTableFile("too_many_rows", most=MOST_ROWS)
        if _spills(texts, places):
            raise UnreadableTableFile("too_many_cells", row=number)
        lines.append(Line(number, {key: texts[place] for place, key in places.items() if place < len(texts) and texts[place]}))
    return Sheet(None, written, lines, (), heading_row)


def _spills(texts: Sequence[str], places: dict[int, str]) -> bool:
    """Whether a cell stands where there is no heading: its meaning would be lost in silence."""
    return any(text and place not in places for place, text in enumerate(texts))
