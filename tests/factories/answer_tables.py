"""The forms of a round as a table: written out, changed by a person, previewed and imported."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from tests.factories.rounds import SUBMISSIONS
from tests.factories.tables import csv_of
from tests.platform import Caller


async def exported(caller: Caller, round_id: str, form: str = "csv", **query: str) -> bytes:
    """The file as it is downloaded."""
    answer = await caller.get(f"{SUBMISSIONS}/rounds/{round_id}/answers:export", format=form, **query)
    assert answer.status_code == 200, answer.text
    return answer.content


def rows_of(data: bytes) -> list[list[str]]:
    """A CSV file as rows; the first one holds the headings."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def changed(data: bytes, given: Mapping[str, Mapping[str, str]]) -> bytes:
    """The file with some cells written: by the name of the indicator, by heading."""
    head, *rows = rows_of(data)
    assert set(given) <= {row[head.index("指标")] for row in rows}, rows
    for row in rows:
        for heading, text in given.get(row[head.index("指标")], {}).items():
            row[head.index(heading)] = text
    return csv_of(head, *rows)


def shown_by_name(data: bytes) -> dict[str, dict[str, str]]:
    """The cells of each indicator that are filled in, by heading."""
    head, *rows = rows_of(data)
    return {row[head.index("指标")]: {name: text for name, text in zip(head, row, strict=True) if text} for row in rows}


async def preview(caller: Caller, round_id: str, data: bytes, name: str = "填报表.csv") -> Any:
    """The dry run, which must succeed."""
    answer = await caller.upload(f"{SUBMISSIONS}/rounds/{round_id}/answers:preview", data, name, key=None)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def commit(caller: Caller, round_id: str, data: bytes, digest: str, *, partial: bool = False, name: str = "填报表.csv") -> Any:
    """The answer to the import of what was shown."""
    address = f"{SUBMISSIONS}/rounds/{round_id}/answers:import?digest={digest}&partial={str(partial).lower()}"
    return await caller.upload(address, data, name)


def outcomes(report: Any) -> dict[str, str]:
    """What becomes of each indicator."""
    return {row["name"]: row["outcome"] for row in report["rows"]}


def codes(report: Any, name: str) -> Sequence[tuple[str, str]]:
    """(heading, code) of every fault of an indicator's row."""
    return [(fault["column"], fault["code"]) for row in report["rows"] if row["name"] == name for fault in row["faults"]]
