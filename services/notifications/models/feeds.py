"""Calendar feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.tables import Versioned


class FeedRecord(Versioned, Base):
    """A feed of one account. Its secret is not stored, only its digest (SHA-256)."""

    __tablename__ = "feeds"
    __table_args__ = (UniqueConstraint("digest"), CheckConstraint("language in ('zh', 'en')", name="language"))

    account_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None]
    language: Mapped[str] = mapped_column(String(2))
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
