"""Rows from CSV (UTF-8 or GB18030, with a header) and from JSON lines; a row that cannot be read is a fault of its own."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from services.indicators.rules.intake.faults import RowFault
from shared.rules.disaggregations import print_disaggregation


class Raw(NamedTuple):
    """One row as it was written; None where a cell is empty."""

    row: int
    indicator: str | None = None
    unit: str | None = None
    region: str | None = None
    period: str | None = None
    disaggregation: str | None = None
    value: str | None = None
    state: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    denominator_indicator: str | None = None
    standing: str | None = None
    disclosure: str | None = None
    definition: str | None = None


COLUMNS = Raw._fields[1:]
NEEDED = ("indicator", "region", "period")
_CHINESE = ("指标", "计量单位", "地区", "时期", "分组", "数值", "状态", "分子", "分母", "分母指标", "数值状态", "公开级别", "口径")
_COLUMN_OF = {**{name: name for name in COLUMNS}, **dict(zip(_CHINESE, COLUMNS, strict=True))}
_TEXTS = frozenset({"value", "numerator", "denominator"})
_LONGEST_LINE = 10_000
_NUL: dict[str, object] = {"why": "a NUL character"}


def read_csv(data: bytes, charset: str) -> Iterator[Raw | RowFault]:
    """Rows of a CSV file whose header names columns in English or Chinese, in any order."""
    try:
        text = data.decode("gb18030" if charset.lower() in {"gbk", "gb2312", "gb18030"} else "utf-8-sig")
    except UnicodeDecodeError as fault:
        yield RowFault(data.count(b"\n", 0, fault.start), None, "unreadable-row", {"why": f"byte {fault.start} is not {fault.encoding}"})
        return
    if "\0" in text:
        yield RowFault(text.count("\n", 0, text.index("\0")), None, "unreadable-row", _NUL)
        return
    cells = csv.reader(io.StringIO(text), strict=True)
    number = 0
    try:
        columns = [name.strip() for name in next(cells, [])]
        if wrong := list(_header_faults(columns)):
            yield from wrong
            return
        places = [COLUMNS.index(_COLUMN_OF[name]) for name in columns]
        for number, row in enumerate(cells, 1):
            if row:
                yield _from_cells(number, row, places)
    except csv.Error as fault:
        yield RowFault(number + 1, None, "unreadable-row", {"why": str(fault)})


def _header_faults(columns: Sequence[str]) -> Iterator[RowFault]:
    known = [_COLUMN_OF.get(name) for name in columns]
    for place, name in enumerate(columns):
        if known[place] is None:
            yield RowFault(0, name or None, "unknown-column", {"value": name or "''", "known": ", ".join(COLUMNS)})
        elif known[place] in known[:place]:
            yield RowFault(0, name, "unknown-column", {"value": f"{name} (twice)", "known": ", ".join(COLUMNS)})
    for name in NEEDED:
        if name not in known:
            yield RowFault(0, name, "missing-column", {"value": name})


def _from_cells(number: int, cells: Sequence[str], places: Sequence[int]) -> Raw | RowFault:
    if len(cells) != len(places):
        return RowFault(number, None, "unreadable-row", {"why": f"{len(cells)} cells under {len(places)} columns"})
    values: list[str | None] = [None] * len(COLUMNS)
    for place, cell in zip(places, cells, strict=True):
        values[place] = cell.strip() or None
    return Raw(number, *values)


def read_json_lines(data: bytes) -> Iterator[Raw | RowFault]:
    """Rows of JSON objects, one a line; a disaggregation may be an object of categories. Empty lines count but say nothing."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if line and not line.isspace():
            yield _from_json(number, line)


def _from_json(number: int, line: bytes) -> Raw | RowFault:
    if len(line) > _LONGEST_LINE:
        return RowFault(number, None, "too-long", {"most": _LONGEST_LINE})
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError as fault:
        return RowFault(number, None, "unreadable-row", {"why": str(fault)})
    if b"\\u0000" in line and _has_nul(told):
        return RowFault(number, None, "unreadable-row", _NUL)
    if not isinstance(told, dict):
        return RowFault(number, None, "unreadable-row", {"why": "not an object"})
    return _from_object(number, told)


def _from_object(number: int, told: dict[str, Any]) -> Raw | RowFault:
    values: dict[str, str | None] = {}
    for name, value in told.items():
        column = _COLUMN_OF.get(name)
        if column is None:
            return RowFault(number, name[:80], "unknown-column", {"value": name[:80], "known": ", ".join(COLUMNS)})
        if isinstance(value, float) or (column in _TEXTS and isinstance(value, int)):
            return RowFault(number, column, "number-not-text")
        text = _categories(value) if isinstance(value, dict) and column == "disaggregation" else value
        if not (text is None or isinstance(text, str | int)) or isinstance(text, bool):
            return RowFault(number, column, "unreadable-row", {"why": f"{column} is no text"})
        values[column] = str(text).strip() or None if text is not None else None
    return Raw(number, **values)


def _categories(told: dict[str, Any]) -> str:
    """Categories as they are printed; what has no printed form is left as it is, for the check to refuse."""
    try:
        return print_disaggregation({str(name): str(value) for name, value in told.items()})
    except ValueError:
        return str(told)


def _has_nul(told: Any) -> bool:
    """Whether a text that no column could hold is in it."""
    if isinstance(told, dict):
        return any(_has_nul(part) for pair in told.items() for part in pair)
    return isinstance(told, str) and "\0" in told
