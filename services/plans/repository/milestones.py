"""Queries on milestones and the submissions they name."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from services.plans.models import KnownSubmission, MilestoneRecord, PlanRecord
from services.plans.repository.plans import PLAN_RIGHTS
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

plans, milestones, submissions = table_of(PlanRecord), table_of(MilestoneRecord), table_of(KnownSubmission)
_milestone_by_id = select(milestones).where(milestones.c.id == bindparam("id"))
_submission_by_id = select(submissions).where(submissions.c.id == bindparam("id"))
_last_position = select(func.coalesce(func.max(milestones.c.position), -1).label("last")).where(milestones.c.plan_id == bindparam("plan"))


async def milestone(db: Db, milestone_id: UUID) -> Row[Any] | None:
    """A milestone."""
    return await db.one(_milestone_by_id, {"id": milestone_id})


async def milestone_to_change(db: WriteDb, milestone_id: UUID) -> MilestoneRecord:
    """A milestone as a record, locked; it must exist."""
    return (await db.session.scalars(select(MilestoneRecord).where(MilestoneRecord.id == milestone_id).with_for_update())).one()


async def milestones_awaiting(db: WriteDb, submission_id: UUID) -> Sequence[MilestoneRecord]:
    """The milestones that name a submission."""
    named = select(MilestoneRecord).where(MilestoneRecord.submission_id == submission_id).order_by(MilestoneRecord.id)
    return (await db.session.scalars(named.with_for_update())).all()


async def submission(db: Db, submission_id: UUID) -> Row[Any] | None:
    """What is known of a submission."""
    return await db.one(_submission_by_id, {"id": submission_id})


async def next_position(db: Db, plan_id: UUID) -> int:
    """The place after a plan's last milestone."""
    row = await db.one(_last_position, {"plan": plan_id})
    return 0 if row is None else int(row.last) + 1


async def milestone_page(
    db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, unit_id: UUID | None, state: str | None, due_until: date | None
) -> Sequence[Row[Any]]:
    """Milestones of the plans the actor may know of, plan by plan in their order."""
    statement = select(milestones).join(plans, plans.c.id == milestones.c.plan_id).where(visible(actor, Permission.PLAN_READ, PLAN_RIGHTS))
    if plan_id is not None:
        statement = statement.where(milestones.c.plan_id == plan_id)
    if unit_id is not None:
        statement = statement.where(milestones.c.unit_id == unit_id)
    if state is not None:
        statement = statement.where(milestones.c.state == state)
    if due_until is not None:
        statement = statement.where(milestones.c.due_on <= due_until)
    return await db.all(after(statement, query, (milestones.c.plan_id, UUID), (milestones.c.position, int), (milestones.c.id, UUID)))
