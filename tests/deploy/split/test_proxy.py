"""The rendered configuration under the real nginx, with small services behind it that say what they were sent."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from deploy.gateway.nginx import nginx_command, write_gateway
from deploy.ports import free_port
from deploy.processes import Child, Command
from shared.schemas.services import ServiceName
from tests.kit.servers import serving

EVENT = b"data: one\n\n"


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the request as it arrived; under ``/stream`` one event every 0.3 seconds."""
    if scope["type"] == "lifespan":
        for answer in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{answer}.complete"})
        return
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    status = 503 if scope["path"].endswith("/busy") else 200
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/event-stream"), (b"etag", b'"v1"')]})
    if scope["path"].endswith("/stream"):
        for _ in range(3):
            await send({"type": "http.response.body", "body": EVENT, "more_body": True})
            await asyncio.sleep(0.3)
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    told = {"path": scope["raw_path"].decode(), "query": scope["query_string"].decode(), "headers": headers, "size": size}
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def running_nginx(folder: Path, **given: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """nginx before three echoing services and one that is down (notifications)."""
    port = free_port()
    async with AsyncExitStack() as stack:
        upstream = (await stack.enter_async_context(serving(echo))).removeprefix("http://")
        upstreams = dict.fromkeys(ServiceName, upstream) | {ServiceName.NOTIFICATIONS: f"127.0.0.1:{free_port()}"}
        write_gateway(folder, port, upstreams, **given)
        nginx = Child(Command("nginx", nginx_command(folder), log=folder / "output"))
        await nginx.start()
        stack.push_async_callback(nginx.stop, 2.0)
        client = await stack.enter_async_context(httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"Accept-Language": "en"}))
        async with asyncio.timeout(10):
            while not await accepts(port):
                await asyncio.sleep(0.05)
        yield client


async def accepts(port: int) -> bool:
    try:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


@pytest.fixture(scope="module")
async def proxy(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx2.AsyncClient]:
    async for client in running_nginx(tmp_path_factory.mktemp("gateway")):
        yield client


@pytest.fixture
async def strict_proxy(tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    async for client in running_nginx(tmp_path, requests_per_second=1):
        yield client


def problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """The body, after it was checked to be this problem and to carry its request id."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"/docs/problems.html#{code}")
    assert body["request_id"] == answer.headers["x-request-id"] != ""
    assert answer.headers["cache-control"] == "no-store"
    return body


@pytest.mark.parametrize("path", ["/api/v1/plans", "/api/v1/plans/", "/api/v1/plans/a%20b/c:verb", "/api/v1/indicators/x"])
async def test_paths_and_queries_arrive_as_they_were_sent(proxy: httpx2.AsyncClient, path: str) -> None:
    told = (await proxy.get(f"{path}?a=1&b=%E5%81%A5")).json()
    assert (told["path"], told["query"]) == (path, "a=1&b=%E5%81%A5")


@pytest.mark.parametrize("path", ["/nothing", "/internal/v1/plans/events", "/internal", "/api/v1/plansx", "/api/v2/plans", "/docs/nothing.html"])
async def test_everything_else_is_a_404_problem(proxy: httpx2.AsyncClient, path: str) -> None:
    problem(await proxy.get(path), 404, "no-such-route")


@pytest.mark.parametrize(
    "target",
    ["/api/v1/plans/../../../internal/v1/plans/events", "/internal/v1/plans/..%2f..%2f..%2fapi/v1/plans/x", "/unreadable_request", "//internal/v1"],
)
async def test_dots_lead_nowhere(proxy: httpx2.AsyncClient, target: str) -> None:
    assert await asyncio.to_thread(status_of, proxy, f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") == (404, "no-such-route")


@pytest.mark.parametrize("request_line", ["FOO BAR BAZ\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", f"GET /{'x' * 20_000} HTTP/1.1\r\nHost: x\r\n\r\n"])
async def test_a_request_that_breaks_http_is_a_400_problem(proxy: httpx2.AsyncClient, request_line: str) -> None:
    assert await asyncio.to_thread(status_of, proxy, request_line) == (400, "unreadable-request")


def status_of(proxy: httpx2.AsyncClient, request: str) -> tuple[int, str]:
    """What nginx answers to raw bytes, which no client would send: status and code."""
    with socket.create_connection((proxy.base_url.host, proxy.base_url.port or 80), timeout=10) as connection:
        connection.sendall(request.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    assert "application/problem+json" in head
    return int(head.split()[1]), json.loads(body)["code"]


async def test_the_portal_is_served_and_the_root_leads_there(proxy: httpx2.AsyncClient) -> None:
    for path in ("/", "/docs"):
        answer = await proxy.get(path)
        assert (answer.status_code, answer.headers["location"]) == (307, "/docs/")
    assert "swagger-ui" in (await proxy.get("/docs/")).text
    problem(await proxy.post("/docs/"), 405, "method-not-allowed")


async def test_a_service_that_is_down_is_a_503_problem_in_the_callers_language(proxy: httpx2.AsyncClient) -> None:
    answer = await proxy.get("/api/v1/notifications")
    assert "notifications" in problem(answer, 503, "peer-unavailable")["detail"]
    assert answer.headers["retry-after"] == "5"
    chinese = await proxy.get("/api/v1/notifications", headers={"Accept-Language": "zh-CN"})
    assert problem(chinese, 503, "peer-unavailable")["title"] == "所需服务暂不可用"


async def test_a_services_own_503_is_handed_on(proxy: httpx2.AsyncClient) -> None:
    answer = await proxy.get("/api/v1/plans/busy")
    assert (answer.status_code, answer.json()["path"], answer.headers["etag"]) == (503, "/api/v1/plans/busy", '"v1"')


async def test_too_large_a_body_is_a_413_problem_and_the_largest_passes(proxy: httpx2.AsyncClient) -> None:
    most = 8 * 1024 * 1024
    assert (await proxy.post("/api/v1/plans", content=b"x" * most)).json()["size"] == most
    assert "8388608" in problem(await proxy.post("/api/v1/plans", content=b"x" * (most + 1)), 413, "too-large")["detail"]


async def test_callers_cannot_say_who_or_where_they_are(proxy: httpx2.AsyncClient) -> None:
    forged = {"X-Forwarded-For": "9.9.9.9", "X-Real-IP": "9.9.9.9", "Forwarded": "for=9.9.9.9", "X-Forwarded-User": "admin", "X-Actor": "admin"}
    told = (await proxy.get("/api/v1/plans", headers={**forged, "Authorization": "Bearer x"})).json()["headers"]
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["authorization"] == "Bearer x"
    assert not {"x-real-ip", "forwarded", "x-forwarded-user", "x-actor"} & told.keys()


async def test_a_request_id_is_handed_on_or_made(proxy: httpx2.AsyncClient) -> None:
    given = (await proxy.get("/api/v1/plans", headers={"X-Request-Id": "abc-123"})).json()["headers"]
    assert given["x-request-id"] == "abc-123"
    made = (await proxy.get("/api/v1/plans", headers={"X-Request-Id": "not plain!"})).json()["headers"]
    assert len(made["x-request-id"]) == 32


async def test_events_flow_as_they_come(proxy: httpx2.AsyncClient) -> None:
    clock, arrived = asyncio.get_running_loop().time, []
    async with proxy.stream("GET", "/api/v1/plans/stream") as answer:
        async for piece in answer.aiter_raw():
            arrived += [clock()] * piece.count(EVENT)
    assert len(arrived) == 3
    assert arrived[2] - arrived[0] > 0.3, "buffered, they would come all at once"


async def test_too_many_requests_are_a_429_problem(strict_proxy: httpx2.AsyncClient) -> None:
    answers = [await strict_proxy.get("/api/v1/plans") for _ in range(5)]
    refused = next(answer for answer in answers if answer.status_code != 200)
    problem(refused, 429, "too-many-requests")
    assert refused.headers["retry-after"] == "1"
