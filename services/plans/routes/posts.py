"""Posts: given, ended, listed; hand-over of posts between accounts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import EndsBeforeBegin, OwnSuccessor, SeatTaken, UnknownAccount, UnknownPosts, UnknownRegion, UnknownUnit
from services.plans.repository import posts as repository
from services.plans.service import posts
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.framework_problems import AlreadyThere, ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, NotFound
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission, Thing
from shared.schemas.page import Page
from shared.schemas.posts import HandedOver, HandOver, HeldPost, PostEntry
from shared.schemas.units import Ending

router = api_router("/api/v1/plans", "directory")
_MAY = Permission.DIRECTORY_IMPORT
_WRITE = (MissingIdempotencyKey, KeyReused, AlreadyThere, ConcurrentChange)


def _post(row: Any) -> HeldPost:
    return HeldPost(**{name: getattr(row, name) for name in HeldPost.model_fields})


async def _read(db: Db, post_id: UUID) -> HeldPost:
    row = await repository.post(db, post_id)
    if row is None:
        raise NotFound(what="post", what_zh="任职")
    return _post(row)


@router.get("/posts", operation_id="list_posts", **guarded(Permission.ACCOUNT_READ, InvalidCursor))
async def list_posts(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    account_id: UUID | None = None,
    unit_id: UUID | None = None,
    as_of: Annotated[date | None, Query(description="held on that day; all of them if left out")] = None,
) -> Page[HeldPost]:
    """Posts the caller may know of, in order of entry."""
    rows = await repository.post_page(db, paging, actor, account_id, unit_id, as_of)
    return page_of(rows, paging, [_post(row) for row in rows], "id")


@router.get("/posts/{post_id:uuid}", operation_id="read_post", **guarded(Permission.ACCOUNT_READ))
async def read_post(db: InRead, actor: CurrentActor, post_id: UUID) -> HeldPost:
    """A post."""
    row = await repository.post(db, post_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id, owner_id=row.account_id) if row else None
    see(actor, Permission.ACCOUNT_READ, thing, what="post", what_zh="任职")
    return _post(row)


@router.post("/posts", operation_id="give_post", status_code=201, **guarded(_MAY, SeatTaken, UnknownAccount, UnknownUnit, UnknownRegion, *_WRITE))
async def give_post(work: InWork, body: PostEntry, response: Response) -> HeldPost:
    """Give an account a post from a day on; a seat (A or B) must be free on every day of it."""
    post_id = await posts.give_post(work, body)
    response.headers["Location"] = f"/api/v1/plans/posts/{post_id}"
    return await _read(work.db, post_id)


@router.post("/posts/{post_id:uuid}:end", operation_id="end_post", **guarded(_MAY, EndsBeforeBegin, *_WRITE))
async def end_post(work: InWork, post_id: UUID, body: Ending) -> HeldPost:
    """Let a post be held until a day."""
    await posts.end_post(work, post_id, body)
    return await _read(work.db, post_id)


@router.post(
    "/accounts/{account_id:uuid}:hand-over",
    operation_id="hand_over",
    **guarded(_MAY, SeatTaken, UnknownAccount, UnknownPosts, OwnSuccessor, *_WRITE),
)
async def hand_over(work: InWork, account_id: UUID, body: HandOver) -> HandedOver:
    """Hand posts over to another account from a day on; on that day every service moves the open work."""
    return await posts.hand_over(work, account_id, body)
