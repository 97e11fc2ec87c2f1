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
    if connection.dialect.name == "postgresql":  # server and worker start together: one migrates, the other waits (as BEGIN IMMEDIATE does)
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('jianxing migration'))")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()


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
