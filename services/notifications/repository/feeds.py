"""Queries on calendar feeds, and on what they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, or_, select

from services.notifications.models import DeadlineRecord, FeedRecord, KnownAccount, KnownPost, KnownUnit
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

feeds, accounts, posts = table_of(FeedRecord), table_of(KnownAccount), table_of(KnownPost)
deadlines, units = table_of(DeadlineRecord), table_of(KnownUnit)
_OF_FEEDS = RightsColumns(owner_id=feeds.c.account_id)
_OF_DEADLINES = RightsColumns(region_path=deadlines.c.region_path, unit_id=deadlines.c.unit_id)
_by_id = select(feeds).where(feeds.c.id == bindparam("id"))
_by_digest = (
    select(feeds.c.account_id, feeds.c.unit_id, feeds.c.language, accounts.c.name, units.c.name.label("unit_name"))
    .join(accounts, accounts.c.id == feeds.c.account_id)
    .outerjoin(units, units.c.id == feeds.c.unit_id)
    .where(feeds.c.digest == bindparam("digest"), feeds.c.revoked_at.is_(None), accounts.c.active)
)
_held = select(posts.c.role, posts.c.region_path, posts.c.unit_id).where(
    posts.c.account_id == bindparam("account"),
    posts.c.valid_from <= bindparam("day"),
    or_(posts.c.valid_until.is_(None), posts.c.valid_until > bindparam("day")),
)
_unit = select(units).where(units.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Window:
    """Which deadlines a feed shows: from a day to another, of one unit or all, the ``most`` that end first."""

    begin: date
    end: date
    unit_id: UUID | None
    most: int


async def feed(db: Db, feed_id: UUID) -> Row[Any] | None:
    """A feed."""
    return await db.one(_by_id, {"id": feed_id})


async def feed_to_change(db: WriteDb, feed_id: UUID) -> FeedRecord:
    """A feed as a record, locked."""
    return (await db.session.scalars(select(FeedRecord).where(FeedRecord.id == feed_id).with_for_update())).one()


async def feed_by_digest(db: Db, digest: str) -> Row[Any] | None:
    """The feed whose secret has this digest, unless it is revoked or its owner may not sign in any more."""
    return await db.one(_by_digest, {"digest": digest})


async def feed_page(db: Db, query: PageQuery, actor: Actor) -> Sequence[Row[Any]]:
    """The actor's feeds, oldest first."""
    return await db.all(after(select(feeds).where(visible(actor, Permission.FEED_KEEP, _OF_FEEDS)), query, (feeds.c.id, UUID)))


async def feeds_in_use(db: Db, account_id: UUID) -> int:
    """How many feeds of an account are not revoked."""
    counted = select(func.count().label("rows")).where(feeds.c.account_id == account_id, feeds.c.revoked_at.is_(None))
    row = await db.one(counted)
    return int(row.rows) if row else 0


async def posts_of(db: Db, account_id: UUID, day: date) -> Sequence[Row[Any]]:
    """What an account holds on a day."""
    return await db.all(_held, {"account": account_id, "day": day})


async def unit(db: Db, unit_id: UUID) -> Row[Any] | None:
    """A unit of the directory."""
    return await db.one(_unit, {"id": unit_id})


async def dues(db: Db, owner: Actor, window: Window) -> Sequence[Row[Any]]:
    """Deadlines that the owner may see, the first to end first; one more than ``most`` where there are more."""
    statement = select(deadlines, units.c.name.label("unit_name")).outerjoin(units, units.c.id == deadlines.c.unit_id)
    statement = statement.where(visible(owner, Permission.DEADLINE_READ, _OF_DEADLINES), deadlines.c.due_on.between(window.begin, window.end))
    if window.unit_id is not None:
        statement = statement.where(deadlines.c.unit_id == window.unit_id)
    return await db.all(statement.order_by(deadlines.c.due_on, deadlines.c.id).limit(window.most + 1))
