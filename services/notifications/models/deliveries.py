"""How messages leave the platform: deliveries, their attempts, addresses that bounced."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.deliveries import AttemptOutcome, DeliveryState, Lane

_OPEN = text("state in ('planned', 'sending')")


class DeliveryRecord(Versioned, Base):
    """A message on its way through one channel to one address.

    ``not_before`` is business time: when it may go. ``held_until`` is real time, and both the lease of who is sending it and the pause before
    another attempt. ``attempts`` also fences: a worker that lost its lease finds another number there.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("message_id", "channel", "address"),
        one_of("state", DeliveryState),
        CheckConstraint(f"lane in ({', '.join(str(lane.value) for lane in Lane)})", name="lane"),
        Index("ix_deliveries_open", "channel", "lane", "not_before", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_deliveries_planned_at", "planned_at"),
        Index("ix_deliveries_region_path_state_id", "region_path", "state", "id"),
    )

    message_id: Mapped[UUID]
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(320))
    region_path: Mapped[str] = mapped_column(RegionPath)
    state: Mapped[str] = mapped_column(String(20))
    lane: Mapped[int] = mapped_column(SmallInteger)
    why: Mapped[str | None] = mapped_column(String(60))
    not_before: Mapped[datetime]
    held_until: Mapped[datetime]
    attempts: Mapped[int]
    planned_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class AttemptRecord(Identified, Base):
    """One attempt to hand a delivery to its channel."""

    __tablename__ = "attempts"
    __table_args__ = (one_of("outcome", AttemptOutcome),)

    delivery_id: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(String(300))
    retry_after_seconds: Mapped[int | None] = mapped_column(Integer)
    took_ms: Mapped[int]


class BouncedAddress(Base):
    """An address that the other side says does not exist: nothing more goes there until somebody replays or corrects it."""

    __tablename__ = "bounced_addresses"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    at: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(60))
