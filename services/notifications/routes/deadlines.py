"""Deadlines and their reminders."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from services.notifications.repository import deadlines
from services.notifications.service.calendar_view import shown, shown_in_full
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.framework_problems import InvalidCursor
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.deadlines import Deadline, DeadlineInFull, DeadlineState, Reminder, ReminderState
from shared.schemas.page import Page

router = api_router("/api/v1/notifications", "notifications")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deadlines are asked for."""

    unit_id: UUID | None = None
    plan_id: UUID | None = None
    state: DeadlineState | None = None
    mine: Annotated[bool, Query(description="only of units in which the caller holds a post")] = False
    due_from: date | None = None
    due_until: date | None = None

    def wanted(self, actor: Actor, now: datetime) -> deadlines.Wanted:
        """The same as a query at ``now``."""
        asked = None if self.unit_id is None else {self.unit_id}
        if self.mine:
            asked = set(actor.unit_ids) if asked is None else asked & set(actor.unit_ids)
        return deadlines.Wanted(now, asked, self.plan_id, self.state, self.due_from, self.due_until)


@router.get("/deadlines", operation_id="list_deadlines", **guarded(Permission.DEADLINE_READ, InvalidCursor))
async def list_deadlines(db: InRead, actor: CurrentActor, paging: InPaging, clock: InClock, asked: Annotated[Filter, Depends()]) -> Page[Deadline]:
    """The calendar of a person, a unit or a plan: deadlines that the caller may know of, the first to end first, with the workdays left."""
    rows = await deadlines.deadline_page(db, paging, actor, asked.wanted(actor, clock.now()))
    return page_of(rows, paging, await shown(db, rows, clock), "due_on", "id")


@router.get("/deadlines/{deadline_id:uuid}", operation_id="read_deadline", **guarded(Permission.DEADLINE_READ))
async def read_deadline(db: InRead, actor: CurrentActor, clock: InClock, deadline_id: UUID) -> DeadlineInFull:
    """A deadline with its plans and its history; its id is the assignment's."""
    row = await deadlines.deadline(db, deadline_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    see(actor, Permission.DEADLINE_READ, thing, what="deadline", what_zh="报送时限")
    assert row is not None
    return await shown_in_full(db, row, clock)


@router.get("/reminders", operation_id="list_reminders", **guarded(Permission.DEADLINE_READ, InvalidCursor))
async def list_reminders(
    db: InRead, actor: CurrentActor, paging: InPaging, deadline_id: UUID | None = None, state: ReminderState | None = None
) -> Page[Reminder]:
    """What was and will be sent about deadlines: step, audience, instant, outcome."""
    rows = await deadlines.reminder_page(db, paging, actor, deadline_id, state)
    items = [Reminder(**{name: row._mapping[name] for name in Reminder.model_fields}) for row in rows]
    return page_of(rows, paging, items, "id")
