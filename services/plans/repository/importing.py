"""What is known of everything that a table names, set by set: the number of statements does not grow with rows, but with tens of thousands."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from services.plans.models import (
    AccountRecord,
    PostRecord,
    RegionCode,
    RegionRecord,
    RegionSuccession,
    UnitGroup,
    UnitGroupMember,
    UnitName,
    UnitRecord,
)
from shared.kit.db import Db
from shared.kit.tables import table_of

AT_ONCE = 10_000
"""Values of one IN: below what both databases take as parameters."""
regions, codes, successions = table_of(RegionRecord), table_of(RegionCode), table_of(RegionSuccession)
units, names, groups, members = table_of(UnitRecord), table_of(UnitName), table_of(UnitGroup), table_of(UnitGroupMember)
accounts, posts = table_of(AccountRecord), table_of(PostRecord)
_above = units.alias("above")
bearing_columns = select(
    codes.c.id, codes.c.region_id, codes.c.code, codes.c.name, codes.c.valid_from, codes.c.valid_until,
    regions.c.level, regions.c.parent_id, regions.c.path,
).join(regions, regions.c.id == codes.c.region_id)  # fmt: skip


def _portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = iter(sorted(set(values)))
    while portion := list(islice(ordered, AT_ONCE)):
        yield portion


async def gather(db: Db, statement: Select[Any], column: ColumnElement[Any], values: Iterable[Any]) -> list[Row[Any]]:
    """Rows whose column has one of the values, however many."""
    return [row for portion in _portions(values) for row in await db.all(statement.where(column.in_(portion)))]


def on_day(borne: Any, day: date) -> ColumnElement[bool]:
    """Whether a code is borne on a day."""
    return and_(borne.c.valid_from <= day, or_(borne.c.valid_until.is_(None), borne.c.valid_until > day))


async def bearings(db: Db, wanted: Iterable[str]) -> list[Row[Any]]:
    """Who bears or bore codes, at any time, oldest first."""
    rows = await gather(db, bearing_columns, codes.c.code, wanted)
    return sorted(rows, key=lambda row: (row.valid_from, row.id))


async def regions_named(db: Db, written_codes: Iterable[str], written_names: Iterable[str], day: date) -> list[Row[Any]]:
    """Regions by the code or name that they bear on ``day``."""
    coded = await gather(db, bearing_columns.where(on_day(codes, day)), codes.c.code, written_codes)
    return coded + await gather(db, bearing_columns.where(on_day(codes, day)), codes.c.name, written_names)


async def kin(db: Db, region_ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Which of these regions became which."""
    statement = select(successions.c.predecessor_id, successions.c.successor_id)
    return [(row.predecessor_id, row.successor_id) for row in await gather(db, statement, successions.c.predecessor_id, region_ids)]


async def names_in(db: Db, region_ids: Iterable[UUID]) -> list[Row[Any]]:
    """Names that units and groups of these regions answer to."""
    statement = select(names.c.region_id, names.c.name, names.c.unit_id, names.c.group_id).where(names.c.valid_until.is_(None))
    return await gather(db, statement, names.c.region_id, region_ids)


def _units(day: date) -> Select[Any]:
    borne = select(codes.c.name).where(codes.c.region_id == units.c.region_id, on_day(codes, day)).limit(1).scalar_subquery()
    above = select(_above.c.name).where(_above.c.id == units.c.superior_id).scalar_subquery()
    return select(units, borne.label("region_name"), above.label("superior_name"))


async def units_known(db: Db, unit_ids: Iterable[UUID], credit_codes: Iterable[str], day: date) -> list[Row[Any]]:
    """Units by id or credit code, with the names of their region and superior."""
    found = {row.id: row for row in await gather(db, _units(day), units.c.id, unit_ids)}
    found |= {row.id: row for row in await gather(db, _units(day), units.c.uscc, credit_codes)}
    return list(found.values())


async def superiors(db: Db, unit_ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """The superior of each unit, of that one in its turn, up to the top."""
    found: dict[UUID, UUID | None] = {}
    for portion in _portions(unit_ids):
        chain = select(units.c.id, units.c.superior_id).where(units.c.id.in_(portion)).cte("chain", recursive=True)
        chain = chain.union(select(_above.c.id, _above.c.superior_id).join(chain, _above.c.id == chain.c.superior_id))
        found |= {row.id: row.superior_id for row in await db.all(select(chain.c.id, chain.c.superior_id))}
    return found


async def units_coded(db: Db, credit_codes: Iterable[str]) -> dict[str, tuple[UUID, UUID]]:
    """Open units and their regions by credit code."""
    statement = select(units.c.uscc, units.c.id, units.c.region_id).where(units.c.closed_on.is_(None))
    return {row.uscc: (row.id, row.region_id) for row in await gather(db, statement, units.c.uscc, credit_codes)}


async def members_of(db: Db, group_ids: Iterable[UUID]) -> list[Row[Any]]:
    """Which units are in which group, from when until when."""
    return await gather(
        db,
        select(members.c.group_id, members.c.unit_id, members.c.valid_from, members.c.valid_until)
        .where(members.c.unit_id.is_not(None))
        .order_by(members.c.id),
        members.c.group_id,
        group_ids,
    )


async def accounts_with(db: Db, account_ids: Iterable[UUID]) -> list[Row[Any]]:
    """Accounts by id."""
    return await gather(db, select(accounts), accounts.c.id, account_ids)


async def accounts_called(db: Db, logins: Iterable[str]) -> list[Row[Any]]:
    """Accounts by login."""
    return await gather(db, select(accounts.c.id, accounts.c.version, accounts.c.login, accounts.c.name), accounts.c.login, logins)


async def posts_beside(db: Db, account_ids: Iterable[UUID], unit_ids: Iterable[UUID]) -> list[Row[Any]]:
    """Every post of some people and in some units, with who holds it."""
    statement = select(posts, accounts.c.name.label("holder")).join(accounts, accounts.c.id == posts.c.account_id)
    found = {row.id: row for row in await gather(db, statement, posts.c.account_id, account_ids)}
    found |= {row.id: row for row in await gather(db, statement, posts.c.unit_id, unit_ids)}
    return list(found.values())
