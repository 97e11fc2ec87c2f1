"""Queries on monitoring schemes, their items and versions."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, select

from services.indicators.models import KnownPlan, PlanIndicatorRecord, SchemeItemRecord, SchemeRecord, SchemeVersionRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

schemes, items, versions = table_of(SchemeRecord), table_of(SchemeItemRecord), table_of(SchemeVersionRecord)
_RIGHTS = RightsColumns(region_path=schemes.c.region_path, state=schemes.c.state)
plans, owners = table_of(KnownPlan), table_of(PlanIndicatorRecord)
_PLAN_RIGHTS = RightsColumns(region_path=plans.c.region_path, state=plans.c.state, disclosure=plans.c.disclosure)
_OWNER_RIGHTS = RightsColumns(region_path=owners.c.region_path, unit_id=owners.c.unit_id, disclosure=owners.c.disclosure)
_asked = select(func.count()).where(items.c.scheme_id == schemes.c.id).scalar_subquery().label("asked")
_unmapped = select(func.count()).where(items.c.scheme_id == schemes.c.id, items.c.indicator_id.is_(None)).scalar_subquery().label("unmapped")
_head = select(schemes, _asked, _unmapped)
_by_id = _head.where(schemes.c.id == bindparam("id"))
_items_of = select(items).where(items.c.scheme_id == bindparam("id")).order_by(items.c.position)


async def scheme(db: Db, scheme_id: UUID) -> Row[Any] | None:
    """A scheme's head."""
    return await db.one(_by_id, {"id": scheme_id})


async def scheme_to_change(db: WriteDb, scheme_id: UUID) -> SchemeRecord:
    """A scheme as a record, locked; it must exist."""
    return (await db.session.scalars(select(SchemeRecord).where(SchemeRecord.id == scheme_id).with_for_update())).one()


async def items_of(db: Db, scheme_id: UUID) -> Sequence[Row[Any]]:
    """What a scheme asks for, in printed order."""
    return await db.all(_items_of, {"id": scheme_id})


async def replace_items(db: WriteDb, scheme_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let these be what a scheme asks for."""
    await db.run(delete(items).where(items.c.scheme_id == scheme_id))
    await db.insert(SchemeItemRecord, [dict(row) for row in rows])


async def scheme_page(db: Db, query: PageQuery, actor: Actor, region_id: UUID | None, year: int | None, state: str | None) -> Sequence[Row[Any]]:
    """Schemes the actor may know of, in the order in which they were entered; ``year`` is one they ask about."""
    statement = _head.where(visible(actor, Permission.SCHEME_READ, _RIGHTS))
    if region_id is not None:
        statement = statement.where(schemes.c.region_id == region_id)
    if year is not None:
        statement = statement.where(schemes.c.first_year <= year, schemes.c.last_year >= year)
    if state is not None:
        statement = statement.where(schemes.c.state == state)
    return await db.all(after(statement, query, (schemes.c.id, UUID)))


async def unmapped_page(db: Db, query: PageQuery, scheme_id: UUID) -> Sequence[Row[Any]]:
    """The items of a scheme that mean no entry yet, in printed order."""
    statement = select(items).where(items.c.scheme_id == scheme_id, items.c.indicator_id.is_(None))
    return await db.all(after(statement, query, (items.c.position, int)))


async def version_page(db: Db, query: PageQuery, scheme_id: UUID) -> Sequence[Row[Any]]:
    """Every version of a scheme, the first first."""
    return await db.all(after(select(versions).where(versions.c.scheme_id == scheme_id), query, (versions.c.version, int)))


async def plan_page(db: Db, query: PageQuery, actor: Actor, scheme: Any) -> Sequence[Row[Any]]:
    """Plans of a scheme's region and below, of a year that it asks about, as far as the actor may know of them."""
    years = (plans.c.period_start <= scheme.last_year, plans.c.period_end >= scheme.first_year)
    within = select(plans.c.id, plans.c.title, plans.c.region_path).where(at_or_below(plans.c.region_path, scheme.region_path), *years)
    return await db.all(after(within.where(visible(actor, Permission.PLAN_READ, _PLAN_RIGHTS)), query, (plans.c.id, UUID)))


async def indicators_of_plans(db: Db, actor: Actor, plan_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Row[Any]]]:
    """The indicators of some plans that the actor may know of, by plan."""
    seen = select(owners).where(owners.c.plan_id.in_(sorted(plan_ids)), visible(actor, Permission.PLAN_INDICATOR_READ, _OWNER_RIGHTS))
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await db.all(seen.order_by(owners.c.plan_id, owners.c.position)):
        found.setdefault(row.plan_id, []).append(row)
    return found
