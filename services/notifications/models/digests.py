"""Reminders that wait to go out together."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.tables import one_of

_WAITING = text("state = 'waiting'")


class DigestItemState(StrEnum):
    """waiting > collected; dropped where nothing was owed any more when the hour came."""

    WAITING = "waiting"
    COLLECTED = "collected"
    DROPPED = "dropped"


class DigestItemRecord(Base):
    """A message of the inbox that leaves the platform in a digest. ``channels``: None for all that are switched on."""

    __tablename__ = "digest_items"
    __table_args__ = (
        one_of("state", DigestItemState),
        CheckConstraint("(state = 'collected') = (digest_id is not null)", name="collected"),
        Index("ix_digest_items_waiting", "ends_at", "account_id", postgresql_where=_WAITING, sqlite_where=_WAITING),
    )

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    deadline_id: Mapped[UUID]
    ends_at: Mapped[datetime]
    channels: Mapped[list[Any] | None]
    state: Mapped[str] = mapped_column(String(20))
    digest_id: Mapped[UUID | None]
