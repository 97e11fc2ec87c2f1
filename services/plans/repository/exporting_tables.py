"""The directory as rows to take along, within what the one who asks keeps."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from services.plans.repository.importing import (
    accounts,
    bearing_columns,
    codes,
    gather,
    groups,
    members,
    names,
    on_day,
    posts,
    regions,
    successions,
    units,
)
from shared.kit.db import Db
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, visible
from shared.rules.access import Actor, Permission

_above = units.alias("above")
_KEPT = {
    table: RightsColumns(region_path=column)
    for table, column in (
        ("regions", regions.c.path),
        ("units", units.c.region_path),
        ("groups", groups.c.region_path),
        ("accounts", posts.c.region_path),
    )
}


def _kept(actor: Actor, table: str, column: Any, under: str) -> ColumnElement[bool]:
    """What the actor keeps, at a path and below."""
    return and_(visible(actor, Permission.DIRECTORY_IMPORT, _KEPT[table]), at_or_below(column, under))


def _borne_by(column: Any, day: date, label: str) -> tuple[Any, ColumnElement[bool]]:
    """The code that a region bears on a day, as an alias to join and its condition."""
    borne = codes.alias(label)
    return borne, and_(borne.c.region_id == column, on_day(borne, day))


async def exported_regions(db: Db, actor: Actor, under: str, day: date, most: int) -> Sequence[Row[Any]]:
    """Regions of a day in order of code, each with its parent's code."""
    parent, of_parent = _borne_by(regions.c.parent_id, day, "parent")
    statement = bearing_columns.add_columns(parent.c.code.label("parent_code")).join(parent, of_parent, isouter=True)
    kept = _kept(actor, "regions", regions.c.path, under)
    return await db.all(statement.where(on_day(codes, day), kept).order_by(codes.c.code, codes.c.id).limit(most))


async def kin_codes(db: Db, region_ids: Iterable[UUID], *, predecessors: bool) -> dict[UUID, list[str]]:
    """Codes of direct predecessors (or successors) of regions; of several codes the last."""
    mine, other = successions.c.successor_id, successions.c.predecessor_id
    mine, other = (mine, other) if predecessors else (other, mine)
    last = select(func.max(codes.c.valid_from)).where(codes.c.region_id == other).correlate(successions).scalar_subquery()
    statement = select(mine.label("region_id"), codes.c.code).join(codes, and_(codes.c.region_id == other, codes.c.valid_from == last))
    found: dict[UUID, list[str]] = {}
    for row in await gather(db, statement.order_by(codes.c.code), mine, region_ids):
        found.setdefault(row.region_id, []).append(row.code)
    return found


async def exported_units(db: Db, actor: Actor, under: str, day: date, most: int) -> Sequence[Row[Any]]:
    """Open units in order of region and name, with the codes of their regions and their superiors."""
    here, at_home = _borne_by(units.c.region_id, day, "here")
    there, at_superior = _borne_by(_above.c.region_id, day, "there")
    statement = (
        select(units, here.c.code.label("code"), _above.c.name.label("superior"), there.c.code.label("superior_code"))
        .join(here, at_home, isouter=True)
        .join(_above, _above.c.id == units.c.superior_id, isouter=True)
        .join(there, at_superior, isouter=True)
        .where(units.c.closed_on.is_(None), _kept(actor, "units", units.c.region_path, under))
    )
    return await db.all(statement.order_by(units.c.region_path, units.c.name, units.c.id).limit(most))


async def aliases_of(db: Db, unit_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Names that units answer to."""
    statement = select(names.c.unit_id, names.c.name).where(names.c.valid_until.is_(None)).order_by(names.c.id)
    found: dict[UUID, list[str]] = {}
    for row in await gather(db, statement, names.c.unit_id, unit_ids):
        found.setdefault(row.unit_id, []).append(row.name)
    return found


async def exported_groups(db: Db, actor: Actor, under: str, day: date, most: int) -> Sequence[Row[Any]]:
    """Memberships in order of region, group and member, with the codes of both regions."""
    here, at_home = _borne_by(groups.c.region_id, day, "here")
    there, at_member = _borne_by(units.c.region_id, day, "there")
    statement = (
        select(groups.c.name.label("group"), here.c.code.label("code"), units.c.name.label("member"), there.c.code.label("member_code"))
        .add_columns(members.c.valid_from, members.c.valid_until)
        .join(members, members.c.group_id == groups.c.id)
        .join(units, units.c.id == members.c.unit_id)
        .join(here, at_home, isouter=True)
        .join(there, at_member, isouter=True)
        .where(_kept(actor, "groups", groups.c.region_path, under))
    )
    return await db.all(statement.order_by(groups.c.region_path, groups.c.name, units.c.name, members.c.id).limit(most))


async def exported_accounts(db: Db, actor: Actor, under: str, day: date, roles: Sequence[str], most: int) -> Sequence[Row[Any]]:
    """Posts that are held on a day or later, in order of login, with the codes of their regions."""
    here = regions.alias("place")
    borne, at_place = _borne_by(here.c.id, day, "borne")
    statement = (
        select(posts, accounts.c.login, accounts.c.name, units.c.name.label("unit"), borne.c.code.label("code"))
        .join(accounts, accounts.c.id == posts.c.account_id)
        .join(units, units.c.id == posts.c.unit_id, isouter=True)
        .join(here, here.c.path == posts.c.region_path, isouter=True)
        .join(borne, at_place, isouter=True)
        .where(or_(posts.c.valid_until.is_(None), posts.c.valid_until > day), posts.c.role.in_(roles))
        .where(_kept(actor, "accounts", posts.c.region_path, under))
    )
    return await db.all(statement.order_by(accounts.c.login, posts.c.id).limit(most))
