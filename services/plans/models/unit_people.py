"""The table of a unit's leaders and contacts."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.tables import Identified, one_of
from shared.schemas.units import UnitPersonKind


class UnitPerson(Identified, Base):
    """A leader or contact of a unit between two days; who signs in has an account and posts besides."""

    __tablename__ = "unit_people"
    __table_args__ = (one_of("kind", UnitPersonKind), CheckConstraint("valid_until is null or valid_from < valid_until", name="runs_forward"))

    unit_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    title: Mapped[str | None] = mapped_column(String(300))
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(200))
    account_id: Mapped[UUID | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
