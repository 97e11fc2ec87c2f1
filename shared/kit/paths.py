"""Rows that lie in a tree by their path (``a1.b2.``): found and moved by one range of the path, without recursion."""

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, literal, update

from shared.kit.db import WriteDb


def at_or_below(column: Any, path: str) -> ColumnElement[bool]:
    """Whether a row lies at ``path`` or below: a range, which an ordinary index serves on both databases."""
    return and_(column >= path, column < path + "~")


async def move_rows(db: WriteDb, table: Table, old: str, new: str, *only: ColumnElement[bool], column: str = "region_path") -> int:
    """Put rows at ``old`` and below at ``new`` and as deep below it, as far as ``only`` holds; how many."""
    path = table.c[column]
    moved = literal(new) + func.substr(path, len(old) + 1)
    return await db.run(update(table).where(at_or_below(path, old), *only).values({column: moved}))
