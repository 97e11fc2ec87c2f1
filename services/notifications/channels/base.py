"""What every channel is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.notifications.rules.delivery import Outcome
from shared.schemas.messages import MessageKind


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery as its channel is handed it; ``title`` and ``body`` by language (zh, en).

    ``dedupe_id`` is the same at every attempt: the other side can tell a repeat by it. ``attempt`` counts from one.
    """

    delivery_id: UUID
    message_id: UUID
    dedupe_id: str
    attempt: int
    address: str
    kind: MessageKind
    title: dict[str, str]
    body: dict[str, str]
    why: str
    link: str | None
    about: UUID | None
    account_id: UUID | None
    told_at: datetime


class Channel(Protocol):
    """A way out. Only what is tried counts: an outcome is told, never raised."""

    @property
    def name(self) -> str:
        """The word in ``deliveries.channel``."""
        ...

    async def send(self, parcel: Parcel) -> Outcome:
        """Hand the parcel over; the caller gives up after the deadline of an attempt."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...
