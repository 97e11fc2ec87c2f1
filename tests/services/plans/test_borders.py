"""Regions over time: renamed, merged, split; units, posts, plans and open work follow from the day."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories.people import CITY, COUNTY, EAST, HEALTH, NEIGHBOUR, OFFICE, unit
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World, eventually

PLANS = "/api/v1/plans"
BASIS = {"title": "关于调整部分行政区划的通知", "number": "某政发〔2023〕7号"}
TODAY = "2023-04-10"


async def region(caller: Caller, code: str, **query: Any) -> dict[str, Any]:
    [found] = await caller.items(f"{PLANS}/regions", code=code, **query)
    return found


async def towns(admin: Caller) -> dict[str, str]:
    """Two towns of the county and one of its neighbour; id by code."""
    rows = [
        {"code": "990101001", "name": "东镇", "level": "town", "parent_code": COUNTY},
        {"code": "990101002", "name": "西镇", "level": "town", "parent_code": COUNTY},
        {"code": "990102001", "name": "南镇", "level": "town", "parent_code": NEIGHBOUR},
    ]
    made = (await admin.do(f"{PLANS}/regions:import", {"rows": rows}))["rows"]
    return {row["code"]: one["id"] for row, one in zip(rows, made, strict=True)}


def into_new(county: dict[str, Any], other: dict[str, Any], city: dict[str, Any], *takes: str, in_part: bool, on: str = TODAY) -> dict[str, Any]:
    founded = {"code": "990114", "name": "丙县", "level": "county", "parent_id": city["id"]}
    shares = [{"region_id": county["id"], "in_part": in_part}, {"region_id": other["id"], "in_part": True}]
    return {"on": on, "basis": BASIS, "predecessors": shares, "successors": [{"founded": founded, "takes": list(takes)}]}


async def test_two_parts_become_a_new_region_with_what_it_takes(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    town = await towns(admin)
    await admin.do(f"{PLANS}/units:import", {"rows": [unit("东镇政府", "town", code="990101001")]})
    county, other, city = [await region(admin, code) for code in (COUNTY, NEIGHBOUR, CITY)]
    change = await admin.do(f"{PLANS}/regions:change", into_new(county, other, city, town["990101001"], town["990102001"], in_part=True))
    assert change["kind"] == "region_merged" and change["applied_at"] and change["left_behind"] == []
    new = await region(admin, "990114")
    below = await admin.items(f"{PLANS}/regions", under=new["path"])
    assert {row["code"] for row in below} == {"990114", "990101001", "990102001"}
    assert {row["parent_id"] for row in below} == {city["id"], new["id"]}
    assert (await region(admin, COUNTY))["valid_until"] is None, "a region that gave a part lives on"
    assert {row["code"] for row in await admin.items(f"{PLANS}/regions", under=county["path"])} == {COUNTY, "990101002"}
    [moved] = await admin.items(f"{PLANS}/units", name="东镇政府")
    assert moved["region_path"].startswith(new["path"])
    lineage = await admin.read(f"{PLANS}/regions/{new['id']}/lineage")
    assert {(one["code"], one["in_part"], one["on"]) for one in lineage["predecessors"]} == {(COUNTY, True, TODAY), (NEIGHBOUR, True, TODAY)}
    assert [one["name"] for one in (await admin.read(f"{PLANS}/regions/{county['id']}/lineage"))["successors"]] == ["丙县"]
    assert await admin.items(f"{PLANS}/directory-changes", region_id=county["id"]) == [change]
    assert await admin.read(f"{PLANS}/directory-changes/{change['id']}") == change


async def test_a_region_that_ends_hands_everything_to_its_heir(people_world: World) -> None:
    """Its units, groups, posts and open plans lie in the heir; units whose name the heir has stay and are named."""
    admin = await people_world.sign_in("admin")
    county, other = await region(admin, COUNTY), await region(admin, NEIGHBOUR)
    body = {"on": TODAY, "basis": BASIS, "predecessors": [{"region_id": county["id"]}], "successors": [{"region_id": other["id"]}]}
    change = await admin.do(f"{PLANS}/regions:change", body)
    assert change["kind"] == "region_succeeded"
    mine = {one["name"]: one for one in await admin.items(f"{PLANS}/units", region_id=county["id"])}
    assert set(mine) == {HEALTH, OFFICE} and set(change["left_behind"]) == {one["id"] for one in mine.values()}
    theirs = {one["name"] for one in await admin.items(f"{PLANS}/units", region_id=other["id"])}
    assert {EAST, "县教育局", "县体育局"} <= theirs
    assert await admin.items(f"{PLANS}/regions", code=COUNTY) == []
    assert (await region(admin, COUNTY, as_of="2023-04-09"))["valid_until"] == TODAY
    await people_world.settle()
    mayor = next(one for one in await admin.items(f"{PLANS}/accounts") if one["login"] == "mayor")
    assert [(one["region_path"], one["valid_from"], one["valid_until"]) for one in mayor["posts"]] == [
        (county["path"], "2000-01-01", TODAY),
        (other["path"], TODAY, None),
    ]
    known = await people_world.service("notifications").database.read.all(text("select region_path from known_units where name = '东街道'"))
    assert [row.region_path for row in known] == [other["path"]]
    groups = await people_world.service("plans").database.read.all(text("select region_path from unit_groups where name = '各街道'"))
    assert [row.region_path for row in groups] == [other["path"]]


async def test_what_is_open_follows_and_what_is_over_stays(world: World) -> None:
    """Plans, rounds, assignments, indicators and deadlines that are open lie in the heir, in every service."""
    admin = await world.sign_in("admin")
    county, city = await region(admin, COUNTY), await region(admin, CITY)
    founded = {"code": "990115", "name": "丁县", "level": "county", "parent_id": city["id"]}
    body = {"on": TODAY, "basis": BASIS, "predecessors": [{"region_id": county["id"]}], "successors": [{"founded": founded}]}
    await admin.do(f"{PLANS}/regions:change", body)
    await world.settle()
    new = await region(admin, "990115")
    world.move_to(date(2023, 4, 11))
    office = await world.sign_in("office")
    assert [plan["region_path"] for plan in await office.items(f"{PLANS}")] == [new["path"]]
    for service, table in (("submissions", "known_plans"), ("indicators", "plan_indicators"), ("indicators", "known_plans")):
        rows = await world.service(service).database.read.all(text(f"select distinct region_path from {table}"))
        assert [row.region_path for row in rows] == [new["path"]], table


async def test_a_change_waits_for_its_day(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    town = await towns(admin)
    county, other, city = [await region(admin, code) for code in (COUNTY, NEIGHBOUR, CITY)]
    change = await admin.do(f"{PLANS}/regions:change", into_new(county, other, city, town["990101001"], in_part=False, on="2023-05-01"))
    assert change["applied_at"] is None
    assert (await region(admin, COUNTY))["valid_until"] == "2023-05-01"
    assert await admin.items(f"{PLANS}/regions", code="990114") == []
    people_world.move_to(date(2023, 5, 1))
    again = await people_world.sign_in("admin")

    async def applied() -> bool:
        return (await again.read(f"{PLANS}/directory-changes/{change['id']}"))["applied_at"] is not None

    await eventually(applied)
    new = await region(again, "990114")
    assert (await again.read(f"{PLANS}/regions/{town['990101001']}"))["parent_id"] == new["id"]
    assert (await again.read(f"{PLANS}/regions/{town['990101002']}"))["path"].startswith(new["path"])


async def test_a_name_and_code_change_from_a_day_and_rights_stay(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    county = await region(admin, COUNTY)
    change = await admin.do(f"{PLANS}/regions/{county['id']}:rename", {"name": "甲市", "code": "990181", "on": "2023-03-01", "basis": BASIS})
    assert change["kind"] == "region_renamed" and change["basis"]["number"] == BASIS["number"]
    assert (await region(admin, "990181"))["path"] == county["path"]
    before = await region(admin, COUNTY, as_of="2023-02-28")
    assert (before["name"], before["valid_until"]) == ("甲县", "2023-03-01")
    assert await admin.items(f"{PLANS}/regions", name="甲县") == []
    twice = await admin.do(f"{PLANS}/regions/{county['id']}:rename", {"name": "甲州", "on": "2023-03-01", "basis": BASIS})
    assert twice["applied_at"] and (await region(admin, "990181"))["name"] == "甲州"
    body = {"code": NEIGHBOUR, "on": "2023-03-01", "basis": BASIS}
    problem(await admin.post(f"{PLANS}/regions/{county['id']}:rename", body), 409, "code-taken")


async def test_faults_of_a_change_are_all_listed_and_nothing_is_kept(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    county = await region(admin, COUNTY)
    body = {
        "on": TODAY,
        "basis": BASIS,
        "predecessors": [{"region_id": county["id"]}, {"region_id": str(uuid4())}],
        "successors": [{"region_id": county["id"]}, {"founded": {"code": "990116", "name": "戊县", "level": "county"}, "takes": [str(uuid4())]}],
    }
    async with nothing_changes(people_world):
        found = problem(await admin.post(f"{PLANS}/regions:change", body), 422, "wrong-borders")
        taken = into_new(county, await region(admin, NEIGHBOUR), await region(admin, CITY), in_part=True)
        taken["successors"][0]["founded"]["code"] = COUNTY
        problem(await admin.post(f"{PLANS}/regions:change", taken), 409, "code-taken")
    assert pointers(found) == {
        "/predecessors/1/region_id": "unknown-region",
        "/successors/0/region_id": "own-successor",
        "/successors/1/takes/0": "unknown-region",
    }


@pytest.mark.parametrize("login", ["office", "county-admin", "auditor"])
async def test_only_who_keeps_both_sides_changes_borders(shared_world: World, login: str) -> None:
    caller = await shared_world.sign_in(login)
    county, other, city = [await region(caller, code) for code in (COUNTY, NEIGHBOUR, CITY)]
    async with nothing_changes(shared_world):
        problem(await caller.post(f"{PLANS}/regions:change", into_new(county, other, city, in_part=True)), 403, "denied")
        body = {"name": "新名", "on": TODAY, "basis": BASIS}
        problem(await caller.post(f"{PLANS}/regions/{other['id']}:rename", body), 403, "denied")
