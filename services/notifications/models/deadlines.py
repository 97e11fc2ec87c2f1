"""Deadlines, and what is planned to be said about them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, one_of
from shared.schemas.deadlines import DeadlineState, ReminderState

STORED_STATES = (DeadlineState.OPEN, DeadlineState.FULFILLED, DeadlineState.WAIVED, DeadlineState.ENDED)


class DeadlineRecord(Base):
    """A deadline as submissions told it; ``version`` is theirs.

    ``planning`` counts how often its reminders were planned anew under one version; ``policy_id`` says by which policy, None by the shipped one.
    It is as it now stands since ``since``. Whether it is overdue is a matter of the clock, and not stored.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        one_of("state", STORED_STATES),
        Index("ix_deadlines_due_on", "due_on", "id"),
        Index("ix_deadlines_unit_due_on", "unit_id", "due_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    due: Mapped[datetime]
    due_on: Mapped[date]
    link: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20))
    cleared_because: Mapped[str | None] = mapped_column(String(300))
    planning: Mapped[int] = mapped_column(server_default=text("1"))
    policy_id: Mapped[UUID | None]
    since: Mapped[datetime]


class DeadlineConcern(Base):
    """A plan that a deadline belongs to, and its action; empty where it is about the plan as a whole."""

    __tablename__ = "deadline_concerns"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    deadline_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    action: Mapped[str] = mapped_column(String(80), primary_key=True)


class DeadlineMoveRecord(Identified, Base):
    """A deadline as it stood from an instant on; never changed."""

    __tablename__ = "deadline_moves"
    __table_args__ = (one_of("state", STORED_STATES),)

    deadline_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[UUID]
    due_on: Mapped[date]
    why: Mapped[str | None] = mapped_column(String(300))
    at: Mapped[datetime]


class ReminderRecord(Identified, Base):
    """A planned message; exists once per deadline version, planning, step and audience. ``channels``: None for all that are switched on.

    ``digest_at``: when it goes out with others. ``unless_acknowledged``: not to those who signed for an earlier one.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("deadline_id", "deadline_version", "planning", "step", "audience", name="uq_reminders_once"),
        one_of("state", ReminderState),
        Index("ix_reminders_send_at", "send_at"),
        Index("ix_reminders_sent_at", "sent_at", postgresql_where=text("sent_at is not null"), sqlite_where=text("sent_at is not null")),
        Index("ix_reminders_due", "send_at", postgresql_where=text("state = 'planned'"), sqlite_where=text("state = 'planned'")),
    )

    deadline_id: Mapped[UUID]
    deadline_version: Mapped[int]
    planning: Mapped[int] = mapped_column(server_default=text("1"))
    step: Mapped[str] = mapped_column(String(10))
    audience: Mapped[str] = mapped_column(String(30))
    send_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    sent_at: Mapped[datetime | None]
    recipients: Mapped[int]
    channels: Mapped[list[Any] | None]
    digest_at: Mapped[datetime | None]
    unless_acknowledged: Mapped[bool] = mapped_column(server_default=false())
