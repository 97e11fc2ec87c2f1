"""What was put into inboxes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models.arrival import Arrival
from services.notifications.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Versioned, one_of
from shared.schemas.messages import MessageKind, MessageState


class MessageRecord(Versioned, Base):
    """A message in both languages; ``dedupe_key`` keeps it from being sent twice.

    It keeps what it says with its places, and by which templates (``made_by``: family.language to template; the shipped ones are not named), so that
    every channel says it in the words that were in force when it was told. ``fell_back``: one of them failed, the shipped words stood in.
    It lies in the inbox of ``account_id``; one to a group or a program has none. ``region_path`` and ``unit_id`` say where its subject belongs.
    ``arrival`` is the order in which messages became visible, which a stream of them follows.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        one_of("kind", MessageKind),
        one_of("state", MessageState),
        Index("ix_messages_sent_at", "sent_at"),
        Index("ix_messages_account_id_arrival_id", "account_id", "arrival", "id"),
        Index("ix_messages_arrival_account_id", "arrival", "account_id"),
        Index("ix_messages_region_path_sent_at", "region_path", "sent_at"),
    )

    account_id: Mapped[UUID | None]
    region_path: Mapped[str | None] = mapped_column(RegionPath)
    unit_id: Mapped[UUID | None]
    dedupe_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    saying: Mapped[str | None] = mapped_column(String(40))
    places: Mapped[dict[str, Any] | None]
    made_by: Mapped[dict[str, Any] | None]
    fell_back: Mapped[bool] = mapped_column(server_default=false())
    title: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    why: Mapped[str] = mapped_column(String(40))
    link: Mapped[str | None] = mapped_column(Text)
    about: Mapped[UUID | None] = mapped_column(index=True)
    sent_at: Mapped[datetime]
    arrival: Mapped[int] = mapped_column(BigInteger, default=Arrival())
    read_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
