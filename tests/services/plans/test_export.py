"""A plan taken along: JSON that can be drafted from again, a workbook, a document."""

from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import docx
import pytest
from python_calamine import CalamineWorkbook

from services.plans.rules.exporting.docx import document as written_docx
from services.plans.rules.exporting.tables import Entry, Written, due_printed
from services.plans.rules.exporting.xlsx import workbook
from shared.schemas.plan_document import Due, PlanDocument
from shared.schemas.plans import PlanDraft
from tests.factories.documents import DUTIES, INDICATORS, RESPONSIBILITIES, document, draft
from tests.factories.people import EDUCATION, NEIGHBOUR
from tests.factories.problems import problem
from tests.factories.rounds import plan_of
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def exported(caller: Caller, ending: str, plan_id: str | None = None) -> Any:
    """The answer of an export of the county's plan."""
    plan_id = plan_id or (await plan_of(caller))["id"]
    return await caller.get(f"{PLANS}/{plan_id}/export.{ending}")


@pytest.mark.parametrize(("ending", "media_type"), [("json", "application/json"), ("xlsx", XLSX), ("docx", DOCX)])
async def test_media_type_and_name(shared_world: World, ending: str, media_type: str) -> None:
    answer = await exported(await shared_world.sign_in("health"), ending)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    plain, _, real = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain == f'attachment; filename="plan.{ending}"'
    assert unquote(real) == f"健康甲县行动（2021—2030年）.{ending}" and real.isascii()


async def test_json_is_the_document_again(world: World) -> None:
    """The round trip: out of one region, into another, out again, and nothing is lost on the way."""
    office, neighbour = await world.sign_in("office"), await world.sign_in("neighbour-office")
    head = {**document()["head"], "title": "往返的计划", "published_on": "2021-03-05", "disclosure": "主动公开", "notice_title": "关于印发的通知"}
    first = draft("往返的计划", head=head)
    first["document"]["head"]["region"]["parent"] = "某市"
    body = {**first, "assigned": [{"action": "A2", "role": "lead", "unit": "县体育局"}]}
    plan = await office.do(PLANS, body)
    out = (await exported(office, "json", plan["id"])).json()
    assert PlanDraft.model_validate(out) == PlanDraft.model_validate(body)
    again = await neighbour.do(PLANS, {**out, "region_code": NEIGHBOUR})
    back = (await exported(neighbour, "json", again["id"])).json()
    assert PlanDocument.model_validate(back["document"]) == PlanDocument.model_validate(body["document"])
    assert back["assigned"] == body["assigned"]


async def test_a_workbook_has_a_sheet_for_each_kind_of_fact(shared_world: World) -> None:
    answer = await exported(await shared_world.sign_in("health"), "xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert book.sheet_names == ["概况", "行动", "责任", "指标与目标", "工作任务", "备注"]
    rows = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    statements = sum(len(indicator["statements"]) for indicator in INDICATORS)
    assert {name: len(found) - 1 for name, found in rows.items() if name != "概况"} == {
        "行动": 2,
        "责任": len(RESPONSIBILITIES),
        "指标与目标": statements,
        "工作任务": len(DUTIES),
        "备注": 1,
    }
    assert rows["责任"][2][:5] == ["A1", "健康知识普及行动", "责任", f"{EDUCATION}（体卫艺科）", EDUCATION]
    assert ["发文字号", "甲政发〔2021〕1号"] in rows["概况"] and ["状态", "已发布"] in rows["概况"]
    report = next(row for row in rows["工作任务"] if row[0] == "D01")
    assert report[4:6] == ["每年", "5月10日前"]


async def test_a_document_reads_as_a_plan_and_cites(shared_world: World) -> None:
    answer = await exported(await shared_world.sign_in("health"), "docx")
    page = docx.Document(BytesIO(answer.content))
    texts = [paragraph.text for paragraph in page.paragraphs]
    assert texts[0] == "健康甲县行动（2021—2030年）"
    assert "1 健康知识普及行动" in texts and "牵头单位：县卫生健康局" in texts and "出处：二/1「健康知识普及行动」" in texts
    cells = [[cell.text for cell in row.cells] for table in page.tables for row in table.rows]
    assert any(row[1] == "学生总体近视率" and row[8] == "48%以下" for row in cells if len(row) == 11)


HOSTILE = ["=1+1", "+86", "-2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://example.org", "0012", "\x0b\x00控制", "<b>&"]


def hostile() -> Written:
    """A plan whose every free text is a trap."""
    body = document()
    body["actions"] = [{**body["actions"][0], "name": name.replace("\x00", "") or "x", "key": f"A{n}"} for n, name in enumerate(HOSTILE, 1)]
    body["remarks"] = [{"text": name} for name in HOSTILE]
    body["responsibilities"], body["indicators"], body["duties"] = [], [], []
    entries = [Entry("A1", "lead", name, name, "", "", name) for name in HOSTILE]
    return Written(PlanDocument.model_validate(body), "起草", entries, [])


def test_a_cell_is_text_whatever_it_begins_with() -> None:
    content = workbook(hostile())
    sheets = [name for name in ZipFile(BytesIO(content)).namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 6
    for name in sheets:
        assert b"<f>" not in ZipFile(BytesIO(content)).read(name) and b"<hyperlink" not in ZipFile(BytesIO(content)).read(name)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("备注").to_python()
    assert [row[1] for row in rows[1:8]] == HOSTILE[:7]


def test_control_characters_do_not_break_a_document() -> None:
    page = docx.Document(BytesIO(written_docx(hostile())))
    assert any("控制" in cell.text for table in page.tables for row in table.rows for cell in row.cells)


@pytest.mark.parametrize(
    ("due", "printed"),
    [
        ({"precision": "day", "month": 5, "day": 10}, "5月10日前"),
        ({"precision": "day", "month": 5, "day": 10, "year": 2025}, "2025年5月10日前"),
        ({"precision": "month_early", "month": 4}, "4月初"),
        ({"precision": "month_mid", "month": 4}, "4月中旬"),
        ({"precision": "month_late", "month": 4}, "4月下旬"),
        ({"precision": "month_end", "month": 10}, "10月底"),
        ({"precision": "year_end"}, "年底前"),
        ({"precision": "year_end", "year": 2025}, "2025年底前"),
        ({"precision": "none"}, ""),
        ({"precision": "day", "day": 5}, "当月5日前"),
        ({"precision": "month_end"}, "当月底"),
    ],
)
def test_due_dates_are_written_as_they_are_printed(due: dict[str, Any], printed: str) -> None:
    assert due_printed(Due.model_validate(due)) == printed


@pytest.mark.parametrize("ending", ["json", "xlsx", "docx"])
async def test_who_may_not_know_of_a_plan_gets_none(world: World, ending: str) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("草案"))
    assert (await exported(office, ending, plan["id"])).status_code == 200
    problem(await exported(await world.sign_in("health"), ending, plan["id"]), 404, "not-found")
    problem(await exported(world.nobody, ending, plan["id"]), 401, "not-authenticated")
