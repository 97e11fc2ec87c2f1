"""Messages and the inbox on the wire."""

from enum import StrEnum
from uuid import UUID

from pydantic import Field

from shared.schemas.base import AccountId, Instant, Name, Note, Wire


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
    ALARM = "alarm"
    DIGEST = "digest"


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
    archived_at: Instant | None = Field(default=None, description="when its reader put it away; it stays as read or acknowledged as it is")


class Inbox(Wire):
    """How many messages the caller has, by state; those that were put away are counted apart."""

    unread: int
    read: int
    acknowledged: int
    unacknowledged: int = Field(description="unread or read")
    archived: int
