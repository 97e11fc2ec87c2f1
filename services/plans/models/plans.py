"""Tables of plans and their facts."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import Document, RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Disclosure
from shared.schemas.lifecycle import PlanState

_BEGINS, _ENDS = text("valid_from is not null"), text("valid_until is not null")


class PlanRecord(Versioned, Base):
    """A plan's head."""

    __tablename__ = "plans"
    __table_args__ = (
        one_of("state", PlanState),
        one_of("disclosure", Disclosure),
        UniqueConstraint("region_id", "source_sha256"),
        CheckConstraint("state <> 'superseded' or successor_id is not null", name="superseded_by_a_plan"),
    )

    title: Mapped[str] = mapped_column(String(300), index=True)
    notice_title: Mapped[str | None] = mapped_column(String(300))
    document_number: Mapped[str | None] = mapped_column(String(300))
    issuing_bodies: Mapped[list[Any]]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    region_name: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20), index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    dated: Mapped[date | None]
    issued_on: Mapped[date | None]
    in_force_from: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str | None] = mapped_column(Text)
    successor_id: Mapped[UUID | None]
    parent_id: Mapped[UUID | None] = mapped_column(index=True)
    plan_version: Mapped[int] = mapped_column(default=1, server_default="1")
    period_start: Mapped[int]
    period_end: Mapped[int]
    horizon_years: Mapped[list[Any]]
    based_on: Mapped[list[Any]]
    source: Mapped[dict[str, Any]]
    source_sha256: Mapped[str] = mapped_column(String(64))
    head_clause: Mapped[dict[str, Any]]
    printed_head: Mapped[dict[str, Any] | None] = mapped_column(Document)
    remarks: Mapped[list[Any]]
    action_count: Mapped[int]
    indicator_count: Mapped[int]
    duty_count: Mapped[int]
    unresolved_count: Mapped[int]


class PlanFact(Identified):
    """A fact of a plan: its key and place in the document, itself as printed and cited, and the version of the plan it came with."""

    plan_id: Mapped[UUID] = mapped_column()
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(80))
    fact: Mapped[dict[str, Any]]
    since_version: Mapped[int] = mapped_column(default=1, server_default="1")


class SectionRecord(PlanFact, Base):
    """A heading."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)


class ActionRecord(PlanFact, Base):
    """An action; ``leads_version`` counts how often its lead units changed since the plan was issued."""

    __tablename__ = "actions"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    leads_version: Mapped[int] = mapped_column(default=0, server_default="0")


class IndicatorRecord(PlanFact, Base):
    """A printed indicator with its statements."""

    __tablename__ = "printed_indicators"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)


class ResponsibilityRecord(Versioned, Base):
    """A unit entry of an action, duty or indicator, what it resolves to, and from when until when it holds.

    ``valid_until`` is the first day on which it no longer holds; null on either side: as long as the plan.
    """

    __tablename__ = "responsibilities"
    __table_args__ = (
        one_of("about", ("action", "duty", "indicator")),
        Index("ix_responsibilities_plan_id_about_position", "plan_id", "about", "position"),
        Index("ix_responsibilities_valid_from", "valid_from", sqlite_where=_BEGINS, postgresql_where=_BEGINS),
        Index("ix_responsibilities_valid_until", "valid_until", sqlite_where=_ENDS, postgresql_where=_ENDS),
        CheckConstraint("valid_until is null or valid_from is null or valid_from < valid_until", name="runs_forward"),
        CheckConstraint("unit_id is null or group_id is null", name="one_bearer"),
    )

    version: Mapped[int] = mapped_column(server_default="1")
    plan_id: Mapped[UUID] = mapped_column(index=True)
    position: Mapped[int]
    about: Mapped[str] = mapped_column(String(20), default="action", server_default="action")
    action_key: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    written: Mapped[str] = mapped_column(String(300))
    body: Mapped[str | None] = mapped_column(String(300))
    is_group: Mapped[bool] = mapped_column(default=False, server_default=false())
    office: Mapped[str | None] = mapped_column(String(300))
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    group_id: Mapped[UUID | None] = mapped_column(index=True)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    successor_id: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(Text)
    clause_path: Mapped[str | None] = mapped_column(String(200))
    quote: Mapped[str | None] = mapped_column(Text)
    clause_start: Mapped[int | None]
    clause_end: Mapped[int | None]
