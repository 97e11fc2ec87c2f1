"""Tables of printed statements and of the targets in force."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import Document
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.indicators import TargetBasis


class StatementRecord(Identified, Base):
    """A target statement: printed in the plan, or set by a document that revises it (``revision_id``, ``cited``)."""

    __tablename__ = "statements"

    plan_id: Mapped[UUID] = mapped_column(index=True)
    plan_indicator_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    printed_key: Mapped[str] = mapped_column(String(80))
    origin: Mapped[str] = mapped_column(String(20))
    year: Mapped[int | None]
    population: Mapped[str] = mapped_column(String(300))
    raw: Mapped[str] = mapped_column(String(300))
    expression: Mapped[dict[str, Any]]
    clause: Mapped[dict[str, Any] | None] = mapped_column(Document)
    revision_id: Mapped[UUID | None] = mapped_column(index=True)
    cited: Mapped[dict[str, Any] | None] = mapped_column(Document)
    reason: Mapped[str | None] = mapped_column(Text)


class TargetRecord(Versioned, Base):
    """A target in force. ``part`` tells several targets of one printed cell apart."""

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("plan_indicator_id", "year", "population", "part"), one_of("basis", TargetBasis))

    plan_id: Mapped[UUID] = mapped_column(index=True)
    plan_indicator_id: Mapped[UUID]
    statement_id: Mapped[UUID] = mapped_column(index=True)
    year: Mapped[int]
    population: Mapped[str] = mapped_column(String(300))
    part: Mapped[int]
    basis: Mapped[str] = mapped_column(String(20))
    chosen_by: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)
    chosen_at: Mapped[datetime | None]
