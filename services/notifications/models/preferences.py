"""How readers want to be reached."""

from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.tables import Versioned


class PreferenceRecord(Versioned, Base):
    """The preferences of the account that has the same id; whoever never said anything has none."""

    __tablename__ = "preferences"
    __table_args__ = (CheckConstraint("language in ('zh', 'en')", name="language"),)

    language: Mapped[str | None] = mapped_column(String(2))
    channels: Mapped[dict[str, Any]]
    quiet: Mapped[dict[str, Any] | None]
