"""Queries on documents that revise targets, their statements, and what was in force when."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from services.indicators.models import FormerTargetRecord, KnownPlan, PlanIndicatorRecord, RevisionRecord, StatementRecord, TargetRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.revisions import RevisionState

revisions, statements, targets = table_of(RevisionRecord), table_of(StatementRecord), table_of(TargetRecord)
former, plan_indicators = table_of(FormerTargetRecord), table_of(PlanIndicatorRecord)
_RIGHTS = RightsColumns(region_path=revisions.c.region_path, disclosure=revisions.c.disclosure)

_by_id = select(revisions).where(revisions.c.id == bindparam("id"))
_same_number = select(revisions.c.id).where(
    revisions.c.plan_id == bindparam("plan"), revisions.c.document_number == bindparam("number"), revisions.c.state != RevisionState.WITHDRAWN
)
_counts = statements.c.revision_id.is_(None) | (revisions.c.state == RevisionState.IN_FORCE)
_standing = (
    select(statements, revisions.c.at.label("said_at"))
    .outerjoin(revisions, revisions.c.id == statements.c.revision_id)
    .where(statements.c.plan_id == bindparam("plan"), _counts)
    .order_by(statements.c.position, statements.c.id)
)
_in_force = select(targets.c.id).where(targets.c.statement_id == statements.c.id).exists().label("in_force")
_statements_of = (
    select(statements, _in_force).where(statements.c.revision_id == bindparam("revision")).order_by(statements.c.position, statements.c.id)
)
_last_position = select(func.max(statements.c.position)).where(statements.c.plan_id == bindparam("plan"))


async def revision(db: Db, revision_id: UUID) -> Row[Any] | None:
    """A revision."""
    return await db.one(_by_id, {"id": revision_id})


async def revision_to_change(db: WriteDb, revision_id: UUID) -> RevisionRecord:
    """A revision as a record, locked; it must exist."""
    return (await db.session.scalars(select(RevisionRecord).where(RevisionRecord.id == revision_id).with_for_update())).one()


async def lock_plan(db: WriteDb, plan_id: UUID) -> None:
    """Let one change of a plan's targets come after the other."""
    await db.session.scalars(select(KnownPlan).where(KnownPlan.id == plan_id).with_for_update())


async def same_number(db: Db, plan_id: UUID, number: str) -> UUID | None:
    """The revision of a plan that bears this document number."""
    row = await db.one(_same_number, {"plan": plan_id, "number": number})
    return row.id if row else None


async def revision_page(db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, state: RevisionState | None) -> Sequence[Row[Any]]:
    """Revisions the actor may know of, in the order in which they were entered."""
    statement = select(revisions).where(visible(actor, Permission.PLAN_INDICATOR_READ, _RIGHTS))
    if plan_id is not None:
        statement = statement.where(revisions.c.plan_id == plan_id)
    if state is not None:
        statement = statement.where(revisions.c.state == state)
    return await db.all(after(statement, query, (revisions.c.id, UUID)))


async def statements_standing(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """Every statement of a plan that counts now, each with ``said_at``: when its revision was entered, null for what the plan prints."""
    return await db.all(_standing, {"plan": plan_id})


async def statements_in_force(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """The statements of the revisions of a plan that count now."""
    return [row for row in await statements_standing(db, plan_id) if row.revision_id is not None]


async def statements_of_revision(db: Db, revision_id: UUID) -> Sequence[Row[Any]]:
    """The statements of a revision, each with whether it is in force."""
    return await db.all(_statements_of, {"revision": revision_id})


async def last_position(db: Db, plan_id: UUID) -> int:
    """The place of a plan's last statement; -1 where it has none."""
    row = await db.one(_last_position, {"plan": plan_id})
    return row[0] if row and row[0] is not None else -1


async def former_choices(db: Db, plan_indicator_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Every choice that was ever made for some plan indicators, newest first."""
    mine = (former.c.plan_indicator_id.in_(sorted(plan_indicator_ids)), former.c.chosen_by.is_not(None))
    return await db.all(select(former).where(*mine).order_by(former.c.id.desc()))


async def former_page(db: Db, query: PageQuery, plan_indicator_id: UUID) -> Sequence[Row[Any]]:
    """What was in force for a plan indicator, oldest first."""
    return await db.all(after(select(former).where(former.c.plan_indicator_id == plan_indicator_id), query, (former.c.id, UUID)))


async def announced_by(db: Db, day: date) -> Sequence[Row[Any]]:
    """Announced revisions that take effect on ``day`` or did before."""
    due = (revisions.c.state == RevisionState.ANNOUNCED, revisions.c.effective_from <= day)
    return await db.all(select(revisions.c.id, revisions.c.plan_id).where(*due).order_by(revisions.c.effective_from, revisions.c.id).limit(100))
