"""Policies of one plan, and steps that tell the units which lead its actions."""

from datetime import date
from uuid import uuid4

from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import problem
from tests.factories.rounds import open_round, plan_of
from tests.platform import World
from tests.services.notifications.test_policies import POLICIES, STEPS, activated, body, drafted, planned_of
from tests.services.notifications.test_reminding import DAYS, inbox_of, scanned

OF_PLAN = [{"offset": -2, "to": ["liaison"]}]
TO_LEADS = [{"offset": -2, "to": ["lead_unit"]}, {"offset": 2, "to": ["lead_unit", "liaison"]}]


async def test_the_policy_of_a_plan_goes_before_the_one_of_its_region(world: World) -> None:
    plan = await plan_of(await world.sign_in("office"))
    await activated(world)
    made = await activated(world, plan_id=plan["id"], steps=OF_PLAN)
    assert made["plan_id"] == plan["id"] and made["state"] == "active"
    await open_round(world, **DAYS)
    assert set(await planned_of(world, HEALTH)) == {("D-2", "liaison")}


async def test_open_deadlines_of_the_plan_follow_its_policy_and_back(world: World) -> None:
    await open_round(world, **DAYS)
    office = await world.sign_in("office")
    plan = await plan_of(office)
    await activated(world)
    made = await activated(world, plan_id=plan["id"], steps=OF_PLAN)
    assert (made["deadlines"], made["reminders"]) == (3, 3)
    assert set(await planned_of(world, HEALTH)) == {("D-2", "liaison")}
    await office.do(f"{POLICIES}/{made['id']}:retire", {})
    assert ("W-5", "liaison") in await planned_of(world, HEALTH)


async def test_both_are_active_side_by_side_and_each_gives_way_to_its_own_kind(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    general, first = await activated(world), await activated(world, plan_id=plan["id"], steps=OF_PLAN)
    second = await activated(world, plan_id=plan["id"], steps=STEPS)
    states = {one["id"]: one["state"] for one in await office.items(POLICIES)}
    assert states == {general["id"]: "active", first["id"]: "retired", second["id"]: "active"}


async def test_a_plan_that_is_not_known_here_is_refused_with_every_other_fault(world: World) -> None:
    office = await world.sign_in("office")
    unknown = await body(world, plan_id=str(uuid4()), zone="Asia/Nowhere")
    refused = problem(await office.post(POLICIES, unknown), 422, "invalid-policy")
    assert {fault["code"] for fault in refused["errors"]} == {"unknown-plan", "unknown-zone"}


async def test_the_preview_names_the_liaisons_of_lead_units(world: World) -> None:
    await open_round(world, **DAYS)
    made = await drafted(world, steps=TO_LEADS)
    office = await world.sign_in("office")
    [shown] = [one for one in await office.items(f"{POLICIES}/{made['id']}/preview") if one["unit_name"] == EDUCATION]
    named = {(step["step"], step["audience"]): sorted(one["name"] for one in step["recipients"]) for step in shown["steps"]}
    assert named["D-2", "lead_unit"] == named["D+2", "lead_unit"] == ["人员 health", "人员 office-health"]


async def test_lead_units_hear_of_gaps_in_what_they_lead_but_not_of_their_own(world: World) -> None:
    await open_round(world, **DAYS)
    await activated(world, steps=TO_LEADS)
    world.move_to(date(2023, 5, 8))
    await scanned(world)
    told = [one["title"] + one["body"] for one in await inbox_of(world, "health", "reminder")]
    assert len(told) == 1 and EDUCATION in told[0]
    world.move_to(date(2023, 5, 12))
    await scanned(world)
    late = [one["body"] for one in await inbox_of(world, "health", "escalation")]
    assert len(late) == 2  # its own, and that of the unit whose action it leads
    assert sum("an action that your unit leads" in one and EDUCATION in one for one in late) == 1
