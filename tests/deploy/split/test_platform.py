"""The split platform: same answers as the embedded one, comes back from deaths, leaves nothing behind."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any

import httpx2
import pytest

from deploy.embedded import create_platform
from deploy.errors import PlatformError
from deploy.ports import PortTakenError, free_port
from deploy.postgres import running_postgres
from deploy.split import SplitPlatform, running_split
from shared.kit.settings import CommonSettings, Profile
from shared.schemas.services import ServiceName
from tests.deploy.test_processes import lives

READY = [f"/api/v1/{name}/health/ready" for name in ServiceName]
PUBLIC = [
    "POST /docs/",
    "POST /nothing",
    "DELETE /api/v1/plans",
    "/",
    "/docs",
    "/docs/nothing",
    "/nothing",
    "/internal/v1/plans/events",
    "/api/v1/plansx",
    "/api/v1/plans",
    "/api/v1/plans/",
    *(f"/api/v1/{name}/openapi.json" for name in ServiceName),
    *(f"/api/v1/{name}/nothing" for name in ServiceName),
]


@pytest.fixture(scope="module")
async def split(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SplitPlatform]:
    data = tmp_path_factory.mktemp("split")
    async with running_split(data, free_port(), profile=Profile.DEMO, throw_away=True) as platform:
        yield platform


@pytest.fixture
async def client(split: SplitPlatform) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=split.url, timeout=30, headers={"Accept-Language": "en"}) as client:
        yield client


async def answered(client: httpx2.AsyncClient, path: str) -> tuple[Any, ...]:
    """What must be the same in both topologies."""
    method, _, path = path.rpartition(" ")
    answer = await client.request(method or "GET", path)
    media = answer.headers.get("content-type", "").partition(";")[0]
    body = answer.json() if media.endswith("json") else None
    if media == "application/problem+json":
        assert body.pop("request_id") == answer.headers["x-request-id"]
    location = answer.headers.get("location", "").removeprefix(str(client.base_url).rstrip("/"))
    return answer.status_code, location, answer.headers.get("allow"), media if body is not None else "", body


async def test_both_topologies_answer_alike(client: httpx2.AsyncClient, tmp_path: Path) -> None:
    embedded = create_platform(CommonSettings(data=tmp_path, profile=Profile.DEMO))
    async with embedded.running():
        transport = httpx2.ASGITransport(app=embedded)
        async with httpx2.AsyncClient(transport=transport, base_url="http://gateway", headers={"Accept-Language": "en"}) as inside:
            for path in PUBLIC:
                assert await answered(client, path) == await answered(inside, path), path


async def test_every_process_runs_and_every_service_is_ready(split: SplitPlatform, client: httpx2.AsyncClient) -> None:
    assert len(split.children) == 9
    assert all(child.is_running for child in split.children.values())
    assert [(await client.get(path)).json()["status"] for path in READY] == ["ready"] * 4


@pytest.mark.parametrize("name", ["notifications server", "submissions worker", "gateway"])
async def test_a_killed_process_comes_back(split: SplitPlatform, client: httpx2.AsyncClient, name: str) -> None:
    child = split.children[name]
    before = child.pid
    os.kill(before, signal.SIGKILL)
    async with asyncio.timeout(60):
        while child.pid == before or not child.is_running or not await all_ready(client):
            await asyncio.sleep(0.1)
    assert child.deaths == 1


async def all_ready(client: httpx2.AsyncClient) -> bool:
    try:
        return all([(await client.get(path)).is_success for path in READY])
    except httpx2.TransportError:
        return False


async def test_the_services_survive_a_restart_of_the_database(client: httpx2.AsyncClient, split: SplitPlatform) -> None:
    server = next(pid for pid in parents_children(os.getpid()) if "postgres" in command(pid))
    os.kill(server, signal.SIGKILL)
    async with asyncio.timeout(60):
        while lives(server) or not await all_ready(client) or not all(child.is_running for child in split.children.values()):
            await asyncio.sleep(0.1)


def parents_children(parent: int) -> list[int]:
    folders = [folder for folder in Path("/proc").iterdir() if folder.name.isdecimal()]
    return [int(folder.name) for folder in folders if parent_of(folder) == parent]


def parent_of(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().partition(b"\0")[0].decode()


async def test_stopping_takes_three_seconds_at_most_and_leaves_no_process(tmp_path: Path, split: SplitPlatform) -> None:
    before = set(parents_children(os.getpid()))
    async with running_split(tmp_path, free_port(), throw_away=True):
        started = set(parents_children(os.getpid())) - before
        assert len(started) >= 10, "four servers, four workers, the gateway, PostgreSQL"
        began = monotonic()
    assert monotonic() - began < 3.5
    restarted_meanwhile = {child.pid for child in split.children.values()}
    assert not [pid for pid in started - restarted_meanwhile if lives(pid)], "the other platform may restart a child of its own meanwhile"


async def test_a_taken_port_and_a_taken_folder_are_refused_at_once(split: SplitPlatform, tmp_path: Path) -> None:
    port = int(split.url.rpartition(":")[2])
    with pytest.raises(PortTakenError):
        async with running_split(tmp_path, port, throw_away=True):
            pass
    async with running_split(tmp_path, free_port(), throw_away=True):
        with pytest.raises(PlatformError, match="another split platform runs on"):
            async with running_split(tmp_path, free_port(), throw_away=True):
                pass


async def test_postgresql_keeps_its_data_over_restarts(tmp_path: Path) -> None:
    async with running_postgres(tmp_path / "postgres") as server:
        await server.ensure_databases(["kept"])
        connection = await server.connect()
        assert await connection.fetchval("SHOW fsync") == "on"
        assert await connection.fetchval("SELECT datcollate FROM pg_database WHERE datname = 'kept'") == "C.UTF-8"
        await connection.close()
    async with running_postgres(tmp_path / "postgres") as server:
        await server.ensure_databases(["kept"])
        connection = await server.connect()
        assert await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = 'kept'") == 1
        await connection.close()


async def test_postgresql_starts_again_while_a_killed_server_still_holds_its_memory(tmp_path: Path) -> None:
    async with running_postgres(tmp_path / "postgres") as server:
        connection = await server.connect()
        busy = asyncio.create_task(connection.execute("SELECT sum(a * b) FROM generate_series(1, 6000) a, generate_series(1, 1000) b"))
        await asyncio.sleep(0.2)
        os.kill(server.child.pid, signal.SIGKILL)
        await server.child.wait()
        connection.terminate()
        await asyncio.gather(busy, return_exceptions=True)
    async with running_postgres(tmp_path / "postgres") as server:
        await server.ensure_databases(["after"])
    assert "is still in use" in server.child.last_words(100_000)
