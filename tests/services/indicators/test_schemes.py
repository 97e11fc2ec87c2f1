"""Monitoring schemes: entered, mapped with suggestions, changed by versions, published, told, withdrawn; and plans held against them."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.submissions.models import KnownScheme
from shared.kit.tables import table_of
from tests.factories.documents import LITERACY, MYOPIA
from tests.factories.people import CITY, COUNTY
from tests.factories.problems import nothing_changes, problem
from tests.platform import Caller, World
from tests.services.indicators.test_taking_over import by_key

INDICATORS = "/api/v1/indicators"
SCHEMES = f"{INDICATORS}/schemes"


def item(code: str, name: str, **more: Any) -> dict[str, Any]:
    """One indicator that a scheme asks for, in %."""
    return {"code": code, "name": name, "unit_of_measure": "%", **more}


async def body(caller: Caller, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A scheme of the county."""
    [region] = [one for one in await caller.items("/api/v1/plans/regions") if one["code"] == COUNTY]
    head = {"title": "2022年监测方案", "issuing_body": "县健康办", "first_year": 2022, "last_year": 2025, "due": "05-10"}
    return {"region_id": region["id"], **head, "items": list(items) or ITEMS, **more}


ITEMS = [
    item("M01", LITERACY, definition="具备基本健康素养的人数占比"),
    item("M02", "中小学生近视率", definition="近视学生数÷受检学生数"),
    item("M03", "每千人口献血次数", unit_of_measure="次/千人"),
]


async def entered(caller: Caller, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A scheme that is a draft."""
    made: dict[str, Any] = await caller.do(SCHEMES, await body(caller, *items, **more))
    return made


async def mapped(caller: Caller, scheme: dict[str, Any]) -> dict[str, Any]:
    """The scheme with its first two items mapped to what the plan measures."""
    own = await by_key(caller)
    rows = [{"code": code, "indicator_id": own[key]["indicator_id"]} for code, key in (("M01", "T01"), ("M02", "T02"))]
    done: dict[str, Any] = await caller.do(f"{SCHEMES}/{scheme['id']}:map", {"rows": rows})
    return done


async def test_the_work_list_suggests_and_a_person_maps(world: World) -> None:
    office = await world.sign_in("office")
    scheme = await entered(office)
    assert (scheme["state"], scheme["asked"], scheme["unmapped"], scheme["version"]) == ("drafted", 3, 3, 1)
    waiting = await office.items(f"{SCHEMES}/{scheme['id']}/unmapped")
    assert waiting == await office.items(f"{SCHEMES}/{scheme['id']}/unmapped", limit=1)
    assert [(one["code"], [s["name"] for s in one["suggestions"]][:1]) for one in waiting] == [("M01", [LITERACY]), ("M02", [MYOPIA]), ("M03", [])]
    assert waiting[0]["suggestions"][0]["exact"] is True and "同名" in waiting[0]["suggestions"][0]["said"]["zh"]
    done = await mapped(office, scheme)
    assert (done["unmapped"], done["version"]) == (1, 2)  # not even the same name is mapped by itself
    assert [one["mapped_by"] for one in done["items"]][2] is None and done["items"][0]["mapped_by"]
    assert [one["code"] for one in await office.items(f"{SCHEMES}/{scheme['id']}/unmapped")] == ["M03"]
    undone = await office.do(f"{SCHEMES}/{scheme['id']}:map", {"rows": [{"code": "M02", "indicator_id": None}]})
    assert undone["unmapped"] == 2 and undone["items"][0]["mapped_at"] == done["items"][0]["mapped_at"]


async def test_a_plan_is_held_against_a_scheme(world: World) -> None:
    office = await world.sign_in("office")
    scheme = await mapped(office, await entered(office))
    own = await by_key(office)
    entry = await office.read(f"{INDICATORS}/{own['T01']['indicator_id']}")
    said = {"definition": "具备基本健康素养的人数，占比。", "valid_from": "2099-01-01", "reason": "补充口径"}
    await (await world.sign_in("admin")).edit(f"{INDICATORS}/{entry['id']}", said)
    plan_id = own["T01"]["plan_id"]
    found = await office.read(f"{INDICATORS}/plans/{plan_id}/schemes/{scheme['id']}")
    assert [(one["code"], one["found"], one["definitions"], [p["key"] for p in one["in_plan"]]) for one in found["asked"]] == [
        ("M01", "in_plan", "same", ["T01"]),
        ("M02", "in_plan", "not_stated", ["T02"]),
        ("M03", "unmapped", "not_stated", []),
    ]
    assert {one["key"] for one in found["beyond"]} == set(own) - {"T01", "T02"}
    assert found["counts"] == {"in_plan": 2, "lacking": 0, "unmapped": 1, "beyond": len(own) - 2, "definition_differs": 0}
    [plan] = await office.items(f"{SCHEMES}/{scheme['id']}/plans")
    assert (plan["plan_id"], plan["region_path"], plan["counts"]) == (plan_id, own["T01"]["region_path"], found["counts"]) and plan["title"]
    changed = [{**ITEMS[0], "definition": "另一口径"}, ITEMS[1], item("M04", "另一指标", indicator_id=await _unused(office))]
    await office.edit(f"{SCHEMES}/{scheme['id']}", {"items": changed, "reason": "口径调整"})
    found = await office.read(f"{INDICATORS}/plans/{plan_id}/schemes/{scheme['id']}")
    first = found["asked"][0]
    assert (first["definitions"], first["asked_definition"], first["own_definition"]) == ("differs", "另一口径", "具备基本健康素养的人数，占比。")
    assert found["counts"] == {"in_plan": 2, "lacking": 1, "unmapped": 0, "beyond": len(own) - 2, "definition_differs": 1}
    assert found["scheme_version"] == 3


async def _unused(office: Caller) -> str:
    """An entry that no plan calls for."""
    path = next(one for one in await office.items(f"{INDICATORS}/plan-indicators"))["region_path"]
    made = await office.do(
        INDICATORS, {"region_path": path, "name": "无计划采用的指标", "unit_of_measure": "%", "polarity": "up", "valid_from": "2021-01-01"}
    )
    return str(made["id"])


async def test_versions_are_kept_and_mappings_stay_with_their_code(world: World) -> None:
    office = await world.sign_in("office")
    scheme = await mapped(office, await entered(office))
    tag = (await office.get(f"{SCHEMES}/{scheme['id']}")).headers["etag"]
    edited = await office.edit(f"{SCHEMES}/{scheme['id']}", {"due": "04-30", "items": ITEMS[:2], "reason": "提前报送"}, tag)
    assert (edited["due"], edited["version"], edited["unmapped"], edited["asked"]) == ("04-30", 3, 0, 2)
    problem(await office.patch(f"{SCHEMES}/{scheme['id']}", {"due": "04-01", "reason": "再提前"}, tag), 412, "stale-etag")
    problem(await office.patch(f"{SCHEMES}/{scheme['id']}", {"due": "04-01", "reason": "再提前"}, None), 428, "missing-if-match")
    versions = await office.items(f"{SCHEMES}/{scheme['id']}/versions")
    assert versions == await office.items(f"{SCHEMES}/{scheme['id']}/versions", limit=1)
    assert [(one["version"], one["reason"], one["facts"]["due"], len(one["facts"]["items"])) for one in versions] == [
        (1, None, "05-10", 3),
        (2, None, "05-10", 3),
        (3, "提前报送", "04-30", 2),
    ]
    assert [one["indicator_id"] is None for one in versions[0]["facts"]["items"]] == [True] * 3


async def test_what_is_published_is_told_and_a_draft_is_not(world: World) -> None:
    office, mayor = await world.sign_in("office"), await world.sign_in("neighbour-office")
    scheme = await entered(office)
    path = f"{SCHEMES}/{scheme['id']}"
    problem(await mayor.get(path), 404, "not-found")
    assert await known(world) == []
    await office.do(f"{path}:publish")
    problem(await office.post(f"{path}:publish"), 409, "scheme-published")
    await mapped(office, scheme)
    [copy] = await known(world)
    assert (copy.title, copy.first_year, copy.last_year, copy.due, copy.state) == ("2022年监测方案", 2022, 2025, "05-10", "published")
    assert [(one["code"], one["indicator_id"] is None) for one in copy.items] == [("M01", False), ("M02", False), ("M03", True)]
    assert (await mayor.read(path))["state"] == "published"
    assert [one["id"] for one in await mayor.items(SCHEMES, year=2024, state="published")] == [scheme["id"]]
    assert await mayor.items(SCHEMES, year=2026) == []
    withdrawn = await office.do(f"{path}:withdraw", {"reason": "由新方案代替"})
    assert withdrawn["state"] == "withdrawn"
    assert [copy.state for copy in await known(world)] == ["withdrawn"]
    for verb, given in ((":withdraw", {"reason": "再撤"}), (":map", {"rows": [{"code": "M03", "indicator_id": None}]})):
        problem(await office.post(f"{path}{verb}", given), 409, "scheme-withdrawn")
    dropped = await entered(office)
    assert (await office.do(f"{SCHEMES}/{dropped['id']}:withdraw", {"reason": "作废"}))["state"] == "dropped"
    problem(await mayor.get(f"{SCHEMES}/{dropped['id']}"), 404, "not-found")


async def known(world: World) -> list[Any]:
    """What submissions have heard of schemes."""
    await world.settle()
    return list(await world.service("submissions").database.read.all(select(table_of(KnownScheme))))


async def test_every_fault_is_told_at_once_in_both_languages(shared_world: World) -> None:
    for language, said in (("zh", "与第 1 行重复"), ("en", "is in row 1 already")):
        office = await shared_world.sign_in("office", language=language)
        wrong = [item("M01", LITERACY), item("M01", "另一项", unit_of_measure="箩筐"), item("M03", "第三项", indicator_id=str(uuid4()))]
        async with nothing_changes(shared_world):
            told = problem(await office.post(SCHEMES, await body(office, *wrong)), 422, "refused-scheme")
        assert [(one["row"], one["column"], one["code"]) for one in told["errors"]] == [
            (2, "code", "twice"),
            (2, "unit_of_measure", "unknown-unit"),
            (3, "indicator_id", "unknown-indicator"),
        ]
        assert said in told["errors"][0]["message"]


@pytest.mark.parametrize(
    "wrong",
    [{"due": "02-30"}, {"due": "5月10日"}, {"first_year": 2026}, {"items": []}, {"title": " "}, {"unknown": 1}],
)
async def test_a_body_that_says_nothing_sensible_is_refused(shared_world: World, wrong: dict[str, Any]) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        problem(await office.post(SCHEMES, await body(office) | wrong), 422, "invalid-request")


async def test_only_the_region_keeps_its_schemes(shared_world: World) -> None:
    office, neighbour, health = [await shared_world.sign_in(login) for login in ("office", "neighbour-office", "health")]
    given = await body(office)
    for caller in (neighbour, health, await shared_world.sign_in("upper")):
        problem(await caller.post(SCHEMES, given), 403, "denied")
    problem(await shared_world.nobody.post(SCHEMES, given), 401, "not-authenticated")
    problem(await office.post(SCHEMES, given | {"region_id": str(uuid4())}), 422, "refused-scheme")
    [city] = [one for one in await office.items("/api/v1/plans/regions") if one["code"] == CITY]
    upper = await shared_world.sign_in("upper")
    assert (await upper.do(SCHEMES, given | {"region_id": city["id"]}))["region_id"] == city["id"]


async def test_a_mapping_with_a_fault_changes_nothing(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    scheme = await entered(office)
    own = await by_key(office)
    rows = [{"code": "M09", "indicator_id": None}, {"code": "M03", "indicator_id": own["T01"]["indicator_id"]}]
    async with nothing_changes(shared_world):
        told = problem(await office.post(f"{SCHEMES}/{scheme['id']}:map", {"rows": rows}), 422, "refused-scheme")
    assert [(one["row"], one["code"]) for one in told["errors"]] == [(1, "unknown-item"), (2, "units-differ")]
    wrong = {"first_year": 2024, "last_year": 2023, "reason": "更正"}
    problem(await office.patch(f"{SCHEMES}/{scheme['id']}", wrong), 422, "invalid-request")
    told = problem(await office.patch(f"{SCHEMES}/{scheme['id']}", {"last_year": 2020, "reason": "更正"}), 422, "refused-scheme")
    assert [one["code"] for one in told["errors"]] == ["years-reversed"]
    async with nothing_changes(shared_world):
        problem(await office.get(f"{INDICATORS}/plans/{uuid4()}/schemes/{scheme['id']}"), 404, "not-found")
        problem(await office.get(f"{INDICATORS}/plans/{own['T01']['plan_id']}/schemes/{uuid4()}"), 404, "not-found")
