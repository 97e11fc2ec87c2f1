"""Gateways of text messages and work notices."""

from typing import Any

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.providers import ProviderChannel


class ProviderRecord(Versioned, Base):
    """How the gateway of a region is called, and its approved templates; ``sealed`` is its secret, encrypted by a key that the service's gives."""

    __tablename__ = "providers"
    __table_args__ = (
        one_of("channel", ProviderChannel),
        UniqueConstraint("region_path", "channel"),
        CheckConstraint("per_minute > 0", name="per_minute"),
    )

    region_path: Mapped[str] = mapped_column(RegionPath)
    channel: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(300))
    headers: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    sealed: Mapped[str | None] = mapped_column(Text)
    templates: Mapped[list[Any]]
    answer: Mapped[dict[str, Any] | None]
    per_minute: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
