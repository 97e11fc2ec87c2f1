"""Copies of what other services own, kept by their events."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from shared.kit.columns import RegionPath


class KnownUnit(Base):
    """A copy of the directory."""

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
    code: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(String(300), index=True)
    ended_on: Mapped[date | None]


class KnownPlan(Base):
    """A copy of an issued plan's head; ``asked_until`` is the last year that may be asked about once it was withdrawn or gave way."""

    __tablename__ = "known_plans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    monitoring_duties: Mapped[list[Any]]
    asked_until: Mapped[int | None]


class KnownOccurrence(Base):
    """A copy of an occurrence of a duty."""

    __tablename__ = "known_occurrences"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(index=True)
    duty_key: Mapped[str] = mapped_column(String(80))
    subject_year: Mapped[int]
    due_on: Mapped[date | None]


class KnownCalendar(Base):
    """A copy of a year's calendar that plans told of; any other year is as the library has it."""

    __tablename__ = "known_calendars"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days_off: Mapped[list[Any]]
    make_up_workdays: Mapped[list[Any]]


class KnownScheme(Base):
    """A copy of a monitoring scheme that was published: what a round for it would ask, about which years, and by when."""

    __tablename__ = "known_schemes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    title: Mapped[str] = mapped_column(String(300))
    first_year: Mapped[int]
    last_year: Mapped[int]
    due: Mapped[str | None] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(20))
    items: Mapped[list[Any]]


class KnownIndicator(Base):
    """A copy of a plan indicator: what is asked of whom."""

    __tablename__ = "known_indicators"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    indicator_id: Mapped[UUID]
    plan_id: Mapped[UUID] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))
    disclosure: Mapped[str] = mapped_column(String(20))
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    action: Mapped[str | None] = mapped_column(String(80))
    filling_unit_id: Mapped[UUID | None]
    lead_unit_ids: Mapped[list[Any]]


class KnownTarget(Base):
    """A copy of a target in force, to be shown on the form."""

    __tablename__ = "known_targets"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_indicator_id: Mapped[UUID] = mapped_column(index=True)
    year: Mapped[int]
    population: Mapped[str] = mapped_column(String(300))
    raw: Mapped[str] = mapped_column(String(300))


class KnownValue(Base):
    """A copy of an official value, for prefill and for the check against last year."""

    __tablename__ = "known_values"
    __table_args__ = (Index("ix_known_values_slot", "indicator_id", "region_id", "year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    indicator_id: Mapped[UUID]
    region_id: Mapped[UUID]
    year: Mapped[int]
    value: Mapped[Decimal | None]
    state: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(server_default="0")
