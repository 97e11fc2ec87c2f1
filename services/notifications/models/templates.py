"""Templates of messages that stand in for the shipped ones."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.templates import TemplateFamily, TemplateState

_ACTIVE = text("state = 'active'")
_PLACE = ("region_path", "saying", "family", "language")


class TemplateRecord(Versioned, Base):
    """What a region says in one family and language; at most one of each is active. What was active is never edited: messages keep its id.

    ``edition`` counts what was active at the same place. ``failed_at`` and ``failure`` tell of the first message that it could not make.
    """

    __tablename__ = "templates"
    __table_args__ = (
        one_of("state", TemplateState),
        one_of("family", TemplateFamily),
        CheckConstraint("language in ('zh', 'en')", name="language"),
        UniqueConstraint(*_PLACE, "edition", name="uq_templates_edition"),
        Index("uq_templates_active", *_PLACE, unique=True, postgresql_where=_ACTIVE, sqlite_where=_ACTIVE),
        Index("ix_templates_region_path_id", "region_path", "id"),
    )

    region_path: Mapped[str] = mapped_column(RegionPath)
    saying: Mapped[str] = mapped_column(String(40))
    family: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int | None] = mapped_column(Integer)
    activated_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(300))
