"""Forms as a table: written out with what is asked, filled in elsewhere, shown, and kept exactly as shown."""

import io
import re
import zipfile
from typing import Any

import pytest

from tests.factories.answer_tables import changed, codes, commit, exported, outcomes, preview, rows_of, shown_by_name
from tests.factories.documents import LITERACY, MALARIA, MYOPIA, SMOKING
from tests.factories.people import EDUCATION, HEALTH, SPORT
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, plan_of, returning, start, state, value
from tests.factories.tables import csv_of, xlsx_of
from tests.platform import Caller, World

FILLED = {LITERACY: {"数值": "31.2"}, MALARIA: {"状态": "消除"}, SMOKING: {"填报情况": "尚未公布", "预计日期": "2023年6月30日"}}


async def asked(world: World) -> tuple[Caller, str]:
    """The health bureau's liaison, and the round about 2022; last year's literacy was 30.1."""
    office = await world.sign_in("office", language="zh")
    values = {"plan_id": (await plan_of(office))["id"], "rows": [{"key": "T01", "year": 2021, "value": "30.1"}]}
    await office.do("/api/v1/indicators/observations:import", values)
    await world.settle()
    opened = await open_round(world)
    return await world.sign_in("health", language="zh"), str(opened["id"])


async def form_of(caller: Caller) -> Any:
    """The caller's only submission, whole."""
    [one] = await caller.items(SUBMISSIONS)
    return await caller.read(f"{SUBMISSIONS}/{one['id']}")


def answers_of(form: Any) -> dict[str, Any]:
    """What the answers say, by name."""
    given = {row["item"]["name"]: row["answer"] for row in form["content"] if row["answer"]}
    return {name: {key: said for key, said in answer.items() if said is not None} for name, answer in given.items()}


async def test_a_form_that_nobody_began_is_filled_in_from_its_table_and_handed_in(world: World) -> None:
    health, round_id = await asked(world)
    table = await exported(health, round_id)
    there = shown_by_name(table)
    assert set(there) == {LITERACY, MALARIA, SMOKING}
    assert (there[LITERACY]["填报单位"], there[LITERACY]["地区"], there[LITERACY]["年度"]) == (HEALTH, "甲县", "2022")
    assert (there[LITERACY]["计量单位"], there[LITERACY]["上次数值"]) == ("%", "30.1（2021）") and "32" in there[LITERACY]["目标"]
    data = changed(table, FILLED)
    async with nothing_changes(world):
        shown = await preview(health, round_id, data)
    assert outcomes(shown) == dict.fromkeys(FILLED, "new") and shown["counts"]["refused"] == 0
    done = (await commit(health, round_id, data, shown["digest"])).json()
    assert done["stored"] and done["counts"] == shown["counts"]
    form = await form_of(health)
    assert answers_of(form) == {
        LITERACY: {"kind": "value", "value": "31.2", "provisional": False},
        MALARIA: {"kind": "state", "state": "消除", "provisional": False},
        SMOKING: {"kind": "not_yet_published", "expected_on": "2023-06-30", "provisional": False},
    }
    assert (await move(health, form, "submit"))["state"] == "submitted"


async def test_what_is_exported_again_changes_nothing(world: World) -> None:
    health, round_id = await asked(world)
    submission = await start(health, await assignment_of(world, HEALTH))
    full = value("31.20", numerator="312", denominator="1000", provisional=True, explanation="=抽样\n方法一致")
    await fill(health, submission, {LITERACY: full, SMOKING: {"kind": "nothing_to_report", "reason": "无"}})
    for form in ("csv", "xlsx"):
        report = await preview(health, round_id, await exported(health, round_id, form), f"填报表.{form}")
        assert report["counts"] == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}, form
    told = shown_by_name(await exported(health, round_id))[LITERACY]
    assert told["说明"].startswith("'=") and (told["数值"], told["分子"], told["是否初步"]) == ("31.20", "312", "初步")


async def test_a_workbook_lets_nobody_write_where_the_system_wrote(world: World) -> None:
    health, round_id = await asked(world)
    data = await exported(health, round_id, "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet, styles = (book.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "styles"))
    assert '<sheetProtection sheet="1"' in sheet and '<protection locked="0"/>' in styles
    columns = re.findall(r'<col min="(\d+)" max="\1" width="[\d.]+" style="(\d+)"( hidden="1")?', sheet)
    head, *rows = rows_of(await exported(health, round_id))
    assert [head[int(number) - 1] for number, _, hidden in columns if hidden] == ["所见版本", "编号"]
    assert len({style for _, style, _ in columns}) == 2
    assert re.findall(r"<formula1>(.*?)</formula1>", sheet) == ['"数值,状态,非调查年,尚未公布,无此事项"', '"初步"']
    rows[0][head.index("数值")] = "31.5"
    numbers = [[float(cell) if place == head.index("数值") and cell else cell for place, cell in enumerate(row)] for row in rows]
    report = await preview(health, round_id, xlsx_of({"别的": [["x"]], "填报表": [head, *numbers]}), "填报表.xlsx")
    assert report["sheet"] == "填报表" and report["counts"] == {"new": 1, "changed": 0, "unchanged": 2, "refused": 0}


async def test_every_fault_is_told_with_its_cell(world: World) -> None:
    health, round_id = await asked(world)
    table = await exported(health, round_id)
    for given, expected in (
        ({"数值": "三十一"}, [("数值", "not-a-number")]),
        ({"数值": "1.2万"}, [("数值", "not-a-number")]),
        ({"数值": "131.2"}, [("数值", "out-of-range")]),
        ({"数值": "-1"}, [("数值", "out-of-range")]),
        ({"数值": "31", "分母": "0"}, [("分母", "zero-denominator")]),
        ({"分子": "31"}, [("数值", "quotient-alone")]),
        ({"填报情况": "不清楚"}, [("填报情况", "unknown-word")]),
        ({"填报情况": "尚未公布"}, [("预计日期", "empty")]),
        ({"填报情况": "尚未公布", "预计日期": "年底"}, [("预计日期", "not-a-date")]),
        ({"填报情况": "无此事项"}, [("原因", "empty")]),
        ({"填报情况": "非调查年", "数值": "31"}, [("数值", "two-answers")]),
        ({"说明": "与去年一致"}, [("填报情况", "empty")]),
        ({"数值": "31", "是否初步": "大概"}, [("是否初步", "unknown-word")]),
        ({"数值": "31", "计量单位": "万人"}, [("计量单位", "not-as-asked")]),
        ({"数值": "31", "编号": "1"}, [("编号", "foreign-item")]),
    ):
        report = await preview(health, round_id, changed(table, {LITERACY: given}))
        assert codes(report, LITERACY) == expected, given
        assert all(fault["said"]["zh"] and fault["remedy"]["en"] for row in report["rows"] for fault in row["faults"])


@pytest.mark.parametrize("written", ["31.2％", "３１．２", " 31.2 % ", "+31.2", "31.2"])
async def test_numbers_are_taken_as_people_write_them(shared_world: World, written: str) -> None:
    health, round_id = await _shared(shared_world)
    report = await preview(health, round_id, changed(await exported(health, round_id), {LITERACY: {"数值": written}}))
    [row] = [row for row in report["rows"] if row["name"] == LITERACY]
    assert [(one["column"], one["after"]) for one in row["changes"]] == [("填报情况", "数值"), ("数值", "31.2")]


async def _shared(world: World) -> tuple[Caller, str]:
    office = await world.sign_in("office", language="zh")
    there = await office.items(f"{SUBMISSIONS}/rounds", state="open")
    return await world.sign_in("health", language="zh"), str((there[0] if there else await open_round(world))["id"])


async def test_refused_rows_keep_the_others_out_unless_asked_for_partial(world: World) -> None:
    health, round_id = await asked(world)
    data = changed(await exported(health, round_id), {**FILLED, LITERACY: {"数值": "很多"}})
    shown = await preview(health, round_id, data)
    async with nothing_changes(world):
        refused = problem(await commit(health, round_id, data, shown["digest"]), 422, "refused-rows")
    assert [(one["column"], one["code"]) for one in refused["errors"]] == [("数值", "not-a-number")]
    assert (await commit(health, round_id, data, shown["digest"], partial=True)).status_code == 201
    assert set(answers_of(await form_of(health))) == {MALARIA, SMOKING}


async def test_nobody_writes_over_what_a_colleague_wrote_meanwhile(world: World) -> None:
    health, round_id = await asked(world)
    table = await exported(health, round_id)
    leader = await world.sign_in("health-leader", language="zh")
    submission = await start(leader, await assignment_of(world, HEALTH))
    stale = await preview(health, round_id, changed(table, FILLED))
    await fill(leader, submission, {LITERACY: value("30.9")})
    async with nothing_changes(world):
        problem(await commit(health, round_id, changed(table, FILLED), stale["digest"]), 409, "import-outdated")
        report = await preview(health, round_id, changed(table, FILLED))
    assert codes(report, LITERACY) == [("所见版本", "changed-meanwhile")]
    [fault] = [fault for row in report["rows"] for fault in row["faults"]]
    assert "人员 health-leader" in fault["said"]["zh"] and "30.9" in fault["said"]["zh"]
    assert (outcomes(report)[MALARIA], outcomes(report)[SMOKING]) == ("new", "new")


async def test_what_was_handed_in_waits_for_its_return_and_then_only_that_is_open(world: World) -> None:
    health, round_id = await asked(world)
    data = changed(await exported(health, round_id), FILLED)
    await commit(health, round_id, data, (await preview(health, round_id, data))["digest"])
    form = await move(health, await form_of(health), "submit")
    again = changed(await exported(health, round_id), {LITERACY: {"数值": "31.4"}, MALARIA: {"状态": "达到"}})
    report = await preview(health, round_id, again)
    assert codes(report, LITERACY) == [("编号", "filed")] and outcomes(report)[SMOKING] == "unchanged"
    await move(await world.sign_in("office", language="zh"), form, "return", returning(form, LITERACY))
    report = await preview(health, round_id, again)
    assert codes(report, MALARIA) == [("编号", "not-returned")] and outcomes(report)[LITERACY] == "changed"


async def test_a_form_of_another_unit_is_not_filled_in(world: World) -> None:
    health, round_id = await asked(world)
    education = await world.sign_in("education", language="zh")
    theirs = changed(await exported(education, round_id), {MYOPIA: {"数值": "49"}})
    assert codes(await preview(health, round_id, theirs), MYOPIA) == [("编号", "foreign-item")]
    office, mayor = await world.sign_in("office", language="zh"), await world.sign_in("mayor", language="zh")
    async with nothing_changes(world):
        for caller in (office, mayor):
            address = f"{SUBMISSIONS}/rounds/{round_id}/answers:preview"
            problem(await caller.upload(address, theirs, "填报表.csv", key=None), 403, "denied")
    asked_for = shown_by_name(await exported(office, round_id))
    assert {row["填报单位"] for row in asked_for.values()} == {HEALTH, EDUCATION, SPORT}
    [unit_id] = {one["unit_id"] for one in await office.items(f"{SUBMISSIONS}/assignments") if one["unit_name"] == EDUCATION}
    assert set(shown_by_name(await exported(office, round_id, unit_id=unit_id))) == {MYOPIA}
    assert len(rows_of(await exported(mayor, round_id))) == 1  # who neither fills in nor asks is shown no values


async def test_the_office_does_not_see_drafts_in_the_table(world: World) -> None:
    health, round_id = await asked(world)
    await fill(health, await start(health, await assignment_of(world, HEALTH)), {LITERACY: value("31.2"), MALARIA: state("消除")})
    assert "数值" not in shown_by_name(await exported(await world.sign_in("office", language="zh"), round_id))[LITERACY]
    assert shown_by_name(await exported(health, round_id))[LITERACY]["数值"] == "31.2"


async def test_a_round_that_is_over_takes_no_table(world: World) -> None:
    health, round_id = await asked(world)
    data = changed(await exported(health, round_id), FILLED)
    shown = await preview(health, round_id, data)
    office = await world.sign_in("office", language="zh")
    await office.do(f"{SUBMISSIONS}/rounds/{round_id}:close")
    async with nothing_changes(world):
        problem(await commit(health, round_id, data, shown["digest"]), 409, "round-closed")
        answer = await health.upload(f"{SUBMISSIONS}/rounds/{round_id}/answers:preview", data, "填报表.csv", key=None)
        problem(answer, 409, "round-closed")


async def test_an_exempt_unit_and_a_table_of_another_make(world: World) -> None:
    health, round_id = await asked(world)
    data = changed(await exported(health, round_id), FILLED)
    head, *rows = rows_of(data)
    cut = [row[: head.index("编号")] for row in (head, *rows)]
    answer = await health.upload(f"{SUBMISSIONS}/rounds/{round_id}/answers:preview", csv_of(*cut), "填报表.csv", key=None)
    assert [one["code"] for one in problem(answer, 422, "wrong-headings")["errors"]] == ["missing-column"]
    twice = await preview(health, round_id, csv_of(head, rows[0], rows[0]))
    assert [fault["code"] for row in twice["rows"] for fault in row["faults"]] == ["twice"]
    await (await world.sign_in("office", language="zh")).do(
        f"{SUBMISSIONS}/assignments/{(await assignment_of(world, HEALTH))['id']}:waive", {"reason": "无此项业务"}
    )
    assert codes(await preview(health, round_id, data), LITERACY) == [("编号", "waived")]


async def test_an_exempt_item_is_not_exported_and_refused_where_it_stands_in_an_older_file(world: World) -> None:
    health, round_id = await asked(world)
    older = await exported(health, round_id)
    owed = await assignment_of(world, HEALTH)
    [smoking] = [one["id"] for one in (await health.read(f"{SUBMISSIONS}/assignments/{owed['id']}"))["asked"] if one["name"] == SMOKING]
    await (await world.sign_in("office")).do(f"{SUBMISSIONS}/assignments/{owed['id']}/items/{smoking}:waive", {"reason": "非调查年"})
    assert set(shown_by_name(await exported(health, round_id))) == {LITERACY, MALARIA}
    shown = await preview(health, round_id, changed(older, {SMOKING: {"数值": "20"}}))
    assert outcomes(shown)[SMOKING] == "refused" and [code for _, code in codes(shown, SMOKING)] == ["exempt"]
