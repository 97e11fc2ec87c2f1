"""Reminders: planned when a deadline is set, void when it moves or is cleared, sent by a scan that catches up after downtime."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.notifications.repository import deadlines, directory
from services.notifications.rules.ladder import LADDER, Audience, DueReminder, Step, collapse, plan_reminders
from services.notifications.rules.wording import reminder as reminder_text
from services.notifications.service.delivering import Outside
from services.notifications.service.telling import Circle, Occasion, recipients, tell
from shared.kit.clock import today
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.service import Service
from shared.schemas.deadlines import DeadlineState, ReminderState
from shared.schemas.events.reporting import DeadlineCleared, DeadlineSet
from shared.schemas.messages import MessageKind

_MOST = 200


async def set_deadline(db: WriteDb, deadline: DeadlineSet, now: datetime, send_hour: int, ladder: Sequence[Step] = LADDER) -> None:
    """Keep the deadline, void what was planned for its former instant, plan the steps that still lie ahead."""
    row = deadline.model_dump(exclude={"deadline_id"})
    await deadlines.keep_deadline(db, {**row, "id": deadline.deadline_id, "state": DeadlineState.OPEN, "cleared_because": None})
    await db.flush()
    await deadlines.void_planned(db, deadline.deadline_id)
    planned = plan_reminders(deadline.due_on, now, send_hour, ladder)
    place = {"deadline_id": deadline.deadline_id, "deadline_version": deadline.version, "state": ReminderState.PLANNED, "recipients": 0}
    rows = [{"id": new_id(), **place, "step": p.step.name, "audience": p.step.audience, "send_at": p.send_at} for p in planned]
    await deadlines.insert_reminders(db, rows)


async def clear_deadline(db: WriteDb, cleared: DeadlineCleared) -> None:
    """Nothing is owed: every reminder that was not sent stops."""
    await deadlines.clear_deadline(db, cleared.deadline_id, cleared.version, cleared.why)
    await deadlines.void_planned(db, cleared.deadline_id)


class Scan:
    """Sends what is due, in one transaction per batch; exact under any number of workers."""

    def __init__(self, service: Service, outside: Outside) -> None:
        self._service, self._outside = service, outside

    async def turn(self) -> int:
        """How many reminders were moved on."""
        now = self._service.clock.now()
        if not await deadlines.something_due(self._service.database.read, now):
            return 0
        async with self._service.database.write() as db:
            return await send_due(db, now, today(self._service.clock), self._outside)


async def send_due(db: WriteDb, now: datetime, day: date, outside: Outside) -> int:
    """Send the latest due step of each deadline and audience; earlier ones that downtime held up collapse into it."""
    due = await deadlines.due_reminders(db, now, _MOST)
    to_send, collapsed = collapse(DueReminder(row.id, row.deadline_id, row.audience, row.send_at) for row in due)
    await deadlines.mark(db, collapsed, state=ReminderState.COLLAPSED)
    wanted = set(to_send)
    units = await directory.unit_names(db, {row.unit_id for row in due})
    for row in due:
        if row.id in wanted:
            await _send(db, row, units.get(row.unit_id, str(row.unit_id)), now, day, outside)
    return len(due)


async def _send(db: WriteDb, row: Any, unit: str, now: datetime, day: date, outside: Outside) -> None:
    audience = Audience(row.audience)
    days = (day - row.due_on).days  # as it is today: a scan after downtime must not say "7 days left" when it is 5
    text = reminder_text(row.title, unit, row.due_on, days, audience)
    kind = MessageKind.REMINDER if days <= 0 else MessageKind.ESCALATION
    occasion = Occasion(f"reminder/{row.id}", kind, text, row.deadline_id, row.link)
    told: Sequence[UUID] = await recipients(db, audience, row.unit_id, row.region_path, day)
    await tell(db, occasion, told, Circle(audience, row.unit_id, row.region_path, now), outside)
    state = ReminderState.SENT if told else ReminderState.UNHEARD
    await deadlines.mark(db, [row.id], state=state, sent_at=now if told else None, recipients=len(told))
