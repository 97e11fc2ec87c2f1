"""Queries on what deadlines belong to: plans, their actions, and the units that lead these."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, delete, select

from services.notifications.models import DeadlineConcern, KnownLead, KnownPlan
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

concerns, leads, plans = table_of(DeadlineConcern), table_of(KnownLead), table_of(KnownPlan)
_of_deadlines = concerns.c.deadline_id.in_(bindparam("deadlines", expanding=True))
_plans = select(concerns.c.deadline_id, concerns.c.plan_id).distinct().where(_of_deadlines)
_leads = (
    select(concerns.c.deadline_id, leads.c.unit_id)
    .distinct()
    .join(leads, and_(leads.c.plan_id == concerns.c.plan_id, leads.c.action == concerns.c.action))
    .where(_of_deadlines)
)
_concerned = (
    select(concerns, plans.c.title.label("plan_title"))
    .outerjoin(plans, plans.c.id == concerns.c.plan_id)
    .where(_of_deadlines)
    .order_by(concerns.c.plan_id, concerns.c.action)
)
Units = Mapping[UUID, frozenset[UUID]]
"""Plans, or units, by deadline."""


async def replace_concerns(db: WriteDb, deadline_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """What a deadline belongs to from now on."""
    await db.run(delete(concerns).where(concerns.c.deadline_id == deadline_id))
    await db.insert(DeadlineConcern, rows)


async def plans_of(db: Db, deadline_ids: Iterable[UUID]) -> Units:
    """The plans of deadlines."""
    return _grouped((row.deadline_id, row.plan_id) for row in await db.all(_plans, {"deadlines": list(deadline_ids)}))


async def leads_of(db: Db, deadline_ids: Iterable[UUID]) -> Units:
    """The units that lead the actions which deadlines are about."""
    return _grouped((row.deadline_id, row.unit_id) for row in await db.all(_leads, {"deadlines": list(deadline_ids)}))


def _grouped(pairs: Iterable[tuple[UUID, UUID]]) -> Units:
    found: dict[UUID, set[UUID]] = {}
    for deadline_id, other in pairs:
        found.setdefault(deadline_id, set()).add(other)
    return {deadline_id: frozenset(others) for deadline_id, others in found.items()}


async def concerned(db: Db, deadline_id: UUID) -> Sequence[Row[Any]]:
    """What a deadline belongs to, with the plans' titles as far as they are known."""
    return await db.all(_concerned, {"deadlines": [deadline_id]})


async def plan(db: Db, plan_id: UUID) -> Row[Any] | None:
    """A plan of which plans told."""
    return await db.one(select(plans).where(plans.c.id == plan_id))


async def replace_leads(db: WriteDb, plan_id: UUID, rows: Sequence[dict[str, Any]], action: str | None = None) -> None:
    """Which units lead the actions of a plan, or one of them, from now on."""
    gone = delete(leads).where(leads.c.plan_id == plan_id)
    await db.run(gone if action is None else gone.where(leads.c.action == action))
    await db.insert(KnownLead, rows)
