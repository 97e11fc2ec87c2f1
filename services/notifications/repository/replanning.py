"""Queries of planning anew: a fixed number of statements per thousand deadlines."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, select, text, update

from services.notifications.models import DeadlineConcern, DeadlineRecord, KnownUnit, ReminderRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.deadlines import DeadlineState, ReminderState

deadlines, reminders, units = table_of(DeadlineRecord), table_of(ReminderRecord), table_of(KnownUnit)
concerns = table_of(DeadlineConcern)
_RIGHTS = RightsColumns(region_path=deadlines.c.region_path, unit_id=deadlines.c.unit_id)
_SAID = (ReminderState.SENT, ReminderState.UNHEARD, ReminderState.COLLAPSED, ReminderState.STOPPED)
_open = select(deadlines).where(deadlines.c.state == DeadlineState.OPEN).order_by(deadlines.c.id)
_said = (
    select(reminders.c.deadline_id, reminders.c.step, reminders.c.audience)
    .join(deadlines, and_(deadlines.c.id == reminders.c.deadline_id, deadlines.c.version == reminders.c.deadline_version))
    .where(reminders.c.deadline_id.in_(bindparam("deadlines", expanding=True)), reminders.c.state.in_(_SAID))
)
_void = update(reminders).where(reminders.c.deadline_id.in_(bindparam("deadlines", expanding=True)), reminders.c.state == ReminderState.PLANNED)
_planned_by = update(deadlines).where(deadlines.c.id.in_(bindparam("deadlines", expanding=True)))
_lock = text("lock table deadlines in share row exclusive mode")
COLUMNS = tuple(column.name for column in reminders.c)


async def hold_still(db: WriteDb) -> None:
    """No deadline is set by the former policy while it is replaced: who sets one writes it first, then reads the policies.

    SQLite has one writer anyway.
    """
    if db.is_postgres:
        await db.run(_lock)


def below(region_path: str, plan_id: UUID | None, kind: str | None) -> Iterator[ColumnElement[bool]]:
    """What a policy may govern: deadlines of the region and below, of one plan or of all, of one kind or of all."""
    yield at_or_below(deadlines.c.region_path, region_path)
    if plan_id is not None:
        yield deadlines.c.id.in_(select(concerns.c.deadline_id).where(concerns.c.plan_id == plan_id))
    if kind is not None:
        yield deadlines.c.kind == kind


async def open_below(db: Db, region_path: str, plan_id: UUID | None, kind: str | None) -> Sequence[Row[Any]]:
    """Open deadlines that a policy may govern."""
    return await db.all(_open.where(*below(region_path, plan_id, kind)))


async def open_by_policy(db: Db, first: date, last: date) -> Sequence[Row[Any]]:
    """Open deadlines between two days that some policy, not the shipped one, governs."""
    return await db.all(_open.where(deadlines.c.policy_id.is_not(None), deadlines.c.due_on.between(first, last)))


async def said(db: Db, deadline_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """What was said, or gone past, of these deadlines as they now stand."""
    return await db.all(_said, {"deadlines": list(deadline_ids)})


async def void_and_count(db: WriteDb, deadline_ids: Sequence[UUID], policy_id: UUID | None) -> None:
    """Stop what was not sent of these deadlines; they are planned once more, by this policy."""
    await db.run(_void.values(state=ReminderState.VOID), {"deadlines": list(deadline_ids)})
    await db.run(_planned_by.values(planning=deadlines.c.planning + 1, policy_id=policy_id), {"deadlines": list(deadline_ids)})


async def open_page(db: Db, query: PageQuery, actor: Actor, policy: Any, deadline_id: UUID | None) -> Sequence[Row[Any]]:
    """Open deadlines that a policy might govern and the actor may know of, with their units' names."""
    found = select(deadlines, units.c.name.label("unit_name")).outerjoin(units, units.c.id == deadlines.c.unit_id)
    found = found.where(deadlines.c.state == DeadlineState.OPEN, *below(policy.region_path, policy.plan_id, policy.kind))
    found = found.where(visible(actor, Permission.DEADLINE_READ, _RIGHTS))
    if deadline_id is not None:
        found = found.where(deadlines.c.id == deadline_id)
    return await db.all(after(found, query, (deadlines.c.id, UUID)))
