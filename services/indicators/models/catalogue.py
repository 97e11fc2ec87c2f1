"""Tables of the catalogue and of the indicators inside plans."""

from typing import Any
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.rules.access import Disclosure


class IndicatorRecord(Versioned, Base):
    """A catalogue entry."""

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("name", "unit_of_measure"),)

    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))


class PlanIndicatorRecord(Versioned, Base):
    """An indicator inside a plan; ``unit_id`` is the filling unit."""

    __tablename__ = "plan_indicators"
    __table_args__ = (UniqueConstraint("plan_id", "key"), one_of("disclosure", Disclosure))

    plan_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    indicator_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))
    nature: Mapped[str] = mapped_column(String(20))
    action: Mapped[str | None] = mapped_column(String(80))
    lead_unit_ids: Mapped[list[Any]]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    departments: Mapped[list[Any]]
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    baseline: Mapped[dict[str, Any] | None]
    clause: Mapped[dict[str, Any]]
