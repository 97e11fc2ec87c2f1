"""Queries on the copy of the directory's regions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select

from services.submissions.models import KnownRegion
from shared.kit.db import Db
from shared.kit.paths import at_or_below
from shared.kit.tables import table_of

regions = table_of(KnownRegion)


async def region(db: Db, region_id: UUID, day: date) -> Row[Any] | None:
    """A region as it is called on a day."""
    known = select(regions).where(regions.c.id == region_id, regions.c.valid_from <= day)
    return await db.one(known.order_by(regions.c.valid_from.desc()).limit(1))


async def within(db: Db, path: str, codes: Iterable[str], names: Iterable[str], day: date) -> Sequence[Row[Any]]:
    """Regions at or below a path that bear one of these codes or names on a day."""
    called = or_(regions.c.code.in_(sorted(set(codes))), regions.c.name.in_(sorted(set(names))))
    lasting = or_(regions.c.ended_on.is_(None), regions.c.ended_on > day)
    rows = await db.all(
        select(regions).where(at_or_below(regions.c.path, path), called, lasting, regions.c.valid_from <= day).order_by(regions.c.valid_from)
    )
    return list({row.id: row for row in rows}.values())


async def children(db: Db, path: str, day: date) -> Sequence[Row[Any]]:
    """The regions directly below a path on a day, in order of their codes."""
    depth = func.length(regions.c.path) - func.length(func.replace(regions.c.path, ".", ""))
    lasting = or_(regions.c.ended_on.is_(None), regions.c.ended_on > day)
    below = select(regions).where(at_or_below(regions.c.path, path), depth == path.count(".") + 1, lasting, regions.c.valid_from <= day)
    rows = await db.all(below.order_by(regions.c.valid_from))
    return sorted({row.id: row for row in rows}.values(), key=lambda row: row.code)
