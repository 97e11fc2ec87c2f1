"""What every channel is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import JsonValue

from services.notifications.rules.delivery import Outcome
from services.notifications.rules.robots import NOBODY, Mentions
from shared.kit.db import WriteDb
from shared.kit.language import Language
from shared.schemas.messages import MessageKind
from shared.schemas.providers import AnswerRule


@dataclass(frozen=True, slots=True)
class Call:
    """What a gateway is sent, and how its answer is read (None: any 2xx is well)."""

    headers: Mapping[str, str]
    content: bytes
    answer: AnswerRule | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a program or robot listens, what it is spoken to with, and whom a robot mentions."""

    url: str
    secrets: tuple[str, ...]
    mentions: Mentions = NOBODY
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery as its channel is handed it; ``title`` and ``body`` by language (zh, en).

    ``language`` is the one that its reader wants, None for both. ``places`` are those of its saying, ``made_by`` the templates that were in force
    when it was told; None for what was told before there were any.
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
    region_path: str
    unit_id: UUID | None
    target: Target | None = None
    language: Language | None = None
    saying: str | None = None
    places: Mapping[str, JsonValue] | None = None
    made_by: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt with its outcome."""

    parcel: Parcel
    outcome: Outcome
    at: datetime
    took: float


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


class Desk(Protocol):
    """What a channel has to look up before it tries, and to remember after; each for a whole batch, in the dispatcher's own transaction."""

    async def address(self, db: WriteDb, parcels: Sequence[Parcel]) -> Mapping[UUID, Target | Outcome]:
        """By delivery: where it goes, or the outcome of one that is not to be tried."""
        ...

    async def note(self, db: WriteDb, tried: Sequence[Tried]) -> None:
        """Remember how the attempts went."""
        ...
