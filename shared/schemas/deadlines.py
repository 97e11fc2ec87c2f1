"""Deadlines and their reminders on the wire."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import Instant, Key, Name, PlanId, UnitId, Wire


class ClearedAs(StrEnum):
    """Why nothing is owed any more: it was delivered, the unit was let off, or the asking itself is over (closed, withdrawn, replaced)."""

    FULFILLED = "fulfilled"
    WAIVED = "waived"
    ENDED = "ended"


class DeadlineState(StrEnum):
    """open, overdue once its instant has passed, until it is fulfilled, waived or ended; a return or an extension opens it again."""

    OPEN = "open"
    OVERDUE = "overdue"
    FULFILLED = "fulfilled"
    WAIVED = "waived"
    ENDED = "ended"


class Concerned(Wire):
    """A plan that a deadline belongs to, and the action of it, if it is about one."""

    plan_id: PlanId
    plan_title: Name | None = None
    action: Key | None = None


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
    workdays_left: int | None = Field(
        default=None, description="workdays from tomorrow to the due day, less than zero where it is overdue; null where nothing is owed any more"
    )
    link: str


class DeadlineMove(Wire):
    """A deadline as it stood from an instant on."""

    version: int
    state: DeadlineState
    unit_id: UnitId
    due_on: date
    why: Name | None = None
    at: Instant


class DeadlineInFull(Deadline):
    """A deadline with what it belongs to and everything that happened to it, oldest first."""

    concerns: list[Concerned]
    moves: list[DeadlineMove]


class ReminderState(StrEnum):
    """planned > sent; void when the deadline moved or was cleared; collapsed into a later step after downtime.

    unheard when nobody holds the role; stopped when all who do had signed for an earlier message, and the step is not for these.
    """

    PLANNED = "planned"
    SENT = "sent"
    VOID = "void"
    COLLAPSED = "collapsed"
    UNHEARD = "unheard"
    STOPPED = "stopped"


class Reminder(Wire):
    """A planned message of a deadline: step × audience."""

    id: UUID
    deadline_id: UUID
    step: Name = Field(description="D-7, D-1, D+3 …: days from the due day", examples=["D-7"])
    audience: Name
    send_at: Instant
    state: ReminderState
    digest_at: Instant | None = Field(default=None, description="when it goes out with others, outside the inbox")
    sent_at: Instant | None = None
    recipients: int = 0
