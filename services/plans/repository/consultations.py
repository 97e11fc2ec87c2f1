"""Queries on consultations and comments."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, select

from services.plans.models import CommentRecord, ConsultationRecord, UnitRecord
from services.plans.repository.groups import units_on
from services.plans.repository.plans import FACTS
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

consultations, comments, units = table_of(ConsultationRecord), table_of(CommentRecord), table_of(UnitRecord)
_RIGHTS = RightsColumns(region_path=comments.c.region_path, unit_id=comments.c.unit_id, owner_id=comments.c.by_id)
_named = select(comments, units.c.name.label("unit_name")).outerjoin(units, units.c.id == comments.c.unit_id)
_comment_by_id = _named.where(comments.c.id == bindparam("id"))
_unanswered = select(func.count()).where(comments.c.plan_id == bindparam("plan"), comments.c.reply.is_(None))
_how_many = select(func.count()).where(consultations.c.plan_id == bindparam("plan"))


async def consultation_page(db: Db, query: PageQuery, plan_id: UUID) -> Sequence[Row[Any]]:
    """Consultations of a plan, oldest first."""
    statement = select(consultations).where(consultations.c.plan_id == plan_id)
    return await db.all(after(statement, query, (consultations.c.number, int), (consultations.c.id, UUID)))


async def how_many(db: Db, plan_id: UUID) -> int:
    """How many consultations a plan has had."""
    row = await db.one(_how_many, {"plan": plan_id})
    return int(row[0]) if row else 0


async def open_consultation(db: WriteDb, plan_id: UUID) -> ConsultationRecord | None:
    """The plan's open consultation as a record, locked; None if there is none."""
    found = select(ConsultationRecord).where(ConsultationRecord.plan_id == plan_id, ConsultationRecord.closed_at.is_(None))
    return (await db.session.scalars(found.with_for_update())).one_or_none()


async def units_asked(db: Db, unit_ids: Iterable[UUID], group_ids: Iterable[UUID], day: date) -> tuple[set[UUID], set[UUID]]:
    """Those of the units that exist, and the member units of the groups on ``day``."""
    found = await db.all(select(units.c.id).where(units.c.id.in_(sorted(set(unit_ids)))))
    inside = await units_on(db, group_ids, day)
    return {row.id for row in found}, {unit_id for own in inside.values() for unit_id in own}


async def fact_of(db: Db, kind: str, plan_id: UUID, key: str) -> Any | None:
    """A fact of a plan as it was printed; None if the plan has none of that key."""
    table = FACTS[kind]
    row = await db.one(select(table.c.fact).where(table.c.plan_id == plan_id, table.c.key == key))
    return row.fact if row else None


async def unanswered(db: Db, plan_id: UUID) -> int:
    """Comments on a plan that nobody replied to."""
    row = await db.one(_unanswered, {"plan": plan_id})
    return int(row[0]) if row else 0


async def comment(db: Db, comment_id: UUID) -> Row[Any] | None:
    """A comment with its unit's name."""
    return await db.one(_comment_by_id, {"id": comment_id})


async def comment_to_change(db: WriteDb, comment_id: UUID) -> CommentRecord:
    """A comment as a record, locked; it must exist."""
    return (await db.session.scalars(select(CommentRecord).where(CommentRecord.id == comment_id).with_for_update())).one()


async def comment_page(
    db: Db, query: PageQuery, actor: Actor, plan_id: UUID, unit_id: UUID | None, reply: str | None, waiting: bool
) -> Sequence[Row[Any]]:
    """Comments on a plan that the actor may read, oldest first; ``waiting``: those without a reply."""
    statement = _named.where(comments.c.plan_id == plan_id, visible(actor, Permission.COMMENT_READ, _RIGHTS))
    if unit_id is not None:
        statement = statement.where(comments.c.unit_id == unit_id)
    if reply is not None:
        statement = statement.where(comments.c.reply == reply)
    if waiting:
        statement = statement.where(comments.c.reply.is_(None))
    return await db.all(after(statement, query, (comments.c.id, UUID)))


async def compiled(db: Db, actor: Actor, plan_id: UUID) -> Sequence[Row[Any]]:
    """Every comment on a plan that the actor may read: in document order, what is about the whole first."""
    mine = and_(comments.c.plan_id == plan_id, visible(actor, Permission.COMMENT_READ, _RIGHTS))
    place = func.coalesce(comments.c.clause_start, -1)
    return await db.all(_named.where(mine).order_by(place, comments.c.clause_path, comments.c.id))
