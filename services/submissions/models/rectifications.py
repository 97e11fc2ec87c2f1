"""Rectifications, and everything that happened to each."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Disclosure
from shared.schemas.rectifications import RectificationOrigin, RectificationState

_LIVE = text("target_id is not null and state in ('proposed', 'open', 'reported', 'waiver_asked')")


class RectificationRecord(Versioned, Base):
    """Something to be put right; ``version`` also numbers its deadline. A target has one under way at most, a verdict one ever."""

    __tablename__ = "rectifications"
    __table_args__ = (
        one_of("state", RectificationState),
        one_of("origin", RectificationOrigin),
        one_of("disclosure", Disclosure),
        CheckConstraint(
            "state in ('proposed', 'dismissed', 'closed') or (unit_id is not null and due_on is not null and measures is not null)", name="owned"
        ),
        CheckConstraint("(origin = 'verdict') = (target_id is not null)", name="verdict_has_target"),
        UniqueConstraint("target_id", "verdict_version"),
        Index("uq_rectifications_live", "target_id", unique=True, postgresql_where=_LIVE, sqlite_where=_LIVE),
        Index("ix_rectifications_state", "region_path", "state", "due_on"),
    )

    state: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    problem: Mapped[str] = mapped_column(Text)
    region_path: Mapped[str] = mapped_column(RegionPath)
    disclosure: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    measures: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
    moved_by: Mapped[UUID | None]
    finding_id: Mapped[UUID | None]
    target_id: Mapped[UUID | None]
    verdict_version: Mapped[int | None]
    plan_id: Mapped[UUID | None] = mapped_column(index=True)
    plan_indicator_id: Mapped[UUID | None]
    horizon: Mapped[int | None]
    word: Mapped[str | None] = mapped_column(String(20))
    ended_because: Mapped[str | None] = mapped_column(Text)


class RectificationEventRecord(Identified, Base):
    """One thing that happened to a rectification; never changed."""

    __tablename__ = "rectification_events"
    __table_args__ = (UniqueConstraint("rectification_id", "number"), one_of("state", RectificationState))

    rectification_id: Mapped[UUID] = mapped_column(ForeignKey("rectifications.id"))
    number: Mapped[int]
    move: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None]
