"""Entries from before the catalogue had names and versions: each keeps what it said, under its own name."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from services.indicators.models import IndicatorNameRecord, IndicatorRecord, IndicatorVersionRecord
from shared.kit.db import Database
from shared.kit.migrate import migration_config, upgrade
from tests.databases import TestDatabases

BEFORE = "434396f515c9"
ENTRIES = {"水质Ⅲ类比例": "%", "水质III类比例": "%", "健康家庭": "户"}


@pytest.fixture
async def old(fresh_url: TestDatabases) -> AsyncIterator[Database]:
    """A database as it was before."""
    opened = Database(fresh_url(None))

    def first(connection: Connection) -> None:
        config = migration_config("indicators")
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)

    async with opened.write_engine.begin() as connection:
        await connection.run_sync(first)
    yield opened
    await opened.dispose()


async def all_of(database: Database, record: Any) -> list[Any]:
    return list(await database.read.all(select(record.__table__)))


async def test_old_entries_get_their_name_and_first_version(old: Database) -> None:
    statement = text("insert into indicators (id, version, name, unit_of_measure, polarity) values (:id, 3, :name, :unit, 'up')")
    async with old.write() as db:
        for name, unit in ENTRIES.items():
            made = uuid4()
            await db.run(statement, {"id": made.hex if old.is_sqlite else made, "name": name, "unit": unit})
    await upgrade(old, "indicators")
    entries = {row.id: row for row in await all_of(old, IndicatorRecord)}
    said = {row.name: (row.version, row.arrival, row.unmatched, row.survey_years, row.region_path) for row in entries.values()}
    assert said == dict.fromkeys(ENTRIES, (3, "filled", False, [], ""))
    named = {row.folded: entries[row.indicator_id].unit_of_measure for row in await all_of(old, IndicatorNameRecord)}
    assert named == {"水质iii类比例": "%", "健康家庭": "户"}  # two that differ only in their width share a name; the first keeps it
    told = {row.facts["name"]: (row.version, row.facts["unit_of_measure"], row.aliases) for row in await all_of(old, IndicatorVersionRecord)}
    assert told == {name: (3, unit, []) for name, unit in ENTRIES.items()}
    async with old.write() as db:
        with pytest.raises(IntegrityError, match="ck_indicators_arrival"):
            await db.run(insert(IndicatorRecord.__table__), {**_columns(entries), "arrival": "by-guess"})


def _columns(entries: dict[Any, Any]) -> dict[str, Any]:
    row = dict(next(iter(entries.values()))._mapping)
    return {**row, "id": uuid4(), "name": "另一指标"}
