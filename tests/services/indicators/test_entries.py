"""The catalogue over HTTP: entries brought in, found by any name, changed by versions, suggested; and what bad input gets."""

from typing import Any

import pytest

from tests.factories.documents import LITERACY
from tests.factories.problems import nothing_changes, places, problem
from tests.platform import Caller, World
from tests.services.indicators.test_taking_over import by_key

INDICATORS = "/api/v1/indicators"
IMPORT, SUGGEST = f"{INDICATORS}/entries:import", f"{INDICATORS}/names:suggest"


async def home(caller: Caller) -> str:
    """The path of the county."""
    return str((await by_key(caller))["T01"]["region_path"])


def entry(path: str, name: str = "人均预期寿命", **more: Any) -> dict[str, Any]:
    """A new entry kept by a region."""
    return {"region_path": path, "name": name, "unit_of_measure": "岁", "polarity": "up", "valid_from": "2021-01-01", **more}


async def rows(caller: Caller, *made: dict[str, Any]) -> dict[str, Any]:
    """The body of an import of entries kept by the county."""
    return {"rows": [entry(await home(caller), **row) for row in made]}


async def test_an_entry_is_kept_with_all_it_says(world: World) -> None:
    office = await world.sign_in("office")
    full = entry(
        await home(office),
        code="HC-001",
        arrival="survey",
        survey_years=[2022, 2025],
        filling_unit="卫生健康局",
        measured_on="parent",
        disclosure="upward",
        nature="binding",
        dimension="population",
        definition="同年龄别死亡率不变时的平均存活年数",
        numerator="存活人年数",
        denominator="尚存人数",
        source="死因监测",
        frequency="yearly",
        collecting_level="city",
        disaggregations=["性别"],
        aliases=[
            {"name": "人均期望寿命", "unit_of_measure": "岁", "origin": "杭州 T01"},
            {"name": "平均预期寿命", "unit_of_measure": None, "origin": None},
        ],
    )
    answer = await office.post(INDICATORS, full)
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"v1"', f"{INDICATORS}/{made['id']}")
    assert {name: made[name] for name in full if name != "aliases"} == {name: full[name] for name in full if name != "aliases"}
    assert sorted(alias["name"] for alias in made["aliases"]) == ["人均期望寿命", "平均预期寿命"]
    assert made["unmatched"] is False and made["formula"] is None
    assert (await office.get(answer.headers["location"])).json() == made


async def test_entries_are_found_by_any_name_and_filter(world: World) -> None:
    office = await world.sign_in("office")
    alias = {"name": "人均期望寿命（城乡）", "unit_of_measure": "岁"}
    made = await office.do(INDICATORS, entry(await home(office), code="L1", dimension="population", arrival="survey", aliases=[alias]))
    for query in (
        {"name": "期望寿命(城"},
        {"name": "预期"},
        {"code": "L1"},
        {"dimension": "population"},
        {"arrival": "survey"},
        {"unmatched": False},
    ):
        assert await office.items(INDICATORS, **query) == [made], query
    assert await office.items(INDICATORS, name="预期%") == []
    assert made not in await office.items(INDICATORS, unmatched=True)


async def test_what_a_plan_brings_is_flagged_until_a_person_confirms(world: World) -> None:
    office = await world.sign_in("office")
    [literacy] = await office.items(INDICATORS, name=LITERACY, unmatched=True)
    assert (literacy["valid_from"], literacy["region_path"]) == ("2021-03-10", await home(office))
    [first] = await office.read(f"{INDICATORS}/{literacy['id']}/versions")
    assert (first["version"], first["valid_until"], first["facts"]["name"]) == (1, None, LITERACY)
    body = {"unmatched": False, "valid_from": "2021-04-01", "reason": "省级目录无同名指标"}
    assert (await office.edit(f"{INDICATORS}/{literacy['id']}", body, '"v1"'))["unmatched"] is False


async def test_an_edit_is_a_version_with_validity_and_reason(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(INDICATORS, entry(await home(office), definition="旧口径", code="L1"))
    address = f"{INDICATORS}/{made['id']}"
    changes = {"definition": "新口径", "code": None, "aliases": [{"name": "寿命"}], "valid_from": "2024-01-01", "reason": "监测方案修订"}
    unsaid = problem(await office.patch(address, changes, '"v1"'), 422, "refused-entry")
    assert places(unsaid) == {(None, "meaning", "meaning-unsaid")}
    changes["meaning"] = "kept"
    edited = await office.edit(address, changes, '"v1"')
    assert (edited["version"], edited["definition"], edited["code"], edited["unit_of_measure"]) == (2, "新口径", None, "岁")
    before, after = await office.read(f"{address}/versions")
    assert (before["facts"]["definition"], before["valid_from"], before["valid_until"]) == ("旧口径", "2021-01-01", "2023-12-31")
    assert (after["valid_from"], after["valid_until"], after["reason"]) == ("2024-01-01", None, "监测方案修订")
    assert after["changed"] == ["code", "definition", "aliases"] and after["recorded_by"] == before["recorded_by"]
    assert [alias["name"] for alias in after["aliases"]] == ["寿命"]


async def test_a_stale_an_early_or_an_unreasoned_edit_is_refused(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(INDICATORS, entry(await home(office)))
    address, body = f"{INDICATORS}/{made['id']}", {"definition": "口径", "valid_from": "2024-01-01", "reason": "修订"}
    await office.edit(address, body, '"v1"')
    async with nothing_changes(world):
        problem(await office.patch(address, body | {"valid_from": "2025-01-01"}, '"v1"'), 412, "stale-etag")
        problem(await office.patch(address, body, None), 428, "missing-if-match")
        problem(await office.patch(address, {"valid_from": "2025-01-01"}), 422, "invalid-request")
        problem(await office.patch(address, body | {"valid_from": "2025-01-01", "name": None}), 422, "invalid-request")
        for day in ("2024-01-01", "2023-12-31"):
            early = problem(await office.patch(address, body | {"valid_from": day}, '"v2"'), 422, "refused-entry")
            assert places(early) == {(None, "valid_from", "valid-before-predecessor")} and "2024-01-01" in early["errors"][0]["message"]


async def test_every_fault_of_an_import_is_told_and_nothing_is_kept(world: World) -> None:
    office = await world.sign_in("office")
    await office.do(INDICATORS, entry(await home(office), code="L1", aliases=[{"name": "人均期望寿命", "unit_of_measure": "岁"}]))
    body = await rows(
        office,
        {"name": "某指标", "unit_of_measure": "马克"},
        {"name": "某指标二", "aliases": [{"name": "人均期望寿命", "unit_of_measure": "周岁"}, {"name": "甲", "unit_of_measure": "丈"}]},
        {"name": "人均 预期寿命"},
        {"name": "某指标三", "code": "L1"},
        {"name": "某指标四", "aliases": [{"name": "乙", "unit_of_measure": "岁"}, {"name": "乙", "unit_of_measure": "岁"}]},
        {"name": "乙"},
        {"name": "某指标五", "aliases": [{"name": "丙", "unit_of_measure": "%"}]},
    )
    async with nothing_changes(world):
        found = problem(await office.post(IMPORT, body), 422, "refused-entry")
    assert places(found) == {
        (1, "unit_of_measure", "unknown-unit"),
        (2, "aliases/0/name", "name-taken"),
        (2, "aliases/1/unit_of_measure", "unknown-unit"),
        (2, "aliases/1/name", "units-differ"),
        (3, "name", "name-taken"),
        (4, "code", "code-taken"),
        (5, "aliases/1/name", "twice"),
        (6, "name", "name-taken"),
        (7, "aliases/0/name", "units-differ"),
    }


FORMULAS = [
    ("[总数", "formula-unreadable", "1"),
    ("[没有] / [也没有]", "unknown-symbol", "没有"),
    ("[A-2] / [小时数]", "units-differ", "户 / 小时"),
    ("[A-2] / [万户数] * 100", "units-differ", "户 / 万户"),
    ("[A-2] + [A-3]", "units-differ", "% = 户"),
]


async def parts(office: Caller) -> None:
    """Entries for formulas to need."""
    made = ({"name": "合格数", "code": "A-2", "unit_of_measure": "户"}, {"name": "总数", "code": "A-3", "unit_of_measure": "户"})
    more = ({"name": "小时数", "unit_of_measure": "小时"}, {"name": "万户数", "unit_of_measure": "万户"})
    await office.do(IMPORT, await rows(office, *made, *more))


@pytest.mark.parametrize(("formula", "code", "named"), FORMULAS)
async def test_a_formula_that_does_not_hold_is_refused_with_its_reason(world: World, formula: str, code: str, named: str) -> None:
    office = await world.sign_in("office", language="zh")
    await parts(office)
    async with nothing_changes(world):
        found = problem(
            await office.post(INDICATORS, entry(await home(office), "合格率", unit_of_measure="%", formula=formula)), 422, "refused-entry"
        )
    assert {fault["column"] for fault in found["errors"]} == {"formula"} and {fault["code"] for fault in found["errors"]} == {code}
    assert named in "".join(fault["message"] for fault in found["errors"])


async def test_a_formula_may_need_entries_of_its_own_import_and_two_of_one_name_need_a_code(world: World) -> None:
    office = await world.sign_in("office")
    share = {"name": "合格率", "unit_of_measure": "%", "formula": "[A-2] / [总数] * 100"}
    await office.do(
        IMPORT, await rows(office, share, {"name": "合格数", "code": "A-2", "unit_of_measure": "户"}, {"name": "总数", "unit_of_measure": "户"})
    )
    await office.do(INDICATORS, entry(await home(office), "总数", unit_of_measure="家"))
    again = entry(await home(office), "不合格率", unit_of_measure="%", formula="100 - [A-2] / [总数] * 100")
    found = problem(await office.post(INDICATORS, again), 422, "refused-entry")
    assert places(found) == {(None, "formula", "symbol-ambiguous")}


async def test_a_circle_is_refused_with_its_path(world: World) -> None:
    office = await world.sign_in("office")
    plain = ({"name": name, "code": name, "unit_of_measure": "%"} for name in "ABC")
    await office.do(IMPORT, await rows(office, *plain))
    ids = {item["code"]: item["id"] for item in await office.items(INDICATORS) if item["code"]}
    reason = {"reason": "公式", "valid_from": "2024-01-01"}
    await office.edit(f"{INDICATORS}/{ids['A']}", {"formula": "[B] + 1", **reason})
    await office.edit(f"{INDICATORS}/{ids['B']}", {"formula": "[C] * 2", **reason})
    async with nothing_changes(world):
        found = problem(await office.patch(f"{INDICATORS}/{ids['C']}", {"formula": "100 - [A]", **reason}), 422, "refused-entry")
        assert places(found) == {(None, "formula", "formula-circle")} and "C → A → B → C" in found["errors"][0]["message"]
        own = problem(await office.patch(f"{INDICATORS}/{ids['C']}", {"formula": "[C]", **reason}), 422, "refused-entry")
        assert "C → C" in own["errors"][0]["message"]
    await office.edit(f"{INDICATORS}/{ids['A']}", {"formula": None, "valid_from": "2024-02-01", "meaning": "kept", "reason": "撤"})
    await office.edit(f"{INDICATORS}/{ids['C']}", {"formula": "100 - [A]", **reason})


async def test_a_unit_stays_while_plans_measure_in_it(world: World) -> None:
    office = await world.sign_in("office")
    row = (await by_key(office))["T06"]
    body = {"valid_from": "2024-01-01", "reason": "换算"}
    found = problem(await office.patch(f"{INDICATORS}/{row['indicator_id']}", {**body, "unit_of_measure": "千克"}), 422, "refused-entry")
    assert places(found) == {(None, "unit_of_measure", "unit-in-use")}
    assert (await office.edit(f"{INDICATORS}/{row['indicator_id']}", {**body, "unit_of_measure": "g"}))["unit_of_measure"] == "g"


async def test_a_new_name_is_met_with_ranked_reasons(world: World) -> None:
    office = await world.sign_in("office", language="zh")
    await office.do(INDICATORS, entry(await home(office), aliases=[{"name": "人均期望寿命", "unit_of_measure": "岁"}]))
    async with nothing_changes(world):
        found = await office.do(SUGGEST, {"name": "平均期望寿命", "unit_of_measure": "周岁"})
    [first] = found["items"]
    assert (first["name"], first["matched_name"], first["exact"], first["unit_fits"]) == ("人均预期寿命", "人均期望寿命", False, True)
    assert first["said"]["zh"] == "与“人均期望寿命”有80%的二字组相同；计量单位周岁与岁可换算。"
    assert (await office.do(SUGGEST, {"name": "毫不相干", "limit": 3}))["items"] == []
    problem(await office.post(SUGGEST, {"name": ""}), 422, "invalid-request")
    problem(await world.nobody.post(SUGGEST, {"name": "寿命"}), 401, "not-authenticated")


@pytest.mark.parametrize("login", ["health", "mayor", "auditor", "neighbour-office", "partner"])
async def test_only_who_keeps_the_catalogue_there_changes_it(shared_world: World, login: str) -> None:
    caller = await shared_world.sign_in(login)
    made = (await caller.items(INDICATORS, name=LITERACY))[0]
    async with nothing_changes(shared_world):
        problem(await caller.post(INDICATORS, entry(made["region_path"])), 403, "denied")
        problem(await caller.post(IMPORT, {"rows": [entry("")]}), 403, "denied")
        problem(await caller.patch(f"{INDICATORS}/{made['id']}", {"valid_from": "2024-01-01", "reason": "改"}), 403, "denied")
    problem(await shared_world.nobody.post(INDICATORS, entry("")), 401, "not-authenticated")


async def test_the_upper_office_keeps_below_and_the_administrator_for_the_platform(world: World) -> None:
    upper, admin = await world.sign_in("upper"), await world.sign_in("admin")
    await upper.do(INDICATORS, entry(await home(upper), "上级指标"))
    await admin.do(INDICATORS, entry("", "平台指标"))
    problem(await upper.post(INDICATORS, entry("", "越级指标")), 403, "denied")
    problem(await admin.get(f"{INDICATORS}/{'0' * 8}-0000-7000-8000-{'0' * 12}/versions"), 404, "not-found")
