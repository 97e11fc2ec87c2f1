"""The tables of the submissions service."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.kit.columns import ExactDecimal, RegionPath
from shared.kit.tables import COLUMN_TYPES, Identified, Versioned, naming_metadata, one_of
from shared.schemas.submissions import AssignmentState, RoundState, SubmissionState


class Base(DeclarativeBase):
    """The submissions service's own metadata."""

    metadata = naming_metadata()
    type_annotation_map = {**COLUMN_TYPES, Decimal: ExactDecimal()}


class KnownUnit(Base):
    """A copy of the directory."""

    __tablename__ = "known_units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    region_path: Mapped[str] = mapped_column(RegionPath)


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


class RoundRecord(Versioned, Base):
    """A reporting exercise. A day that ``follows`` was not given by anybody: it moves with the plans' occurrence or the calendar."""

    __tablename__ = "rounds"
    __table_args__ = (one_of("state", RoundState), CheckConstraint("internal_due <= outward_due and outward_due <= closes", name="dates_in_order"))

    name: Mapped[str] = mapped_column(String(300))
    plan_ids: Mapped[list[Any]]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    subject_year: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    opens: Mapped[datetime]
    internal_due: Mapped[datetime]
    outward_due: Mapped[datetime]
    closes: Mapped[datetime]
    outward_follows: Mapped[bool]
    internal_follows: Mapped[bool]
    closes_follows: Mapped[bool]
    assignment_count: Mapped[int]


class AssignmentRecord(Versioned, Base):
    """What one unit owes in a round; ``version`` also numbers its deadline."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("round_id", "unit_id"), one_of("state", AssignmentState))

    round_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    state: Mapped[str] = mapped_column(String(20))
    due: Mapped[datetime]
    due_on: Mapped[date]
    item_count: Mapped[int]
    waived_because: Mapped[str | None] = mapped_column(Text)


class ItemRecord(Identified, Base):
    """One value that is asked for; ``lead_unit_ids`` are the units that lead its action."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("assignment_id", "indicator_id", "region_id", "year"),)

    assignment_id: Mapped[UUID]
    position: Mapped[int]
    indicator_id: Mapped[UUID]
    plan_indicator_ids: Mapped[list[Any]]
    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))
    disclosure: Mapped[str] = mapped_column(String(20))
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    year: Mapped[int]
    targets: Mapped[list[Any]]
    last_value: Mapped[Decimal | None]
    last_state: Mapped[str | None] = mapped_column(String(300))
    last_year: Mapped[int | None]


class AssignmentLead(Base):
    """A unit that leads an action which an assignment reports on: it may read along."""

    __tablename__ = "assignment_leads"

    assignment_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


class SubmissionRecord(Versioned, Base):
    """The answer to an assignment."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("assignment_id"), one_of("state", SubmissionState))

    assignment_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    state: Mapped[str] = mapped_column(String(20))
    started_by: Mapped[UUID]
    edited_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None]
    submitted_by_name: Mapped[str | None] = mapped_column(String(300))
    submitted_at: Mapped[datetime | None]
    first_complete_at: Mapped[datetime | None]


class AnswerRecord(Base):
    """The answer to one item; ``returned`` holds the reason while it waits for a correction."""

    __tablename__ = "answers"

    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    answer: Mapped[dict[str, Any] | None]
    returned: Mapped[dict[str, Any] | None]
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]


class SubmissionVersionRecord(Identified, Base):
    """A submission as it stood after a move; never changed."""

    __tablename__ = "submission_versions"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    submission_id: Mapped[UUID]
    number: Mapped[int]
    move: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(300))
    answers: Mapped[dict[str, Any]]
