"""The reporter's side: start, fill, be told every fault at once, submit, withdraw."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import LITERACY, MALARIA, MYOPIA, SMOKING
from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, answers, assignment_of, fill, item_id, move, open_round, plan_of, start, state, value
from tests.platform import Caller, World

COMPLETE = {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20.5")}


async def begun(world: World) -> tuple[Caller, dict[str, Any]]:
    """The health bureau's liaison with an empty submission about 2022; last year's literacy was 30.1."""
    office = await world.sign_in("office")
    values = {"plan_id": (await plan_of(office))["id"], "rows": [{"key": "T01", "year": 2021, "value": "30.1"}]}
    await office.do("/api/v1/indicators/observations:import", values)
    await world.settle()
    await open_round(world)
    health = await world.sign_in("health")
    return health, await start(health, await assignment_of(world, HEALTH))


async def test_a_submission_begins_empty(world: World) -> None:
    health, submission = await begun(world)
    assert (submission["state"], submission["answered"], submission["items"]) == ("draft", 0, 3)
    assert submission["may"] == ["fill", "attach", "submit"]
    assert {finding["code"] for finding in submission["findings"]} == {"unanswered"}
    read = await health.get(f"{SUBMISSIONS}/{submission['id']}")
    assert read.json() == submission and read.headers["etag"] == '"v1"'


async def test_an_assignment_has_one_submission(world: World) -> None:
    health, submission = await begun(world)
    leader = await world.sign_in("health-leader")
    async with nothing_changes(world):
        again = problem(await leader.post(SUBMISSIONS, {"assignment_id": submission["assignment_id"]}), 409, "submission-exists")
        problem(await health.post(SUBMISSIONS, {"assignment_id": str(uuid4())}), 404, "not-found")
    assert submission["id"] in again["detail"]


async def test_only_the_unit_itself_begins(world: World) -> None:
    await open_round(world)
    owed = {"assignment_id": (await assignment_of(world, HEALTH))["id"]}
    async with nothing_changes(world):
        for login in ("office", "mayor", "upper", "auditor"):
            problem(await (await world.sign_in(login)).post(SUBMISSIONS, owed), 403, "denied")
        for login in ("education", "neighbour-health", "neighbour-office"):
            problem(await (await world.sign_in(login)).post(SUBMISSIONS, owed), 404, "not-found")


async def test_what_is_filled_stays_and_the_etag_moves(world: World) -> None:
    health, submission = await begun(world)
    address = f"{SUBMISSIONS}/{submission['id']}"
    first = await health.patch(address, answers(submission, {LITERACY: value("31.20")}), if_match='"v1"')
    assert first.headers["etag"] == '"v2"'
    second = await health.patch(address, answers(submission, {SMOKING: value("20")}), if_match='"v2"')
    content = {row["item"]["name"]: row["answer"] for row in second.json()["content"]}
    assert (content[LITERACY]["value"], content[SMOKING]["value"], content[MALARIA]) == ("31.20", "20", None)
    assert second.json()["answered"] == 2
    async with nothing_changes(world):
        stale = await health.patch(address, answers(submission, {SMOKING: value("19")}), if_match='"v2"')
        problem(stale, 412, "stale-etag")
        problem(await health.patch(address, answers(submission, {SMOKING: value("19")}), if_match=None), 428, "missing-if-match")
    assert stale.headers["etag"] == '"v3"'


async def test_only_what_is_asked_can_be_answered(world: World) -> None:
    health, submission = await begun(world)
    body = answers(submission, {LITERACY: value("31")})
    body["answers"] += [{"item_id": str(uuid4()), "answer": value("1")} for _ in range(2)]
    async with nothing_changes(world):
        refused = problem(await health.patch(f"{SUBMISSIONS}/{submission['id']}", body), 422, "unknown-item")
    assert pointers(refused) == {"/answers/1/item_id": "unknown-item", "/answers/2/item_id": "unknown-item"}
    assert (await health.read(f"{SUBMISSIONS}/{submission['id']}"))["answered"] == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "value"},
        {"kind": "state"},
        {"kind": "not_yet_published"},
        {"kind": "nothing_to_report"},
        {"kind": "guess"},
        {"kind": "value", "value": 31.2},
    ],
)
async def test_an_answer_says_what_its_kind_needs(shared_world: World, answer: dict[str, Any]) -> None:
    health = await shared_world.sign_in("health")
    body = {"answers": [{"item_id": str(uuid4()), "answer": answer}]}
    async with nothing_changes(shared_world):
        refused = problem(await health.patch(f"{SUBMISSIONS}/{uuid4()}", body), 422, "invalid-request")
    assert all(pointer.startswith("/answers/0/answer") for pointer in pointers(refused))


async def test_drafts_are_the_units_and_the_offices_business(world: World) -> None:
    _, submission = await begun(world)
    address = f"{SUBMISSIONS}/{submission['id']}"
    for login, may in (("health-leader", ["fill", "attach", "submit"]), ("office", []), ("auditor", [])):
        caller = await world.sign_in(login)
        assert (await caller.read(address))["may"] == may
    for login in ("education", "mayor", "upper", "neighbour-office", "neighbour-health", "partner"):
        caller = await world.sign_in(login)
        problem(await caller.get(address), 404, "not-found")
        problem(await caller.get(f"{address}/versions"), 404, "not-found")
        problem(await caller.patch(address, answers(submission, {LITERACY: value("1")})), 404, "not-found")
        assert await caller.items(SUBMISSIONS) == []
    for login in ("office", "auditor"):
        caller = await world.sign_in(login)
        problem(await caller.patch(address, answers(submission, {LITERACY: value("1")})), 403, "denied")
        problem(await caller.post(f"{address}:submit"), 403, "denied")


async def test_every_finding_is_told_at_once_and_nothing_is_submitted(world: World) -> None:
    health, submission = await begun(world)
    wrong = {LITERACY: value("130", numerator="1", denominator="0"), SMOKING: value("-3")}
    filled = await fill(health, submission, wrong)
    expected = {
        (item_id(submission, LITERACY), "hard", "out-of-range"),
        (item_id(submission, LITERACY), "hard", "zero-denominator"),
        (item_id(submission, LITERACY), "soft", "jump"),
        (item_id(submission, SMOKING), "hard", "out-of-range"),
        (item_id(submission, MALARIA), "hard", "unanswered"),
    }
    assert {(f["item_id"], f["weight"], f["code"]) for f in filled["findings"]} == expected
    async with nothing_changes(world):
        refused = problem(await health.post(f"{SUBMISSIONS}/{submission['id']}:submit"), 422, "checks-failed")
    assert {(fault["pointer"], fault["code"]) for fault in refused["errors"]} == {(f"/items/{item}", code) for item, _, code in expected}
    assert (await health.read(f"{SUBMISSIONS}/{submission['id']}"))["state"] == "draft"


async def test_findings_are_told_in_the_readers_language(world: World) -> None:
    _, submission = await begun(world)
    said = {}
    for language in ("zh", "en"):
        health = await world.sign_in("health", language=language)
        said[language] = (await health.read(f"{SUBMISSIONS}/{submission['id']}"))["findings"][0]["message"]
    assert "尚未填写" in said["zh"] and "is not answered" in said["en"]


async def test_a_soft_finding_wants_an_explanation(world: World) -> None:
    health, submission = await begun(world)
    await fill(health, submission, {**COMPLETE, LITERACY: value("45", numerator="40", denominator="100")})
    refused = problem(await health.post(f"{SUBMISSIONS}/{submission['id']}:submit"), 422, "checks-failed")
    assert sorted(fault["code"] for fault in refused["errors"]) == ["jump", "not-the-quotient"]
    explained = value("45", numerator="40", denominator="100", explanation="口径按最新调查方案调整")
    await fill(health, submission, {LITERACY: explained})
    submitted = await move(health, submission, "submit")
    assert submitted["state"] == "submitted"
    assert {finding["weight"] for finding in submitted["findings"]} == {"soft"}  # the reviewer sees what was explained


async def test_other_kinds_of_answer_are_complete_answers(world: World) -> None:
    health, submission = await begun(world)
    given = {
        LITERACY: {"kind": "not_survey_year"},
        MALARIA: {"kind": "nothing_to_report", "reason": "无病例"},
        SMOKING: {"kind": "not_yet_published", "expected_on": "2023-06-30"},
    }
    await fill(health, submission, given)
    assert (await move(health, submission, "submit"))["state"] == "submitted"
    approved = await move(await world.sign_in("office"), submission, "approve", {})
    assert approved["state"] == "approved"
    await world.settle()
    values = await health.items("/api/v1/indicators/observations", year=2022)
    assert values == []  # none of them is a value


async def test_submitting_fulfils_and_withdrawing_restores_the_deadline(world: World) -> None:
    health, submission = await begun(world)
    await fill(health, submission, COMPLETE)
    submitted = await move(health, submission, "submit")
    assert (submitted["state"], submitted["submitted_by"], submitted["may"]) == ("submitted", "人员 health", ["withdraw"])
    await world.settle()
    deadline = f"/api/v1/notifications/deadlines/{submission['assignment_id']}"
    assignment = f"{SUBMISSIONS}/assignments/{submission['assignment_id']}"
    assert (await health.read(deadline))["state"] == "fulfilled"
    assert (await health.read(assignment))["state"] == "fulfilled"
    withdrawn = await move(health, submission, "withdraw")
    assert (withdrawn["state"], withdrawn["may"]) == ("withdrawn", ["fill", "attach", "submit"])
    await world.settle()
    restored = await health.read(deadline)
    assert (restored["state"], restored["due_on"], restored["cleared_because"]) == ("open", "2023-04-24", None)
    planned = await health.items("/api/v1/notifications/reminders", deadline_id=restored["id"], state="planned")
    assert {reminder["step"] for reminder in planned} >= {"D-7", "D-1", "D0", "D+1"}
    assert (await health.read(assignment))["state"] == "open"
    assert (await move(health, submission, "submit"))["state"] == "submitted"


async def test_moves_that_the_state_does_not_allow(world: World) -> None:
    health, submission = await begun(world)
    address = f"{SUBMISSIONS}/{submission['id']}"
    refused = problem(await health.post(f"{address}:withdraw"), 409, "wrong-submission-state")
    assert "draft" in refused["detail"] and "fill, attach, submit" in refused["detail"]
    await fill(health, submission, COMPLETE)
    await move(health, submission, "submit")
    async with nothing_changes(world):
        problem(await health.post(f"{address}:submit"), 409, "wrong-submission-state")
        problem(await health.patch(address, answers(submission, {LITERACY: value("30")})), 409, "wrong-submission-state")
        problem(await health.post(f"{address}:withdraw", if_match='"v1"'), 412, "stale-etag")
        for verb in ("submit", "withdraw", "start-review"):
            problem(await health.post(f"{SUBMISSIONS}/{uuid4()}:{verb}"), 404, "not-found")


async def test_submitting_twice_under_one_key_is_submitting_once(world: World) -> None:
    health, submission = await begun(world)
    await fill(health, submission, COMPLETE)
    address = f"{SUBMISSIONS}/{submission['id']}:submit"
    problem(await health.post(address, key=None), 400, "missing-idempotency-key")
    first, again = await health.post(address, key="hand-in"), await health.post(address, key="hand-in")
    assert (again.status_code, again.json()) == (200, first.json()) and again.headers["idempotent-replay"] == "true"
    assert len(await health.read(f"{SUBMISSIONS}/{submission['id']}/versions")) == 1
    problem(await health.post(f"{SUBMISSIONS}/{submission['id']}:withdraw", key="hand-in"), 409, "idempotency-key-reused")


async def test_submissions_by_filter_and_page(world: World) -> None:
    health, submission = await begun(world)
    education = await world.sign_in("education")
    other = await start(education, await assignment_of(world, EDUCATION))
    await fill(education, other, {MYOPIA: value("49")})
    await move(education, other, "submit")
    office = await world.sign_in("office")
    assert [s["id"] for s in await office.items(SUBMISSIONS, limit=1)] == [submission["id"], other["id"]]
    assert [s["id"] for s in await office.items(SUBMISSIONS, state="submitted")] == [other["id"]]
    assert [s["id"] for s in await office.items(SUBMISSIONS, unit_id=submission["unit_id"])] == [submission["id"]]
    assert len(await office.items(SUBMISSIONS, round_id=submission["round_id"])) == 2
    assert [s["id"] for s in await education.items(SUBMISSIONS)] == [other["id"]]
    # The health bureau leads the action that the education bureau reports on: it reads along once that is submitted.
    assert [s["id"] for s in await health.items(SUBMISSIONS)] == [submission["id"], other["id"]]
    assert (await health.read(f"{SUBMISSIONS}/{other['id']}"))["may"] == []
    problem(await office.get(SUBMISSIONS, state="lost"), 422, "invalid-request")
