"""Tables of consultations and the comments they collect."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.consultations import CommentAbout


class ConsultationRecord(Versioned, Base):
    """One round of asking; ``unit_ids`` are the units asked, groups resolved on the day it opened."""

    __tablename__ = "consultations"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        # A plan has one open consultation at most, whoever opens it at the same moment.
        Index("uq_consultations_open", "plan_id", unique=True, sqlite_where=text("closed_at is null"), postgresql_where=text("closed_at is null")),
    )

    plan_id: Mapped[UUID]
    number: Mapped[int]
    public: Mapped[bool]
    unit_ids: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    closes_on: Mapped[date]
    closes: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    summary: Mapped[str | None] = mapped_column(Text)
    comments: Mapped[int]


class CommentRecord(Versioned, Base):
    """A comment and its reply; ``position`` is the place of its fact in the document, for the compiled list."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        Index("ix_comments_plan_id_id", "plan_id", "id"),
        one_of("about", CommentAbout),
        CheckConstraint("reply is null or reply in ('adopted', 'partly', 'not_adopted')", name="reply"),
        CheckConstraint("reply is null or reply = 'adopted' or reason is not null", name="reason_given"),
    )

    plan_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    consultation_id: Mapped[UUID]
    number: Mapped[int]
    about: Mapped[str] = mapped_column(String(20))
    key: Mapped[str | None] = mapped_column(String(80))
    clause_path: Mapped[str | None] = mapped_column(String(200))
    clause_start: Mapped[int | None]
    quote: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    by_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(300))
    on_behalf_of: Mapped[str | None] = mapped_column(String(300))
    at: Mapped[datetime]
    reply: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    replied_by: Mapped[str | None] = mapped_column(String(300))
    replied_at: Mapped[datetime | None]
