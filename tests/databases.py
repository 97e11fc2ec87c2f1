"""A new database per test, copied from a template that is built once per session and worker.

SQLite files by default; PostgreSQL databases when ``JIANXING_TEST_PG_URL`` names a server (``postgresql+asyncpg://user@host:port/postgres``).
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.kit.db import Database
from shared.kit.migrate import upgrade

Build = Callable[[Database], Awaitable[None]]

PG_VARIABLE = "JIANXING_TEST_PG_URL"


def run_apart(call: Coroutine[Any, Any, None]) -> None:
    """Run ``call`` to its end in an event loop of its own, so that sync fixtures and async tests may both ask for databases."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, call).result()


def migrated(service: str) -> Build:
    """The build of a service's template: its whole history, run."""

    async def build(database: Database) -> None:
        await upgrade(database, service)

    return build


async def _build(url: str, build: Build) -> None:
    database = Database(url)
    try:
        await build(database)
    finally:
        await database.dispose()


class SqliteDatabases:
    """Databases as files under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[str, Path] = {}

    def empty(self) -> str:
        """The URL of a database that does not exist yet."""
        return f"sqlite+aiosqlite:///{self._folder / uuid4().hex}.db"

    def copy(self, name: str, build: Build) -> str:
        """The URL of a new copy of the template ``name``, built by ``build`` the first time."""
        if name not in self._templates:
            url = self.empty()
            run_apart(_build(url, build))
            self._templates[name] = self._file(url)
        url = self.empty()
        shutil.copyfile(self._templates[name], self._file(url))
        return url

    def drop(self, url: str) -> None:
        """Delete the file and what lies beside it."""
        for left in self._folder.glob(self._file(url).name + "*"):
            left.unlink()

    def drop_all(self) -> None:
        """The temporary folder goes as a whole; nothing to do."""

    def _file(self, url: str) -> Path:
        return Path(str(make_url(url).database))


class PostgresDatabases:
    """Databases of one PostgreSQL server; every name starts with a random word of this session."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._session = f"jx_{uuid4().hex[:8]}"
        self._templates: dict[str, str] = {}

    def empty(self) -> str:
        """The URL of a new database without tables."""
        return self._url(self._create("template0"))

    def copy(self, name: str, build: Build) -> str:
        """The URL of a new copy of the template ``name``, built by ``build`` the first time."""
        if name not in self._templates:
            template = self._create("template0")
            run_apart(_build(self._url(template), build))
            self._templates[name] = template
        return self._url(self._create(self._templates[name]))

    def drop(self, url: str) -> None:
        """Drop the database, whoever is still connected."""
        self._admin(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def drop_all(self) -> None:
        """Drop the templates."""
        for template in self._templates.values():
            self.drop(self._url(template))

    def _create(self, template: str) -> str:
        name = f"{self._session}_{uuid4().hex[:12]}"
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _admin(self, statement: str) -> None:
        run_apart(_execute(self._server.render_as_string(hide_password=False), statement))


async def _execute(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


class TestDatabases:
    """What one test has been given, dropped when it ends."""

    __test__ = False

    def __init__(self, source: SqliteDatabases | PostgresDatabases) -> None:
        self._source = source
        self._given: list[str] = []

    def __call__(self, service: str | None) -> str:
        """A new database of ``service``, migrated; empty for None."""
        return self._note(self._source.copy(service, migrated(service)) if service else self._source.empty())

    def of(self, template: str, build: Build) -> str:
        """A new database made by ``build`` (which runs once per session)."""
        return self._note(self._source.copy(template, build))

    def drop(self) -> None:
        """Drop everything that was given."""
        for url in self._given:
            self._source.drop(url)

    def _note(self, url: str) -> str:
        self._given.append(url)
        return url
