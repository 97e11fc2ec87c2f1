"""Worlds ready to be used: their databases are filled once per session and copied for every test."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, insert, select

from shared.kit.db import Database
from shared.kit.migrate import upgrade
from shared.schemas.services import ServiceName
from tests.databases import PostgresDatabases, SqliteDatabases, migrated
from tests.factories.documents import draft
from tests.factories.people import ACCOUNTS, GROUPS, REGIONS, UNITS
from tests.platform import World, running_world

Fill = Callable[[World], Coroutine[Any, Any, None]]


async def people(world: World) -> None:
    """Regions, units, groups and accounts; no plan."""
    admin = await world.sign_in("admin")
    await admin.do("/api/v1/plans/regions:import", {"rows": REGIONS})
    await admin.do("/api/v1/plans/units:import", {"rows": UNITS, "groups": GROUPS})
    await admin.do("/api/v1/plans/accounts:import", {"rows": ACCOUNTS})
    await world.settle()


async def issued(world: World) -> None:
    """People, and the made-up plan of the county, issued and known to everybody."""
    await people(world)
    office = await world.sign_in("office")
    plan = await office.do("/api/v1/plans", draft())
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await world.settle()


class Worlds:
    """Gives each test four databases that hold what ``fill`` made."""

    def __init__(self, databases: SqliteDatabases | PostgresDatabases, folder: Path) -> None:
        self._databases, self._folder = databases, folder
        self._filled: dict[str, dict[str, str]] = {}

    def copy(self, fill: Fill) -> dict[str, str]:
        """New databases by service, filled."""
        name = fill.__name__
        if name not in self._filled:
            self._filled[name] = self._fill(fill)
        sources = self._filled[name]
        return {service: self._databases.copy(f"{name}-{service}", _rows_of(service, sources[service])) for service in ServiceName}

    def drop(self, urls: dict[str, str]) -> None:
        """Drop what ``copy`` gave."""
        for url in urls.values():
            self._databases.drop(url)

    def _fill(self, fill: Fill) -> dict[str, str]:
        urls = {service.value: self._databases.copy(service, migrated(service)) for service in ServiceName}
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self._run(fill, urls)).result()
        return urls

    async def _run(self, fill: Fill, urls: dict[str, str]) -> None:
        async with running_world(self._folder / fill.__name__, urls) as world:
            await fill(world)


def _rows_of(service: str, url: str) -> Callable[[Database], Coroutine[Any, Any, None]]:
    """A build that migrates a new database and copies every row of the one at ``url`` into it."""

    async def build(database: Database) -> None:
        await upgrade(database, service)
        source, tables = Database(url), MetaData()
        async with database.read_engine.connect() as connection:
            await connection.run_sync(tables.reflect)
        async with database.write() as db:
            for table in tables.sorted_tables:
                rows = [] if table.name == "alembic_version" else await source.read.all(select(table))
                await db.run(insert(table), [dict(row._mapping) for row in rows])
        await source.dispose()

    return build
