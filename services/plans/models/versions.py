"""Tables of a plan's versions and of the amendments that make them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.amendments import AmendmentState


class PlanVersionRecord(Identified, Base):
    """A plan as it stood, whole; append-only."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[UUID]
    number: Mapped[int]
    reason: Mapped[str | None] = mapped_column(Text)
    document_number: Mapped[str | None] = mapped_column(String(300))
    dated: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    changes: Mapped[int]
    document: Mapped[dict[str, Any]]


class AmendmentRecord(Versioned, Base):
    """A change of a plan, drafted against one of its versions (0: a plan that is not issued yet).

    ``stands_sha256`` tells whether the plan still says what it said then. ``document_id``: the later document that proposes it.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        Index("ix_amendments_plan_id_id", "plan_id", "id"),
        one_of("state", AmendmentState),
        CheckConstraint("(state = 'adopted') = (number is not null)", name="adopted_as_a_version"),
    )

    plan_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str | None] = mapped_column(String(300))
    dated: Mapped[date]
    against: Mapped[int]
    changes: Mapped[list[Any]]
    document: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    number: Mapped[int | None]
    document_id: Mapped[UUID | None] = mapped_column(index=True)
    stands_sha256: Mapped[str | None] = mapped_column(String(64))
    conflicts: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    doubts: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
