"""Amendments over HTTP: drafted with their differences, adopted as the next version, followed by indicators and dates."""

import asyncio
import copy
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from services.indicators.models import PlanIndicatorRecord
from tests.factories.documents import DUTIES, INDICATORS, document, draft, indicator, statement
from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import plan_of
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
ON = "2023-04-01"
NO_CASES = {"reason": "精简报送", "dated": ON, "edits": [{"kind": "duty", "key": "D05"}]}


async def in_hand(world: World) -> tuple[Caller, str]:
    office = await world.sign_in("office")
    return office, f"{PLANS}/{(await plan_of(office))['id']}"


def new_text(**parts: Any) -> dict[str, Any]:
    """The whole plan again, as another file, with parts replaced."""
    body = document(**parts)
    body["source"] = {**body["source"], "sha256": "a" * 64}
    return {"reason": "中期调整", "document_number": "甲政发〔2023〕2号", "dated": ON, "document": body}


def raised() -> list[dict[str, Any]]:
    """The indicators with a raised target of 2030, without the diet, with life expectancy before all others."""
    rows = copy.deepcopy([row for row in INDICATORS if row["key"] != "T06"])
    rows[0]["statements"][1] = statement(2030, "42")
    next(row for row in rows if row["key"] == "P01")["statements"] = [statement(2030, "42%以上", "42")]
    return [indicator("T00", "人均预期寿命", statement(2030, "80"), unit_of_measure="岁", departments=[HEALTH]), *rows]


async def adopted(office: Caller, address: str, body: dict[str, Any]) -> dict[str, Any]:
    amendment = await office.do(f"{address}/amendments", body)
    plan: dict[str, Any] = await office.do(f"{PLANS}/amendments/{amendment['id']}:adopt")
    return plan


async def test_an_amendment_says_what_it_changes_and_binds_nobody_yet(world: World) -> None:
    office, address = await in_hand(world)
    before = await office.read(address)
    answer = await office.post(f"{address}/amendments", new_text(indicators=raised()))
    amendment = answer.json()
    assert answer.status_code == 201 and answer.headers["location"] == f"{PLANS}/amendments/{amendment['id']}"
    assert (amendment["state"], amendment["against"], amendment["number"]) == ("drafted", 1, None)
    told = {(one["kind"], one["how"], one["key"]) for one in amendment["changes"]}
    assert told == {("indicator", "new", "T00"), ("indicator", "changed", "T01"), ("indicator", "changed", "P01"), ("indicator", "gone", "T06")}
    assert await office.read(address) == before
    assert await office.items(f"{address}/amendments") == [amendment]
    assert await office.read(f"{PLANS}/amendments/{amendment['id']}") == amendment


async def test_adopting_makes_the_next_version_and_keeps_the_first(world: World) -> None:
    office, address = await in_hand(world)
    plan = await adopted(office, address, new_text(indicators=raised()))
    assert (plan["plan_version"], plan["indicators"], plan["state"]) == (2, len(INDICATORS), "issued")
    versions = await office.items(f"{address}/versions")
    assert [(one["number"], one["document_number"], one["changes"]) for one in versions] == [(1, "甲政发〔2021〕1号", 0), (2, "甲政发〔2023〕2号", 4)]
    first, second = [await office.read(f"{address}/versions/{n}") for n in (1, 2)]
    assert [row["key"] for row in first["document"]["indicators"]] == [row["key"] for row in INDICATORS]
    assert "T06" not in [row["key"] for row in second["document"]["indicators"]]
    diff = await office.read(f"{address}/versions/2/diff")
    assert (diff["against"], len(diff["changes"])) == (1, 4)
    back = await office.read(f"{address}/versions/1/diff", against=2)
    assert {(one["how"], one["key"]) for one in back["changes"]} == {("gone", "T00"), ("changed", "T01"), ("changed", "P01"), ("new", "T06")}
    printed = {one["printed"]["key"]: one["since_version"] for one in await office.items(f"{PLANS}/printed-indicators", plan_id=plan["id"])}
    assert (printed["T00"], printed["T01"], printed["T02"]) == (2, 2, 1)


async def test_indicators_follow_with_their_rows_targets_and_verdicts(world: World) -> None:
    office, address = await in_hand(world)
    plan_id = address.rsplit("/", 1)[1]
    listed = "/api/v1/indicators/plan-indicators"
    before = {one["key"]: one for one in await office.items(listed, plan_id=plan_id)}
    await adopted(office, address, new_text(indicators=raised()))
    await world.settle()
    after = {one["key"]: one for one in await office.items(listed, plan_id=plan_id)}
    assert after["T01"]["id"] == before["T01"]["id"] and set(after) == {*before, "T00"}
    assert after["T06"]["filling_unit_id"] is None and after["T01"]["filling_unit_id"] == before["T01"]["filling_unit_id"]
    targets = await office.items("/api/v1/indicators/targets", plan_id=plan_id)
    of = {(one["plan_indicator_id"], one["year"]): one["raw"] for one in targets}
    assert of[after["T01"]["id"], 2030] == "42" and of[after["T00"]["id"], 2030] == "80"
    assert not [slot for slot in of if slot[0] == after["T06"]["id"]]
    verdicts = await office.items("/api/v1/indicators/verdicts", plan_id=plan_id)
    assert {(one["key"], one["target"]) for one in verdicts if one["horizon"] == 2030} >= {("T01", "42"), ("T00", "80")}
    kept = await world.service("submissions").database.read.all(text("select raw from known_targets where raw = '42'"))
    assert len(kept) == 1, "the form shows the new target"


async def test_a_persons_choice_outlives_an_amendment_that_leaves_its_statement(world: World) -> None:
    office, address = await in_hand(world)
    plan_id = address.rsplit("/", 1)[1]
    [myopia] = [one for one in await office.items("/api/v1/indicators/plan-indicators", plan_id=plan_id) if one["key"] == "T02"]
    statements = await office.items("/api/v1/indicators/statements", plan_id=plan_id)
    [prose] = [one for one in statements if one["raw"] == "48%以下"]
    choice = {"statement_id": prose["id"], "year": 2025, "reason": "以正文为准"}
    await office.do(f"/api/v1/indicators/plan-indicators/{myopia['id']}:choose-target", choice)
    await adopted(office, address, new_text(indicators=raised()))
    await world.settle()
    targets = await office.items("/api/v1/indicators/targets", plan_id=plan_id)
    [chosen] = [one for one in targets if one["plan_indicator_id"] == myopia["id"] and one["year"] == 2025]
    assert (chosen["basis"], chosen["raw"]) == ("chosen", "48%以下")


async def test_dates_ahead_follow_and_past_ones_stay(world: World) -> None:
    office, address = await in_hand(world)
    plan_id = address.rsplit("/", 1)[1]
    moved = [copy.deepcopy(one) for one in DUTIES if one["key"] != "D05"]
    moved[0]["due"] = {"precision": "day", "month": 6, "day": 1}
    await adopted(office, address, new_text(duties=moved))
    await world.settle()
    found = await office.items(f"{PLANS}/occurrences", plan_id=plan_id)
    reports = {one["subject_year"]: one["due_on"] for one in found if one["duty_key"] == "D01" and one["state"] == "scheduled"}
    assert (reports[2021], reports[2022], reports[2030]) == ("2022-05-10", "2023-06-01", "2031-06-01")
    cases = {one["due_on"]: one["state"] for one in found if one["duty_key"] == "D05"}
    assert (cases["2022-10-31"], cases["2023-10-31"], cases["2030-10-31"]) == ("scheduled", "voided", "voided")
    asked = text("select due_on from known_occurrences where duty_key = 'D01' and subject_year = 2022")
    known = await world.service("submissions").database.read.all(asked)
    assert [str(row.due_on) for row in known] == ["2023-06-01"]


async def test_unit_entries_end_and_begin_on_the_day_of_the_amendment(world: World) -> None:
    office, address = await in_hand(world)
    entries = copy.deepcopy(document()["responsibilities"])
    entries[3] |= {"written": EDUCATION, "unit": EDUCATION, "role": "lead"}
    del entries[4]
    await adopted(office, address, new_text(responsibilities=entries))
    await world.settle()
    rows = await world.service("plans").database.read.all(
        text("select written, role, valid_from, valid_until from responsibilities where about = 'action' and action_key = 'A2' order by position")
    )
    ended = [(row.written, row.role) for row in rows if str(row.valid_until) == ON]
    begun = [(row.written, row.role) for row in rows if str(row.valid_from) == ON]
    assert ended == [(HEALTH, "lead"), (EDUCATION, "responsible")] and begun == [(EDUCATION, "lead")]
    rows = await world.service("indicators").database.read.all(select(PlanIndicatorRecord.lead_unit_ids).where(PlanIndicatorRecord.key == "T02"))
    [education] = await office.items(f"{PLANS}/units", name=EDUCATION)
    assert [row.lead_unit_ids for row in rows] == [[education["id"]]]


async def test_single_facts_are_enough(world: World) -> None:
    office, address = await in_hand(world)
    plan = await adopted(office, address, NO_CASES)
    assert (plan["plan_version"], plan["duties"]) == (2, len(DUTIES) - 1)
    told = await world.service("plans").database.read.all(text("select data from outbox_events where type = 'plan.amended'"))
    assert len(told) == 1 and '"D05"' in str(told[0].data).replace("'", '"')


async def test_amendments_come_one_after_the_other(world: World) -> None:
    office, address = await in_hand(world)
    first = await office.do(f"{address}/amendments", NO_CASES)
    second = await office.do(f"{address}/amendments", {**NO_CASES, "edits": [{"kind": "duty", "key": "D04"}]})
    await office.do(f"{PLANS}/amendments/{first['id']}:adopt")
    async with nothing_changes(world):
        late = problem(await office.post(f"{PLANS}/amendments/{second['id']}:adopt"), 409, "amendment-outdated")
        problem(await office.post(f"{PLANS}/amendments/{first['id']}:adopt"), 409, "amendment-decided")
    assert "version 1" in late["detail"] and "version 2" in late["detail"]
    dropped = await office.do(f"{PLANS}/amendments/{second['id']}:discard")
    assert dropped["state"] == "discarded"


async def test_of_two_amendments_at_the_same_moment_one_is_adopted(world: World) -> None:
    office, address = await in_hand(world)
    made = [await office.do(f"{address}/amendments", {**NO_CASES, "edits": [{"kind": "duty", "key": key}]}) for key in ("D02", "D03", "D04", "D05")]
    answers = await asyncio.gather(*(office.post(f"{PLANS}/amendments/{one['id']}:adopt") for one in made))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert [one["number"] for one in await office.items(f"{address}/versions")] == [1, 2]


async def test_a_draft_is_edited_and_not_amended(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("新计划"))
    async with nothing_changes(world):
        problem(await office.post(f"{PLANS}/{plan['id']}/amendments", NO_CASES), 409, "wrong-plan-state")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"reason": "无内容", "dated": ON}, "invalid-request"),
        ({**NO_CASES, "document": document()}, "invalid-request"),
        ({**NO_CASES, "edits": []}, "invalid-request"),
        ({**NO_CASES, "reason": " "}, "invalid-request"),
        ({**NO_CASES, "edits": [{"kind": "responsibility", "key": "A1"}]}, "invalid-request"),
        ({**NO_CASES, "edits": [{"kind": "action", "key": "A1"}]}, "unfit-amendment"),
        ({**NO_CASES, "edits": [{"kind": "duty", "key": "D09", "fact": {"what": "缺少种类"}}]}, "unfit-amendment"),
        ({**NO_CASES, "edits": [{"kind": "duty", "key": "D99"}]}, "nothing-amended"),
        ({"reason": "原样", "dated": ON, "document": document()}, "nothing-amended"),
    ],
)
async def test_what_is_no_amendment(world: World, body: dict[str, Any], code: str) -> None:
    office, address = await in_hand(world)
    async with nothing_changes(world):
        problem(await office.post(f"{address}/amendments", body), 422, code)


async def test_every_fault_of_an_edit_is_listed(world: World) -> None:
    office, address = await in_hand(world)
    body = {**NO_CASES, "edits": [{"kind": "duty", "key": "D01", "fact": {"what": "缺少种类", "recurrence": "hourly", "clause": {"path": "三"}}}]}
    found = pointers(problem(await office.post(f"{address}/amendments", body), 422, "unfit-amendment"))
    assert found["/duties/0/kind"] == "missing" and found["/duties/0/recurrence"] == "enum" and found["/duties/0/clause/quote"] == "missing"


async def test_amending_is_the_plan_offices_business(world: World) -> None:
    office, address = await in_hand(world)
    amendment = await office.do(f"{address}/amendments", NO_CASES)
    own = f"{PLANS}/amendments/{amendment['id']}"
    health = await world.sign_in("health")
    async with nothing_changes(world):
        problem(await world.nobody.post(f"{address}/amendments", NO_CASES), 401, "not-authenticated")
        problem(await health.post(f"{address}/amendments", NO_CASES), 403, "denied")
        problem(await health.get(own), 403, "denied")
        problem(await health.post(f"{own}:adopt"), 403, "denied")
        problem(await office.post(f"{own}:adopt", if_match='"v9"'), 412, "stale-etag")
        problem(await office.post(f"{PLANS}/amendments/{uuid4()}:adopt"), 404, "not-found")
        problem(await office.get(f"{address}/versions/9"), 404, "not-found")
        problem(await office.get(f"{address}/versions/1/diff", against=7), 404, "not-found")
        problem(await office.get(f"{address}/versions/0"), 422, "invalid-request")
    assert len(await health.items(f"{address}/versions")) == 1
