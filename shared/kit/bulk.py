"""Many rows at once: COPY into a table, and the condition "this row is one of those many"."""

from collections.abc import Sequence
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import ColumnElement, Table, bindparam, column, func, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession


async def copy_in(session: AsyncSession, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """COPY ``rows`` into ``table`` inside of the session's transaction; IntegrityError where a constraint refuses them."""
    connection = await session.connection()
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if not driver.is_in_transaction():  # SQLAlchemy begins with its first statement, and COPY goes past it
        await session.execute(select(1))
    bind = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in columns]
    bound = [(place, process) for place, process in enumerate(bind) if process is not None]
    try:
        await driver.copy_records_to_table(table.name, records=(_bound(row, bound) for row in rows), columns=list(columns))
    except asyncpg.IntegrityConstraintViolationError as fault:
        raise IntegrityError(f"COPY {table.name}", None, _refused(fault)) from fault
    except asyncpg.PostgresError as fault:
        raise DBAPIError(f"COPY {table.name}", None, _refused(fault)) from fault


class CopyRefused(Exception):  # noqa: N818 - as the driver's adapter has it: the fault is the cause
    """What the database refused; its message holds no value of the rows."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("the database refused a row")
        self.sqlstate = sqlstate


def _refused(fault: Any) -> CopyRefused:
    refused = CopyRefused(getattr(fault, "sqlstate", None))
    refused.__cause__ = fault
    return refused


def _bound(row: Sequence[Any], bound: Sequence[tuple[int, Any]]) -> Sequence[Any]:
    """The row as the driver takes it."""
    if not bound:
        return row
    values = list(row)
    for place, process in bound:
        if values[place] is not None:
            values[place] = process(values[place])
    return values


def among(table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]], *, arrays: bool) -> ColumnElement[bool]:
    """Whether the columns ``names`` of a row are one of ``rows``.

    With ``arrays`` (PostgreSQL) the rows travel as one array for each column: thousands of rows make no long statement, and an index serves them.
    """
    columns = [table.c[name] for name in names]
    if not arrays:
        return tuple_(*columns).in_([tuple(row) for row in rows])
    parts = [bindparam(None, list(part), ARRAY(one.type), unique=True) for one, part in zip(columns, zip(*rows, strict=True), strict=True)]
    wanted = func.unnest(*parts).table_valued(*(column(name, one.type) for name, one in zip(names, columns, strict=True))).render_derived()
    return tuple_(*columns).in_(select(*(wanted.c[name] for name in names)))
