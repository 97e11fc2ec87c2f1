"""Proof on the wire: what was due on a day, and what became of it."""

from datetime import date
from uuid import UUID

from pydantic import Field

from shared.schemas.base import AccountId, Instant, Name, PlanId, UnitId, Wire
from shared.schemas.deliveries import DeliveryState
from shared.schemas.messages import MessageKind


class RemindersProved(Wire):
    """Reminders whose instant was on the day. ``due`` is all of them but those that were void before."""

    due: int
    waiting: int
    sent: int
    collapsed: int
    unheard: int
    stopped: int
    void: int
    late: int = Field(description="waiting although their instant is more than 15 minutes ago")


class MessagesProved(Wire):
    """Messages that were put into inboxes on the day."""

    told: int
    read: int
    acknowledged: int


class ChannelProved(Wire):
    """Deliveries planned on the day, of one channel in one state, for one reason."""

    channel: Name
    state: DeliveryState
    why: str | None
    deliveries: int


class Difference(Wire):
    """Two counts that must be the same: ``over`` is what the first has more than the second; 0 is proof."""

    what: Name
    over: int


class Proof(Wire):
    """What was due on a day, as far as the caller may know of it, and whether the counts agree."""

    day: date
    unit_id: UnitId | None = None
    plan_id: PlanId | None = None
    reminders: RemindersProved
    messages: MessagesProved
    channels: list[ChannelProved]
    differences: list[Difference]
    balanced: bool = Field(description="every difference is zero and nothing is late")


class ChannelState(Wire):
    """How a message fares on one channel."""

    channel: Name
    state: DeliveryState
    why: str | None


class Said(Wire):
    """One message about a deadline: to whom, as what, and when it was read. Its text is its reader's."""

    id: UUID
    kind: MessageKind
    account_id: AccountId | None
    account_name: str | None
    why: Name = Field(description="the role that made them a recipient")
    sent_at: Instant
    read_at: Instant | None
    acknowledged_at: Instant | None
    channels: list[ChannelState]
