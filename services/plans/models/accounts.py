"""Tables of accounts and posts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Role

_OPEN_SEAT = text("seat is not null and valid_until is null")


class AccountRecord(Versioned, Base):
    """A person or an outside system that signs in; ``touched_at`` moves the version when a post of it changes."""

    __tablename__ = "accounts"

    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    secret_hash: Mapped[str] = mapped_column(String(300))
    active: Mapped[bool]
    scopes: Mapped[list[Any]]
    touched_at: Mapped[datetime | None]
    email: Mapped[str | None] = mapped_column(String(200))
    mobile: Mapped[str | None] = mapped_column(String(20))


class PostRecord(Identified, Base):
    """A role that an account holds in a unit or region, between two days; ``seat`` is A or B of a unit's liaisons."""

    __tablename__ = "posts"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("seat is null or (seat in ('A', 'B') and role = 'liaison' and unit_id is not null)", name="seat_of_a_liaison"),
        CheckConstraint("valid_until is null or valid_from <= valid_until", name="runs_forward"),
        Index("uq_posts_unit_id_seat", "unit_id", "seat", unique=True, sqlite_where=_OPEN_SEAT, postgresql_where=_OPEN_SEAT),
    )

    account_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(30))
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    seat: Mapped[str | None] = mapped_column(String(1))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
