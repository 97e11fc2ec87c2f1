"""Queries on deadlines and reminders."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, insert, select, update

from services.notifications.models import DeadlineRecord, KnownUnit, ReminderRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

deadlines, reminders, units = table_of(DeadlineRecord), table_of(ReminderRecord), table_of(KnownUnit)
_RIGHTS = RightsColumns(region_path=deadlines.c.region_path, unit_id=deadlines.c.unit_id)
_named = select(deadlines, units.c.name.label("unit_name")).outerjoin(units, units.c.id == deadlines.c.unit_id)
_by_id = _named.where(deadlines.c.id == bindparam("id"))


async def deadline(db: Db, deadline_id: UUID) -> Row[Any] | None:
    """A deadline with its unit's name."""
    return await db.one(_by_id, {"id": deadline_id})


async def open_day(db: Db, deadline_id: UUID) -> date | None:
    """The day of a deadline that is open; None if it is not, or not known."""
    row = await db.one(select(deadlines.c.due_on).where(deadlines.c.id == deadline_id, deadlines.c.state == "open"))
    return row.due_on if row else None


async def keep_deadline(db: WriteDb, row: dict[str, Any]) -> None:
    """Store a deadline as it now is."""
    await db.keep(DeadlineRecord, row)


async def clear_deadline(db: WriteDb, deadline_id: UUID, version: int, why: str) -> None:
    """Note that nothing is owed any more."""
    change = update(deadlines).where(deadlines.c.id == deadline_id)
    await db.run(change.values(state="cleared", cleared_because=why, version=version))


async def set_policy(db: WriteDb, deadline_id: UUID, policy_id: UUID) -> None:
    """Note which policy its reminders were planned by."""
    await db.run(update(deadlines).where(deadlines.c.id == deadline_id).values(policy_id=policy_id))


async def void_planned(db: WriteDb, deadline_id: UUID) -> None:
    """Stop every reminder of a deadline that was not sent."""
    await db.run(update(reminders).where(reminders.c.deadline_id == deadline_id, reminders.c.state == "planned").values(state="void"))


async def insert_reminders(db: WriteDb, rows: list[dict[str, Any]]) -> None:
    """Plan reminders; a policy may leave none."""
    if rows:
        await db.run(insert(reminders), rows)


async def deadline_page(db: Db, query: PageQuery, actor: Actor, unit_id: UUID | None, state: str | None) -> Sequence[Row[Any]]:
    """Deadlines the actor may know of."""
    statement = _named.where(visible(actor, Permission.DEADLINE_READ, _RIGHTS))
    if unit_id is not None:
        statement = statement.where(deadlines.c.unit_id == unit_id)
    if state is not None:
        statement = statement.where(deadlines.c.state == state)
    return await db.all(after(statement, query, (deadlines.c.id, UUID)))


async def reminder_page(db: Db, query: PageQuery, actor: Actor, deadline_id: UUID | None, state: str | None) -> Sequence[Row[Any]]:
    """Reminders of the deadlines the actor may know of."""
    statement = select(reminders).join(deadlines, deadlines.c.id == reminders.c.deadline_id)
    statement = statement.where(visible(actor, Permission.DEADLINE_READ, _RIGHTS))
    if deadline_id is not None:
        statement = statement.where(reminders.c.deadline_id == deadline_id)
    if state is not None:
        statement = statement.where(reminders.c.state == state)
    return await db.all(after(statement, query, (reminders.c.id, UUID)))
