"""Copies of what other services tell: units, plans, and when their values are due."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath


class KnownUnit(Base):
    """A copy of the directory: what a unit is called and where it serves."""

    __tablename__ = "known_units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    region_path: Mapped[str] = mapped_column(RegionPath)


class KnownRegion(Base):
    """A copy of the directory: the code and name that a region bears from a day on, where it lies, and since when it is no more."""

    __tablename__ = "known_regions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(RegionPath, index=True)
    level: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(String(300))
    ended_on: Mapped[date | None]


class KnownPlan(Base):
    """A copy of an issued plan's head."""

    __tablename__ = "known_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    state: Mapped[str] = mapped_column(String(20))
    disclosure: Mapped[str] = mapped_column(String(20))
    period_start: Mapped[int]
    period_end: Mapped[int]
    horizon_years: Mapped[list[Any]]
    monitoring_duties: Mapped[list[Any]]
    issued_on: Mapped[date | None]


class ExpectedReport(Base):
    """When a year's monitoring values are due: until then a missing value is "not due", not "no data"."""

    __tablename__ = "expected_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(index=True)
    duty_key: Mapped[str] = mapped_column(String(80))
    subject_year: Mapped[int]
    due_on: Mapped[date | None]
