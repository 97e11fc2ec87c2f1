"""Official values: imports, versions, and the verdicts that follow."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import LITERACY, at_least, draft, indicator, statement
from tests.factories.people import HEALTH, NEIGHBOUR
from tests.factories.problems import nothing_changes, places, problem
from tests.platform import Caller, World
from tests.services.indicators.test_taking_over import by_key

INDICATORS = "/api/v1/indicators"
IMPORT = f"{INDICATORS}/observations:import"


async def values(caller: Caller, *rows: dict[str, Any]) -> dict[str, Any]:
    """The body of an import for the world's plan."""
    [plan] = await caller.items("/api/v1/plans", title="健康甲县")
    return {"plan_id": plan["id"], "rows": list(rows)}


def row(key: str, year: int, value: str | None, **more: Any) -> dict[str, Any]:
    """One row of an import."""
    return {"key": key, "year": year, "value": value, **more}


async def verdict_on(caller: Caller, key: str, horizon: int) -> dict[str, Any]:
    """The explained verdict on a target."""
    [found] = [v for v in await caller.items(f"{INDICATORS}/verdicts", horizon=horizon) if v["key"] == key]
    explained: dict[str, Any] = await caller.read(f"{INDICATORS}/verdicts/{found['id']}")
    return explained


async def test_an_import_is_new_then_unchanged_then_corrected(world: World) -> None:
    office = await world.sign_in("office")
    body = await values(office, row("T01", 2022, "32.60", numerator="326", denominator="1000"), row("T04", 2022, None, state="消除"))
    assert await office.do(IMPORT, body) == {"new": 2, "corrected": 0, "unchanged": 0}
    assert await office.do(IMPORT, body) == {"new": 0, "corrected": 0, "unchanged": 2}
    corrected = await values(office, row("T01", 2022, "32.1", standing="verified"), row("T04", 2022, None, state="消除"))
    assert await office.do(IMPORT, corrected) == {"new": 0, "corrected": 1, "unchanged": 1}
    [value] = await office.items(f"{INDICATORS}/observations", indicator_id=(await by_key(office))["T01"]["indicator_id"])
    assert (value["value"], value["version"], value["standing"], value["source"]) == ("32.1", 2, "verified", "import")
    versions = await office.read(f"{INDICATORS}/observations/{value['id']}/versions")
    assert [(v["version"], v["value"], v["standing"]) for v in versions] == [(1, "32.60", "reported"), (2, "32.1", "verified")]
    read = await office.get(f"{INDICATORS}/observations/{value['id']}")
    assert read.headers["etag"] == '"v2"' and read.json() == value


async def test_a_corrected_denominator_is_a_correction(world: World) -> None:
    office = await world.sign_in("office")
    await office.do(IMPORT, await values(office, row("T01", 2022, "32.6", numerator="326", denominator="1000")))
    mended = await values(office, row("T01", 2022, "32.6", numerator="3260", denominator="10000"))
    assert (await office.do(IMPORT, mended))["corrected"] == 1
    [value] = await office.items(f"{INDICATORS}/observations")
    assert (value["numerator"], value["denominator"]) == ("3260", "10000")


async def test_a_value_above_the_line_is_met_and_says_why(world: World) -> None:
    office = await world.sign_in("office")
    await office.do(IMPORT, await values(office, row("T01", 2022, "32.6")))
    met = await verdict_on(office, "T01", 2022)
    assert (met["word"], met["year_judged"], met["as_of"], met["target"]) == ("met", 2022, "2023-04-10", "32")
    assert met["said"]["zh"] == "2022年数值为32.6%，目标为不低于32%（2022年），已达标。"
    assert met["said"]["en"].endswith("met.")
    explanation = met["explanation"]
    assert explanation["rule"] and explanation["rule_version"] >= 1
    assert [(v["year"], v["value"], v["source"]) for v in explanation["inputs"]["series"]] == [(2022, "32.6", "import")]
    assert explanation["clause"] == met["clause"] and met["clause"]["quote"] == "32"
    later = await verdict_on(office, "T01", 2030)
    assert later["word"] == "on_track" and "47%" in later["said"]["zh"] and later["explanation"]["steps"]


async def test_a_correction_judges_anew_and_warns_who_must_know(world: World) -> None:
    office = await world.sign_in("office")
    await office.do(IMPORT, await values(office, row("T01", 2022, "32.6")))
    before = await verdict_on(office, "T01", 2022)
    await office.do(IMPORT, await values(office, row("T01", 2022, "31.2")))
    after = await verdict_on(office, "T01", 2022)
    assert (after["word"], after["id"], after["version"]) == ("not_met", before["id"], before["version"] + 1)
    await world.settle()
    for login in ("office", "health"):
        warnings = [m for m in await (await world.sign_in(login)).items("/api/v1/notifications") if m["kind"] == "verdict"]
        assert any(LITERACY in warning["title"] and "2022" in warning["title"] for warning in warnings), login
    quiet = [m for m in await (await world.sign_in("education")).items("/api/v1/notifications") if m["kind"] == "verdict"]
    assert quiet == []


async def test_every_plan_that_measures_the_same_judges_by_its_own_target(world: World) -> None:
    office = await world.sign_in("office")
    both = [indicator("Z01", LITERACY, statement(2022, "35%以上", expression=at_least("35")), departments=[HEALTH])]
    plan = await office.do("/api/v1/plans", draft("更严的计划", indicators=both, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    await office.do(IMPORT, await values(office, row("T01", 2022, "32.6")))
    assert (await verdict_on(office, "T01", 2022))["word"] == "met"
    assert (await verdict_on(office, "Z01", 2022))["word"] == "not_met"
    assert [v["key"] for v in await office.items(f"{INDICATORS}/verdicts", word="not_met")] == ["Z01"]
    assert len(await office.items(f"{INDICATORS}/verdicts", plan_id=plan["id"])) == 1
    other = (await by_key(office))["Z01"]["id"]
    assert [v["key"] for v in await office.items(f"{INDICATORS}/verdicts", plan_indicator_id=other)] == ["Z01"]


async def test_every_faulty_row_of_an_import_is_listed_and_nothing_is_kept(world: World) -> None:
    office = await world.sign_in("office")
    body = await values(office, row("T01", 2022, "32.6"), row("T99", 2022, "1"), row("T01", 2022, "33"))
    async with nothing_changes(world):
        found = problem(await office.post(IMPORT, body), 422, "refused-values")
    assert places(found) == {(2, "key", "unknown-key"), (3, "key", "twice")}
    assert (await verdict_on(office, "T01", 2022))["word"] == "not_due"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"value": 32.6}, "/rows/0/value"),
        ({"value": "NaN"}, "/rows/0/value"),
        ({"value": "abc"}, "/rows/0/value"),
        ({"value": None}, "/rows/0"),
        ({"state": "消除"}, "/rows/0"),
        ({"year": 1800}, "/rows/0/year"),
        ({"standing": "rumoured"}, "/rows/0/standing"),
        ({"key": "T 01"}, "/rows/0/key"),
    ],
)
async def test_a_row_that_cannot_be_understood_is_pointed_at(shared_world: World, wrong: dict[str, Any], pointer: str) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        body = problem(await office.post(IMPORT, await values(office, row("T01", 2022, "32.6") | wrong)), 422, "invalid-request")
    assert [fault["pointer"] for fault in body["errors"]] == [pointer]


@pytest.mark.parametrize("login", ["health", "mayor", "upper", "auditor", "neighbour-office"])
async def test_only_the_office_and_trusted_systems_import(shared_world: World, login: str) -> None:
    caller = await shared_world.sign_in(login)
    async with nothing_changes(shared_world):
        problem(await caller.post(IMPORT, await values(caller, row("T01", 2022, "32.6"))), 403, "denied")


async def test_an_outside_system_needs_its_scope(world: World) -> None:
    partner, bare = await world.sign_in("partner"), await world.sign_in("bare-partner")
    body = await values(partner, row("T06", 2022, "6.1"))
    problem(await bare.post(IMPORT, body), 404, "not-found")  # without plans:read it does not even know the plan
    assert (await partner.do(IMPORT, body))["new"] == 1
    assert await bare.items(f"{INDICATORS}/observations") == []
    assert [value["recorded_by"] for value in await partner.items(f"{INDICATORS}/observations")] == ["人员 partner"]


async def test_an_unknown_plan_is_not_found(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    problem(await office.post(IMPORT, {"plan_id": str(uuid4()), "rows": [row("T01", 2022, "1")]}), 404, "not-found")


async def test_values_by_year_and_region_page_by_page(world: World) -> None:
    office = await world.sign_in("office")
    await office.do(IMPORT, await values(office, *(row("T01", year, f"{year - 1994}") for year in range(2015, 2023))))
    mine = await office.items(f"{INDICATORS}/observations", limit=3)
    assert [value["year"] for value in mine] == list(range(2015, 2023))
    assert [value["value"] for value in await office.items(f"{INDICATORS}/observations", year=2020)] == ["26"]
    [other] = await office.items("/api/v1/plans/regions", code=NEIGHBOUR)
    assert await office.items(f"{INDICATORS}/observations", region_id=other["id"]) == []
    problem(await office.get(f"{INDICATORS}/verdicts", word="splendid"), 422, "invalid-request")


async def test_values_of_an_internal_plan_stay_at_home(world: World) -> None:
    office = await world.sign_in("office")
    secret = [indicator("S01", "内部指标", statement(2025, "36"), departments=[HEALTH])]
    plan = await office.do("/api/v1/plans", draft("内部计划", disclosure="internal", indicators=secret, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    await office.do(IMPORT, {"plan_id": plan["id"], "rows": [row("S01", 2022, "35.5")]})
    [value] = await office.items(f"{INDICATORS}/observations")
    verdict = await verdict_on(office, "S01", 2025)
    for login in ("education", "mayor", "upper", "neighbour-office", "partner"):
        caller = await world.sign_in(login)
        assert await caller.items(f"{INDICATORS}/observations") == []
        problem(await caller.get(f"{INDICATORS}/observations/{value['id']}"), 404, "not-found")
        problem(await caller.get(f"{INDICATORS}/observations/{value['id']}/versions"), 404, "not-found")
        problem(await caller.get(f"{INDICATORS}/verdicts/{verdict['id']}"), 404, "not-found")


async def test_two_keys_of_one_indicator_are_one_value(world: World) -> None:
    """A plan may print an indicator twice without saying so: both rows go to the same slot, one after the other."""
    office = await world.sign_in("office")
    twins = [indicator(key, "同名指标", statement(2025, "36"), departments=[HEALTH]) for key in ("X01", "X02")]
    plan = await office.do("/api/v1/plans", draft("重复列示的计划", indicators=twins, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    body = {"plan_id": plan["id"], "rows": [row("X01", 2021, "30"), row("X02", 2021, "31"), row("X02", 2020, "29")]}
    assert await office.do(IMPORT, body) == {"new": 2, "corrected": 1, "unchanged": 0}
    assert {(v["year"], v["value"], v["version"]) for v in await office.items(f"{INDICATORS}/observations")} == {(2021, "31", 2), (2020, "29", 1)}
