"""Every service's history: it runs from empty on this database, says what the models say, and can be taken back."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from shared.kit.db import Database
from shared.kit.migrate import migration_config, pending, upgrade
from shared.kit.tables import COMMON
from tests.databases import TestDatabases
from tests.house.modules import ROOT

_START = """
import asyncio
import subprocess
import sys
from shared.kit.db import Database
from shared.kit.migrate import upgrade

async def start():
    database = Database("{url}")
    await upgrade(database, "plans")
    await database.dispose()

print("ready", flush=True)
input()
asyncio.run(start())
"""
SERVICES = sorted(path.parent.parent.name for path in (ROOT / "services").glob("*/migrations/env.py"))


@pytest.fixture
async def empty(fresh_url: TestDatabases) -> AsyncIterator[Database]:
    """A database without a single table."""
    opened = Database(fresh_url(None))
    yield opened
    await opened.dispose()


async def run(database: Database, call: Callable[[Connection], Any]) -> Any:
    """Run ``call`` on one connection and keep what it did."""
    async with database.write_engine.begin() as connection:
        return await connection.run_sync(call)


async def tables(database: Database) -> set[str]:
    """The names of the tables there are."""
    return set(await run(database, lambda connection: inspect(connection).get_table_names()))


def alembic(service: str, act: Callable[[Config], None]) -> Callable[[Connection], None]:
    """An alembic command on the connection that it is given."""

    def on(connection: Connection) -> None:
        config = migration_config(service)
        config.attributes["connection"] = connection
        act(config)

    return on


def test_the_services_are_found() -> None:
    assert "plans" in SERVICES


@pytest.mark.parametrize("service", SERVICES)
async def test_a_history_runs_from_empty_and_only_once(service: str, empty: Database) -> None:
    assert await pending(empty, service)
    await upgrade(empty, service)
    assert not await pending(empty, service)
    made = await tables(empty)
    assert set(COMMON.tables) < made
    await upgrade(empty, service)
    assert await tables(empty) == made


@pytest.mark.parametrize("service", SERVICES)
async def test_the_models_say_what_the_history_built(service: str, empty: Database) -> None:
    """``alembic check``: a column without its migration, or a migration without its column, fails here."""
    await upgrade(empty, service)
    await run(empty, alembic(service, command.check))


@pytest.mark.parametrize("service", SERVICES)
async def test_a_history_can_be_taken_back_and_run_again(service: str, empty: Database) -> None:
    await upgrade(empty, service)
    made = await tables(empty)
    await run(empty, alembic(service, lambda config: command.downgrade(config, "base")))
    assert await tables(empty) <= {"alembic_version"}
    assert await pending(empty, service)
    await upgrade(empty, service)
    assert await tables(empty) == made


async def test_server_and_worker_processes_may_start_at_the_same_moment(fresh_url: TestDatabases) -> None:
    """All of them find an empty database; one migrates, the others wait for it. They set off together, at a line of input."""
    url = fresh_url(None)
    code = _START.format(url=url)
    processes = [subprocess.Popen([sys.executable, "-c", code], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True, cwd=ROOT) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    ends = await asyncio.gather(*(asyncio.to_thread(process.communicate, "go\n", 50) for process in processes))
    assert [process.returncode for process in processes] == [0, 0, 0], [end[1][-600:] for end in ends]


@pytest.mark.parametrize("service", SERVICES)
def test_a_history_is_one_line_with_dated_names(service: str) -> None:
    script = ScriptDirectory.from_config(migration_config(service))
    assert len(script.get_heads()) == len(script.get_bases()) == 1
    names = [Path(str(revision.path)).name for revision in script.walk_revisions()]
    assert all(name[:8].isdigit() and name[8] == "_" for name in names)


async def test_the_check_sees_a_missing_table(empty: Database) -> None:
    """The check's own test: a database without the history differs from the models in every table."""

    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), COMMON))

    missing = {change[1].name for change in await run(empty, differences) if change[0] == "add_table"}
    assert missing == set(COMMON.tables)
