"""Rows that a transaction only leaves behind - audit, outbox, first answers - written together at its end."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession


class Notes:
    """What is to be written at the end of one transaction; nothing in that transaction reads it back."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._rows: dict[Table, list[dict[str, Any]]] = {}

    async def add(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Leave ``rows``, every column given. Inside a savepoint they are written at once: it may be rolled back alone."""
        if rows:
            self._rows.setdefault(table, []).extend(rows)
        if self._session.in_nested_transaction():
            await self.write()

    async def write(self) -> None:
        """Write what was left, one statement for each table."""
        rows, self._rows = self._rows, {}
        for table, part in rows.items():
            if part:  # an event without receivers leaves no delivery
                await self._session.execute(insert(table), part)
