"""Queries on targets broken down."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select

from services.plans.models import BreakdownPartRecord, BreakdownRecord, IndicatorRecord, PlanRecord, RegionRecord, UnitRecord
from services.plans.repository.plans import PLAN_RIGHTS
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

plans, breakdowns, parts = table_of(PlanRecord), table_of(BreakdownRecord), table_of(BreakdownPartRecord)
indicators, regions, units = table_of(IndicatorRecord), table_of(RegionRecord), table_of(UnitRecord)
_breakdown_by_id = select(breakdowns).where(breakdowns.c.id == bindparam("id"))
_parts_of = select(parts).where(parts.c.breakdown_id.in_(bindparam("ids", expanding=True))).order_by(parts.c.breakdown_id, parts.c.position)
_printed = select(indicators.c.fact).where(indicators.c.plan_id == bindparam("plan"), indicators.c.key == bindparam("key"))
_same = select(breakdowns.c.id).where(
    breakdowns.c.plan_id == bindparam("plan"), breakdowns.c.indicator_key == bindparam("key"), breakdowns.c.year == bindparam("year")
)
_region_paths = select(regions.c.id, regions.c.path).where(regions.c.id.in_(bindparam("ids", expanding=True)))
_unit_paths = select(units.c.id, units.c.region_path.label("path")).where(units.c.id.in_(bindparam("ids", expanding=True)))


async def breakdown(db: Db, breakdown_id: UUID) -> Row[Any] | None:
    """A breakdown's head."""
    return await db.one(_breakdown_by_id, {"id": breakdown_id})


async def breakdown_to_change(db: WriteDb, breakdown_id: UUID) -> BreakdownRecord:
    """A breakdown's head as a record, locked; it must exist."""
    return (await db.session.scalars(select(BreakdownRecord).where(BreakdownRecord.id == breakdown_id).with_for_update())).one()


async def parts_of(db: Db, breakdown_ids: Iterable[UUID]) -> dict[UUID, list[Row[Any]]]:
    """The parts of breakdowns, in their order."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await db.all(_parts_of, {"ids": list(breakdown_ids)}):
        found.setdefault(row.breakdown_id, []).append(row)
    return found


async def forget_parts(db: WriteDb, breakdown_id: UUID) -> None:
    """Drop the parts of a breakdown before others take their place."""
    await db.run(delete(parts).where(parts.c.breakdown_id == breakdown_id))


async def printed_indicator(db: Db, plan_id: UUID, key: str) -> Row[Any] | None:
    """An indicator as a plan prints it."""
    return await db.one(_printed, {"plan": plan_id, "key": key})


async def same_breakdown(db: Db, plan_id: UUID, key: str, year: int) -> UUID | None:
    """The breakdown that a plan has for this indicator and year."""
    row = await db.one(_same, {"plan": plan_id, "key": key, "year": year})
    return row.id if row else None


async def paths_of(db: Db, region_ids: Iterable[UUID], unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The paths of regions, and of the regions that units serve."""
    regions_found = await db.all(_region_paths, {"ids": sorted(set(region_ids))})
    units_found = await db.all(_unit_paths, {"ids": sorted(set(unit_ids))})
    return {row.id: row.path for row in (*regions_found, *units_found)}


async def breakdown_page(db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, indicator: str | None) -> Sequence[Row[Any]]:
    """Breakdowns of the plans the actor may know of, by plan, indicator and year."""
    statement = select(breakdowns).join(plans, plans.c.id == breakdowns.c.plan_id).where(visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))
    if plan_id is not None:
        statement = statement.where(breakdowns.c.plan_id == plan_id)
    if indicator is not None:
        statement = statement.where(breakdowns.c.indicator_key == indicator)
    keys = ((breakdowns.c.plan_id, UUID), (breakdowns.c.indicator_key, str), (breakdowns.c.year, int), (breakdowns.c.id, UUID))
    return await db.all(after(statement, query, *keys))
