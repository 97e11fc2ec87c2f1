"""Queries on the changes of single facts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from services.plans.models import HistoryRecord, PlanRecord
from services.plans.repository.plans import PLAN_RIGHTS
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.rights import visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.responsibilities import HistoryKind

plans, history = table_of(PlanRecord), table_of(HistoryRecord)


async def history_page(db: Db, query: PageQuery, actor: Actor, plan_id: UUID, kind: str | None, subject_id: UUID | None) -> Sequence[Row[Any]]:
    """Changes of a plan's facts, oldest first; those of money to who may see it."""
    statement = select(history).join(plans, plans.c.id == history.c.plan_id)
    mine = or_(history.c.kind != HistoryKind.FUNDING, visible(actor, Permission.FUNDING_READ, PLAN_RIGHTS))
    statement = statement.where(history.c.plan_id == plan_id, visible(actor, Permission.PLAN_READ, PLAN_RIGHTS), mine)
    if kind is not None:
        statement = statement.where(history.c.kind == kind)
    if subject_id is not None:
        statement = statement.where(history.c.subject_id == subject_id)
    return await db.all(after(statement, query, (history.c.id, UUID)))
