"""Tables of milestones, and of the submissions that bring their evidence."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.milestones import MilestoneState


class MilestoneRecord(Versioned, Base):
    """A milestone; its state follows the submission it names."""

    __tablename__ = "milestones"
    __table_args__ = (one_of("state", MilestoneState), Index("ix_milestones_plan_id_position", "plan_id", "position"))

    plan_id: Mapped[UUID]
    position: Mapped[int]
    action_key: Mapped[str | None] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(Text)
    due_year: Mapped[int | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    evidence: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    submission_id: Mapped[UUID | None] = mapped_column(index=True)
    reported_at: Mapped[datetime | None]


class KnownSubmission(Identified, Base):
    """A submission as far as milestones need it, told by the submissions service."""

    __tablename__ = "known_submissions"
    __table_args__ = (one_of("state", MilestoneState),)

    unit_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    at: Mapped[datetime]
