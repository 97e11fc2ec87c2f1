"""Deadlines, and what is planned to be said about them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, one_of
from shared.schemas.deadlines import DeadlineState, ReminderState


class DeadlineRecord(Base):
    """A deadline as submissions told it; ``version`` is theirs.

    ``planning`` counts how often its reminders were planned anew under one version; ``policy_id`` says by which policy, None by the shipped one.
    """

    __tablename__ = "deadlines"
    __table_args__ = (one_of("state", DeadlineState),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    due: Mapped[datetime]
    due_on: Mapped[date]
    link: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20))
    cleared_because: Mapped[str | None] = mapped_column(String(300))
    planning: Mapped[int] = mapped_column(server_default=text("1"))
    policy_id: Mapped[UUID | None]


class ReminderRecord(Identified, Base):
    """A planned message; exists once per deadline version, planning, step and audience. ``channels``: None for all that are switched on."""

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
