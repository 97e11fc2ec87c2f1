"""Tables of documents that revise targets, and of what was in force when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Disclosure
from shared.schemas.revisions import RevisionKind, RevisionState

_NUMBERED = text("document_number is not null and state <> 'withdrawn'")


class RevisionRecord(Versioned, Base):
    """A document that sets targets of a plan; its rows are statements."""

    __tablename__ = "revisions"
    __table_args__ = (
        one_of("kind", RevisionKind),
        one_of("state", RevisionState),
        one_of("disclosure", Disclosure),
        CheckConstraint("effective_from >= dated", name="takes_effect_once_there"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_because is not null)", name="withdrawn_for_a_reason"),
        Index("ix_revisions_plan_id_id", "plan_id", "id"),
        Index("uq_revisions_document_number", "plan_id", "document_number", unique=True, postgresql_where=_NUMBERED, sqlite_where=_NUMBERED),
        Index("ix_revisions_announced", "effective_from", postgresql_where=text("state = 'announced'"), sqlite_where=text("state = 'announced'")),
    )

    plan_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    document_number: Mapped[str | None] = mapped_column(String(300))
    issuing_body: Mapped[str] = mapped_column(String(300))
    dated: Mapped[date]
    effective_from: Mapped[date]
    disclosure: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    withdrawn_because: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]


class FormerTargetRecord(Identified, Base):
    """What came into force for a slot, and when; append-only. ``statement_id`` null: nothing is in force from then on."""

    __tablename__ = "former_targets"
    __table_args__ = (Index("ix_former_targets_slot", "plan_indicator_id", "year", "population", "id"),)

    plan_indicator_id: Mapped[UUID]
    year: Mapped[int]
    population: Mapped[str] = mapped_column(String(300))
    part: Mapped[int]
    statement_id: Mapped[UUID | None]
    raw: Mapped[str | None] = mapped_column(String(300))
    basis: Mapped[str | None] = mapped_column(String(20))
    chosen_by: Mapped[str | None] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
