"""CSV as people save it: comma, tab or semicolon; UTF-8 with or without its mark, GB18030, UTF-16."""

import csv
import io
from collections.abc import Iterator, Sequence

from shared.kit.files.encodings import decode
from shared.kit.files.refusals import Refusal, UnreadableDocument
from shared.kit.sheets.refusals import UnreadableTableFile

_DELIMITERS = ",\t;"


def rows_of_csv(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows with their numbers, counted from 1 as a spreadsheet would show them."""
    text = _text(data)
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as fault:
        raise UnreadableTableFile("broken_csv", line=reader.line_num, why=str(fault)) from fault


def _text(data: bytes) -> str:
    try:
        return decode(data)
    except UnreadableDocument as refusal:
        if refusal.reason is not Refusal.UNKNOWN_ENCODING:
            raise
        byte = _first_wrong_byte(data)
        raise UnreadableTableFile(refusal.reason.value, byte=byte, line=data.count(b"\n", 0, byte) + 1) from refusal


def _first_wrong_byte(data: bytes) -> int:
    """Where bytes stop being UTF-8, counted from 0."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start
    return 0
