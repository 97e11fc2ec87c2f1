"""Reminders: planned when a deadline is set, void when it moves or is cleared, sent by the scan (``scanning.py``)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.repository import concerns, deadlines, policies
from services.notifications.rules.policies import Planned, Policy, governing, plan_steps
from services.notifications.service.calendars import workdays_around
from services.notifications.service.policy_rows import policy_of
from shared.kit.db import Db, WriteDb
from shared.kit.ids import new_id
from shared.rules.workdays import Workdays
from shared.schemas.deadlines import DeadlineState, ReminderState
from shared.schemas.events.reporting import Concern, DeadlineCleared, DeadlineSet


async def set_deadline(db: WriteDb, deadline: DeadlineSet, now: datetime, otherwise: Policy) -> None:
    """Keep the deadline, void what was planned for its former instant, plan the steps that still lie ahead.

    Written first, then planned: whoever replaces a policy at this moment waits, or is waited for (``replanning.hold_still``).
    """
    row = {**deadline.model_dump(exclude={"deadline_id", "concerns"}), "id": deadline.deadline_id, "state": DeadlineState.OPEN}
    await deadlines.keep_deadline(db, {**row, "cleared_because": None, "planning": 1, "policy_id": None, "since": now})
    await deadlines.note_move(db, deadline.deadline_id)
    await concerns.replace_concerns(db, deadline.deadline_id, [_concern(deadline.deadline_id, one) for one in deadline.concerns])
    await deadlines.void_planned(db, deadline.deadline_id)
    policy = await _policy_for(db, deadline, otherwise)
    workdays = await workdays_around(db, [deadline.due_on]) if policy.asks_calendar else Workdays()
    planned = plan_steps(policy.about(deadline.kind), deadline.due_on, workdays, now)
    if policy.id is not None:
        await deadlines.set_policy(db, deadline.deadline_id, policy.id)
    rows = list(reminder_rows({"deadline_id": deadline.deadline_id, "deadline_version": deadline.version, "planning": 1}, planned))
    await deadlines.insert_reminders(db, rows)


def _concern(deadline_id: UUID, concern: Concern) -> dict[str, Any]:
    return {"deadline_id": deadline_id, "plan_id": concern.plan_id, "action": concern.action or ""}


async def _policy_for(db: Db, deadline: DeadlineSet, otherwise: Policy) -> Policy:
    plan_ids = {concern.plan_id for concern in deadline.concerns}
    found = governing(await policies.active_over(db, deadline.region_path), deadline.region_path, deadline.kind, plan_ids)
    return policy_of(found) if found is not None else otherwise


def reminder_rows(of: dict[str, Any], planned: Iterable[Planned]) -> Iterable[dict[str, Any]]:
    """Rows of the table of reminders, ``of`` one deadline."""
    for one in planned:
        step = one.step
        channels = None if step.channels is None else list(step.channels)
        named = {"id": new_id(), "step": step.name, "audience": step.audience, "send_at": one.send_at, "channels": channels}
        named |= {"digest_at": one.digest_at, "unless_acknowledged": step.unless_acknowledged}
        yield {**of, **named, "state": ReminderState.PLANNED, "sent_at": None, "recipients": 0}


async def clear_deadline(db: WriteDb, cleared: DeadlineCleared, now: datetime) -> None:
    """Nothing is owed: every reminder that was not sent stops. What was delivered or waived stays so when the asking ends later."""
    if await deadlines.clear_deadline(db, cleared, now):
        await deadlines.note_move(db, cleared.deadline_id)
        await deadlines.void_planned(db, cleared.deadline_id)
