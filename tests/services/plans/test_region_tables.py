"""Region code tables through HTTP: shown, then done."""

from sqlalchemy import text

from tests.factories.people import COUNTY, NEIGHBOUR
from tests.factories.problems import nothing_changes, places, problem
from tests.factories.tables import bring_in, changes, commit, csv_of, faults, preview, words, xlsx_of
from tests.platform import World

PLANS = "/api/v1/plans"
HEAD = ("代码", "名称")


async def test_a_preview_stores_nothing_and_the_import_does_exactly_what_it_showed(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(HEAD, (COUNTY, "甲县"), (f"{COUNTY}001", "东镇"), (NEIGHBOUR, "乙市"))
    async with nothing_changes(people_world):
        shown = await preview(admin, "regions", data)
    assert words(shown) == {2: "unchanged", 3: "new", 4: "changed"}
    assert shown["stored"] is False and shown["counts"] == {"new": 1, "changed": 1, "unchanged": 1, "refused": 0}
    assert changes(shown, 4) == {"名称": ("乙县", "乙市")}
    assert [row["id"] is None for row in shown["rows"]] == [False, True, False]
    done = (await commit(admin, "regions", data, shown["digest"])).json()
    assert done["stored"] is True and words(done) == words(shown) and done["digest"] == shown["digest"]
    town = await admin.read(f"{PLANS}/regions/{done['rows'][1]['id']}")
    assert (town["name"], town["level"], town["valid_from"]) == ("东镇", "town", "1949-10-01")
    assert [found["name"] for found in await admin.items(f"{PLANS}/regions", code=NEIGHBOUR)] == ["乙市"]
    assert set(words(await preview(admin, "regions", data)).values()) == {"unchanged"}


async def test_parents_may_stand_after_their_children_and_codes_may_be_padded(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = [("981102002001", "西村"), ("981102002000", "西镇"), ("981102", "丁县"), ("981100", "丁市"), ("980000", "丁省"), ("980101", "丁直辖县")]
    done = await bring_in(admin, "regions", csv_of(HEAD, *rows))
    found = {row["code"]: row for row in await admin.items(f"{PLANS}/regions") if row["code"].startswith("98")}
    assert list(found) == ["98", "980101", "9811", "981102", "981102002", "981102002001"] and len(words(done)) == 6
    assert found["981102002001"]["path"].startswith(found["981102002"]["path"])
    assert found["980101"]["parent_id"] == found["98"]["id"]


async def test_a_table_of_the_past_keeps_predecessors_and_successors(people_world: World) -> None:
    """江干区 in part + 萧山区 in part → 钱塘区 and what is left (domain notes, section 2)."""
    admin = await people_world.sign_in("admin")
    head = ("code", "name", "valid_from", "valid_until", "predecessors", "successors")
    data = csv_of(
        head,
        ("990104", "江干区", "", "2021-04-09", "", "990114；990102"),
        ("990114", "钱塘区", "2021年4月9日", "", f"990104、{COUNTY}", ""),
    )
    done = await bring_in(admin, "regions", data)
    assert words(done) == {2: "new", 3: "new"}
    kin = await admin.read(f"{PLANS}/regions/{done['rows'][1]['id']}/lineage")
    assert {(one["code"], one["in_part"]) for one in kin["predecessors"]} == {("990104", False), (COUNTY, True)}
    assert await admin.items(f"{PLANS}/regions", code="990104") == []
    assert [one["name"] for one in await admin.items(f"{PLANS}/regions", code="990104", as_of="2020-01-01")] == ["江干区"]
    again = await preview(admin, "regions", data)
    assert set(words(again).values()) == {"unchanged"}
    recorded = await admin.items(f"{PLANS}/directory-changes", region_id=done["rows"][1]["id"])
    assert [one["applied_at"] is not None for one in recorded] == [True]


async def test_a_new_name_from_a_day_on_leaves_the_old_one_to_its_time(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(("code", "name", "valid_from"), (COUNTY, "甲市", "2020-07-01"))
    assert changes(await bring_in(admin, "regions", data), 2) == {"name": ("甲县", "甲市")}
    now, before = [await admin.items(f"{PLANS}/regions", code=COUNTY, as_of=day) for day in ("2020-07-01", "2020-06-30")]
    assert [now[0]["name"], before[0]["name"]] == ["甲市", "甲县"] and now[0]["id"] == before[0]["id"]
    assert set(words(await preview(admin, "regions", data)).values()) == {"unchanged"}


async def test_every_fault_is_told_at_its_row_and_column_in_both_languages(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    head = ("代码", "名称", "级别", "上级代码", "生效日期", "失效日期", "前身")
    data = csv_of(
        head,
        ("99010", "短码县", "", "", "", "", ""),
        ("990105", "", "镇", "", "2021-13-01", "", ""),
        ("880101", "无根县", "", "", "", "", ""),
        ("990106001", "孤镇", "", "990106", "", "", ""),
        ("990107", "重县", "", "", "", "", ""),
        ("990107", "重县乙", "", "", "", "", ""),
        ("990107001", "重县镇", "", "", "", "", ""),
        (COUNTY, "甲县", "", "", "", "2030-01-01", ""),
        ("990108", "倒县", "", "", "2020-01-02", "2020-01-01", ""),
        ("990109", "无日县", "", "", "", "", COUNTY),
        (NEIGHBOUR, "乙县", "", "99", "", "", ""),
    )
    async with nothing_changes(people_world):
        report = await preview(admin, "regions", data)
        body = problem(await commit(admin, "regions", data, report["digest"]), 422, "refused-rows")
    assert faults(report) == places(body) == {
        (2, "代码", "not-a-code"),
        (3, "名称", "empty"),
        (3, "级别", "level-does-not-fit"),
        (3, "生效日期", "not-a-date"),
        (4, "上级代码", "parent-needed"),
        (5, "上级代码", "unknown-region"),
        (6, "代码", "twice"),
        (7, "代码", "twice"),
        (8, "上级代码", "depends-on-refused"),
        (9, "失效日期", "ends-by-change"),
        (10, "失效日期", "dates-reversed"),
        (11, "前身", "needs-day"),
        (12, "上级代码", "parent-differs"),
    }  # fmt: skip
    twice = next(fault for row in report["rows"] for fault in row["faults"] if fault["row"] == 6)
    assert twice["said"] == {"zh": "与第 7 行重复", "en": "the same as row 7"} and twice["remedy"]["zh"] and twice["remedy"]["en"]


async def test_partial_stores_the_good_rows_and_says_so(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(HEAD, ("990105", "戊县"), ("99010", "短码县"), ("990105001", "戊镇"))
    shown = await preview(admin, "regions", data)
    done = (await commit(admin, "regions", data, shown["digest"], partial=True)).json()
    assert done["partial"] is True and words(done) == {2: "new", 3: "refused", 4: "new"}
    assert len(await admin.items(f"{PLANS}/regions", code="990105001")) == 1


async def test_what_a_refused_row_would_have_founded_is_refused_too(people_world: World) -> None:
    """History is looked at last: an unknown predecessor refuses the county, and with it the town that was hung below it."""
    admin = await people_world.sign_in("admin")
    head = ("代码", "名称", "生效日期", "前身")
    data = csv_of(head, ("990105", "戊县", "2020-01-01", "770101"), ("990105001", "戊镇", "2020-01-01", ""), ("990106", "己县", "", ""))
    report = await preview(admin, "regions", data)
    assert faults(report) == {(2, "前身", "unknown-region"), (3, "parent_code", "depends-on-refused")}
    assert words(report) == {2: "refused", 3: "refused", 4: "new"}
    await commit(admin, "regions", data, report["digest"], partial=True)
    paths = {row.path for row in await people_world.service("plans").database.read.all(text("select path from regions"))}
    assert all(path.count(".") == 1 or path[:-1].rpartition(".")[0] + "." in paths for path in paths)


async def test_rows_outside_of_what_one_keeps_are_refused_one_by_one(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    data = csv_of(HEAD, (f"{COUNTY}001", "东镇"), (f"{NEIGHBOUR}001", "邻镇"), (NEIGHBOUR, "乙市"), ("97", "别省"))
    report = await preview(admin, "regions", data)
    assert words(report) == {2: "new", 3: "refused", 4: "refused", 5: "refused"}
    assert faults(report) == {(row, "代码", "out-of-reach") for row in (3, 4, 5)}
    assert words(await preview(admin, "regions", csv_of(HEAD, (NEIGHBOUR, "乙县")))) == {2: "unchanged"}


async def test_a_directory_that_changed_since_is_a_conflict_with_the_counts(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(HEAD, ("990105", "戊县"))
    shown = await preview(admin, "regions", data)
    await admin.do(f"{PLANS}/regions:import", {"rows": [{"code": "990105", "name": "戊县", "level": "county", "parent_code": "9901"}]})
    async with nothing_changes(people_world):
        body = problem(await commit(admin, "regions", data, shown["digest"]), 409, "import-outdated")
        assert "1 / 0 / 0 / 0 when shown, 0 / 0 / 1 / 0 now" in body["detail"] and "has changed since it was shown" in body["detail"]
        other = problem(await commit(admin, "regions", csv_of(HEAD, ("990106", "己县")), shown["digest"]), 409, "import-outdated")
        assert "not the file" in other["detail"]
        forged = problem(await commit(admin, "regions", data, "forged"), 409, "import-outdated")
        assert "? / ? / ? / ? when shown" in forged["detail"]


async def test_numbers_days_and_full_width_digits_of_a_workbook_are_read_as_meant(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = [("代码 *", "名称（全称）"), (990105, "戊县"), (), ("９９０１０６", " 己县　"), (0, "庚县")]
    data = xlsx_of({"行政区划": rows, "说明": [("随便", "什么")]}, {"A5": ("=990100+7", 990107)})
    report = await preview(admin, "regions", data, "表.xlsx")
    assert words(report) == {2: "new", 4: "new", 5: "new"} and report["sheet"] == "行政区划"
    await bring_in(admin, "regions", data)
    names = {row["code"]: row["name"] for row in await admin.items(f"{PLANS}/regions")}
    assert (names["990105"], names["990106"], names["990107"]) == ("戊县", "己县", "庚县")
