"""Answers, and every version of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.submissions import SubmissionState


class SubmissionRecord(Versioned, Base):
    """The answer to an assignment. ``first_due``: the deadline at the moment of ``first_complete_at``; in time or late is decided there."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("assignment_id"),
        one_of("state", SubmissionState),
        CheckConstraint("(first_complete_at is null) = (first_due is null)", name="first_due"),
    )

    assignment_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    state: Mapped[str] = mapped_column(String(20))
    started_by: Mapped[UUID]
    started_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None]
    submitted_by_name: Mapped[str | None] = mapped_column(String(300))
    submitted_at: Mapped[datetime | None]
    first_complete_at: Mapped[datetime | None]
    first_due: Mapped[datetime | None]


class AnswerRecord(Base):
    """The answer to one item, in a version of its own; ``returned`` holds the reason while it waits for a correction."""

    __tablename__ = "answers"

    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    answer: Mapped[dict[str, Any] | None]
    returned: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(server_default="1")
    answered_by: Mapped[UUID | None]
    answered_by_name: Mapped[str | None] = mapped_column(String(300))
    answered_at: Mapped[datetime | None]


class SubmissionVersionRecord(Identified, Base):
    """A submission as it stood after a move; never changed."""

    __tablename__ = "submission_versions"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    submission_id: Mapped[UUID]
    number: Mapped[int]
    move: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(300))
    answers: Mapped[dict[str, Any]]
    form: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
