"""Directory tables as bytes, and asking what they would do."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2
import xlsxwriter

from tests.platform import Caller

DIRECTORY = "/api/v1/plans/directory"
Rows = Sequence[Sequence[Any]]


def csv_of(*rows: Sequence[str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_of(sheets: Mapping[str, Rows], formulas: Mapping[str, tuple[str, Any]] | None = None) -> bytes:
    """A workbook; ``formulas`` by cell of the first sheet: the formula and the value kept with it. A leading None leaves a row empty."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for number, (title, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(title)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            for cell, (formula, value) in (formulas or {}).items() if number == 0 else ():
                sheet.write_formula(cell, formula, None, value)
    return out.getvalue()


async def preview(caller: Caller, table: str, data: bytes, name: str = "表.csv") -> Any:
    """The dry run, which must succeed."""
    answer = await caller.upload(f"{DIRECTORY}:preview?table={table}", data, name, key=None)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def commit(caller: Caller, table: str, data: bytes, digest: str, *, partial: bool = False) -> httpx2.Response:
    """The import of what was shown."""
    return await caller.upload(f"{DIRECTORY}:import?table={table}&digest={digest}&partial={str(partial).lower()}", data, "表.csv")


async def bring_in(caller: Caller, table: str, data: bytes) -> Any:
    """Preview, then import, which must succeed."""
    answer = await commit(caller, table, data, (await preview(caller, table, data))["digest"])
    assert answer.status_code == 201, answer.text
    return answer.json()


def words(report: Any) -> dict[int, str]:
    """The outcome of each row."""
    return {row["row"]: row["outcome"] for row in report["rows"]}


def faults(report: Any) -> set[tuple[int, str, str]]:
    """Every fault as (row, column, code)."""
    return {(fault["row"], fault["column"], fault["code"]) for row in report["rows"] for fault in row["faults"]}


def changes(report: Any, row: int) -> dict[str, tuple[str | None, str | None]]:
    """Before and after of each field of a row."""
    told = next(one for one in report["rows"] if one["row"] == row)
    return {change["column"]: (change["before"], change["after"]) for change in told["changes"]}
