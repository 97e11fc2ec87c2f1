"""Search over plans, actions, indicators, duties and clauses."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.factories.documents import draft
from tests.factories.people import NEIGHBOUR
from tests.factories.problems import pointers, problem
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
SEARCH = f"{PLANS}/search"


async def found(caller: Caller, q: str, **query: Any) -> list[tuple[str, str]]:
    """(kind, marked text) of every find."""
    hits = await caller.items(SEARCH, q=q, **query)
    return [(hit["kind"], "|".join(hit["snippet"][m["start"] : m["end"]] for m in hit["marks"])) for hit in hits]


async def test_each_kind_is_found_plans_first(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    assert await found(health, "健康甲县") == [("plan", "健康甲县")]
    assert await found(health, "健康") == [("plan", "健康"), ("action", "健康"), ("action", "健康"), ("indicator", "健康"), ("indicator", "健康")]
    assert await found(health, "健康", kind="indicator") == [("indicator", "健康")] * 2
    assert await found(health, "监测数据") == [("duty", "监测数据")]
    assert await found(health, "重点任务") == [("clause", "重点任务")]
    [hit] = await health.items(SEARCH, q="知识普及")
    [plan] = await health.items(PLANS)
    assert (hit["plan_id"], hit["plan_title"], hit["plan_state"], hit["region_name"]) == (plan["id"], plan["title"], "issued", "甲县")
    assert (hit["key"], hit["clause_path"], hit["snippet"]) == ("A1", "二/1", "健康知识普及行动")


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("甲政发〔2021〕1号", ["plan"]),
        ("甲政发20211号", ["plan"]),
        ("40%以上", ["clause"]),
        ("４０％以上", ["clause"]),
        ("“健康素养”", ["indicator"] * 2),
        ("素养 健康", ["indicator"] * 2),
        ("健康素养水平很高", []),
        ("' or '1'='1", []),
        ("%%", []),
        ("__", None),
        ("\\\\", None),
        ("健康" * 49, []),
        ("康健", []),
    ],
)
async def test_what_people_type(shared_world: World, q: str, expected: list[str] | None) -> None:
    health = await shared_world.sign_in("health")
    if expected is None:
        problem(await health.get(SEARCH, q=q), 422, "search-too-short")
    else:
        assert [kind for kind, _ in await found(health, q)] == expected


@pytest.mark.parametrize("q", ["健", "a", "健康 素", "，。！", " "])
async def test_one_character_is_too_short_and_says_so(shared_world: World, q: str) -> None:
    body = problem(await (await shared_world.sign_in("health")).get(SEARCH, q=q), 422, "search-too-short")
    assert "2 characters" in body["detail"]


async def test_too_long_empty_and_absent(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    assert pointers(problem(await health.get(SEARCH, q="健" * 101), 422, "invalid-request")) == {"query/q": "string_too_long"}
    assert pointers(problem(await health.get(SEARCH, q=""), 422, "invalid-request")) == {"query/q": "string_too_short"}
    assert pointers(problem(await health.get(SEARCH), 422, "invalid-request")) == {"query/q": "missing"}
    problem(await health.get(SEARCH, q="健康", kind="person"), 422, "invalid-request")
    problem(await shared_world.nobody.get(SEARCH, q="健康"), 401, "not-authenticated")


async def test_pages_follow_the_ranking(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    assert await found(health, "健康", limit=1) == await found(health, "健康")


async def test_a_region_and_those_below_it(world: World) -> None:
    office, neighbour = await world.sign_in("office"), await world.sign_in("neighbour-office")
    plan = await neighbour.do(PLANS, draft("健康乙县行动", region_code=NEIGHBOUR))
    await neighbour.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    codes = {code: (await office.items(f"{PLANS}/regions", code=code))[0]["id"] for code in ("9901", "990101", NEIGHBOUR)}
    titles = {code: [h["plan_title"] for h in await office.items(SEARCH, q="健康", kind="plan", region_id=region)] for code, region in codes.items()}
    assert [len(titles[code]) for code in ("9901", "990101", NEIGHBOUR)] == [2, 1, 1]
    assert titles[NEIGHBOUR] == ["健康乙县行动"] and len(await office.items(SEARCH, q="健康", kind="plan")) == 2
    assert await office.items(SEARCH, q="健康", region_id="01a203ef-2e36-720a-8f11-3b984351fa2c") == []
    assert await found(office, "健康", region_id=codes["9901"], limit=1) == await found(office, "健康", region_id=codes["9901"])


async def test_a_draft_is_found_by_its_own_office_alone_and_at_once(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("绿色出行推进方案"))
    assert await found(office, "绿色出行") == [("plan", "绿色出行")]
    for login in ("health", "mayor", "neighbour-office", "partner"):
        assert await found(await world.sign_in(login), "绿色出行") == [], login
    await office.edit(f"{PLANS}/{plan['id']}", {"title": "低碳出行推进方案"})
    assert await found(office, "绿色出行") == [] and await found(office, "低碳出行") == [("plan", "低碳出行")]
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10", "document_number": "甲政办〔2022〕77号"})
    assert [kind for kind, _ in await found(await world.sign_in("health"), "202277号")] == ["plan"]


async def test_a_new_index_leaves_nothing_of_the_old_one(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("第一次的名称"))
    database = world.service("plans").database
    counts = []
    for title in ("第二次的名称", "第三次的名称"):
        await office.edit(f"{PLANS}/{plan['id']}", {"title": title})
        [row] = await database.read.all(text("select (select count(*) from search_entries) as e, (select count(*) from search_grams) as g"))
        counts.append((row.e, row.g))
    [orphans] = await database.read.all(text("select count(*) as n from search_grams where entry_id not in (select id from search_entries)"))
    assert counts[0] == counts[1] and orphans.n == 0
