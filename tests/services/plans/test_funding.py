"""Money of actions: recorded, revised with its history, added up, and warned of where it is odd."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import plan_of
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
FUNDING = f"{PLANS}/funding"
WHY = "预算批复"


async def new(caller: Caller, **changes: Any) -> dict[str, Any]:
    """The body of an entry of the county's plan."""
    plan = await plan_of(caller)
    plain = {"plan_id": plan["id"], "action": "A1", "year": 2023, "source": "县级财政", "planned": "120.00", "allocated": "100.50", "reason": WHY}
    return {**plain, **changes}


async def test_money_is_recorded_with_its_zeros(world: World) -> None:
    office = await world.sign_in("office")
    answer = await office.post(FUNDING, await new(office))
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"v1"', f"{FUNDING}/{made['id']}")
    assert (made["planned"], made["allocated"], made["spent"], made["warnings"]) == ("120.00", "100.50", None, [])
    assert await office.items(FUNDING, plan_id=made["plan_id"], action="A1", year=2023) == [made]
    assert await office.items(FUNDING, year=2024) == []


async def test_the_lead_unit_enters_its_own_actions_alone(world: World) -> None:
    office, health, education = [await world.sign_in(login) for login in ("office", "health", "education")]
    made = await health.do(FUNDING, await new(office))  # 县卫生健康局 leads A1
    async with nothing_changes(world):
        problem(await education.post(FUNDING, await new(office, year=2024)), 403, "denied")
        problem(await education.patch(f"{FUNDING}/{made['id']}", {"spent": "1", "reason": WHY}), 403, "denied")
        for login in ("mayor", "upper", "neighbour-office", "partner"):
            problem(await (await world.sign_in(login)).post(FUNDING, await new(office, year=2024)), 403, "denied")
    assert (await education.get(f"{FUNDING}/{made['id']}")).status_code == 200


async def test_money_stays_in_its_region_and_with_who_watches_from_above(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(FUNDING, await new(office))
    for login, seen in (("mayor", True), ("upper", True), ("auditor", True), ("neighbour-office", False), ("partner", False)):
        caller = await world.sign_in(login)
        assert bool(await caller.items(FUNDING)) is seen, login
        assert (await caller.get(f"{FUNDING}/{made['id']}")).status_code == (200 if seen else 403), login
        assert (await caller.get(f"{PLANS}/{made['plan_id']}/funding-totals")).status_code == (200 if seen else 403), login
        history = await caller.items(f"{PLANS}/history", plan_id=made["plan_id"])
        assert bool(history) is seen, login


async def test_a_revision_keeps_what_was(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(FUNDING, await new(office))
    address = f"{FUNDING}/{made['id']}"
    async with nothing_changes(world):
        problem(await office.patch(address, {"spent": "1.00"}), 422, "reason-wanted")
        problem(await office.patch(address, {"spent": "1.00", "reason": WHY}, '"v4"'), 412, "stale-etag")
        problem(await office.patch(address, {"spent": "1.00", "reason": WHY}, None), 428, "missing-if-match")
    revised = await office.edit(address, {"spent": "130.00", "planned": None, "reason": "年终决算"}, '"v1"')
    assert (revised["spent"], revised["planned"], revised["allocated"], revised["version"]) == ("130.00", None, "100.50", 2)
    assert [w["code"] for w in revised["warnings"]] == ["spent-above-allocated"] and "130.00" in revised["warnings"][0]["zh"]
    history = await office.items(f"{PLANS}/history", plan_id=made["plan_id"], kind="funding")
    assert [(h["version"], h["state"]["planned"], h["state"]["spent"], h["reason"]) for h in history] == [
        (1, "120.00", None, WHY),
        (2, None, "130.00", "年终决算"),
    ]


async def test_sums_by_action_by_year_and_as_a_whole(world: World) -> None:
    office = await world.sign_in("office")
    await office.do(FUNDING, await new(office))
    await office.do(FUNDING, await new(office, source="上级补助", planned="0.10", allocated=None, spent="0.05"))
    last = await office.do(FUNDING, await new(office, action="A2", year=2024, planned="0.20", allocated=None))
    totals = await office.read(f"{PLANS}/{last['plan_id']}/funding-totals")
    assert totals["unit"] == "万元"
    assert {a["action"]: (a["entries"], a["planned"], a["allocated"], a["spent"]) for a in totals["actions"]} == {
        "A1": (2, "120.10", "100.50", "0.05"),
        "A2": (1, "0.20", None, None),
    }
    assert {y["year"]: y["planned"] for y in totals["years"]} == {2023: "120.10", 2024: "0.20"}
    assert (totals["whole"]["entries"], totals["whole"]["planned"]) == (3, "120.30")
    assert [w["code"] for w in totals["warnings"]] == ["spent-without-allocated"]


async def test_the_same_money_is_not_recorded_twice(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(FUNDING, await new(office))
    async with nothing_changes(world):
        twice = problem(await office.post(FUNDING, await new(office)), 409, "funding-twice")
        problem(await office.post(FUNDING, await new(office, action="A9")), 422, "unknown-action")
        problem(await office.post(FUNDING, await new(office, year=2024, reason=None)), 422, "reason-wanted")
        problem(await office.post(FUNDING, await new(office, plan_id=str(uuid4()))), 404, "not-found")
    assert made["id"] in twice["detail"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"planned": "-1"}, "/planned"),
        ({"planned": 12.5}, "/planned"),
        ({"spent": "0.1234567"}, "/spent"),
        ({"allocated": "1000000000001"}, "/allocated"),
        ({"year": 1900}, "/year"),
        ({"planned": None, "allocated": None}, ""),
    ],
)
async def test_amounts_that_are_none(shared_world: World, changes: dict[str, Any], where: str) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        assert set(pointers(problem(await office.post(FUNDING, await new(office, **changes)), 422, "invalid-request"))) == {where}
