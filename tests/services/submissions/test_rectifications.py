"""Rectifications: opened by a person or a verdict, reported on, checked by another person, waived by two, closed by a better value."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.factories.ledgers import unit_id
from tests.factories.people import EDUCATION, HEALTH, NEIGHBOUR
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import plan_of
from tests.platform import Caller, World

RECTIFICATIONS = "/api/v1/submissions/rectifications"


async def wanted(world: World, **changes: Any) -> dict[str, Any]:
    """The body of a rectification that the county's health bureau owes."""
    body = {"title": "控烟标识缺失", "problem": "3家机构无禁烟标识", "unit_id": await unit_id(world), "measures": "补齐标识", "due_on": "2023-06-30"}
    return {**body, **changes}


async def opened(world: World, **changes: Any) -> dict[str, Any]:
    """It, opened by the plan office."""
    office = await world.sign_in("office")
    made: dict[str, Any] = await office.do(RECTIFICATIONS, await wanted(world, **changes))
    return made


async def move(caller: Caller, one: dict[str, Any], verb: str, body: Any) -> dict[str, Any]:
    """The rectification after ``verb``."""
    told: dict[str, Any] = await caller.do(f"{RECTIFICATIONS}/{one['id']}:{verb}", body)
    return told


async def deadlines(world: World, one: dict[str, Any]) -> list[tuple[str, str]]:
    """State and day of its deadline, as the unit is reminded."""
    await world.settle()
    health = await world.sign_in("health")
    return [(row["state"], row["due_on"]) for row in await health.items("/api/v1/notifications/deadlines") if row["id"] == one["id"]]


async def measure(world: World, value: str) -> None:
    """The official value of health literacy in 2022, for which 32 % was promised."""
    office = await world.sign_in("office")
    rows = [{"key": "T01", "year": 2022, "value": value}]
    await office.do("/api/v1/indicators/observations:import", {"plan_id": (await plan_of(office))["id"], "rows": rows})
    await world.settle()


async def proposals(world: World, **query: Any) -> list[dict[str, Any]]:
    """What verdicts asked for about health literacy."""
    office = await world.sign_in("office")
    return [one for one in await office.items(RECTIFICATIONS, **query) if one["origin"] == "verdict" and one["horizon"] == 2022]


DONE, PROGRESS = {"text": "已全部补齐", "done": True}, {"text": "已补齐2家", "done": False}


async def test_from_opening_over_progress_and_a_failed_check_to_the_end(world: World) -> None:
    one = await opened(world)
    assert (one["state"], one["origin"], one["overdue"]) == ("open", "hand", False)
    assert await deadlines(world, one) == [("open", "2023-06-30")]
    health, office, other = [await world.sign_in(login) for login in ("health", "office", "office-b")]
    assert (await move(health, one, "report", PROGRESS))["state"] == "open"
    assert (await move(health, one, "report", DONE))["state"] == "reported"
    assert [state for state, _ in await deadlines(world, one)] != ["open"]
    failed = await move(office, one, "check", {"outcome": "failed", "note": "仍有1家", "due_on": "2023-07-15"})
    assert (failed["state"], failed["due_on"]) == ("open", "2023-07-15")
    assert await deadlines(world, one) == [("open", "2023-07-15")]
    await move(health, one, "report", DONE)
    closed = await move(other, one, "check", {"outcome": "passed", "note": "已核实"})
    assert (closed["state"], closed["ended_because"], closed["may"]) == ("closed", "已核实", [])
    history = (await office.read(f"{RECTIFICATIONS}/{one['id']}/history"))["events"]
    assert [(row["number"], row["move"], row["state"]) for row in history] == [
        (1, "open", "open"),
        (2, "report", "open"),
        (3, "finish", "reported"),
        (4, "fail", "open"),
        (5, "finish", "reported"),
        (6, "confirm", "closed"),
    ]
    assert history[3]["due_on"] == "2023-07-15" and history[1]["text"] == "已补齐2家"


async def test_nobody_checks_their_own_unit_or_grants_what_they_asked_for(world: World) -> None:
    one = await opened(world)
    health, office, both, other = [await world.sign_in(login) for login in ("health", "office", "office-health", "office-b")]
    await move(health, one, "report", DONE)
    passed = {"outcome": "passed", "note": "已核实"}
    async with nothing_changes(world):
        problem(await both.post(f"{RECTIFICATIONS}/{one['id']}:check", passed), 403, "rectification-four-eyes")
        problem(await health.post(f"{RECTIFICATIONS}/{one['id']}:check", passed), 403, "denied")
    asked = await move(office, one, "ask-waiver", {"reason": "机构已搬迁"})
    assert asked["state"] == "waiver_asked" and asked["may"] == []
    granted = {"granted": True, "note": "同意"}
    async with nothing_changes(world):
        problem(await office.post(f"{RECTIFICATIONS}/{one['id']}:decide-waiver", granted), 403, "rectification-four-eyes")
    refused = await move(other, one, "decide-waiver", {"granted": False, "note": "不同意"})
    assert refused["state"] == "open" and await deadlines(world, one) == [("open", "2023-06-30")]
    await move(office, one, "ask-waiver", {"reason": "机构已撤销"})
    waived = await move(other, one, "decide-waiver", granted)
    assert (waived["state"], waived["ended_because"]) == ("waived", "同意")


async def test_a_bad_verdict_proposes_once_and_a_good_one_closes(world: World) -> None:
    await measure(world, "30.1")
    [one] = await proposals(world)
    assert (one["state"], one["word"], one["unit_name"], one["due_on"]) == ("proposed", "not_met", HEALTH, None)
    await measure(world, "30.2")  # judged anew with the same word: nothing is proposed twice
    assert [row["id"] for row in await proposals(world)] == [one["id"]]
    office = await world.sign_in("office")
    body = {"unit_id": await unit_id(world), "measures": "专项干预", "due_on": "2023-06-30"}
    assert (await move(office, one, "accept", body))["state"] == "open"
    assert await deadlines(world, one) == [("open", "2023-06-30")]
    await measure(world, "33.0")
    [closed] = await proposals(world)
    assert (closed["state"], closed["word"]) == ("closed", "met") and closed["ended_because"]
    assert [state for state, _ in await deadlines(world, one)] != ["open"]
    history = (await office.read(f"{RECTIFICATIONS}/{one['id']}/history"))["events"]
    assert [row["move"] for row in history] == ["propose", "open", "verdict_turned"]
    await measure(world, "30.1")  # it turned bad again: a new verdict, a new proposal
    assert {row["state"] for row in await proposals(world)} == {"closed", "proposed"}


async def test_a_proposal_is_dismissed_with_a_reason_and_stays_so(world: World) -> None:
    await measure(world, "30.1")
    [one] = await proposals(world)
    office = await world.sign_in("office")
    dismissed = await move(office, one, "dismiss", {"reason": "口径调整所致"})
    assert (dismissed["state"], dismissed["ended_because"]) == ("dismissed", "口径调整所致")
    async with nothing_changes(world):
        wrong = problem(await office.post(f"{RECTIFICATIONS}/{one['id']}:dismiss", {"reason": "再次"}), 409, "wrong-rectification-state")
    assert "dismissed" in wrong["detail"]


async def test_lists_by_unit_state_and_what_is_overdue(world: World) -> None:
    today = await opened(world, due_on="2023-04-10")
    later = await opened(world, title="另一事项", unit_id=await unit_id(world, EDUCATION))
    office, health, education = [await world.sign_in(login) for login in ("office", "health", "education")]
    assert {one["id"] for one in await office.items(RECTIFICATIONS)} == {today["id"], later["id"]}
    assert [one["id"] for one in await health.items(RECTIFICATIONS)] == [today["id"]]
    assert [one["id"] for one in await education.items(RECTIFICATIONS, state="open")] == [later["id"]]
    assert await office.items(RECTIFICATIONS, overdue=True) == []
    world.move_to(date(2023, 4, 11))
    assert [(one["id"], one["overdue"]) for one in await office.items(RECTIFICATIONS, overdue=True)] == [(today["id"], True)]
    assert await (await world.sign_in("neighbour-office")).items(RECTIFICATIONS) == []
    assert len(await (await world.sign_in("upper")).items(RECTIFICATIONS)) == 2


async def test_what_cannot_be_opened(world: World) -> None:
    office, health, neighbour = [await world.sign_in(login) for login in ("office", "health", "neighbour-office")]
    body = await wanted(world)
    async with nothing_changes(world):
        problem(await office.post(RECTIFICATIONS, {**body, "due_on": "2023-04-09"}), 422, "due-day-passed")
        problem(await office.post(RECTIFICATIONS, {**body, "unit_id": str(uuid4())}), 422, "unknown-rectification-unit")
        problem(await office.post(RECTIFICATIONS, {**body, "finding_id": str(uuid4())}), 422, "unknown-finding")
        problem(await office.post(RECTIFICATIONS, {**body, "unit_id": await unit_id(world, HEALTH, NEIGHBOUR)}), 403, "denied")
        problem(await health.post(RECTIFICATIONS, body), 403, "denied")
        problem(await world.nobody.post(RECTIFICATIONS, body), 401, "not-authenticated")
    one = await opened(world)
    address = f"{RECTIFICATIONS}/{one['id']}"
    async with nothing_changes(world):
        problem(await neighbour.get(address), 404, "not-found")
        problem(await health.post(f"{address}:report", DONE, if_match='"v9"'), 412, "stale-etag")
        problem(await office.post(f"{address}:report", DONE), 403, "denied")
        problem(await office.post(f"{address}:check", {"outcome": "passed", "note": "x"}), 409, "wrong-rectification-state")
        problem(await office.post(f"{address}:check", {"outcome": "failed", "note": "x"}), 422, "invalid-request")


async def test_a_successor_puts_right_what_the_unit_owed(world: World) -> None:
    one = await opened(world)
    admin, education = await world.sign_in("admin"), await world.sign_in("education")
    body = {"into_id": await unit_id(world, EDUCATION), "on": "2023-04-10"}
    await admin.do(f"/api/v1/plans/units/{await unit_id(world)}:merge", body)
    await world.settle()
    assert (await education.read(f"{RECTIFICATIONS}/{one['id']}"))["unit_name"] == EDUCATION
    assert [row["due_on"] for row in await education.items("/api/v1/notifications/deadlines") if row["id"] == one["id"]] == ["2023-06-30"]
