"""Targets revised by documents of their own: of an upper level, and a year's own targets (domain notes, sections 2 and 3)."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories.documents import draft
from tests.factories.problems import nothing_changes, places, pointers, problem
from tests.platform import Caller, World, eventually
from tests.services.indicators.test_taking_over import by_key

INDICATORS = "/api/v1/indicators"
REVISIONS = f"{INDICATORS}/revisions"


def row(key: str = "T01", year: int = 2022, raw: str = "35%以上", **more: Any) -> dict[str, Any]:
    return {"key": key, "year": year, "raw": raw, **more}


async def body(caller: Caller, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A document of the city's office on the county's plan."""
    plan_id = (await by_key(caller))["T01"]["plan_id"]
    head = {"title": "关于调整有关指标目标值的通知", "document_number": "某市健推委〔2023〕2号", "issuing_body": "某市健康办", "dated": "2023-03-20"}
    return {"plan_id": plan_id, **head, "rows": list(rows) or [row()], **more}


async def entered(caller: Caller, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = await caller.do(REVISIONS, await body(caller, *rows, **more))
    return made


async def target(caller: Caller, key: str, year: int, population: str = "") -> dict[str, Any] | None:
    """What is in force for an indicator of the plan and a year."""
    owner = (await by_key(caller))[key]["id"]
    found = [
        one for one in await caller.items(f"{INDICATORS}/targets", year=year) if (one["plan_indicator_id"], one["population"]) == (owner, population)
    ]
    return found[0] if found else None


async def conflicts(caller: Caller) -> list[dict[str, Any]]:
    plan_id = (await by_key(caller))["T01"]["plan_id"]
    found: list[dict[str, Any]] = (await caller.read(f"{INDICATORS}/plans/{plan_id}/target-conflicts"))["conflicts"]
    return found


async def choose(caller: Caller, key: str, statement_id: str, year: int) -> None:
    owner = (await by_key(caller))[key]["id"]
    choice = {"statement_id": statement_id, "year": year, "reason": "按上级文件执行"}
    await caller.do(f"{INDICATORS}/plan-indicators/{owner}:choose-target", choice)


async def shown(world: World, year: int) -> list[str]:
    """What forms show as T01's target of a year."""
    await world.settle()
    owner = (await by_key(await world.sign_in("office")))["T01"]["id"]
    rows = await world.service("submissions").database.read.all(
        text("select plan_indicator_id, raw from known_targets where year = :year"), {"year": year}
    )
    return [one.raw for one in rows if str(one.plan_indicator_id).replace("-", "") == owner.replace("-", "")]


async def test_an_annual_target_is_in_force_at_once_and_judged_with_its_document(world: World) -> None:
    """年度目标: nothing else is said of 2023, so the document counts; the verdict names it."""
    office = await world.sign_in("office")
    revision = await entered(
        office, row(year=2023, raw="33%以上", clause="二（一）", quote="2023年达到33%以上"), kind="annual", title="2023年工作要点"
    )
    assert (revision["state"], revision["effective_from"]) == ("in_force", "2023-03-20") and revision["targets"][0]["in_force"]
    found = await target(office, "T01", 2023)
    assert found is not None and (found["raw"], found["basis"], found["clause"]) == ("33%以上", "sole", None)
    cited = {"title": "2023年工作要点", "document_number": "某市健推委〔2023〕2号", "clause": "二（一）", "dated": "2023-03-20", "kind": "annual"}
    assert found["cited"].items() >= cited.items() and found["cited"]["revision_id"] == revision["id"]
    [verdict] = [one for one in await office.items(f"{INDICATORS}/verdicts") if one["target_id"] == found["id"]]
    explained = await office.read(f"{INDICATORS}/verdicts/{verdict['id']}")
    assert explained["explanation"]["cited"] == found["cited"] and explained["explanation"]["clause"] is None
    assert explained["explanation"]["inputs"]["raw"] == "33%以上"
    assert "T01" not in {one["key"] for one in await conflicts(office)}
    assert await shown(world, 2023) == ["33%以上"]


async def test_where_it_conflicts_nothing_changes_before_a_person_chooses(world: World) -> None:
    office = await world.sign_in("office")
    before = await target(office, "T01", 2022)
    upper = await world.sign_in("upper")
    revision = await entered(upper)
    assert await target(office, "T01", 2022) == before and not revision["targets"][0]["in_force"]
    [found] = [one for one in await conflicts(office) if one["key"] == "T01"]
    assert (found["year"], found["population"]) == (2022, "")
    assert [(one["raw"], one["origin"], one["in_force"]) for one in found["statements"]] == [("32", "table", True), ("35%以上", "revision", False)]
    await choose(office, "T01", revision["targets"][0]["statement_id"], 2022)
    now = await target(office, "T01", 2022)
    assert now is not None and (now["raw"], now["basis"], bool(now["chosen_by"]), bool(now["chosen_at"])) == ("35%以上", "chosen", True, True)
    assert "T01" not in {one["key"] for one in await conflicts(office)}
    assert await shown(world, 2022) == ["35%以上"]
    [verdict] = [one for one in await office.items(f"{INDICATORS}/verdicts", horizon=2022) if one["key"] == "T01"]
    assert verdict["target"] == "35%以上" and verdict["cited"]["revision_id"] == revision["id"]


async def test_a_later_document_reopens_what_was_chosen_and_changes_nothing(world: World) -> None:
    office = await world.sign_in("office")
    first = await entered(office)
    await choose(office, "T01", first["targets"][0]["statement_id"], 2022)
    world.move_to(date(2023, 4, 20))
    await entered(office, row(raw="36%以上"), document_number="某市健推委〔2023〕3号", dated="2023-04-19")
    now = await target(office, "T01", 2022)
    assert now is not None and now["raw"] == "35%以上"
    [found] = [one for one in await conflicts(office) if one["key"] == "T01"]
    assert [one["raw"] for one in found["statements"]] == ["32", "35%以上", "36%以上"]


async def test_a_document_that_says_the_same_is_no_conflict(world: World) -> None:
    office = await world.sign_in("office")
    known = await conflicts(office)
    await entered(office, row(raw="32%以上"), row("T06", 2025, "5克以下"))
    assert await conflicts(office) == known
    assert {one["key"] for one in known} == {"T02"}, "table and prose of 2025"


async def test_withdrawing_brings_back_what_was_in_force(world: World) -> None:
    """The printed target, a former choice, and nothing, each where it was so; the history is kept."""
    office = await world.sign_in("office")
    first = await entered(office, row(), row(year=2023, raw="33%以上"))
    await choose(office, "T01", first["targets"][0]["statement_id"], 2022)
    second = await entered(office, row(raw="36%以上"), document_number="某市健推委〔2023〕3号")
    await choose(office, "T01", second["targets"][0]["statement_id"], 2022)
    gone = await office.do(f"{REVISIONS}/{second['id']}:withdraw", {"reason": "上级已停止执行"})
    assert (gone["state"], gone["withdrawn_because"]) == ("withdrawn", "上级已停止执行")
    again = await target(office, "T01", 2022)
    assert again is not None and (again["raw"], again["basis"], again["reason"]) == ("35%以上", "chosen", "按上级文件执行")
    assert await shown(world, 2022) == ["35%以上"]
    await office.do(f"{REVISIONS}/{first['id']}:withdraw", {"reason": "一并停止执行"})
    printed = await target(office, "T01", 2022)
    assert printed is not None and (printed["raw"], printed["basis"], printed["chosen_by"]) == ("32", "sole", None)
    assert await target(office, "T01", 2023) is None and await shown(world, 2023) == [] and await shown(world, 2022) == ["32"]
    assert sorted(one["horizon"] for one in await office.items(f"{INDICATORS}/verdicts") if one["key"] == "T01") == [2022, 2030]
    owner = (await by_key(office))["T01"]["id"]
    history = await office.items(f"{INDICATORS}/plan-indicators/{owner}/former-targets")
    assert [one["raw"] for one in history if one["year"] == 2022] == ["32", "35%以上", "36%以上", "35%以上", "32"]
    assert [one["raw"] for one in history if one["year"] == 2023] == ["33%以上", None]
    assert [one["state"] for one in await office.items(REVISIONS)] == ["withdrawn", "withdrawn"]
    assert await office.items(REVISIONS, state="in_force") == []


async def test_a_document_takes_effect_on_its_day(world: World) -> None:
    office = await world.sign_in("office")
    revision = await entered(office, row(year=2024, raw="34%以上"), effective_from="2023-05-01", kind="annual")
    assert revision["state"] == "announced" and await target(office, "T01", 2024) is None
    chosen = {"statement_id": revision["targets"][0]["statement_id"], "year": 2024, "reason": "提前执行"}
    owner = (await by_key(office))["T01"]["id"]
    problem(await office.post(f"{INDICATORS}/plan-indicators/{owner}:choose-target", chosen), 409, "statement-not-in-force")
    world.move_to(date(2023, 5, 1))
    office = await world.sign_in("office")

    async def in_force() -> bool:
        return (await office.read(f"{REVISIONS}/{revision['id']}"))["state"] == "in_force"

    await eventually(in_force, within=20)
    now = await target(office, "T01", 2024)
    assert now is not None and now["raw"] == "34%以上"


async def test_an_amendment_of_the_plan_leaves_revisions_standing(world: World) -> None:
    office = await world.sign_in("office")
    revision = await entered(office, row(), row(year=2023, raw="33%以上"))
    await choose(office, "T01", revision["targets"][0]["statement_id"], 2022)
    plan_id = revision["plan_id"]
    edits = {"reason": "精简报送", "dated": "2023-04-01", "edits": [{"kind": "duty", "key": "D05"}]}
    amendment = await office.do(f"/api/v1/plans/{plan_id}/amendments", edits)
    await office.do(f"/api/v1/plans/amendments/{amendment['id']}:adopt")
    await world.settle()
    kept = {year: await target(office, "T01", year) for year in (2022, 2023, 2030)}
    assert {year: one["raw"] for year, one in kept.items() if one} == {2022: "35%以上", 2023: "33%以上", 2030: "40"}


async def test_several_targets_of_one_row_and_populations(world: World) -> None:
    office = await world.sign_in("office")
    await entered(office, row("T03", 2023, "学生88%以上；老年人84%以上"))
    assert (await target(office, "T03", 2023, "学生") or {})["raw"].startswith("学生88%")
    assert (await target(office, "T03", 2023, "老年人") or {})["expression"]["value"] == "84"


async def test_every_faulty_row_is_listed_at_once_and_nothing_is_kept(world: World) -> None:
    office = await world.sign_in("office")
    rows = [
        row("T99"),
        row(raw="呵呵"),
        row(raw="35克以上"),
        row(year=2035),
        row(year=2023),
        row(year=2023, raw="34%以上"),
        row(year=2024, raw="2025年达到34%以上"),
        row("T03", 2023, "学生90%", population="老年人"),
    ]
    async with nothing_changes(world):
        found = problem(await office.post(REVISIONS, await body(office, *rows, dated="2021-01-01")), 422, "refused-values")
    assert places(found) == {
        (None, None, "before-plan"),
        (1, "key", "unknown-key"),
        (2, "raw", "target-not-understood"),
        (3, "raw", "unit-mismatch"),
        (4, "year", "year-outside"),
        (6, "key", "twice"),
        (7, "year", "other-year"),
        (8, "population", "other-population"),
    }


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"rows": []}, "invalid-request", "/rows"),
        ({"title": " "}, "invalid-request", "/title"),
        ({"effective_from": "2023-01-01"}, "invalid-request", ""),
        ({"dated": "2024-01-01"}, "refused-values", "/dated"),
        ({"disclosure": "internal"}, "narrower-disclosure", None),
    ],
)
async def test_what_is_no_revision(world: World, change: dict[str, Any], code: str, where: str | None) -> None:
    office = await world.sign_in("office")
    async with nothing_changes(world):
        told = problem(await office.post(REVISIONS, await body(office) | change), 422, code)
    assert where is None or where in pointers(told)


async def test_a_document_is_entered_once_even_at_the_same_moment(world: World) -> None:
    office = await world.sign_in("office")
    asked = await body(office)
    answers = await asyncio.gather(*(office.post(REVISIONS, asked) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    problem(await office.post(REVISIONS, asked), 409, "revision-twice")
    [first] = await office.items(REVISIONS)
    await office.do(f"{REVISIONS}/{first['id']}:withdraw", {"reason": "录入有误"})
    assert (await office.post(REVISIONS, asked)).status_code == 201, "entered anew after it was withdrawn"


async def test_a_stale_or_second_withdrawal_changes_nothing(world: World) -> None:
    office = await world.sign_in("office")
    revision = await entered(office)
    address = f"{REVISIONS}/{revision['id']}:withdraw"
    async with nothing_changes(world):
        problem(await office.post(address, {"reason": "停止执行"}, if_match='"v9"'), 412, "stale-etag")
        problem(await office.post(address, {"reason": " "}), 422, "invalid-request")
    await office.do(address, {"reason": "停止执行"})
    problem(await office.post(address, {"reason": "停止执行"}), 409, "revision-withdrawn")
    owner = (await by_key(office))["T01"]["id"]
    chosen = {"statement_id": revision["targets"][0]["statement_id"], "year": 2022, "reason": "仍要执行"}
    problem(await office.post(f"{INDICATORS}/plan-indicators/{owner}:choose-target", chosen), 409, "statement-not-in-force")


async def test_a_plan_that_is_over_is_not_revised(world: World) -> None:
    office = await world.sign_in("office")
    asked = await body(office)
    await office.do(f"/api/v1/plans/{asked['plan_id']}:withdraw", {"on": "2023-04-10", "reason": "与上级方案不一致"})
    await world.settle()
    problem(await office.post(REVISIONS, asked), 409, "plan-over")


async def test_who_may_revise(world: World) -> None:
    office = await world.sign_in("office")
    asked = await body(office)
    revision = await entered(office)
    async with nothing_changes(world):
        for login in ("health", "mayor", "auditor", "neighbour-office"):
            caller = await world.sign_in(login)
            problem(await caller.post(REVISIONS, asked), 403, "denied")
            problem(await caller.post(f"{REVISIONS}/{revision['id']}:withdraw", {"reason": "停止执行"}), 403, "denied")
        problem(await world.nobody.post(REVISIONS, asked), 401, "not-authenticated")
        problem(await office.post(REVISIONS, asked | {"plan_id": str(uuid4())}), 404, "not-found")
        problem(await office.get(f"{REVISIONS}/{uuid4()}"), 404, "not-found")
        problem(await office.get(f"{INDICATORS}/plans/{uuid4()}/target-conflicts"), 404, "not-found")
        problem(await office.get(f"{INDICATORS}/plan-indicators/{uuid4()}/former-targets"), 404, "not-found")
    assert (await (await world.sign_in("mayor")).read(f"{REVISIONS}/{revision['id']}"))["id"] == revision["id"]
    draft_plan = await office.do("/api/v1/plans", draft("未发布的计划"))
    problem(await office.post(REVISIONS, asked | {"plan_id": draft_plan["id"]}), 404, "not-found")
