"""Queries on kinds of submission."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from services.submissions.models import KindRecord
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.rights import ancestors
from shared.kit.tables import table_of

kinds = table_of(KindRecord)
KIND_NAME = tuple(kinds.c[name].label(f"kind_{name}") for name in ("id", "code", "version", "name", "name_en"))
"""What lists of rounds and submissions tell of their kind."""
_by_id = select(kinds).where(kinds.c.id == bindparam("id"))


async def kind(db: Db, kind_id: UUID) -> Row[Any] | None:
    """A kind in one version."""
    return await db.one(_by_id, {"id": kind_id})


async def kind_in(db: Db, code: str, region_path: str) -> Row[Any] | None:
    """The newest version of a kind as a region knows it: its own, else that of the nearest region above, else the shipped one."""
    known = select(kinds).where(kinds.c.code == code, kinds.c.region_path.in_(["", *ancestors(region_path)]))
    return await db.one(known.order_by(func.length(kinds.c.region_path).desc(), kinds.c.version.desc()).limit(1))


async def versions_of_kind(db: Db, code: str, region_path: str) -> Sequence[Row[Any]]:
    """Every version of a kind of exactly this region, newest first."""
    own = select(kinds.c.version, kinds.c.digest).where(kinds.c.code == code, kinds.c.region_path == region_path)
    return await db.all(own.order_by(kinds.c.version.desc()))


async def shipped(db: Db) -> Sequence[Row[Any]]:
    """Code, version and digest of every shipped version."""
    return await db.all(select(kinds.c.code, kinds.c.version, kinds.c.digest).where(kinds.c.region_path == ""))


async def kind_page(db: Db, query: PageQuery, code: str | None, region_path: str | None) -> Sequence[Row[Any]]:
    """Kinds, oldest first: all, those of a code, those that a region knows."""
    statement = select(kinds)
    if code is not None:
        statement = statement.where(kinds.c.code == code)
    if region_path is not None:
        statement = statement.where(kinds.c.region_path.in_(["", *ancestors(region_path)]))
    return await db.all(after(statement, query, (kinds.c.id, UUID)))
