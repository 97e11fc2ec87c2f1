"""Evidence: files behind a submission's answers, and what a scanner said of their bytes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from shared.kit.tables import Identified, one_of
from shared.schemas.evidence import ScanState

_ON_ITEM = text("item_id is not null and detached_at is null")
_ON_WHOLE = text("item_id is null and detached_at is null")


class EvidenceFileRecord(Base):
    """Bytes in the store, once however often they are attached; this row's lock keeps their sweeping apart from their attaching."""

    __tablename__ = "evidence_files"
    __table_args__ = (one_of("scan", ScanState), Index("ix_evidence_files_scan", "scan", "scan_at"))

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    scan: Mapped[str] = mapped_column(String(20))
    scan_at: Mapped[datetime]
    scan_attempts: Mapped[int]
    malware: Mapped[str | None] = mapped_column(String(200))


class EvidenceRecord(Identified, Base):
    """A file attached to an item, or to the whole submission.

    It belongs to the submission's versions from ``since_version`` up to, not including, ``until_version``; a row is never removed.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        Index("uq_evidence_on_item", "submission_id", "item_id", "sha256", unique=True, postgresql_where=_ON_ITEM, sqlite_where=_ON_ITEM),
        Index("uq_evidence_on_whole", "submission_id", "sha256", unique=True, postgresql_where=_ON_WHOLE, sqlite_where=_ON_WHOLE),
        Index("ix_evidence_submission", "submission_id", "id"),
        CheckConstraint("(detached_at is null) = (until_version is null)", name="detached"),
        CheckConstraint("size > 0", name="size"),
    )

    submission_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    attached_by: Mapped[UUID]
    attached_by_name: Mapped[str] = mapped_column(String(300))
    attached_at: Mapped[datetime]
    since_version: Mapped[int]
    detached_by_name: Mapped[str | None] = mapped_column(String(300))
    detached_at: Mapped[datetime | None]
    until_version: Mapped[int | None]
