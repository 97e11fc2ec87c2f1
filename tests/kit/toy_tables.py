"""The tables of the toy service; sender and receiver have all of them."""

from typing import cast
from uuid import UUID

from sqlalchemy import ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.kit.db import Database
from shared.kit.tables import COLUMN_TYPES, COMMON, Identified, Versioned, naming_metadata


class Base(DeclarativeBase):
    """The toy's own metadata."""

    metadata = naming_metadata()
    type_annotation_map = COLUMN_TYPES


class NoteRecord(Versioned, Base):
    """A note. Its parent is checked only at commit: the way to a commit that fails after everything went well."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("shelf", "text"),)

    text: Mapped[str] = mapped_column(String(300))
    shelf: Mapped[str] = mapped_column(String(40))
    place: Mapped[int]
    closed: Mapped[bool]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("notes.id", deferrable=True, initially="DEFERRED"))


class HeardState(Base):
    """What the receiver knows of a subject, and how many times a state took effect."""

    __tablename__ = "heard_states"

    subject: Mapped[UUID] = mapped_column(primary_key=True)
    why: Mapped[str] = mapped_column(String(300))
    times: Mapped[int]


class HeardFact(Identified, Base):
    """One row per time that a fact took effect."""

    __tablename__ = "heard_facts"

    comment_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(String(300))


notes = cast(Table, NoteRecord.__table__)


async def build(database: Database) -> None:
    """Make the toy's tables; both sides have all of them."""
    async with database.write_engine.begin() as connection:
        await connection.run_sync(COMMON.create_all)
        await connection.run_sync(Base.metadata.create_all)
