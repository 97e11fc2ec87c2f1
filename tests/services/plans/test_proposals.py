"""A later document of a plan proposes an amendment: of a draft under consultation, and of a plan that binds."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text as sql

from tests.factories.documents import draft
from tests.factories.plan_texts import consultation_text, plan_text, second_text, undated_text
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World
from tests.services.plans.test_document_drafts import DOCUMENTS, PLANS, REGION, confirmation, read

WHY = {"reason": "正式印发稿"}
WHO = {"op": "replace", "path": "/duties/0/who", "value": "县卫生健康局"}


async def planned(world: World, data: str, *corrections: dict[str, Any]) -> tuple[Caller, str]:
    """The plan office, and the id of a plan that was drafted from a document."""
    office = await world.sign_in("office")
    document = await read(office, data.encode())
    return office, (await office.do(f"{DOCUMENTS}/{document['id']}:draft", confirmation(REGION, *corrections)))["plan_id"]


async def unit(office: Caller, plan_id: str, name: str) -> dict[str, Any]:
    region = (await office.read(f"{PLANS}/{plan_id}"))["region_id"]
    [found] = [one for one in await office.items(f"{PLANS}/units", name=name) if (one["name"], one["region_id"]) == (name, region)]
    return found


async def later(office: Caller, plan_id: str, data: str) -> str:
    """Where a later document of the plan is, once it is read."""
    return f"{DOCUMENTS}/{(await read(office, data.encode(), '后稿.txt', plan_id=plan_id))['id']}"


async def proposed(office: Caller, plan_id: str, data: str, **said: Any) -> dict[str, Any]:
    amendment: dict[str, Any] = await office.do(f"{await later(office, plan_id, data)}:propose-amendment", WHY | said)
    return amendment


async def issued(world: World, data: str) -> tuple[Caller, str]:
    office, plan_id = await planned(world, data, WHO)
    await office.do(f"{PLANS}/{plan_id}:issue", {"issued_on": "2021-03-10"})
    return office, plan_id


def lines(amendment: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(one["kind"], one["how"], one["name"]) for one in amendment["changes"]}


async def test_from_a_consultation_text_to_the_issued_one(world: World) -> None:
    """The journey: draft, consultation, the issued text revises the draft, issue; the plan says what the issued text says."""
    office, plan_id = await planned(world, consultation_text(), WHO)
    address = f"{PLANS}/{plan_id}"
    health = await unit(office, plan_id, "县卫生健康局")
    await office.do(f"{address}:open-consultation", {"units": [health["id"]], "closes_on": "2023-05-01"})
    amendment = await proposed(office, plan_id, second_text())
    assert (amendment["against"], amendment["state"], amendment["document_number"]) == (0, "drafted", "甲政办发〔2021〕8号")
    assert {("action", "new", "心理健康促进行动"), ("head", "changed", "健康甲县行动实施方案（2021—2030年）")} <= lines(amendment)
    assert [(one["kind"], one["path"]) for one in amendment["conflicts"]] == [("duty", None)], "edited by hand, dropped by the issued text"
    own = f"{PLANS}/amendments/{amendment['id']}"
    problem(await office.post(f"{own}:adopt"), 409, "wrong-plan-state")
    await office.do(f"{address}:close-consultation", {"summary": "无意见"})
    decided = await office.do(f"{own}:decide", {"decisions": [{"conflict": "C01", "take": "document"}]})
    assert ("duty", "gone") in {line[:2] for line in lines(decided)}
    plan = await office.do(f"{own}:adopt")
    assert (plan["state"], plan["title"], plan["document_number"], plan["plan_version"]) == (
        "drafting",
        "健康甲县行动实施方案（2021—2030年）",
        "甲政办发〔2021〕8号",
        1,
    )
    assert await office.items(f"{address}/versions") == []
    await office.do(f"{address}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    [version] = await office.items(f"{address}/versions")
    printed = await office.read(f"{address}/versions/1")
    assert version["number"] == 1 and [one["name"] for one in printed["document"]["actions"]] == ["健康知识普及行动", "心理健康促进行动", "控烟行动"]
    owed = await office.items(f"{PLANS}/responsibilities", plan_id=plan_id)
    assert {(one["written"], one["valid_from"]) for one in owed if one["action"] == "A02.v1"} == {("县卫生健康局", None), ("县教育局", None)}
    indicators = await office.items("/api/v1/indicators/plan-indicators", plan_id=plan_id)
    targets = await office.items("/api/v1/indicators/targets", plan_id=plan_id)
    [literacy] = [one["id"] for one in indicators if one["name"] == "居民健康素养水平"]
    assert {one["year"]: one["raw"] for one in targets if one["plan_indicator_id"] == literacy}[2025].endswith("38%以上")


async def test_a_revised_version_of_an_issued_plan_is_followed_everywhere(world: World) -> None:
    office, plan_id = await issued(world, plan_text())
    await world.settle()
    listed = "/api/v1/indicators/plan-indicators"
    before = {one["name"]: one for one in await office.items(listed, plan_id=plan_id)}
    health = await unit(office, plan_id, "县卫生健康局")
    row = {"key": before["居民健康素养水平"]["key"], "filling_unit_id": health["id"]}
    await office.do(f"{listed}:assign", {"plan_id": plan_id, "rows": [row]})
    later_text = plan_text().replace("达到36%以上", "达到38%以上").replace("5月10日", "6月10日")
    amendment = await proposed(office, plan_id, later_text, dated="2023-04-10", document_number="甲政办发〔2023〕3号")
    assert (amendment["against"], amendment["conflicts"], amendment["doubts"]) == (1, [], [])
    [raised, moved] = amendment["changes"]
    assert (
        raised["clause_before"]
        and raised["clause_after"]
        and {"path": "statements/0/expression/value", "before": "36", "after": "38"} in raised["fields"]
    )
    assert [(one["path"], one["before"], one["after"]) for one in moved["fields"]] == [("due/month", 5, 6)]
    plan = await office.do(f"{PLANS}/amendments/{amendment['id']}:adopt")
    assert plan["plan_version"] == 2
    await world.settle()
    after = {one["name"]: one for one in await office.items(listed, plan_id=plan_id)}
    assert after["居民健康素养水平"]["id"] == before["居民健康素养水平"]["id"]
    assert after["居民健康素养水平"]["filling_unit_id"] == health["id"]
    targets = await office.items("/api/v1/indicators/targets", plan_id=plan_id)
    assert [one["raw"] for one in targets if one["year"] == 2025 and "38%以上" in one["raw"]]
    known = await world.service("submissions").database.read.all(sql("select raw from known_targets where raw like '%38%以上'"))
    assert len(known) == 1
    found = await office.items(f"{PLANS}/search", q="38%以上")
    assert found, "search finds the new text"


async def test_what_a_person_edited_stays_and_a_conflict_waits_for_a_decision(world: World) -> None:
    goal = {"op": "replace", "path": "/actions/1/name", "value": "全民控烟行动"}
    office, plan_id = await planned(world, plan_text(), WHO, goal)
    text = plan_text().replace("（二）控烟行动", "（二）控烟禁烟行动").replace("达到36%以上", "达到38%以上")
    amendment = await proposed(office, plan_id, text)
    [conflict] = amendment["conflicts"]
    known = {name: conflict[name] for name in ("id", "kind", "path", "before", "plan", "document", "taken")}
    assert known == {
        "id": "C01",
        "kind": "action",
        "path": "name",
        "before": "控烟行动",
        "plan": "全民控烟行动",
        "document": "控烟禁烟行动",
        "taken": None,
    }
    assert ("duty", "changed", "报送上年度监测数据") not in lines(amendment), "the person who reports was entered by hand and stays"
    own = f"{PLANS}/amendments/{amendment['id']}"
    async with nothing_changes(world):
        told = problem(await office.post(f"{own}:adopt"), 409, "conflicts-open")
        assert [fault["code"] for fault in told["errors"]] == ["C01"]
        unknown = {"decisions": [{"conflict": "C07", "take": "plan"}, {"conflict": "C08", "take": "plan"}]}
        faults = pointers(problem(await office.post(f"{own}:decide", unknown), 422, "unknown-conflict"))
        assert faults == {"/decisions/0/conflict": "unknown-conflict", "/decisions/1/conflict": "unknown-conflict"}
        problem(await office.post(f"{own}:decide", {"decisions": []}), 422, "invalid-request")
        problem(await office.post(f"{own}:decide", {"decisions": [{"conflict": "C01", "take": "plan"}]}, if_match='"v9"'), 412, "stale-etag")
    settled = await office.do(f"{own}:decide", {"decisions": [{"conflict": "C01", "take": "document"}]})
    assert settled["conflicts"][0]["taken"] == "document" and ("action", "changed", "控烟禁烟行动") in lines(settled)
    settled = await office.do(f"{own}:decide", {"decisions": [{"conflict": "C01", "take": "plan"}]})
    assert not [line for line in lines(settled) if line[0] == "action"]
    await office.do(f"{own}:adopt")
    actions = await office.items(f"{PLANS}/actions", plan_id=plan_id)
    assert [one["name"] for one in actions] == ["健康知识普及行动", "全民控烟行动"]
    async with nothing_changes(world):
        problem(await office.post(f"{own}:decide", {"decisions": [{"conflict": "C01", "take": "plan"}]}), 409, "amendment-decided")


async def test_units_that_people_resolved_assigned_or_ended_stay_so(world: World) -> None:
    text = plan_text().replace("责任单位：县教育局、县体育局", "责任单位：县教育局、县体委")
    office, plan_id = await issued(world, text)
    sport, health = await unit(office, plan_id, "县体育局"), await unit(office, plan_id, "县卫生健康局")
    entries = {(one["action"], one["written"]): one for one in await office.items(f"{PLANS}/responsibilities", plan_id=plan_id)}
    unresolved = f"{PLANS}/responsibilities/{entries['A01', '县体委']['id']}"
    await office.do(f"{unresolved}:resolve", {"unit_id": sport["id"], "reason": "简称"})
    ended = f"{PLANS}/responsibilities/{entries['A02', '县教育局']['id']}"
    await office.do(f"{ended}:end", {"ends_on": "2022-01-01", "reason": "职责划转"})
    assigned = {"plan_id": plan_id, "action": "A02", "role": "responsible", "unit_id": sport["id"], "valid_from": "2022-01-01", "reason": "职责划转"}
    await office.do(f"{PLANS}/responsibilities", assigned)
    revised = text.replace("责任单位：县教育局、县体委", "牵头单位：县体委\n责任单位：县教育局").replace(
        "牵头单位：县卫生健康局\n牵头", "责任单位：县卫生健康局\n牵头", 1
    )
    amendment = await proposed(office, plan_id, revised, dated="2023-04-10")
    assert amendment["conflicts"] == []
    await office.do(f"{PLANS}/amendments/{amendment['id']}:adopt")
    now = [one for one in await office.items(f"{PLANS}/responsibilities", plan_id=plan_id) if one["valid_until"] is None]
    held = {(one["action"], one["written"], one["role"], one["unit_id"]) for one in now}
    assert ("A01", "县体委", "lead", sport["id"]) in held and ("A02", "县体育局", "responsible", sport["id"]) in held
    assert not [line for line in held if line[:2] == ("A02", "县教育局")]
    assert ("A02", "县卫生健康局", "lead", health["id"]) in held


async def test_an_edit_after_the_proposal_is_not_overwritten(world: World) -> None:
    office, plan_id = await issued(world, plan_text())
    amendment = await proposed(office, plan_id, second_text(), dated="2023-04-10")
    [entry, *_] = [one for one in await office.items(f"{PLANS}/responsibilities", plan_id=plan_id) if one["written"] == "县教育局"]
    await office.do(f"{PLANS}/responsibilities/{entry['id']}:end", {"ends_on": "2022-01-01", "reason": "职责划转"})
    async with nothing_changes(world):
        problem(await office.post(f"{PLANS}/amendments/{amendment['id']}:adopt"), 409, "plan-changed-meanwhile")


async def test_a_like_name_is_doubted_and_a_persons_word_makes_it_another(world: World) -> None:
    office, plan_id = await planned(world, plan_text())
    address = await later(office, plan_id, plan_text().replace("（二）控烟行动", "（二）控烟禁烟行动"))
    amendment = await office.do(f"{address}:propose-amendment", WHY)
    assert {(one["kind"], one["before"], one["after"]) for one in amendment["doubts"]} == {
        (k, "控烟行动", "控烟禁烟行动") for k in ("section", "action")
    }
    assert ("action", "changed", "控烟禁烟行动") in lines(amendment) and all("控烟" in one["text"]["zh"] for one in amendment["doubts"])
    await office.do(f"{PLANS}/amendments/{amendment['id']}:discard")
    [read_as] = {one["read"] for one in amendment["doubts"] if one["kind"] == "action"}
    apart = await office.do(f"{address}:propose-amendment", WHY | {"matches": [{"kind": "action", "read": read_as, "plan": None}]})
    assert {("action", "new", "控烟禁烟行动"), ("action", "gone", "控烟行动")} <= lines(apart)
    assert [one["kind"] for one in apart["doubts"]] == ["section"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": " "}, "invalid-request"),
        ({"matches": [{"kind": "head", "read": "A01"}]}, "invalid-request"),
        ({"decided": ["W999"]}, "unknown-work-entry"),
        ({"corrections": [{"op": "remove", "path": "/actions/99"}]}, "corrections-refused"),
        ({"corrections": [{"op": "remove", "path": "/actions/0/name"}]}, "invalid-request"),
        ({"matches": [{"kind": "action", "read": "A09", "plan": "A08"}]}, "unfit-match"),
        ({"matches": [{"kind": "action", "read": "A01", "plan": "A02"}, {"kind": "action", "read": "A02", "plan": "A02"}]}, "unfit-match"),
    ],
)
async def test_what_is_no_proposal(world: World, said: dict[str, Any], code: str) -> None:
    office, plan_id = await planned(world, plan_text())
    address = await later(office, plan_id, second_text())
    async with nothing_changes(world):
        told = problem(await office.post(f"{address}:propose-amendment", WHY | said), 422, code)
    if code == "unfit-match" and len(said["matches"]) == 1:
        assert pointers(told) == {"/matches/0/read": "unknown-fact", "/matches/0/plan": "unknown-fact"}


async def test_what_cannot_be_proposed(world: World) -> None:
    office, plan_id = await issued(world, plan_text())
    [first] = await office.items(DOCUMENTS, plan_id=plan_id)
    alone = await read(office, "健康甲县宣传（2021—2025年）\n请大家一起努力。\n".encode())
    undated = await later(office, plan_id, undated_text())
    dateless = await later(office, plan_id, plan_text().replace("2021年3月10日\n", "").replace("36%", "38%"))
    same = await later(office, plan_id, plan_text().replace("。\n", "。\n\n"))
    async with nothing_changes(world):
        problem(await office.post(f"{DOCUMENTS}/{first['id']}:propose-amendment", WHY), 409, "no-earlier-text")
        problem(await office.post(f"{DOCUMENTS}/{alone['id']}:propose-amendment", WHY), 409, "no-earlier-text")
        problem(await office.post(f"{undated}:propose-amendment", WHY), 409, "work-list-open")
        problem(await office.post(f"{same}:propose-amendment", WHY), 422, "nothing-amended")
        problem(await office.post(f"{same}:propose-amendment", WHY, if_match='"v99"'), 412, "stale-etag")
        problem(await office.post(f"{dateless}:propose-amendment", WHY), 422, "undated-amendment")


async def test_a_discarded_proposal_lets_its_document_go(world: World) -> None:
    office, plan_id = await issued(world, plan_text())
    address = await later(office, plan_id, plan_text().replace("36%", "38%"))
    amendment = await office.do(f"{address}:propose-amendment", WHY | {"dated": "2023-04-10"})
    problem(await office.delete(address), 409, "document-in-use")
    await office.do(f"{PLANS}/amendments/{amendment['id']}:discard")
    again = await office.do(f"{address}:propose-amendment", WHY | {"dated": "2023-04-10"})
    await office.do(f"{PLANS}/amendments/{again['id']}:adopt")
    problem(await office.post(f"{address}:propose-amendment", WHY), 409, "already-drafted")
    problem(await office.delete(address), 409, "document-in-use")


async def test_a_plan_from_data_takes_every_difference_from_the_document(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("由数据录入的计划"))
    amendment = await proposed(office, plan["id"], plan_text())
    assert amendment["conflicts"] == [] and len(amendment["changes"]) > 5


async def test_proposing_is_the_plan_offices_business(world: World) -> None:
    office, plan_id = await planned(world, plan_text())
    address = f"{await later(office, plan_id, second_text())}:propose-amendment"
    auditor = await world.sign_in("auditor")
    async with nothing_changes(world):
        problem(await world.nobody.post(address, WHY), 401, "not-authenticated")
        problem(await auditor.post(address, WHY), 403, "denied")
        problem(await (await world.sign_in("health")).post(address, WHY), 404, "not-found")
        problem(await office.post(f"{DOCUMENTS}/{uuid4()}:propose-amendment", WHY), 404, "not-found")
        problem(await office.post(f"{PLANS}/amendments/{uuid4()}:decide", {"decisions": [{"conflict": "C01", "take": "plan"}]}), 404, "not-found")
