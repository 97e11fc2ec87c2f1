"""What bad input gets, line by line: a problem with a stable code, and nothing changed anywhere."""

from typing import Any
from uuid import uuid4

import pytest

from shared.kit.problems import MEDIA_TYPE
from tests.api.operations import BODIES, Operation, operations, who_may
from tests.factories.documents import draft
from tests.factories.people import HEALTH, NEIGHBOUR
from tests.factories.problems import nothing_changes, pointers, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, open_round, opening, start
from tests.platform import World

BODIED = [operation for operation in operations() if operation.takes_json]


def named(operation: Operation) -> str:
    """The test's name."""
    return operation.id


async def send(world: World, operation: Operation, content: bytes, media_type: str = "application/json") -> Any:
    """The body as bytes, by somebody who may."""
    caller = await world.sign_in(who_may(operation))
    headers = {**caller.headers, "Content-Type": media_type, "Idempotency-Key": uuid4().hex, "If-Match": "*"}
    return await world.client.request(operation.method, operation.address(), content=content, headers=headers)


@pytest.mark.parametrize("operation", BODIED, ids=named)
async def test_an_unknown_field(shared_world: World, operation: Operation) -> None:
    caller = await shared_world.sign_in(who_may(operation))
    body = {**BODIES[operation.id], "colour": "red"}
    async with nothing_changes(shared_world):
        sent = {"PATCH": caller.patch, "PUT": caller.put, "POST": caller.post}[operation.method]
        answer = await sent(operation.address(), body)
    assert pointers(problem(answer, 422, "invalid-request")) == {"/colour": "extra_forbidden"}


@pytest.mark.parametrize("operation", BODIED, ids=named)
async def test_a_wrong_type(shared_world: World, operation: Operation) -> None:
    async with nothing_changes(shared_world):
        for body in (b"[]", b'"text"', b"17", b"null"):
            problem(await send(shared_world, operation, body), 422, "invalid-request")


async def test_a_field_of_a_wrong_type(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    body = await opening(shared_world, subject_year="2022年", opens_on=20230410, name=["x"])
    async with nothing_changes(shared_world):
        found = pointers(problem(await office.post(f"{SUBMISSIONS}/rounds", body), 422, "invalid-request"))
    assert set(found) == {"/subject_year", "/opens_on", "/name"}


@pytest.mark.parametrize("operation", BODIED, ids=named)
async def test_broken_json(shared_world: World, operation: Operation) -> None:
    async with nothing_changes(shared_world):
        for body in (b'{"rows": [', b"{'rows': []}", b"\xff\xfe", b"{}}"):
            problem(await send(shared_world, operation, body), 400, "broken-json")


@pytest.mark.parametrize("operation", BODIED, ids=named)
async def test_a_wrong_content_type(shared_world: World, operation: Operation) -> None:
    async with nothing_changes(shared_world):
        for media_type in ("text/plain", "application/xml", "multipart/form-data; boundary=x", "application/jsonp"):
            problem(await send(shared_world, operation, b"{}", media_type), 415, "wrong-content-type")


async def test_too_large_a_body(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    body = draft("大计划")
    body["document"]["remarks"] = [{"text": "长" * 3990}] * 800
    async with nothing_changes(shared_world):
        refused = problem(await office.post("/api/v1/plans", body), 413, "too-large")
    assert str(8 * 1024 * 1024) in refused["detail"]


async def test_an_unknown_id(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        problem(await office.post(f"/api/v1/plans/{uuid4()}:issue", {"issued_on": "2023-04-10"}), 404, "not-found")
        problem(await office.post(SUBMISSIONS, {"assignment_id": str(uuid4())}), 404, "not-found")
        problem(await office.get(f"/api/v1/notifications/{uuid4()}"), 404, "not-found")


async def test_an_id_of_another_region(world: World) -> None:
    neighbour = await world.sign_in("neighbour-office")
    foreign = await neighbour.do("/api/v1/plans", draft("健康乙县行动", region_code=NEIGHBOUR))
    made = await open_round(world)
    office = await world.sign_in("office")
    async with nothing_changes(world):
        problem(await office.get(f"/api/v1/plans/{foreign['id']}"), 404, "not-found")
        problem(await office.patch(f"/api/v1/plans/{foreign['id']}", {"title": "改名"}), 404, "not-found")
        problem(await office.post(f"/api/v1/plans/{foreign['id']}:issue", {"issued_on": "2023-04-10"}), 404, "not-found")
        problem(await neighbour.post(f"{SUBMISSIONS}/rounds/{made['id']}:close"), 404, "not-found")
        problem(await neighbour.post(f"{SUBMISSIONS}/rounds", await opening(world, subject_year=2021)), 403, "denied")
        problem(await office.post("/api/v1/plans", draft("越区的计划", region_code=NEIGHBOUR)), 403, "denied")


async def test_a_stale_etag(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do("/api/v1/plans", draft("草案"))
    address = f"/api/v1/plans/{plan['id']}"
    await office.edit(address, {"title": "先改的"}, '"v1"')
    async with nothing_changes(world):
        answer = await office.patch(address, {"title": "后改的"}, '"v1"')
        problem(answer, 412, "stale-etag")
        problem(await office.patch(address, {"title": "没看过就改"}, None), 428, "missing-if-match")
    assert answer.headers["etag"] == '"v2"' and (await office.read(address))["title"] == "先改的"


async def test_a_missing_idempotency_key(world: World) -> None:
    await open_round(world)
    health = await world.sign_in("health")
    owed = {"assignment_id": (await assignment_of(world, HEALTH))["id"]}
    async with nothing_changes(world):
        for key in (None, " " * 130, "k" * 121):
            problem(await health.post(SUBMISSIONS, owed, key=key), 400, "missing-idempotency-key")


async def test_a_reused_key_with_another_body(world: World) -> None:
    office = await world.sign_in("office")
    first = await office.post("/api/v1/plans", draft("第一份"), key="one-key")
    async with nothing_changes(world):
        problem(await office.post("/api/v1/plans", draft("第二份"), key="one-key"), 409, "idempotency-key-reused")
        again = await office.post("/api/v1/plans", draft("第一份"), key="one-key")
    assert (again.status_code, again.json(), again.headers["idempotent-replay"]) == (201, first.json(), "true")
    assert again.headers["etag"] == first.headers["etag"] and again.headers["location"] == first.headers["location"]
    other = await world.sign_in("office-b")  # a key belongs to who sent it
    assert (await other.post("/api/v1/plans", draft("第三份"), key="one-key")).status_code == 201


async def test_a_refused_request_keeps_no_answer(world: World) -> None:
    """What was refused is tried again under the same key once its cause is gone."""
    office = await world.sign_in("office")
    plan = await office.do("/api/v1/plans", draft("稍后发布"))
    made = await opening(world, plan_ids=[plan["id"]])
    problem(await office.post(f"{SUBMISSIONS}/rounds", made, key="try"), 422, "plan-not-known")
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    assert (await office.post(f"{SUBMISSIONS}/rounds", made, key="try")).status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "no-such-route"),
        ("GET", "/api/v1/plans/nowhere", 404, "no-such-route"),
        ("GET", "/internal/v1/plans/events", 404, "no-such-route"),
        ("POST", "/internal/v1/notifications/events", 404, "no-such-route"),
        ("GET", "/anything/else", 404, "no-such-route"),
        ("DELETE", "/api/v1/plans", 405, "method-not-allowed"),
        ("PUT", "/api/v1/submissions/rounds", 405, "method-not-allowed"),
    ],
)
async def test_what_has_no_address(shared_world: World, method: str, path: str, status: int, code: str) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        answer = await shared_world.client.request(method, path, headers=office.headers)
    problem(answer, status, code)
    assert status != 405 or "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("language", "title"), [("zh-CN,zh;q=0.9", "未找到"), ("en-GB", "Not found"), ("fr", "未找到"), ("fr, en;q=0.5, zh;q=0.4", "Not found")]
)
async def test_problems_are_told_in_the_callers_language(shared_world: World, language: str, title: str) -> None:
    office = await shared_world.sign_in("office")
    answer = await shared_world.client.get(f"/api/v1/plans/{uuid4()}", headers={**office.headers, "Accept-Language": language})
    assert (answer.json()["title"], answer.headers["content-type"]) == (title, MEDIA_TYPE)
    assert answer.headers["content-language"] == ("zh" if title == "未找到" else "en")


async def test_a_nul_in_a_text_is_refused_and_not_a_fault_of_ours(world: World) -> None:
    office = await world.sign_in("office")
    await open_round(world)
    submission = await start(await world.sign_in("health"), await assignment_of(world, HEALTH))
    async with nothing_changes(world):
        for answer in (
            await office.get("/api/v1/plans", title="a\u0000b"),
            await office.post(f"{SUBMISSIONS}/assignments/{submission['assignment_id']}:waive", {"reason": "a\u0000b"}, if_match='"v99"'),
        ):
            assert answer.status_code in {200, 412, 422}, answer.text
