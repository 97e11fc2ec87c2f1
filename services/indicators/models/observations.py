"""Tables of official values: what counts now, what counted before, and how values came in bulk."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import Document, RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Disclosure
from shared.schemas.verdicts import Standing

_PART = text("disaggregation <> ''")
"""Only what is no total: the few parts that there are can be listed, and totals cost nothing for it."""
Printed = String(200).with_variant(String(200, collation="C"), "postgresql")
"""A printed form (period, disaggregation): byte order, the same on both databases."""


class VersionContent:
    """What a version says: the same columns for the one that counts and for those that counted before."""

    value: Mapped[Decimal | None]
    state: Mapped[str | None] = mapped_column(String(300))
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    standing: Mapped[str] = mapped_column(String(20))
    definition: Mapped[int] = mapped_column(server_default="1")
    reported: Mapped[dict[str, Any] | None] = mapped_column(Document)
    disclosure: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[UUID | None]
    derived_from: Mapped[list[Any] | None] = mapped_column(Document)
    reason: Mapped[str | None] = mapped_column(Text)
    voids: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(300))


class ObservationRecord(VersionContent, Versioned, Base):
    """What counts for a slot: indicator x region x period x disaggregation (empty: the total). ``unit_id`` is the unit that filled it.

    ``definition`` is the number of the entry's definition that the value follows.
    Beside a verified value ``reported`` keeps what was reported. A row with neither value nor state was withdrawn (``voids``).
    """

    __tablename__ = "observations"
    __table_args__ = (
        UniqueConstraint("indicator_id", "region_id", "period", "disaggregation"),
        CheckConstraint("(value is null) <> (state is null) or (value is null and voids is not null)", name="value_or_state"),
        one_of("standing", Standing),
        one_of("disclosure", Disclosure),
        Index("ix_observations_part", "disaggregation", postgresql_where=_PART, sqlite_where=_PART),
        Index("ix_observations_region", "region_id", "indicator_id", "period", "disaggregation"),
    )

    indicator_id: Mapped[UUID]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None]
    period: Mapped[str] = mapped_column(Printed)
    disaggregation: Mapped[str] = mapped_column(Printed)
    year: Mapped[int]


class ObservationVersionRecord(VersionContent, Base):
    """A version that counted from ``recorded_at`` until ``superseded_at``; the one that counts now stands in ``observations`` alone.

    So a first value is written once, and a question about an earlier day reads this table only where something changed since.
    """

    __tablename__ = "observation_versions"

    observation_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    superseded_at: Mapped[datetime]


class IntakeRecord(Identified, Base):
    """One bulk of values under one Idempotency-Key of one caller: the source of what it brought."""

    __tablename__ = "observation_intakes"
    __table_args__ = (UniqueConstraint("caller", "key"),)

    caller: Mapped[UUID]
    caller_name: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class IntakeChunkRecord(Base):
    """What became of the rows of one chunk, in the transaction that made it so: a repeated upload goes on behind it."""

    __tablename__ = "observation_intake_chunks"

    intake_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    outcomes: Mapped[list[Any]] = mapped_column(Document)
