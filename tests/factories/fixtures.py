"""Fixtures that give a test its world; the conftest of a folder imports those it offers."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.databases import PostgresDatabases, SqliteDatabases
from tests.factories.worlds import Worlds, issued, people
from tests.platform import World, running_world


@pytest.fixture(scope="session")
def worlds(databases: SqliteDatabases | PostgresDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Where the databases of worlds come from."""
    return Worlds(databases, tmp_path_factory.mktemp("worlds"))


@pytest.fixture
async def people_world(worlds: Worlds, tmp_path: Path) -> AsyncIterator[World]:
    """A platform of the test's own with a directory and no plan."""
    urls = worlds.copy(people)
    async with running_world(tmp_path / "world", urls) as world:
        yield world
    worlds.drop(urls)


@pytest.fixture
async def world(worlds: Worlds, tmp_path: Path) -> AsyncIterator[World]:
    """A platform of the test's own with a directory and one issued plan."""
    urls = worlds.copy(issued)
    async with running_world(tmp_path / "world", urls) as made:
        yield made
    worlds.drop(urls)


@pytest.fixture(scope="module")
async def shared_world(worlds: Worlds, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The same for a whole module: for tests that only look, or that change nothing by what they try."""
    urls = worlds.copy(issued)
    async with running_world(tmp_path_factory.mktemp("shared"), urls) as made:
        yield made
    worlds.drop(urls)
