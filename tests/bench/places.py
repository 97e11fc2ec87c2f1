"""Where a run of the bench keeps its databases: PostgreSQL with fsync on, or one SQLite file per service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.postgres import running_postgres
from shared.schemas.services import ServiceName

RAW = "raw"
"""The database of the raw inserts."""


@dataclass(frozen=True)
class Place:
    """One kind of database, with a folder for everything else."""

    kind: str
    folder: Path
    urls: dict[str, str]

    @property
    def is_sqlite(self) -> bool:
        """Whether the databases are files."""
        return self.kind == "SQLite"

    def url(self, service: str) -> str:
        """The SQLAlchemy URL of a service's database."""
        return self.urls[service]

    def driver_url(self, service: str) -> str:
        """The same for the driver itself: a libpq URL, or the path of the file."""
        url = self.urls[service]
        return url.partition(":///")[2] if self.is_sqlite else url.replace("+asyncpg", "")

    def environment(self) -> dict[str, str]:
        """The services' database settings."""
        return {f"{name.upper()}_DATABASE_URL": self.urls[name] for name in ServiceName}


@asynccontextmanager
async def postgres_place(folder: Path) -> AsyncIterator[Place]:
    """A server of its own, set up as for users: fsync on."""
    async with running_postgres(fsync=True) as server:
        names = {name: f"bench_{name}" for name in (*(name.value for name in ServiceName), RAW)}
        await server.ensure_databases(names.values())
        yield Place("PostgreSQL", folder, {name: server.url(database) for name, database in names.items()})


@asynccontextmanager
async def sqlite_place(folder: Path) -> AsyncIterator[Place]:
    """Files in ``folder``."""
    yield Place("SQLite", folder, {name: f"sqlite+aiosqlite:///{folder / name}.db" for name in (*(name.value for name in ServiceName), RAW)})
