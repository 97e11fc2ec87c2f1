"""Migrations: one alembic history per service, the same for both databases, run through the service's own engine."""

import asyncio
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, MetaData

from shared.kit.columns import ExactDecimal, UtcInstant
from shared.kit.db import Database
from shared.kit.tables import COMMON


def migration_config(service: str) -> Config:
    """The alembic configuration of one service; its scripts lie in ``services/<service>/migrations``."""
    folder = Path(str(import_module(f"services.{service}").__file__)).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(rev)s_%%(slug)s")
    return config


_PATIENCE_MS = 60_000


async def upgrade(database: Database, service: str) -> None:
    """Bring the service's database to the newest revision; does nothing when it is there."""
    if await pending(database, service):
        config = migration_config(service)
        async with database.write_engine.connect() as connection:
            await connection.run_sync(_run, config)


async def pending(database: Database, service: str) -> bool:
    """Whether the database is behind the code."""
    head = ScriptDirectory.from_config(migration_config(service)).get_current_head()
    async with database.read_engine.connect() as connection:
        return await connection.run_sync(_current) != head


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _run(connection: Connection, config: Config) -> None:
    patience = _wait_for_turn(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()
    if patience is not None:
        _set_patience(connection, patience)


def _wait_for_turn(connection: Connection) -> int | None:
    """Server and worker start together: one migrates, the others wait and then find nothing to do.

    On SQLite the transaction must have begun before alembic looks: it would run each step on its own otherwise, and two
    processes would make the same step. Returns the busy timeout that was set before, to be put back.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('jianxing migration'))")
        return None
    before = _set_patience(connection, _PATIENCE_MS)
    connection.exec_driver_sql("SELECT 1")  # begins at once (BEGIN IMMEDIATE, shared/kit/db.py)
    return before


def _set_patience(connection: Connection, milliseconds: int) -> int:
    """Set SQLite's busy timeout, outside of any transaction; what it was before."""
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA busy_timeout")
    row = cursor.fetchone()
    before = int(row[0]) if row else 0
    cursor.execute(f"PRAGMA busy_timeout={milliseconds}")
    cursor.close()
    return before


def run_environment(metadata: MetaData) -> None:
    """The whole of a service's ``env.py``: run the migrations on the connection that ``upgrade`` brought."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=[metadata, COMMON], render_as_batch=True, compare_type=True, render_item=_render_type)
    with context.begin_transaction():
        context.run_migrations()


def _render_type(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Name the kit's own column types in migrations, instead of spelling out what they are made of."""
    names: list[tuple[Any, str]] = [(UtcInstant, "columns.UtcInstant()"), (ExactDecimal, "columns.ExactDecimal()"), (JSON, "columns.Document")]
    if kind == "type":
        found = next((name for type_, name in names if isinstance(item, type_)), None)
        if found is None and "postgresql" in getattr(item, "_variant_mapping", {}):
            found = "columns.RegionPath"
        if found is not None:
            autogen.imports.add("from shared.kit import columns")
            return found
    return False


def draft_revision(service: str, message: str, database: Database) -> None:
    """Write a new migration from the difference between models and a database that stands at head (``make migration``)."""

    def draft(connection: Connection) -> None:
        config = migration_config(service)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        command.revision(config, message, autogenerate=True)

    async def run() -> None:
        async with database.write_engine.connect() as connection:
            await connection.run_sync(draft)
        await database.dispose()

    asyncio.run(run())
