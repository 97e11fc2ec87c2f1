"""Reminders: planned when a deadline is set, void when it moves or is cleared, sent by the scan (``scanning.py``)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.notifications.repository import deadlines, policies
from services.notifications.rules.policies import Planned, Policy, governing, plan_steps
from services.notifications.service.calendars import workdays_around
from services.notifications.service.policy_rows import policy_of
from shared.kit.db import Db, WriteDb
from shared.kit.ids import new_id
from shared.rules.workdays import Workdays
from shared.schemas.deadlines import DeadlineState, ReminderState
from shared.schemas.events.reporting import DeadlineCleared, DeadlineSet


async def set_deadline(db: WriteDb, deadline: DeadlineSet, now: datetime, otherwise: Policy) -> None:
    """Keep the deadline, void what was planned for its former instant, plan the steps that still lie ahead.

    Written first, then planned: whoever replaces a policy at this moment waits, or is waited for (``replanning.hold_still``).
    """
    row = {**deadline.model_dump(exclude={"deadline_id"}), "id": deadline.deadline_id, "state": DeadlineState.OPEN, "cleared_because": None}
    await deadlines.keep_deadline(db, {**row, "planning": 1, "policy_id": None})
    await deadlines.void_planned(db, deadline.deadline_id)
    policy = await _policy_for(db, deadline, otherwise)
    workdays = await workdays_around(db, [deadline.due_on]) if policy.asks_calendar else Workdays()
    planned = plan_steps(policy.about(deadline.kind), deadline.due_on, workdays, now)
    if policy.id is not None:
        await deadlines.set_policy(db, deadline.deadline_id, policy.id)
    rows = list(reminder_rows({"deadline_id": deadline.deadline_id, "deadline_version": deadline.version, "planning": 1}, planned))
    await deadlines.insert_reminders(db, rows)


async def _policy_for(db: Db, deadline: DeadlineSet, otherwise: Policy) -> Policy:
    found = governing(await policies.active_over(db, deadline.region_path), deadline.region_path, deadline.kind)
    return policy_of(found) if found is not None else otherwise


def reminder_rows(of: dict[str, Any], planned: Iterable[Planned]) -> Iterable[dict[str, Any]]:
    """Rows of the table of reminders, ``of`` one deadline."""
    for one in planned:
        step = one.step
        channels = None if step.channels is None else list(step.channels)
        named = {"id": new_id(), "step": step.name, "audience": step.audience, "send_at": one.send_at, "channels": channels}
        yield {**of, **named, "state": ReminderState.PLANNED, "sent_at": None, "recipients": 0}


async def clear_deadline(db: WriteDb, cleared: DeadlineCleared) -> None:
    """Nothing is owed: every reminder that was not sent stops."""
    await deadlines.clear_deadline(db, cleared.deadline_id, cleared.version, cleared.why)
    await deadlines.void_planned(db, cleared.deadline_id)
