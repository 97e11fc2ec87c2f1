"""The tables of the notifications service."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.kit.columns import RegionPath
from shared.kit.tables import COLUMN_TYPES, Identified, Versioned, naming_metadata, one_of
from shared.schemas.notifications import DeadlineState, MessageKind, MessageState, ReminderState


class Base(DeclarativeBase):
    """The notifications service's own metadata."""

    metadata = naming_metadata()
    type_annotation_map = COLUMN_TYPES


class KnownUnit(Base):
    """A copy of the directory."""

    __tablename__ = "known_units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    region_path: Mapped[str] = mapped_column(RegionPath)


class KnownAccount(Base):
    """A copy of the directory: who can be told."""

    __tablename__ = "known_accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    active: Mapped[bool]


class KnownPost(Identified, Base):
    """A role that an account holds, between two days."""

    __tablename__ = "known_posts"

    account_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(30))
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class DeadlineRecord(Base):
    """A deadline as submissions told it; ``version`` is theirs."""

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


class ReminderRecord(Identified, Base):
    """A planned message; exists once per deadline version, step and audience."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("deadline_id", "deadline_version", "step", "audience"),
        one_of("state", ReminderState),
        Index("ix_reminders_due", "send_at", postgresql_where=text("state = 'planned'"), sqlite_where=text("state = 'planned'")),
    )

    deadline_id: Mapped[UUID]
    deadline_version: Mapped[int]
    step: Mapped[str] = mapped_column(String(10))
    audience: Mapped[str] = mapped_column(String(30))
    send_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    sent_at: Mapped[datetime | None]
    recipients: Mapped[int]


class MessageRecord(Versioned, Base):
    """A message in an inbox, in both languages; ``dedupe_key`` keeps it from being sent twice."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("dedupe_key"), one_of("kind", MessageKind), one_of("state", MessageState))

    account_id: Mapped[UUID] = mapped_column(index=True)
    dedupe_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    title: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    why: Mapped[str] = mapped_column(String(40))
    link: Mapped[str | None] = mapped_column(Text)
    about: Mapped[UUID | None] = mapped_column(index=True)
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
