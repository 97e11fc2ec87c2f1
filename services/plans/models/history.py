"""The table of changes of single facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.tables import Identified, one_of
from shared.schemas.responsibilities import HistoryKind


class HistoryRecord(Identified, Base):
    """A fact of a plan as it was after one change; append-only."""

    __tablename__ = "fact_history"
    __table_args__ = (one_of("kind", HistoryKind), UniqueConstraint("subject_id", "version"))

    plan_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    version: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(300))
    act: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(Text)
    state: Mapped[dict[str, Any]]
