"""Queries on who owes what: by plan, by unit, by person."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, or_, select, union, update

from services.plans.models import (
    AccountRecord,
    ActionRecord,
    PlanRecord,
    PostRecord,
    ResponsibilityRecord,
    UnitGroup,
    UnitGroupMember,
    UnitName,
    UnitRecord,
)
from shared.kit.db import Db, WriteDb
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission, Role
from shared.schemas.responsibilities import ObligationKind

plans, actions, entries, units = table_of(PlanRecord), table_of(ActionRecord), table_of(ResponsibilityRecord), table_of(UnitRecord)
groups, members, names = table_of(UnitGroup), table_of(UnitGroupMember), table_of(UnitName)
accounts, posts = table_of(AccountRecord), table_of(PostRecord)

_POST_RIGHTS = RightsColumns(region_path=posts.c.region_path, unit_id=posts.c.unit_id, owner_id=posts.c.account_id)
_SHOWN = (
    entries.c.id,
    entries.c.action_key,
    entries.c.role,
    entries.c.written,
    entries.c.office,
    entries.c.unit_id,
    entries.c.group_id,
    entries.c.valid_from,
    entries.c.valid_until,
)
_entry_by_id = select(entries).where(entries.c.id == bindparam("id"))
_matrix = (
    select(*_SHOWN, units.c.name.label("unit_name"), groups.c.name.label("group_name"))
    .outerjoin(units, units.c.id == entries.c.unit_id)
    .outerjoin(groups, groups.c.id == entries.c.group_id)
    .where(entries.c.plan_id == bindparam("plan"), entries.c.about == ObligationKind.ACTION)
    .order_by(entries.c.position, entries.c.id)
)
_units = select(units.c.id, units.c.name).where(units.c.id.in_(bindparam("ids", expanding=True))).order_by(units.c.name, units.c.id)
_groups = select(groups.c.id, groups.c.name).where(groups.c.id.in_(bindparam("ids", expanding=True))).order_by(groups.c.name, groups.c.id)
_headings = (
    select(actions.c.key, actions.c.fact["number"].as_string(), actions.c.fact["name"].as_string())
    .where(actions.c.plan_id == bindparam("plan"))
    .order_by(actions.c.position)
)
_action_by_key = select(actions.c.id, actions.c.key).where(actions.c.plan_id == bindparam("plan"), actions.c.key == bindparam("key"))
_last_position = select(func.coalesce(func.max(entries.c.position), -1).label("last")).where(entries.c.plan_id == bindparam("plan"))
_name_owner = select(names.c.unit_id, names.c.group_id).where(
    names.c.region_id == bindparam("region"), names.c.name == bindparam("name"), names.c.valid_until.is_(None)
)


def holding(day: Any) -> ColumnElement[bool]:
    """The condition that an entry holds on ``day`` (``rules/matrix.holds`` as SQL)."""
    return and_(or_(entries.c.valid_from.is_(None), entries.c.valid_from <= day), or_(entries.c.valid_until.is_(None), entries.c.valid_until > day))


async def entry(db: Db, entry_id: UUID) -> Row[Any] | None:
    """One unit entry."""
    return await db.one(_entry_by_id, {"id": entry_id})


async def entry_to_change(db: WriteDb, entry_id: UUID) -> ResponsibilityRecord:
    """One unit entry as a record; it must exist. The plan's lock stands for it."""
    return (await db.session.scalars(select(ResponsibilityRecord).where(ResponsibilityRecord.id == entry_id))).one()


async def written_alike(db: WriteDb, plan_id: UUID, written: str) -> Sequence[ResponsibilityRecord]:
    """Every unresolved entry of a plan with this written form, those of duties and indicators too."""
    open_entries = (ResponsibilityRecord.unit_id.is_(None), ResponsibilityRecord.group_id.is_(None))
    found = select(ResponsibilityRecord).where(ResponsibilityRecord.plan_id == plan_id, ResponsibilityRecord.written == written, *open_entries)
    return (await db.session.scalars(found.order_by(ResponsibilityRecord.position))).all()


async def same_entry(db: Db, plan_id: UUID, action: str, role: str, unit_id: UUID | None, group_id: UUID | None) -> Sequence[Row[Any]]:
    """Entries that name the same bearer for the same action in the same role, ended ones too."""
    bearer = entries.c.unit_id == unit_id if unit_id is not None else entries.c.group_id == group_id
    same = (entries.c.plan_id == plan_id, entries.c.about == ObligationKind.ACTION, entries.c.action_key == action, entries.c.role == role)
    return await db.all(select(*_SHOWN).where(*same, bearer))


async def matrix_entries(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """Every unit entry of a plan's actions with the name of its unit or group, in document order."""
    return await db.all(_matrix, {"plan": plan_id})


async def headings(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """(key, number, name) of a plan's actions, in document order."""
    return await db.all(_headings, {"plan": plan_id})


async def units_named(db: Db, unit_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Id and name of units, in order of name."""
    return await db.all(_units, {"ids": sorted(set(unit_ids))})


async def groups_named(db: Db, group_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Id and name of groups, in order of name."""
    return await db.all(_groups, {"ids": sorted(set(group_ids))})


async def liaisons_of_unit(db: Db, actor: Actor, unit_id: UUID, day: date) -> Sequence[Row[Any]]:
    """Who holds a reporting post of the unit on ``day``, as far as the actor may know of their accounts."""
    return await db.all(_liaisons(_known_to(actor)).where(posts.c.unit_id == unit_id), {"day": day})


async def liaisons_of_plan(db: Db, actor: Actor, plan_id: UUID, day: date) -> Sequence[Row[Any]]:
    """The same of every unit that a plan's actions ever name, by themselves or through a group."""
    return await db.all(_liaisons_of_plan(_known_to(actor)), {"plan": plan_id, "day": day})


def _known_to(actor: Actor) -> ColumnElement[bool]:
    return visible(actor, Permission.ACCOUNT_READ, _POST_RIGHTS)


@lru_cache(maxsize=1024)
def _liaisons_of_plan(known: ColumnElement[bool]) -> Select[Any]:
    """Kept for each condition (which is itself kept for those with the same rights): building it costs more than running it."""
    named = (entries.c.plan_id == bindparam("plan"), entries.c.about == ObligationKind.ACTION)
    by_group = select(members.c.unit_id).join(entries, entries.c.group_id == members.c.group_id).where(*named)
    found = union(select(entries.c.unit_id).where(*named, entries.c.unit_id.is_not(None)), by_group).subquery()
    return _liaisons(known).where(posts.c.unit_id.in_(select(found.c.unit_id)))


def _liaisons(known: ColumnElement[bool]) -> Select[Any]:
    reporting = (posts.c.role.in_([Role.LIAISON, Role.UNIT_LEADER]), accounts.c.active)
    held = (posts.c.valid_from <= bindparam("day"), or_(posts.c.valid_until.is_(None), posts.c.valid_until > bindparam("day")))
    statement = select(posts.c.unit_id, posts.c.account_id, accounts.c.name, posts.c.role).join(accounts, accounts.c.id == posts.c.account_id)
    return statement.where(*reporting, *held, known).order_by(posts.c.unit_id, posts.c.role, accounts.c.name, posts.c.id)


async def action(db: Db, plan_id: UUID, key: str) -> Row[Any] | None:
    """An action of a plan by its key."""
    return await db.one(_action_by_key, {"plan": plan_id, "key": key})


async def next_position(db: Db, plan_id: UUID) -> int:
    """The place after a plan's last unit entry."""
    row = await db.one(_last_position, {"plan": plan_id})
    return 0 if row is None else int(row.last) + 1


async def name_owner(db: Db, region_id: UUID, name: str) -> Row[Any] | None:
    """Who answers to a name in a region."""
    return await db.one(_name_owner, {"region": region_id, "name": name})


async def recount_unresolved(db: WriteDb, plan_id: UUID) -> None:
    """Bring the head's count of unresolved names up to date; it is no edit of the head, so the version stays."""
    open_ones = case((and_(entries.c.unit_id.is_(None), entries.c.group_id.is_(None)), 1), else_=0)
    count = select(func.coalesce(func.sum(open_ones), 0)).where(entries.c.plan_id == plan_id, entries.c.about == ObligationKind.ACTION)
    await db.run(update(plans).where(plans.c.id == plan_id).values(unresolved_count=count.scalar_subquery()))


async def count_change_of_leads(db: WriteDb, action_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Raise the actions' count of changes of lead; (id, key, the new count) of each."""
    ids = sorted(set(action_ids))
    await db.run(update(actions).where(actions.c.id.in_(ids)).values(leads_version=actions.c.leads_version + 1))
    return await db.all(select(actions.c.id, actions.c.key, actions.c.leads_version).where(actions.c.id.in_(ids)))


async def actions_by_key(db: Db, plan_id: UUID, keys: Iterable[str]) -> Sequence[Row[Any]]:
    """Actions of a plan by key."""
    return await db.all(select(actions.c.id, actions.c.key).where(actions.c.plan_id == plan_id, actions.c.key.in_(sorted(set(keys)))))
