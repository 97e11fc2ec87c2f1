"""Milestones: added, changed, dropped, and moved by the submission that brings their evidence."""

from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY, MALARIA, SMOKING, draft
from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import assignment_of, fill, move, open_round, plan_of, start, state, value
from tests.platform import Caller, World

PLANS = "/api/v1/plans"
MILESTONES = f"{PLANS}/milestones"
WHY = "年度任务分解"


async def new(caller: Caller, **changes: Any) -> dict[str, Any]:
    """The body of a milestone of the county's plan, owned by its health bureau."""
    unit = (await caller.items(f"{PLANS}/units", name=HEALTH))[0]
    plan = await plan_of(caller)
    plain = {"plan_id": plan["id"], "action": "A1", "what": "建成健康科普专家库", "due_on": "2023-06-30", "unit_id": unit["id"], "reason": WHY}
    return {**plain, **changes}


async def test_a_milestone_is_added_and_found(world: World) -> None:
    office = await world.sign_in("office")
    answer = await office.post(MILESTONES, await new(office, evidence="名单及文件"))
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"v1"', f"{MILESTONES}/{made['id']}")
    assert (made["state"], made["due_year"], made["submission_id"]) == ("planned", 2023, None)
    await office.do(MILESTONES, await new(office, what="年内开展评估", due_on=None, due_year=2024, unit_id=None))
    by = {
        "plan": await office.items(MILESTONES, plan_id=made["plan_id"]),
        "unit": await office.items(MILESTONES, unit_id=made["unit_id"]),
        "day": await office.items(MILESTONES, due_until="2023-06-30"),
        "state": await office.items(MILESTONES, state="achieved"),
        "pages": await office.items(MILESTONES, limit=1),
    }
    assert {name: len(found) for name, found in by.items()} == {"plan": 2, "unit": 1, "day": 1, "state": 0, "pages": 2}
    assert (await (await world.sign_in("neighbour-health")).get(f"{MILESTONES}/{made['id']}")).status_code == 200


async def test_it_stands_among_what_its_unit_owes(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(MILESTONES, await new(office))
    owed = await office.items(f"{PLANS}/units/{made['unit_id']}/obligations", about="milestone")
    assert [(o["id"], o["what"], o["due_on"], o["key"]) for o in owed] == [(made["id"], "建成健康科普专家库", "2023-06-30", "A1")]
    everything = await office.items(f"{PLANS}/units/{made['unit_id']}/obligations", limit=1)
    assert {o["about"] for o in everything} == {"action", "indicator", "milestone"}


async def test_faults_of_a_milestone(world: World) -> None:
    office = await world.sign_in("office")
    async with nothing_changes(world):
        problem(await office.post(MILESTONES, await new(office, reason=None)), 422, "reason-wanted")
        problem(await office.post(MILESTONES, await new(office, action="A9")), 422, "unknown-action")
        problem(await office.post(MILESTONES, await new(office, unit_id=str(uuid4()))), 422, "unknown-bearer")
        problem(await office.post(MILESTONES, await new(office, plan_id=str(uuid4()))), 404, "not-found")
        body = await new(office, due_year=2024, what="")
        assert set(pointers(problem(await office.post(MILESTONES, body), 422, "invalid-request"))) == {"/what"}
        body = await new(office, due_year=2024)
        assert set(pointers(problem(await office.post(MILESTONES, body), 422, "invalid-request"))) == {""}
        for login in ("health", "mayor", "neighbour-office"):
            problem(await (await world.sign_in(login)).post(MILESTONES, await new(office)), 403, "denied")


async def test_a_change_names_what_it_saw_and_why(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(MILESTONES, await new(office, evidence="名单"))
    address = f"{MILESTONES}/{made['id']}"
    problem(await office.patch(address, {"due_on": "2023-09-30"}), 422, "reason-wanted")
    changed = await office.edit(address, {"due_on": "2023-09-30", "evidence": None, "reason": "同意延期"}, '"v1"')
    assert (changed["due_on"], changed["evidence"], changed["what"], changed["version"]) == ("2023-09-30", None, made["what"], 2)
    problem(await office.patch(address, {"what": "再改", "reason": WHY}, '"v1"'), 412, "stale-etag")
    history = await office.items(f"{PLANS}/history", plan_id=made["plan_id"], kind="milestone", subject_id=made["id"])
    assert [(h["act"], h["reason"], h["state"]["due_on"]) for h in history] == [
        ("add_milestone", WHY, "2023-06-30"),
        ("edit_milestone", "同意延期", "2023-09-30"),
    ]
    await office.do(f"{address}:drop", {"reason": "并入其他任务"})
    problem(await office.patch(address, {"what": "再改", "reason": WHY}), 409, "milestone-over")
    problem(await office.post(f"{address}:drop", {"reason": "再次"}), 409, "milestone-over")


async def test_a_drafts_milestones_need_no_reason(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do(PLANS, draft("草案"))
    made = await office.do(MILESTONES, await new(office, plan_id=plan["id"], reason=None))
    health = await world.sign_in("health")
    problem(await health.get(f"{MILESTONES}/{made['id']}"), 404, "not-found")
    assert await health.items(MILESTONES, plan_id=plan["id"]) == []


async def _handed_in(world: World) -> tuple[Caller, dict[str, Any]]:
    await open_round(world)
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, {LITERACY: value("31"), MALARIA: state("消除"), SMOKING: value("20")})
    await move(health, submission, "submit")
    await world.settle()
    return health, submission


async def test_its_state_follows_its_submission(world: World) -> None:
    office = await world.sign_in("office")
    made = await office.do(MILESTONES, await new(office))
    address = f"{MILESTONES}/{made['id']}"
    health, submission = await _handed_in(world)
    linked = await health.do(f"{address}:link", {"submission_id": submission["id"]})
    assert (linked["state"], linked["submission_id"]) == ("reported", submission["id"])
    item = submission["content"][0]["item"]["id"]
    await office.do(f"/api/v1/submissions/{submission['id']}:return", {"items": [{"item_id": item, "reason": "请核对"}], "workdays": 5})
    await world.settle()
    assert (await office.read(address))["state"] == "returned"
    await move(health, submission, "submit")
    await world.settle()
    assert (await office.read(address))["state"] == "reported"
    await move(office, submission, "approve", {})
    await world.settle()
    achieved = await office.read(address)
    assert achieved["state"] == "achieved" and achieved["reported_at"]
    acts = [h["act"] for h in await office.items(f"{PLANS}/history", plan_id=made["plan_id"], subject_id=made["id"])]
    assert acts == ["add_milestone", "link_milestone", "submission.returned", "submission.submitted", "submission.approved"]
    problem(await office.patch(address, {"what": "再改", "reason": WHY}), 409, "milestone-over")


async def test_a_link_made_late_learns_the_state_there_is(world: World) -> None:
    office = await world.sign_in("office")
    _, submission = await _handed_in(world)
    await move(office, submission, "approve", {})
    await world.settle()
    made = await office.do(MILESTONES, await new(office))
    assert (await office.do(f"{MILESTONES}/{made['id']}:link", {"submission_id": submission["id"]}))["state"] == "achieved"


async def test_only_a_submission_of_the_owner_counts(world: World) -> None:
    office = await world.sign_in("office")
    education = (await office.items(f"{PLANS}/units", name=EDUCATION))[0]
    made = await office.do(MILESTONES, await new(office, unit_id=education["id"]))
    health, submission = await _handed_in(world)
    async with nothing_changes(world):
        address = f"{MILESTONES}/{made['id']}:link"
        problem(await office.post(address, {"submission_id": submission["id"]}), 422, "unknown-submission")
        problem(await office.post(address, {"submission_id": str(uuid4())}), 422, "unknown-submission")
        problem(await health.post(address, {"submission_id": submission["id"]}), 403, "denied")
