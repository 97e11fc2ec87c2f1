"""Rows that a transaction only leaves behind - audit, outbox, first answers - written together at its end, in one round trip."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.kit.direct import DirectWork


class Notes:
    """What is to be written at the end of one transaction; nothing in that transaction reads it back."""

    def __init__(self, session: AsyncSession, direct: DirectWork | None) -> None:
        self._session, self._direct = session, direct
        self._rows: dict[Table, list[dict[str, Any]]] = {}

    async def add(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Leave ``rows``, every column given. Inside a savepoint they are written at once: it may be rolled back alone."""
        self._rows.setdefault(table, []).extend(rows)
        if self._session.in_nested_transaction():
            await self.write()

    async def write(self) -> None:
        """Write what was left, table by table, or all of it in one statement where the database can."""
        rows, self._rows = self._rows, {}
        if rows and self._direct is not None:
            await self._direct.fetch(_together(tuple(rows)), [json.dumps(part, default=_plain) for part in rows.values()])
            return
        for table, part in rows.items():
            await self._session.execute(insert(table), part)


@lru_cache
def _together(tables: tuple[Table, ...]) -> str:
    """One statement that inserts into each table the rows of a JSON list (PostgreSQL)."""
    parts = []
    for number, table in enumerate(tables, 1):
        columns = ", ".join(column.name for column in table.columns)
        source = f"jsonb_populate_recordset(NULL::{table.name}, ${number}::jsonb)"
        parts.append(f"w{number} AS (INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {source})")  # noqa: S608 - names of our own tables
    return f"WITH {', '.join(parts)} SELECT 1"


def _plain(value: Any) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a note")
