"""Queries on regions, units, groups and accounts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select

from services.plans.models import (
    AccountRecord,
    PostRecord,
    RegionCode,
    RegionRecord,
    UnitName,
    UnitRecord,
)
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

regions, codes, units, names = table_of(RegionRecord), table_of(RegionCode), table_of(UnitRecord), table_of(UnitName)
accounts, posts = table_of(AccountRecord), table_of(PostRecord)

_region = (
    select(
        regions.c.id,
        regions.c.level,
        regions.c.parent_id,
        regions.c.path,
        codes.c.code,
        codes.c.name,
        codes.c.valid_from,
        codes.c.valid_until,
    )
    .join(codes, codes.c.region_id == regions.c.id)
    .where(codes.c.valid_from <= bindparam("day"), or_(codes.c.valid_until.is_(None), codes.c.valid_until > bindparam("day")))
)
_region_by_id = _region.where(regions.c.id == bindparam("id"))
_regions_by_code = _region.where(codes.c.code.in_(bindparam("codes", expanding=True)))
_region_of_path = select(regions.c.id).where(regions.c.path == bindparam("path"))
_unit_by_id = select(units).where(units.c.id == bindparam("id"))
_names_of_units = (
    select(names.c.unit_id, names.c.name)
    .where(names.c.unit_id.in_(bindparam("ids", expanding=True)), names.c.valid_until.is_(None))
    .order_by(names.c.id)
)
_names_of_region = select(names.c.name, names.c.unit_id, names.c.group_id).where(
    names.c.region_id == bindparam("region"), names.c.valid_until.is_(None)
)
_account_by_login = select(accounts).where(accounts.c.login == bindparam("login"))
_account_by_id = select(accounts).where(accounts.c.id == bindparam("id"))
_posts_of = select(posts).where(posts.c.account_id.in_(bindparam("ids", expanding=True))).order_by(posts.c.id)
_OWN_ACCOUNT = RightsColumns(owner_id=accounts.c.id)
_BY_POST = RightsColumns(region_path=posts.c.region_path, unit_id=posts.c.unit_id)
_any_account = select(func.count()).select_from(accounts)


async def region(db: Db, region_id: UUID, day: date) -> Row[Any] | None:
    """A region as it is on ``day``."""
    return await db.one(_region_by_id, {"id": region_id, "day": day})


async def region_id_of_path(db: Db, path: str) -> UUID:
    """The region that a path names; it must exist."""
    row = await db.one(_region_of_path, {"path": path})
    assert row is not None, path
    region_id: UUID = row.id
    return region_id


async def regions_by_code(db: Db, wanted: Iterable[str], day: date) -> dict[str, Row[Any]]:
    """Regions by the code they bear on ``day``."""
    return {row.code: row for row in await db.all(_regions_by_code, {"codes": sorted(set(wanted)), "day": day})}


async def region_page(db: Db, query: PageQuery, day: date, code: str | None, name: str | None, under: str | None) -> Sequence[Row[Any]]:
    """Regions in order of their code; ``under`` is a path."""
    statement = _region
    if code is not None:
        statement = statement.where(codes.c.code == code)
    if name is not None:
        statement = statement.where(codes.c.name == name)
    if under is not None:
        statement = statement.where(regions.c.path >= under, regions.c.path < under + "~")
    return await db.all(after(statement, query, (codes.c.code, str), (regions.c.id, UUID)), {"day": day})


async def unit(db: Db, unit_id: UUID) -> Row[Any] | None:
    """A unit."""
    return await db.one(_unit_by_id, {"id": unit_id})


async def unit_page(db: Db, query: PageQuery, region_id: UUID | None, name: str | None) -> Sequence[Row[Any]]:
    """Units in order of name; ``name`` matches the official name and every alias exactly."""
    statement = select(units)
    if region_id is not None:
        statement = statement.where(units.c.region_id == region_id)
    if name is not None:
        statement = statement.where(units.c.id.in_(select(names.c.unit_id).where(names.c.name == name, names.c.valid_until.is_(None))))
    return await db.all(after(statement, query, (units.c.name, str), (units.c.id, UUID)))


async def names_of_units(db: Db, unit_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Every name of each unit, the official one first."""
    found: dict[UUID, list[str]] = {}
    for row in await db.all(_names_of_units, {"ids": list(unit_ids)}):
        found.setdefault(row.unit_id, []).append(row.name)
    return found


async def names_of_region(db: Db, region_id: UUID) -> Sequence[Row[Any]]:
    """Every name that a unit or group of the region answers to."""
    return await db.all(_names_of_region, {"region": region_id})


async def account_by_login(db: Db, login: str) -> Row[Any] | None:
    """An account by its login."""
    return await db.one(_account_by_login, {"login": login})


async def account(db: Db, account_id: UUID) -> Row[Any] | None:
    """An account."""
    return await db.one(_account_by_id, {"id": account_id})


async def accounts_by_login(db: Db, logins: Iterable[str]) -> dict[str, Row[Any]]:
    """Accounts by login."""
    rows = await db.all(select(accounts).where(accounts.c.login.in_(sorted(set(logins)))))
    return {row.login: row for row in rows}


async def posts_of(db: Db, account_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """The posts of accounts, past and future ones too."""
    return await db.all(_posts_of, {"ids": list(account_ids)})


async def has_accounts(db: Db) -> bool:
    """Whether anybody can sign in."""
    row = await db.one(_any_account)
    return row is not None and row[0] > 0


async def account_page(db: Db, query: PageQuery, actor: Actor) -> Sequence[Row[Any]]:
    """Accounts the actor may know of, in order of login."""
    statement = select(accounts).where(_account_visible(actor))
    return await db.all(after(statement, query, (accounts.c.login, str), (accounts.c.id, UUID)))


def _account_visible(actor: Actor) -> ColumnElement[bool]:
    """An account is reached through itself or through any of its posts."""
    mine = visible(actor, Permission.ACCOUNT_READ, _OWN_ACCOUNT)
    by_post = visible(actor, Permission.ACCOUNT_READ, _BY_POST)
    return or_(mine, select(posts.c.id).where(and_(posts.c.account_id == accounts.c.id, by_post)).exists())
