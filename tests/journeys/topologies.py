"""A whole platform behind its gateway: embedded always, split when ``JIANXING_TEST_SPLIT=1`` (``make test-pg``).

Which topologies there are is decided when tests are collected, so that none is ever reported as skipped.
"""

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx2
import pytest

from deploy.demo import running_embedded
from deploy.ports import free_port
from deploy.split import running_split
from shared.kit.clock import SharedOffsetClock
from shared.kit.settings import Profile
from shared.schemas.services import ServiceName
from tests.databases import PostgresDatabases, SqliteDatabases, migrated

SPLIT_VARIABLE = "JIANXING_TEST_SPLIT"
TOPOLOGIES = ["embedded", *(["split"] if os.environ.get(SPLIT_VARIABLE) == "1" else [])]


@dataclass(frozen=True)
class Platform:
    """A running platform in the demo profile, empty but for its administrator."""

    topology: str
    base_url: str
    client: httpx2.AsyncClient
    data: Path

    def move_clock_to(self, instant: datetime) -> None:
        """Move business time of every process of the platform."""
        SharedOffsetClock(self.data / "clock-offset").move_to(instant)


@pytest.fixture(scope="module", params=TOPOLOGIES)
async def platform(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, databases: SqliteDatabases | PostgresDatabases
) -> AsyncIterator[Platform]:
    """One platform for all journeys of a module, per topology."""
    data = tmp_path_factory.mktemp(f"platform-{request.param}")
    start: Callable[[Path], AbstractAsyncContextManager[str]] = _split if request.param == "split" else _embedded(databases)
    async with start(data) as base_url, httpx2.AsyncClient(base_url=base_url, timeout=60) as client:
        yield Platform(request.param, base_url, client, data)


def _embedded(databases: SqliteDatabases | PostgresDatabases) -> Callable[[Path], AbstractAsyncContextManager[str]]:
    @asynccontextmanager
    async def start(data: Path) -> AsyncIterator[str]:
        urls = {f"{name.upper()}_DATABASE_URL": databases.copy(name, migrated(name)) for name in ServiceName}
        with pytest.MonkeyPatch.context() as environment:
            _set(environment, urls)
            async with running_embedded(data) as url:
                yield url
        for url in urls.values():
            databases.drop(url)

    return start


def _set(environment: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        environment.setenv(name, value)


@asynccontextmanager
async def _split(data: Path) -> AsyncIterator[str]:
    async with running_split(data, free_port(), profile=Profile.DEMO, throw_away=True) as platform:
        yield platform.url
