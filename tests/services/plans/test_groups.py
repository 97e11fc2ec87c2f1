"""Groups over time: founded, members added and removed by date, read for a day, followed through mergers, and whom one reaches."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import draft, duty, entry
from tests.factories.people import COUNTY, EAST, EDUCATION, HEALTH, NEIGHBOUR, OFFICE, SPORT, STREETS, WEST, unit
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import plan_of
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
GROUPS = f"{PLANS}/groups"
TODAY, LATER = "2023-04-10", "2023-06-01"


async def region_id(caller: Caller, code: str = COUNTY) -> str:
    return str((await caller.items(f"{PLANS}/regions", code=code))[0]["id"])


async def unit_id(caller: Caller, name: str, code: str = COUNTY) -> str:
    region = await region_id(caller, code)
    [found] = [one for one in await caller.items(f"{PLANS}/units", name=name) if one["region_id"] == region]
    return str(found["id"])


async def account_id(caller: Caller, login: str) -> str:
    return next(str(one["id"]) for one in await caller.items(f"{PLANS}/accounts") if one["login"] == login)


async def streets(caller: Caller) -> dict[str, Any]:
    [found] = [one for one in await caller.items(GROUPS, region_id=await region_id(caller)) if one["name"] == STREETS]
    return found


async def inside(caller: Caller, group: dict[str, Any], day: str = TODAY, **query: Any) -> list[str]:
    return [one["name"] for one in await caller.items(f"{GROUPS}/{group['id']}/members", as_of=day, **query)]


async def leading_group(admin: Caller, *members: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"name": "县健康城市建设领导小组", "kind": "leading_group", "region_id": await region_id(admin), "since": "2023-01-01"}
    made: dict[str, Any] = await admin.do(GROUPS, {**body, "members": list(members), **more})
    return made


async def test_a_leading_group_has_units_and_people_with_functions(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    body = {"kind": "contact", "name": "王副县长", "valid_from": "2022-01-01"}
    person = await admin.do(f"{PLANS}/units/{await unit_id(admin, OFFICE)}/people", body)
    head, deputy = {"account_id": await account_id(admin, "mayor"), "function": "head"}, {"person_id": person["id"], "function": "deputy_head"}
    made = await leading_group(admin, head, deputy, {"unit_id": await unit_id(admin, HEALTH)})
    assert (made["kind"], made["version"]) == ("leading_group", 2)
    told = [(one["name"], one["function"], one["valid_from"]) for one in await admin.items(f"{GROUPS}/{made['id']}/members")]
    assert told == [("人员 mayor", "head", "2023-01-01"), ("王副县长", "deputy_head", "2023-01-01"), (HEALTH, "member", "2023-01-01")]
    assert await inside(admin, made, "2022-12-31") == []
    health = await people_world.sign_in("neighbour-health")
    assert await inside(health, made) == [HEALTH], "people are told to those who may know of accounts there"
    office = await admin.do(
        GROUPS, {"name": "领导小组办公室", "kind": "leading_group_office", "region_id": made["region_id"], "office_of_id": made["id"]}
    )
    assert office["office_of_id"] == made["id"]
    again = await admin.get(f"{GROUPS}/{made['id']}")
    assert (again.json(), again.headers["etag"]) == (made, f'"v{made["version"]}"')
    assert [one["name"] for one in await admin.items(GROUPS, kind="leading_group")] == [made["name"]]


async def test_a_working_group_is_for_an_action_or_a_topic(world: World) -> None:
    admin = await world.sign_in("county-admin")
    plan = await plan_of(admin)
    body = {"name": "中小学健康促进专项行动工作组", "kind": "working_group", "region_id": await region_id(admin)}
    made = await admin.do(GROUPS, {**body, "plan_id": plan["id"], "action": "A2"})
    assert (made["plan_id"], made["action"]) == (plan["id"], "A2")
    assert [one["id"] for one in await admin.items(GROUPS, plan_id=plan["id"])] == [made["id"]]
    assert (await admin.do(GROUPS, {**body, "name": "控烟工作组", "topic": "控烟"}))["topic"] == "控烟"
    async with nothing_changes(world):
        problem(await admin.post(GROUPS, {**body, "name": "甲", "plan_id": plan["id"], "action": "A9"}), 422, "unknown-action")
        problem(await admin.post(GROUPS, {**body, "name": "甲", "plan_id": str(uuid4()), "action": "A1"}), 404, "not-found")
        for wrong in (
            {},
            {"action": "A2"},
            {"kind": "streets", "topic": "控烟"},
            {"kind": "leading_group_office"},
            {"kind": "club", "topic": "控烟"},
        ):
            problem(await admin.post(GROUPS, {**body, "name": "甲", **wrong}), 422, "invalid-request")
        office = {"name": "甲", "kind": "leading_group_office", "region_id": body["region_id"], "office_of_id": made["id"]}
        problem(await admin.post(GROUPS, office), 422, "unknown-leading-group")
        problem(await admin.post(GROUPS, {**body, "name": EDUCATION, "topic": "控烟"}), 409, "name-taken")
        problem(await admin.post(GROUPS, {**body, "region_id": str(uuid4()), "topic": "控烟"}), 422, "unknown-region")


async def test_members_come_and_go_by_date_and_stay_to_be_read(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    group, sport = await streets(admin), await unit_id(admin, SPORT)
    await admin.do(f"{GROUPS}/{group['id']}:add-members", {"members": [{"unit_id": sport}], "since": LATER, "reason": "代管"})
    history = await admin.items(f"{GROUPS}/{group['id']}/history")
    assert [(one["name"], one["valid_from"], one["reason"]) for one in history][2:] == [(SPORT, LATER, "代管")]
    east = next(one["id"] for one in history if one["name"] == EAST)
    changed = await admin.do(f"{GROUPS}/{group['id']}:remove-members", {"membership_ids": [east], "on": LATER})
    assert changed["version"] == group["version"] + 2
    assert await inside(admin, group, "2023-05-31") == [EAST, WEST] and await inside(admin, group, LATER) == [WEST, SPORT]
    assert await inside(admin, group, LATER, other_than=await unit_id(admin, WEST)) == [SPORT], "其他成员: members less the lead"
    history = await admin.items(f"{GROUPS}/{group['id']}/history", limit=1)
    assert [(one["name"], one["valid_until"]) for one in history] == [(EAST, LATER), (WEST, None), (SPORT, None)]
    await admin.do(f"{GROUPS}/{group['id']}:add-members", {"members": [{"unit_id": await unit_id(admin, EAST)}], "since": LATER})
    assert sorted(await inside(admin, group, LATER)) == sorted([EAST, WEST, SPORT]), "a second time, once the first is over"


async def test_every_fault_of_members_is_told_at_once(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    made = await leading_group(admin, {"unit_id": await unit_id(admin, HEALTH)})
    members = [
        {"unit_id": await unit_id(admin, HEALTH)},
        {"unit_id": await unit_id(admin, HEALTH, NEIGHBOUR)},
        {"unit_id": str(uuid4())},
        {"person_id": str(uuid4())},
        {"account_id": str(uuid4())},
        {"unit_id": await unit_id(admin, SPORT), "valid_until": "2023-03-01"},
        {"unit_id": await unit_id(admin, EDUCATION)},
        {"unit_id": await unit_id(admin, EDUCATION), "valid_from": LATER},
    ]
    address = f"{GROUPS}/{made['id']}"
    async with nothing_changes(people_world):
        told = problem(await admin.post(f"{address}:add-members", {"members": members, "since": TODAY}), 422, "wrong-members")
        assert pointers(told) == {
            "/members/0/unit_id": "member-twice",
            "/members/1/unit_id": "other-tree",
            "/members/2/unit_id": "unknown-unit",
            "/members/3/person_id": "unknown-person",
            "/members/4/account_id": "unknown-account",
            "/members/5/valid_until": "ends-before-begin",
            "/members/7/unit_id": "member-twice",
        }
        of_streets = f"{GROUPS}/{(await streets(admin))['id']}"
        someone = {"members": [{"account_id": await account_id(admin, "mayor")}], "since": TODAY}
        assert pointers(problem(await admin.post(f"{of_streets}:add-members", someone), 422, "wrong-members")) == {
            "/members/0/account_id": "units-only"
        }
        [member] = await admin.items(f"{address}/history")
        for ids, on, expected in (
            ([member["id"], str(uuid4())], "2023-01-01", {"/membership_ids/0": "ends-before-begin", "/membership_ids/1": "unknown-membership"}),
            ([member["id"]], "2022-01-01", {"/membership_ids/0": "ends-before-begin"}),
        ):
            answer = await admin.post(f"{address}:remove-members", {"membership_ids": ids, "on": on})
            assert pointers(problem(answer, 422, "wrong-members")) == expected
        body = {"members": [{"unit_id": await unit_id(admin, SPORT)}], "since": TODAY}
        problem(await admin.post(f"{address}:add-members", body, if_match='"v1"'), 412, "stale-etag")
        problem(await admin.post(f"{address}:remove-members", {"membership_ids": [member["id"]], "on": TODAY}, if_match='"v1"'), 412, "stale-etag")
        both = {"members": [{"unit_id": str(uuid4()), "account_id": str(uuid4())}], "since": TODAY}
        assert pointers(problem(await admin.post(f"{address}:add-members", both), 422, "invalid-request")) == {"/members/0": "value_error"}
        backwards = {"members": [{"unit_id": await unit_id(admin, SPORT), "valid_from": LATER, "valid_until": TODAY}], "since": TODAY}
        problem(await admin.post(f"{address}:add-members", backwards), 422, "invalid-request")
        problem(await admin.post(f"{GROUPS}/{uuid4()}:add-members", body), 404, "not-found")
        for login in ("office", "health", "neighbour-office"):
            problem(await (await people_world.sign_in(login)).post(f"{address}:add-members", body), 403, "denied")
        problem(await people_world.nobody.post(f"{address}:add-members", body), 401, "not-authenticated")


@pytest.mark.parametrize("noun", ["", "/members", "/history", "/people"])
async def test_a_group_that_is_not_there_is_not_found(people_world: World, noun: str) -> None:
    office = await people_world.sign_in("office")
    problem(await office.get(f"{GROUPS}/{uuid4()}{noun}"), 404, "not-found")


async def test_a_successor_takes_over_what_it_does_not_hold_and_who_is_closed_leaves(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    east, west, sport = [await unit_id(admin, name) for name in (EAST, WEST, SPORT)]
    held = {"unit_id": sport, "valid_from": LATER, "valid_until": "2023-09-01"}
    made = await leading_group(admin, {"unit_id": east, "function": "deputy_head"}, held, {"unit_id": west})
    await admin.do(f"{PLANS}/units/{east}:merge", {"into_id": sport, "on": "2023-04-10"})
    of = [one for one in await admin.items(f"{GROUPS}/{made['id']}/history") if one["name"] in {EAST, SPORT}]
    assert [(one["name"], one["valid_from"], one["valid_until"], one["function"]) for one in of] == [
        (EAST, "2023-01-01", TODAY, "deputy_head"),
        (SPORT, TODAY, LATER, "deputy_head"),
        (SPORT, LATER, "2023-09-01", "member"),
        (SPORT, "2023-09-01", None, "deputy_head"),
    ]
    await admin.do(f"{PLANS}/units/{west}:close", {"on": TODAY})
    assert await inside(admin, made) == [SPORT] and await inside(admin, made, "2023-04-09") == [EAST, WEST]


async def test_a_unit_that_moves_to_another_county_leaves_its_groups(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    group = await streets(admin)
    await admin.do(f"{PLANS}/units/{await unit_id(admin, EAST)}:move", {"region_id": await region_id(admin, NEIGHBOUR), "on": TODAY})
    assert await inside(admin, group) == [WEST] and await inside(admin, group, "2023-04-09") == [EAST, WEST]


async def test_members_follow_a_change_of_borders(people_world: World) -> None:
    """A town goes to the neighbour with its unit: the unit leaves the county's group; the group of a county that is merged goes along."""
    admin = await people_world.sign_in("admin")
    towns = [{"code": "990101001", "name": "一镇", "level": "town", "parent_code": COUNTY}]
    await admin.do(f"{PLANS}/regions:import", {"rows": towns})
    await admin.do(f"{PLANS}/units:import", {"rows": [unit("一镇政府", "town", "990101001")]})
    [town], group = await admin.items(f"{PLANS}/regions", code="990101001"), await streets(admin)
    seat = await unit_id(admin, "一镇政府", "990101001")
    await admin.do(f"{GROUPS}/{group['id']}:add-members", {"members": [{"unit_id": seat}], "since": "2020-01-01"})
    county, neighbour = [await region_id(admin, code) for code in (COUNTY, NEIGHBOUR)]
    given = {"on": TODAY, "basis": {"title": "区划调整"}, "predecessors": [{"region_id": county, "in_part": True}]}
    await admin.do(f"{PLANS}/regions:change", {**given, "successors": [{"region_id": neighbour, "takes": [town["id"]]}]})
    assert await inside(admin, group) == [EAST, WEST] and await inside(admin, group, "2023-04-09") == [EAST, WEST, "一镇政府"]


async def test_the_people_behind_a_group_on_a_day(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    contact = {"kind": "leader", "name": "李主任", "valid_from": "2022-01-01", "valid_until": LATER}
    person = await admin.do(f"{PLANS}/units/{await unit_id(admin, OFFICE)}/people", contact)
    members = [{"person_id": person["id"], "function": "head"}, {"account_id": await account_id(admin, "mayor"), "function": "expert"}]
    made = await leading_group(admin, *members, {"unit_id": await unit_id(admin, EDUCATION)})
    address = f"{GROUPS}/{made['id']}/people"
    told = await admin.items(address)
    assert {(one["name"], one["role"], one["function"], bool(one["account_id"])) for one in told} == {
        ("李主任", None, "head", False),
        ("人员 mayor", None, "expert", True),
        ("人员 education", "liaison", "member", True),
        ("人员 mover", "liaison", "member", True),
    }
    assert await admin.items(address, limit=1) == told
    later = {one["name"] for one in await admin.items(address, as_of=LATER)}
    assert later == {"人员 mayor", "人员 education"}, "the leader is gone and the mover holds no post there any more"
    assert await admin.items(address, as_of="2022-12-31") == []
    education = await people_world.sign_in("education")
    assert {one["name"] for one in await education.items(address)} == {"人员 education", "人员 mover"}
    assert await (await people_world.sign_in("neighbour-office")).items(address) == []


async def test_matrix_obligations_and_occurrences_take_the_members_of_their_day(world: World) -> None:
    office, admin = await world.sign_in("office"), await world.sign_in("county-admin")
    yearly = duty("D09", "progress_report", "报送街道年度进展", "yearly", who=STREETS, due={"precision": "day", "month": 6, "day": 30})
    plan = await office.do(PLANS, draft("另一计划", duties=[yearly]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    group, east, sport = await streets(admin), await unit_id(admin, EAST), await unit_id(admin, SPORT)
    [member] = [one["id"] for one in await admin.items(f"{GROUPS}/{group['id']}/members") if one["unit_id"] == east]
    await admin.do(f"{GROUPS}/{group['id']}:remove-members", {"membership_ids": [member], "on": "2025-01-01"})
    await admin.do(f"{GROUPS}/{group['id']}:add-members", {"members": [{"unit_id": sport}], "since": "2025-01-01"})
    west = await unit_id(admin, WEST)
    for day, expected in (("2024-12-31", {east, west}), ("2025-01-01", {west, sport})):
        matrix = await office.read(f"{PLANS}/{plan['id']}/matrix", as_of=day, expand_groups=True)
        assert {one for found in matrix["groups"] for one in found["member_ids"]} == expected
        assert {cell["unit_id"] for cell in matrix["rows"][0]["cells"] if cell["through_group_id"]} == expected
        owing = [one for one in (east, west, sport) if [o for o in await owed(office, one, day) if o["through_group_id"]]]
        assert set(owing) == expected, "obligations of the day"
    years = {name: await due_years(office, plan["id"], one) for name, one in (("east", east), ("west", west), ("sport", sport))}
    assert years == {"east": [2021, 2022, 2023, 2024], "west": list(range(2021, 2031)), "sport": list(range(2025, 2031))}
    [late] = [one for one in await office.items(f"{PLANS}/occurrences", plan_id=plan["id"]) if one["due_on"] == "2025-06-30"]
    [bearer] = (await office.read(f"{PLANS}/occurrences/{late['id']}"))["bearers"]
    assert (bearer["group_id"], set(bearer["member_ids"])) == (group["id"], {west, sport}), "who owes it on the day it is due"


async def owed(caller: Caller, unit: str, day: str) -> list[dict[str, Any]]:
    return await caller.items(f"{PLANS}/units/{unit}/obligations", as_of=day)


async def due_years(caller: Caller, plan: str, unit: str) -> list[int]:
    return [int(one["due_on"][:4]) for one in await caller.items(f"{PLANS}/occurrences", plan_id=plan, unit_id=unit)]


async def test_other_members_of_a_plan_are_the_members_less_the_lead(world: World) -> None:
    """领导小组其他成员单位: resolved to the group when the plan is read; the lead is left out in the matrix and of its own obligations."""
    office, admin = await world.sign_in("office"), await world.sign_in("county-admin")
    health, sport = await unit_id(admin, HEALTH), await unit_id(admin, SPORT)
    kind = {"name": "领导小组成员单位", "kind": "member_units", "region_id": await region_id(admin)}
    made = await admin.do(GROUPS, {**kind, "members": [{"unit_id": health}, {"unit_id": sport}]})
    named = [entry("A1", "lead", HEALTH), *(entry(of, "responsible", "领导小组其他成员单位", group=True) for of in ("A1", "A2"))]
    plan = await office.do(PLANS, draft("又一计划", responsibilities=named))
    matrix = await office.read(f"{PLANS}/{plan['id']}/matrix", expand_groups=True)
    through = [[cell["unit_id"] for cell in row["cells"] if cell["through_group_id"] == made["id"]] for row in matrix["rows"]]
    assert [set(units) for units in through] == [{sport}, {health, sport}]
    assert await named_for(office, health, plan["id"]) == [("A1", "lead"), ("A2", "responsible")]
    assert await named_for(office, sport, plan["id"]) == [("A1", "responsible"), ("A2", "responsible")]


async def named_for(caller: Caller, unit: str, plan: str) -> list[tuple[str, str]]:
    """(action, role) that a unit is named for in a plan today."""
    here = [one for one in await owed(caller, unit, TODAY) if one["plan_id"] == plan and one["about"] == "action"]
    return [(one["key"], one["role"]) for one in here]


async def test_a_consultation_asks_who_is_in_the_group_when_it_opens(world: World) -> None:
    office, admin = await world.sign_in("office"), await world.sign_in("county-admin")
    group = await streets(admin)
    [member] = [one["id"] for one in await admin.items(f"{GROUPS}/{group['id']}/members") if one["name"] == EAST]
    await admin.do(f"{GROUPS}/{group['id']}:remove-members", {"membership_ids": [member], "on": "2023-04-05"})
    plan = await office.do(PLANS, draft("征求意见的计划"))
    await office.do(f"{PLANS}/{plan['id']}:open-consultation", {"closes_on": "2023-05-10", "groups": [group["id"]], "public": False})
    [asked] = await office.items(f"{PLANS}/{plan['id']}/consultations")
    assert asked["unit_ids"] == [await unit_id(office, WEST)]


@pytest.mark.parametrize("kind", ["working_group", "leading_group_office"])
async def test_groups_that_belong_to_something_are_not_imported(people_world: World, kind: str) -> None:
    admin = await people_world.sign_in("admin")
    rows = [{"region_code": COUNTY, "name": "某组", "kind": kind, "members": [EAST]}]
    told = problem(await admin.post(f"{PLANS}/units:import", {"rows": [], "groups": rows}), 422, "invalid-request")
    assert list(pointers(told)) == ["/groups/0/kind"]


async def test_nobody_learns_a_name_by_making_its_bearer_a_member(people_world: World) -> None:
    admin, county = await people_world.sign_in("admin"), await people_world.sign_in("county-admin")
    seen = {account["id"] for account in await county.items(f"{PLANS}/accounts")}
    hidden = [account["id"] for account in await admin.items(f"{PLANS}/accounts") if account["id"] not in seen]
    group = await leading_group(county)
    assert hidden
    body = {"members": [{"account_id": account} for account in hidden], "since": TODAY}
    told = problem(await county.post(f"{GROUPS}/{group['id']}:add-members", body), 422, "wrong-members")
    assert {fault["code"] for fault in told["errors"]} == {"unknown-account"} and len(told["errors"]) == len(hidden)


async def test_who_goes_the_same_way_as_the_group_stays_in_it(people_world: World) -> None:
    """A county ends in its neighbour, which takes one of its towns by name besides: in between the two lie in different trees."""
    admin = await people_world.sign_in("admin")
    await admin.do(f"{PLANS}/regions:import", {"rows": [{"code": "990101001", "name": "一镇", "level": "town", "parent_code": COUNTY}]})
    await admin.do(f"{PLANS}/units:import", {"rows": [unit("一镇政府", "town", "990101001")]})
    [town], group = await admin.items(f"{PLANS}/regions", code="990101001"), await streets(admin)
    seat = await unit_id(admin, "一镇政府", "990101001")
    await admin.do(f"{GROUPS}/{group['id']}:add-members", {"members": [{"unit_id": seat}], "since": "2020-01-01"})
    county, neighbour = [await region_id(admin, code) for code in (COUNTY, NEIGHBOUR)]
    change = {"on": TODAY, "basis": {"title": "区划调整"}, "predecessors": [{"region_id": county}]}
    await admin.do(f"{PLANS}/regions:change", {**change, "successors": [{"region_id": neighbour, "takes": [town["id"]]}]})
    assert "一镇政府" in await inside(admin, group)
