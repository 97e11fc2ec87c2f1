"""Programs outside that are told of messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.endpoints import EndpointState


class EndpointRecord(Versioned, Base):
    """Where a program listens, what it wants to hear, and how it fares.

    No secret is stored: ``secret_number`` says which one of those that the service's key gives. All instants are real time.
    """

    __tablename__ = "endpoints"
    __table_args__ = (one_of("state", EndpointState),)

    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    name: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(300))
    events: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(60))
    failures: Mapped[int]
    failing_since: Mapped[datetime | None]
    resting_until: Mapped[datetime | None]
    tested_at: Mapped[datetime | None]
    secret_number: Mapped[int]
    former_secret_until: Mapped[datetime | None]
