"""The request id and the body limit, on every answer."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from shared.kit.context import request_id, request_scope
from tests.databases import TestDatabases
from tests.kit.platform import ACTOR, Platform, key, platform, signed_in
from tests.kit.servers import serving
from tests.kit.toy import NOTES

ALIVE = "/api/v1/submissions/health/alive"


@pytest.mark.parametrize("given", ["a", "req-1", "0123456789abcdef", "x" * 64, "A-b-3"])
async def test_a_plain_request_id_is_kept(toys: Platform, given: str) -> None:
    response = await toys.sender.client.get(ALIVE, headers={"X-Request-Id": given})
    assert response.headers.get_list("x-request-id") == [given]


@pytest.mark.parametrize("given", [None, "", "x" * 65, "a b", "a/b", "a\tb", "a;b", "-", "<script>", "é"])
async def test_an_odd_request_id_is_replaced(toys: Platform, given: str | None) -> None:
    headers = {} if given is None else {b"X-Request-Id": given.encode("latin-1")}
    response = await toys.sender.client.get(ALIVE, headers=headers)
    made = response.headers["x-request-id"]
    assert len(made) == 32
    assert made.isalnum()
    assert made != given


async def test_every_request_has_an_id_of_its_own(toys: Platform) -> None:
    answers = await asyncio.gather(*(toys.sender.client.get(ALIVE) for _ in range(20)))
    assert len({answer.headers["x-request-id"] for answer in answers}) == 20


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", NOTES, 405), ("POST", NOTES, 415), ("GET", f"{NOTES}:crash", 500)]
)
async def test_errors_bear_the_id_too(toys: Platform, method: str, path: str, status: int) -> None:
    response = await toys.sender.client.request(method, path, headers=key() | {"X-Request-Id": "req-1"})
    assert (response.status_code, response.headers["x-request-id"], response.json()["request_id"]) == (status, "req-1", "req-1")


async def test_a_request_id_travels_to_the_peer_and_is_not_lost_there(toys: Platform) -> None:
    """The nested call runs in the same task: its scope must give the outer id back."""
    headers = key() | {"X-Request-Id": "req-outer"}
    response = await toys.sender.client.post(f"{NOTES}:asking", json={"text": "问"}, headers=headers)
    assert toys.line.seen[-1].headers["x-request-id"] == "req-outer"
    assert response.headers["x-request-id"] == "req-outer"


def test_a_scope_gives_back_the_one_before() -> None:
    assert request_id() == ""
    with request_scope("outer"):
        with request_scope() as inner:
            assert request_id() == inner != "outer"
        assert request_id() == "outer"
    assert request_id() == ""


async def pieces(size: int) -> AsyncIterator[bytes]:
    """A JSON body in pieces, its length not announced."""
    yield b'{"text": "'
    for _ in range(size // 1000):
        yield b"x" * 1000
    yield b'"}'


@pytest.mark.parametrize("path", [NOTES, f"{NOTES}:asking"])
async def test_a_body_that_grows_too_large_is_cut_off(tmp_path: Path, fresh_url: TestDatabases, path: str) -> None:
    async with platform(tmp_path, fresh_url, max_body_bytes=4000) as toys:
        headers = key() | {"Content-Type": "application/json"}
        response = await toys.sender.client.post(path, content=pieces(10_000), headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "too-large")
    assert "4000" in response.json()["detail"]


async def test_an_edit_is_bound_by_the_limit_too(tmp_path: Path, fresh_url: TestDatabases) -> None:
    """PATCH takes no idempotency key: its body is read by the framework, not by us."""
    async with platform(tmp_path, fresh_url, max_body_bytes=4000) as toys:
        note = await toys.write("一")
        headers = {"Content-Type": "application/json", "If-Match": '"v1"'}
        for body in (pieces(10_000), b'{"text": "' + b"x" * 5000 + b'"}'):
            response = await toys.sender.client.patch(f"{NOTES}/{note['id']}", content=body, headers=headers)
            assert (response.status_code, response.json()["code"]) == (413, "too-large")


async def test_a_body_at_the_limit_passes(tmp_path: Path, fresh_url: TestDatabases) -> None:
    body = b'{"text": "a"}'
    async with platform(tmp_path, fresh_url, max_body_bytes=1024) as toys:
        headers = key() | {"Content-Type": "application/json"}
        response = await toys.sender.client.post(NOTES, content=body.ljust(1024), headers=headers)
        assert response.status_code == 201
        response = await toys.sender.client.post(NOTES, content=body.ljust(1025), headers=headers)
        assert response.status_code == 413


async def test_a_real_server_answers_the_same(toys: Platform, tmp_path: Any) -> None:
    """Errors over a real connection: the framework re-raises what crashed after the answer was sent."""
    app = toys.sender.app

    async def without_lifespan(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await app(scope, receive, send)

    async with serving(without_lifespan) as url, httpx2.AsyncClient(base_url=url, headers=signed_in(ACTOR)) as client:
        for path, status in ((f"{NOTES}:crash", 500), ("/nowhere", 404), (NOTES, 200)):
            response = await client.get(path, headers={"X-Request-Id": "req-1"})
            assert (response.status_code, response.headers["x-request-id"]) == (status, "req-1")
