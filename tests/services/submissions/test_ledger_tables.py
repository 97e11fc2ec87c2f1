"""Ledgers as tables: what a file would do is shown, and exactly that is done."""

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.factories.files import packed
from tests.factories.ledgers import ENTRIES, LEDGERS, NORTH, SOUTH, add, commit, lecturer, open_ledger, preview, towns
from tests.factories.people import COUNTY, HEALTH
from tests.factories.problems import nothing_changes, places, problem
from tests.factories.tables import changes, csv_of, faults, words, xlsx_of
from tests.platform import World

HEAD = ("讲师姓名", "日期", "街道（乡镇）", "工作单位", "级别", "佐证")


def row(name: str, *, on: str = "2022-03-18", region: str = NORTH, work: str = "县疾控中心", level: str = "县级", proof: str = "") -> tuple[str, ...]:
    return (name, on, region, work, level, proof)


async def test_rows_are_new_changed_unchanged_or_refused_and_stored_as_shown(world: World) -> None:
    regions = await towns(world)
    ledger, health = await open_ledger(world), await world.sign_in("health")
    for name in ("王一", "李二二"):
        await add(health, ledger, lecturer(regions[NORTH], name))
    data = csv_of(HEAD, row("王一"), row("李二二", level="市级", region=f"{COUNTY}002"), row("孙四", on="2022年4月1日"), row("周五", on="四月"))
    async with nothing_changes(world):
        shown = await preview(health, ledger, data)
        refused = problem(await commit(health, ledger, data, shown["digest"]), 422, "refused-rows")
    assert words(shown) == {2: "unchanged", 3: "changed", 4: "new", 5: "refused"}
    assert changes(shown, 3) == {"级别": ("县级", "市级"), "街道（乡镇）": (NORTH, SOUTH)}
    assert places(refused) == {(5, "日期", "not-a-date")}
    done = (await commit(health, ledger, data, shown["digest"], partial=True)).json()
    assert (done["stored"], done["counts"]) == (True, {"new": 1, "changed": 1, "unchanged": 1, "refused": 1})
    entries = {one["name"]: one for one in await health.items(f"{LEDGERS}/{ledger['id']}/entries")}
    assert set(entries) == {"王一", "李二二", "孙四"} and entries["孙四"]["held_on"] == "2022-04-01"
    assert entries["孙四"]["recheck_due_on"] == "2024-04-01"
    changed = entries["李二二"]
    assert (changed["level"], changed["region_name"], changed["version"]) == ("市级", SOUTH, 2)
    versions = (await health.read(f"{ENTRIES}/{changed['id']}/versions"))["versions"]
    assert [(one["number"], one["act"]) for one in versions] == [(1, "add"), (2, "import")]
    assert versions[1]["content"]["level"] == "市级"


async def test_every_fault_is_told_with_row_column_and_remedy(world: World) -> None:
    regions = await towns(world)
    ledger, health = await open_ledger(world), await world.sign_in("health")
    gone = await add(health, ledger, lecturer(regions[NORTH], "吴六"))
    await health.do(f"{ENTRIES}/{gone['id']}:withdraw", {"on": "2023-02-01", "reason": "已调离"})
    head = (*HEAD, "责任单位")
    rows = (
        (*row("王一", region="东海镇"), ""),
        (*row("李二二", region="乙县"), ""),
        (*row("赵三三三", on="2023-04-11", level="乡级"), ""),
        (*row("孙四", work=""), "县宇航局"),
        (*row("周五"), HEALTH),
        (*row("周 五"), ""),
        (*row("吴六", on="2023-02-01"), ""),
        (*row("", on=""), ""),
    )
    report = await preview(health, ledger, csv_of(head, *rows))
    assert faults(report) == {
        (2, "街道（乡镇）", "unknown-region"),
        (3, "街道（乡镇）", "unknown-region"),
        (4, "日期", "day-ahead"),
        (4, "级别", "unknown-word"),
        (5, "工作单位", "empty"),
        (5, "责任单位", "unknown-unit"),
        (6, "讲师姓名", "twice"),
        (7, "讲师姓名", "twice"),
        (8, "日期", "withdrawn"),
        (9, "讲师姓名", "empty"),
        (9, "日期", "empty"),
    }
    assert all(fault["remedy"]["zh"] and fault["remedy"]["en"] for one in report["rows"] for fault in one["faults"])


async def test_a_look_alike_is_put_before_a_person_and_goes_in_once_decided(world: World) -> None:
    regions = await towns(world)
    ledger, health = await open_ledger(world, "cells"), await world.sign_in("health")
    await add(health, ledger, {"name": "东山健康社区", "held_on": "2022-01-01", "region_id": regions[NORTH], "details": {"type": "健康社区"}})
    head = ("细胞名称", "日期", "街道（乡镇）", "类型", "名称相近")
    undecided = csv_of(head, ("东山健康社区一", "2022-02-01", NORTH, "健康社区", ""), ("西湖幸福里小区", "2022-02-01", NORTH, "健康社区", ""))
    shown = await preview(health, ledger, undecided)
    assert faults(shown) == {(2, "细胞名称", "near-duplicate")} and words(shown)[3] == "new"
    decided = undecided.replace("健康社区,\r\n西湖".encode(), "健康社区,不同\r\n西湖".encode())
    shown = await preview(health, ledger, decided)
    assert words(shown) == {2: "new", 3: "new"}
    assert (await commit(health, ledger, decided, shown["digest"])).status_code == 201
    assert (await health.read(f"{LEDGERS}/{ledger['id']}/counts"))["total"] == 3


async def test_what_is_not_as_it_was_shown_is_not_done(world: World) -> None:
    regions = await towns(world)
    ledger, health = await open_ledger(world), await world.sign_in("health")
    other = await open_ledger(world, name="另一台账")
    data = csv_of(HEAD, row("王一"))
    shown = await preview(health, ledger, data)
    async with nothing_changes(world):
        problem(await commit(health, ledger, csv_of(HEAD, row("王一一")), shown["digest"]), 409, "import-outdated")
        problem(await commit(health, other, data, shown["digest"]), 409, "import-outdated")
    await add(health, ledger, lecturer(regions[NORTH], "王一"))
    async with nothing_changes(world):
        outdated = problem(await commit(health, ledger, data, shown["digest"]), 409, "import-outdated")
    assert "1 / 0 / 0 / 0" in outdated["detail"] and "0 / 0 / 1 / 0" in outdated["detail"]


_MACRO = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>", "xl/vbaProject.bin": b"macro"})
_BOMB = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": b" " * 300_000_000})


@pytest.mark.parametrize(
    ("data", "status", "code", "reason"),
    [
        (b"%PDF-1.4 text", 415, "unsupported-table", "not_a_document"),
        (_MACRO, 422, "unreadable-table", "macros"),
        (_BOMB, 422, "unreadable-table", "bomb"),
        (b"", 422, "unreadable-table", "empty"),
        (csv_of(("姓名", "密码"), ("王一", "x")), 422, "wrong-headings", "unknown-column"),
        (b"x" * (7 * 1024 * 1024 + 1), 413, "table-too-large", None),
    ],
)
async def test_what_is_no_table_is_refused_with_its_reason(world: World, data: bytes, status: int, code: str, reason: str | None) -> None:
    ledger, health = await open_ledger(world), await world.sign_in("health")
    async with nothing_changes(world):
        answer = await health.upload(f"{LEDGERS}/{ledger['id']}/entries:preview", data, "台账.xlsx", key=None)
        told = problem(answer, status, code)
    assert reason is None or reason in {fault["code"] for fault in told["errors"]}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_the_name_list_is_harmless_and_changes_nothing_when_imported(world: World, file_format: str) -> None:
    regions = await towns(world)
    ledger, health = await open_ledger(world), await world.sign_in("health")
    await add(health, ledger, lecturer(regions[NORTH], "=HYPERLINK(1)", proof="+86", details={"workplace": "@中心", "field": "-1"}))
    await add(health, ledger, lecturer(regions[SOUTH], "王一"))
    gone = await add(health, ledger, lecturer(regions[NORTH], "孙四"))
    await health.do(f"{ENTRIES}/{gone['id']}:withdraw", {"on": "2023-02-01", "reason": "已调离"})
    address = f"{LEDGERS}/{ledger['id']}/entries:export"
    answer = await health.get(address, format=file_format)
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    table = _rows(answer.content, file_format)
    assert len(table) == 3 and not any(cell.startswith(("=", "+", "-", "@")) for line in table for cell in line)
    report = await preview(health, ledger, answer.content, f"名单.{file_format}")
    assert report["counts"] == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
    assert len(_rows((await health.get(address, format=file_format, as_of="2023-01-31")).content, file_format)) == 4
    south = await health.get(address, format=file_format, region_id=regions[SOUTH])
    assert len(_rows(south.content, file_format)) == 2


def _rows(content: bytes, file_format: str) -> list[list[Any]]:
    if file_format == "csv":
        return [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


async def test_a_filled_template_goes_in(world: World) -> None:
    await towns(world)
    ledger, health = await open_ledger(world), await world.sign_in("health")
    template = await health.get(f"{LEDGERS}/{ledger['id']}/entries:template")
    [head] = _rows(template.content, "xlsx")
    filled = xlsx_of({"名单": [head, ["王一", "2022-03-18", NORTH, "县疾控中心", "", "县级"][: len(head)]]})
    shown = await preview(health, ledger, filled, "台账.xlsx")
    assert words(shown) == {2: "new"}, shown
    assert (await commit(health, ledger, filled, shown["digest"])).status_code == 201


async def test_only_who_keeps_it_imports(world: World) -> None:
    await towns(world)
    ledger = await open_ledger(world)
    education = await world.sign_in("education")
    data = csv_of(HEAD, row("王一"))
    async with nothing_changes(world):
        for action in ("preview", "import?digest=x"):
            answer = await education.upload(f"{LEDGERS}/{ledger['id']}/entries:{action}", data, "台账.csv")
            problem(answer, 403, "denied")
