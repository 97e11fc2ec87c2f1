"""Tables of uploaded documents; their bytes lie outside of the database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.documents import DocumentState, ReadingStage


class DocumentRecord(Versioned, Base):
    """An uploaded document and the job of reading it. ``claim`` is whoever reads it now, until ``claimed_until``."""

    __tablename__ = "documents"
    __table_args__ = (
        one_of("state", DocumentState),
        one_of("stage", ReadingStage),
        UniqueConstraint("region_id", "sha256"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_documents_sha256", "sha256"),
        Index(
            "ix_documents_open",
            "claimed_until",
            postgresql_where=text("state in ('waiting', 'reading')"),
            sqlite_where=text("state in ('waiting', 'reading')"),
        ),
    )

    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(120))
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    state: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    pages: Mapped[int | None]
    line_count: Mapped[int | None]
    textless_pages: Mapped[list[Any]]
    uploaded_by: Mapped[UUID]
    uploaded_at: Mapped[datetime]
    amends_plan_id: Mapped[UUID | None] = mapped_column(index=True)
    plan_id: Mapped[UUID | None] = mapped_column(index=True)
    claim: Mapped[UUID | None]
    claimed_until: Mapped[datetime]
    attempts: Mapped[int]


class DocumentLineRecord(Base):
    """A line of a document's text."""

    __tablename__ = "document_lines"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[int]
    start: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class DocumentDraftRecord(Base):
    """What was read out of a document: the draft plan, how sure each fact is, what is to be decided, and its clauses for comparison."""

    __tablename__ = "document_drafts"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    draft: Mapped[dict[str, Any]]
    confidences: Mapped[list[Any]]
    work_list: Mapped[list[Any]]
    clauses: Mapped[list[Any]]
