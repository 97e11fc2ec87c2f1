"""What every operation has in common, taken from the OpenAPI documents: a new one is held against it at once."""

from urllib.parse import urlencode

import pytest

from tests.api.operations import BODIES, Operation, operations, who_may
from tests.factories.ledgers import unit_id
from tests.factories.people import COUNTY
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import open_round
from tests.platform import Caller, World
from tests.services.indicators.assessments import assessed

EVERY = [operation for operation in operations() if not operation.is_public]
LISTS = [operation for operation in EVERY if operation.method == "GET" and "cursor" in operation.takes]
WRITES = [operation for operation in EVERY if operation.method in {"POST", "PATCH"}]
WITH_ID = [operation for operation in EVERY if "{" in operation.path and "{year}" not in operation.path]
WITH_UUID = [operation for operation in WITH_ID if "/sdmx/" not in operation.path]
"""The SDMX REST standard names structures in addresses, not ids."""


def named(operation: Operation) -> str:
    """The test's name."""
    return operation.id


def test_every_body_has_an_example_to_send() -> None:
    assert {operation.id for operation in EVERY if operation.takes_json} == set(BODIES)
    assert len(LISTS) > 15 and len(WRITES) > 15


@pytest.mark.parametrize("operation", EVERY, ids=named)
async def test_who_has_no_token_gets_nowhere(shared_world: World, operation: Operation) -> None:
    extra = {"json": BODIES[operation.id]} if operation.takes_json else {}
    answer = await shared_world.client.request(operation.method, operation.address(), params=operation.query, **extra)
    problem(answer, 401, "not-authenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", WITH_ID, ids=named)
async def test_an_unknown_id_is_not_found(shared_world: World, operation: Operation) -> None:
    caller = await shared_world.sign_in(who_may(operation))
    async with nothing_changes(shared_world):
        if operation.method == "GET":
            answer = await caller.get(operation.address(), **operation.query)
        elif operation.method == "PATCH":
            answer = await caller.patch(operation.address(), BODIES[operation.id])
        elif operation.method == "PUT":
            answer = await caller.put(f"{operation.address()}?{urlencode(operation.query)}", BODIES.get(operation.id))
        elif operation.method == "DELETE":
            answer = await caller.delete(operation.address())
        elif operation.takes_a_file:
            answer = await caller.upload(f"{operation.address()}?{urlencode(operation.query)}", "编号,名称".encode(), "表.csv")
        else:
            answer = await caller.post(operation.address(), BODIES.get(operation.id))
    problem(answer, 404, "not-found")


@pytest.mark.parametrize("operation", WITH_UUID, ids=named)
async def test_an_id_that_is_none_has_no_address(shared_world: World, operation: Operation) -> None:
    name = next(parameter["name"] for parameter in operation.told["parameters"] if parameter["in"] == "path")
    caller = await shared_world.sign_in("office")
    answer = await caller.get(operation.address(**{name: "not-an-id"}))
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-route")


_NOUNS = {
    "plan_id": "/api/v1/plans",
    "unit_id": "/api/v1/plans/units",
    "group_id": "/api/v1/plans/groups",
    "indicator_id": "/api/v1/indicators",
    "plan_indicator_id": "/api/v1/indicators/plan-indicators",
}


async def _region(caller: Caller) -> str:
    """The county."""
    return str(next(region["id"] for region in await caller.items("/api/v1/plans/regions") if region["code"] == COUNTY))


@pytest.mark.parametrize("operation", LISTS, ids=named)
async def test_a_list_is_bounded_and_takes_only_its_own_cursors(shared_world: World, operation: Operation) -> None:
    caller = await shared_world.sign_in(who_may(operation))
    query = operation.query
    if "plan_id" in query:
        query["plan_id"] = (await caller.items("/api/v1/plans"))[0]["id"]
    there = {name: (await caller.items(address))[0]["id"] for name, address in _NOUNS.items()}
    if "{assessment_id}" in operation.path:
        _, result = await assessed(shared_world)
        there["assessment_id"] = result["id"]
    if "{document_id}" in operation.path:
        there["document_id"] = (await caller.upload("/api/v1/plans/documents", "健康行动".encode())).json()["id"]
    if "{deadline_id}" in operation.path:
        await open_round(shared_world)
        there["deadline_id"] = (await caller.items("/api/v1/notifications/deadlines"))[0]["id"]
    if "{ledger_id}" in operation.path:
        ledger = {**BODIES["open_ledger"], "name": operation.id, "unit_id": await unit_id(shared_world)}
        there["ledger_id"] = (await caller.do("/api/v1/submissions/ledgers", ledger))["id"]
    if "{scheme_id}" in operation.path:
        there["scheme_id"] = (await caller.do("/api/v1/indicators/schemes", BODIES["enter_scheme"] | {"region_id": await _region(caller)}))["id"]
    if "{policy_id}" in operation.path:
        path = next(region["path"] for region in await caller.items("/api/v1/plans/regions") if region["code"] == COUNTY)
        there["policy_id"] = (await caller.do("/api/v1/notifications/policies", BODIES["draft_policy"] | {"region_path": path}))["id"]
    for limit in (0, 201, "many"):
        body = problem(await caller.get(operation.address(**there), **query, limit=limit), 422, "invalid-request")
        assert body["errors"][0]["pointer"] == "query/limit"
    for cursor in ("nonsense", "W10", "WyJhIiwgImIiLCAiYyIsICJkIl0"):
        problem(await caller.get(operation.address(**there), **query, cursor=cursor), 422, "invalid-cursor")
    page = await caller.read(operation.address(**there), **query, limit=1)
    assert len(page["items"] if "items" in page else page["dcat:dataset"][1:]) <= 1  # the catalogue's first data set is that of all values


@pytest.mark.parametrize("operation", [o for o in WRITES if o.method == "POST" and not o.told.get("x-reads")], ids=named)
async def test_a_post_needs_its_idempotency_key(shared_world: World, operation: Operation) -> None:
    caller = await shared_world.sign_in(who_may(operation))
    async with nothing_changes(shared_world):
        problem(await caller.post(operation.address(), BODIES.get(operation.id), key=None), 400, "missing-idempotency-key")
        problem(await caller.post(operation.address(), BODIES.get(operation.id), key="k" * 121), 400, "missing-idempotency-key")


@pytest.mark.parametrize("operation", [o for o in WRITES if o.method == "PATCH" and not o.told.get("x-versions-in-body")], ids=named)
async def test_an_edit_needs_what_it_saw(shared_world: World, operation: Operation) -> None:
    caller = await shared_world.sign_in(who_may(operation))
    async with nothing_changes(shared_world):
        problem(await caller.patch(operation.address(), BODIES[operation.id], if_match=None), 428, "missing-if-match")


@pytest.mark.parametrize("name", ["plans", "indicators", "submissions", "notifications"])
async def test_health_and_keys_are_open(shared_world: World, name: str) -> None:
    for page, told in (("health/alive", {"status": "alive"}), ("health/ready", {"status": "ready", "backlog": {}})):
        answer = await shared_world.client.get(f"/api/v1/{name}/{page}")
        assert (answer.status_code, answer.json()) == (200, told)
    metrics = await shared_world.client.get(f"/api/v1/{name}/health/metrics")
    assert metrics.status_code == 200 and metrics.headers["content-type"].startswith("text/plain")
    [key] = (await shared_world.client.get(f"/api/v1/{name}/keys")).json()["keys"]
    assert key["crv"] == "Ed25519" and "d" not in key
