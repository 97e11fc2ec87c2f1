"""The tables of the indicators service."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.kit.columns import ExactDecimal, RegionPath
from shared.kit.tables import COLUMN_TYPES, Identified, Versioned, naming_metadata, one_of
from shared.rules.access import Disclosure
from shared.schemas.indicators import TargetBasis
from shared.schemas.verdicts import Standing, VerdictWord


class Base(DeclarativeBase):
    """The indicators service's own metadata."""

    metadata = naming_metadata()
    type_annotation_map = {**COLUMN_TYPES, Decimal: ExactDecimal()}


class KnownUnit(Base):
    """A copy of the directory: what a unit is called and where it serves."""

    __tablename__ = "known_units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    region_path: Mapped[str] = mapped_column(RegionPath)


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


class ExpectedReport(Base):
    """When a year's monitoring values are due: until then a missing value is "not due", not "no data"."""

    __tablename__ = "expected_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(index=True)
    duty_key: Mapped[str] = mapped_column(String(80))
    subject_year: Mapped[int]
    due_on: Mapped[date | None]


class IndicatorRecord(Versioned, Base):
    """A catalogue entry."""

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("name", "unit_of_measure"),)

    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))


class PlanIndicatorRecord(Versioned, Base):
    """An indicator inside a plan; ``unit_id`` is the filling unit."""

    __tablename__ = "plan_indicators"
    __table_args__ = (UniqueConstraint("plan_id", "key"), one_of("disclosure", Disclosure))

    plan_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    indicator_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))
    nature: Mapped[str] = mapped_column(String(20))
    action: Mapped[str | None] = mapped_column(String(80))
    lead_unit_ids: Mapped[list[Any]]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    departments: Mapped[list[Any]]
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    baseline: Mapped[dict[str, Any] | None]
    clause: Mapped[dict[str, Any]]


class StatementRecord(Identified, Base):
    """A printed target statement."""

    __tablename__ = "statements"

    plan_id: Mapped[UUID] = mapped_column(index=True)
    plan_indicator_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    printed_key: Mapped[str] = mapped_column(String(80))
    origin: Mapped[str] = mapped_column(String(20))
    year: Mapped[int | None]
    population: Mapped[str] = mapped_column(String(300))
    raw: Mapped[str] = mapped_column(String(300))
    expression: Mapped[dict[str, Any]]
    clause: Mapped[dict[str, Any]]


class TargetRecord(Versioned, Base):
    """A target in force. ``part`` tells several targets of one printed cell apart."""

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("plan_indicator_id", "year", "population", "part"), one_of("basis", TargetBasis))

    plan_id: Mapped[UUID] = mapped_column(index=True)
    plan_indicator_id: Mapped[UUID]
    statement_id: Mapped[UUID] = mapped_column(index=True)
    year: Mapped[int]
    population: Mapped[str] = mapped_column(String(300))
    part: Mapped[int]
    basis: Mapped[str] = mapped_column(String(20))
    chosen_by: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)


class ObservationRecord(Versioned, Base):
    """The newest version of an official value; ``unit_id`` is the unit that filled it."""

    __tablename__ = "observations"
    __table_args__ = (
        UniqueConstraint("indicator_id", "region_id", "year"),
        CheckConstraint("(value is null) <> (state is null)", name="value_or_state"),
        one_of("standing", Standing),
        one_of("disclosure", Disclosure),
    )

    indicator_id: Mapped[UUID]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None]
    year: Mapped[int]
    value: Mapped[Decimal | None]
    state: Mapped[str | None] = mapped_column(String(300))
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    standing: Mapped[str] = mapped_column(String(20))
    disclosure: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(300))


class ObservationVersionRecord(Identified, Base):
    """Every version an official value ever had."""

    __tablename__ = "observation_versions"
    __table_args__ = (UniqueConstraint("observation_id", "version"),)

    observation_id: Mapped[UUID]
    version: Mapped[int]
    value: Mapped[Decimal | None]
    state: Mapped[str | None] = mapped_column(String(300))
    standing: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(300))


class VerdictRecord(Versioned, Base):
    """The verdict on a target in force, with its explanation."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("target_id"), one_of("word", VerdictWord))

    target_id: Mapped[UUID]
    plan_id: Mapped[UUID] = mapped_column(index=True)
    plan_indicator_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    word: Mapped[str] = mapped_column(String(20))
    year_judged: Mapped[int | None]
    as_of: Mapped[date] = mapped_column(index=True)
    explanation: Mapped[dict[str, Any]]
