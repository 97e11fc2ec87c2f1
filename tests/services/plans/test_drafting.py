"""A plan's way from a document to an issued plan."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories.documents import DUTIES, INDICATORS, RESPONSIBILITIES, clause, document, draft
from tests.factories.people import NEIGHBOUR
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
ISSUE = {"issued_on": "2021-03-10"}


async def drafted(world: World, title: str = "新计划", **changes: Any) -> tuple[Caller, str]:
    """A new draft of the county: its plan office, and the draft's address."""
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft(title, **changes))
    return office, f"{PLANS}/{plan['id']}"


async def test_a_document_becomes_a_draft(world: World) -> None:
    office = await world.sign_in("office")
    answer = await office.post(PLANS, draft("新计划"))
    plan = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"v1"', f"{PLANS}/{plan['id']}")
    assert (plan["state"], plan["region_name"], plan["period"]) == ("drafting", "甲县", {"start": 2021, "end": 2030})
    counts = (plan["actions"], plan["indicators"], plan["duties"], plan["unresolved_units"])
    assert counts == (2, len(INDICATORS), len(DUTIES), 1)
    read = await office.get(f"{PLANS}/{plan['id']}")
    assert read.json() == plan and read.headers["etag"] == '"v1"'


async def test_a_draft_is_its_offices_and_auditors_own_business(world: World) -> None:
    _, address = await drafted(world)
    for login in ("office-b", "auditor"):
        assert (await (await world.sign_in(login)).get(address)).status_code == 200
    for login in ("health", "mayor", "upper", "neighbour-office", "partner"):
        caller = await world.sign_in(login)
        problem(await caller.get(address), 404, "not-found")
        assert address.rsplit("/", 1)[1] not in {plan["id"] for plan in await caller.items(PLANS)}
        problem(await caller.post(f"{address}:issue", ISSUE), 404, "not-found")
    problem(await (await world.sign_in("auditor")).post(f"{address}:issue", ISSUE), 403, "denied")


@pytest.mark.parametrize("login", ["health", "mayor", "upper", "auditor", "county-admin", "neighbour-office", "partner"])
async def test_only_the_regions_own_office_drafts(shared_world: World, login: str) -> None:
    async with nothing_changes(shared_world):
        problem(await (await shared_world.sign_in(login)).post(PLANS, draft("别人的计划")), 403, "denied")


async def test_a_draft_of_nowhere_and_a_document_twice(world: World) -> None:
    office, address = await drafted(world)
    async with nothing_changes(world):
        problem(await office.post(PLANS, draft("另一计划", region_code="880101")), 422, "unknown-region-code")
        twice = problem(await office.post(PLANS, draft("新计划")), 409, "duplicate-document")
    assert address.rsplit("/", 1)[1] in twice["detail"]
    neighbour = await world.sign_in("neighbour-office")
    assert (await neighbour.post(PLANS, draft("新计划", region_code=NEIGHBOUR))).status_code == 201


async def test_every_fault_of_a_document_is_listed_by_its_pointer(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    body = draft("有错的计划")
    body["document"]["head"] |= {"colour": "red", "period": {"start": 2030, "end": 2021}}
    body["document"]["duties"] = [{**DUTIES[0], "due": {"precision": "day", "month": 13}}]
    body["document"]["indicators"] = [
        {**INDICATORS[0], "statements": [{"year": 2030, "raw": "40", "expression": {"kind": "threshold", "value": 40.5}}]}
    ]
    body["disclosure"] = "secret"
    async with nothing_changes(shared_world):
        found = pointers(problem(await office.post(PLANS, body), 422, "invalid-request"))
    assert found["/document/head/colour"] == "extra_forbidden"
    assert found["/document/head/period"] == "value_error"
    assert found["/document/duties/0/due/month"] == "less_than_equal"
    assert found["/document/indicators/0/statements/0/clause"] == "missing"
    assert found["/document/indicators/0/statements/0/expression/threshold/value"] == "value_error"
    assert found["/disclosure"] == "enum"


@pytest.mark.parametrize(
    "changes",
    [
        {"duties": [DUTIES[0], DUTIES[0]]},
        {"indicators": [{**INDICATORS[0], "same_as": "T99"}]},
        {"responsibilities": [{**RESPONSIBILITIES[0], "action": "A99"}]},
        {"sections": [{"key": "S1", "number": "二", "title": "重点任务", "parent": "S9", "clause": clause("二", 30, "重点")}]},
    ],
    ids=["key twice", "unknown same_as", "unknown action", "unknown section"],
)
async def test_references_inside_a_document_resolve(shared_world: World, changes: dict[str, Any]) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        body = problem(await office.post(PLANS, draft("断链的计划", **changes)), 422, "invalid-request")
    assert [fault["pointer"] for fault in body["errors"]] == ["/document"]


async def test_who_is_made_responsible_by_a_person_cites_no_clause(world: World) -> None:
    office = await world.sign_in("office")
    body = {**draft("补充责任单位的计划"), "assigned": [{"action": "A2", "role": "lead", "unit": "县体育局"}]}
    plan = await office.do(PLANS, body)
    entries = await office.items(f"{PLANS}/responsibilities", plan_id=plan["id"])
    added = entries[-1]
    assert (added["action"], added["role"], added["written"], added["clause_path"], added["quote"]) == ("A2", "lead", "县体育局", None, None)
    assert added["unit_id"] is not None


async def test_a_person_can_only_add_units_to_actions_that_are_there(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    body = {**draft("补充到不存在的任务"), "assigned": [{"action": "A9", "role": "lead", "unit": "县体育局"}]}
    async with nothing_changes(shared_world):
        problem(await office.post(PLANS, body), 422, "invalid-request")


async def test_a_drafts_head_is_corrected_by_who_saw_it(world: World) -> None:
    office, address = await drafted(world)
    async with nothing_changes(world):
        problem(await office.patch(address, {"title": "改名"}, if_match=None), 428, "missing-if-match")
        stale = await office.patch(address, {"title": "改名"}, if_match='"v7"')
        problem(stale, 412, "stale-etag")
    assert stale.headers["etag"] == '"v1"'
    changed = await office.patch(address, {"title": "改名", "disclosure": "internal"}, if_match='"v1"')
    assert (changed.headers["etag"], changed.json()["title"], changed.json()["disclosure"]) == ('"v2"', "改名", "internal")
    assert changed.json()["document_number"] == "甲政发〔2021〕1号"
    problem(await office.patch(address, {"title": "再改"}, if_match='"v1"'), 412, "stale-etag")


async def test_what_cannot_be_edited_is_refused(world: World) -> None:
    office, address = await drafted(world)
    assert pointers(problem(await office.patch(address, {"state": "issued"}), 422, "invalid-request")) == {"/state": "extra_forbidden"}
    problem(await office.patch(f"{PLANS}/{uuid4()}", {"title": "改名"}), 404, "not-found")
    problem(await (await world.sign_in("health")).patch(address, {"title": "改名"}), 404, "not-found")
    problem(await (await world.sign_in("auditor")).patch(address, {"title": "改名"}), 403, "denied")


async def test_issuing_binds_and_tells_the_other_services(world: World) -> None:
    office, address = await drafted(world)
    plan = await office.do(f"{address}:issue", {"issued_on": "2021-03-10", "document_number": "甲政发〔2021〕9号"})
    assert (plan["state"], plan["issued_on"], plan["document_number"]) == ("issued", "2021-03-10", "甲政发〔2021〕9号")
    told = await world.service("plans").database.read.all(
        text("select type, count(*) as n from outbox_events where subject_version = 2 or type like 'occurrence%' group by type")
    )
    counts = dict(told)  # type: ignore[arg-type]
    occurrences = await office.items(f"{PLANS}/occurrences", plan_id=plan["id"])
    assert counts["plan.issued"] == 2 and counts["occurrence.scheduled"] == 2 * len(occurrences)
    await world.settle()
    assert len(await office.items("/api/v1/indicators/plan-indicators", plan_id=plan["id"])) == 7
    assert (await (await world.sign_in("neighbour-health")).get(address)).status_code == 200


async def test_a_plan_is_issued_once_and_not_edited_afterwards(world: World) -> None:
    office, address = await drafted(world)
    problem(await office.post(f"{address}:issue", ISSUE, if_match='"v9"'), 412, "stale-etag")
    await office.do(f"{address}:issue", ISSUE)
    async with nothing_changes(world):
        again = problem(await office.post(f"{address}:issue", ISSUE), 409, "wrong-plan-state")
        problem(await office.patch(address, {"title": "改名"}), 409, "wrong-plan-state")
    assert "issued" in again["detail"]


async def test_issuing_needs_a_day_and_a_key_of_its_own(world: World) -> None:
    office, address = await drafted(world)
    async with nothing_changes(world):
        problem(await office.post(f"{address}:issue", {"issued_on": "early spring"}), 422, "invalid-request")
        problem(await office.post(f"{address}:issue", ISSUE, key=None), 400, "missing-idempotency-key")
        problem(await office.post(f"{PLANS}/{uuid4()}:issue", ISSUE), 404, "not-found")
    first = await office.post(f"{address}:issue", ISSUE, key="issue-1")
    again = await office.post(f"{address}:issue", ISSUE, key="issue-1")
    assert again.json() == first.json() and again.headers["idempotent-replay"] == "true"
    problem(await office.post(f"{address}:issue", {"issued_on": "2021-03-11"}, key="issue-1"), 409, "idempotency-key-reused")


async def test_an_internal_plan_stays_at_home_after_its_issue(world: World) -> None:
    office, address = await drafted(world, disclosure="internal")
    await office.do(f"{address}:issue", ISSUE)
    for login in ("health", "mayor", "upper", "neighbour-office", "partner"):
        problem(await (await world.sign_in(login)).get(address), 404, "not-found")
    assert (await (await world.sign_in("office-b")).get(address)).status_code == 200


async def test_consultation_drafts_are_issued_too_and_a_number_may_come_later(world: World) -> None:
    head = {**document()["head"], "title": "征求意见稿", "status": "consultation", "document_number": None}
    office, address = await drafted(world, "征求意见稿", head=head)
    plan = await office.do(f"{address}:issue", {"issued_on": "2021-04-01", "document_number": "甲政办〔2021〕3号"})
    assert plan["document_number"] == "甲政办〔2021〕3号"
