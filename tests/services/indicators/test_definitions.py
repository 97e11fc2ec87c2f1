"""Definitions (口径): which one a value and a plan follow, what is undetermined because of it, and what a named person accepts."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import LITERACY, SMOKING, draft, indicator, statement
from tests.factories.people import COUNTY
from tests.factories.problems import nothing_changes, problem
from tests.platform import Caller, World
from tests.services.indicators.rules import recalculation
from tests.services.indicators.test_entries import INDICATORS, entry, home
from tests.services.indicators.test_intake import INTAKE, LIST, table, take
from tests.services.indicators.test_merging import merge
from tests.services.indicators.test_observations import verdict_on
from tests.services.indicators.test_taking_over import by_key

WIDER = {"definition": "含流动人口", "meaning": "changed", "valid_from": "2022-01-01", "reason": "监测方案修订"}
REASON = {"reason": "差异不足0.1个百分点"}


@pytest.fixture
async def office(world: World) -> Caller:
    """The plan office."""
    return await world.sign_in("office")


async def change_meaning(office: Caller, indicator_id: str) -> dict[str, Any]:
    """The entry gets a definition, and from 2022 on another one."""
    address = f"{INDICATORS}/{indicator_id}"
    await office.edit(address, {"definition": "常住人口", "valid_from": "2021-07-01", "reason": "写明口径"})
    edited: dict[str, Any] = await office.edit(address, WIDER)
    return edited


async def undetermined(office: Caller) -> dict[str, Any]:
    """The plan's health literacy, whose value of 2022 follows another definition than its targets."""
    owner: dict[str, Any] = (await by_key(office))["T01"]
    await change_meaning(office, owner["indicator_id"])
    await take(office, table(f"{LITERACY},{COUNTY},2021,31", f"{LITERACY},{COUNTY},2022,33"))
    return owner


async def explained(office: Caller, owner: dict[str, Any]) -> dict[str, Any]:
    """The only verdict on a plan indicator."""
    [found] = await office.items(f"{INDICATORS}/verdicts", plan_indicator_id=owner["id"])
    verdict: dict[str, Any] = await office.read(f"{INDICATORS}/verdicts/{found['id']}")
    return verdict


def acceptances(owner: dict[str, Any]) -> str:
    """The list of what was accepted for a plan indicator."""
    return f"{INDICATORS}/plan-indicators/{owner['id']}/definition-acceptances"


async def test_an_entrys_definitions_stand_side_by_side(office: Caller) -> None:
    indicator = (await by_key(office))["T01"]["indicator_id"]
    assert (await change_meaning(office, indicator))["definition_number"] == 2
    first, second = await office.read(f"{INDICATORS}/{indicator}/definitions")
    assert (first["number"], first["definition"], first["valid_until"], first["differs"]) == (1, "常住人口", "2021-12-31", [])
    assert (second["number"], second["valid_from"], second["valid_until"], second["reason"]) == (2, "2022-01-01", None, "监测方案修订")
    assert second["differs"] == [{"field": "definition", "before": "常住人口", "now": "含流动人口"}]
    assert [version["definition_number"] for version in await office.read(f"{INDICATORS}/{indicator}/versions")] == [1, 1, 2]


async def test_a_value_follows_the_definition_of_its_period_or_the_one_it_names(office: Caller) -> None:
    owner = await undetermined(office)
    assert {v["period"]: v["definition"] for v in await office.items(LIST)} == {"2021": 1, "2022": 2}
    head = "indicator,region,period,value,definition"
    shown = await take(office, table(f"{LITERACY},{COUNTY},2022,33,1", head=head), dry_run=True)
    assert shown["corrected"] == 1
    await take(office, table(f"{LITERACY},{COUNTY},2022,33,1", f"{LITERACY},{COUNTY},2021-Q4,30,", head=head))
    values = {v["period"]: v for v in await office.items(LIST, indicator_id=owner["indicator_id"])}
    assert {period: v["definition"] for period, v in values.items()} == {"2021": 1, "2021-Q4": 1, "2022": 1}
    versions = await office.read(f"{LIST}/{values['2022']['id']}/versions")
    assert [(v["version"], v["definition"]) for v in versions] == [(1, 2), (2, 1)]
    assert (await verdict_on(office, "T01", 2022))["word"] == "met"


async def test_a_value_of_another_definition_is_undetermined_until_it_is_accepted(world: World, office: Caller) -> None:
    owner = await undetermined(office)
    verdict = await verdict_on(office, "T01", 2022)
    explained = verdict["explanation"]
    assert (verdict["word"], explained["reason"], explained["rule"]) == ("undetermined", "definition_differs", "threshold/definition")
    assert "口径第2版" in explained["said"]["zh"] and "definition 2, the target definition 1" in explained["said"]["en"]
    accepted = await office.post(acceptances(owner), {"definition": 2, **REASON})
    assert (accepted.status_code, accepted.headers["etag"], accepted.json()["definition"]) == (201, '"v1"', 2)
    verdict = await verdict_on(office, "T01", 2022)
    assert (verdict["word"], verdict["explanation"]["inputs"]["accepted_definitions"]) == ("met", [2])
    assert recalculation.word(verdict["explanation"]) == "met"
    revoke = f"{INDICATORS}/definition-acceptances/{accepted.json()['id']}:revoke"
    problem(await office.post(revoke, {"reason": "复核"}, if_match='"v7"'), 412, "stale-etag")
    revoked = (await office.post(revoke, {"reason": "复核"}, if_match='"v1"')).json()
    assert revoked["revoked_because"] == "复核" and revoked["revoked_by"] == accepted.json()["accepted_by"]
    verdict = await verdict_on(office, "T01", 2022)
    assert verdict["word"] == recalculation.word(verdict["explanation"]) == "undetermined"
    assert [(one["id"], one["version"]) for one in await office.items(acceptances(owner))] == [(revoked["id"], 2)]
    async with nothing_changes(world):
        problem(await office.post(revoke, {"reason": "再撤"}), 409, "already-revoked")
    await office.do(acceptances(owner), {"definition": 2, **REASON})
    assert (await verdict_on(office, "T01", 2022))["word"] == "met"


async def test_a_baseline_printed_with_a_qualifier_is_compared_once_it_is_accepted(world: World, office: Caller) -> None:
    owner = (await by_key(office))["T02"]
    async with nothing_changes(world):
        refused = problem(await office.post(acceptances(owner), {"definition": None, **REASON}), 422, "refused-acceptance")
        assert "without a qualifier" in refused["detail"]
    printed = {"year": 2019, "raw": "29.2（不含学生）", "kind": "qualified", "value": "29.2", "qualifier": "不含学生"}
    row = indicator("T01", SMOKING, statement(2030, "40"), baseline=printed)
    plan = await office.do("/api/v1/plans", draft("控烟计划", indicators=[row], duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    await take(office, table(f"{SMOKING},{COUNTY},2022,33"))
    [owner] = await office.items(f"{INDICATORS}/plan-indicators", plan_id=plan["id"])
    before = await explained(office, owner)
    assert (before["word"], before["explanation"]["reason"]) == ("undetermined", "definition_differs")
    accepted = await office.do(acceptances(owner), {"definition": None, **REASON})
    after = await explained(office, owner)
    assert accepted["definition"] is None and after["word"] == recalculation.word(after["explanation"]) == "on_track"


async def test_what_makes_nothing_comparable_is_refused(world: World, office: Caller) -> None:
    owner = await undetermined(office)
    await office.do(acceptances(owner), {"definition": 2, **REASON})
    neighbour, reporter = await world.sign_in("neighbour-office"), await world.sign_in("health")
    async with nothing_changes(world):
        for number, why in ((1, "follow it themselves"), (3, "no such definition")):
            assert why in problem(await office.post(acceptances(owner), {"definition": number, **REASON}), 422, "refused-acceptance")["detail"]
        problem(await office.post(acceptances(owner), {"definition": 2, **REASON}), 409, "already-accepted")
        problem(await office.post(acceptances(owner), {"definition": 0, **REASON}), 422, "invalid-request")
        problem(await office.post(acceptances({"id": uuid4()}), {"definition": 2, **REASON}), 404, "not-found")
        problem(await office.post(f"{INDICATORS}/definition-acceptances/{uuid4()}:revoke", {"reason": "复核"}), 404, "not-found")
        assert (await neighbour.post(acceptances(owner), {"definition": 2, **REASON})).status_code in {403, 404}
        problem(await reporter.post(acceptances(owner), {"definition": 2, **REASON}), 403, "denied")


async def test_entries_made_one_keep_the_definitions_of_the_one_that_stays(office: Caller) -> None:
    owner = (await by_key(office))["T01"]
    await take(office, table(f"{LITERACY},{COUNTY},2021,31", f"{LITERACY},{COUNTY},2022,33"))
    gone = await office.read(f"{INDICATORS}/{owner['indicator_id']}")
    stays = await office.do(INDICATORS, entry(await home(office), "居民素养达标率", unit_of_measure="%", code="H-2"))
    await change_meaning(office, stays["id"])
    assert (await merge(office, gone, await office.read(f"{INDICATORS}/{stays['id']}"))).status_code == 200
    assert {v["period"]: v["definition"] for v in await office.items(LIST, indicator_id=stays["id"])} == {"2021": 1, "2022": 2}
    assert (await by_key(office))["T01"]["definition"] == 1 and (await verdict_on(office, "T01", 2022))["word"] == "undetermined"


async def test_a_unit_that_keeps_the_meaning_is_converted(world: World, office: Caller) -> None:
    head = "indicator,unit,region,period,value"
    report = await take(office, table(f"{LITERACY},‰,{COUNTY},2022,326", f"{LITERACY},%,{COUNTY},2021,31.5", head=head))
    assert report["converted"] == [{"row": 1, "column": "value", "written": "326‰", "value": "32.6", "unit_of_measure": "%"}]
    assert {v["period"]: v["value"] for v in await office.items(LIST)} == {"2021": "31.5", "2022": "32.6"}
    async with nothing_changes(world):
        beyond = await office.send(INTAKE, table(f"{LITERACY},‰,{COUNTY},2020,1001", head=head).encode(), "text/csv")
        assert "100.1" in problem(beyond, 422, "refused-values")["errors"][0]["message"]


async def test_counts_are_written_with_their_unit(office: Caller) -> None:
    head = "indicator,region,period,value,numerator,denominator"
    report = await take(office, table(f"{LITERACY},{COUNTY},2022,75,1.50万,2万人", f"{LITERACY},{COUNTY},2021,50,5,10", head=head))
    assert [(one["row"], one["column"], one["written"], one["value"], one["unit_of_measure"]) for one in report["converted"]] == [
        (1, "numerator", "1.50万", "15000", None),
        (1, "denominator", "2万人", "20000", "人"),
    ]
    assert {(v["numerator"], v["denominator"]) for v in await office.items(LIST)} == {("15000", "20000"), ("5", "10")}
