"""What becomes of values that were stored by year: they are totals of that year's period, and their versions keep their meaning."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, text

from shared.kit.db import Database
from shared.kit.migrate import upgrade
from tests.databases import TestDatabases
from tests.kit.test_migrations import alembic, run

FIRST = "434396f515c9"
ID = "{}0a203ef2e36720a8f113b984351fa2c"
_VALUE = """insert into observations
    (id, version, indicator_id, region_id, region_path, year, value, standing, disclosure, source, recorded_at, recorded_by)
    values ('{id}', {version}, '{indicator}', '{region}', 'a.', {year}, '{value}', 'reported', 'public', 'import', '{at}', '某人')"""
_VERSION = """insert into observation_versions (id, observation_id, version, value, standing, source, recorded_at, recorded_by)
    values ('{id}', '{of}', {version}, '{value}', 'reported', 'import', '{at}', '某人')"""
DAYS = ("2026-01-01 00:00:00.000000", "2026-06-01 00:00:00.000000")


@pytest.fixture
async def before(fresh_url: TestDatabases) -> AsyncIterator[Database]:
    """A database of the first revision with a value of two versions and one of a single version."""
    opened = Database(fresh_url(None))
    await run(opened, alembic("indicators", lambda config: command.upgrade(config, FIRST)))
    place = {"indicator": ID.format(1), "region": ID.format(2)}
    rows = [
        _VALUE.format(id=ID.format(3), version=2, year=2022, value="32.10", at=DAYS[1], **place),
        _VALUE.format(id=ID.format(4), version=1, year=2023, value="33", at=DAYS[1], **place),
        _VERSION.format(id=ID.format(5), of=ID.format(3), version=1, value="32.6", at=DAYS[0]),
        _VERSION.format(id=ID.format(6), of=ID.format(3), version=2, value="32.10", at=DAYS[1]),
        _VERSION.format(id=ID.format(7), of=ID.format(4), version=1, value="33", at=DAYS[1]),
    ]
    for row in rows:
        await run(opened, lambda connection, row=row: connection.execute(text(row)))
    yield opened
    await opened.dispose()


def _rows(sql: str) -> Any:
    def ask(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(text(sql))]

    return ask


async def test_rows_of_a_year_become_rows_of_its_period_and_back(before: Database) -> None:
    await upgrade(before, "indicators")
    values = await run(before, _rows("select year, period, disaggregation, cast(value as varchar(20)), version from observations order by year"))
    assert values == [(2022, "2022", "", "32.10", 2), (2023, "2023", "", "33", 1)]
    superseded = await run(before, _rows("select version, value, disclosure, superseded_at from observation_versions"))
    [(version, value, disclosure, until)] = superseded
    assert (version, Decimal(value), disclosure, str(until)[:10]) == (1, Decimal("32.6"), "public", "2026-06-01")
    await run(before, alembic("indicators", lambda config: command.downgrade(config, FIRST)))
    assert await run(before, _rows("select count(*), count(distinct id) from observation_versions")) == [(3, 3)]
    assert [row[0] for row in await run(before, _rows("select year from observations order by year"))] == [2022, 2023]
