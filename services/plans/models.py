"""The tables of the plans service."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.kit.columns import RegionPath
from shared.kit.tables import COLUMN_TYPES, Identified, Versioned, naming_metadata, one_of
from shared.rules.access import Disclosure, Role
from shared.schemas.plans import PlanState


class Base(DeclarativeBase):
    """The plans service's own metadata."""

    metadata = naming_metadata()
    type_annotation_map = COLUMN_TYPES


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
    name: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class UnitRecord(Versioned, Base):
    """A unit."""

    __tablename__ = "units"

    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(30))
    region_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    superior_id: Mapped[UUID | None]
    closed_on: Mapped[date | None]


class UnitName(Identified, Base):
    """A name a unit or unit group answers to in its region: the official one and every alias."""

    __tablename__ = "unit_names"
    __table_args__ = (UniqueConstraint("region_id", "name"), CheckConstraint("(unit_id is null) <> (group_id is null)", name="one_owner"))

    region_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    group_id: Mapped[UUID | None] = mapped_column(index=True)


class UnitGroup(Versioned, Base):
    """A named set of units, resolved on use."""

    __tablename__ = "unit_groups"
    __table_args__ = (UniqueConstraint("region_id", "name"),)

    name: Mapped[str] = mapped_column(String(300))
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)


class UnitGroupMember(Identified, Base):
    """One unit in a group."""

    __tablename__ = "unit_group_members"
    __table_args__ = (UniqueConstraint("group_id", "unit_id"),)

    group_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(index=True)


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


class PlanRecord(Versioned, Base):
    """A plan's head."""

    __tablename__ = "plans"
    __table_args__ = (one_of("state", PlanState), one_of("disclosure", Disclosure), UniqueConstraint("region_id", "source_sha256"))

    title: Mapped[str] = mapped_column(String(300), index=True)
    notice_title: Mapped[str | None] = mapped_column(String(300))
    document_number: Mapped[str | None] = mapped_column(String(300))
    issuing_bodies: Mapped[list[Any]]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    region_name: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20))
    disclosure: Mapped[str] = mapped_column(String(20))
    dated: Mapped[date | None]
    issued_on: Mapped[date | None]
    period_start: Mapped[int]
    period_end: Mapped[int]
    horizon_years: Mapped[list[Any]]
    based_on: Mapped[list[Any]]
    source: Mapped[dict[str, Any]]
    source_sha256: Mapped[str] = mapped_column(String(64))
    head_clause: Mapped[dict[str, Any]]
    remarks: Mapped[list[Any]]
    action_count: Mapped[int]
    indicator_count: Mapped[int]
    duty_count: Mapped[int]
    unresolved_count: Mapped[int]


class PlanFact(Identified):
    """A fact of a plan: its key and place in the document, and itself as printed and cited."""

    plan_id: Mapped[UUID] = mapped_column()
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(80))
    fact: Mapped[dict[str, Any]]


class SectionRecord(PlanFact, Base):
    """A heading."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)


class ActionRecord(PlanFact, Base):
    """An action."""

    __tablename__ = "actions"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)


class IndicatorRecord(PlanFact, Base):
    """A printed indicator with its statements."""

    __tablename__ = "printed_indicators"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)


class DutyRecord(PlanFact, Base):
    """A duty."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)


class ResponsibilityRecord(Identified, Base):
    """A written unit entry of an action, and what it resolves to."""

    __tablename__ = "responsibilities"

    plan_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    action_key: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    written: Mapped[str] = mapped_column(String(300))
    office: Mapped[str | None] = mapped_column(String(300))
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    clause_path: Mapped[str | None] = mapped_column(String(200))
    quote: Mapped[str | None] = mapped_column(Text)
    clause_start: Mapped[int | None]
    clause_end: Mapped[int | None]


class OccurrenceRecord(Versioned, Base):
    """A concrete instance of a duty."""

    __tablename__ = "occurrences"
    __table_args__ = (UniqueConstraint("duty_id", "subject_year", "sequence"),)

    plan_id: Mapped[UUID] = mapped_column(index=True)
    duty_id: Mapped[UUID]
    duty_key: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(300))
    subject_year: Mapped[int]
    sequence: Mapped[int]
    due: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    provisional: Mapped[bool]
