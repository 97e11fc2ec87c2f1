"""Responsibilities over time: the matrix, what a unit owes, and a person's changes of both."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.indicators.models import PlanIndicatorRecord
from tests.factories.documents import UNRESOLVED, draft
from tests.factories.people import EAST, EDUCATION, HEALTH, OFFICE, SPORT, STREETS, WEST
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import assignment_of, open_round, plan_of
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
ENTRIES = f"{PLANS}/responsibilities"
WHY = "机构改革：职责划转"


async def unit_id(caller: Caller, name: str) -> str:
    """The county's unit of that name."""
    return str((await caller.items(f"{PLANS}/units", name=name))[0]["id"])


async def entry(caller: Caller, written: str, **query: Any) -> dict[str, Any]:
    """The first entry with that written form in the county's plan."""
    plan = await plan_of(caller)
    return next(e for e in await caller.items(ENTRIES, plan_id=plan["id"], **query) if e["written"] == written)


def named(matrix: dict[str, Any], action: str) -> list[tuple[str, str]]:
    """(role, written) of an action's cells."""
    [row] = [row for row in matrix["rows"] if row["action"] == action]
    return [(cell["role"], cell["written"]) for cell in row["cells"]]


async def leads(world: World, plan_id: str) -> dict[str, list[str]]:
    """The lead units of each indicator of a plan, as the indicators service keeps them."""
    rows = await world.service("indicators").database.read.all(
        select(PlanIndicatorRecord.key, PlanIndicatorRecord.lead_unit_ids).where(PlanIndicatorRecord.plan_id == UUID(plan_id))
    )
    return {row.key: row.lead_unit_ids for row in rows}


async def test_the_matrix_reads_by_action_and_by_unit(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    plan = await plan_of(office)
    matrix = await office.read(f"{PLANS}/{plan['id']}/matrix")
    assert matrix["as_of"] == "2023-04-10" and matrix["unresolved"] == 1
    assert [row["action"] for row in matrix["rows"]] == ["A1", "A2"]
    assert named(matrix, "A1") == [("lead", HEALTH), ("responsible", f"{EDUCATION}（体卫艺科）"), ("cooperating", STREETS)]
    units = {unit["name"]: unit for unit in matrix["units"]}
    assert {name: (u["lead"], u["responsible"], u["cooperating"]) for name, u in units.items()} == {HEALTH: (2, 0, 0), EDUCATION: (0, 2, 0)}
    assert {person["name"] for person in units[HEALTH]["people"]} == {"人员 health", "人员 health-leader", "人员 office-health"}
    [group] = matrix["groups"]
    assert group["name"] == STREETS and len(group["member_ids"]) == 2


async def test_groups_are_expanded_on_demand_and_nothing_is_merged(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    plan = await plan_of(office)
    matrix = await office.read(f"{PLANS}/{plan['id']}/matrix", expand_groups=True)
    cells = matrix["rows"][0]["cells"]
    assert [cell["written"] for cell in cells].count(STREETS) == 3
    through = [cell for cell in cells if cell["through_group_id"]]
    assert len(through) == 2 and all(cell["group_id"] is None and cell["unit_id"] for cell in through)
    assert {unit["name"]: unit["cooperating"] for unit in matrix["units"]} == {HEALTH: 0, EDUCATION: 0, EAST: 1, WEST: 1}


async def test_people_of_other_units_are_not_named_to_who_may_not_know_them(shared_world: World) -> None:
    for login, known in (("health", {HEALTH}), ("neighbour-office", set()), ("auditor", {HEALTH, EDUCATION})):
        caller = await shared_world.sign_in(login)
        plan = await plan_of(caller)
        matrix = await caller.read(f"{PLANS}/{plan['id']}/matrix")
        assert {unit["name"] for unit in matrix["units"] if unit["people"]} == known, login


async def test_everything_a_unit_owes_anywhere(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    education = await unit_id(health, EDUCATION)
    owed = await health.read(f"{PLANS}/units/{education}/obligations", limit=200)
    assert [(o["about"], o["key"]) for o in owed["items"]] == [("action", "A1"), ("action", "A2"), ("indicator", "T02"), ("indicator", "T03")]
    assert owed["items"][0]["what"] == "健康知识普及行动" and owed["items"][2]["what"] == "学生总体近视率"
    assert owed["items"][0]["clause_path"] == "二" and owed["unit_name"] == EDUCATION and owed["next_cursor"] is None
    office = await shared_world.sign_in("office")
    duties = await office.read(f"{PLANS}/units/{await unit_id(office, OFFICE)}/obligations", about="duty")
    assert [(o["key"], o["what"]) for o in duties["items"]] == [("D01", "报送上年度监测数据")]
    street = await office.read(f"{PLANS}/units/{await unit_id(office, EAST)}/obligations")
    assert [o["through_group_id"] is not None for o in street["items"]] == [True]
    assert (await office.read(f"{PLANS}/units/{await unit_id(office, SPORT)}/obligations"))["items"][0]["key"] == "T06"


async def test_obligations_come_page_by_page(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    address = f"{PLANS}/units/{await unit_id(health, EDUCATION)}/obligations"
    everything = await health.items(address)
    assert await health.items(address, limit=1) == everything and len(everything) == 4


async def test_people_change_with_the_day(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    address = f"{PLANS}/units/{await unit_id(office, EDUCATION)}/obligations"
    before, after = [(await office.read(address, as_of=day))["liaisons"] for day in ("2023-04-19", "2023-04-20")]
    assert [p["name"] for p in before] == ["人员 education", "人员 mover"] and [p["name"] for p in after] == ["人员 education"]


async def test_a_unit_is_made_responsible_from_a_day_on(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    body = {"plan_id": plan["id"], "action": "A2", "role": "responsible", "unit_id": await unit_id(office, SPORT), "valid_from": "2024-01-01"}
    problem(await office.post(ENTRIES, body), 422, "reason-wanted")
    answer = await office.post(ENTRIES, {**body, "reason": WHY})
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"v1"', f"{ENTRIES}/{made['id']}")
    assert (made["written"], made["clause_path"], made["valid_from"]) == (SPORT, None, "2024-01-01")
    days = [named(await office.read(f"{PLANS}/{plan['id']}/matrix", as_of=day), "A2") for day in ("2023-12-31", "2024-01-01")]
    assert [("responsible", SPORT) in cells for cells in days] == [False, True]
    async with nothing_changes(world):
        twice = problem(await office.post(ENTRIES, {**body, "reason": WHY}), 409, "already-responsible")
        problem(await office.post(ENTRIES, {**body, "action": "A9", "reason": WHY}), 422, "unknown-action")
        problem(await office.post(ENTRIES, {**body, "unit_id": str(uuid4()), "reason": WHY}), 422, "unknown-bearer")
        problem(await office.post(ENTRIES, {**body, "plan_id": str(uuid4()), "reason": WHY}), 404, "not-found")
        both = {**body, "group_id": str(uuid4())}
        assert pointers(problem(await office.post(ENTRIES, both), 422, "invalid-request")) == {"": "value_error"}
    assert made["id"] in twice["detail"]
    [change] = await office.items(f"{PLANS}/history", plan_id=plan["id"])
    assert (change["act"], change["reason"], change["subject_id"], change["version"]) == ("assign_responsibility", WHY, made["id"], 1)
    assert change["state"]["valid_from"] == "2024-01-01"


async def test_a_responsibility_ends_and_its_successor_bears_it(world: World) -> None:
    office = await world.sign_in("office")
    old = await entry(office, EDUCATION)
    body = {"ends_on": "2024-07-01", "reason": WHY, "successor": {"unit_id": await unit_id(office, SPORT)}}
    async with nothing_changes(world):
        problem(await office.post(f"{ENTRIES}/{old['id']}:end", body, if_match='"v7"'), 412, "stale-etag")
        problem(await office.post(f"{ENTRIES}/{uuid4()}:end", body), 404, "not-found")
        assert pointers(problem(await office.post(f"{ENTRIES}/{old['id']}:end", {"ends_on": "2024-07-01"}), 422, "invalid-request")) == {
            "/reason": "missing"
        }
    ended = await office.do(f"{ENTRIES}/{old['id']}:end", body)
    assert (ended["valid_until"], ended["version"]) == ("2024-07-01", 2)
    successor = await office.read(f"{ENTRIES}/{ended['successor_id']}")
    assert (successor["written"], successor["role"], successor["valid_from"]) == (SPORT, "responsible", "2024-07-01")
    plan = await plan_of(office)
    days = [named(await office.read(f"{PLANS}/{plan['id']}/matrix", as_of=day), "A2") for day in ("2024-06-30", "2024-07-01")]
    assert [("responsible", EDUCATION) in cells for cells in days] == [True, False]
    assert [("responsible", SPORT) in cells for cells in days] == [False, True]
    async with nothing_changes(world):
        problem(await office.post(f"{ENTRIES}/{old['id']}:end", body), 409, "wrong-responsibility-state")
    acts = [(change["subject_id"], change["act"]) for change in await office.items(f"{PLANS}/history", plan_id=plan["id"])]
    assert acts == [(old["id"], "end_responsibility"), (successor["id"], "end_responsibility")]


async def test_an_end_lies_after_the_start(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    body = {"plan_id": plan["id"], "action": "A2", "role": "responsible", "unit_id": await unit_id(office, SPORT), "valid_from": "2024-01-01"}
    made = await office.do(ENTRIES, {**body, "reason": WHY})
    for day in ("2024-01-01", "2023-12-31"):
        problem(await office.post(f"{ENTRIES}/{made['id']}:end", {"ends_on": day, "reason": WHY}), 409, "wrong-responsibility-state")
    await office.do(f"{ENTRIES}/{made['id']}:end", {"ends_on": "2024-01-02", "reason": WHY})
    again = await office.post(ENTRIES, {**body, "valid_from": "2024-01-02", "reason": WHY})
    assert again.status_code == 201


async def test_a_written_name_is_resolved_once_and_remembered(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    assert plan["unresolved_units"] == 1
    unresolved = await entry(office, UNRESOLVED)
    sport = await unit_id(office, SPORT)
    body = {"unit_id": sport, "remember": True, "everywhere": True}
    resolved = await office.do(f"{ENTRIES}/{unresolved['id']}:resolve", body)
    assert (resolved["unit_id"], resolved["written"], resolved["version"]) == (sport, UNRESOLVED, 2)
    assert (await plan_of(office))["unresolved_units"] == 0
    async with nothing_changes(world):
        problem(await office.post(f"{ENTRIES}/{unresolved['id']}:resolve", body), 409, "wrong-responsibility-state")
    later = await office.do(PLANS, draft("后来的计划"))
    assert later["unresolved_units"] == 0
    assert UNRESOLVED in (await office.read(f"{PLANS}/units/{sport}"))["aliases"]


async def test_a_name_of_one_unit_is_not_taken_for_another(world: World) -> None:
    office = await world.sign_in("office")
    here = await entry(office, UNRESOLVED)
    plan = await office.do(PLANS, draft("另一份计划"))
    [there] = [e for e in await office.items(ENTRIES, plan_id=plan["id"], unresolved=True) if e["written"] == UNRESOLVED]
    await office.do(f"{ENTRIES}/{there['id']}:resolve", {"unit_id": await unit_id(office, SPORT), "remember": True})
    async with nothing_changes(world):
        other = {"unit_id": await unit_id(office, EAST), "remember": True}
        problem(await office.post(f"{ENTRIES}/{here['id']}:resolve", other), 409, "name-taken")
        problem(await office.post(f"{ENTRIES}/{here['id']}:resolve", {"unit_id": str(uuid4())}), 422, "unknown-bearer")
    assert (await office.do(f"{ENTRIES}/{here['id']}:resolve", {**other, "remember": False}))["unit_id"] == other["unit_id"]


async def test_who_may_not_assign(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    plan = await plan_of(office)
    old = await entry(office, EDUCATION)
    body = {"plan_id": plan["id"], "action": "A2", "role": "lead", "unit_id": await unit_id(office, SPORT), "reason": WHY}
    async with nothing_changes(shared_world):
        for login in ("health", "mayor", "upper", "neighbour-office", "partner"):
            caller = await shared_world.sign_in(login)
            problem(await caller.post(ENTRIES, body), 403, "denied")
            problem(await caller.post(f"{ENTRIES}/{old['id']}:end", {"ends_on": "2024-01-01", "reason": WHY}), 403, "denied")
        problem(await (await shared_world.sign_in("bare-partner")).post(ENTRIES, body), 404, "not-found")


async def test_a_drafts_entries_change_without_a_reason_and_are_told_to_nobody(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("草案"))
    body = {"plan_id": plan["id"], "action": "A2", "role": "lead", "unit_id": await unit_id(office, SPORT)}
    await office.do(ENTRIES, body)
    health = await world.sign_in("health")
    problem(await health.get(f"{PLANS}/{plan['id']}/matrix"), 404, "not-found")
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    assert set((await leads(world, plan["id"]))["T02"]) == {await unit_id(office, HEALTH), body["unit_id"]}


async def test_a_new_lead_is_known_where_copies_of_leads_are_kept(world: World) -> None:
    office = await world.sign_in("office")
    await open_round(world)
    owed = await assignment_of(world, EDUCATION)
    education = await world.sign_in("education")
    submission = await education.do("/api/v1/submissions", {"assignment_id": owed["id"]})
    await education.edit(
        f"/api/v1/submissions/{submission['id']}",
        {"answers": [{"item_id": submission["content"][0]["item"]["id"], "answer": {"kind": "value", "value": "49", "explanation": "已核实"}}]},
    )
    await education.do(f"/api/v1/submissions/{submission['id']}:submit")
    health, address = await world.sign_in("health"), f"/api/v1/submissions/{submission['id']}"
    assert (await health.get(address)).status_code == 200  # 县卫生健康局 leads A2
    plan = await plan_of(office)
    [lead] = [e for e in await office.items(ENTRIES, plan_id=plan["id"]) if (e["action"], e["role"]) == ("A2", "lead")]
    sport = await unit_id(office, SPORT)
    await office.do(f"{ENTRIES}/{lead['id']}:end", {"ends_on": "2023-04-10", "reason": WHY, "successor": {"unit_id": sport}})
    await world.settle()
    known = await leads(world, plan["id"])
    assert (known["T02"], known["T01"]) == ([sport], [await unit_id(office, HEALTH)])
    problem(await health.get(address), 404, "not-found")


@pytest.mark.parametrize("noun", ["matrix", "obligations"])
async def test_what_is_not_there_is_not_found(shared_world: World, noun: str) -> None:
    office = await shared_world.sign_in("office")
    where = f"{PLANS}/units/{uuid4()}/obligations" if noun == "obligations" else f"{PLANS}/{uuid4()}/matrix"
    problem(await office.get(where), 404, "not-found")
    problem(await office.get(where, as_of="soon"), 422, "invalid-request")
