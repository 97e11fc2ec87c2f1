"""What tables are made of, and the tables that every service has: audit, outbox, inbox, first answers.

The common tables are plain Core tables in one metadata of their own; each service's history creates them in its own database.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, Uuid, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.kit.columns import Document, RegionPath, UtcInstant
from shared.kit.ids import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
COLUMN_TYPES: dict[Any, Any] = {datetime: UtcInstant, dict[str, Any]: Document, list[Any]: Document, UUID: Uuid()}


def naming_metadata() -> MetaData:
    """Metadata whose constraints have names from day one, so that both databases can alter them."""
    return MetaData(naming_convention=NAMING)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A CHECK that a column holds one of an enumeration's values."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({allowed})", name=column)


def table_of(record: type[Any]) -> Table:
    """The Core table of an ORM class: lists are read as Core rows."""
    table: Table = record.__table__
    return table


class Identified:
    """A row with a time-ordered id."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class Versioned(Identified):
    """A row that is edited: ``version`` is its ETag; a concurrent write that was not seen raises StaleDataError."""

    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


COMMON = naming_metadata()

audit_entries = Table(
    "audit_entries",
    COMMON,
    Column("id", Uuid(), primary_key=True),
    Column("at", UtcInstant(), nullable=False),
    Column("actor_id", Uuid(), nullable=False),
    Column("actor_name", String(300), nullable=False),
    Column("act", String(80), nullable=False),
    Column("subject", Uuid(), nullable=False, index=True),
    Column("detail", Document, nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("reason", Text),
    Column("region_path", RegionPath),
    Column("before", String(64)),
    Column("after", String(64)),
    Column("hash", String(64)),
    Column("seal", Integer),
    Column("position", Integer),
    CheckConstraint("(seal is null) = (position is null)", name="sealed"),
    Index("ix_audit_entries_unsealed", "id", postgresql_where=text("seal is null"), sqlite_where=text("seal is null")),
    Index("ix_audit_entries_region_path_id", "region_path", "id"),
    Index("ix_audit_entries_seal_position", "seal", "position", unique=True),
)
"""Append-only: who did what to which object, when, in which request. Triggers let nothing but ``seal`` and ``position`` be set, once."""

audit_seals = Table(
    "audit_seals",
    COMMON,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("previous", String(64), nullable=False),
    Column("at", UtcInstant(), nullable=False),
    Column("count", Integer, nullable=False),
    Column("entries", Document, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", Text, nullable=False),
)
"""Append-only: each seal holds the hashes of some entries in their order, and the hash of the seal before (shared/rules/audit_chain.py)."""

outbox_events = Table(
    "outbox_events",
    COMMON,
    Column("id", Uuid(), primary_key=True),
    Column("type", String(80), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("subject_version", Integer, nullable=False),
    Column("at", UtcInstant(), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("data", Document, nullable=False),
)
"""The durable log of what this service has told: one row per event, kept for replay."""

outbox_deliveries = Table(
    "outbox_deliveries",
    COMMON,
    Column("id", Uuid(), primary_key=True),
    Column("event_id", Uuid(), nullable=False, index=True),
    Column("receiver", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcInstant(), nullable=False),
    Column("sent_at", UtcInstant()),
    Column("last_error", Text),
    CheckConstraint("state in ('pending', 'sent', 'dead')", name="state"),
)
"""One event on its way to one receiver. ``not_before`` is both the back-off and the lease: a claim moves it forward."""

Index(
    "ix_outbox_deliveries_due",
    outbox_deliveries.c.receiver,
    outbox_deliveries.c.id,
    postgresql_where=text("state = 'pending'"),
    sqlite_where=text("state = 'pending'"),
)

inbox_events = Table(
    "inbox_events",
    COMMON,
    Column("id", Uuid(), primary_key=True),
    Column("type", String(80), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("subject_version", Integer, nullable=False),
    Column("received_at", UtcInstant(), nullable=False),
    Column("outcome", String(12), nullable=False),
    CheckConstraint("outcome in ('applied', 'outdated')", name="outcome"),
)
"""Events that were taken: a second arrival of the same id is dropped."""

inbox_subjects = Table(
    "inbox_subjects",
    COMMON,
    Column("topic", String(80), primary_key=True),
    Column("subject", String(120), primary_key=True),
    Column("subject_version", Integer, nullable=False),
)
"""The newest version known of each subject: an older state is dropped."""

idempotent_answers = Table(
    "idempotent_answers",
    COMMON,
    Column("caller", Uuid(), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Document, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", UtcInstant(), nullable=False, index=True),
)
"""The first answer to a request with an Idempotency-Key, kept in the transaction that made it true."""
