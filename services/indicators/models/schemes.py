"""Tables of monitoring schemes: the head, what it asks for, and what every version said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.schemes import SchemeState


class SchemeRecord(Versioned, Base):
    """A monitoring scheme of a region; ``reason`` is that of its last change."""

    __tablename__ = "monitoring_schemes"
    __table_args__ = (
        one_of("state", SchemeState),
        CheckConstraint("last_year >= first_year", name="years_in_order"),
        Index("ix_monitoring_schemes_years", "first_year", "last_year"),
    )

    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    title: Mapped[str] = mapped_column(String(300))
    document_number: Mapped[str | None] = mapped_column(String(300))
    issuing_body: Mapped[str] = mapped_column(String(300))
    first_year: Mapped[int]
    last_year: Mapped[int]
    due: Mapped[str | None] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(20))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)


class SchemeItemRecord(Identified, Base):
    """One indicator that a scheme asks for; ``indicator_id`` null: nobody has said which entry is meant."""

    __tablename__ = "monitoring_scheme_items"
    __table_args__ = (
        UniqueConstraint("scheme_id", "code"),
        UniqueConstraint("scheme_id", "position"),
        CheckConstraint("(indicator_id is null) = (mapped_by is null)", name="mapped_by_somebody"),
    )

    scheme_id: Mapped[UUID]
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    definition: Mapped[str | None] = mapped_column(Text)
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    formula: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(300))
    indicator_id: Mapped[UUID | None] = mapped_column(index=True)
    mapped_by: Mapped[str | None] = mapped_column(String(300))
    mapped_at: Mapped[datetime | None]


class SchemeVersionRecord(Base):
    """What a scheme said as of a version; append-only."""

    __tablename__ = "monitoring_scheme_versions"

    scheme_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(20))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]
