"""Ledgers, their entries, and every version of an entry."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.submissions.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Disclosure

_OPEN = text("withdrawn_on is null")


class LedgerRecord(Versioned, Base):
    """A ledger; ``definition`` is a copy, so that what is shipped may change without changing what was kept."""

    __tablename__ = "ledgers"
    __table_args__ = (UniqueConstraint("unit_id", "name"), one_of("disclosure", Disclosure))

    kind: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    indicator_id: Mapped[UUID | None] = mapped_column(index=True)
    definition: Mapped[dict[str, Any]]


class LedgerEntryRecord(Versioned, Base):
    """One object of a ledger. ``identity`` is the digest of what tells objects apart; of those that are not withdrawn there is one of each."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("withdrawn_on is null or withdrawn_on >= held_on", name="withdrawn_after_held"),
        CheckConstraint("(withdrawn_on is null) = (withdrawn_because is null)", name="withdrawn_with_reason"),
        Index("uq_ledger_entries_open", "ledger_id", "identity", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_ledger_entries_place", "ledger_id", "region_path", "level"),
        Index("ix_ledger_entries_page", "ledger_id", "id"),
        Index("ix_ledger_entries_recheck", "ledger_id", "recheck_due_on", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    ledger_id: Mapped[UUID] = mapped_column(ForeignKey("ledgers.id"))
    identity: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    held_on: Mapped[date]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    unit_id: Mapped[UUID | None]
    level: Mapped[str | None] = mapped_column(String(300))
    proof: Mapped[str | None] = mapped_column(String(300))
    details: Mapped[dict[str, Any]]
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str | None] = mapped_column(Text)
    rechecked_on: Mapped[date | None]
    recheck_due_on: Mapped[date | None]


class LedgerEntryVersionRecord(Identified, Base):
    """An entry as it stood after an act; never changed."""

    __tablename__ = "ledger_entry_versions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_entries.id"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, Any]]
