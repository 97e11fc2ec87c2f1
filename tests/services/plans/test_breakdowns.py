"""Breakdowns of a target to lower regions or units, and whether they reach the whole."""

from typing import Any
from uuid import uuid4

from tests.factories.documents import clause
from tests.factories.people import EAST, NEIGHBOUR, WEST
from tests.factories.problems import nothing_changes, places, pointers, problem
from tests.factories.rounds import plan_of
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
BREAKDOWNS = f"{PLANS}/breakdowns"
WHY = "目标责任书"


async def part(caller: Caller, name: str, value: str, weight: str | None = None) -> dict[str, Any]:
    """A part for a unit of the county."""
    unit = (await caller.items(f"{PLANS}/units", name=name))[0]
    return {"unit_id": unit["id"], "written": name, "value": value, "weight": weight}


async def new(caller: Caller, **changes: Any) -> dict[str, Any]:
    """The body of a breakdown of T01 for 2030 (printed: 40, the more the better)."""
    plan = await plan_of(caller)
    parts = [await part(caller, EAST, "42", "8.1"), await part(caller, WEST, "38", "6.3")]
    return {"plan_id": plan["id"], "indicator": "T01", "year": 2030, "roll_up": "weighted_mean", "parts": parts, "reason": WHY, **changes}


async def test_the_printed_target_is_broken_down_and_checked(world: World) -> None:
    office = await world.sign_in("office")
    answer = await office.post(BREAKDOWNS, await new(office))
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"v1"', f"{BREAKDOWNS}/{made['id']}")
    assert (made["whole"], made["comparator"], made["unit_of_measure"], made["basis"]) == ("40", ">=", "%", "entered")
    assert (made["check"]["reaches"], made["check"]["computed"]) == (True, "40.25")
    assert "达到" in made["check"]["zh"] and "42×8.1" in made["check"]["arithmetic"]
    assert await office.items(BREAKDOWNS, plan_id=made["plan_id"], indicator="T01") == [made]
    assert await office.items(BREAKDOWNS, indicator="T02") == []


async def test_other_parts_take_their_place(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(BREAKDOWNS, await new(office))
    body = {"roll_up": "each", "parts": [await part(office, WEST, "39.5"), await part(office, EAST, "40")], "reason": "重新核定"}
    async with nothing_changes(world):
        problem(await office.patch(f"{BREAKDOWNS}/{made['id']}", {**body, "reason": None}), 422, "reason-wanted")
        problem(await office.patch(f"{BREAKDOWNS}/{made['id']}", body, '"v3"'), 412, "stale-etag")
    changed = await office.edit(f"{BREAKDOWNS}/{made['id']}", body, '"v1"')
    assert (changed["version"], changed["check"]["reaches"], changed["check"]["short"]) == (2, False, [WEST])
    assert [p["written"] for p in changed["parts"]] == [WEST, EAST]
    history = await office.items(f"{PLANS}/history", plan_id=made["plan_id"], kind="breakdown")
    assert [(h["act"], h["state"]["roll_up"]) for h in history] == [("break_down", "weighted_mean"), ("edit_breakdown", "each")]


async def test_printed_parts_cite_their_clause(world: World) -> None:
    office = await world.sign_in("office")
    problem(await office.post(BREAKDOWNS, await new(office, basis="printed")), 422, "invalid-request")
    made = await office.do(BREAKDOWNS, await new(office, basis="printed", clause=clause("附件2/表", 900, "东街道 42")))
    assert made["clause"]["quote"] == "东街道 42"


async def test_the_whole_may_be_said_where_no_single_number_is_printed(world: World) -> None:
    office = await world.sign_in("office")
    async with nothing_changes(world):
        problem(await office.post(BREAKDOWNS, await new(office, year=2027)), 422, "nothing-to-break-down")
        problem(await office.post(BREAKDOWNS, await new(office, indicator="T03", year=2025)), 422, "nothing-to-break-down")  # sub-populations
        problem(await office.post(BREAKDOWNS, await new(office, indicator="T04", year=2025)), 422, "nothing-to-break-down")  # a state
        problem(await office.post(BREAKDOWNS, await new(office, indicator="T99")), 422, "unknown-printed-indicator")
    made = await office.do(BREAKDOWNS, await new(office, year=2027, whole="36", comparator=">"))
    assert (made["whole"], made["comparator"], made["check"]["reaches"]) == ("36", ">", True)


async def test_parts_lie_within_the_plans_region(world: World) -> None:
    office = await world.sign_in("office")
    [county] = await office.items(f"{PLANS}/regions", name="甲县")
    [neighbour] = await office.items(f"{PLANS}/regions", code=NEIGHBOUR)
    own = {"region_id": county["id"], "written": "甲县", "value": "40", "weight": "1"}
    foreign = {"region_id": neighbour["id"], "written": "乙县", "value": "40", "weight": "1"}
    nobody = {"unit_id": str(uuid4()), "written": "无", "value": "40", "weight": "1"}
    async with nothing_changes(world):
        body = problem(await office.post(BREAKDOWNS, await new(office, parts=[foreign, own, nobody])), 422, "foreign-part")
    assert places(body) == {(1, "region_id", "foreign-part"), (2, "region_id", "foreign-part"), (3, "unit_id", "foreign-part")}


async def test_parts_that_do_not_fit(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    east = await part(office, EAST, "42", "8")
    async with nothing_changes(shared_world):
        for parts, where in (
            ([], "/parts"),
            ([east, east], ""),
            ([{**east, "weight": None}], ""),
            ([{**east, "weight": "0"}], "/parts/0"),
            ([{**east, "region_id": str(uuid4())}], "/parts/0"),
            ([{**east, "value": 42.5}], "/parts/0/value"),
        ):
            body = problem(await office.post(BREAKDOWNS, await new(office, parts=parts)), 422, "invalid-request")
            assert set(pointers(body)) == {where}


async def test_a_target_is_broken_down_once_and_by_its_own_office(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(BREAKDOWNS, await new(office))
    async with nothing_changes(world):
        assert made["id"] in problem(await office.post(BREAKDOWNS, await new(office)), 409, "breakdown-twice")["detail"]
        for login in ("health", "mayor", "neighbour-office"):
            caller = await world.sign_in(login)
            problem(await caller.post(BREAKDOWNS, await new(office, year=2022)), 403, "denied")
        problem(await office.post(BREAKDOWNS, await new(office, plan_id=str(uuid4()))), 404, "not-found")
