"""Rounds, and what each unit owes in them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from services.submissions.models.kinds import FIRST_MONITORING
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.rounds import MONITORING, AssignmentState, RoundState


class RoundRecord(Versioned, Base):
    """A reporting exercise. A day that ``follows`` was not given by anybody: it moves with the plans' occurrence or the calendar."""

    __tablename__ = "rounds"
    __table_args__ = (one_of("state", RoundState), CheckConstraint("internal_due <= outward_due and outward_due <= closes", name="dates_in_order"))

    kind_id: Mapped[UUID] = mapped_column(server_default=FIRST_MONITORING.hex)
    name: Mapped[str] = mapped_column(String(300))
    plan_ids: Mapped[list[Any]]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    subject_year: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    opens: Mapped[datetime]
    internal_due: Mapped[datetime]
    outward_due: Mapped[datetime]
    closes: Mapped[datetime]
    outward_follows: Mapped[bool]
    internal_follows: Mapped[bool]
    closes_follows: Mapped[bool]
    assignment_count: Mapped[int]


class AssignmentRecord(Versioned, Base):
    """What one unit owes in a round; ``version`` also numbers its deadline. ``kind`` is the code of the round's kind."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("round_id", "unit_id"), one_of("state", AssignmentState))

    round_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(80), server_default=MONITORING)
    unit_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    state: Mapped[str] = mapped_column(String(20))
    due: Mapped[datetime]
    due_on: Mapped[date]
    item_count: Mapped[int]
    waived_because: Mapped[str | None] = mapped_column(Text)


class AssignmentLead(Base):
    """A unit that leads an action which an assignment reports on: it may read along."""

    __tablename__ = "assignment_leads"

    assignment_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


NO_ACTION = ""
"""What stands in a plan outside of its actions, or asks for a report on it as a whole."""


class AssignmentAction(Base):
    """A plan and its action that an assignment reports on: what the count by action is made of, and whose policies and lead units a deadline has."""

    __tablename__ = "assignment_actions"

    assignment_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(80), primary_key=True)


class ItemRecord(Identified, Base):
    """One value that is asked for; ``lead_unit_ids`` are the units that lead its action. Not asked since ``waived_at``."""

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("assignment_id", "indicator_id", "region_id", "year"),
        CheckConstraint("(waived_at is null) = (waived_because is null)", name="waived"),
    )

    assignment_id: Mapped[UUID]
    position: Mapped[int]
    indicator_id: Mapped[UUID]
    plan_indicator_ids: Mapped[list[Any]]
    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))
    disclosure: Mapped[str] = mapped_column(String(20))
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    year: Mapped[int]
    targets: Mapped[list[Any]]
    last_value: Mapped[Decimal | None]
    last_state: Mapped[str | None] = mapped_column(String(300))
    last_year: Mapped[int | None]
    waived_because: Mapped[str | None] = mapped_column(Text)
    waived_at: Mapped[datetime | None]
