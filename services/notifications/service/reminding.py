"""Reminders: planned when a deadline is set, void when it moves or is cleared, sent by the scan (``scanning.py``)."""

from collections.abc import Sequence
from datetime import datetime

from services.notifications.repository import deadlines
from services.notifications.rules.ladder import LADDER, Step, plan_reminders
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.schemas.deadlines import DeadlineState, ReminderState
from shared.schemas.events.reporting import DeadlineCleared, DeadlineSet


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
