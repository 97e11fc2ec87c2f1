"""The servers under test, each a process of its own with real uvicorn, uvloop and httptools."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2

from deploy.ports import free_port
from deploy.processes import Child, Command, ProcessError
from shared.schemas.services import ServiceName
from tests.bench.places import Place

_READY_SECONDS = 30.0


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    child: Child

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its process."""
        return self.child.pid


@asynccontextmanager
async def serving(name: str, arguments: Sequence[str], ready: str, place: Place, **environment: str) -> AsyncIterator[Server]:
    """Run ``python -m ARGUMENTS… PORT`` until the block ends; it has answered ``ready`` once."""
    port = int(environment.pop("port", 0)) or free_port()
    variables = {**os.environ, **place.environment(), "JIANXING_DATA": str(place.folder), "JIANXING_LOG_LEVEL": "warning", **environment}
    command = Command(name, [sys.executable, "-m", *arguments, str(port)], variables, place.folder / f"{name}.log")
    server = Server(port, Child(command))
    await server.child.start()
    try:
        await _until_ready(server, ready)
        yield server
    finally:
        await server.child.stop(3.0)


async def _until_ready(server: Server, path: str) -> None:
    async with asyncio.timeout(_READY_SECONDS), httpx2.AsyncClient(base_url=server.url) as client:
        while server.child.is_running:
            try:
                if (await client.get(path)).is_success:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.02)
    raise ProcessError(f"{server.child.command.name} ended while starting:\n{server.child.last_words()}")


@asynccontextmanager
async def services(place: Place, *names: ServiceName) -> AsyncIterator[dict[ServiceName, Server]]:
    """Server processes as in the split topology (the loops run in workers, of which there are none here)."""
    ports = {name: free_port() for name in ServiceName}
    peers = {f"{name.upper()}_{peer.upper()}_URL": f"http://127.0.0.1:{ports[peer]}" for name in names for peer in ServiceName if peer != name}
    async with _all(place, names, ports, peers) as running:
        yield running


@asynccontextmanager
async def _all(
    place: Place, names: Sequence[ServiceName], ports: dict[ServiceName, int], peers: dict[str, str]
) -> AsyncIterator[dict[ServiceName, Server]]:
    if not names:
        yield {}
        return
    first, *rest = names
    ready = f"/api/v1/{first}/health/ready"
    async with serving(first.value, ["deploy.server", first.value], ready, place, port=str(ports[first]), **peers) as server:
        async with _all(place, rest, ports, peers) as others:
            yield {first: server, **others}
