"""Reminder policies, and the calendar that they count by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.policies import PolicyState

_ACTIVE = text("state = 'active'")


class PolicyRecord(Versioned, Base):
    """A policy of a region, for one plan or all, one kind of deadline or all; at most one of each is active. What was active is never edited.

    ``scope`` is plan and kind in one word, for the database tells no two NULLs from each other.
    """

    __tablename__ = "policies"
    __table_args__ = (
        one_of("state", PolicyState),
        Index("uq_policies_active", "region_path", "scope", unique=True, postgresql_where=_ACTIVE, sqlite_where=_ACTIVE),
    )

    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    plan_id: Mapped[UUID | None]
    kind: Mapped[str | None] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    zone: Mapped[str] = mapped_column(String(60))
    steps: Mapped[list[Any]]
    quiet: Mapped[dict[str, Any] | None]
    digest_hours: Mapped[list[Any]]
    workdays_only: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    activated_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class KnownCalendar(Base):
    """A copy of a year's calendar that plans told of; any other year is as the library has it."""

    __tablename__ = "known_calendars"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days_off: Mapped[list[Any]]
    make_up_workdays: Mapped[list[Any]]
