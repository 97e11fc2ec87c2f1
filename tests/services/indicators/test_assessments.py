"""Results: marks as worked out by hand, states, what each may see, a second run, and what-if."""

import csv
import io
from datetime import date
from typing import Any
from uuid import uuid4

from python_calamine import CalamineWorkbook

from tests.factories.people import CITY, EDUCATION, HEALTH, SPORT
from tests.factories.problems import nothing_changes, problem
from tests.platform import World
from tests.services.indicators.assessments import (
    ASSESSMENTS,
    FACTS,
    INDICATORS,
    SCHEMES,
    announced,
    assessed,
    draft,
    path_of,
    published,
    standings,
    with_values,
)
from tests.services.indicators.test_assessment_schemes import fact
from tests.services.indicators.test_observations import IMPORT, row, values
from tests.services.indicators.test_taking_over import by_key
from tests.services.plans.test_units import named


def brief(found: dict[str, dict[str, Any]]) -> dict[str, tuple[int | None, str | None, str | None]]:
    """(rank, score, grade) by name."""
    return {name: (one["rank"], one["score"], one["grade"]) for name, one in found.items()}


async def test_units_get_the_marks_that_one_works_out_by_hand(world: World) -> None:
    office, result = await assessed(world)
    assert (result["state"], result["assessed"], result["disclosure"], result["as_of"]) == ("provisional", 3, "public", "2023-04-10")
    found = await standings(office, result)
    assert brief(found) == {HEALTH: (1, "81.50", "合格"), EDUCATION: (2, "74.50", "合格"), SPORT: (None, None, None)}
    full = await office.read(f"{INDICATORS}/standings/{found[HEALTH]['id']}")
    [mark] = full["card"]["marks"]
    assert (mark["mark"], mark["weight"], mark["share"]) == ("48.90", "60", "0.8150")
    assert mark["arithmetic"] == "32.6 / 40 = 0.815; 60 × 0.815 = 48.90"
    assert mark["said"]["zh"] == "2022年数值32.6%，目标不低于40%，完成81.5%，得48.9分（满分60分）"
    assert full["card"]["arithmetic"] == "48.90 / 60 × 100 = 81.50"
    assert full["place"]["zh"] == "60 ≤ 81.50 < 90，“合格”"


async def test_every_mark_names_its_inputs_with_their_versions(world: World) -> None:
    office, result = await assessed(world)
    full = await office.read(f"{INDICATORS}/standings/{(await standings(office, result))[EDUCATION]['id']}")
    [seen] = [one for one in full["inputs"]["measures"] if one["key"] == "T02"]
    [value] = await office.items(f"{INDICATORS}/observations", indicator_id=seen["indicator_id"])
    assert (seen["observation_id"], seen["observation_version"], seen["value"]) == (value["id"], 1, "51")
    verdict = await office.read(f"{INDICATORS}/verdicts/{seen['verdict_id']}")
    assert (seen["verdict_version"], seen["word"], seen["line"]) == (
        verdict["version"],
        "pace_unknown",
        {"comparator": "<=", "value": "38", "unit": None},
    )


async def test_facts_are_deducted(world: World) -> None:
    """Two late filings at 0.5: 81.50 - 1 = 80.50."""
    office = await with_values(world)
    made = await office.do(FACTS, fact(await path_of(office), (await named(office, HEALTH))["id"]))
    result = await office.do(ASSESSMENTS, {"scheme_id": (await published(office))["id"]})
    found = (await standings(office, result))[HEALTH]
    full = await office.read(f"{INDICATORS}/standings/{found['id']}")
    assert (found["score"], full["card"]["arithmetic"]) == ("80.50", "48.90 / 60 × 100 = 81.50; 81.50 - 1 = 80.50")
    assert full["card"]["deductions"][0]["said"]["zh"] == "迟报：2次，扣1分"
    assert [(one["fact_id"], one["version"]) for one in full["inputs"]["facts"]] == [(made["id"], 1)]


async def test_counties_are_assessed_by_their_city(world: World) -> None:
    """甲县 has the value and a plan, 乙县 neither: without a value it has nothing to assess, and no marks where zero is the policy."""
    await with_values(world)
    upper = await world.sign_in("upper")
    office = await world.sign_in("office")
    literacy = (await by_key(office))["T01"]["indicator_id"]
    item = {"key": "I1", "indicator_id": literacy, "weight": "100", "marking": {"kind": "share"}, "missing": "zero"}
    line = {"comparator": ">=", "value": "40"}
    index = {"normalisation": "min_max", "mean": "geometric", "components": [{"indicator_id": literacy, "low": "0", "high": "40"}]}
    groups = [{"key": "G", "title": "G", "weight": "100", "items": [{**item, "marking": {"kind": "share", "line": line}}]}]
    body = await draft(office, assessed={"kind": "regions", "level": "county"}, plan_ids=[], groups=groups, deductions=[], index=index)
    made = await upper.do(SCHEMES, {**body, "region_path": await path_of(upper, CITY)})
    await upper.do(f"{SCHEMES}/{made['id']}:publish")
    result = await upper.do(ASSESSMENTS, {"scheme_id": made["id"]})
    found = await standings(upper, result)
    assert brief(found) == {"甲县": (1, "81.50", "合格"), "乙县": (2, "0.00", "差")}
    assert (found["甲县"]["index_value"], found["乙县"]["index_value"]) == ("0.8150", None)


async def test_a_scheme_must_be_published_and_somebody_must_be_there(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(SCHEMES, await draft(office))
    problem(await office.post(ASSESSMENTS, {"scheme_id": made["id"]}), 409, "assessment-scheme-not-published")
    problem(await office.post(ASSESSMENTS, {"scheme_id": str(uuid4())}), 404, "not-found")
    empty = await published(office, assessed={"kind": "regions", "level": "town"}, plan_ids=[])
    async with nothing_changes(world):
        problem(await office.post(ASSESSMENTS, {"scheme_id": empty["id"]}), 409, "nobody-assessed")
    problem(await (await world.sign_in("mayor")).post(ASSESSMENTS, {"scheme_id": empty["id"]}), 403, "denied")


async def test_a_result_is_the_offices_own_until_it_is_announced(world: World) -> None:
    office, result = await assessed(world)
    for login in ("health", "mayor", "upper"):
        problem(await (await world.sign_in(login)).get(f"{ASSESSMENTS}/{result['id']}"), 404, "not-found")
    early = await office.post(f"{ASSESSMENTS}/{result['id']}:announce", {"appeals_until": "2023-04-09"})
    problem(early, 422, "window-in-past")
    shown = await office.do(f"{ASSESSMENTS}/{result['id']}:announce", {"appeals_until": "2023-04-20"})
    assert (shown["state"], shown["appeals_until"]) == ("announced", "2023-04-20") and shown["announced_at"]
    assert set(await standings(await world.sign_in("mayor"), result)) == {HEALTH, EDUCATION, SPORT}
    problem(await (await world.sign_in("neighbour-health")).get(f"{ASSESSMENTS}/{result['id']}"), 404, "not-found")
    problem(await office.post(f"{ASSESSMENTS}/{result['id']}:announce", {"appeals_until": "2023-04-20"}), 409, "assessment-moved")
    second = await office.do(ASSESSMENTS, {"scheme_id": result["scheme_id"]})
    problem(await office.post(f"{ASSESSMENTS}/{second['id']}:announce", {"appeals_until": "2023-04-20"}), 409, "shown-already")


async def test_it_is_final_once_the_window_is_over(world: World) -> None:
    office, result = await assessed(world)
    problem(await office.post(f"{ASSESSMENTS}/{result['id']}:finalise"), 409, "assessment-moved")
    await office.do(f"{ASSESSMENTS}/{result['id']}:announce", {"appeals_until": "2023-04-20"})
    problem(await office.post(f"{ASSESSMENTS}/{result['id']}:finalise"), 409, "still-unsettled")
    world.move_to(date(2023, 4, 21))
    office = await world.sign_in("office")
    done = await office.do(f"{ASSESSMENTS}/{result['id']}:finalise")
    assert done["state"] == "final" and done["final_at"]
    assert set(await standings(await world.sign_in("neighbour-health"), result)) == {HEALTH, EDUCATION, SPORT}, "a public result is public"


async def test_of_a_result_that_is_not_public_the_assessed_see_their_own_alone(world: World) -> None:
    """限本级及上级 of a city: each county's office sees its own line, not its neighbour's."""
    await with_values(world)
    upper, office = await world.sign_in("upper"), await world.sign_in("office")
    body = await draft(office, assessed={"kind": "regions", "level": "county"}, plan_ids=[])
    made = await upper.do(SCHEMES, {**body, "region_path": await path_of(upper, CITY), "disclosure": "upward"})
    await upper.do(f"{SCHEMES}/{made['id']}:publish")
    result = await upper.do(ASSESSMENTS, {"scheme_id": made["id"]})
    problem(await office.get(f"{ASSESSMENTS}/{result['id']}"), 404, "not-found")
    await upper.do(f"{ASSESSMENTS}/{result['id']}:announce", {"appeals_until": "2023-04-20"})
    whole = await standings(upper, result)
    assert set(whole) == {"甲县", "乙县"} and set(await standings(office, result)) == {"甲县"}
    assert [one["id"] for one in await office.items(ASSESSMENTS)] == [result["id"]]
    assert (await office.read(f"{INDICATORS}/standings/{whole['甲县']['id']}"))["name"] == "甲县"
    problem(await office.get(f"{INDICATORS}/standings/{whole['乙县']['id']}"), 404, "not-found")
    problem(await (await world.sign_in("health")).get(f"{ASSESSMENTS}/{result['id']}"), 404, "not-found")


async def test_a_result_is_as_open_as_the_least_open_value_in_it(world: World) -> None:
    office = await world.sign_in("office")
    rows = [row("T01", 2022, "32.6", disclosure="internal"), row("T02", 2022, "51")]
    answer = await office.post(IMPORT, await values(office, *rows))
    if answer.status_code == 422:  # an import takes the plan's level: change it where bulk intake can
        text = f"indicator,region,period,value,disclosure\n{(await by_key(office))['T01']['indicator_id']},990101,2022,32.6,internal\n"
        assert (await office.send(f"{INDICATORS}/observations:intake", text, "text/csv")).is_success
    result = await office.do(ASSESSMENTS, {"scheme_id": (await published(office))["id"]})
    assert result["disclosure"] == "internal"
    await office.do(f"{ASSESSMENTS}/{result['id']}:announce", {"appeals_until": "2023-04-20"})
    problem(await (await world.sign_in("mayor")).get(f"{ASSESSMENTS}/{result['id']}"), 404, "not-found")
    assert set(await standings(await world.sign_in("health"), result)) == {HEALTH}


async def test_a_second_run_is_equal_until_something_changes(world: World) -> None:
    office, result = await announced(world)
    same = await office.do(f"{ASSESSMENTS}/{result['id']}:rerun")
    assert (same["repeats"], same["equal"], same["differences"], same["changed"]) == (True, True, [], [])
    await office.do(IMPORT, await values(office, row("T01", 2022, "36")))
    async with nothing_changes(world):
        again = await office.do(f"{ASSESSMENTS}/{result['id']}:rerun")
    assert (again["repeats"], again["equal"]) == (True, False)
    changed = {(one["name"], one["what"], one["key"].split()[0]): (one["was"], one["now"]) for one in again["changed"]}
    assert changed[HEALTH, "score", "score"] == ("81.50", "90.00")
    assert changed[HEALTH, "score", "grade"] == ("合格", "优秀")
    assert '"observation_version":1' in changed[HEALTH, "measure", "T01"][0] and '"observation_version":2' in changed[HEALTH, "measure", "T01"][1]
    assert {name for name, _, _ in changed} == {HEALTH}


async def test_what_if_changes_values_counts_and_weights_and_stores_nothing(world: World) -> None:
    office, result = await assessed(world)
    health = (await named(office, HEALTH))["id"]
    literacy = (await by_key(office))["T01"]["indicator_id"]
    value = {"assessed_id": health, "indicator_id": literacy, "value": "40"}
    count = {"assessed_id": health, "kind": "late_filing", "count": "10"}
    async with nothing_changes(world):
        answer = await office.do(f"{ASSESSMENTS}:evaluate", {"scheme_id": result["scheme_id"], "values": [value], "counts": [count]})
    first, second, third = answer["standings"]
    assert (first["name"], first["score_before"], first["score"]) == (HEALTH, "81.50", "97.00")
    assert (first["grade_before"], first["grade"]) == ("合格", "优秀")
    assert (second["name"], second["score_before"], second["score"], second["grade"]) == (EDUCATION, "74.50", "74.50", "合格")
    assert (third["name"], third["score"]) == (SPORT, None)
    assert first["card"]["deductions"][0]["arithmetic"] == "10 × 0.5 = 5 > 3 → -3"
    problem(await (await world.sign_in("health")).post(f"{ASSESSMENTS}:evaluate", {"scheme_id": result["scheme_id"]}), 403, "denied")


async def test_a_changed_value_is_judged_anew_where_the_verdict_decides(world: World) -> None:
    """T02 of 2022 with 37 is beyond the line of 2030 (at most 38) already: 提前达标, full marks."""
    office = await with_values(world)
    groups = [{"key": "G", "title": "G", "weight": "100", "each": {"nature": "binding", "marking": {"kind": "full"}}}]
    scheme = await published(office, groups=groups, deductions=[])
    education, myopia = (await named(office, EDUCATION))["id"], (await by_key(office))["T02"]["indicator_id"]
    value = {"assessed_id": education, "indicator_id": myopia, "value": "37"}
    answer = await office.do(f"{ASSESSMENTS}:evaluate", {"scheme_id": scheme["id"], "values": [value]})
    [found] = [one for one in answer["standings"] if one["name"] == EDUCATION]
    assert (found["score_before"], found["score"], found["card"]["marks"][0]["reason"]) == ("0.00", "100.00", "word_met_early")


async def test_results_are_listed_by_scheme_year_and_state(world: World) -> None:
    office, result = await announced(world)
    for query in ({"scheme_id": result["scheme_id"]}, {"year": 2022}, {"state": "announced"}):
        assert [one["id"] for one in await office.items(ASSESSMENTS, **query)] == [result["id"]]
    assert await office.items(ASSESSMENTS, state="final") == []
    found = await office.items(f"{ASSESSMENTS}/{result['id']}/standings", grade="合格")
    assert [one["score"] for one in found] == ["81.50", "74.50"]
    problem(await office.get(f"{ASSESSMENTS}/{uuid4()}/standings"), 404, "not-found")
    problem(await world.nobody.get(ASSESSMENTS), 401, "not-authenticated")


async def test_a_result_is_taken_along_as_a_file_that_computes_nothing(world: World) -> None:
    """A title that begins like a formula stays a text, in CSV behind an apostrophe (OWASP: CSV injection)."""
    office = await with_values(world)
    late = {"key": "D1", "title": "=HYPERLINK(1)", "fact": "late_filing", "points": "0.5"}
    await office.do(FACTS, fact(await path_of(office), (await named(office, HEALTH))["id"]))
    result = await office.do(ASSESSMENTS, {"scheme_id": (await published(office, deductions=[late]))["id"]})
    path = f"{ASSESSMENTS}/{result['id']}/export"
    ranking = await office.get(path, format="csv")
    rows = list(csv.reader(io.StringIO(ranking.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["rank", "name", "score", "computed"] and "attachment" in ranking.headers["content-disposition"]
    assert [row[:3] for row in rows[1:]] == [["1", HEALTH, "80.50"], ["2", EDUCATION, "74.50"], ["", SPORT, ""]]
    marks = list(csv.reader(io.StringIO((await office.get(path, table="marks", format="csv")).content.decode("utf-8-sig"))))
    said = {row[2]: row[6] for row in marks[1:] if row[0] == HEALTH}
    assert said["D1"] == "'=HYPERLINK(1): 2, 1 points deducted"
    book = load_workbook((await (await world.sign_in("office", language="zh")).get(path, table="marks")).content)
    assert book[0] == ["考核对象", "部分", "编号", "指标", "满分", "得分", "理由", "算式"]
    assert [row[:6] for row in book if row[2] == "I1"] == [[HEALTH, "G1", "I1", "居民健康素养水平", "60", "48.90"]]
    problem(await (await world.sign_in("mayor")).get(path), 404, "not-found")
    problem(await office.get(path, format="pdf"), 422, "invalid-request")


def load_workbook(content: bytes) -> list[list[str]]:
    """The cells of a workbook's first sheet, as texts."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]
