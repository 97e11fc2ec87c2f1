"""The scoreboard as a file: verdicts in words and sentences, citations, languages, and the answer that one already has."""

import csv
import io
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from shared.kit.downloads import XLSX
from tests.factories.people import HEALTH
from tests.factories.problems import problem
from tests.platform import Caller, World
from tests.services.indicators.test_scoreboard import board, measured


async def address(caller: Caller) -> str:
    """Where the file of the world's plan is."""
    [plan] = await caller.items("/api/v1/plans", title="健康甲县")
    return f"/api/v1/indicators/plans/{plan['id']}/scoreboard:export"


async def rows_of(caller: Caller, **query: object) -> list[dict[str, str]]:
    """The rows of the file as CSV."""
    answer = await caller.get(await address(caller), format="csv", **query)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_every_deciding_target_has_a_row_with_verdict_sentence_and_citation(world: World) -> None:
    await measured(world)
    office = await world.sign_in("office", language="zh")
    rows, found = await rows_of(office, year=2022), await board(office, year=2022)
    assert [row["编号"] for row in rows] == [item["key"] for item in found["items"] for _ in item["targets"] or [None]]
    [first] = [row for row in rows if row["编号"] == "T01"]
    [target] = found["items"][0]["targets"]
    assert (first["监测值"], first["较上次变化"], first["变化方向"], first["填报单位"]) == ("32.6", "1.4", "向好", HEALTH)
    assert (first["目标年"], first["目标值"], first["达标判定"], first["判定说明"]) == ("2022", "32", "已达标", target["said"]["zh"])
    assert first["历年监测值"] == "2020: 30；2021: 31.2；2022: 32.6" and first["基期值"] == "26"
    verdict = await office.read(f"/api/v1/indicators/verdicts/{target['verdict_id']}")
    assert (first["出处"], first["原文"]) == (verdict["clause"]["path"], verdict["clause"]["quote"])
    [state] = [row for row in rows if row["编号"] == "T04"]
    assert (state["监测值"], state["状态值"]) == ("", "消除")


async def test_words_and_sentences_are_in_the_language_asked_for(world: World) -> None:
    first = (await rows_of(await measured(world), year=2022))[0]
    assert (first["verdict"], first["tendency"], first["standing"]) == ("met", "better", "reported")
    assert first["sentence"].endswith("met.")


async def test_a_workbook_has_figures_and_a_sheet_of_tallies(world: World) -> None:
    office = await measured(world)
    answer = await office.get(await address(office), year=2022)
    assert answer.headers["content-type"] == XLSX and 'filename="scoreboard-2022.xlsx"' in answer.headers["content-disposition"]
    book = CalamineWorkbook.from_object(io.BytesIO(answer.content))
    head, first, *_ = book.get_sheet_by_name("scoreboard").to_python()
    assert first[head.index("value")] == 32.6 and first[head.index("verdict")] == "met"
    notes = [row[0] for row in book.get_sheet_by_name("notes").to_python()]
    assert notes[1] == "2022" and "met: 1" in notes


async def test_filters_are_those_of_the_scoreboard(world: World) -> None:
    office = await measured(world)
    assert [row["key"] for row in await rows_of(office, year=2022, word="met")] == ["T01"]
    assert [row["key"] for row in await rows_of(office, year=2022, nature="binding")] == ["T02"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_the_file_one_has_is_not_sent_again(world: World, form: str) -> None:
    office = await measured(world)
    where, query = await address(office), {"year": 2022, "format": form}
    tag = (await office.get(where, **query)).headers["etag"]
    again = await world.client.get(where, params=query, headers={**office.headers, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


async def test_an_internal_value_is_not_in_the_file(world: World) -> None:
    await measured(world)
    async with world.service("indicators").database.write() as db:
        await db.run(text("update observations set disclosure = 'internal' where year = 2022"))
    first = (await rows_of(await world.sign_in("neighbour-office"), year=2022))[0]
    assert (first["value"], first["series"]) == ("", "2020: 30; 2021: 31.2")


async def test_what_cannot_be_written_is_refused(world: World) -> None:
    office = await measured(world)
    where = await address(office)
    problem(await office.get(where, format="sdmx-csv"), 422, "invalid-request")
    problem(await world.client.get(where, headers={**office.headers, "Accept": "application/pdf"}), 406, "not-acceptable")
    [plan] = await office.items("/api/v1/plans", title="健康甲县")
    problem(await office.get(where.replace(plan["id"], str(uuid4()))), 404, "not-found")
    problem(await world.nobody.get(where), 401, "not-authenticated")
