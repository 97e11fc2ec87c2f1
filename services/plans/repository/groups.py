"""Queries on groups and on who is in them on a day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, literal, null, or_, select, union_all

from services.plans.models import AccountRecord, PostRecord, UnitGroup, UnitGroupMember, UnitPerson, UnitRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission, Role

groups, members, units = table_of(UnitGroup), table_of(UnitGroupMember), table_of(UnitRecord)
people, accounts, posts = table_of(UnitPerson), table_of(AccountRecord), table_of(PostRecord)

_group_by_id = select(groups).where(groups.c.id == bindparam("id"))
_IN_PERSON = RightsColumns(
    region_path=groups.c.region_path, unit_id=people.c.unit_id, owner_id=func.coalesce(members.c.account_id, people.c.account_id)
)
_BY_POST = RightsColumns(region_path=posts.c.region_path, unit_id=posts.c.unit_id, owner_id=posts.c.account_id)


def dated(table: Any, day: Any) -> ColumnElement[bool]:
    """The condition that a dated row holds on ``day``; ``valid_until`` is the first day on which it does not."""
    return and_(table.c.valid_from <= day, or_(table.c.valid_until.is_(None), table.c.valid_until > day))


async def group(db: Db, group_id: UUID) -> Row[Any] | None:
    """A group."""
    return await db.one(_group_by_id, {"id": group_id})


async def group_to_change(db: WriteDb, group_id: UUID) -> UnitGroup | None:
    """A group, locked: its memberships change under this lock."""
    return (await db.session.scalars(select(UnitGroup).where(UnitGroup.id == group_id).with_for_update())).one_or_none()


async def groups_to_change(db: WriteDb, group_ids: Iterable[UUID]) -> list[UnitGroup]:
    """Groups, locked in order."""
    return list(await db.session.scalars(select(UnitGroup).where(UnitGroup.id.in_(list(group_ids))).order_by(UnitGroup.id).with_for_update()))


async def group_page(db: Db, query: PageQuery, region_id: UUID | None, kind: str | None, plan_id: UUID | None) -> Sequence[Row[Any]]:
    """Groups in order of name."""
    statement = select(groups)
    for column, wanted in ((groups.c.region_id, region_id), (groups.c.kind, kind), (groups.c.plan_id, plan_id)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (groups.c.name, str), (groups.c.id, UUID)))


def _named(actor: Actor, group_id: UUID) -> Select[Any]:
    """Memberships of a group with names; people as far as the actor may know of them, units to everybody."""
    joined = members.join(groups, groups.c.id == members.c.group_id).outerjoin(units, units.c.id == members.c.unit_id)
    joined = joined.outerjoin(people, people.c.id == members.c.person_id).outerjoin(accounts, accounts.c.id == members.c.account_id)
    shown = or_(members.c.unit_id.is_not(None), visible(actor, Permission.ACCOUNT_READ, _IN_PERSON))
    name = func.coalesce(units.c.name, people.c.name, accounts.c.name).label("name")
    return select(members, name).select_from(joined).where(members.c.group_id == group_id, shown)


async def member_page(db: Db, query: PageQuery, actor: Actor, group_id: UUID, day: date, less: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Who is in a group on ``day`` as far as the actor may know; ``less``: units that are left out, for "other members"."""
    statement = _named(actor, group_id).where(dated(members, day))
    if left_out := sorted(set(less)):
        statement = statement.where(or_(members.c.unit_id.is_(None), members.c.unit_id.not_in(left_out)))
    return await db.all(after(statement, query, (members.c.id, UUID)))


async def history_page(db: Db, query: PageQuery, actor: Actor, group_id: UUID) -> Sequence[Row[Any]]:
    """Every membership there ever was or is to be, by the day on which it begins."""
    return await db.all(after(_named(actor, group_id), query, (members.c.valid_from, date), (members.c.id, UUID)))


async def reached_page(db: Db, query: PageQuery, actor: Actor, group_id: UUID, day: date) -> Sequence[Row[Any]]:
    """Who stands behind a group on ``day``: people in person, and whoever holds a reporting post of a member unit."""
    both = union_all(_in_person(actor, group_id, day), _by_post(actor, group_id, day)).subquery()
    return await db.all(after(select(both), query, (both.c.name, str), (both.c.id, UUID)))


def _in_person(actor: Actor, group_id: UUID, day: date) -> Select[Any]:
    account_id = func.coalesce(members.c.account_id, people.c.account_id)
    joined = members.join(groups, groups.c.id == members.c.group_id).outerjoin(people, people.c.id == members.c.person_id)
    joined = joined.outerjoin(accounts, accounts.c.id == account_id)
    name = func.coalesce(people.c.name, accounts.c.name).label("name")
    signs_in = case((accounts.c.active, account_id)).label("account_id")
    return (
        select(members.c.id, name, signs_in, people.c.unit_id.label("unit_id"), null().label("role"), members.c.function)
        .select_from(joined)
        .where(members.c.group_id == group_id, members.c.unit_id.is_(None), dated(members, day), visible(actor, Permission.ACCOUNT_READ, _IN_PERSON))
        .where(or_(members.c.account_id.is_(None), accounts.c.active), or_(members.c.person_id.is_(None), dated(people, day)))
    )


def _by_post(actor: Actor, group_id: UUID, day: date) -> Select[Any]:
    reporting = posts.c.role.in_([Role.LIAISON, Role.UNIT_LEADER])
    return (
        select(posts.c.id, accounts.c.name, accounts.c.id.label("account_id"), posts.c.unit_id, posts.c.role, members.c.function)
        .select_from(members.join(posts, posts.c.unit_id == members.c.unit_id).join(accounts, accounts.c.id == posts.c.account_id))
        .where(members.c.group_id == group_id, dated(members, day), dated(posts, day), reporting, accounts.c.active)
        .where(visible(actor, Permission.ACCOUNT_READ, _BY_POST))
    )


async def memberships_by_group(db: Db, group_ids: Iterable[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Every membership of groups, in order of entry."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await db.all(select(members).where(members.c.group_id.in_(sorted(set(group_ids)))).order_by(members.c.id)):
        found.setdefault(row.group_id, []).append(row)
    return found


async def units_on(db: Db, group_ids: Iterable[UUID], day: date) -> dict[UUID, list[UUID]]:
    """The member units of groups on ``day``, in order of their names."""
    wanted = (members.c.group_id.in_(sorted(set(group_ids))), dated(members, day))
    statement = select(members.c.group_id, members.c.unit_id).join(units, units.c.id == members.c.unit_id).where(*wanted)
    found: dict[UUID, list[UUID]] = {}
    for row in await db.all(statement.order_by(units.c.name, units.c.id)):
        found.setdefault(row.group_id, []).append(row.unit_id)
    return found


async def memberships_of(db: WriteDb, group_id: UUID) -> list[UnitGroupMember]:
    """Memberships of a group as records; the group's lock stands for them."""
    return list(await db.session.scalars(select(UnitGroupMember).where(UnitGroupMember.group_id == group_id).order_by(UnitGroupMember.id)))


async def running_memberships(db: WriteDb, unit_ids: Iterable[UUID], day: date) -> list[UnitGroupMember]:
    """In which groups some units are on ``day`` or later."""
    running = or_(UnitGroupMember.valid_until.is_(None), UnitGroupMember.valid_until > day)
    wanted = select(UnitGroupMember).where(UnitGroupMember.unit_id.in_(list(unit_ids)), running)
    return list(await db.session.scalars(wanted.order_by(UnitGroupMember.id)))


async def running_with_places(db: WriteDb, unit_ids: Iterable[UUID], group_ids: Iterable[UUID], day: date) -> list[tuple[UnitGroupMember, str, str]]:
    """Running memberships of some units or in some groups, each with where its unit and where its group lies."""
    running = or_(UnitGroupMember.valid_until.is_(None), UnitGroupMember.valid_until > day)
    concerned = or_(UnitGroupMember.unit_id.in_(list(unit_ids)), UnitGroupMember.group_id.in_(list(group_ids)))
    statement = (
        select(UnitGroupMember, UnitRecord.region_path, UnitGroup.region_path)
        .join(UnitRecord, UnitRecord.id == UnitGroupMember.unit_id)
        .join(UnitGroup, UnitGroup.id == UnitGroupMember.group_id)
        .where(running, concerned)
        .order_by(UnitGroupMember.id)
    )
    return [(row[0], row[1], row[2]) for row in await db.session.execute(statement)]


_OF_UNIT = RightsColumns(region_path=units.c.region_path, unit_id=people.c.unit_id, owner_id=people.c.account_id)


async def candidates(db: Db, actor: Actor, column: str, ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """(id, region_path, gone_on) of units, people or accounts that could be members.

    A person or account may come from anywhere, but only those are found whom the actor may know of: nobody learns a name by making
    its bearer a member.
    """
    anywhere = literal(None).label("region_path")
    match column:
        case "unit_id":
            found: Select[Any] = select(units.c.id, units.c.region_path, units.c.closed_on.label("gone_on")).where(units.c.id.in_(list(ids)))
        case "person_id":
            found = select(people.c.id, anywhere, people.c.valid_until.label("gone_on")).join(units, units.c.id == people.c.unit_id)
            found = found.where(people.c.id.in_(list(ids)), visible(actor, Permission.ACCOUNT_READ, _OF_UNIT))
        case _:
            known = select(posts.c.id).where(posts.c.account_id == accounts.c.id, visible(actor, Permission.ACCOUNT_READ, _BY_POST)).exists()
            found = select(accounts.c.id, anywhere, literal(None).label("gone_on")).where(accounts.c.id.in_(list(ids)), accounts.c.active, known)
    return await db.all(found)
