"""The notifications service on the wire."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import AccountId, Instant, Name, Note, UnitId, Wire


class MessageState(StrEnum):
    """unread > read > acknowledged 签收."""

    UNREAD = "unread"
    READ = "read"
    ACKNOWLEDGED = "acknowledged"


class MessageKind(StrEnum):
    """What a message tells."""

    ASSIGNED = "assigned"
    WAIVED = "waived"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ROUND = "round"
    VERDICT = "verdict"
    CONSULTATION = "consultation"


class Message(Wire):
    """A message in the inbox of an account, in the reader's language."""

    id: UUID
    version: int
    account_id: AccountId
    kind: MessageKind
    state: MessageState
    title: Name
    body: Note
    why: Name = Field(description="why this reader is told: the role that made them a recipient")
    link: str | None = None
    sent_at: Instant
    read_at: Instant | None = None
    acknowledged_at: Instant | None = None


class Inbox(Wire):
    """How many messages of the caller wait."""

    unread: int
    unacknowledged: int


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
