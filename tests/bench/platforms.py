"""The whole platform: how soon it answers, how much memory it holds, how fast its events travel, embedded and split."""

import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx2

from deploy.ports import free_port
from deploy.split import running_split
from tests.bench.children import Server, serving
from tests.bench.data import OFFICE, bearer, load
from tests.bench.embedded import FIRST_ANSWER, READY
from tests.bench.events import measure_events
from tests.bench.machine import resident_mb
from tests.bench.places import Place
from tests.bench.report import Line

_AIM_SECONDS, _AIM_MB = 2.0, 250
_READS = ("/api/v1/plans", "/api/v1/indicators/verdicts", "/api/v1/indicators/observations", "/api/v1/submissions/assignments")
_REPEATS = 30


@asynccontextmanager
async def _embedded(place: Place) -> AsyncIterator[Server]:
    async with serving("embedded", ["tests.bench.embedded"], READY, place) as server:
        yield server


async def fill(place: Place) -> list[Line]:
    """Start the embedded platform on empty databases and load the examples into it."""
    async with _embedded(place) as server:
        await load(server.url)
        took = _first_answer(place, "first answer, databases made first")
        return [took, _memory(server, "resident memory, embedded, right after loading")]


async def measure_embedded(place: Place, events: int) -> list[Line]:
    """A later start, as it is from then on."""
    async with _embedded(place) as server:
        await _read(server)
        lines = [_first_answer(place, "first answer, later starts"), _memory(server, "resident memory, embedded, in use")]
        return [*lines, *await measure_events(place, server.url, "embedded", events)]


async def measure_split(place: Place, events: int) -> list[Line]:
    """The same behind the proxy: four servers, four workers."""
    with _configured(place):
        async with running_split(place.folder, free_port()) as platform:
            return await measure_events(place, platform.url, "split", events)


@contextmanager
def _configured(place: Place) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(place.environment(), JIANXING_LOG_LEVEL="warning")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


async def _read(server: Server) -> None:
    """Lists of every kind, page after page."""
    async with httpx2.AsyncClient(base_url=server.url, headers={"Authorization": await bearer(server.url, OFFICE)}, timeout=60) as client:
        for _ in range(_REPEATS):
            for path in _READS:
                (await client.get(path, params={"limit": 200})).raise_for_status()


def _first_answer(place: Place, title: str) -> Line:
    took = json.loads((place.folder / FIRST_ANSWER).read_text(encoding="utf-8"))
    since, whole = took["since_create"], took["since_start"]
    return Line(
        f"create_platform() to {title}", f"{since:.2f} s", f"{whole:.2f} s with the imports", "", f"< {_AIM_SECONDS:g} s", since < _AIM_SECONDS
    )


def _memory(server: Server, title: str) -> Line:
    held = resident_mb(server.pid)
    return Line(title, f"{held:.0f} MB", "", "", f"< {_AIM_MB} MB", held < _AIM_MB)
