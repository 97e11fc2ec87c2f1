"""Tables of duties and their occurrences."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from services.plans.models.plans import PlanFact
from shared.kit.tables import Versioned


class DutyRecord(PlanFact, Base):
    """A duty."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)


class OccurrenceRecord(Versioned, Base):
    """A concrete instance of a duty."""

    __tablename__ = "occurrences"
    __table_args__ = (UniqueConstraint("duty_id", "subject_year", "sequence"),)

    plan_id: Mapped[UUID] = mapped_column(index=True)
    duty_id: Mapped[UUID]
    duty_key: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(300))
    subject_year: Mapped[int]
    sequence: Mapped[int]
    due: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    provisional: Mapped[bool]
