"""Which plan follows which, action by action, and what nobody below covers. Source: domain notes, section 2 (Alignment)."""

from typing import Any
from uuid import uuid4

import pytest

from services.plans.rules.alignment import Child, closeness, core, gaps, likely_titles, suggest
from shared.kit.ids import new_id
from tests.factories.documents import action, document, draft
from tests.factories.people import CITY, NEIGHBOUR, account, post
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import plan_of
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
ABOVE = {"A1": "健康知识普及行动", "A2": "食品安全行动", "A3": "药品安全行动", "A4": "农产品安全行动", "A5": "控烟行动"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("健康知识普及行动", "健康知识普及"), ("控烟专项行动", "控烟"), ("健康行动", "健康"), ("行动", "行动"), ("重点 任务", "重点")],
)
def test_what_a_heading_is_about(name: str, expected: str) -> None:
    assert core(name) == expected


@pytest.mark.parametrize(
    ("child", "expected"),
    [
        ("健康知识普及行动", ["A1"]),
        ("健康知识普及专项行动", ["A1"]),
        ("食品药品农产品安全行动", ["A4", "A2", "A3"]),
        ("控烟工作", ["A5"]),
        ("心理健康促进行动", []),
    ],
)
def test_likely_parents(child: str, expected: list[str]) -> None:
    """食品药品农产品安全行动 bundles three actions of the plan above."""
    assert [one.key for one in suggest(child, ABOVE)] == expected


def test_a_suggestion_says_why() -> None:
    [first] = suggest("控烟工作", ABOVE)
    assert (first.likeness, first.because.zh, first.because.en) == (1.0, "名称共有“控烟”", "the names share 控烟")


def test_the_same_heading_is_as_close_as_can_be() -> None:
    assert all(closeness(name, name) == 1.0 for name in ABOVE.values())


def test_likely_parent_plans_are_like_a_title_that_is_named() -> None:
    mine, other = new_id(), new_id()
    titles = {mine: "健康浙江行动（2021—2030年）", other: "某市供水条例"}
    assert [(plan, named) for _, plan, named in likely_titles(["健康浙江行动", "健康中国行动"], titles)] == [(mine, "健康浙江行动")]
    assert list(likely_titles([], titles)) == []


def child(actions: str, *links: str) -> Child:
    return Child(new_id(), "下级计划", "甲县", actions.split(), [(link.split(">")[0], link.split(">")[1]) for link in links])


@pytest.mark.parametrize(
    ("below", "missing", "orphans"),
    [
        (child("B1 B2"), ["A1", "A2", "A3", "A4", "A5"], ["B1", "B2"]),
        (child("B1", "B1>A2", "B1>A3", "B1>A4"), ["A1", "A5"], []),
        (child("B1 B2", "B1>A1", "B2>A1"), ["A2", "A3", "A4", "A5"], []),
        (child("B1", "B9>A1", "B1>A9"), ["A1", "A2", "A3", "A4", "A5"], ["B1"]),
    ],
    ids=["nothing linked", "one bundles three", "two follow one", "links of what an amendment took out"],
)
def test_what_is_left_open(below: Child, missing: list[str], orphans: list[str]) -> None:
    found = gaps(ABOVE, below)
    assert (found.not_covered, found.without_parent) == (missing, orphans)


async def city(world: World) -> tuple[Caller, str]:
    """The city's plan office, and its issued plan with five actions."""
    admin = await world.sign_in("admin")
    await admin.do(f"{PLANS}/accounts:import", {"rows": [account("city-office", post("plan_office", "市健康办", CITY))]})
    office = await world.sign_in("city-office")
    parts = {"actions": [action(int(key[1:]), name) for key, name in ABOVE.items()], "responsibilities": [], "indicators": [], "duties": []}
    head = {**document()["head"], "title": "健康某市行动（2021—2030年）", "based_on": []}
    plan = await office.do(PLANS, draft("健康某市行动（2021—2030年）", region_code=CITY, head=head, **parts))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-01-10"})
    return office, str(plan["id"])


async def county(world: World) -> tuple[Caller, str]:
    office = await world.sign_in("office")
    return office, f"{PLANS}/{(await plan_of(office))['id']}"


async def test_a_parent_is_suggested_and_confirmed_by_a_person(world: World) -> None:
    _, city_plan = await city(world)
    office, address = await county(world)
    found = await office.read(f"{address}/alignment")
    [likely] = found["parents_suggested"]
    assert (likely["plan_id"], likely["named_as"], found["parent_id"]) == (city_plan, "健康某市行动", None)
    linked = await office.do(f"{address}:link-parent", {"parent_id": city_plan})
    assert linked["parent_id"] == city_plan
    found = await office.read(f"{address}/alignment")
    assert found["parents_suggested"] == []
    assert [(one["key"], one["suggestions"][0]["key"]) for one in found["suggested"]] == [("A1", "A1")]


async def test_actions_follow_many_and_are_followed_by_many(world: World) -> None:
    city_office, city_plan = await city(world)
    office, address = await county(world)
    await office.do(f"{address}:link-parent", {"parent_id": city_plan})
    found = await office.do(f"{address}:link-actions", {"links": [{"action": "A2", "parents": ["A2", "A3", "A4"]}]})
    assert found["linked"] == [{"key": "A2", "name": "中小学健康促进行动", "parents": ["A2", "A3", "A4"]}]
    coverage = await city_office.read(f"{PLANS}/{city_plan}/coverage")
    assert [one["plans"] for one in coverage["actions"]] == [0, 1, 1, 1, 0]
    assert coverage["covered_by_none"] == ["A1", "A5"]
    assert coverage["plans_below"] == 1
    [below] = (await city_office.read(f"{PLANS}/{city_plan}/coverage/plans"))["items"]
    assert (below["region_name"], below["not_covered"], below["without_parent"]) == ("甲县", ["A1", "A5"], ["A1"])
    await office.do(f"{address}:link-actions", {"links": [{"action": "A2", "parents": []}, {"action": "A1", "parents": ["A1"]}]})
    coverage = await city_office.read(f"{PLANS}/{city_plan}/coverage")
    assert coverage["covered_by_none"] == ["A2", "A3", "A4", "A5"]


async def test_coverage_shows_only_plans_that_the_caller_may_read(world: World) -> None:
    city_office, city_plan = await city(world)
    neighbour = await world.sign_in("neighbour-office")
    for title, level in (("乙县内部计划", "internal"), ("乙县公开计划", "public")):
        plan = await neighbour.do(PLANS, draft(title, region_code=NEIGHBOUR, disclosure=level))
        await neighbour.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
        await neighbour.do(f"{PLANS}/{plan['id']}:link-parent", {"parent_id": city_plan})
    seen = await city_office.read(f"{PLANS}/{city_plan}/coverage/plans")
    assert [one["title"] for one in seen["items"]] == ["乙县公开计划"]
    first = await neighbour.read(f"{PLANS}/{city_plan}/coverage/plans", limit=1)
    second = await neighbour.read(f"{PLANS}/{city_plan}/coverage/plans", limit=1, cursor=first["next_cursor"])
    assert {one["title"] for page in (first, second) for one in page["items"]} == {"乙县内部计划", "乙县公开计划"}
    counts = [(await caller.read(f"{PLANS}/{city_plan}/coverage"))["plans_below"] for caller in (city_office, neighbour)]
    assert counts == [1, 2]


async def test_two_actions_of_one_plan_count_once(world: World) -> None:
    city_office, city_plan = await city(world)
    office, address = await county(world)
    await office.do(f"{address}:link-parent", {"parent_id": city_plan})
    await office.do(f"{address}:link-actions", {"links": [{"action": key, "parents": ["A1"]} for key in ("A1", "A2")]})
    assert [one["plans"] for one in (await city_office.read(f"{PLANS}/{city_plan}/coverage"))["actions"]] == [1, 0, 0, 0, 0]


async def test_another_parent_takes_the_links_away(world: World) -> None:
    _, city_plan = await city(world)
    office, address = await county(world)
    await office.do(f"{address}:link-parent", {"parent_id": city_plan})
    await office.do(f"{address}:link-actions", {"links": [{"action": "A1", "parents": ["A1"]}]})
    assert (await office.do(f"{address}:link-parent", {"parent_id": None}))["parent_id"] is None
    await office.do(f"{address}:link-parent", {"parent_id": city_plan})
    assert (await office.read(f"{address}/alignment"))["linked"] == []


async def test_a_parent_is_an_issued_plan_of_a_region_above(world: World) -> None:
    city_office, city_plan = await city(world)
    office, address = await county(world)
    own = address.rsplit("/", 1)[1]
    async with nothing_changes(world):
        itself = problem(await office.post(f"{address}:link-parent", {"parent_id": own}), 422, "unfit-parent")
        assert pointers(itself) == {"/parent_id": "not_above"}
        below = problem(await city_office.post(f"{PLANS}/{city_plan}:link-parent", {"parent_id": own}), 422, "unfit-parent")
        assert pointers(below) == {"/parent_id": "not_above"}
        problem(await office.post(f"{address}:link-parent", {"parent_id": str(uuid4())}), 404, "not-found")
        problem(await office.post(f"{address}:link-parent", {}), 422, "invalid-request")
        problem(await office.post(f"{address}:link-parent", {"parent_id": city_plan}, if_match='"v9"'), 412, "stale-etag")
        problem(await (await world.sign_in("health")).post(f"{address}:link-parent", {"parent_id": city_plan}), 403, "denied")
        problem(await world.nobody.post(f"{address}:link-parent", {"parent_id": city_plan}), 401, "not-authenticated")


async def test_every_link_that_does_not_fit_is_listed(world: World) -> None:
    _, city_plan = await city(world)
    office, address = await county(world)
    body: dict[str, Any] = {
        "links": [{"action": "A9", "parents": ["A1"]}, {"action": "A1", "parents": ["A1", "A77"]}, {"action": "A1", "parents": []}]
    }
    async with nothing_changes(world):
        problem(await office.post(f"{address}:link-actions", body), 409, "no-parent")
    await office.do(f"{address}:link-parent", {"parent_id": city_plan})
    async with nothing_changes(world):
        found = pointers(problem(await office.post(f"{address}:link-actions", body), 422, "unknown-actions"))
    assert found == {"/links/0/action": "unknown_action", "/links/1/parents/1": "unknown_parent", "/links/2/action": "twice"}
