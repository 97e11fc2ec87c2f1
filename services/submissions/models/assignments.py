"""Longer time for one unit, and what happened to rounds and assignments."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, one_of
from shared.schemas.assignments import ExtensionState
from shared.schemas.rounds import AssignmentState, RoundState

_IN_FORCE = text("state = 'in_force'")


class ExtensionRecord(Identified, Base):
    """A later due day of one assignment; one at most is in force."""

    __tablename__ = "extensions"
    __table_args__ = (
        one_of("state", ExtensionState),
        CheckConstraint("former_due_on < until_on", name="later"),
        CheckConstraint("(state = 'in_force') = (ended_at is null)", name="ended"),
        Index("uq_extensions_in_force", "assignment_id", unique=True, postgresql_where=_IN_FORCE, sqlite_where=_IN_FORCE),
        Index("ix_extensions_until", "until", postgresql_where=_IN_FORCE, sqlite_where=_IN_FORCE),
    )

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignments.id"), index=True)
    unit_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    state: Mapped[str] = mapped_column(String(20))
    former_due_on: Mapped[date]
    until: Mapped[datetime]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    granted_by: Mapped[str] = mapped_column(String(300))
    granted_by_id: Mapped[UUID]
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RoundMoveRecord(Identified, Base):
    """A round as it stood after something happened to it; never changed."""

    __tablename__ = "round_moves"
    __table_args__ = (one_of("state", RoundState), Index("ix_round_moves_round", "round_id", "at"))

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    move: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    opens: Mapped[datetime]
    closes: Mapped[datetime]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)


class AssignmentMoveRecord(Identified, Base):
    """An assignment as it stood after something happened to it besides its answer; never changed. ``unit_id`` is who owed it then."""

    __tablename__ = "assignment_moves"
    __table_args__ = (one_of("state", AssignmentState), Index("ix_assignment_moves_assignment", "assignment_id", "at"))

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignments.id"))
    move: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[UUID]
    due_on: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None]
    by: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)
