"""What stands in a plan: headings, actions, unit entries, printed indicators, duties and their occurrences."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import DUTIES, INDICATORS, RESPONSIBILITIES, UNRESOLVED, draft
from tests.factories.people import EAST, EDUCATION, SPORT
from tests.factories.problems import problem
from tests.platform import Caller, World

PLANS = "/api/v1/plans"


async def only_plan(caller: Caller) -> str:
    """The id of the world's plan."""
    [plan] = await caller.items(PLANS)
    return str(plan["id"])


@pytest.mark.parametrize(("noun", "expected"), [("sections", 1), ("actions", 2), ("printed-indicators", len(INDICATORS)), ("duties", len(DUTIES))])
async def test_facts_come_in_document_order_page_by_page(shared_world: World, noun: str, expected: int) -> None:
    health = await shared_world.sign_in("health")
    plan_id = await only_plan(health)
    everything = await health.items(f"{PLANS}/{noun}", plan_id=plan_id)
    assert len(everything) == expected
    assert await health.items(f"{PLANS}/{noun}", plan_id=plan_id, limit=1) == everything
    keys = [item.get("key") or (item.get("printed") or item.get("duty"))["key"] for item in everything]
    assert keys == [*dict.fromkeys(keys)] and keys[0][-1] == "1"


@pytest.mark.parametrize("noun", ["sections", "actions", "printed-indicators", "duties"])
async def test_facts_of_an_unknown_plan_are_not_found(shared_world: World, noun: str) -> None:
    health = await shared_world.sign_in("health")
    problem(await health.get(f"{PLANS}/{noun}", plan_id=str(uuid4())), 404, "not-found")
    missing = problem(await health.get(f"{PLANS}/{noun}"), 422, "invalid-request")
    assert missing["errors"][0]["pointer"] == "query/plan_id"


async def test_a_printed_indicator_keeps_every_statement_with_its_clause(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    printed = {item["printed"]["key"]: item["printed"] for item in await health.items(f"{PLANS}/printed-indicators", plan_id=await only_plan(health))}
    assert printed["P01"]["same_as"] == "T01"
    assert [statement["raw"] for statement in printed["T02"]["statements"]] == ["50", "38"]
    assert printed["T01"]["baseline"]["value"] == "26"
    assert printed["P02"]["statements"][0]["clause"]["quote"] == "48%以下"


async def test_unit_entries_keep_what_was_written_beside_what_it_means(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    plan_id = await only_plan(health)
    entries = await health.items(f"{PLANS}/responsibilities", plan_id=plan_id)
    assert [entry["written"] for entry in entries] == [entry["written"] for entry in RESPONSIBILITIES]
    bracketed = entries[1]
    assert (bracketed["written"], bracketed["office"]) == (f"{EDUCATION}（体卫艺科）", "体卫艺科")
    [education] = await health.items(f"{PLANS}/units", name=EDUCATION)
    assert bracketed["unit_id"] == education["id"]
    unresolved = await health.items(f"{PLANS}/responsibilities", plan_id=plan_id, unresolved=True)
    assert [entry["written"] for entry in unresolved] == [UNRESOLVED]


async def test_a_unit_finds_what_it_owes_through_its_group_too(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    owed: dict[str, list[Any]] = {}
    for name in (EAST, EDUCATION, SPORT):
        [unit] = await health.items(f"{PLANS}/units", name=name)
        owed[name] = await health.items(f"{PLANS}/responsibilities", unit_id=unit["id"])
    assert [entry["written"] for entry in owed[EAST]] == ["各街道"]
    assert [entry["action"] for entry in owed[EDUCATION]] == ["A1", "A2"]
    assert owed[SPORT] == []


async def test_occurrences_are_due_at_the_end_of_the_printed_day(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    plan_id = await only_plan(health)
    reports = [o for o in await health.items(f"{PLANS}/occurrences", plan_id=plan_id, subject_year=2022) if o["duty_key"] == "D01"]
    assert [(o["due_on"], o["due"]) for o in reports] == [("2023-05-10", "2023-05-10T16:00:00Z")]
    everything = await health.items(f"{PLANS}/occurrences", plan_id=plan_id)
    assert {o["duty_key"] for o in everything} == {"D01", "D02", "D03", "D05"}  # a continuous duty has no instances
    assert max(o["due_on"] for o in everything) == "2031-05-10"  # the last report falls due after the plan's end


async def test_occurrences_by_due_day(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    found = await health.items(f"{PLANS}/occurrences", due_from="2025-10-31", due_until="2025-12-31")
    assert [(o["duty_key"], o["due_on"]) for o in found] == [("D05", "2025-10-31"), ("D02", "2025-12-31"), ("D03", "2025-12-31")]
    later = await health.items(f"{PLANS}/occurrences", due_from="2030-01-01")
    assert later and all(o["provisional"] for o in later)


async def test_facts_of_a_draft_are_as_hidden_as_the_draft(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("隐藏的草案"))
    assert len(await office.items(f"{PLANS}/duties", plan_id=plan["id"])) == len(DUTIES)
    health = await world.sign_in("health")
    problem(await health.get(f"{PLANS}/duties", plan_id=plan["id"]), 404, "not-found")
    for noun in ("responsibilities", "occurrences"):
        assert await health.items(f"{PLANS}/{noun}", plan_id=plan["id"]) == []


async def test_plans_by_region_state_and_title(world: World) -> None:
    office = await world.sign_in("office")
    await office.do(PLANS, draft("另一份100%的计划"))
    titles = {title: [p["title"] for p in await office.items(PLANS, title=title)] for title in ("健康甲县", "100%的", "没有")}
    assert (len(titles["健康甲县"]), titles["100%的"], titles["没有"]) == (1, ["另一份100%的计划"], [])
    assert [p["state"] for p in await office.items(PLANS, state="drafting")] == ["drafting"]
    [county] = await office.items(f"{PLANS}/regions", name="甲县")
    [other] = await office.items(f"{PLANS}/regions", name="乙县")
    assert len(await office.items(PLANS, region_id=county["id"])) == 2
    assert await office.items(PLANS, region_id=other["id"]) == []
    problem(await office.get(PLANS, state="finished"), 422, "invalid-request")
