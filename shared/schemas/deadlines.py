"""Deadlines and their reminders on the wire."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Instant, Name, UnitId, Wire


class DeadlineState(StrEnum):
    """open until somebody answers, is waived, or the round closes."""

    OPEN = "open"
    CLEARED = "cleared"


class Deadline(Wire):
    """A concrete due instant of one unit, as submissions told it."""

    id: UUID
    version: int
    kind: Name
    title: Name
    unit_id: UnitId
    unit_name: Name
    region_path: str
    due: Instant
    due_on: date
    state: DeadlineState
    cleared_because: Name | None = None
    link: str


class ReminderState(StrEnum):
    """planned > sent; void when the deadline moved or was cleared; collapsed into a later step after downtime; unheard when nobody holds the role."""

    PLANNED = "planned"
    SENT = "sent"
    VOID = "void"
    COLLAPSED = "collapsed"
    UNHEARD = "unheard"


class Reminder(Wire):
    """A planned message of a deadline: step × audience."""

    id: UUID
    deadline_id: UUID
    step: Name = Field(description="D-7, D-1, D+3 …: days from the due day", examples=["D-7"])
    audience: Name
    send_at: Instant
    state: ReminderState
    sent_at: Instant | None = None
    recipients: int = 0
