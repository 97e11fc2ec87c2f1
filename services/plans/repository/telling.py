"""Queries on what begins or ends between two days, and on how far that was told."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, or_, select, union

from services.plans.models import PlanRecord, ResponsibilityRecord, ToldUntil, UnitGroupMember
from services.plans.rules.keeping import BINDING
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.schemas.groups import SINCE_EVER
from shared.schemas.plan_document import ResponsibilityRole
from shared.schemas.responsibilities import ObligationKind

_WHAT = "begins and ends"
plans, entries, members, told = table_of(PlanRecord), table_of(ResponsibilityRecord), table_of(UnitGroupMember), table_of(ToldUntil)


async def told_until(db: Db) -> date | None:
    """The last day that was told; None before the first turn."""
    row = await db.one(select(told.c.day).where(told.c.what == _WHAT))
    return row.day if row else None


async def mark_to_change(db: WriteDb) -> ToldUntil:
    """The mark, locked: two workers tell one after the other. The first turn tells all but who is a member since whenever."""
    await db.keep_first(ToldUntil, [{"what": _WHAT, "day": SINCE_EVER}])
    return (await db.session.scalars(select(ToldUntil).where(ToldUntil.what == _WHAT).with_for_update())).one()


def _between(column: Any, after: date, until: date) -> ColumnElement[bool]:
    return and_(column > after, column <= until)


async def entries_turning(db: Db, after: date, until: date) -> Sequence[Row[Any]]:
    """(plan_id, about, action_key) of leads and duty bearers of binding plans that begin or end after one day and up to another."""
    concerned = or_(
        and_(entries.c.about == ObligationKind.ACTION, entries.c.role == ResponsibilityRole.LEAD),
        entries.c.about == ObligationKind.DUTY,
    )
    found = select(entries.c.plan_id, entries.c.about, entries.c.action_key).join(plans, plans.c.id == entries.c.plan_id)
    found = found.where(concerned, plans.c.state.in_(sorted(BINDING)))
    turning = (found.where(_between(day, after, until)) for day in (entries.c.valid_from, entries.c.valid_until))
    return await db.all(union(*turning).order_by("plan_id", "about", "action_key"))


async def groups_turning(db: Db, after: date, until: date) -> list[UUID]:
    """Groups with a membership that begins or ends after one day and up to another."""
    turning = (select(members.c.group_id).where(_between(day, after, until)) for day in (members.c.valid_from, members.c.valid_until))
    return [row.group_id for row in await db.all(union(*turning).order_by("group_id"))]
