"""Tables of accounts and posts."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Role


class AccountRecord(Versioned, Base):
    """A person or an outside system that signs in."""

    __tablename__ = "accounts"

    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    secret_hash: Mapped[str] = mapped_column(String(300))
    active: Mapped[bool]
    scopes: Mapped[list[Any]]


class PostRecord(Identified, Base):
    """A role that an account holds in a unit or region, between two days."""

    __tablename__ = "posts"
    __table_args__ = (one_of("role", Role),)

    account_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(30))
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
