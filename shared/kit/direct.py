"""Queries on PostgreSQL without SQLAlchemy's execution machinery: its compiled statement, the driver's own connection, its rows.

An execution through SQLAlchemy costs some 0.2 ms of processor time, four times the driver's own (docs/bench.md). A statement is run
by SQLAlchemy the first time; from then on what that left in the compiled cache (SQL text, processors, columns) is enough to
run it directly. Only plain selects are: what the ORM is to load stays with the ORM.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Executable, Row
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql import Select

_WAIT_SECONDS = 10.0
_CLOSE_SECONDS = 2.0
_FAULTS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class _Query(NamedTuple):
    """What the driver needs, and how its records become rows."""

    sql: str
    arguments: list[Any]
    columns: Any

    def rows(self, records: Sequence[Any]) -> Sequence[Row[Any]]:
        processors, keys = self.columns._effective_processors, self.columns._key_to_index
        return [Row(self.columns, processors, keys, tuple(record)) for record in records]


def _known(engine: AsyncEngine, statement: Executable, params: dict[str, Any]) -> _Query | None:
    """The query of a plain select that SQLAlchemy has run on this engine before; None for anything else."""
    if not isinstance(statement, Select) or statement._propagate_attrs:
        return None
    compiled: Any
    dialect, cache = engine.sync_engine.dialect, engine.sync_engine._compiled_cache
    compiled, extracted, collected, _ = statement._compile_w_cache(dialect, compiled_cache=cache, column_keys=sorted(params))
    columns = compiled._cached_metadata
    if columns is None:
        return None
    values = compiled.construct_params(params, extracted, escape_names=False, _collected_params=collected)
    sql, names, processors = compiled.string, compiled.positiontup, compiled._bind_processors
    if compiled.post_compile_params or compiled.literal_execute_params:
        expanded = compiled._process_parameters_for_postcompile(values)
        sql, names, values = expanded.statement, expanded.positiontup, expanded.parameters
        processors = {**processors, **expanded.processors}
    return _Query(sql, [processors[name](values[name]) if name in processors else values[name] for name in names or ()], columns)


class DirectReads:
    """Runs selects on a pool of the driver's own, each in a transaction of its own."""

    def __init__(self, engine: AsyncEngine, size: int) -> None:
        self._engine = engine
        self._connections = _Connections(dict(engine.dialect.create_connect_args(engine.url)[1]), size)

    async def rows(self, statement: Executable, params: dict[str, Any]) -> Sequence[Row[Any]] | None:
        """The rows, or None where SQLAlchemy must be asked: the first time, and after a fault, which then arises where it always did."""
        query = _known(self._engine, statement, params)
        if query is None:
            return None
        try:
            return query.rows(await self._connections.fetch(query.sql, query.arguments))
        except TimeoutError as fault:
            raise PoolTimeout(f"no connection within {_WAIT_SECONDS:.0f} s") from fault
        except _FAULTS:
            return None

    async def close(self) -> None:
        """Close every connection."""
        await self._connections.close()


class _Connections:
    """A pool of the barest kind. The driver's own resets a connection and starts a task for each return: more than the read itself."""

    def __init__(self, arguments: Mapping[str, Any], size: int) -> None:
        self._arguments = arguments
        self._room = asyncio.Semaphore(size)
        self._idle: list[Any] = []

    async def fetch(self, sql: str, arguments: Sequence[Any]) -> Sequence[Any]:
        """Run one query on a connection that nobody else uses meanwhile; TimeoutError if none is free for long."""
        await (asyncio.wait_for(self._room.acquire(), _WAIT_SECONDS) if self._room.locked() else self._room.acquire())
        try:
            connection = await self._free()
            try:
                records: Sequence[Any] = await connection.fetch(sql, *arguments)
            except BaseException:  # whatever ended it, a cancelled request too: nobody knows what the connection is in the middle of
                connection.terminate()
                raise
            self._idle.append(connection)
            return records
        finally:
            self._room.release()

    async def _free(self) -> Any:
        """An idle connection that still lives, else a new one."""
        while self._idle:
            if not (connection := self._idle.pop()).is_closed():
                return connection
        connection = await asyncpg.connect(**self._arguments)
        for kind in ("json", "jsonb"):  # as SQLAlchemy's dialect has it: text in, Python values out
            await connection.set_type_codec(kind, encoder=str, decoder=json.loads, schema="pg_catalog")
        return connection

    async def close(self) -> None:
        """Close those that are idle."""
        while self._idle:
            await self._idle.pop().close(timeout=_CLOSE_SECONDS)
