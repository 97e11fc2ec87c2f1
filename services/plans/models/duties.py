"""Tables of duties and their occurrences."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from services.plans.models.plans import PlanFact
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.duties import OccurrenceState
from shared.schemas.plan_document import WorkdayPolicy


class DutyRecord(PlanFact, Versioned, Base):
    """A duty; ``version`` counts the corrections of a draft."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    version: Mapped[int] = mapped_column(server_default="1")


class OccurrenceRecord(Versioned, Base):
    """A concrete instance of a duty.

    ``printed_on`` is the day as printed, ``due_on`` where the policy moved it; ``sort_on`` is ``due_on`` or, without one, the last
    day there is, so that lists in order of it leave nothing out. ``calendars`` names the versions that the day was computed with.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("duty_id", "subject_year", "sequence"),
        one_of("state", OccurrenceState),
        one_of("workday_policy", WorkdayPolicy),
        Index("ix_occurrences_due", "sort_on", "id"),
        Index("ix_occurrences_plan", "plan_id", "sort_on", "id"),
        Index("ix_occurrences_duty", "plan_id", "duty_key", "sort_on", "id"),
        Index("ix_occurrences_subject_year", "subject_year", "sort_on", "id"),
    )

    plan_id: Mapped[UUID]
    duty_id: Mapped[UUID]
    duty_key: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(300))
    subject_year: Mapped[int]
    sequence: Mapped[int]
    subject_from: Mapped[date]
    subject_until: Mapped[date]
    printed_on: Mapped[date | None] = mapped_column(index=True)
    workday_policy: Mapped[str] = mapped_column(String(20))
    due: Mapped[datetime | None]
    due_on: Mapped[date | None]
    sort_on: Mapped[date]
    provisional: Mapped[bool]
    calendars: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(20))
    voided_because: Mapped[str | None] = mapped_column(String(300))


class OccurrenceMove(Identified, Base):
    """One move of an occurrence's due day: from where, to where, and why; never changed."""

    __tablename__ = "occurrence_moves"

    occurrence_id: Mapped[UUID] = mapped_column(index=True)
    moved_from: Mapped[date]
    moved_to: Mapped[date]
    because: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
