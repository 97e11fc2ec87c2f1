"""A list costs as many statements for two hundred rows as for one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pytest
from sqlalchemy import Executable, Row, event

from shared.kit.db import ReadDb
from shared.schemas.services import ServiceName
from tests.api.operations import Operation, operations
from tests.factories.documents import LITERACY, MALARIA, MYOPIA, SMOKING
from tests.factories.people import EAST, EDUCATION, HEALTH, SPORT
from tests.factories.rounds import assignment_of, fill, move, open_round, start, state, value
from tests.platform import Caller, World, eventually
from tests.services.indicators.assessments import ASSESSMENTS, FACTS, path_of, published
from tests.services.indicators.test_assessment_schemes import fact
from tests.services.indicators.test_taking_over import by_key

LISTS = [operation for operation in operations() if operation.method == "GET" and "cursor" in operation.takes]
MOST = 3
"""Statements of one list: the plan it is about, the rows, and one for all of their children."""


counting: ContextVar[bool] = ContextVar("counting", default=False)
"""Set where the test's own requests run, and not in the service's loops, which may look for work at the same moment."""


class CountedReads(ReadDb):
    """The service's reads, noted one by one: on PostgreSQL most of them pass SQLAlchemy's own events by."""

    def __init__(self, read: ReadDb, noted: list[Executable]) -> None:
        self._read, self._noted = read, noted

    async def all(self, statement: Executable, params: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
        if counting.get():
            self._noted.append(statement)
        return await self._read.all(statement, params)


@contextmanager
def statements_of(world: World, service: str) -> Iterator[list[Executable]]:
    """Every statement that the service sends inside the block; one that comes to the engines past its reads is a fault."""
    noted: list[Executable] = []
    seen: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if counting.get():
            seen.append(statement)

    database = world.service(service).database
    engines = [database.read_engine.sync_engine, database.write_engine.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", see)
    read, database.read = database.read, CountedReads(database.read, noted)
    token = counting.set(True)
    yield noted
    counting.reset(token)
    database.read = read
    for engine in engines:
        event.remove(engine, "before_cursor_execute", see)
    assert noted and len(seen) <= len(noted), seen


async def crowded(world: World) -> dict[str, str]:
    """Several of everything; the ids that lists ask for."""
    admin = await world.sign_in("admin")
    for one in await admin.items("/api/v1/plans/units", name=EDUCATION):
        for number in range(2):
            await admin.do(f"/api/v1/plans/units/{one['id']}:rename", {"name": EDUCATION, "on": "2023-04-10"})
            await admin.do(f"/api/v1/plans/units/{one['id']}/people", {"kind": "contact", "name": f"人员{number}", "valid_from": "2023-01-01"})
    for region in (await admin.items("/api/v1/plans/regions"))[:2]:
        await admin.do(
            f"/api/v1/plans/regions/{region['id']}:rename", {"name": f"新{region['name']}", "on": "2023-04-10", "basis": {"title": "通知"}}
        )
    [bureau] = await admin.items("/api/v1/plans/units", name=SPORT)
    group = {"name": "领导小组", "kind": "leading_group", "region_id": bureau["region_id"]}
    inside = [one["id"] for one in await admin.items("/api/v1/plans/units", region_id=bureau["region_id"])]
    group_id = str((await admin.do("/api/v1/plans/groups", {**group, "members": [{"unit_id": one} for one in inside]}))["id"])
    for year in (2021, 2022):
        await open_round(world, subject_year=year, outward_due_on="2023-05-10", name=f"{year}年度")
    office, health, education = [await world.sign_in(login) for login in ("office", "health", "education")]
    filled = {HEALTH: (health, {LITERACY: value("31"), MALARIA: state("消除"), SMOKING: value("20")}), EDUCATION: (education, {MYOPIA: value("49")})}
    for unit, (caller, given) in filled.items():
        for owed in [a for a in await caller.items("/api/v1/submissions/assignments") if a["unit_name"] == unit]:
            submission = await start(caller, owed)
            await fill(caller, submission, given)
            await move(caller, submission, "submit")
            await move(office, submission, "approve", {})
    for owed in [a for a in await office.items("/api/v1/submissions/assignments") if a["unit_name"] == SPORT]:
        await office.do(f"/api/v1/submissions/assignments/{owed['id']}:extend", {"until_on": "2023-05-10", "reason": "数据推迟"})
    ledger_id = await keep_ledgers(office, bureau)
    documents = [(await office.upload("/api/v1/plans/documents", f"第一行\n第{n}份".encode())).json() for n in range(2)]
    await eventually(lambda: _all_read(office))
    await work_on_the_plan(office, str((await office.items("/api/v1/plans"))[0]["id"]))
    await revise_targets(office, str((await office.items("/api/v1/plans"))[0]["id"]))
    schemes = [await enter_scheme(office, str(bureau["region_id"])) for _ in range(2)]
    assessment_id = await assess_twice(office)
    await world.settle()
    assert (await assignment_of(world, HEALTH, state="closed", round_id=(await office.items("/api/v1/submissions/rounds"))[0]["id"]))[
        "state"
    ] == "closed"
    for message in (await health.items("/api/v1/notifications"))[:2]:
        await health.do(f"/api/v1/notifications/{message['id']}:mark-read")
    [literacy] = [one for one in await office.items("/api/v1/indicators/plan-indicators") if one["name"] == LITERACY]
    formula = {"arrival": "formula", "formula": f"[{LITERACY}]*1", "unit_of_measure": "%", "polarity": "up", "valid_from": "2021-01-01"}
    for name in ("协同平台", "数据平台"):
        program = {"region_path": literacy["region_path"], "name": name, "url": "https://93.184.216.34/hook", "events": ["round"]}
        await office.do("/api/v1/notifications/endpoints", program)
        await enter_gateway(office, literacy["region_path"], "sms" if name == "协同平台" else "work_notice")
        await office.do("/api/v1/notifications/feeds", {})
    policy = {"region_path": literacy["region_path"], "name": "提醒", "steps": [{"offset": -3, "to": ["liaison"]}]}
    await draft_templates(office, literacy["region_path"])
    policy_id = (await office.do("/api/v1/notifications/policies", policy))["id"]
    await office.do("/api/v1/notifications/policies", policy)
    await office.do("/api/v1/indicators", {"name": "同素养水平", "region_path": literacy["region_path"], **formula})
    return {
        "plan_id": literacy["plan_id"],
        "document_id": documents[0]["id"],
        "plan_indicator_id": literacy["id"],
        "group_id": group_id,
        "policy_id": policy_id,
        "ledger_id": ledger_id,
        "deadline_id": (await office.items("/api/v1/notifications/deadlines"))[0]["id"],
        "scheme_id": schemes[0],
        "assessment_id": assessment_id,
    }


async def enter_gateway(office: Caller, region_path: str, channel: str) -> None:
    """A gateway of the region for the channel."""
    shape = {"name": "发送平台", "url": "https://93.184.216.34/send", "body": {"to": "{mobile}", "template": "{template_id}"}}
    approved = {"channel": channel, "templates": [{"saying": "waived", "template_id": "T1"}]}
    await office.do("/api/v1/notifications/providers", {"region_path": region_path, **shape, **approved})


async def draft_templates(office: Caller, region_path: str) -> None:
    """Two drafts of the same words."""
    words = {"saying": "waived", "family": "inbox", "language": "zh", "title": "{{ title }}", "body": "{{ unit }}：{{ title }}"}
    for _ in range(2):
        await office.do("/api/v1/notifications/templates", {"region_path": region_path, **words})


async def keep_ledgers(office: Caller, bureau: dict[str, Any]) -> str:
    """Two ledgers, one with two entries: its id; and two rectifications."""
    made = [
        await office.do("/api/v1/submissions/ledgers", {"kind": "events", "name": f"活动台账{number}", "unit_id": bureau["id"]})
        for number in range(2)
    ]
    entries = f"/api/v1/submissions/ledgers/{made[0]['id']}/entries"
    for number in range(2):
        event = {"name": f"讲座{number}", "held_on": "2023-03-01", "region_id": bureau["region_id"], "details": {"place": "广场"}}
        await office.do(entries, event)
    wrong = {"problem": "缺失", "unit_id": bureau["id"], "measures": "补齐", "due_on": "2023-06-30"}
    for number in range(2):
        await office.do("/api/v1/submissions/rectifications", {**wrong, "title": f"事项{number}"})
    return str(made[0]["id"])


async def assess_twice(office: Caller) -> str:
    """Two schemes with a result each, two facts, and two adjustments proposed on the first result; its id."""
    results, [unit] = [], await office.items("/api/v1/plans/units", name=SPORT)
    for _ in range(2):
        results.append(await office.do(ASSESSMENTS, {"scheme_id": (await published(office))["id"]}))
        await office.do(FACTS, fact(await path_of(office), unit["id"]))
    for one in (await office.items(f"{ASSESSMENTS}/{results[0]['id']}/standings"))[:2]:
        await office.do(f"/api/v1/indicators/standings/{one['id']}:adjust", {"points": "1", "reason": "复核"})
    return str(results[0]["id"])


async def _all_read(office: Caller) -> bool:
    return all(document["state"] == "read" for document in await office.items("/api/v1/plans/documents"))


async def work_on_the_plan(office: Caller, plan_id: str) -> None:
    """Two milestones, two entries of money, two breakdowns, and so their history."""
    [unit] = await office.items("/api/v1/plans/units", name=EAST)
    part = {"unit_id": unit["id"], "written": EAST, "value": "40"}
    for year in (2022, 2030):
        common = {"plan_id": plan_id, "reason": "任务分解"}
        await office.do("/api/v1/plans/milestones", {**common, "what": f"{year}年节点", "due_year": year, "unit_id": unit["id"]})
        await office.do("/api/v1/plans/funding", {**common, "action": "A1", "year": year, "source": "县级财政", "planned": "1.50"})
        await office.do("/api/v1/plans/breakdowns", {**common, "indicator": "T01", "year": year, "roll_up": "each", "parts": [part]})


async def revise_targets(office: Caller, plan_id: str) -> None:
    """Two documents that set targets of one indicator."""
    for year in (2023, 2024):
        head = {"title": f"{year}年度目标", "kind": "annual", "issuing_body": "市健康办", "dated": "2023-03-01"}
        await office.do("/api/v1/indicators/revisions", {"plan_id": plan_id, **head, "rows": [{"key": "T01", "year": year, "raw": "33%以上"}]})


async def enter_scheme(office: Caller, region_id: str) -> str:
    """A monitoring scheme of two items in its second version."""
    head = {"region_id": region_id, "title": "监测方案", "issuing_body": "健康办", "first_year": 2022, "last_year": 2022}
    items = [{"code": f"M{n}", "name": f"{name}之监测", "unit_of_measure": "%"} for n, name in enumerate((LITERACY, MYOPIA))]
    scheme = await office.do("/api/v1/indicators/schemes", {**head, "items": items})
    await office.do(f"/api/v1/indicators/schemes/{scheme['id']}:publish")
    return str(scheme["id"])


def _login(operation: Operation) -> str:
    by_others = {"list_messages": "health", "list_accounts": "auditor"}
    return "auditor" if operation.id.endswith("_audit") else by_others.get(operation.id, "office")


@pytest.mark.timeout(120)
async def test_no_list_asks_once_per_row(world: World) -> None:
    ids, office = await crowded(world), await world.sign_in("office")
    [unit] = await office.items("/api/v1/plans/units", name=EDUCATION)
    ids["indicator_id"] = (await by_key(office))["T01"]["indicator_id"]
    for name in ServiceName:  # their loops would be counted too
        await world.service(name).running_loops.stop()
    counts: dict[str, tuple[int, int, int]] = {}
    for operation in LISTS:
        caller = await world.sign_in(_login(operation))
        query = {**operation.query, "plan_id": ids["plan_id"]} if "plan_id" in operation.query else operation.query
        spent = []
        for limit in (1, 200):
            with statements_of(world, operation.service) as sent:
                page = await caller.read(operation.address(**ids, unit_id=unit["id"]), **query, limit=limit)
            spent.append(len(sent))
        counts[operation.id] = (spent[0], spent[1], len(page["items"] if "items" in page else page["dcat:dataset"]))
    few = {name for name, (_, _, rows) in counts.items() if rows < 2}
    of_plans = {"list_coverage_gaps", "list_plans_of_scheme", "list_consultations", "list_comments", "list_amendments", "list_plan_versions"}
    of_plans |= {"list_deliveries", "list_definition_acceptances"}  # nothing leaves this world, and nobody accepts: both are tested where they do
    assert few <= {"list_plans", "list_sections", "list_calendar_versions", "list_appeals", *of_plans}, few
    # the plan above with its actions; tallies, series and targets beside the rows; the names of the catalogue and the entries suggested;
    # the scheme, its items, what they mean, and what the plans have; the entry, its definitions and the targets beside the places
    most = {"list_coverage_gaps": 4, "compare_regions": 4, "read_scoreboard": 5, "list_unmapped_items": 4, "list_plans_of_scheme": 5}
    most["preview_policy"] = 7  # the policy, the deadlines, the policies around, what was said, the calendars, who holds the roles, their names
    assert {name: spent for name, spent in counts.items() if spent[0] != spent[1] or spent[1] > most.get(name, MOST)} == {}
