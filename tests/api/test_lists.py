"""Lists leave as ready JSON past FastAPI's own check; here each is held against the model that its route declares."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from deploy.demo import free_port
from deploy.embedded import create_platform
from deploy.loading import DEMO_SECRET, Api, LoadingError, load_directory, load_plan
from services.indicators.routes import appeals, assessment_schemes, assessments, catalogue, observations, verdicts
from services.notifications.routes import deadlines, endpoints, feeds, messages, policies, providers, templates
from services.plans.routes import breakdowns, calendars, directory, documents, funding, milestones, occurrences, plans, responsibilities, search
from services.submissions.routes import assignments, counts, ledger_entries, ledgers, rectifications, rounds, submissions
from shared.kit.settings import CommonSettings

_OF_PLANS = (milestones, funding, breakdowns, search)
_PLANS: tuple[ModuleType, ...] = (directory, documents, plans, occurrences, calendars, responsibilities, *_OF_PLANS)
_ROOMS: tuple[ModuleType, ...] = (
    *_PLANS,
    catalogue,
    observations,
    verdicts,
    assessment_schemes,
    assessments,
    appeals,
    deadlines,
    endpoints,
    providers,
    feeds,
    messages,
    policies,
    templates,
    rounds,
    assignments,
    counts,
    submissions,
    ledgers,
    ledger_entries,
    rectifications,
)


def _lists() -> Iterator[APIRoute]:
    for room in _ROOMS:
        for route in room.router.routes:
            if isinstance(route, APIRoute) and "Page[" in str(route.response_model):
                yield route


def test_there_are_lists_in_every_service() -> None:
    found = {route.path.split("/")[3] for route in _lists()}
    assert found == {"plans", "indicators", "submissions", "notifications"}
    assert len(list(_lists())) >= 20


@pytest.mark.timeout(180)
async def test_every_list_is_what_its_route_declares(tmp_path: Path) -> None:
    platform = create_platform(CommonSettings(data=tmp_path), bootstrap_secret=DEMO_SECRET)
    base = f"http://gateway:{free_port()}"
    async with platform.running(), httpx2.AsyncClient(transport=httpx2.ASGITransport(app=platform), base_url=base, timeout=60) as client:
        await load_directory(client)
        plan_id = await load_plan(client, "jiangbei")
        office = await Api.sign_in(client, "jb-office", DEMO_SECRET)
        await _work_on_the_plan(office, plan_id)
        await _report(office, plan_id)
        ids = {"plan_id": plan_id, "document_id": await _document(office, plan_id), "assessment_id": await _assess(office, plan_id)}
        ids["ledger_id"] = await _ledger(office)
        ids["policy_id"] = await _policy(office)
        await _template(office)
        empty = [route.operation_id for route in _lists() if not await _held(client, office, route, ids)]
    assert empty == []


async def _held(client: httpx2.AsyncClient, caller: Api, route: APIRoute, ids: dict[str, str]) -> int:
    """The list as told, read strictly by its declared model and written again: nothing may differ. How many items it had."""
    wanted = {"plan_id": ids["plan_id"]} if any(field.alias == "plan_id" for field in route.dependant.query_params) else {}
    words = {"q": "健康"} if any(field.alias == "q" for field in route.dependant.query_params) else {}
    path = route.path.replace(":uuid", "").format_map({**ids, "year": "2025"})
    answer = await client.get(path, params={**wanted, **words, "limit": 200}, headers=caller.headers)
    assert answer.status_code == 200, f"{route.operation_id}: {answer.text}"
    model: TypeAdapter[Any] = TypeAdapter(route.response_model)
    page = model.validate_json(answer.content)
    assert model.dump_python(page, mode="json") == answer.json(), route.operation_id
    return len(page.items)


async def _document(office: Api, plan_id: str) -> str:
    """A second version of the plan, read; its id."""
    path = "/api/v1/plans/documents"
    headers = {**office.headers, "Idempotency-Key": "document"}
    answer = await office.client.post(path, files={"file": ("二.txt", "健康行动\n一、总则".encode())}, data={"plan_id": plan_id}, headers=headers)
    assert answer.status_code == 202, answer.text
    async with asyncio.timeout(30):
        while [one["state"] async for one in office.pages(path)] != ["read"]:
            await asyncio.sleep(0.05)
    return str(answer.json()["id"])


async def _work_on_the_plan(office: Api, plan_id: str) -> None:
    """A milestone, money and a breakdown, each with its history."""
    plan = await anext(office.pages("/api/v1/plans", title="健康江北"))
    unit = await anext(office.pages("/api/v1/plans/units", region_id=plan["region_id"]))
    common = {"plan_id": plan_id, "reason": "任务分解"}
    part = {"unit_id": unit["id"], "written": unit["name"], "value": "40"}
    await office.post("/api/v1/plans/milestones", {**common, "what": "建成专家库", "due_on": "2026-06-30", "unit_id": unit["id"]}, "milestone")
    await office.post("/api/v1/plans/funding", {**common, "action": "A01", "year": 2026, "source": "区级财政", "spent": "1.50"}, "funding")
    await office.post("/api/v1/plans/breakdowns", {**common, "indicator": "T01", "year": 2030, "roll_up": "each", "parts": [part]}, "breakdown")


async def _policy(office: Api) -> str:
    """A draft of a reminder policy; its id."""
    plan = await anext(office.pages("/api/v1/plans", title="健康江北"))
    body = {"region_path": plan["region_path"], "name": "提醒", "steps": [{"offset": -3, "to": ["liaison"]}]}
    return str((await office.post("/api/v1/notifications/policies", body, "policy"))["id"])


async def _template(office: Api) -> None:
    """A draft of what is said when a task is waived."""
    plan = await anext(office.pages("/api/v1/plans", title="健康江北"))
    words = {"saying": "waived", "family": "inbox", "language": "zh", "title": "{{ title }}", "body": "{{ unit }}：{{ title }}"}
    await office.post("/api/v1/notifications/templates", {"region_path": plan["region_path"], **words}, "template")
    gateway = {"url": "https://93.184.216.34/send", "body": {"to": "{mobile}", "template": "{template_id}"}, "name": "短信平台"}
    approved = {"channel": "sms", "templates": [{"saying": "waived", "template_id": "T1"}]}
    await office.post("/api/v1/notifications/providers", {"region_path": plan["region_path"], **gateway, **approved}, "provider")


async def _ledger(office: Api) -> str:
    """A ledger with an entry, its id; and a rectification."""
    region = await anext(office.pages("/api/v1/plans/regions", name="江北区"))
    unit = await anext(office.pages("/api/v1/plans/units", region_id=region["id"]))
    made = await office.post("/api/v1/submissions/ledgers", {"kind": "events", "name": "活动", "unit_id": unit["id"]}, "ledger")
    event = {"name": "讲座", "held_on": "2026-01-05", "region_id": region["id"], "details": {"place": "广场"}}
    await office.post(f"/api/v1/submissions/ledgers/{made['id']}/entries", event, "entry")
    wrong = {"title": "事项", "problem": "缺失", "unit_id": unit["id"], "measures": "补齐", "due_on": "2099-06-30"}
    await office.post("/api/v1/submissions/rectifications", wrong, "rectification")
    return str(made["id"])


async def _assess(office: Api, plan_id: str) -> str:
    """A scheme with a fact and an announced result, an appeal and an adjustment; the result's id."""
    base, liaison = "/api/v1/indicators", await Api.sign_in(office.client, "jb-weijian", DEMO_SECRET)
    unit_id = (await anext(liaison.pages("/api/v1/submissions/assignments")))["unit_id"]
    plan = await anext(office.pages("/api/v1/plans", title="健康江北"))
    path = plan["region_path"]
    group = {"key": "G", "title": "指标", "weight": "100", "each": {"marking": {"kind": "full"}}}
    grades = {"kind": "score", "grades": [{"name": "合格", "low": "0"}]}
    definition = {"assessed": {"kind": "units"}, "plan_ids": [plan_id], "groups": [group], "grades": grades}
    head = {"region_path": path, "title": "考核方案", "year": 2025}
    program = {"region_path": path, "name": "协同平台", "url": "https://93.184.216.34/hook", "events": ["round"]}
    await office.post("/api/v1/notifications/endpoints", program, "endpoint")
    await office.post("/api/v1/notifications/feeds", {}, "feed")
    scheme = await office.post(f"{base}/assessment-schemes", {**head, "definition": definition}, "scheme")
    await office.post(f"{base}/assessment-schemes/{scheme['id']}:publish", {}, "publish")
    fact = {"kind": "late_filing", "count": "1", "evidence": "登记簿"}
    await office.post(f"{base}/assessment-facts", {"region_path": path, "subject_id": unit_id, "year": 2025, **fact}, "fact")
    result = await office.post(f"{base}/assessments", {"scheme_id": scheme["id"]}, "assess")
    await office.post(f"{base}/assessments/{result['id']}:announce", {"appeals_until": "2099-12-31"}, "announce")
    ranking = [one async for one in liaison.pages(f"{base}/assessments/{result['id']}/standings")]
    mine = next(one for one in ranking if one["assessed_id"] == unit_id)
    await liaison.post(f"{base}/standings/{mine['id']}:appeal", {"text": "应以核定值为准"}, "appeal")
    await office.post(f"{base}/standings/{mine['id']}:adjust", {"points": "1", "reason": "复核"}, "adjust")
    return str(result["id"])


async def _report(office: Api, plan_id: str) -> None:
    """A round with one submission and one extension, so that no list is empty."""
    opening = {"plan_ids": [plan_id], "subject_year": 2026, "name": "2026", "opens_on": "2026-01-01", "outward_due_on": "2027-05-10"}
    await _opened(office, {**opening, "closes_on": "2099-12-31"})
    liaison = await Api.sign_in(office.client, "jb-weijian", DEMO_SECRET)
    assignment = await anext(liaison.pages("/api/v1/submissions/assignments"))
    await liaison.post("/api/v1/submissions", {"assignment_id": assignment["id"]}, "submission")
    longer = {"until_on": "2027-05-20", "reason": "数据推迟"}
    await office.post(f"/api/v1/submissions/assignments/{assignment['id']}:extend", longer, "extension")
    async with asyncio.timeout(30):
        while not [one async for one in office.pages("/api/v1/notifications/reminders")]:
            await asyncio.sleep(0.05)


async def _opened(office: Api, opening: dict[str, Any]) -> None:
    """The round, opened once submissions have heard of the plan too."""
    async with asyncio.timeout(30):
        while True:
            try:
                await office.post("/api/v1/submissions/rounds", opening, "round")
            except LoadingError as refusal:
                if "plan-not-known" not in str(refusal):
                    raise
                await asyncio.sleep(0.05)
            else:
                return
