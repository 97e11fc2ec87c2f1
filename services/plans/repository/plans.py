"""Queries on plans and their facts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from services.plans.models import (
    ActionRecord,
    DutyRecord,
    IndicatorRecord,
    PlanRecord,
    ResponsibilityRecord,
    SectionRecord,
)
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.responsibilities import ObligationKind

plans, responsibilities = table_of(PlanRecord), table_of(ResponsibilityRecord)
FACTS: dict[str, Any] = {
    "sections": table_of(SectionRecord),
    "actions": table_of(ActionRecord),
    "indicators": table_of(IndicatorRecord),
    "duties": table_of(DutyRecord),
}
PLAN_RIGHTS = RightsColumns(region_path=plans.c.region_path, state=plans.c.state, disclosure=plans.c.disclosure)

_plan_by_id = select(plans).where(plans.c.id == bindparam("id"))
_same_document = select(plans.c.id).where(plans.c.region_id == bindparam("region"), plans.c.source_sha256 == bindparam("sha256"))
_all_facts = {
    kind: select(table.c.id, table.c.fact).where(table.c.plan_id == bindparam("plan")).order_by(table.c.position) for kind, table in FACTS.items()
}
_responsibilities_of = (
    select(responsibilities)
    .where(responsibilities.c.plan_id == bindparam("plan"), responsibilities.c.about == ObligationKind.ACTION)
    .order_by(responsibilities.c.position)
)


async def plan(db: Db, plan_id: UUID) -> Row[Any] | None:
    """A plan's head."""
    return await db.one(_plan_by_id, {"id": plan_id})


async def plan_to_change(db: WriteDb, plan_id: UUID) -> PlanRecord:
    """A plan's head as a record, locked until the transaction ends; it must exist."""
    return (await db.session.scalars(select(PlanRecord).where(PlanRecord.id == plan_id).with_for_update())).one()


async def plan_of_document(db: Db, region_id: UUID, sha256: str) -> UUID | None:
    """The plan that a region already has from these bytes."""
    row = await db.one(_same_document, {"region": region_id, "sha256": sha256})
    return row.id if row else None


async def plan_page(db: Db, query: PageQuery, actor: Actor, region_id: UUID | None, state: str | None, title: str | None) -> Sequence[Row[Any]]:
    """Plans the actor may know of, newest last."""
    statement = select(plans).where(visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))
    if region_id is not None:
        statement = statement.where(plans.c.region_id == region_id)
    if state is not None:
        statement = statement.where(plans.c.state == state)
    if title is not None:
        statement = statement.where(plans.c.title.contains(title, autoescape=True))
    return await db.all(after(statement, query, (plans.c.id, UUID)))


async def facts(db: Db, kind: str, plan_id: UUID) -> Sequence[Row[Any]]:
    """All facts of one kind of a plan, in document order."""
    return await db.all(_all_facts[kind], {"plan": plan_id})


async def fact_page(db: Db, query: PageQuery, kind: str, plan_id: UUID) -> Sequence[Row[Any]]:
    """A page of a plan's facts of one kind, in document order."""
    table = FACTS[kind]
    statement = select(table.c.id, table.c.position, table.c.fact, table.c.since_version).where(table.c.plan_id == plan_id)
    return await db.all(after(statement, query, (table.c.position, int), (table.c.id, UUID)))


async def responsibilities_of(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """Every unit entry of a plan's actions, ended ones too."""
    return await db.all(_responsibilities_of, {"plan": plan_id})
