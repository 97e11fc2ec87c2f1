"""What follows when a region or unit of the directory becomes another."""

from uuid import UUID

from sqlalchemy import update

from services.notifications.models import (
    DeadlineRecord,
    DeliveryRecord,
    DigestItemRecord,
    DigestItemState,
    EndpointRecord,
    KnownPlan,
    MessageRecord,
    PolicyRecord,
    TemplateRecord,
)
from services.notifications.models.arrival import Arrival
from shared.kit.db import WriteDb
from shared.kit.paths import move_rows
from shared.kit.tables import table_of
from shared.schemas.deadlines import DeadlineState
from shared.schemas.messages import MessageState

deadlines, messages, deliveries = table_of(DeadlineRecord), table_of(MessageRecord), table_of(DeliveryRecord)
endpoints, policies, plans = table_of(EndpointRecord), table_of(PolicyRecord), table_of(KnownPlan)
items, templates = table_of(DigestItemRecord), table_of(TemplateRecord)


async def follow_region(db: WriteDb, old: str, new: str) -> None:
    """Open deadlines lie at the new path, and what was said about the region is known there.

    Programs go on to hear of it, its reminder policies and templates go on to govern; messages stay with their readers.
    """
    await move_rows(db, deadlines, old, new, deadlines.c.state == DeadlineState.OPEN)
    await move_rows(db, messages, old, new)
    await move_rows(db, deliveries, old, new)
    await move_rows(db, endpoints, old, new)
    await move_rows(db, policies, old, new)
    await move_rows(db, templates, old, new)
    await move_rows(db, plans, old, new)


async def follow_hand_over(db: WriteDb, account_id: UUID, successor_id: UUID) -> None:
    """Messages that nobody has read yet wait in the successor's inbox; read ones stay where they were read."""
    unread = (messages.c.account_id == account_id, messages.c.state == MessageState.UNREAD)
    await db.run(update(messages).where(*unread).values(account_id=successor_id, arrival=Arrival(), version=messages.c.version + 1))
    waiting = items.c.account_id == account_id, items.c.state == DigestItemState.WAITING
    await db.run(update(items).where(*waiting).values(account_id=successor_id))
