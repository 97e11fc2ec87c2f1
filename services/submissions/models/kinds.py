"""Kinds of submission, and the fields of a form."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, one_of
from shared.rules.access import Disclosure
from shared.schemas.rounds import MONITORING


def shipped_id(code: str, version: int) -> UUID:
    """The id of a shipped kind's version: the same in every installation, so that two processes that start together make it once."""
    return uuid5(NAMESPACE_URL, f"urn:jianxing:kind:{code}:{version}")


FIRST_MONITORING = shipped_id(MONITORING, 1)
"""What every round was before kinds were data."""


class KindRecord(Identified, Base):
    """One version of a kind, never changed; a round keeps the version it was opened with. No ``region_path``: shipped."""

    __tablename__ = "kinds"
    __table_args__ = (UniqueConstraint("code", "region_path", "version"), one_of("disclosure", Disclosure))

    code: Mapped[str] = mapped_column(String(80))
    region_path: Mapped[str] = mapped_column(RegionPath)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    has_items: Mapped[bool]
    disclosure: Mapped[str] = mapped_column(String(20))
    fulfils: Mapped[list[Any]]
    checks: Mapped[list[Any]]
    form: Mapped[dict[str, Any]] = mapped_column(JSON)  # not JSONB, which forgets the order of the fields
    digest: Mapped[str] = mapped_column(String(64))


class FieldRecord(Base):
    """One top-level field of a form; its own ``version`` lets two people fill one form. ``content`` is {"value": …}, null once emptied."""

    __tablename__ = "submission_fields"

    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    returned: Mapped[dict[str, Any] | None]
    changed_by: Mapped[UUID | None]
    changed_by_name: Mapped[str | None] = mapped_column(String(300))
    changed_at: Mapped[datetime | None]
