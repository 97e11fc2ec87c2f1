"""Saying who fills which indicator, and choosing among statements that conflict."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories.documents import draft
from tests.factories.people import HEALTH, NEIGHBOUR, SPORT
from tests.factories.problems import nothing_changes, places, problem
from tests.platform import Caller, World, eventually
from tests.services.indicators.test_taking_over import by_key

INDICATORS = "/api/v1/indicators"
ASSIGN = f"{INDICATORS}/plan-indicators:assign"


async def units_of(caller: Caller, code: str) -> dict[str, str]:
    """Unit ids of a region by name."""
    [region] = await caller.items("/api/v1/plans/regions", code=code)
    return {unit["name"]: unit["id"] for unit in await caller.items("/api/v1/plans/units", region_id=region["id"])}


async def body_of(caller: Caller, **fillers: str) -> dict[str, Any]:
    """Who fills what: unit ids by indicator key."""
    rows = await by_key(caller)
    return {"plan_id": rows["T01"]["plan_id"], "rows": [{"key": key, "filling_unit_id": unit} for key, unit in fillers.items()]}


async def test_filling_units_are_given_and_told(world: World) -> None:
    office = await world.sign_in("office")
    units = await units_of(office, "990101")
    body = await body_of(office, T01=units[HEALTH], T03=units[SPORT], P03=units[SPORT])
    assert await office.do(ASSIGN, body) == {"changed": 2, "unchanged": 1}
    await world.settle()
    rows = await by_key(office)
    assert (rows["P03"]["filling_unit_id"], rows["P03"]["version"], rows["T01"]["version"]) == (units[SPORT], 2, 1)
    told = await world.service("submissions").database.read.all(text("select key from known_indicators where filling_unit_id is not null"))
    assert {row.key for row in told} == {"T01", "T02", "T03", "T04", "T05", "T06", "P03"}


async def test_every_faulty_row_is_listed_and_nothing_is_kept(world: World) -> None:
    office = await world.sign_in("office")
    units, elsewhere = await units_of(office, "990101"), await units_of(office, NEIGHBOUR)
    body = await body_of(office, P03=units[SPORT], T99=units[SPORT], T03=str(uuid4()), T06=elsewhere[HEALTH])
    body["rows"].append({"key": "P03", "filling_unit_id": units[HEALTH]})
    async with nothing_changes(world):
        found = problem(await office.post(ASSIGN, body), 422, "refused-values")
    assert places(found) == {
        (2, "key", "unknown-key"),
        (3, "filling_unit_id", "unknown-unit"),
        (4, "filling_unit_id", "unit-elsewhere"),
        (5, "key", "twice"),
    }
    assert (await by_key(office))["P03"]["filling_unit_id"] is None


@pytest.mark.parametrize("login", ["health", "mayor", "auditor", "neighbour-office", "partner"])
async def test_only_the_plans_own_office_gives_filling_units(shared_world: World, login: str) -> None:
    caller = await shared_world.sign_in(login)
    units = await units_of(caller, "990101")
    async with nothing_changes(shared_world):
        problem(await caller.post(ASSIGN, await body_of(caller, P03=units[SPORT])), 403, "denied")


async def test_a_plan_that_is_not_issued_has_no_indicators_yet(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do("/api/v1/plans", draft("未发布的计划"))
    row = {"key": "T01", "filling_unit_id": str(uuid4())}
    for plan_id in (plan["id"], str(uuid4())):
        problem(await office.post(ASSIGN, {"plan_id": plan_id, "rows": [row]}), 404, "not-found")
    problem(await office.post(ASSIGN, {"plan_id": plan["id"], "rows": []}), 422, "invalid-request")


async def conflict(caller: Caller) -> tuple[str, dict[str, str]]:
    """The address of T02's choice, and its two statements about 2025 by what they print."""
    row = (await by_key(caller))["T02"]
    undecided = await caller.items(f"{INDICATORS}/statements", plan_id=row["plan_id"], undecided=True)
    return f"{INDICATORS}/plan-indicators/{row['id']}:choose-target", {s["raw"]: s["id"] for s in undecided}


def choice(statement_id: str, reason: str = "以附件表格为准") -> dict[str, Any]:
    """The body of ``choose_target`` for 2025."""
    return {"statement_id": statement_id, "year": 2025, "reason": reason}


async def test_a_named_person_chooses_and_can_choose_again(world: World) -> None:
    office = await world.sign_in("office")
    address, statements = await conflict(office)
    for raw in ("50", "48%以下"):
        await office.do(address, choice(statements[raw]))
        [target] = [t for t in await office.items(f"{INDICATORS}/targets", year=2025) if t["basis"] == "chosen"]
        assert (target["raw"], target["chosen_by"], target["reason"]) == (raw, "人员 office", "以附件表格为准")
        [verdict] = [v for v in await office.items(f"{INDICATORS}/verdicts", horizon=2025) if v["key"] == "T02"]
        assert (verdict["target"], verdict["word"]) == (raw, "not_due")
    plan_id = (await by_key(office))["T02"]["plan_id"]
    await world.settle()
    known = await world.service("submissions").database.read.all(text("select raw from known_targets where year = 2025 and raw in ('50', '48%以下')"))
    assert [row.raw for row in known] == ["48%以下"]
    left = await office.items(f"{INDICATORS}/statements", plan_id=plan_id, undecided=True)
    assert left == []


async def test_verdicts_of_a_target_that_is_replaced_go_with_it(world: World) -> None:
    office = await world.sign_in("office")
    address, statements = await conflict(office)
    for raw in ("50", "48%以下"):
        await office.do(address, choice(statements[raw]))
    world.move_to(date(2023, 4, 11))
    stale = text("select count(*) as n from verdicts where as_of < '2023-04-11'")

    async def refreshed() -> bool:
        row = await world.service("indicators").database.read.one(stale)
        return row is not None and row.n == 0

    await eventually(refreshed)


async def test_a_choice_is_among_the_indicators_own_statements(world: World) -> None:
    office = await world.sign_in("office")
    address, statements = await conflict(office)
    other = (await office.items(f"{INDICATORS}/targets", year=2022))[0]["statement_id"]
    async with nothing_changes(world):
        problem(await office.post(address, choice(other)), 422, "statement-elsewhere")
        problem(await office.post(address, choice(statements["50"], reason="")), 422, "invalid-request")
        problem(await office.post(f"{INDICATORS}/plan-indicators/{uuid4()}:choose-target", choice(statements["50"])), 404, "not-found")


@pytest.mark.parametrize("login", ["education", "mayor", "auditor", "neighbour-office", "partner"])
async def test_only_the_plans_own_office_chooses(shared_world: World, login: str) -> None:
    caller = await shared_world.sign_in(login)
    address, statements = await conflict(caller)
    async with nothing_changes(shared_world):
        problem(await caller.post(address, choice(statements["50"])), 403, "denied")
