"""Calendar feeds: made, revoked, and read by whoever has the address, who sees what the owner may see today."""

from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.notifications.errors import FeedRevoked, TooManyFeeds
from services.notifications.models import FeedRecord
from services.notifications.repository import feeds
from services.notifications.rules.calendar import Due, Sheet, calendar
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Grant, Permission, Role, Thing
from shared.schemas.deadlines import DeadlineState
from shared.schemas.feeds import NewFeed

MOST_FEEDS, MOST_EVENTS = 20, 1000
_BEFORE, _AHEAD = timedelta(days=90), timedelta(days=550)
"""A quarter back, for what was cleared must be seen as such; ahead to the end of the year after."""


async def visible_feed(db: Db, actor: Actor, feed_id: UUID) -> Any:
    """The feed if it is the actor's own; NotFound otherwise."""
    row = await feeds.feed(db, feed_id)
    see(actor, Permission.FEED_KEEP, Thing(owner_id=row.account_id) if row else None, what="feed", what_zh="日历订阅")
    return row


async def make_feed(work: Work, body: NewFeed) -> tuple[FeedRecord, str]:
    """(the feed, its secret): a unit's, if the actor may see what that unit owes."""
    require(work.actor, Permission.FEED_KEEP, Thing(owner_id=work.actor.id))
    if body.unit_id is not None:
        unit = await feeds.unit(work.db, body.unit_id)
        thing = Thing(region_path=unit.region_path, unit_id=unit.id) if unit else None
        see(work.actor, Permission.DEADLINE_READ, thing, what="unit", what_zh="单位")
    if await feeds.feeds_in_use(work.db, work.actor.id) >= MOST_FEEDS:
        raise TooManyFeeds(most=MOST_FEEDS)
    secret = token_urlsafe(32)
    record = FeedRecord(
        id=new_id(), account_id=work.actor.id, unit_id=body.unit_id, language=body.language, digest=digest_of(secret), made_at=work.now()
    )
    work.db.add(record)
    await work.db.flush()
    await work.audit("make_feed", record.id, unit_id=body.unit_id and str(body.unit_id))
    return record, secret


async def revoke_feed(work: Work, feed_id: UUID, if_match: IfMatch) -> None:
    """From now on the address answers nobody."""
    await visible_feed(work.db, work.actor, feed_id)
    record = await feeds.feed_to_change(work.db, feed_id)
    if_match.check(record.version)
    if record.revoked_at is not None:
        raise FeedRevoked()
    record.revoked_at = work.now()
    await work.db.flush()
    await work.audit("revoke_feed", feed_id)


async def read_feed(db: Db, secret: str, day: date, public_url: str) -> bytes:
    """The calendar behind a secret, as its owner may see it on ``day``; NotFound for a secret that opens nothing."""
    found = await feeds.feed_by_digest(db, digest_of(secret))
    if found is None:
        raise NotFound(what="feed", what_zh="日历订阅")
    held = await feeds.posts_of(db, found.account_id, day)
    owner = Actor(found.account_id, found.name, tuple(Grant(Role(row.role), row.region_path, row.unit_id) for row in held))
    window = feeds.Window(day - _BEFORE, day + _AHEAD, found.unit_id, MOST_EVENTS)
    rows = await feeds.dues(db, owner, window)
    cut = MOST_EVENTS if len(rows) > MOST_EVENTS else None
    sheet = Sheet(found.unit_name or found.name, found.language, public_url.rstrip("/"), day, cut)
    return calendar([_due(row) for row in rows[:MOST_EVENTS]], sheet)


def digest_of(secret: str) -> str:
    """What is stored of a secret: it is random and long, so one plain hash cannot be turned around."""
    return sha256(secret.encode()).hexdigest()


def _due(row: Row[Any]) -> Due:
    return Due(
        id=row.id,
        version=row.version,
        kind=row.kind,
        title=row.title,
        unit=row.unit_name or str(row.unit_id),
        due=row.due,
        due_on=row.due_on,
        is_open=row.state == DeadlineState.OPEN,
        link=row.link,
    )
