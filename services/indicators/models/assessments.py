"""Tables of assessments: schemes by edition, results with a standing per assessed, facts, appeals, adjustments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.rules.access import Disclosure
from shared.schemas.assessment_appeals import AdjustmentState, AppealState, FactSource
from shared.schemas.assessment_results import AssessmentState
from shared.schemas.assessments import AssessmentSchemeState

_DRAFT, _SHOWN, _TOLD = text("state = 'draft'"), text("state <> 'provisional'"), text("source_id is not null")


class AssessmentSchemeRecord(Versioned, Base):
    """One edition of an assessment scheme; ``series_id`` is what all editions share."""

    __tablename__ = "assessment_schemes"
    __table_args__ = (
        UniqueConstraint("series_id", "edition"),
        one_of("state", AssessmentSchemeState),
        one_of("disclosure", Disclosure),
        CheckConstraint("(state = 'published') = (published_at is not null)", name="published_once"),
        Index("uq_assessment_schemes_draft", "series_id", unique=True, postgresql_where=_DRAFT, sqlite_where=_DRAFT),
    )

    series_id: Mapped[UUID]
    edition: Mapped[int]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    title: Mapped[str] = mapped_column(String(300))
    year: Mapped[int]
    disclosure: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    definition: Mapped[dict[str, Any]]
    reason: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(String(300))
    published_at: Mapped[datetime | None]


class AssessmentRecord(Versioned, Base):
    """A result of a scheme; at most one of an edition is announced or final."""

    __tablename__ = "assessments"
    __table_args__ = (
        one_of("state", AssessmentState),
        one_of("disclosure", Disclosure),
        CheckConstraint("(state = 'provisional') = (announced_at is null)", name="announced_once"),
        CheckConstraint("(state = 'final') = (final_at is not null)", name="final_once"),
        Index("uq_assessments_shown", "scheme_id", unique=True, postgresql_where=_SHOWN, sqlite_where=_SHOWN),
        Index("ix_assessments_scheme_id_id", "scheme_id", "id"),
    )

    scheme_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(300))
    edition: Mapped[int]
    year: Mapped[int]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[date]
    assessed: Mapped[int]
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    appeals_until: Mapped[date | None]
    final_at: Mapped[datetime | None]


class OfAnAssessed:
    """Whose it is: ``own_path`` where a region is assessed (else empty), ``unit_id`` where a unit is."""

    own_path: Mapped[str] = mapped_column(RegionPath, index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)


class StandingRecord(OfAnAssessed, Versioned, Base):
    """What one assessed got, with its inputs; ``position`` is the place in the ranking, ties told apart by name and id."""

    __tablename__ = "assessment_standings"
    __table_args__ = (
        UniqueConstraint("assessment_id", "assessed_id"),
        Index("ix_assessment_standings_position", "assessment_id", "position", "id"),
    )

    assessment_id: Mapped[UUID]
    assessed_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]
    rank: Mapped[int | None]
    score: Mapped[Decimal | None]
    computed: Mapped[Decimal | None]
    index_value: Mapped[Decimal | None]
    grade: Mapped[str | None] = mapped_column(String(300))
    vetoed: Mapped[bool]
    place: Mapped[dict[str, Any]]
    card: Mapped[dict[str, Any]]
    inputs: Mapped[dict[str, Any]]


class FactRecord(OfAnAssessed, Versioned, Base):
    """A fact that deductions, bonuses or vetoes count: entered with evidence, or counted from an event (``source_id``)."""

    __tablename__ = "assessment_facts"
    __table_args__ = (
        one_of("source", FactSource),
        Index("ix_assessment_facts_region", "region_path", "year", "id"),
        Index("uq_assessment_facts_source", "source_id", unique=True, postgresql_where=_TOLD, sqlite_where=_TOLD),
    )

    region_path: Mapped[str] = mapped_column(RegionPath)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    subject_name: Mapped[str] = mapped_column(String(300))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(80))
    count: Mapped[Decimal]
    evidence: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[UUID | None]
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    withdrawn_because: Mapped[str | None] = mapped_column(Text)


class AppealRecord(OfAnAssessed, Versioned, Base):
    """An appeal (申诉) of an assessed and its decision."""

    __tablename__ = "assessment_appeals"
    __table_args__ = (
        one_of("state", AppealState),
        CheckConstraint("(state = 'open') = (decided_by is null)", name="decided_by_somebody"),
        Index("ix_assessment_appeals_assessment", "assessment_id", "id"),
    )

    assessment_id: Mapped[UUID]
    standing_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    name: Mapped[str] = mapped_column(String(300))
    key: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)


class AdjustmentRecord(OfAnAssessed, Versioned, Base):
    """Points added to or taken off a score; counts once a second person has confirmed it."""

    __tablename__ = "assessment_adjustments"
    __table_args__ = (
        one_of("state", AdjustmentState),
        CheckConstraint("(state = 'proposed') = (decided_by_id is null)", name="decided_by_somebody"),
        CheckConstraint("decided_by_id <> by_id", name="four_eyes"),
        Index("ix_assessment_adjustments_assessment", "assessment_id", "id"),
    )

    assessment_id: Mapped[UUID]
    standing_id: Mapped[UUID] = mapped_column(index=True)
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    name: Mapped[str] = mapped_column(String(300))
    appeal_id: Mapped[UUID | None]
    points: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None]
    decided_by: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
