"""Tables of what happens to regions and units on a day: renamed, merged, split, moved, closed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.tables import Identified, one_of
from shared.schemas.borders import ChangeKind


class DirectoryChange(Identified, Base):
    """A change and its day; ``applied_at`` is when rows followed, ``refused`` why they could not."""

    __tablename__ = "directory_changes"
    __table_args__ = (
        one_of("kind", ChangeKind),
        CheckConstraint("applied_at is null or refused is null", name="one_end"),
    )

    kind: Mapped[str] = mapped_column(String(20))
    happens_on: Mapped[date] = mapped_column(index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    successor_unit_id: Mapped[UUID | None] = mapped_column(index=True)
    region_id: Mapped[UUID | None] = mapped_column(index=True)
    basis: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str] = mapped_column(String(300))
    applied_at: Mapped[datetime | None]
    refused: Mapped[str | None] = mapped_column(Text)


class RegionSuccession(Identified, Base):
    """One region becomes another, whole or in part; territory before is the predecessor's, from the day on the successor's."""

    __tablename__ = "region_successions"
    __table_args__ = (
        UniqueConstraint("change_id", "predecessor_id", "successor_id"),
        CheckConstraint("predecessor_id <> successor_id", name="not_itself"),
    )

    change_id: Mapped[UUID]
    predecessor_id: Mapped[UUID] = mapped_column(index=True)
    successor_id: Mapped[UUID] = mapped_column(index=True)
    in_part: Mapped[bool]
