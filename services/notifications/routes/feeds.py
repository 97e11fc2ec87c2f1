"""Deadlines in a person's own calendar program (RFC 5545)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Path, Response

from services.notifications.deps import InPublicUrl
from services.notifications.errors import FeedRevoked, TooManyFeeds
from services.notifications.repository import feeds as queries
from services.notifications.service import feeds
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.etag import OptionalIfMatch, etag, unless_known
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, NotFound, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded, public
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.feeds import Feed, FeedWithAddress, NewFeed
from shared.schemas.page import Page

router = api_router("/api/v1/notifications/feeds", "feeds")
CALENDAR = "text/calendar"
_KEYS = (MissingIdempotencyKey, KeyReused)
_FILE: dict[int | str, Any] = {
    200: {"content": {CALENDAR: {"schema": {"type": "string"}}}, "description": "the calendar"},
    304: {"description": "nothing has changed since the ETag that was named"},
}
_PUBLIC = public(NotFound)
_READ = {**_PUBLIC, "responses": _PUBLIC["responses"] | _FILE}


def _feed(row: Any) -> Feed:
    return Feed(**{name: getattr(row, name) for name in Feed.model_fields})


def _tagged(row: Any, response: Response) -> Feed:
    response.headers["ETag"] = etag(row.version)
    return _feed(row)


@router.get("", operation_id="list_feeds", **guarded(Permission.FEED_KEEP, InvalidCursor))
async def list_feeds(db: InRead, actor: CurrentActor, paging: InPaging) -> Page[Feed]:
    """The caller's feeds, oldest first, revoked ones too."""
    rows = await queries.feed_page(db, paging, actor)
    return page_of(rows, paging, [_feed(row) for row in rows], "id")


@router.post("", operation_id="make_feed", status_code=201, **guarded(Permission.FEED_KEEP, TooManyFeeds, *_KEYS, **{"x-shown-once": "url"}))
async def make_feed(work: InWork, body: NewFeed, address: InPublicUrl, response: Response) -> FeedWithAddress:
    """A feed. Its address is a secret and in this answer alone: whoever has it reads what its owner may see."""
    record, secret = await feeds.make_feed(work, body)
    response.headers["Location"] = f"{router.prefix}/{record.id}"
    return FeedWithAddress(**_tagged(record, response).model_dump(), url=f"{address}{router.prefix}/{secret}.ics")


@router.get("/{feed_id:uuid}", operation_id="read_feed", **guarded(Permission.FEED_KEEP))
async def read_feed(db: InRead, actor: CurrentActor, feed_id: UUID, response: Response) -> Feed:
    """One of the caller's feeds, without its address."""
    return _tagged(await feeds.visible_feed(db, actor, feed_id), response)


@router.post("/{feed_id:uuid}:revoke", operation_id="revoke_feed", **guarded(Permission.FEED_KEEP, FeedRevoked, ConcurrentChange, StaleEtag, *_KEYS))
async def revoke_feed(work: InWork, feed_id: UUID, if_match: OptionalIfMatch, response: Response) -> Feed:
    """From now on its address answers nobody."""
    await feeds.revoke_feed(work, feed_id, if_match)
    return _tagged(await queries.feed(work.db, feed_id), response)


@router.get("/{feed_secret}.ics", operation_id="subscribe_to_feed", response_class=Response, **_READ)
async def subscribe_to_feed(
    db: InRead,
    clock: InClock,
    address: InPublicUrl,
    feed_secret: Annotated[str, Path(max_length=80)],
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Response:
    """The deadlines that the owner of the address may see today, as a calendar; no sign-in, the address is the secret."""
    content = await feeds.read_feed(db, feed_secret, today(clock), address)
    answer = Response(content, media_type=f"{CALENDAR}; charset=utf-8", headers={"Cache-Control": "private, max-age=300"})
    return unless_known(if_none_match, answer)
