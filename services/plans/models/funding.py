"""The table of money of actions."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import ExactDecimal
from shared.kit.tables import Versioned


class FundingRecord(Versioned, Base):
    """Planned, allocated and spent of an action, year and source, in 万元."""

    __tablename__ = "funding"
    __table_args__ = (UniqueConstraint("plan_id", "action_key", "year", "source"),)

    plan_id: Mapped[UUID]
    action_key: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    planned: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    allocated: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    spent: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    note: Mapped[str | None] = mapped_column(Text)
