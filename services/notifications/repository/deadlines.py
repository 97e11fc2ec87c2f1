"""Queries on deadlines and reminders."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, insert, select, update

from services.notifications.models import DeadlineConcern, DeadlineMoveRecord, DeadlineRecord, KnownUnit, ReminderRecord
from shared.kit.db import Db, WriteDb
from shared.kit.ids import new_id
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.deadlines import DeadlineState
from shared.schemas.events.reporting import DeadlineCleared

deadlines, reminders, units = table_of(DeadlineRecord), table_of(ReminderRecord), table_of(KnownUnit)
_RIGHTS = RightsColumns(region_path=deadlines.c.region_path, unit_id=deadlines.c.unit_id)
moves, concerns = table_of(DeadlineMoveRecord), table_of(DeadlineConcern)
_now_stands = select(
    deadlines.c.id.label("deadline_id"),
    deadlines.c.version,
    deadlines.c.state,
    deadlines.c.unit_id,
    deadlines.c.due_on,
    deadlines.c.cleared_because.label("why"),
    deadlines.c.since.label("at"),
).where(deadlines.c.id == bindparam("id"))
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


async def clear_deadline(db: WriteDb, cleared: DeadlineCleared, at: datetime) -> bool:
    """Note that nothing is owed any more; False where that was known."""
    change = update(deadlines).where(deadlines.c.id == cleared.deadline_id, deadlines.c.state.in_((DeadlineState.OPEN, DeadlineState.ENDED)))
    values = {"state": cleared.cleared_as, "cleared_because": cleared.why, "version": cleared.version, "since": at}
    return await db.run(change.values(values)) > 0


async def note_move(db: WriteDb, deadline_id: UUID) -> None:
    """Keep how the deadline now stands, for its history."""
    [row] = await db.all(_now_stands, {"id": deadline_id})
    await db.insert(DeadlineMoveRecord, [{"id": new_id(), **row._mapping}])


async def moves_of(db: Db, deadline_id: UUID) -> Sequence[Row[Any]]:
    """What happened to a deadline, oldest first."""
    return await db.all(select(moves).where(moves.c.deadline_id == deadline_id).order_by(moves.c.id))


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deadlines a calendar shows: of some units, of a plan, in a state at ``now``, due from a day to a day."""

    now: datetime
    unit_ids: Collection[UUID] | None = None
    plan_id: UUID | None = None
    state: DeadlineState | None = None
    due_from: date | None = None
    due_until: date | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What a row must fulfil."""
        if self.unit_ids is not None:
            yield deadlines.c.unit_id.in_(sorted(self.unit_ids))
        if self.plan_id is not None:
            yield deadlines.c.id.in_(select(concerns.c.deadline_id).where(concerns.c.plan_id == self.plan_id))
        if self.due_from is not None:
            yield deadlines.c.due_on >= self.due_from
        if self.due_until is not None:
            yield deadlines.c.due_on <= self.due_until
        yield from self._in_state()

    def _in_state(self) -> Iterator[ColumnElement[bool]]:
        match self.state:
            case None:
                return
            case DeadlineState.OPEN:
                yield and_(deadlines.c.state == DeadlineState.OPEN, deadlines.c.due > self.now)
            case DeadlineState.OVERDUE:
                yield and_(deadlines.c.state == DeadlineState.OPEN, deadlines.c.due <= self.now)
            case _:
                yield deadlines.c.state == self.state


async def deadline_page(db: Db, query: PageQuery, actor: Actor, wanted: Wanted) -> Sequence[Row[Any]]:
    """Deadlines the actor may know of, the first to end first."""
    statement = _named.where(visible(actor, Permission.DEADLINE_READ, _RIGHTS), *wanted.conditions())
    return await db.all(after(statement, query, (deadlines.c.due_on, date), (deadlines.c.id, UUID)))


async def reminder_page(db: Db, query: PageQuery, actor: Actor, deadline_id: UUID | None, state: str | None) -> Sequence[Row[Any]]:
    """Reminders of the deadlines the actor may know of."""
    statement = select(reminders).join(deadlines, deadlines.c.id == reminders.c.deadline_id)
    statement = statement.where(visible(actor, Permission.DEADLINE_READ, _RIGHTS))
    if deadline_id is not None:
        statement = statement.where(reminders.c.deadline_id == deadline_id)
    if state is not None:
        statement = statement.where(reminders.c.state == state)
    return await db.all(after(statement, query, (reminders.c.id, UUID)))
