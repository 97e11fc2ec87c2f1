"""Running toys."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.kit.db import Database
from tests.databases import TestDatabases
from tests.kit.platform import Platform, platform
from tests.kit.toy_tables import build


@pytest.fixture
async def toys(tmp_path: Path, fresh_url: TestDatabases) -> AsyncIterator[Platform]:
    """Sender and receiver without loops: the test turns the relay itself."""
    async with platform(tmp_path, fresh_url) as running:
        yield running


@pytest.fixture
async def live_toys(tmp_path: Path, fresh_url: TestDatabases) -> AsyncIterator[Platform]:
    """Sender and receiver with their loops running."""
    async with platform(tmp_path, fresh_url, run_loops=True) as running:
        yield running


@pytest.fixture
async def database(fresh_url: TestDatabases) -> AsyncIterator[Database]:
    """A database with the toy's tables."""
    opened = Database(fresh_url.of("toy", build), pool_size=10, read_pool_size=10)
    yield opened
    await opened.dispose()
