"""Queries on the money of actions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, select

from services.plans.models import FundingRecord, PlanRecord
from services.plans.repository.plans import PLAN_RIGHTS
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

plans, funding = table_of(PlanRecord), table_of(FundingRecord)
_funding_by_id = select(funding).where(funding.c.id == bindparam("id"))
_funding_of = select(funding).where(funding.c.plan_id == bindparam("plan")).order_by(funding.c.action_key, funding.c.year, funding.c.source)
_same = select(funding.c.id).where(
    funding.c.plan_id == bindparam("plan"),
    funding.c.action_key == bindparam("action"),
    funding.c.year == bindparam("year"),
    funding.c.source == bindparam("source"),
)


async def funding_entry(db: Db, funding_id: UUID) -> Row[Any] | None:
    """An entry."""
    return await db.one(_funding_by_id, {"id": funding_id})


async def funding_to_change(db: WriteDb, funding_id: UUID) -> FundingRecord:
    """An entry as a record, locked; it must exist."""
    return (await db.session.scalars(select(FundingRecord).where(FundingRecord.id == funding_id).with_for_update())).one()


async def same_funding(db: Db, plan_id: UUID, action: str, year: int, source: str) -> UUID | None:
    """The entry that a plan has for this action, year and source."""
    row = await db.one(_same, {"plan": plan_id, "action": action, "year": year, "source": source})
    return row.id if row else None


async def funding_of(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """Every entry of a plan."""
    return await db.all(_funding_of, {"plan": plan_id})


async def funding_page(db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, action: str | None, year: int | None) -> Sequence[Row[Any]]:
    """Entries of the plans the actor may know of and whose money is theirs to see, by plan, action and year."""
    mine = and_(visible(actor, Permission.PLAN_READ, PLAN_RIGHTS), visible(actor, Permission.FUNDING_READ, PLAN_RIGHTS))
    statement = select(funding).join(plans, plans.c.id == funding.c.plan_id).where(mine)
    if plan_id is not None:
        statement = statement.where(funding.c.plan_id == plan_id)
    if action is not None:
        statement = statement.where(funding.c.action_key == action)
    if year is not None:
        statement = statement.where(funding.c.year == year)
    keys = ((funding.c.plan_id, UUID), (funding.c.action_key, str), (funding.c.year, int), (funding.c.id, UUID))
    return await db.all(after(statement, query, *keys))
