"""Copies of the directory, kept by its events."""

from datetime import date
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified


class KnownUnit(Base):
    """A copy of the directory."""

    __tablename__ = "known_units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    region_path: Mapped[str] = mapped_column(RegionPath)


class KnownPlan(Base):
    """A copy of an issued plan's head."""

    __tablename__ = "known_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    region_path: Mapped[str] = mapped_column(RegionPath)


class KnownLead(Base):
    """A copy of which unit leads an action of a plan."""

    __tablename__ = "known_leads"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(80), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(primary_key=True)


class KnownAccount(Base):
    """A copy of the directory: who can be told."""

    __tablename__ = "known_accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    active: Mapped[bool]
    email: Mapped[str | None] = mapped_column(String(200))
    mobile: Mapped[str | None] = mapped_column(String(20))


class KnownPost(Identified, Base):
    """A role that an account holds, between two days."""

    __tablename__ = "known_posts"

    account_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(30))
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
