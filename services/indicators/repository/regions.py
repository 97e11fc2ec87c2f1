"""Queries on the copy of the directory's regions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from services.indicators.models import KnownRegion
from shared.kit.db import Db
from shared.kit.paths import at_or_below
from shared.kit.rights import ancestors
from shared.kit.tables import table_of

regions = table_of(KnownRegion)


async def named(db: Db, ids: Iterable[UUID], codes: Iterable[str], day: date) -> Sequence[Row[Any]]:
    """Regions by id, or by the code that they bore last on ``day``; a name that came later stands later."""
    wanted = or_(regions.c.id.in_(sorted(set(ids))), regions.c.code.in_(sorted(set(codes))))
    return await db.all(select(regions).where(wanted, regions.c.valid_from <= day).order_by(regions.c.valid_from))


async def latest(db: Db, region_id: UUID) -> Row[Any] | None:
    """A region under its newest name, whether it is still there or not."""
    return await db.one(select(regions).where(regions.c.id == region_id).order_by(regions.c.valid_from.desc()).limit(1))


async def members(db: Db, seats: Iterable[str], day: date) -> Sequence[Row[Any]]:
    """Every region that there is on ``day`` within some others: path, level and present name; nothing is asked where no region is named."""
    inside = [at_or_below(regions.c.path, seat) for seat in sorted(set(seats))]
    if not inside:
        return []
    lasting = or_(regions.c.ended_on.is_(None), regions.c.ended_on > day)
    statement = select(regions.c.path, regions.c.level, regions.c.name).where(or_(*inside), lasting, regions.c.valid_from <= day)
    rows = await db.all(statement.order_by(regions.c.path, regions.c.valid_from))
    return list({row.path: row for row in rows}.values())


async def line(db: Db, paths: Iterable[str]) -> dict[str, str]:
    """The level of every region that some paths lie in, themselves included, by path."""
    wanted = sorted({above for path in paths for above in ancestors(path)})
    return {row.path: row.level for row in await db.all(select(regions.c.path, regions.c.level).where(regions.c.path.in_(wanted)))}
