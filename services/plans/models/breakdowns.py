"""The tables of targets broken down."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import Document, ExactDecimal
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.breakdowns import BreakdownBasis, RollUp
from shared.schemas.targets import Comparator


class BreakdownRecord(Versioned, Base):
    """The target of one printed indicator and year, broken down."""

    __tablename__ = "breakdowns"
    __table_args__ = (
        UniqueConstraint("plan_id", "indicator_key", "year"),
        one_of("roll_up", RollUp),
        one_of("basis", BreakdownBasis),
        one_of("comparator", Comparator),
    )

    plan_id: Mapped[UUID]
    indicator_key: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    whole: Mapped[Decimal] = mapped_column(ExactDecimal)
    comparator: Mapped[str] = mapped_column(String(2))
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    roll_up: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(20))
    clause: Mapped[dict[str, Any] | None] = mapped_column(Document)
    edits: Mapped[int]


class BreakdownPartRecord(Identified, Base):
    """What one region or unit is to reach."""

    __tablename__ = "breakdown_parts"
    __table_args__ = (
        UniqueConstraint("breakdown_id", "position"),
        CheckConstraint("(region_id is null) <> (unit_id is null)", name="one_owner"),
    )

    breakdown_id: Mapped[UUID]
    position: Mapped[int]
    region_id: Mapped[UUID | None] = mapped_column(index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    written: Mapped[str] = mapped_column(String(300))
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
    weight: Mapped[Decimal | None] = mapped_column(ExactDecimal)
