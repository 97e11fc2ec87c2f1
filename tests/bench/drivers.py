"""The raw drivers, as one would use them with nothing in between: asyncpg with its pool, aiosqlite."""

import json
from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

import aiosqlite
import asyncpg  # type: ignore[import-untyped]

OBSERVATION = """
    SELECT o.id, o.version, o.indicator_id, i.name AS indicator_name, nullif(i.unit_of_measure, '') AS unit_of_measure,
           o.region_id, o.region_path, o.period, o.disaggregation, o.year, o.value, o.state, o.numerator, o.denominator, o.standing,
           o.reported, o.disclosure, o.source, o.derived_from, o.reason, o.recorded_at, o.recorded_by
    FROM observations o JOIN indicators i ON i.id = o.indicator_id"""
_VERDICT = """
    SELECT v.id, v.version, v.target_id, v.plan_id, v.plan_indicator_id, p.name AS indicator_name, p.key, v.region_path, t.year AS horizon,
           t.population, s.raw AS target, v.word, v.year_judged, v.as_of, {said} AS said, s.clause
    FROM verdicts v JOIN targets t ON t.id = v.target_id JOIN statements s ON s.id = t.statement_id
    JOIN plan_indicators p ON p.id = v.plan_indicator_id"""
RAW_TABLE = """
    CREATE TABLE IF NOT EXISTS records (id {uuid} PRIMARY KEY, version INTEGER NOT NULL, name VARCHAR(300) NOT NULL, kind VARCHAR(20) NOT NULL,
        region_id {uuid} NOT NULL, region_path VARCHAR(200) NOT NULL, superior_id {uuid})"""
_INSERT = "INSERT INTO records (id, version, name, kind, region_id, region_path, superior_id) VALUES ({places})"
Record = tuple[UUID, int, str, str, UUID, str, None]


class Driver(Protocol):
    """What the bare endpoints and the raw inserts ask for."""

    async def observation(self, observation_id: UUID) -> dict[str, Any]: ...

    async def observations(self, most: int) -> Sequence[dict[str, Any]]: ...

    async def verdicts(self, most: int) -> Sequence[dict[str, Any]]: ...

    async def value(self, query: str) -> Any: ...

    async def make_table(self) -> None: ...

    async def insert(self, record: Record) -> None: ...

    async def close(self) -> None: ...


class Postgres:
    """asyncpg; an insert is a transaction of its own."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str, size: int) -> "Postgres":
        return cls(await asyncpg.create_pool(url, min_size=size, max_size=size))

    async def observation(self, observation_id: UUID) -> dict[str, Any]:
        return dict(await self._pool.fetchrow(f"{OBSERVATION} WHERE o.id = $1", observation_id))

    async def observations(self, most: int) -> Sequence[dict[str, Any]]:
        return [dict(row) for row in await self._pool.fetch(f"{OBSERVATION} ORDER BY o.id LIMIT $1", most)]

    async def verdicts(self, most: int) -> Sequence[dict[str, Any]]:
        query = _VERDICT.format(said="v.explanation -> 'said'")
        rows = await self._pool.fetch(f"{query} ORDER BY v.id LIMIT $1", most)
        return [_parsed(dict(row)) for row in rows]

    async def value(self, query: str) -> Any:
        return await self._pool.fetchval(query)

    async def make_table(self) -> None:
        await self._pool.execute(RAW_TABLE.format(uuid="UUID"))

    async def insert(self, record: Record) -> None:
        await self._pool.execute(_INSERT.format(places="$1, $2, $3, $4, $5, $6, $7"), *record)

    async def close(self) -> None:
        await self._pool.close()


class Sqlite:
    """aiosqlite with the product's own pragmas; an insert is a transaction of its own."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, path: str, size: int) -> "Sqlite":
        connection = await aiosqlite.connect(path, isolation_level=None)
        connection.row_factory = aiosqlite.Row
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            await connection.execute(f"PRAGMA {pragma}")
        return cls(connection)

    async def observation(self, observation_id: UUID) -> dict[str, Any]:
        return dict(next(iter(await self._connection.execute_fetchall(f"{OBSERVATION} WHERE o.id = ?", (observation_id.hex,)))))

    async def observations(self, most: int) -> Sequence[dict[str, Any]]:
        return [dict(row) for row in await self._connection.execute_fetchall(f"{OBSERVATION} ORDER BY o.id LIMIT ?", (most,))]

    async def verdicts(self, most: int) -> Sequence[dict[str, Any]]:
        query = _VERDICT.format(said="json_extract(v.explanation, '$.said')")
        return [_parsed(dict(row)) for row in await self._connection.execute_fetchall(f"{query} ORDER BY v.id LIMIT ?", (most,))]

    async def value(self, query: str) -> Any:
        rows = list(await self._connection.execute_fetchall(query))
        return rows[0][0] if rows else None

    async def make_table(self) -> None:
        await self._connection.execute(RAW_TABLE.format(uuid="CHAR(32)"))

    async def insert(self, record: Record) -> None:
        values = [value.hex if isinstance(value, UUID) else value for value in record]
        await self._connection.execute(_INSERT.format(places="?, ?, ?, ?, ?, ?, ?"), values)

    async def close(self) -> None:
        await self._connection.close()


def _parsed(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "said": json.loads(row["said"]), "clause": json.loads(row["clause"])}


async def open_driver(url: str, size: int) -> Driver:
    """The driver of a libpq URL or of a file's path."""
    return await (Postgres.open(url, size) if "://" in url else Sqlite.open(url, size))
