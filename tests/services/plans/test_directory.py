"""Regions, units, groups, accounts and calendars."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories.people import COUNTY, EAST, EDUCATION, HEALTH, NEIGHBOUR, REGIONS, STREETS, UNITS, account, post, unit
from tests.factories.problems import nothing_changes, places, problem
from tests.platform import World

PLANS = "/api/v1/plans"


async def test_regions_come_in_order_of_code_and_by_filter(shared_world: World) -> None:
    mayor = await shared_world.sign_in("mayor")
    regions = await mayor.items(f"{PLANS}/regions")
    assert [region["code"] for region in regions] == sorted(row["code"] for row in REGIONS)
    city = next(region for region in regions if region["code"] == "9901")
    assert [found["name"] for found in await mayor.items(f"{PLANS}/regions", name="甲县")] == ["甲县"]
    assert [found["code"] for found in await mayor.items(f"{PLANS}/regions", under=city["path"])] == ["9901", COUNTY, NEIGHBOUR]
    assert await mayor.read(f"{PLANS}/regions/{city['id']}") == city
    assert await mayor.items(f"{PLANS}/regions", as_of="1949-01-01") == []


async def test_a_region_is_imported_once(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    town = {"code": "990101001", "name": "东镇", "level": "town", "parent_code": COUNTY}
    outcomes = [(await admin.do(f"{PLANS}/regions:import", {"rows": [REGIONS[0], town]}))["rows"] for _ in range(2)]
    assert [[row["outcome"] for row in rows] for rows in outcomes] == [["unchanged", "new"], ["unchanged", "unchanged"]]
    county = (await admin.items(f"{PLANS}/regions", code=COUNTY))[0]
    read = await admin.read(f"{PLANS}/regions/{outcomes[0][1]['id']}")
    assert read["parent_id"] == county["id"] and read["path"].startswith(county["path"])


async def test_parents_may_stand_after_their_children(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = [{"code": "990103001", "name": "丙镇", "level": "town", "parent_code": "990103"}, {"code": "990103", "name": "丙县", "level": "county"}]
    rows[1]["parent_code"] = "9901"
    assert [row["outcome"] for row in (await admin.do(f"{PLANS}/regions:import", {"rows": rows}))["rows"]] == ["new", "new"]
    county, town = [(await admin.items(f"{PLANS}/regions", code=code))[0] for code in ("990103", "990103001")]
    assert town["parent_id"] == county["id"] and town["path"].startswith(county["path"])


async def test_every_fault_of_a_region_import_is_listed_and_nothing_is_kept(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = [
        {"code": "990103", "name": "丙县", "level": "county", "parent_code": "9901"},
        {"code": "990109001", "name": "无根镇", "level": "town", "parent_code": "990109"},
        {"code": COUNTY, "name": "改名县", "level": "county", "parent_code": "9901"},
    ]
    async with nothing_changes(people_world):
        body = problem(await admin.post(f"{PLANS}/regions:import", {"rows": rows}), 422, "refused-rows")
    assert places(body) == {(2, "parent_code", "unknown-region"), (3, "code", "code-taken")}


async def test_an_administrator_changes_the_directory_of_their_own_region_only(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    own = {"code": "990101002", "name": "西镇", "level": "town", "parent_code": COUNTY}
    assert (await admin.post(f"{PLANS}/regions:import", {"rows": [own]})).status_code == 201
    async with nothing_changes(people_world):
        beside = {"code": "990102001", "name": "邻镇", "level": "town", "parent_code": NEIGHBOUR}
        problem(await admin.post(f"{PLANS}/regions:import", {"rows": [{**own, "code": "990101003"}, beside]}), 403, "denied")
        problem(await admin.post(f"{PLANS}/units:import", {"rows": [unit("邻县新局", code=NEIGHBOUR)]}), 403, "denied")
        problem(await admin.post(f"{PLANS}/accounts:import", {"rows": [account("x9", post("liaison", HEALTH, NEIGHBOUR))]}), 403, "denied")
        problem(await admin.post(f"{PLANS}/accounts:import", {"rows": [account("x9", post("administrator", None, None))]}), 403, "denied")


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("regions", {"rows": [{"code": "990103", "name": "丙县", "level": "county", "parent_code": "9901"}]}),
        ("units", {"rows": [unit("新局")]}),
        ("accounts", {"rows": [account("newcomer", post("liaison", HEALTH))]}),
    ],
)
@pytest.mark.parametrize("login", ["office", "health", "auditor", "partner"])
async def test_only_administrators_import(shared_world: World, login: str, what: str, body: Any) -> None:
    async with nothing_changes(shared_world):
        problem(await (await shared_world.sign_in(login)).post(f"{PLANS}/{what}:import", body), 403, "denied")


async def test_a_unit_answers_to_its_name_and_its_aliases(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    by_alias = await health.items(f"{PLANS}/units", name="县卫健局")
    by_name = await health.items(f"{PLANS}/units", name=HEALTH)
    assert [(found["name"], found["aliases"]) for found in by_alias] == [(HEALTH, ["县卫健局"])]
    assert len(by_name) == 2  # the neighbour's bureau bears the same name
    county = (await health.items(f"{PLANS}/regions", code=COUNTY))[0]
    of_county = await health.items(f"{PLANS}/units", region_id=county["id"])
    assert {found["name"] for found in of_county} == {row["name"] for row in UNITS if row["region_code"] == COUNTY}
    assert await health.read(f"{PLANS}/units/{by_alias[0]['id']}") == by_alias[0]


async def test_units_page_by_page_are_all_of_them_once(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    by_two = await health.items(f"{PLANS}/units", limit=2)
    assert by_two == await health.items(f"{PLANS}/units")
    assert len({found["id"] for found in by_two}) == len(UNITS)
    assert [found["name"] for found in by_two] == sorted(found["name"] for found in by_two)


async def test_units_that_are_there_stay_and_new_ones_are_told_to_everybody(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = [unit(HEALTH), unit("县疾控中心", "institution", superior=HEALTH)]
    outcome = (await admin.do(f"{PLANS}/units:import", {"rows": rows}))["rows"]
    assert [row["outcome"] for row in outcome] == ["unchanged", "new"]
    assert (await admin.read(f"{PLANS}/units/{outcome[1]['id']}"))["superior_id"] == outcome[0]["id"]
    await people_world.settle()
    for name in ("indicators", "submissions", "notifications"):
        known = await people_world.service(name).database.read.all(text("select name from known_units where name = '县疾控中心'"))
        assert len(known) == 1, name


async def test_every_fault_of_a_unit_import_is_listed_and_nothing_is_kept(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = [
        unit("县新局"),
        unit("外地局", code="880101"),
        unit("县另一局", aliases=["县卫健局"]),
        unit("县下属单位", "institution", superior="没有的局"),
    ]
    groups = [
        {"region_code": COUNTY, "name": "部分单位", "members": [EDUCATION, "没有的街道"]},
        {"region_code": COUNTY, "name": "别名相撞", "aliases": [EDUCATION], "members": [EAST]},
    ]
    async with nothing_changes(people_world):
        body = problem(await admin.post(f"{PLANS}/units:import", {"rows": rows, "groups": groups}), 422, "refused-rows")
    assert places(body) == {
        (2, "region_code", "unknown-region"),
        (3, "aliases", "name-taken"),
        (4, "superior", "unknown-unit"),
        (5, "members", "unknown-unit"),
        (6, "aliases", "name-taken"),
    }


async def test_a_name_of_a_group_is_no_unit_and_the_other_way_round(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    groups = [{"region_code": COUNTY, "name": EDUCATION, "members": [EAST]}, {"region_code": COUNTY, "name": "混编组", "members": [STREETS]}]
    async with nothing_changes(people_world):
        body = problem(await admin.post(f"{PLANS}/units:import", {"rows": [unit(STREETS)], "groups": groups}), 422, "refused-rows")
    assert places(body) == {(1, "aliases", "name-taken"), (2, "aliases", "name-taken"), (3, "members", "unknown-unit")}


async def test_every_fault_of_an_account_import_is_listed_and_nothing_is_kept(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = [
        account("fresh", post("liaison", HEALTH)),
        account("health", post("liaison", HEALTH)),
        account("twin", post("liaison", "没有的局")),
        account("twin", post("plan_office", None, "880101")),
        account("grouped", post("liaison", STREETS)),
    ]
    async with nothing_changes(people_world):
        body = problem(await admin.post(f"{PLANS}/accounts:import", {"rows": rows}), 422, "refused-rows")
    assert places(body) == {
        (2, "login", "login-taken"),
        (3, "posts", "unknown-unit"),
        (4, "posts", "unknown-region"),
        (4, "login", "twice"),
        (5, "posts", "unknown-unit"),
    }


async def test_the_platforms_own_role_is_no_post(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    body = problem(await admin.post(f"{PLANS}/accounts:import", {"rows": [account("spy", post("service"))]}), 422, "invalid-request")
    assert body["errors"][0]["pointer"] == "/rows/0/posts/0/role"


@pytest.mark.parametrize(
    ("login", "seen", "hidden"),
    [
        ("office", {"office", "office-b", "health", "education", "mayor"}, {"neighbour-office", "upper"}),
        ("health", {"health", "health-leader", "office-health"}, {"education", "office", "neighbour-health"}),
        ("county-admin", {"health", "office", "county-admin"}, {"neighbour-health", "upper", "admin"}),
        ("partner", {"partner"}, {"bare-partner", "office"}),
    ],
)
async def test_accounts_are_seen_as_far_as_a_post_reaches(shared_world: World, login: str, seen: set[str], hidden: set[str]) -> None:
    everybody = {item["login"]: item["id"] for item in await (await shared_world.sign_in("admin")).items(f"{PLANS}/accounts")}
    caller = await shared_world.sign_in(login)
    listed = {item["login"] for item in await caller.items(f"{PLANS}/accounts")}
    assert seen <= listed and not hidden & listed
    for name in seen:
        assert (await caller.read(f"{PLANS}/accounts/{everybody[name]}"))["login"] == name
    for name in hidden:
        problem(await caller.get(f"{PLANS}/accounts/{everybody[name]}"), 404, "not-found")


async def test_a_calendar_knows_make_up_workdays_and_what_is_not_published(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    published = await health.read(f"{PLANS}/calendars/2023")
    assert {"2023-04-23", "2023-05-06"} <= set(published["make_up_workdays"])
    assert {"2023-05-01", "2023-05-03"} <= set(published["days_off"]) and published["provisional"] is False
    future = await health.read(f"{PLANS}/calendars/2099")
    assert future["provisional"] is True and future["make_up_workdays"] == []
    assert problem(await health.get(f"{PLANS}/calendars/1900"), 422, "invalid-request")["errors"][0]["pointer"] == "path/year"


async def test_an_unknown_place_or_unit_is_not_found(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    for noun in ("regions", "units", "accounts"):
        problem(await health.get(f"{PLANS}/{noun}/{uuid4()}"), 404, "not-found")
