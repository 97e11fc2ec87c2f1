"""Tables of official values."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Disclosure
from shared.schemas.verdicts import Standing


class ObservationRecord(Versioned, Base):
    """The newest version of an official value; ``unit_id`` is the unit that filled it."""

    __tablename__ = "observations"
    __table_args__ = (
        UniqueConstraint("indicator_id", "region_id", "year"),
        CheckConstraint("(value is null) <> (state is null)", name="value_or_state"),
        one_of("standing", Standing),
        one_of("disclosure", Disclosure),
    )

    indicator_id: Mapped[UUID]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None]
    year: Mapped[int]
    value: Mapped[Decimal | None]
    state: Mapped[str | None] = mapped_column(String(300))
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    standing: Mapped[str] = mapped_column(String(20))
    disclosure: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(300))


class ObservationVersionRecord(Identified, Base):
    """Every version an official value ever had."""

    __tablename__ = "observation_versions"
    __table_args__ = (UniqueConstraint("observation_id", "version"),)

    observation_id: Mapped[UUID]
    version: Mapped[int]
    value: Mapped[Decimal | None]
    state: Mapped[str | None] = mapped_column(String(300))
    standing: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(300))
