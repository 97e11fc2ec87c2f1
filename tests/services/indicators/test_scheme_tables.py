"""Items of a scheme as a table: shown row by row, stored exactly as shown, refused with row, column and remedy."""

from typing import Any

import pytest

from tests.factories.documents import LITERACY
from tests.factories.problems import nothing_changes, problem
from tests.factories.tables import csv_of, faults, xlsx_of
from tests.platform import Caller, World
from tests.services.indicators.test_schemes import SCHEMES, entered
from tests.services.indicators.test_taking_over import by_key

HEAD = "编号,指标名称,口径,计量单位,计算公式,数据来源,指标库编号"


def csv(*rows: str, head: str = HEAD) -> bytes:
    """A table as an office writes it."""
    return csv_of(*(row.split(",") for row in (head, *rows)), encoding="gb18030")


def workbook(*rows: str) -> bytes:
    """The same as XLSX."""
    return xlsx_of({"监测指标": [row.split(",") for row in (HEAD, *rows)]})


async def shown(office: Caller, scheme: dict[str, Any], data: bytes) -> dict[str, Any]:
    """The preview of a file."""
    answer = await office.upload(f"{SCHEMES}/{scheme['id']}/items:preview", data, "指标.csv")
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def address(scheme: dict[str, Any], digest: str, partial: bool = False) -> str:
    """Where the import goes."""
    return f"{SCHEMES}/{scheme['id']}/items:import?digest={digest}&partial={str(partial).lower()}"


@pytest.mark.parametrize("write", [csv, workbook])
async def test_a_table_adds_and_changes_items_and_drops_none(world: World, write: Any) -> None:
    office = await world.sign_in("office")
    scheme = await entered(office)
    entry = (await by_key(office))["T01"]["indicator_id"]
    await (await world.sign_in("admin")).edit(f"/api/v1/indicators/{entry}", {"code": "HL-01", "valid_from": "2099-01-01", "reason": "编号"})
    data = write(
        "M01,居民健康素养水平,具备基本健康素养的人数占比,%,,卫健部门,HL-01", "M02,中小学生近视率,,%,,,", "M04,国民体质合格率,合格人数占比,%,,,"
    )
    report = await shown(office, scheme, data)
    assert [(row["row"], row["outcome"]) for row in report["rows"]] == [(2, "changed"), (3, "unchanged"), (4, "new")]
    assert {change["column"]: change["after"] for change in report["rows"][0]["changes"]} == {"数据来源": "卫健部门", "指标库编号": entry}
    before = await office.read(f"{SCHEMES}/{scheme['id']}")
    assert before["version"] == 1
    answer = await office.upload(address(scheme, report["digest"]), data, "指标.csv")
    assert answer.is_success and answer.json()["stored"] is True, answer.text
    after = await office.read(f"{SCHEMES}/{scheme['id']}")
    assert (after["version"], after["asked"], after["unmapped"]) == (2, 4, 3)
    assert [(item["code"], item["source"]) for item in after["items"]] == [("M01", "卫健部门"), ("M02", None), ("M03", None), ("M04", None)]
    again = await shown(office, scheme, data)
    assert again["counts"]["unchanged"] == 3
    outdated = problem(await office.upload(address(scheme, report["digest"]), data, "指标.csv"), 409, "import-outdated")
    assert "3" in outdated["detail"]


async def test_every_fault_of_every_row_is_told_with_what_to_do(world: World) -> None:
    office = await world.sign_in("office")
    scheme = await entered(office)
    data = csv(
        "M09,,口径,箩筐,,,NONE-1",
        "编号一,新指标,,%,,,",
        f"M10,{LITERACY},,%,,,",
        "M11,另一指标,,%,,,",
        "M11,又一指标,,%,,,",
    )
    async with nothing_changes(world):
        report = await shown(office, scheme, data)
    assert faults(report) == {
        (2, "指标名称", "empty"),
        (2, "计量单位", "unknown-measure"),
        (2, "指标库编号", "unknown-indicator"),
        (3, "编号", "code-form"),
        (4, "指标名称", "name-twice"),
        (6, "编号", "twice"),
    }
    assert all(fault["remedy"]["zh"] and fault["remedy"]["en"] for row in report["rows"] for fault in row["faults"])
    async with nothing_changes(world):
        problem(await office.upload(address(scheme, report["digest"]), data, "指标.csv"), 422, "refused-rows")
    kept = await office.upload(address(scheme, report["digest"], partial=True), data, "指标.csv")
    assert kept.json()["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 4}
    assert [item["code"] for item in (await office.read(f"{SCHEMES}/{scheme['id']}"))["items"]] == ["M01", "M02", "M03", "M11"]


async def test_a_file_that_is_no_such_table_is_refused(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    scheme = await entered(office)
    path = f"{SCHEMES}/{scheme['id']}/items:preview"
    async with nothing_changes(shared_world):
        told = problem(await office.upload(path, csv("M01,甲,乙", head="编号,指标名称,密码"), "指标.csv"), 422, "wrong-headings")
        assert [one["code"] for one in told["errors"]] == ["secret-column"]
        problem(await office.upload(path, b"\x89PNG\r\n\x1a\n" + b"0" * 50, "指标.png"), 415, "unsupported-table")
        problem(await office.upload(path, csv(f"M01,甲,{'长' * 300_000},%,,,"), "指标.csv"), 413, "table-too-large")
        health = await shared_world.sign_in("health")
        problem(await health.upload(path, csv("M01,甲,,%,,,"), "指标.csv"), 404, "not-found")
