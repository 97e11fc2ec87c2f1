"""From an uploaded document to a plan: what was read is shown, decided, confirmed, issued; a second version shows its changes."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import draft
from tests.factories.people import COUNTY, NEIGHBOUR
from tests.factories.plan_texts import plan_docx, plan_text, second_text, undated_text
from tests.factories.problems import nothing_changes, pointers, problem
from tests.platform import Caller, World, eventually

PLANS = "/api/v1/plans"
DOCUMENTS = f"{PLANS}/documents"
REGION = {"op": "replace", "path": "/head/region/name", "value": "甲县"}


async def read(caller: Caller, data: bytes, name: str = "计划.txt", **fields: str) -> dict[str, Any]:
    """A document after it was uploaded and read."""
    document = (await caller.upload(DOCUMENTS, data, name, **fields)).json()

    async def over() -> bool:
        document.update(await caller.read(f"{DOCUMENTS}/{document['id']}"))
        return document["state"] in {"read", "refused"}

    await eventually(over, within=30)
    assert document["state"] == "read", document
    return document


async def drafted(world: World, data: bytes, name: str = "计划.txt") -> tuple[Caller, dict[str, Any], dict[str, Any]]:
    """The county's plan office, a document it uploaded, and what was read out of it."""
    office = await world.sign_in("office")
    document = await read(office, data, name)
    return office, document, await office.read(f"{DOCUMENTS}/{document['id']}/draft")


def confirmation(*corrections: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"corrections": list(corrections), **more}


@pytest.mark.parametrize(("data", "name"), [(plan_text().encode(), "计划.txt"), (plan_docx(), "计划.docx")], ids=["txt", "docx"])
async def test_upload_confirm_issue(world: World, data: bytes, name: str) -> None:
    """The journey: what a document says becomes a plan that binds, every fact with its clause."""
    office, document, found = await drafted(world, data, name)
    facts = found["document"]
    assert (facts["head"]["document_number"], facts["head"]["dated"]) == ("甲政办发〔2021〕8号", "2021-03-10")
    assert facts["head"]["period"] == {"start": 2021, "end": 2030}
    assert [action["name"] for action in facts["actions"]] == ["健康知识普及行动", "控烟行动"]
    assert [entry for entry in found["work_list"] if entry["blocking"]] == []
    await cited(office, document, facts)
    body = confirmation(REGION, {"op": "replace", "path": "/duties/0/who", "value": "县健康办"}, region_code=COUNTY)
    answer = await office.post(f"{DOCUMENTS}/{document['id']}:draft", body)
    plan_id = answer.json()["plan_id"]
    assert (answer.status_code, answer.headers["location"]) == (201, f"{PLANS}/{plan_id}")
    plan = await office.read(f"{PLANS}/{plan_id}")
    assert (plan["state"], plan["region_name"], plan["actions"], plan["duties"], plan["unresolved_units"]) == ("drafting", "甲县", 2, 1, 0)
    await office.do(f"{PLANS}/{plan_id}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    owed = await office.items(f"{PLANS}/responsibilities", plan_id=plan_id)
    assert [(entry["action"], entry["role"], entry["written"]) for entry in owed if entry["role"] == "lead"] == [
        ("A01", "lead", "县卫生健康局"),
        ("A02", "lead", "县卫生健康局"),
    ]
    assert len(await office.items("/api/v1/indicators/plan-indicators", plan_id=plan_id)) == len({one["name"] for one in facts["indicators"]})
    assert await office.items(f"{PLANS}/occurrences", plan_id=plan_id) != []


async def cited(office: Caller, document: dict[str, Any], facts: dict[str, Any]) -> None:
    """Every fact's clause stands in the text where it says."""
    lines = await office.items(f"{DOCUMENTS}/{document['id']}/text")
    text = "\n".join(line["text"] for line in lines)
    kinds = ("sections", "actions", "responsibilities", "indicators", "duties")
    clauses = [facts["head"]["clause"], *(fact["clause"] for kind in kinds for fact in facts[kind])]
    assert len(clauses) > 12
    for clause in clauses:
        assert "".join(text[clause["start"] : clause["end"]].split()).startswith(clause["quote"]), clause


async def test_a_draft_tells_how_sure_it_is_and_why_in_the_readers_language(world: World) -> None:
    _, document, found = await drafted(world, plan_text().encode())
    keys = {fact["key"] for kind in ("sections", "actions", "indicators", "duties") for fact in found["document"][kind]}
    told = {one["key"]: one for one in found["confidences"]}
    assert keys <= set(told) and all(0 < float(one["share"]) <= 1 and one["reason"] for one in told.values())
    chinese = await (await world.sign_in("office", language="zh")).read(f"{DOCUMENTS}/{document['id']}/draft")
    assert chinese["document"] == found["document"]
    assert {one["reason"] for one in chinese["confidences"]}.isdisjoint(one["reason"] for one in found["confidences"])


async def test_no_plan_is_drafted_while_something_must_be_decided(world: World) -> None:
    office, document, found = await drafted(world, undated_text().encode())
    address = f"{DOCUMENTS}/{document['id']}:draft"
    [entry] = [entry for entry in found["work_list"] if entry["blocking"]]
    assert entry["code"] == "no-period"
    async with nothing_changes(world):
        told = problem(await office.post(address, confirmation()), 409, "work-list-open")
        problem(await office.post(address, confirmation(decided=["W999"])), 422, "unknown-work-entry")
    assert [(fault["code"], fault["message"]) for fault in told["errors"]] == [(entry["id"], entry["text"])]
    period = {"op": "replace", "path": "/head/period", "value": {"start": 2021, "end": 2025}}
    confirmed = await office.do(address, confirmation(period, decided=[entry["id"]]))
    assert (await office.read(f"{PLANS}/{confirmed['plan_id']}"))["period"] == {"start": 2021, "end": 2025}


async def test_a_document_that_names_another_region_is_decided_by_a_person(world: World) -> None:
    office, document, found = await drafted(world, plan_text().replace("甲县", "丙山县").encode())
    address = f"{DOCUMENTS}/{document['id']}:draft"
    [entry] = [entry for entry in found["work_list"] if entry["blocking"]]
    assert entry["code"] == "other-region" and "丙山县" in entry["text"] and "甲县" in entry["text"] and entry["start"] < entry["end"]
    async with nothing_changes(world):
        problem(await office.post(address, confirmation()), 409, "work-list-open")
    confirmed = await office.do(address, confirmation(REGION, decided=[entry["id"]]))
    assert (await office.read(f"{PLANS}/{confirmed['plan_id']}"))["region_name"] == "甲县"


async def test_every_fault_of_corrections_is_listed(world: World) -> None:
    office, document, _ = await drafted(world, plan_text().encode())
    address = f"{DOCUMENTS}/{document['id']}:draft"
    lost = [{"op": "remove", "path": "/actions/99"}, REGION, {"op": "replace", "path": "/source/sha256", "value": "0" * 64}]
    wrong = [{"op": "replace", "path": "/head/period", "value": {"start": 2030, "end": 2021}}, {"op": "remove", "path": "/actions/0/name"}]
    async with nothing_changes(world):
        assert set(pointers(problem(await office.post(address, confirmation(*lost)), 422, "corrections-refused"))) == {
            "/corrections/0",
            "/corrections/2",
        }
        found = pointers(problem(await office.post(address, confirmation(*wrong)), 422, "invalid-request"))
        assert found == {"/document/head/period": "value_error", "/document/actions/0/name": "missing"}
        problem(await office.post(address, confirmation(region_code=NEIGHBOUR)), 422, "other-region")
        problem(await office.post(address, {"decided": "W001"}), 422, "invalid-request")


async def test_a_document_becomes_a_plan_once_and_then_stays(world: World) -> None:
    office, document, _ = await drafted(world, plan_text().encode())
    address = f"{DOCUMENTS}/{document['id']}"
    problem(await office.post(f"{address}:draft", confirmation(), if_match='"v99"'), 412, "stale-etag")
    confirmed = await office.do(f"{address}:draft", confirmation(REGION))
    async with nothing_changes(world):
        again = problem(await office.post(f"{address}:draft", confirmation()), 409, "already-drafted")
        problem(await office.delete(address), 409, "document-in-use")
    assert confirmed["plan_id"] in again["detail"]
    assert [one["id"] for one in await office.items(DOCUMENTS, plan_id=confirmed["plan_id"])] == [document["id"]]


async def test_what_was_read_is_its_offices_and_auditors_business(world: World) -> None:
    _, document, _ = await drafted(world, plan_text().encode())
    address = f"{DOCUMENTS}/{document['id']}"
    auditor = await world.sign_in("auditor")
    assert (await auditor.get(f"{address}/draft")).status_code == 200
    problem(await auditor.post(f"{address}:draft", confirmation()), 403, "denied")
    for login in ("health", "mayor", "upper", "neighbour-office", "partner"):
        caller = await world.sign_in(login)
        for page in ("draft", "changes"):
            problem(await caller.get(f"{address}/{page}"), 404, "not-found")
        problem(await caller.post(f"{address}:draft", confirmation()), 404, "not-found")
    problem(await world.nobody.get(f"{address}/draft"), 401, "not-authenticated")
    problem(await auditor.get(f"{DOCUMENTS}/{uuid4()}/draft"), 404, "not-found")


async def test_nothing_is_told_of_what_is_not_read_yet(world: World) -> None:
    await world.service("plans").running_loops.stop()
    office = await world.sign_in("office")
    document = (await office.upload(DOCUMENTS, plan_text().encode())).json()
    for page in ("draft", "changes"):
        told = problem(await office.get(f"{DOCUMENTS}/{document['id']}/{page}"), 409, "document-not-read")
        assert "waiting" in told["detail"]
    problem(await office.post(f"{DOCUMENTS}/{document['id']}:draft", confirmation()), 409, "document-not-read")


async def test_a_second_version_proposes_what_to_amend(world: World) -> None:
    office, document, _ = await drafted(world, plan_text().encode())
    plan_id = (await office.do(f"{DOCUMENTS}/{document['id']}:draft", confirmation(REGION)))["plan_id"]
    second = await read(office, second_text().encode(), "计划二.txt", plan_id=plan_id)
    told = await office.read(f"{DOCUMENTS}/{second['id']}/changes")
    assert (told["plan_id"], told["before_document_id"], told["after_document_id"]) == (plan_id, document["id"], second["id"])
    found = [(change["kind"], (change["after"] or change["before"])["title"]) for change in told["changes"]]
    assert found == [("changed", "总体目标"), ("new", "心理健康促进行动"), ("moved", "控烟行动"), ("changed", "保障措施")]
    [goals, *_] = told["changes"]
    assert [(piece["operation"], piece["text"]) for piece in goals["pieces"] if piece["operation"] != "same"] == [("removed", "6"), ("added", "8")]
    assert told["unchanged"] > 0


async def test_without_an_earlier_text_there_is_nothing_to_compare(world: World) -> None:
    office, document, _ = await drafted(world, plan_text().encode())
    problem(await office.get(f"{DOCUMENTS}/{document['id']}/changes"), 409, "no-earlier-text")
    plan = await office.do(PLANS, draft("由数据录入的计划"))
    second = await read(office, second_text().encode(), plan_id=plan["id"])
    problem(await office.get(f"{DOCUMENTS}/{second['id']}/changes"), 409, "no-earlier-text")


async def test_a_document_without_actions_and_units_is_a_draft_with_a_work_list(world: World) -> None:
    _, document, found = await drafted(world, "健康甲县宣传（2021—2025年）\n请大家一起努力。\n".encode())
    assert document["state"] == "read" and {"no-actions", "no-units"} <= {entry["code"] for entry in found["work_list"]}
