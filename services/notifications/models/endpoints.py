"""Programs and group robots outside that are told of messages, and how often they were called."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.endpoints import EndpointKind, EndpointState, Mention


class EndpointRecord(Versioned, Base):
    """Where a program listens, what it wants to hear, and how it fares.

    No secret of a webhook is stored: ``secret_number`` says which one of those that the service's key gives. The address of a robot is a secret
    itself and comes from outside: ``sealed`` holds it, encrypted by a key that the service's key gives, ``url`` is what may be shown of it.
    All instants are real time.
    """

    __tablename__ = "endpoints"
    __table_args__ = (
        one_of("state", EndpointState),
        one_of("kind", EndpointKind),
        one_of("mention", Mention),
        CheckConstraint("kind = 'webhook' or sealed is not null", name="sealed"),
    )

    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    kind: Mapped[str] = mapped_column(String(20), server_default=EndpointKind.WEBHOOK)
    name: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(300))
    sealed: Mapped[str | None] = mapped_column(Text)
    events: Mapped[list[Any]]
    mention: Mapped[str] = mapped_column(String(20), server_default=Mention.NOBODY)
    mobiles: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    state: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(60))
    failures: Mapped[int]
    failing_since: Mapped[datetime | None]
    resting_until: Mapped[datetime | None]
    tested_at: Mapped[datetime | None]
    secret_number: Mapped[int]
    former_secret_until: Mapped[datetime | None]


class CallLog(Base):
    """The newest calls to somebody who takes only so many in a minute, and until when they want none; whoever calls holds the row. Real time."""

    __tablename__ = "call_logs"

    called: Mapped[str] = mapped_column(String(60), primary_key=True)
    calls: Mapped[list[Any]]
    closed_until: Mapped[datetime | None]
