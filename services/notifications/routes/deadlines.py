"""Deadlines and their reminders."""

from typing import Any
from uuid import UUID

from services.notifications.repository import deadlines
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.rules.access import Permission, Thing
from shared.schemas.deadlines import Deadline, DeadlineState, Reminder, ReminderState
from shared.schemas.page import Page

router = api_router("/api/v1/notifications", "notifications")


def _deadline(row: Any) -> Deadline:
    copied = {name: row._mapping[name] for name in Deadline.model_fields if name != "unit_name"}
    return Deadline(**copied, unit_name=row.unit_name or str(row.unit_id))


@router.get("/deadlines", operation_id="list_deadlines", **guarded(Permission.DEADLINE_READ, InvalidCursor))
async def list_deadlines(
    db: InRead, actor: CurrentActor, paging: InPaging, unit_id: UUID | None = None, state: DeadlineState | None = None
) -> Page[Deadline]:
    """Deadlines of the caller's unit, or of the caller's region."""
    rows = await deadlines.deadline_page(db, paging, actor, unit_id, state)
    return page_of(rows, paging, [_deadline(row) for row in rows], "id")


@router.get("/deadlines/{deadline_id:uuid}", operation_id="read_deadline", **guarded(Permission.DEADLINE_READ))
async def read_deadline(db: InRead, actor: CurrentActor, deadline_id: UUID) -> Deadline:
    """A deadline; its id is the assignment's."""
    row = await deadlines.deadline(db, deadline_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    see(actor, Permission.DEADLINE_READ, thing, what="deadline", what_zh="报送时限")
    return _deadline(row)


@router.get("/reminders", operation_id="list_reminders", **guarded(Permission.DEADLINE_READ, InvalidCursor))
async def list_reminders(
    db: InRead, actor: CurrentActor, paging: InPaging, deadline_id: UUID | None = None, state: ReminderState | None = None
) -> Page[Reminder]:
    """What was and will be sent about deadlines: step, audience, instant, outcome."""
    rows = await deadlines.reminder_page(db, paging, actor, deadline_id, state)
    items = [Reminder(**{name: row._mapping[name] for name in Reminder.model_fields}) for row in rows]
    return page_of(rows, paging, items, "id")
