"""Queries on changes of regions and units, and on what follows them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, or_, select, update

from services.plans.models import (
    DirectoryChange,
    PlanRecord,
    PostRecord,
    RegionCode,
    RegionRecord,
    RegionSuccession,
    UnitGroup,
    UnitName,
    UnitRecord,
)
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below, move_rows
from shared.kit.tables import table_of
from shared.schemas.borders import ChangeKind

changes, successions = table_of(DirectoryChange), table_of(RegionSuccession)
regions, codes, plans = table_of(RegionRecord), table_of(RegionCode), table_of(PlanRecord)

_PUBLIC = changes.c.kind != ChangeKind.ACCOUNT_HANDED_OVER
_change_by_id = select(changes).where(changes.c.id == bindparam("id"), _PUBLIC)
_links = select(successions).where(successions.c.change_id.in_(bindparam("ids", expanding=True))).order_by(successions.c.id)
_waiting = (changes.c.applied_at.is_(None), changes.c.refused.is_(None), changes.c.happens_on <= bindparam("day"))
_any_due = select(changes.c.id).where(*_waiting).limit(1)
_due = (
    select(DirectoryChange)
    .where(DirectoryChange.applied_at.is_(None), DirectoryChange.refused.is_(None), DirectoryChange.happens_on <= bindparam("day"))
    .order_by(DirectoryChange.happens_on, DirectoryChange.id)
    .with_for_update()
)
_code_of_region = (
    select(RegionCode)
    .where(
        RegionCode.region_id == bindparam("region"),
        RegionCode.valid_from <= bindparam("day"),
        or_(RegionCode.valid_until.is_(None), RegionCode.valid_until > bindparam("day")),
    )
    .with_for_update()
)
_later_bearers = select(codes.c.region_id).where(
    codes.c.code == bindparam("code"), or_(codes.c.valid_until.is_(None), codes.c.valid_until > bindparam("day"))
)
_paths = (
    select(regions.c.id, regions.c.path, regions.c.level)
    .join(codes, codes.c.region_id == regions.c.id)
    .where(
        regions.c.id.in_(bindparam("ids", expanding=True)),
        codes.c.valid_from <= bindparam("day"),
        or_(codes.c.valid_until.is_(None), codes.c.valid_until > bindparam("day")),
    )
)
_OPEN_PLANS = ("drafting", "consultation", "issued", "in_force")


async def change(db: Db, change_id: UUID) -> Row[Any] | None:
    """A change of regions or units; a hand-over between people is not told here."""
    return await db.one(_change_by_id, {"id": change_id})


async def change_page(db: Db, query: PageQuery, region_id: UUID | None, unit_id: UUID | None) -> Sequence[Row[Any]]:
    """Changes, oldest first; a region's are those it gives or takes in, a unit's those it undergoes or inherits by."""
    statement = select(changes).where(_PUBLIC)
    if region_id is not None:
        involved = select(successions.c.change_id).where(or_(successions.c.predecessor_id == region_id, successions.c.successor_id == region_id))
        statement = statement.where(or_(changes.c.region_id == region_id, changes.c.id.in_(involved)))
    if unit_id is not None:
        statement = statement.where(or_(changes.c.unit_id == unit_id, changes.c.successor_unit_id == unit_id))
    return await db.all(after(statement, query, (changes.c.id, UUID)))


async def successions_of(db: Db, change_ids: Iterable[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Which region became which, by change."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await db.all(_links, {"ids": list(change_ids)}):
        found.setdefault(row.change_id, []).append(row)
    return found


async def lineage(db: Db, region_id: UUID, most: int) -> Sequence[Row[Any]]:
    """Direct predecessors and successors of a region with the codes and names they bore around the day, by day."""
    other = func.coalesce(func.nullif(successions.c.predecessor_id, region_id), successions.c.successor_id)
    statement = (
        select(
            changes.c.id.label("change_id"),
            changes.c.happens_on,
            successions.c.in_part,
            successions.c.predecessor_id,
            codes.c.region_id,
            codes.c.code,
            codes.c.name,
        )
        .join(changes, changes.c.id == successions.c.change_id)
        .join(codes, codes.c.region_id == other)
        .where(
            or_(successions.c.predecessor_id == region_id, successions.c.successor_id == region_id),
            codes.c.valid_from <= changes.c.happens_on,
            or_(codes.c.valid_until.is_(None), codes.c.valid_until >= changes.c.happens_on),
        )
        .order_by(changes.c.happens_on, successions.c.id, codes.c.valid_from)
        .limit(most)
    )
    return await db.all(statement)


async def something_due(db: Db, day: date) -> bool:
    """Whether a change waits for its rows to follow by ``day``."""
    return await db.one(_any_due, {"day": day}) is not None


async def changes_due(db: WriteDb, day: date, most: int) -> list[DirectoryChange]:
    """Changes whose day has come, locked, in their order."""
    return list(await db.session.scalars(_due.limit(most), {"day": day}))


async def paths(db: Db, region_ids: Iterable[UUID], day: date) -> dict[UUID, str]:
    """Path by id of the regions that exist on ``day``."""
    return {row.id: row.path for row in await db.all(_paths, {"ids": list(region_ids), "day": day})}


async def code_to_change(db: WriteDb, region_id: UUID, day: date) -> RegionCode | None:
    """Code and name that a region bears on ``day``, locked."""
    return (await db.session.scalars(_code_of_region, {"region": region_id, "day": day})).one_or_none()


async def bearers_from(db: Db, code: str, day: date) -> set[UUID]:
    """Regions that bear ``code`` on ``day`` or later."""
    return {row.region_id for row in await db.all(_later_bearers, {"code": code, "day": day})}


async def move_regions(db: WriteDb, old: str, new: str, *, itself: bool) -> None:
    """Regions at ``old`` (if it moves itself) and below lie at ``new``."""
    await move_rows(db, regions, old, new, *(() if itself else (regions.c.path != old,)), column="path")


async def give_children(db: WriteDb, parent_id: UUID, heir_id: UUID) -> None:
    """What lay directly below one region lies below another."""
    await db.run(update(regions).where(regions.c.parent_id == parent_id).values(parent_id=heir_id))


async def set_parent(db: WriteDb, region_id: UUID, heir_id: UUID) -> None:
    """A region lies directly below another one."""
    await db.run(update(regions).where(regions.c.id == region_id).values(parent_id=heir_id))


async def move_plans(db: WriteDb, old: str, new: str) -> None:
    """Plans that are not over follow; concluded ones stay where they were."""
    await move_rows(db, plans, old, new, plans.c.state.in_(_OPEN_PLANS))


async def units_at(db: WriteDb, path: str) -> list[UnitRecord]:
    """Open units of a region and below, locked."""
    statement = select(UnitRecord).where(at_or_below(UnitRecord.region_path, path), UnitRecord.closed_on.is_(None)).with_for_update()
    return list(await db.session.scalars(statement.order_by(UnitRecord.id)))


async def groups_at(db: WriteDb, path: str) -> list[UnitGroup]:
    """Groups of a region and below, locked."""
    statement = select(UnitGroup).where(at_or_below(UnitGroup.region_path, path)).with_for_update()
    return list(await db.session.scalars(statement.order_by(UnitGroup.id)))


async def names_in(db: WriteDb, region_id: UUID) -> list[UnitName]:
    """Names that units and groups of a region answer to, locked."""
    return list(await db.session.scalars(select(UnitName).where(UnitName.region_id == region_id).with_for_update()))


async def posts_at(db: WriteDb, path: str, day: date) -> list[PostRecord]:
    """Posts of a region and below that are in force on ``day`` or later."""
    running = or_(PostRecord.valid_until.is_(None), PostRecord.valid_until > day)
    return list(await db.session.scalars(select(PostRecord).where(at_or_below(PostRecord.region_path, path), running).order_by(PostRecord.id)))


async def region_is_known(db: Db, region_id: UUID) -> bool:
    """Whether there is or was such a region."""
    return await db.one(select(regions.c.id).where(regions.c.id == region_id)) is not None
