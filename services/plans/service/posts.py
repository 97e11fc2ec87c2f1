"""Use cases on posts: give one, end one, hand posts over to another person in one act."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.plans.errors import EndsBeforeBegin, OwnSuccessor, SeatTaken, UnknownAccount, UnknownPosts, UnknownRegion, UnknownUnit
from services.plans.models import AccountRecord, DirectoryChange, PostRecord
from services.plans.repository import accounts, changes, units
from services.plans.repository import posts as repository
from services.plans.rules.holding import Held, collides
from services.plans.service.borders import tell_accounts
from services.plans.service.changes import record_change
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.base import AccountId, UnitId
from shared.schemas.borders import ChangeKind
from shared.schemas.events.directory import AccountHandedOver
from shared.schemas.posts import HandedOver, HandOver, PostEntry
from shared.schemas.units import Ending

_MAY = Permission.DIRECTORY_IMPORT


async def give_post(work: Work, body: PostEntry) -> UUID:
    """Give an account a post from a day on; the seat must be free on every day of it."""
    path = await _place(work, body)
    require(work.actor, _MAY, Thing(region_path=path))
    if not await accounts.accounts_to_change(work.db, [body.account_id]):
        raise UnknownAccount(account_id=body.account_id)
    fields = body.model_dump(exclude={"region_id"})
    record = PostRecord(id=new_id(), region_path=path, **fields)
    await _refuse_collision(work, record)
    work.db.add(record)
    await work.db.flush()
    await tell_accounts(work, {body.account_id})
    await work.audit("give_post", record.id, account_id=str(body.account_id), role=body.role)
    return record.id


async def _place(work: Work, body: PostEntry) -> str:
    """The path of the unit or region; empty for the whole country."""
    if body.unit_id is not None:
        unit = await units.unit_to_change(work.db, body.unit_id)
        if unit is None or (unit.closed_on is not None and unit.closed_on <= body.valid_from):
            raise UnknownUnit(unit_id=body.unit_id)
        return unit.region_path
    if body.region_id is None:
        return ""
    path = (await changes.paths(work.db, [body.region_id], body.valid_from)).get(body.region_id)
    if path is None:
        raise UnknownRegion(region_id=body.region_id, on=body.valid_from.isoformat())
    return path


def _held(post: PostRecord) -> Held:
    return Held(post.id, post.account_id, post.role, post.region_path, post.unit_id, post.seat, post.valid_from, post.valid_until)


async def _refuse_collision(work: Work, record: PostRecord) -> None:
    others = await repository.beside(work.db, record.unit_id, [record.account_id], record.role, record.valid_from)
    taken = collides(_held(record), map(_held, others))
    if taken is not None:
        raise SeatTaken(post_id=taken.id, since=taken.since.isoformat(), until=taken.until.isoformat() if taken.until else "…")


async def end_post(work: Work, post_id: UUID, body: Ending) -> None:
    """Let a post be held until a day; access and reminders end with it."""
    record = await repository.post_to_change(work.db, post_id)
    if record is None:
        raise NotFound(what="post", what_zh="任职")
    require(work.actor, _MAY, Thing(region_path=record.region_path))
    if body.on <= record.valid_from or (record.valid_until is not None and record.valid_until < body.on):
        raise EndsBeforeBegin(since=record.valid_from.isoformat())
    record.valid_until = body.on
    await work.db.flush()
    await tell_accounts(work, {record.account_id})
    await work.audit("end_post", post_id, on=body.on.isoformat(), reason=body.reason)


async def hand_over(work: Work, account_id: UUID, body: HandOver) -> HandedOver:
    """End posts of one account on a day and begin them for another; on the day the services move its open work."""
    if account_id == body.to_account_id:
        raise OwnSuccessor()
    people: list[AccountRecord] = await accounts.accounts_to_change(work.db, [account_id, body.to_account_id])
    if account_id not in {one.id for one in people}:
        raise NotFound(what="account", what_zh="帐号")
    posts = await _chosen(work, account_id, body)
    paths = {post.region_path for post in posts} or {post.region_path for post in await repository.ever_held(work.db, account_id)}
    for path in paths or {""}:
        require(work.actor, _MAY, Thing(region_path=path))
    if not posts:
        raise UnknownPosts(on=body.on.isoformat())
    if not any(one.id == body.to_account_id and one.active for one in people):
        raise UnknownAccount(account_id=body.to_account_id)
    begun = await _begin(work, posts, body)
    await tell_accounts(work, {account_id, body.to_account_id})
    change_id = new_id()
    unit_ids = sorted({str(post.unit_id) for post in posts if post.unit_id})
    detail = {"from": str(account_id), "to": str(body.to_account_id), "units": unit_ids, "posts": [str(post.id) for post in posts]}
    await work.audit("hand_over", account_id, **detail, on=body.on.isoformat())
    kind = ChangeKind.ACCOUNT_HANDED_OVER
    change = await record_change(work, change_id, kind, body.on, follow_hand_over, reason=body.reason, detail=detail)
    ended = [post.id for post in posts]
    return HandedOver(id=change.id, on=body.on, ended=ended, begun=begun, told=change.applied_at is not None)


async def _chosen(work: Work, account_id: UUID, body: HandOver) -> list[PostRecord]:
    """The posts that are handed over; every one that is named must be held on the day or later."""
    held = await repository.held_on(work.db, account_id, body.on)
    if not body.post_ids:
        return held
    chosen = [post for post in held if post.id in set(body.post_ids)]
    return chosen if len(chosen) == len(set(body.post_ids)) else []


async def _begin(work: Work, posts: Sequence[PostRecord], body: HandOver) -> list[UUID]:
    """The same posts for the successor; the old ones end first, so that seats are free."""
    begun: list[PostRecord] = []
    for post in posts:
        kept: dict[str, Any] = {name: getattr(post, name) for name in ("role", "region_path", "unit_id", "seat", "valid_until")}
        since = max(body.on, post.valid_from)
        begun.append(PostRecord(id=new_id(), account_id=body.to_account_id, valid_from=since, **kept))
        post.valid_until = max(body.on, post.valid_from)
    await work.db.flush()
    for record in begun:
        await _refuse_collision(work, record)
        work.db.add(record)
        await work.db.flush()
    return [record.id for record in begun]


async def follow_hand_over(work: Work, change: DirectoryChange) -> None:
    """The other services move what is open under the account."""
    told = change.detail
    ids = [UnitId(UUID(unit)) for unit in told["units"]]
    giver, taker = AccountId(UUID(told["from"])), AccountId(UUID(told["to"]))
    await work.tell(AccountHandedOver(version=1, account_id=giver, successor_id=taker, unit_ids=ids, on=change.happens_on))
