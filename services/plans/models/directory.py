"""Tables of regions and units."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned

_IN_USE = text("valid_until is null")


class RegionRecord(Identified, Base):
    """A region; ``path`` is the chain of short ids from the country down and never changes with a code."""

    __tablename__ = "regions"

    level: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[UUID | None] = mapped_column(index=True)
    path: Mapped[str] = mapped_column(RegionPath, unique=True)


class RegionCode(Identified, Base):
    """A code and name that a region bears from a day on."""

    __tablename__ = "region_codes"
    __table_args__ = (UniqueConstraint("code", "valid_from"), UniqueConstraint("region_id", "valid_from"))

    region_id: Mapped[UUID] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(300), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class UnitRecord(Versioned, Base):
    """A unit; ``seated_at_id`` is the unit in whose house it works (区文明办 in 宣传部)."""

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("uscc"),
        CheckConstraint("superior_id is null or superior_id <> id", name="not_its_own_superior"),
        CheckConstraint("seated_at_id is null or seated_at_id <> id", name="not_seated_at_itself"),
    )

    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(30))
    region_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    superior_id: Mapped[UUID | None] = mapped_column(index=True)
    seated_at_id: Mapped[UUID | None] = mapped_column(index=True)
    uscc: Mapped[str | None] = mapped_column(String(18))
    closed_on: Mapped[date | None]


class UnitName(Identified, Base):
    """A name a unit or unit group answers to in its region: the official one and every alias, until the day on which it is retired."""

    __tablename__ = "unit_names"
    __table_args__ = (
        Index("uq_unit_names_region_id_name", "region_id", "name", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE),
        CheckConstraint("(unit_id is null) <> (group_id is null)", name="one_owner"),
    )

    region_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(300), index=True)
    valid_until: Mapped[date | None]
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    group_id: Mapped[UUID | None] = mapped_column(index=True)
