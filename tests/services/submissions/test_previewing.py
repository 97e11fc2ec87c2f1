"""What a round would be before it is opened, and the next one like an earlier one."""

from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY, MALARIA, SMOKING
from tests.factories.people import EAST, EDUCATION, HEALTH, SPORT
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, open_round, opening
from tests.platform import World
from tests.services.submissions.test_reassigning import unit_id

ROUNDS = f"{SUBMISSIONS}/rounds"
PREVIEW = f"{ROUNDS}:preview"


async def test_a_preview_shows_days_units_items_and_what_nobody_fills(world: World) -> None:
    office = await world.sign_in("office")
    async with nothing_changes(world):
        shown = (await office.post(PREVIEW, await opening(world), key=None)).json()
    days = (shown["opens_on"], shown["internal_due_on"], shown["outward_due_on"], shown["closes_on"])
    assert days == ("2023-04-10", "2023-04-24", "2023-05-10", "2023-06-09")
    assert {unit["unit_name"]: len(unit["items"]) for unit in shown["units"]} == {HEALTH: 3, EDUCATION: 1, SPORT: 1}
    assert {name for unit in shown["units"] if unit["unit_name"] == HEALTH for name in unit["items"]} == {LITERACY, MALARIA, SMOKING}
    listed = await office.items("/api/v1/indicators/plan-indicators")
    assert {one["key"] for one in shown["unfilled"]} == {one["key"] for one in listed if one["filling_unit_id"] is None} != set()
    made = await open_round(world)
    assert made["assignments"] == len(shown["units"])


async def test_a_preview_is_refused_as_the_opening_would_be(world: World) -> None:
    office, body = await world.sign_in("office"), await opening(world)
    await open_round(world)
    async with nothing_changes(world):
        problem(await office.post(PREVIEW, body), 409, "round-twice")
        problem(await office.post(PREVIEW, {**body, "opens_on": "2023-08-01"}), 422, "dates-out-of-order")
        problem(await office.post(PREVIEW, {**body, "plan_ids": [str(uuid4())]}), 422, "plan-not-known")
        problem(
            await office.post(PREVIEW, {**body, "subject_year": 2020, "unit_ids": [str(uuid4())], "outward_due_on": "2023-05-10"}),
            422,
            "unit-not-asked",
        )
        problem(await (await world.sign_in("health")).post(PREVIEW, body), 403, "denied")
        problem(await world.nobody.post(PREVIEW, body), 401, "not-authenticated")


async def test_the_next_round_like_an_earlier_one(world: World) -> None:
    made = await open_round(world, subject_year=2021, name="2021年度监测填报", opens_on="2022-04-10", outward_due_on="2022-05-12")
    office = await world.sign_in("office")
    answer = await office.post(f"{ROUNDS}/{made['id']}:clone", {})
    cloned = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{ROUNDS}/{cloned['id']}")
    assert (cloned["subject_year"], cloned["name"], cloned["kind"], cloned["plan_ids"]) == (2022, "2022年度监测填报", made["kind"], made["plan_ids"])
    assert (cloned["opens"], cloned["outward_due"], cloned["internal_due"]) == (
        "2023-04-09T16:00:00Z",
        "2023-05-12T16:00:00Z",
        "2023-04-26T16:00:00Z",
    )
    assert cloned["assignments"] == 3
    async with nothing_changes(world):
        problem(await office.post(f"{ROUNDS}/{made['id']}:clone", {}), 409, "round-twice")


async def test_a_form_is_asked_again_of_the_same_units_under_another_name(world: World) -> None:
    office = await world.sign_in("office")
    units = [await unit_id(office, EAST)]
    plain: dict[str, Any] = {"kind": "monthly_bulletin", "unit_ids": units, "outward_due_on": "2023-05-05", "name": "4月工作通报"}
    made = await open_round(world, **plain)
    cloned = await office.do(f"{ROUNDS}/{made['id']}:clone", {"subject_year": 2022, "name": "5月工作通报", "outward_due_on": "2023-06-05"})
    assert (cloned["subject_year"], cloned["name"], cloned["assignments"]) == (2022, "5月工作通报", 1)
    owed = await office.items(f"{SUBMISSIONS}/assignments", round_id=cloned["id"])
    assert [one["unit_id"] for one in owed] == units


async def test_who_may_not_clone(world: World) -> None:
    made = await open_round(world)
    address = f"{ROUNDS}/{made['id']}:clone"
    async with nothing_changes(world):
        problem(await (await world.sign_in("health")).post(address, {}), 403, "denied")
        problem(await (await world.sign_in("neighbour-office")).post(address, {}), 404, "not-found")
        problem(await world.nobody.post(address, {}), 401, "not-authenticated")
        problem(await (await world.sign_in("office")).post(f"{ROUNDS}/{uuid4()}:clone", {}), 404, "not-found")
        problem(await (await world.sign_in("office")).post(address, {"closes": "x"}), 422, "invalid-request")
        problem(
            await (await world.sign_in("office")).post(address, {"opens_on": "2030-01-01", "outward_due_on": "2024-05-10"}), 422, "dates-out-of-order"
        )
