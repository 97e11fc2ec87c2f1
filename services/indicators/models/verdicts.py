"""The table of verdicts."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.verdicts import VerdictWord


class VerdictRecord(Versioned, Base):
    """The verdict on a target in force, with its explanation."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("target_id"), one_of("word", VerdictWord))

    target_id: Mapped[UUID]
    plan_id: Mapped[UUID] = mapped_column(index=True)
    plan_indicator_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    word: Mapped[str] = mapped_column(String(20))
    year_judged: Mapped[int | None]
    as_of: Mapped[date] = mapped_column(index=True)
    explanation: Mapped[dict[str, Any]]
