"""The objects of the matrix: all of them belong to the county, and most to its 卫生健康局.

What a case changes is made for that case alone, so no case destroys what another one looks at.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories.plan_texts import plan_text, second_text
from tests.rights.document import document, two_actions
from tests.rights.objects_of_assessments import assessments
from tests.rights.objects_of_providers import providers
from tests.rights.objects_of_words import templates
from tests.rights.parts import Part, Relation, Who
from tests.rights.world import CODES, OWN_LIAISON, OWN_OFFICE, World

_DOCUMENTS = "/api/v1/plans/documents"
PLANS = ("public_plan", "upward_plan", "internal_plan")
DRAFTS = ("draft_plan", "plan_to_edit", "plan_to_issue", "draft_to_withdraw", "plan_to_consult")
CONSULTED = ("consulted_plan", "consultation_to_close")
ISSUED = ("plan_to_amend", "plan_to_enforce", "plan_to_withdraw", "plan_to_supersede")
MOVED = {
    "approved": ("submit", "approve"),
    "submitted": ("submit",),
    "in_review": ("submit", "start-review"),
    "returned": ("submit", "return"),
    "withdrawn": ("submit", "withdraw"),
    "draft": (),
    "to_fill": (),
    "to_submit": (),
    "to_withdraw": ("submit",),
    "to_start_review": ("submit",),
    "to_return": ("submit",),
    "to_approve": ("submit",),
}
"""Submissions by name: what was done to each after it was filled in. Each is about a year of its own, the approved one about the earliest:
a verdict that took the newest value whatever its state would take another."""

SECRETS = {name: f"{31 + number}.{73917 + number}" for number, name in enumerate(MOVED)}
"""The value that stands in each submission: so odd that it appears in an answer only if it was told there."""
EARLIER, INTERNAL, INTERNAL_BEFORE = "56.84431", "57.84432", "58.84433"
"""What the approved submission said before it was returned; the internal plan's value of this year and of the year before."""
SHARED = "21.95551", "22.95552"
"""The values of a form on two actions: the first led by LEAD, the second by OTHER_UNIT."""

_FIRST_YEAR = 2022
_ROUNDS = ("to_start", "to_waive", "to_close", "to_extend", "to_reassign", "to_reopen")


async def objects(world: World) -> None:
    """Everything that the table names."""
    world.ids["word_of_every_title"] = "plan"
    world.ids |= {"sdmx_form": "sdmx-json", "sdmx_kind": "dataflow", "sdmx_agency": "JIANXING", "sdmx_flow": "HEALTHY_CITY", "sdmx_version": "1.0"}
    await _plans(world)
    await _documents(world)
    await _work_on_plans(world)
    await _values(world)
    await assessments(world)
    world.ids["kind"] = (await world.items(OWN_OFFICE, "/api/v1/submissions/kinds"))[0]["id"]
    await _submissions(world)
    await _internal_submission(world)
    await _revisions(world)
    await _schemes(world)
    await _shared_form(world)
    await _ledgers(world)
    await _rectifications(world)
    for year, name in enumerate(_ROUNDS, _FIRST_YEAR + len(MOVED)):
        await _round(world, name, "public_plan", year)
    await _run_rounds(world)
    await world.settled()
    await _messages(world)
    await _deliveries(world)
    await _endpoints(world)
    await _policies(world)
    await templates(world)
    await providers(world)
    await _feeds(world)


def revision_body(plan_id: str) -> dict[str, Any]:
    """A document that sets a target of a made-up plan."""
    head = {"title": "关于调整目标值的通知", "issuing_body": "市健康办", "dated": "2021-09-01"}
    return {"plan_id": plan_id, **head, "rows": [{"key": "T01", "year": 2023, "raw": "33%以上"}]}


async def _revisions(world: World) -> None:
    """Documents that revise targets, of a public and of an internal plan."""
    for name, plan in (("public_revision", "public_plan"), ("internal_revision", "internal_plan"), ("revision_to_withdraw", "public_plan")):
        made = await world.do(OWN_OFFICE, "POST", "/api/v1/indicators/revisions", revision_body(world.ids[plan]))
        world.ids[name] = made["id"]


def scheme_body(region_id: str, code: str = "M01") -> dict[str, Any]:
    """A monitoring scheme of the county."""
    head = {"title": "监测方案", "issuing_body": "健康办", "first_year": 2021, "last_year": 2022}
    return {"region_id": region_id, **head, "items": [{"code": code, "name": "方案中的指标", "unit_of_measure": "%"}]}


async def _schemes(world: World) -> None:
    """Drafts, and schemes that everybody may read; each that a case changes is its own."""
    schemes = "/api/v1/indicators/schemes"
    for name in ("scheme_draft", "scheme_to_publish", "scheme_to_drop", "scheme", "scheme_to_edit", "scheme_to_map", "scheme_to_withdraw"):
        made = await world.do(OWN_OFFICE, "POST", schemes, scheme_body(world.ids["region"]))
        world.ids[name] = made["id"]
        if name not in ("scheme_draft", "scheme_to_publish", "scheme_to_drop"):
            await world.do(OWN_OFFICE, "POST", f"{schemes}/{made['id']}:publish")


def draft_body(title: str, disclosure: str = "public") -> dict[str, Any]:
    """A draft of a made-up plan of the county; the indicator bears the plan's name, for indicators of one name share their values."""
    return {"region_code": CODES[Relation.OWN], "disclosure": disclosure, "document": document(title, f"指标 {title}")}


async def _plans(world: World) -> None:
    for name in (*PLANS, *DRAFTS, *CONSULTED, *ISSUED):
        disclosure = name.removesuffix("_plan") if name in PLANS else "public"
        plan = await world.do(OWN_OFFICE, "POST", "/api/v1/plans", draft_body(name, disclosure))
        world.ids[name] = plan["id"]
        if name in CONSULTED:
            await world.do(OWN_OFFICE, "POST", f"/api/v1/plans/{plan['id']}:open-consultation", {"closes_on": "2099-12-31", "public": True})
        elif name not in DRAFTS:
            await world.do(OWN_OFFICE, "POST", f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2021-06-01"})
            entries = await world.items(OWN_OFFICE, "/api/v1/plans/responsibilities", plan_id=plan["id"])
            world.ids[f"{name.removesuffix('_plan')}_responsibility"] = entries[0]["id"]
            world.ids["responsibility_to_end"] = world.ids.get("responsibility_to_end", entries[-1]["id"])
        duty = (await world.items(OWN_OFFICE, "/api/v1/plans/duties", plan_id=plan["id"]))[0]
        world.ids["duty_to_remove" if name == "plan_to_edit" else f"{name.removesuffix('_plan')}_duty"] = duty["id"]
        if name in PLANS:
            occurrence = (await world.items(OWN_OFFICE, "/api/v1/plans/occurrences", plan_id=plan["id"]))[0]
            world.ids[f"{name.removesuffix('_plan')}_occurrence"] = occurrence["id"]
    world.ids["first"] = "1"
    for name in ("amendment", "amendment_to_discard", "amendment_to_adopt"):
        body = {"reason": "中期调整", "dated": "2021-09-01", "edits": [{"kind": "duty", "key": "D01"}]}
        address = f"/api/v1/plans/{world.ids['plan_to_amend']}/amendments"
        world.ids[name] = (await world.do(OWN_OFFICE, "POST", address, body))["id"]
    for name in ("comment", "comment_to_reply"):
        address = f"/api/v1/plans/{world.ids['consulted_plan']}/comments"
        world.ids[name] = (await world.do(OWN_LIAISON, "POST", address, {"text": "建议补充监测口径"}))["id"]
    await world.settled()


async def _documents(world: World) -> None:
    """Uploaded documents that have been read; one is a second version of the document that a plan was made from."""
    for name in ("document", "document_to_delete", "document_to_confirm", "first_document"):
        await _uploaded(world, name, f"{plan_text()}{name}\n")
    first = await world.do(OWN_OFFICE, "POST", f"{_DOCUMENTS}/{world.ids['first_document']}:draft", {})
    await _uploaded(world, "second_document", second_text(), plan_id=first["plan_id"])
    await _uploaded(world, "third_document", second_text() + "（三）其他\n", plan_id=first["plan_id"])


async def _uploaded(world: World, name: str, text: str, **fields: str) -> None:
    """Upload a document and wait until it is read; its id under ``name``."""
    answer = await world.ask(OWN_OFFICE, "POST", _DOCUMENTS, files={"file": (f"{name}.txt", text.encode())}, data=fields)
    assert answer.status_code == 202, answer.text
    world.ids[name] = answer.json()["id"]
    async with asyncio.timeout(30):
        while (await world.do(OWN_OFFICE, "GET", f"{_DOCUMENTS}/{world.ids[name]}"))["state"] != "read":
            await asyncio.sleep(0.05)


async def _work_on_plans(world: World) -> None:
    """A milestone of the owner, money and a breakdown in each issued plan, and a milestone to change of each kind."""
    owner = world.ids["owner_unit"]
    for plan in PLANS:
        level, common = plan.removesuffix("_plan"), {"plan_id": world.ids[plan], "reason": "任务分解"}
        milestone = {**common, "what": f"节点 {level}", "unit_id": owner}
        names = (f"{level}_milestone",) if level != "public" else ("public_milestone", "milestone_to_edit", "milestone_to_drop", "milestone_to_link")
        for name in names:
            world.ids[name] = (await world.do(OWN_OFFICE, "POST", "/api/v1/plans/milestones", milestone))["id"]
        money = {**common, "action": "A1", "year": 2025, "source": "县级财政", "planned": "1.00"}
        world.ids[f"{level}_funding"] = (await world.do(OWN_OFFICE, "POST", "/api/v1/plans/funding", money))["id"]
        part = {"unit_id": owner, "written": "卫生健康局", "value": "40"}
        shares = {**common, "indicator": "T01", "year": 2025, "roll_up": "sum", "parts": [part]}
        world.ids[f"{level}_breakdown"] = (await world.do(OWN_OFFICE, "POST", "/api/v1/plans/breakdowns", shares))["id"]


async def _values(world: World) -> None:
    """A value of each issued plan's indicator, and the ids of what follows from it."""
    for plan in PLANS:
        level = plan.removesuffix("_plan")
        value = INTERNAL_BEFORE if level == "internal" else "33.5"
        body = {"plan_id": world.ids[plan], "rows": [{"key": "T01", "year": 2021, "value": value}]}
        await world.do(OWN_OFFICE, "POST", "/api/v1/indicators/observations:import", body)
        if level != "upward":
            await _value_to_withdraw(world, level, plan)
        indicator = (await world.items(OWN_OFFICE, "/api/v1/indicators/plan-indicators", plan_id=world.ids[plan]))[0]
        observation = (await world.items(OWN_OFFICE, "/api/v1/indicators/observations", indicator_id=indicator["indicator_id"], year="2021"))[0]
        verdict = (await world.items(OWN_OFFICE, "/api/v1/indicators/verdicts", plan_id=world.ids[plan], horizon=2030))[0]
        statement = (await world.items(OWN_OFFICE, "/api/v1/indicators/statements", plan_id=world.ids[plan]))[0]
        world.ids |= {f"{level}_indicator": indicator["id"], f"{level}_observation": observation["id"], f"{level}_verdict": verdict["id"]}
        world.ids |= {f"{level}_statement": statement["id"], f"{level}_entry": indicator["indicator_id"], "county_path": indicator["region_path"]}
        await _derivation(world, level)
        await _acceptance(world, level)
    world.ids["year_of_values"] = "2021"
    for name in ("entry_to_merge", "entry_to_keep"):
        entry = {"region_path": world.ids["county_path"], "name": name, "valid_from": "2021-01-01", "polarity": "up", "unit_of_measure": "%"}
        world.ids[name] = (await world.do(OWN_OFFICE, "POST", "/api/v1/indicators", entry))["id"]
    await world.settled()


async def _acceptance(world: World, level: str) -> None:
    """That the baseline, printed with a qualifier, was accepted as comparable, and no longer is."""
    accepted = {"definition": None, "reason": "可比"}
    listed = f"/api/v1/indicators/plan-indicators/{world.ids[f'{level}_indicator']}/definition-acceptances"
    made = await world.do(OWN_OFFICE, "POST", listed, accepted)
    await world.do(OWN_OFFICE, "POST", f"/api/v1/indicators/definition-acceptances/{made['id']}:revoke", {"reason": "复核"})
    world.ids[f"{level}_acceptance"] = made["id"]


async def _derivation(world: World, level: str) -> None:
    """What a formula makes of the level's value; its id once it is computed."""
    name = (await world.do(OWN_OFFICE, "GET", f"/api/v1/indicators/{world.ids[f'{level}_entry']}"))["name"]
    formula = {"arrival": "formula", "formula": f"[{name}]*1", "valid_from": "2021-01-01", "polarity": "up", "unit_of_measure": "%"}
    entry = {"region_path": world.ids["county_path"], "name": f"由{name}得出", **formula}
    made = await world.do(OWN_OFFICE, "POST", "/api/v1/indicators", entry)
    async with asyncio.timeout(30):
        while not (found := await world.items(OWN_OFFICE, "/api/v1/indicators/derivations", indicator_id=made["id"], outcome="counts")):
            await asyncio.sleep(0.05)
    world.ids[f"{level}_derivation"] = found[0]["id"]


async def _value_to_withdraw(world: World, level: str, plan: str) -> None:
    """A value of a half-year, in two versions."""
    for value in ("30", "31"):
        body = {"plan_id": world.ids[plan], "rows": [{"key": "T01", "period": "2019-H1", "value": value}]}
        await world.do(OWN_OFFICE, "POST", "/api/v1/indicators/observations:import", body)
    made = [one for one in await world.items(OWN_OFFICE, "/api/v1/indicators/observations", period="2019-H1") if one["value"] == "31"]
    world.ids[f"{level}_observation_to_withdraw"] = next(one["id"] for one in made if one["disclosure"] == level)


async def _round(world: World, name: str, plan: str, year: int) -> str:
    """Open a round of its own (one unit has one submission per round): ids of round and assignment under ``name``; the assignment's."""
    today = datetime.now(UTC).date()
    days = {"opens_on": today - timedelta(2), "internal_due_on": today + timedelta(40), "outward_due_on": today + timedelta(50)}
    body = {"plan_ids": [world.ids[plan]], "subject_year": year, "name": f"轮次 {name}", **{day: on.isoformat() for day, on in days.items()}}
    round_id = (await world.do(OWN_OFFICE, "POST", "/api/v1/submissions/rounds", body))["id"]
    [assignment] = await world.items(OWN_OFFICE, "/api/v1/submissions/assignments", round_id=round_id)
    world.ids |= {f"round_{name}": round_id, f"assignment_{name}": assignment["id"]}
    return str(assignment["id"])


async def _run_rounds(world: World) -> None:
    """One unit has longer, and one round is closed."""
    until = (datetime.now(UTC).date() + timedelta(45)).isoformat()
    owed = f"/api/v1/submissions/assignments/{world.ids['assignment_to_extend']}"
    await world.do(OWN_OFFICE, "POST", f"{owed}:extend", {"until_on": until, "reason": "数据推迟"})
    await world.do(OWN_OFFICE, "POST", f"/api/v1/submissions/rounds/{world.ids['round_to_reopen']}:close")


async def _submissions(world: World) -> None:
    for number, (name, moves) in enumerate(MOVED.items()):
        submission = await _start(world, name, await _round(world, name, "public_plan", _FIRST_YEAR + number))
        if name == "approved":
            await _returned_once(world, submission)
        await _fill(world, submission, SECRETS[name])
        for move in moves:
            await _move(world, submission, move)


async def _internal_submission(world: World) -> None:
    submission = await _start(world, "internal", await _round(world, "internal", "internal_plan", _FIRST_YEAR))
    await _fill(world, submission, INTERNAL)
    for move in ("submit", "approve"):
        await _move(world, submission, move)
    await _round(world, "internal_open", "internal_plan", _FIRST_YEAR + 1)


async def _shared_form(world: World) -> None:
    """One form that reports on two actions with two leads, handed in."""
    body = {"region_code": CODES[Relation.OWN], "document": two_actions("shared_plan")}
    plan = await world.do(OWN_OFFICE, "POST", "/api/v1/plans", body)
    world.ids["shared_plan"] = plan["id"]
    await world.do(OWN_OFFICE, "POST", f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2021-06-01"})
    await world.settled()
    submission = await _start(world, "shared", await _round(world, "shared", "shared_plan", _FIRST_YEAR))
    for one, value in zip(submission["content"], SHARED, strict=True):
        await world.do(OWN_LIAISON, "PATCH", f"/api/v1/submissions/{submission['id']}", filled(one["item"]["id"], value))
    await _move(world, submission, "submit")


def ledger_body(world: World, name: str, disclosure: str = "upward") -> dict[str, Any]:
    """The body of a ledger that the county's 卫生健康局 keeps."""
    return {"kind": "lecturers", "name": name, "unit_id": world.ids["owner_unit"], "disclosure": disclosure}


def ledger_entry(world: World, name: str) -> dict[str, Any]:
    """The body of an entry of it."""
    where = {"held_on": "2022-03-18", "region_id": world.ids["region"]}
    return {"name": name, **where, "details": {"workplace": "疾控中心"}, "another": True}


async def _ledgers(world: World) -> None:
    """A ledger of each disclosure level with an entry; in the middle one, entries to change."""
    for level in ("public", "upward", "internal"):
        made = await world.do(OWN_OFFICE, "POST", "/api/v1/submissions/ledgers", ledger_body(world, f"台账 {level}", level))
        world.ids[f"{level}_ledger"] = made["id"]
        names = ("line", *(("line_to_edit", "line_to_withdraw", "line_to_recheck") if level == "upward" else ()))
        for name in names:
            address = f"/api/v1/submissions/ledgers/{made['id']}/entries"
            world.ids[f"{level}_{name}"] = (await world.do(OWN_OFFICE, "POST", address, ledger_entry(world, f"讲师 {name}")))["id"]


def rectification_body(world: World, title: str) -> dict[str, Any]:
    """The body of a rectification that the county's 卫生健康局 owes."""
    return {"title": title, "problem": "缺失", "unit_id": world.ids["owner_unit"], "measures": "补齐", "due_on": "2099-06-30"}


async def _rectifications(world: World) -> None:
    """Rectifications under way: one to look at, two to change."""
    for name in ("rectification", "rectification_to_report", "rectification_to_waive"):
        made = await world.do(OWN_OFFICE, "POST", "/api/v1/submissions/rectifications", rectification_body(world, name))
        world.ids[name] = made["id"]


async def _start(world: World, name: str, assignment_id: str) -> dict[str, Any]:
    submission: dict[str, Any] = await world.do(OWN_LIAISON, "POST", "/api/v1/submissions", {"assignment_id": assignment_id})
    world.ids[f"submission_{name}"] = submission["id"]
    world.ids[f"item_{name}"] = submission["content"][0]["item"]["id"]
    return submission


async def _returned_once(world: World, submission: dict[str, Any]) -> None:
    await _fill(world, submission, EARLIER)
    for move in ("submit", "return"):
        await _move(world, submission, move)


async def _fill(world: World, submission: dict[str, Any], value: str) -> None:
    body = filled(submission["content"][0]["item"]["id"], value)
    await world.do(OWN_LIAISON, "PATCH", f"/api/v1/submissions/{submission['id']}", body)


def filled(item_id: str, value: str) -> dict[str, Any]:
    """Answers to the one item of a form; the explanation settles whatever a check finds."""
    return {"answers": [{"item_id": item_id, "answer": {"kind": "value", "value": value, "explanation": "已核实"}}]}


def returned(item_id: str) -> dict[str, Any]:
    """Sending that item back."""
    return {"items": [{"item_id": item_id, "reason": "请核对"}], "workdays": 5}


async def _move(world: World, submission: dict[str, Any], move: str) -> None:
    who = OWN_LIAISON if move in {"submit", "withdraw"} else OWN_OFFICE
    bodies = {"return": returned(submission["content"][0]["item"]["id"]), "approve": {}}
    await world.do(who, "POST", f"/api/v1/submissions/{submission['id']}:{move}", bodies.get(move))


async def _deliveries(world: World) -> None:
    """Two mails to the county's liaison, who had no address then and has one now."""
    for name, message in {"delivery": "message", "delivery_to_replay": "message_to_read"}.items():
        [found] = await world.items(OWN_OFFICE, "/api/v1/notifications/deliveries", message_id=world.ids[message])
        world.ids[name] = found["id"]
    contact = {"email": "liaison@county.example.cn", "mobile": None}
    await world.do(OWN_LIAISON, "PUT", f"/api/v1/plans/accounts/{world.accounts[OWN_LIAISON]}/contact", contact)
    await world.settled()


async def _feeds(world: World) -> None:
    """Two calendar feeds of the county's liaison, and the secret of the first."""
    for name in ("feed_to_revoke", "feed"):
        made = await world.do(OWN_LIAISON, "POST", "/api/v1/notifications/feeds", {})
        world.ids |= {name: made["id"], "feed_secret": made["url"].rpartition("/")[2].removesuffix(".ics")}


def endpoint_body(world: World) -> Any:
    """A program that wants to be told of the county's messages; its host is on nobody's list."""
    return {"region_path": world.named("county_path"), "name": "协同平台", "url": "https://93.184.216.34/hook", "events": ["round"]}


async def _endpoints(world: World) -> None:
    for name in ("endpoint", "endpoint_to_drop"):
        world.ids[name] = (await world.do(OWN_OFFICE, "POST", "/api/v1/notifications/endpoints", endpoint_body(world)))["id"]


def policy_body(world: World) -> Any:
    """A reminder policy of the county, for a kind that nothing is owed of."""
    steps = [{"offset": -3, "to": ["liaison"]}]
    return {"region_path": world.named("county_path"), "kind": "model_unit", "name": "提醒", "steps": steps}


async def _policies(world: World) -> None:
    for name in ("policy", "policy_to_activate", "policy_to_retire"):
        world.ids[name] = (await world.do(OWN_OFFICE, "POST", "/api/v1/notifications/policies", policy_body(world)))["id"]


async def _messages(world: World) -> None:
    """Three messages of the county's liaison (one to look at, two to change), one of its plan office, one of its leadership."""
    found = {who.part: await world.items(who, "/api/v1/notifications") for who in (OWN_LIAISON, OWN_OFFICE, Who(Part.LEADERSHIP, Relation.OWN))}
    for name, message in zip(("message", "message_to_read", "message_to_acknowledge"), found[Part.LIAISON], strict=False):
        world.ids[name] = message["id"]
    await world.do(OWN_LIAISON, "POST", f"/api/v1/notifications/{found[Part.LIAISON][3]['id']}:mark-read")
    world.ids["message_read"] = found[Part.LIAISON][3]["id"]
    for part in (Part.PLAN_OFFICE, Part.LEADERSHIP):
        world.ids[f"message_{part}"] = found[part][0]["id"]
