"""What becomes of an issued plan: catalogue, plan indicators, statements, targets in force, first verdicts."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.factories.documents import BEDS, EXERCISE, FITNESS, LITERACY, MYOPIA, at_least, draft, indicator, statement
from tests.factories.people import EDUCATION, HEALTH, SPORT
from tests.factories.problems import problem
from tests.platform import Caller, World, eventually

INDICATORS = "/api/v1/indicators"


async def by_key(caller: Caller) -> dict[str, Any]:
    """Plan indicators by key."""
    return {item["key"]: item for item in await caller.items(f"{INDICATORS}/plan-indicators")}


async def test_what_is_printed_twice_is_one_plan_indicator(shared_world: World) -> None:
    mayor = await shared_world.sign_in("mayor")
    rows = await by_key(mayor)
    assert list(rows) == ["T01", "T02", "T03", "T04", "T05", "T06", "P03"]
    assert rows["T01"]["baseline"]["value"] == "26" and rows["T01"]["clause"]["path"] == "附件/T01"
    assert rows["T02"]["nature"] == "binding" and rows["T02"]["action"] == "A2"
    read = await mayor.get(f"{INDICATORS}/plan-indicators/{rows['T01']['id']}")
    assert read.json() == rows["T01"] and read.headers["etag"] == '"v1"'


async def test_a_department_that_is_named_alone_fills(shared_world: World) -> None:
    mayor = await shared_world.sign_in("mayor")
    rows = await by_key(mayor)
    names = {unit["id"]: unit["name"] for unit in await mayor.items("/api/v1/plans/units")}
    fillers = {key: names.get(row["filling_unit_id"]) for key, row in rows.items()}
    assert fillers == {"T01": HEALTH, "T02": EDUCATION, "T03": None, "T04": HEALTH, "T05": HEALTH, "T06": SPORT, "P03": None}
    unassigned = await mayor.items(f"{INDICATORS}/plan-indicators", unassigned=True)
    assert [row["key"] for row in unassigned] == ["T03", "P03"]
    of_sport = await mayor.items(f"{INDICATORS}/plan-indicators", filling_unit_id=rows["T06"]["filling_unit_id"])
    assert [row["key"] for row in of_sport] == ["T06"]


async def test_one_target_is_in_force_where_statements_agree(shared_world: World) -> None:
    mayor = await shared_world.sign_in("mayor")
    keys = {row["id"]: key for key, row in (await by_key(mayor)).items()}
    targets = await mayor.items(f"{INDICATORS}/targets")
    assert {(keys[t["plan_indicator_id"]], t["year"], t["population"], t["raw"], t["basis"]) for t in targets} == {
        ("T01", 2022, "", "32", "sole"),
        ("T01", 2030, "", "40", "agreeing"),
        ("T02", 2030, "", "38", "sole"),
        ("T03", 2025, "学生", "90", "sole"),
        ("T03", 2025, "老年人", "85", "sole"),
        ("T04", 2025, "", "消除", "sole"),
        ("T05", 2025, "", "——", "sole"),
        ("T06", 2025, "", "5", "sole"),
        ("P03", 2030, "", "45%以上", "year_assumed"),
    }
    assert {t["year"] for t in await mayor.items(f"{INDICATORS}/targets", year=2022)} == {2022}


async def test_statements_that_conflict_wait_for_a_person(shared_world: World) -> None:
    mayor = await shared_world.sign_in("mayor")
    plan_id = (await by_key(mayor))["T01"]["plan_id"]
    undecided = await mayor.items(f"{INDICATORS}/statements", plan_id=plan_id, undecided=True)
    assert [(s["printed_key"], s["year"], s["raw"]) for s in undecided] == [("T02", 2025, "50"), ("P02", 2025, "48%以下")]
    everything = await mayor.items(f"{INDICATORS}/statements", plan_id=plan_id)
    assert len(everything) == 12 and {s["in_force"] for s in undecided} == {False}
    assert await mayor.items(f"{INDICATORS}/statements", plan_id=plan_id, limit=5) == everything
    assert await mayor.items(f"{INDICATORS}/statements", plan_id=str(uuid4())) == []


async def test_first_verdicts_say_why_there_is_nothing_to_judge(shared_world: World) -> None:
    mayor = await shared_world.sign_in("mayor")
    words = {(v["key"], v["horizon"], v["population"]): v["word"] for v in await mayor.items(f"{INDICATORS}/verdicts")}
    assert words["T01", 2022, ""] == "not_due"  # the plan's own duty brings the values of 2022 on 10 May 2023
    assert words["T05", 2025, ""] == "not_evaluated"
    assert words["P03", 2030, ""] == "not_due"
    assert ("T02", 2025, "") not in words  # nothing is in force there


async def test_a_value_that_was_due_and_did_not_come_is_missing_on_the_next_day(world: World) -> None:
    world.move_to(date(2023, 5, 11), hour=0)
    mayor = await world.sign_in("mayor")

    async def missing() -> bool:
        [verdict] = await mayor.items(f"{INDICATORS}/verdicts", horizon=2022)
        return (verdict["word"], verdict["as_of"]) == ("no_data", "2023-05-11")

    await eventually(missing)


async def test_the_same_name_and_unit_is_the_same_indicator_in_every_plan(world: World) -> None:
    office = await world.sign_in("office")
    both = [
        indicator("T01", LITERACY, statement(2025, "36%以上", expression=at_least("36")), departments=[HEALTH]),
        indicator("T02", BEDS, statement(2025, "6"), unit_of_measure="张", departments=[HEALTH]),
        indicator("T03", MYOPIA, statement(2025, "1"), unit_of_measure="‰", polarity="down"),
    ]
    plan = await office.do("/api/v1/plans", draft("第二份计划", indicators=both, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    catalogue = await office.items(INDICATORS)
    assert [entry["name"] for entry in catalogue].count(LITERACY) == 1
    assert [entry["unit_of_measure"] for entry in catalogue if entry["name"] == MYOPIA] == ["%"]  # ‰ are convertible
    assert [entry["name"] for entry in await office.items(INDICATORS, name="体质")] == [FITNESS]
    entry = next(found for found in catalogue if found["name"] == EXERCISE)
    read = await office.get(f"{INDICATORS}/{entry['id']}")
    assert read.json() == entry and read.headers["etag"] == '"v1"'


async def test_what_is_not_there_is_not_found(shared_world: World) -> None:
    mayor = await shared_world.sign_in("mayor")
    for noun in ("", "/plan-indicators", "/observations", "/verdicts"):
        problem(await mayor.get(f"{INDICATORS}{noun}/{uuid4()}"), 404, "not-found")
    problem(await mayor.get(f"{INDICATORS}/observations/{uuid4()}/versions"), 404, "not-found")


async def test_indicators_of_an_internal_plan_stay_at_home(world: World) -> None:
    office = await world.sign_in("office")
    secret = [indicator("T01", "内部指标", statement(2025, "36"), departments=[HEALTH])]
    plan = await office.do("/api/v1/plans", draft("内部计划", disclosure="internal", indicators=secret, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    [mine] = await office.items(f"{INDICATORS}/plan-indicators", plan_id=plan["id"])
    assert len(await (await world.sign_in("health")).items(f"{INDICATORS}/plan-indicators", plan_id=plan["id"])) == 1  # its own unit fills it
    for login in ("education", "mayor", "upper", "neighbour-office", "partner"):
        caller = await world.sign_in(login)
        assert await caller.items(f"{INDICATORS}/plan-indicators", plan_id=plan["id"]) == []
        assert await caller.items(f"{INDICATORS}/statements", plan_id=plan["id"]) == []
        problem(await caller.get(f"{INDICATORS}/plan-indicators/{mine['id']}"), 404, "not-found")
