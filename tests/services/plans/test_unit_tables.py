"""Unit and group tables through HTTP: shown, then done."""

import pytest
from sqlalchemy import text

from services.plans.rules.uscc import check_character
from tests.factories.people import COUNTY, EAST, EDUCATION, HEALTH, NEIGHBOUR, OFFICE, SPORT, STREETS
from tests.factories.problems import nothing_changes, places, problem
from tests.factories.tables import bring_in, changes, commit, csv_of, faults, preview, words
from tests.platform import World

PLANS = "/api/v1/plans"
USCC = "91350100M000100Y43"
OTHER_USCC = "11330100002489463" + check_character("11330100002489463")
HEAD = ("名称", "类型", "行政区划", "上级单位", "别名", "统一社会信用代码")


def unit(name: str, kind: str = "部门", region: str = COUNTY, superior: str = "", aliases: str = "", uscc: str = "") -> tuple[str, ...]:
    """One row."""
    return (name, kind, region, superior, aliases, uscc)


async def test_superiors_may_stand_in_later_rows_and_are_told_to_everybody(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = (unit("县疾控科", "科室", "甲县", "县疾控中心"), unit("县疾控中心", "事业单位", COUNTY, HEALTH, "县疾控；疾控中心"), unit(EDUCATION))
    done = await bring_in(admin, "units", csv_of(HEAD, *rows))
    assert words(done) == {2: "new", 3: "new", 4: "unchanged"}
    office, centre = [await admin.read(f"{PLANS}/units/{row['id']}") for row in done["rows"][:2]]
    assert office["superior_id"] == centre["id"] and centre["aliases"] == ["县疾控", "疾控中心"]
    await people_world.settle()
    for name in ("indicators", "submissions", "notifications"):
        assert len(await people_world.service(name).database.read.all(text("select name from known_units where name like '县疾控%'"))) == 2, name


async def test_a_unit_is_known_by_code_then_by_any_name_and_its_changes_are_shown(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    first = await bring_in(
        admin, "units", csv_of(HEAD, unit("县卫健局", "", aliases="卫健局", uscc="９1350100m000100y43"), unit(SPORT, "事业单位", superior=HEALTH))
    )
    assert changes(first, 2) == {"别名": (None, "卫健局"), "统一社会信用代码": (None, USCC)}
    assert changes(first, 3) == {"类型": ("department", "institution"), "上级单位": (None, HEALTH)}
    health = await admin.read(f"{PLANS}/units/{first['rows'][0]['id']}")
    assert (health["name"], health["uscc"], health["version"]) == (HEALTH, USCC, 2)
    renamed = csv_of(HEAD, unit("县卫生健康委员会", uscc=USCC))
    second = await bring_in(admin, "units", renamed)
    assert changes(second, 2) == {"名称": (HEALTH, "县卫生健康委员会")} and second["rows"][0]["id"] == health["id"]
    now = await admin.read(f"{PLANS}/units/{health['id']}")
    assert now["name"] == "县卫生健康委员会" and HEALTH in now["aliases"]
    assert [one["kind"] for one in await admin.items(f"{PLANS}/units/{health['id']}/history")] == ["unit_renamed"]
    assert words(await preview(admin, "units", renamed)) == {2: "unchanged"}


async def test_every_fault_of_units_is_told(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    await bring_in(admin, "units", csv_of(HEAD, unit(HEALTH, uscc=USCC)))
    rows = (
        unit("坏码局", uscc="91350100M000100Y44"),
        unit("无类型局", ""),
        unit("外地局", region="880101"),
        unit(SPORT, uscc=USCC),
        unit("撞名局", aliases=EDUCATION),
        unit("孤儿科", "科室", superior="没有的局"),
        unit("坏码局下属", superior="坏码局"),
        unit("双生局"),
        unit("双生局"),
        unit("重码局", uscc=OTHER_USCC),
        unit(STREETS),
        unit("怪类局", "公司"),
        unit("重码二局", uscc=OTHER_USCC),
    )
    data = csv_of(HEAD, *rows)
    async with nothing_changes(people_world):
        report = await preview(admin, "units", data)
        body = problem(await commit(admin, "units", data, report["digest"]), 422, "refused-rows")
    assert places(body) == faults(report) == {
        (2, "统一社会信用代码", "wrong-uscc"),
        (3, "类型", "empty"),
        (4, "行政区划", "unknown-region"),
        (5, "统一社会信用代码", "identities-differ"),
        (6, "别名", "name-taken"),
        (7, "上级单位", "unknown-unit"),
        (8, "上级单位", "depends-on-refused"),
        (9, "名称", "twice"),
        (10, "名称", "twice"),
        (11, "统一社会信用代码", "twice"),
        (12, "名称", "name-taken"),
        (13, "类型", "unknown-word"),
        (14, "统一社会信用代码", "twice"),
    }  # fmt: skip


async def test_superiors_in_a_circle_are_refused_with_the_circle(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    report = await preview(admin, "units", csv_of(HEAD, unit("甲局", superior="乙局"), unit("乙局", superior="丙局"), unit("丙局", superior="甲局")))
    assert {fault for fault in faults(report) if fault[2] == "unit-circle"} == {(row, "上级单位", "unit-circle") for row in (2, 3, 4)}
    assert "甲局 → 乙局 → 丙局 → 甲局" in report["rows"][0]["faults"][0]["said"]["zh"]
    await bring_in(admin, "units", csv_of(HEAD, unit(SPORT, superior=HEALTH)))
    known = await preview(admin, "units", csv_of(HEAD, unit(HEALTH, superior="新局"), unit("新局", superior=SPORT)))
    assert {row for row, _, code in faults(known) if code == "unit-circle"} == {2, 3}


async def test_a_table_neither_closes_nor_moves_a_unit(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    await bring_in(admin, "units", csv_of(HEAD, unit(HEALTH, uscc=USCC)))
    head = ("名称", "类型", "行政区划", "撤销日期", "统一社会信用代码")
    report = await preview(admin, "units", csv_of(head, (EDUCATION, "", COUNTY, "2020-01-01", ""), ("新名局", "", NEIGHBOUR, "", USCC)))
    assert faults(report) == {(2, "撤销日期", "closes-by-operation"), (3, "行政区划", "region-differs")}
    gone = csv_of(head, ("旧计生局", "部门", COUNTY, "2013-03-01", OTHER_USCC))
    done = await bring_in(admin, "units", gone)
    assert (await admin.read(f"{PLANS}/units/{done['rows'][0]['id']}"))["closed_on"] == "2013-03-01"
    assert words(await preview(admin, "units", gone)) == {2: "unchanged"}
    assert await admin.items(f"{PLANS}/units", name="旧计生局") == []


async def test_a_name_of_several_regions_needs_the_code(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    await bring_in(admin, "regions", csv_of(("代码", "名称"), ("980000", "另省"), ("981100", "另市"), ("981101", "甲县")))
    report = await preview(admin, "units", csv_of(HEAD, unit("新局", region="甲县"), unit("新局", region="981101")))
    assert faults(report) == {(2, "行政区划", "ambiguous-region")} and words(report)[3] == "new"
    own = await people_world.sign_in("county-admin")
    assert words(await preview(own, "units", csv_of(HEAD, unit("新局", region="甲县"), unit("新局", region=NEIGHBOUR)))) == {2: "new", 3: "refused"}


GROUP_HEAD = ("单位组", "行政区划", "成员单位")


async def test_members_are_added_to_groups_and_groups_are_founded(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(GROUP_HEAD, (STREETS, COUNTY, EAST), (STREETS, COUNTY, "县卫健局"), ("领导小组", "甲县", HEALTH), ("领导小组", COUNTY, EDUCATION))
    done = await bring_in(admin, "groups", data)
    assert words(done) == {2: "unchanged", 3: "changed", 4: "new", 5: "new"}
    assert changes(done, 3) == {"成员单位": (None, "县卫健局")} and done["rows"][2]["id"] == done["rows"][3]["id"]
    query = text("select count(*) from unit_group_members m join unit_groups g on g.id = m.group_id where g.name = '领导小组'")
    assert (await people_world.service("plans").database.read.all(query))[0][0] == 2
    told = await people_world.service("plans").database.read.all(text("select data from outbox_events where type = 'group.changed'"))
    assert len(told) == 3  # one when the world was filled, two now
    assert set(words(await preview(admin, "groups", data)).values()) == {"unchanged"}


async def test_every_fault_of_groups_is_told(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    head = (*GROUP_HEAD, "加入日期")
    rows = (
        ("新组", COUNTY, "没有的局", ""),
        (EDUCATION, COUNTY, SPORT, ""),
        ("新组", "880101", SPORT, ""),
        (STREETS, COUNTY, EAST, "2020-01-01"),
        ("新组", COUNTY, OFFICE, ""),
        ("新组", COUNTY, OFFICE, ""),
        ("组中组", COUNTY, STREETS, ""),
    )
    report = await preview(admin, "groups", csv_of(head, *rows))
    assert faults(report) == {
        (2, "成员单位", "unknown-unit"),
        (3, "单位组", "name-taken"),
        (4, "行政区划", "unknown-region"),
        (5, "加入日期", "member-at-other-times"),
        (7, "成员单位", "twice"),
        (8, "成员单位", "unknown-unit"),
    }
    assert words(report)[6] == "new"
    other = await people_world.sign_in("county-admin")
    assert faults(await preview(other, "groups", csv_of(GROUP_HEAD, ("邻组", NEIGHBOUR, HEALTH)))) == {(2, "行政区划", "out-of-reach")}


@pytest.mark.parametrize("table", ["units", "groups"])
async def test_the_directory_comes_back_unchanged(people_world: World, table: str) -> None:
    admin = await people_world.sign_in("admin")
    await bring_in(
        admin, "units", csv_of((*HEAD, "上级单位行政区划"), (*unit("县分局", "派出机构", superior="市健康办", aliases="=cmd；县分"), "9901"))
    )
    for form in ("csv", "xlsx"):
        data = (await admin.get(f"{PLANS}/directory:export", table=table, format=form)).content
        report = await preview(admin, table, data, f"x.{form}")
        assert report["rows"] and set(words(report).values()) == {"unchanged"}, report
