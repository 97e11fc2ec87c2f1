"""Calls between services against real servers: one deadline, retries of reads only, the request id passed on."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import perf_counter

import httpx2
import pytest
from sqlalchemy import select

from shared.kit.context import request_scope
from shared.kit.db import Database, RemoteCallInTransactionError
from shared.kit.framework_problems import PeerUnavailable
from shared.kit.peers import Peer
from tests.kit.servers import Answers, free_port, serving
from tests.kit.toy_tables import notes

DEADLINE = 1.0
SLACK = 1.5  # less than a second and third try would take


@asynccontextmanager
async def peer_at(url: str, deadline: float = DEADLINE) -> AsyncIterator[Peer]:
    """A peer at an address."""
    peer = Peer("plans", httpx2.AsyncClient(base_url=url, timeout=deadline), lambda: "our-token", deadline)
    yield peer
    await peer.aclose()


async def test_an_answer_is_handed_on() -> None:
    app = Answers((200, b'{"a": 1}'))
    async with serving(app) as url, peer_at(url) as peer:
        with request_scope("req-9"):
            response = await peer.get("/api/v1/plans/x", {"q": "值"})
    assert response.json() == {"a": 1}
    asked = app.asked[0]
    assert (asked["x-request-id"], asked["authorization"], asked["path"]) == ("req-9", "Bearer our-token", "/api/v1/plans/x")


async def test_a_call_for_keys_carries_no_token() -> None:
    app = Answers((200, b"{}"))
    async with serving(app) as url, peer_at(url) as peer:
        await peer.get("/", token=False)
    assert "authorization" not in app.asked[0]


@pytest.mark.parametrize("status", [200, 304, 400, 401, 403, 404, 409, 422])
async def test_the_peers_own_refusals_are_handed_on_at_once(status: int) -> None:
    app = Answers((status, b""))
    async with serving(app) as url, peer_at(url) as peer:
        assert (await peer.get("/")).status_code == status
    assert len(app.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_failing_read_is_tried_three_times_and_then_given_up(status: int) -> None:
    app = Answers((status, b"{}"))
    async with serving(app) as url, peer_at(url, deadline=5.0) as peer:
        with pytest.raises(PeerUnavailable) as caught:
            await peer.get("/")
    assert len(app.asked) == 3
    assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "5"})
    assert "plans" in str(caught.value)


async def test_a_read_that_succeeds_on_the_third_try_succeeds() -> None:
    app = Answers((500, b""), (503, b""), (200, b'"ok"'))
    async with serving(app) as url, peer_at(url, deadline=5.0) as peer:
        assert (await peer.get("/")).json() == "ok"


async def test_a_write_is_sent_once() -> None:
    app = Answers((500, b""))
    async with serving(app) as url, peer_at(url) as peer:
        with pytest.raises(PeerUnavailable):
            await peer.post("/", b"{}", "application/json")
    assert [(asked["method"], asked["content-type"]) for asked in app.asked] == [("POST", "application/json")]


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_peer_that_hangs_is_given_up_at_the_deadline(method: str) -> None:
    async with serving(Answers((200, b"{}"), delay=30)) as url, peer_at(url) as peer:
        started = perf_counter()
        with pytest.raises(PeerUnavailable) as caught:
            await (peer.get("/") if method == "get" else peer.post("/", b"{}", "application/json"))
        assert DEADLINE * 0.9 < perf_counter() - started < DEADLINE + SLACK
    assert caught.value.headers == {"Retry-After": "5"}


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_peer_in_this_process_that_hangs_is_given_up_too(method: str) -> None:
    """The in-process transport knows no time-outs of its own."""
    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=Answers((200, b"{}"), delay=30)), base_url="http://plans", timeout=DEADLINE)
    peer = Peer("plans", client, lambda: "our-token", DEADLINE)
    started = perf_counter()
    with pytest.raises(PeerUnavailable):
        await (peer.get("/") if method == "get" else peer.post("/", b"{}", "application/json"))
    assert perf_counter() - started < DEADLINE + SLACK
    await peer.aclose()


async def test_a_peer_that_answers_drop_by_drop_is_given_up_at_the_deadline() -> None:
    """Each byte begins the transport's read time-out anew."""

    gone = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        while not reader.at_eof():
            writer.write(b"x")
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1000), 0.2)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        gone.set()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server, peer_at(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}") as peer:
        started = perf_counter()
        with pytest.raises(PeerUnavailable):
            await peer.get("/")
        assert perf_counter() - started < DEADLINE + SLACK
        await asyncio.wait_for(gone.wait(), 5)


async def test_the_deadline_holds_for_all_tries_together() -> None:
    async with serving(Answers((503, b"{}"), delay=0.9)) as url, peer_at(url) as peer:
        started = perf_counter()
        with pytest.raises(PeerUnavailable):
            await peer.get("/")
        assert perf_counter() - started < DEADLINE + SLACK


async def test_a_peer_that_takes_no_connection_is_unavailable() -> None:
    async with peer_at(f"http://127.0.0.1:{free_port()}") as peer:
        with pytest.raises(PeerUnavailable):
            await peer.get("/")


async def test_a_peer_that_never_answers_the_connection_is_given_up_at_the_deadline() -> None:
    """A listening socket that nobody accepts from: the connection stands, no byte comes."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        async with peer_at(f"http://127.0.0.1:{silent.getsockname()[1]}") as peer:
            started = perf_counter()
            with pytest.raises(PeerUnavailable):
                await peer.get("/")
            assert perf_counter() - started < DEADLINE + SLACK


async def test_a_peer_that_drops_the_line_midway_is_unavailable() -> None:
    async def drop(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        writer.close()

    server = await asyncio.start_server(drop, "127.0.0.1", 0)
    async with server, peer_at(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", deadline=3.0) as peer:
        with pytest.raises(PeerUnavailable):
            await peer.get("/")


async def test_nothing_is_sent_while_a_write_is_open(database: Database) -> None:
    app = Answers((200, b"{}"))
    async with serving(app) as url, peer_at(url) as peer, database.write() as write:
        await write.all(select(notes))
        with pytest.raises(RemoteCallInTransactionError):
            await peer.get("/")
        with pytest.raises(RemoteCallInTransactionError):
            await peer.post("/", b"", "text/plain")
    assert app.asked == []


async def test_a_cancelled_caller_is_not_told_that_the_peer_is_down() -> None:
    async with serving(Answers((200, b"{}"), delay=30)) as url, peer_at(url, deadline=20) as peer:
        call = asyncio.create_task(peer.get("/"))
        await asyncio.sleep(0.2)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
