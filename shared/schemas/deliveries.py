"""Deliveries on the wire: how messages leave the platform, and every attempt to hand one over."""

from enum import IntEnum, StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from shared.schemas.base import AccountId, Instant, Name, Wire
from shared.schemas.messages import MessageKind


class DeliveryState(StrEnum):
    """planned > sending > delivered | failed (refused for good) | dead (given up); suppressed was never to be sent, for the reason in ``why``."""

    PLANNED = "planned"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    DEAD = "dead"


class Lane(IntEnum):
    """Who goes first: a lower lane is emptied before a higher one."""

    URGENT = 0
    NORMAL = 1
    BULK = 2


class AttemptOutcome(StrEnum):
    """What became of one attempt; ``lost`` is one whose worker died before it could say."""

    DELIVERED = "delivered"
    PASSING = "passing"
    PERMANENT = "permanent"
    UNREACHABLE = "unreachable"
    POSTPONED = "postponed"
    SUPPRESSED = "suppressed"
    LOST = "lost"


class Attempt(Wire):
    """One attempt to hand a message to a channel."""

    id: UUID
    at: Instant
    outcome: AttemptOutcome
    code: str = Field(description="what the other side answered, such as an SMTP or HTTP status, or our word for it", examples=["250"])
    detail: str
    retry_after_seconds: int | None = Field(default=None, description="how long the other side asked us to wait")
    took_ms: int


class Delivery(Wire):
    """A message on its way through one channel to one address. Its text is for its reader only."""

    id: UUID
    version: int
    message_id: UUID
    kind: MessageKind
    account_id: AccountId | None = None
    channel: Name
    address: str = Field(description="where it goes; empty where none is known")
    state: DeliveryState
    lane: Lane
    why: str | None = Field(default=None, description="why it failed, is dead or was suppressed", examples=["no-address"])
    not_before: Instant
    attempts: int = Field(description="attempts that count towards giving up")
    planned_at: Instant
    settled_at: Instant | None = None


class DeliveryDetail(Delivery):
    """A delivery with its newest attempts."""

    tried: list[Attempt] = Field(description="the newest attempts, at most 50, newest last")


class Bounce(Wire):
    """What the receiving side said after it had taken the message (RFC 3464)."""

    model_config = ConfigDict(json_schema_extra={"example": {"code": "5.1.1", "detail": "mailbox unknown"}})

    code: Annotated[str, Field(pattern=r"^[45]\.\d{1,3}\.\d{1,3}$", description="enhanced status code (RFC 3463)")]
    detail: Annotated[str, Field(max_length=300)] = ""
