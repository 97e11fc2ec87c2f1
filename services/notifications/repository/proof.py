"""Counts of a day, made by the database; and what was said about one deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, or_, select, true

from services.notifications.models import (
    AttemptRecord,
    DeadlineConcern,
    DeadlineRecord,
    DeliveryRecord,
    DigestItemRecord,
    DigestItemState,
    KnownAccount,
    MessageRecord,
    ReminderRecord,
)
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.deadlines import DeadlineState, ReminderState
from shared.schemas.deliveries import AttemptOutcome, DeliveryState
from shared.schemas.messages import MessageKind

deadlines, reminders, messages = table_of(DeadlineRecord), table_of(ReminderRecord), table_of(MessageRecord)
deliveries, attempts, accounts = table_of(DeliveryRecord), table_of(AttemptRecord), table_of(KnownAccount)
concerns, items = table_of(DeadlineConcern), table_of(DigestItemRecord)
_OF_DEADLINES = RightsColumns(region_path=deadlines.c.region_path, unit_id=deadlines.c.unit_id)
_OF_MESSAGES = RightsColumns(region_path=messages.c.region_path, unit_id=messages.c.unit_id)
_OF_DELIVERIES = RightsColumns(region_path=deliveries.c.region_path)
_TO_PEOPLE = messages.c.account_id.is_not(None)
_BY_LADDER = (MessageKind.REMINDER, MessageKind.ESCALATION)


@dataclass(frozen=True, slots=True)
class Span:
    """A day from its first instant to that of the next, for one unit or all, for the deadlines of one plan or everything, as an actor may know of it.

    Without an actor: as whoever has the database.
    """

    begin: datetime
    end: datetime
    unit_id: UUID | None = None
    plan_id: UUID | None = None
    actor: Actor | None = None

    def sees(self, permission: Permission, columns: RightsColumns) -> ColumnElement[bool]:
        """The rows that the actor may know of."""
        return true() if self.actor is None else visible(self.actor, permission, columns)

    def within(self, column: Any) -> ColumnElement[bool]:
        """On the day."""
        return and_(column >= self.begin, column < self.end)

    def of(self, unit_id: Any, deadline_id: Any) -> ColumnElement[bool]:
        """Of the unit and of the plan, as far as these are asked for."""
        of_unit = true() if self.unit_id is None else unit_id == self.unit_id
        if self.plan_id is None:
            return of_unit
        return and_(of_unit, deadline_id.in_(select(concerns.c.deadline_id).where(concerns.c.plan_id == self.plan_id)))


async def reminders_by_state(db: Db, span: Span, late: datetime) -> dict[str, tuple[int, int]]:
    """Reminders whose instant is on the day, by state: (all of them, those planned for ``late`` or before)."""
    before = func.count(case((reminders.c.send_at <= late, 1))).label("late")
    statement = select(reminders.c.state, func.count().label("rows"), before).join(deadlines, deadlines.c.id == reminders.c.deadline_id)
    statement = statement.where(
        span.within(reminders.c.send_at), span.of(deadlines.c.unit_id, deadlines.c.id), span.sees(Permission.DEADLINE_READ, _OF_DEADLINES)
    )
    return {row.state: (row.rows, row.late) for row in await db.all(statement.group_by(reminders.c.state))}


async def waiting_in_vain(db: Db, span: Span) -> int:
    """Reminders of the day that wait although nothing is owed any more."""
    mine = span.of(deadlines.c.unit_id, deadlines.c.id), span.sees(Permission.DEADLINE_READ, _OF_DEADLINES)
    counted = select(func.count().label("rows")).select_from(reminders).join(deadlines, deadlines.c.id == reminders.c.deadline_id)
    waiting = reminders.c.state == ReminderState.PLANNED, deadlines.c.state != DeadlineState.OPEN
    [found] = await db.all(counted.where(span.within(reminders.c.send_at), *waiting, *mine))
    return int(found.rows)


async def waiting_for_digests(db: Db, span: Span, late: datetime) -> int:
    """Messages of the day that should have gone out with others at ``late`` or before, and did not."""
    counted = select(func.count().label("rows")).select_from(items).join(messages, messages.c.id == items.c.message_id)
    mine = span.of(messages.c.unit_id, messages.c.about), span.sees(Permission.DEADLINE_READ, _OF_MESSAGES)
    waiting = items.c.state == DigestItemState.WAITING, items.c.ends_at <= late
    row = await db.one(counted.where(span.within(messages.c.sent_at), *waiting, *mine))
    return int(row.rows) if row else 0


async def message_counts(db: Db, span: Span) -> Row[Any]:
    """Messages told to people on the day, read, acknowledged."""
    statement = select(
        func.count().label("told"), func.count(messages.c.read_at).label("read"), func.count(messages.c.acknowledged_at).label("acknowledged")
    )
    mine = _TO_PEOPLE, span.sees(Permission.DEADLINE_READ, _OF_MESSAGES)
    [counted] = await db.all(statement.where(span.within(messages.c.sent_at), span.of(messages.c.unit_id, messages.c.about), *mine))
    return counted


async def delivery_counts(db: Db, span: Span) -> Sequence[Row[Any]]:
    """Deliveries planned on the day by channel, state and reason."""
    kept = deliveries.c.channel, deliveries.c.state, deliveries.c.why
    return await db.all(_planned(span, select(*kept, func.count().label("deliveries"))).group_by(*kept).order_by(*kept))


async def unproved(db: Db, span: Span) -> int:
    """Deliveries that are said to have arrived without an attempt that says so."""
    tried = exists().where(attempts.c.delivery_id == deliveries.c.id, attempts.c.outcome == AttemptOutcome.DELIVERED)
    row = await db.one(_planned(span, select(func.count().label("rows"))).where(deliveries.c.state == DeliveryState.DELIVERED, ~tried))
    return row.rows if row else 0


def _planned(span: Span, statement: Any) -> Any:
    found = statement.select_from(deliveries).join(messages, messages.c.id == deliveries.c.message_id)
    return found.where(
        span.within(deliveries.c.planned_at), span.of(messages.c.unit_id, messages.c.about), span.sees(Permission.DELIVERY_READ, _OF_DELIVERIES)
    )


async def told_by_reminders(db: Db, span: Span) -> tuple[int, int]:
    """What must be the same: (recipients of the reminders sent on the day, messages of the ladder put into inboxes on it)."""
    mine = span.of(deadlines.c.unit_id, deadlines.c.id), span.sees(Permission.DEADLINE_READ, _OF_DEADLINES)
    counted = select(func.coalesce(func.sum(reminders.c.recipients), 0).label("rows")).join(deadlines, deadlines.c.id == reminders.c.deadline_id)
    sent = await db.one(counted.where(span.within(reminders.c.sent_at), reminders.c.state == ReminderState.SENT, *mine))
    laid = select(func.count().label("rows")).select_from(messages).join(deadlines, deadlines.c.id == messages.c.about)
    found = await db.one(laid.where(_TO_PEOPLE, span.within(messages.c.sent_at), or_(*(messages.c.kind == kind for kind in _BY_LADDER)), *mine))
    return (int(sent.rows) if sent else 0, int(found.rows) if found else 0)


async def said_page(db: Db, query: PageQuery, deadline_id: UUID) -> Sequence[Row[Any]]:
    """Messages about a deadline with their readers' names, in the order in which they were told."""
    shown = messages.c.id, messages.c.kind, messages.c.account_id, messages.c.why, messages.c.sent_at, messages.c.read_at, messages.c.acknowledged_at
    statement = select(*shown, accounts.c.name.label("account_name")).outerjoin(accounts, accounts.c.id == messages.c.account_id)
    return await db.all(after(statement.where(messages.c.about == deadline_id), query, (messages.c.id, UUID)))


async def channels_of(db: Db, message_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """How messages fare on each channel."""
    kept = deliveries.c.message_id, deliveries.c.channel, deliveries.c.state, deliveries.c.why
    return await db.all(select(*kept).where(deliveries.c.message_id.in_(list(message_ids))).order_by(deliveries.c.channel, deliveries.c.id))
