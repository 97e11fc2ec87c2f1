"""Queries on everything that names a unit, by itself or through a group, in any plan.

First the few entries of the unit are looked up, each way by its own index (an OR over both ways reads every entry there is); only the
rows of the page are then told in full. Both steps are kept apart, or the planner walks the whole order of the answer in search of them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Row, Select, and_, func, literal, not_, null, or_, select, union_all

from services.plans.models import ActionRecord, DutyRecord, IndicatorRecord, MilestoneRecord, PlanRecord, ResponsibilityRecord, UnitGroupMember
from services.plans.repository.groups import dated
from services.plans.repository.plans import PLAN_RIGHTS
from services.plans.repository.responsibilities import holding
from services.plans.rules.grouping import OTHERS
from services.plans.rules.milestones import OPEN
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.rights import visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.plan_document import ResponsibilityRole
from shared.schemas.responsibilities import ObligationKind

plans, actions, duties, indicators = table_of(PlanRecord), table_of(ActionRecord), table_of(DutyRecord), table_of(IndicatorRecord)
entries, members, milestones = table_of(ResponsibilityRecord), table_of(UnitGroupMember), table_of(MilestoneRecord)


def first_found(statement: Select[Any], name: str) -> CTE:
    """``statement`` as a step of its own, which the planner may not mix into what follows."""
    return statement.cte(name).prefix_with("MATERIALIZED")


def naming(unit_id: Any, day: date | None = None) -> CTE:
    """(id, about, plan_id, action_key, and the dates of entry and membership) of every unit entry that names the unit; twice if two ways do.

    A group's entry names the units that are in it on ``day``; without a day all that ever are, for who holds the dates against another day.
    """
    found = select(entries.c.id, entries.c.about, entries.c.plan_id, entries.c.action_key, entries.c.valid_from, entries.c.valid_until)
    by_itself = found.add_columns(null().label("member_from"), null().label("member_until")).where(entries.c.unit_id == unit_id)
    through_groups = found.add_columns(members.c.valid_from.label("member_from"), members.c.valid_until.label("member_until"))
    through_groups = through_groups.join(members, members.c.group_id == entries.c.group_id).where(members.c.unit_id == unit_id)
    if day is not None:
        through_groups = through_groups.where(dated(members, day), not_(_is_left_out(unit_id, day)))
    return first_found(select(union_all(by_itself, through_groups).subquery()), "naming")


def _is_left_out(unit_id: UUID, day: date) -> ColumnElement[bool]:
    """Whether an entry of "other members" does not mean the unit, because it leads the same action (``rules/matrix.expanded`` as SQL)."""
    leads = entries.alias("leads")
    same = (leads.c.plan_id == entries.c.plan_id, leads.c.about == entries.c.about, leads.c.action_key == entries.c.action_key)
    on_the_day = (or_(leads.c.valid_from.is_(None), leads.c.valid_from <= day), or_(leads.c.valid_until.is_(None), leads.c.valid_until > day))
    leading = select(leads.c.id).where(*same, *on_the_day, leads.c.role == ResponsibilityRole.LEAD, leads.c.unit_id == unit_id)
    return and_(or_(*(entries.c.written.contains(word) for word in OTHERS)), leading.exists())


async def responsibility_page(
    db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, unit_id: UUID | None, unresolved: bool, about: ObligationKind, day: date
) -> Sequence[Row[Any]]:
    """Unit entries of one kind in the plans the actor may know of; ``unit_id`` also finds the groups the unit is in on ``day``."""
    statement = select(entries).join(plans, plans.c.id == entries.c.plan_id)
    statement = statement.where(visible(actor, Permission.PLAN_READ, PLAN_RIGHTS), entries.c.about == about)
    if plan_id is not None:
        statement = statement.where(entries.c.plan_id == plan_id)
    if unit_id is not None:
        statement = statement.where(entries.c.id.in_(select(naming(unit_id, day).c.id)))
    if unresolved:
        statement = statement.where(entries.c.unit_id.is_(None), entries.c.group_id.is_(None))
    return await db.all(after(statement, query, (entries.c.plan_id, UUID), (entries.c.position, int), (entries.c.id, UUID)))


async def obligation_page(db: Db, query: PageQuery, actor: Actor, unit_id: UUID, day: date, about: ObligationKind | None) -> Sequence[Row[Any]]:
    """Everything a unit is named for on ``day`` in the plans the actor may know of, and the milestones it has open."""
    owed = union_all(_named_on(actor, unit_id, day), _open_milestones(actor, unit_id)).subquery()
    statement = select(owed)
    if about is not None:
        statement = statement.where(owed.c.about == about)
    keys = ((owed.c.plan_id, UUID), (owed.c.about, str), (owed.c.position, int), (owed.c.id, UUID))
    page = first_found(after(statement, query, *keys), "page")
    return await db.all(_in_full(page).order_by(page.c.plan_id, page.c.about, page.c.position, page.c.id))


def _named_on(actor: Actor, unit_id: UUID, day: date) -> Select[Any]:
    found = select(entries.c.id, entries.c.about, entries.c.plan_id, entries.c.position).join(plans, plans.c.id == entries.c.plan_id)
    return found.where(entries.c.id.in_(select(naming(unit_id, day).c.id)), holding(day), visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))


def _open_milestones(actor: Actor, unit_id: UUID) -> Select[Any]:
    """Milestones the unit owns that are neither achieved nor dropped."""
    kind = literal(ObligationKind.MILESTONE.value).label("about")
    found = select(milestones.c.id, kind, milestones.c.plan_id, milestones.c.position).join(plans, plans.c.id == milestones.c.plan_id)
    still_open = milestones.c.state.in_(sorted(OPEN))
    return found.where(milestones.c.unit_id == unit_id, still_open, visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))


def _in_full(page: CTE) -> Select[Any]:
    """The rows of a page with what they say of themselves: each is a unit entry or a milestone."""
    names = (actions.c.fact["name"].as_string(), duties.c.fact["what"].as_string(), indicators.c.fact["name"].as_string(), milestones.c.what)
    return (
        select(
            page,
            plans.c.title.label("plan_title"),
            plans.c.state.label("plan_state"),
            func.coalesce(entries.c.action_key, milestones.c.action_key).label("key"),
            func.coalesce(*names).label("what"),
            func.coalesce(entries.c.role, literal(ResponsibilityRole.RESPONSIBLE.value)).label("role"),
            entries.c.written,
            entries.c.office,
            entries.c.group_id.label("through_group_id"),
            entries.c.valid_from,
            entries.c.valid_until,
            milestones.c.due_on,
            entries.c.clause_path,
            entries.c.quote,
        )
        .join(plans, plans.c.id == page.c.plan_id)
        .outerjoin(entries, entries.c.id == page.c.id)
        .outerjoin(milestones, milestones.c.id == page.c.id)
        .outerjoin(actions, _fact_of(actions, ObligationKind.ACTION))
        .outerjoin(duties, _fact_of(duties, ObligationKind.DUTY))
        .outerjoin(indicators, _fact_of(indicators, ObligationKind.INDICATOR))
    )


def _fact_of(table: Any, about: ObligationKind) -> ColumnElement[bool]:
    return and_(entries.c.about == about, table.c.plan_id == entries.c.plan_id, table.c.key == entries.c.action_key)
