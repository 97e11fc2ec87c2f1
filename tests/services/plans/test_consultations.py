"""Consultations over HTTP: asked until a day, comments per clause, replies, the compiled list. Source: domain notes, section 2."""

import asyncio
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from services.plans.models import UnitGroup
from services.plans.rules.consulting import may_speak, speaker
from shared.kit.ids import new_id
from tests.factories.documents import draft
from tests.factories.people import EDUCATION, STREETS
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
UNTIL = "2023-05-10"


async def unit_id(caller: Caller, name: str) -> str:
    [unit] = await caller.items(f"{PLANS}/units", name=name)
    return str(unit["id"])


async def drafted(world: World, **changes: Any) -> tuple[Caller, str]:
    """A draft of the county: its plan office, and the draft's address."""
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("征求意见稿", **changes))
    return office, f"{PLANS}/{plan['id']}"


async def consulted(world: World, **asked: Any) -> tuple[Caller, str]:
    """The same, under consultation with the education bureau unless somebody else is asked."""
    office, address = await drafted(world)
    asked = asked or {"units": [await unit_id(office, EDUCATION)]}
    await office.do(f"{address}:open-consultation", {"closes_on": UNTIL, **asked})
    await world.settle()
    return office, address


ON_MYOPIA = {"about": "indicator", "key": "T02", "text": "建议2030年目标改为40%"}


async def test_who_is_asked_reads_the_draft_and_is_told(world: World) -> None:
    office, address = await consulted(world)
    assert (await office.read(address))["state"] == "consultation"
    education = await world.sign_in("education")
    assert (await education.get(address)).status_code == 200
    [message] = [one for one in await education.items("/api/v1/notifications") if one["kind"] == "consultation"]
    assert "征求意见稿" in message["title"] and "2023-05-10" in message["body"]
    [deadline] = [one for one in await education.items("/api/v1/notifications/deadlines") if one["kind"] == "consultation"]
    assert (deadline["due_on"], deadline["due"], deadline["state"]) == (UNTIL, "2023-05-10T16:00:00Z", "open")
    steps = {one["step"] for one in await education.items("/api/v1/notifications/reminders", deadline_id=deadline["id"])}
    assert steps == {"D-7", "D-1", "D0"}, "reminded, never called in"
    problem(await (await world.sign_in("neighbour-health")).get(address), 404, "not-found")


async def test_a_comment_cites_the_clause_of_the_fact(world: World) -> None:
    office, address = await consulted(world)
    education = await world.sign_in("education")
    answer = await education.post(f"{address}/comments", ON_MYOPIA)
    comment = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"v1"')
    assert answer.headers["location"] == f"{PLANS}/comments/{comment['id']}"
    assert (comment["number"], comment["clause_path"], comment["unit_name"]) == (1, "附件/T02", EDUCATION)
    assert comment["quote"] == "学生总体近视率" and comment["reply"] is None
    assert await education.read(f"{PLANS}/comments/{comment['id']}") == comment
    assert await office.items(f"{address}/comments") == [comment]


async def test_who_has_spoken_is_reminded_no_longer(world: World) -> None:
    _, address = await consulted(world)
    education = await world.sign_in("education")
    await education.do(f"{address}/comments", {"text": "无意见"})
    await world.settle()
    [deadline] = [one for one in await education.items("/api/v1/notifications/deadlines") if one["kind"] == "consultation"]
    assert (deadline["state"], deadline["cleared_because"]) == ("fulfilled", "answered")


async def test_a_unit_reads_its_own_comments_and_the_office_all(world: World) -> None:
    office, address = await consulted(world, public=True)
    education, health = await world.sign_in("education"), await world.sign_in("health")
    own = await education.do(f"{address}/comments", ON_MYOPIA)
    other = await health.do(f"{address}/comments", {"text": "同意"})
    assert [one["id"] for one in await education.items(f"{address}/comments")] == [own["id"]]
    assert [one["id"] for one in await office.items(f"{address}/comments")] == [own["id"], other["id"]]
    problem(await education.get(f"{PLANS}/comments/{other['id']}"), 404, "not-found")
    assert [c["id"] for clause in (await health.read(f"{address}/reply-list"))["clauses"] for c in clause["comments"]] == [other["id"]]


async def test_a_unit_that_was_not_asked_is_told_what_to_do(world: World) -> None:
    _, address = await consulted(world)
    health = await world.sign_in("health")
    async with nothing_changes(world):
        told = problem(await health.post(f"{address}/comments", {"text": "建议"}), 403, "not-consulted")
        education = await world.sign_in("education")
        for_another = {"text": "建议", "unit_id": await unit_id(health, "县体育局")}
        problem(await education.post(f"{address}/comments", for_another), 403, "not-consulted")
        problem(await education.post(f"{address}/comments", {"text": "来信", "on_behalf_of": "市民张某"}), 403, "denied")
    assert "plan office" in told["detail"]


async def test_the_office_enters_what_came_by_letter(world: World) -> None:
    office, address = await consulted(world, public=True)
    comment = await office.do(f"{address}/comments", {"text": "希望增加健身步道", "on_behalf_of": "市民张某", "clause_path": "二/（一）"})
    assert (comment["on_behalf_of"], comment["clause_path"], comment["unit_id"]) == ("市民张某", "二/（一）", None)
    of_unit = await office.do(f"{address}/comments", {"text": "无意见", "unit_id": await unit_id(office, EDUCATION)})
    assert of_unit["unit_name"] == EDUCATION
    async with nothing_changes(world):
        unknown = await office.post(f"{address}/comments", {"text": "无意见", "unit_id": str(uuid4())})
    assert pointers(problem(unknown, 422, "unknown-units")) == {"/unit_id": "unknown_unit"}


async def test_groups_are_asked_through_their_members(world: World) -> None:
    admin = await world.sign_in("admin")
    streets = await world.service("plans").database.read.one(select(UnitGroup.id).where(UnitGroup.name == STREETS))
    assert streets is not None
    office, address = await consulted(world, groups=[str(streets.id)])
    [consultation] = await office.items(f"{address}/consultations")
    names = {unit["id"]: unit["name"] for unit in await admin.items(f"{PLANS}/units")}
    assert {names[unit] for unit in consultation["unit_ids"]} == {"东街道", "西街道"}


async def test_comments_end_at_24_oclock_of_the_last_day(world: World) -> None:
    _, address = await consulted(world)
    world.move_to(date(2023, 5, 10), 23, 59)
    assert (await (await world.sign_in("education")).post(f"{address}/comments", {"text": "赶上了"})).status_code == 201
    world.move_to(date(2023, 5, 11), 0, 0)
    late = problem(await (await world.sign_in("education")).post(f"{address}/comments", {"text": "晚了"}), 409, "consultation-over")
    assert "2023-05-10" in late["detail"] and "open a consultation again" in late["detail"]


async def test_a_closed_consultation_gives_the_draft_back(world: World) -> None:
    office, address = await consulted(world)
    problem(await office.patch(address, {"title": "改名"}), 409, "wrong-plan-state")
    problem(await office.post(f"{address}:issue", {"issued_on": "2023-04-10"}), 409, "wrong-plan-state")
    plan = await office.do(f"{address}:close-consultation", {"summary": "未收到意见"})
    assert plan["state"] == "drafting"
    [consultation] = await office.items(f"{address}/consultations")
    assert (consultation["number"], consultation["summary"], consultation["closed_at"] is None) == (1, "未收到意见", False)
    await world.settle()
    education = await world.sign_in("education")
    [deadline] = [one for one in await education.items("/api/v1/notifications/deadlines") if one["kind"] == "consultation"]
    assert deadline["state"] == "ended"
    problem(await education.get(address), 404, "not-found")
    await office.edit(address, {"title": "征求意见后的计划"})
    await office.do(f"{address}:open-consultation", {"closes_on": "2023-06-10", "public": True})
    assert [one["number"] for one in await office.items(f"{address}/consultations")] == [1, 2]


async def test_a_withdrawn_draft_asks_nobody_any_more(world: World) -> None:
    office, address = await consulted(world)
    await office.do(f"{address}:withdraw", {"on": "2023-04-10", "reason": "重复"})
    await world.settle()
    education = await world.sign_in("education")
    [deadline] = [one for one in await education.items("/api/v1/notifications/deadlines") if one["kind"] == "consultation"]
    assert deadline["state"] == "ended"


async def test_every_comment_is_answered_before_the_issue(world: World) -> None:
    office, address = await consulted(world, public=True)
    education = await world.sign_in("education")
    first = await education.do(f"{address}/comments", ON_MYOPIA)
    await education.do(f"{address}/comments", {"text": "其他无意见"})
    await office.do(f"{address}:close-consultation", {})
    waiting = problem(await office.post(f"{address}:issue", {"issued_on": "2023-04-10"}), 409, "comments-unanswered")
    assert waiting["detail"].startswith("2 comments")
    reply = {"reply": "not_adopted", "reason": "省级目标为38%"}
    replied = await office.do(f"{PLANS}/comments/{first['id']}:reply", reply)
    assert (replied["reply"], replied["reason"], replied["replied_by"], replied["version"]) == ("not_adopted", "省级目标为38%", "人员 office", 2)
    [left] = await office.items(f"{address}/comments", waiting=True)
    await office.do(f"{PLANS}/comments/{left['id']}:reply", {"reply": "adopted"})
    assert await office.items(f"{address}/comments", reply="adopted")
    assert (await office.do(f"{address}:issue", {"issued_on": "2023-04-10"}))["state"] == "issued"


async def test_replies_are_compiled_by_clause_as_data_and_as_a_workbook(world: World) -> None:
    office, address = await consulted(world, public=True)
    education = await world.sign_in("education")
    last = await education.do(f"{address}/comments", {"about": "duty", "key": "D01", "text": "=1+1 建议延后"})
    on_myopia = await education.do(f"{address}/comments", ON_MYOPIA)
    await education.do(f"{address}/comments", {"text": "总体同意"})
    await office.do(f"{PLANS}/comments/{last['id']}:reply", {"reply": "partly", "reason": "延后五日"})
    await office.do(f"{PLANS}/comments/{on_myopia['id']}:reply", {"reply": "adopted"})
    compiled = await office.read(f"{address}/reply-list")
    assert compiled["counts"] == {"adopted": 1, "partly": 1, "not_adopted": 0, "unanswered": 1}
    assert [clause["clause_path"] for clause in compiled["clauses"]] == [None, "附件/T02", "三/D01"]
    answer = await office.get(f"{address}/reply-list.xlsx")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "《征求意见稿》意见采纳情况汇总表"
    assert rows[1][0] == "共3条：采纳1条，部分采纳1条，未采纳0条，未答复1条"
    assert rows[5] == ["3", "三/D01", "报送上年度监测数据", EDUCATION, "=1+1 建议延后", "部分采纳", "延后五日"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"closes_on": UNTIL}, ""),
        ({"closes_on": "soon", "public": True}, "/closes_on"),
        ({"public": True}, "/closes_on"),
    ],
)
async def test_a_consultation_asks_somebody_until_a_day(world: World, body: dict[str, Any], pointer: str) -> None:
    office, address = await drafted(world)
    async with nothing_changes(world):
        found = pointers(problem(await office.post(f"{address}:open-consultation", body), 422, "invalid-request"))
    assert set(found) == {pointer}


async def test_what_cannot_be_consulted_on(world: World) -> None:
    office, address = await drafted(world, disclosure="internal")
    asking = {"closes_on": UNTIL, "public": True}
    async with nothing_changes(world):
        problem(await office.post(f"{address}:open-consultation", asking), 409, "internal-draft")
    await office.edit(address, {"disclosure": "upward"})
    async with nothing_changes(world):
        problem(await office.post(f"{address}:open-consultation", {**asking, "closes_on": "2023-04-09"}), 409, "consultation-over")
        unknown = await office.post(f"{address}:open-consultation", {"closes_on": UNTIL, "units": [str(uuid4()), str(uuid4())]})
        assert set(pointers(problem(unknown, 422, "unknown-units"))) == {"/units/0", "/units/1"}
        problem(await office.post(f"{address}/comments", {"text": "尚未征求"}), 403, "denied")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"about": "action", "text": "缺编号"}, "invalid-request"),
        ({"key": "A1", "text": "没有说明对象"}, "invalid-request"),
        ({"about": "action", "key": "A1"}, "invalid-request"),
        ({"about": "action", "key": "A1", "text": " "}, "invalid-request"),
        ({"about": "action", "key": "A99", "text": "没有这一行动"}, "unknown-fact"),
    ],
)
async def test_a_comment_is_about_something_that_is_there(world: World, body: dict[str, Any], code: str) -> None:
    _, address = await consulted(world)
    async with nothing_changes(world):
        problem(await (await world.sign_in("education")).post(f"{address}/comments", body), 422, code)


async def test_a_refusal_needs_its_reason_and_a_reply_its_office(world: World) -> None:
    office, address = await consulted(world)
    education = await world.sign_in("education")
    comment = await education.do(f"{address}/comments", ON_MYOPIA)
    path = f"{PLANS}/comments/{comment['id']}:reply"
    async with nothing_changes(world):
        problem(await office.post(path, {"reply": "partly"}), 422, "invalid-request")
        problem(await education.post(path, {"reply": "adopted"}), 403, "denied")
        problem(await (await world.sign_in("health")).post(path, {"reply": "adopted"}), 404, "not-found")
        problem(await office.post(path, {"reply": "adopted"}, if_match='"v9"'), 412, "stale-etag")
        problem(await office.post(f"{PLANS}/comments/{uuid4()}:reply", {"reply": "adopted"}), 404, "not-found")


async def test_comments_at_the_same_moment_get_numbers_of_their_own(world: World) -> None:
    office, address = await consulted(world, public=True)
    people = [await world.sign_in(login) for login in ("education", "health", "health-leader", "office")]
    answers = await asyncio.gather(*(caller.post(f"{address}/comments", {"text": "意见"}) for caller in people * 2))
    assert {answer.status_code for answer in answers} == {201}
    assert sorted(one["number"] for one in await office.items(f"{address}/comments")) == list(range(1, 9))


A, B, C = new_id(), new_id(), new_id()


@pytest.mark.parametrize(
    ("own", "asked", "wanted", "expected"),
    [((A, B), {B}, None, B), ((A, B), {C}, None, A), ((), {A}, None, None), ((A,), {A}, B, B)],
)
def test_who_speaks(own: Any, asked: Any, wanted: Any, expected: Any) -> None:
    assert speaker(own, asked, wanted) == expected


@pytest.mark.parametrize(
    ("unit", "own", "asked", "public", "expected"),
    [
        (A, (A,), {A}, False, True),
        (A, (A,), {B}, False, False),
        (A, (A,), set(), True, True),
        (B, (A,), {B}, False, False),
        (B, (A,), set(), True, False),
        (None, (), set(), True, True),
        (None, (), {A}, False, False),
    ],
)
def test_who_may_speak(unit: Any, own: Any, asked: Any, public: bool, expected: bool) -> None:
    assert may_speak(unit, own, asked, public=public) is expected
