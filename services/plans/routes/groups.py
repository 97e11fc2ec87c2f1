"""Groups of units and people: founded, their members of a day, their history, and whom one reaches through them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.plans.errors import NameTaken, UnknownAction, UnknownLeadingGroup, UnknownRegion, WrongMembers
from services.plans.repository import groups as repository
from services.plans.service import groups
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import (
    AlreadyThere,
    ConcurrentChange,
    InvalidCursor,
    KeyReused,
    MissingIdempotencyKey,
    NotFound,
    StaleEtag,
)
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.groups import Group, GroupEntry, GroupKind, GroupMember, MembersAdded, MembersRemoved, Reached
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "directory")
_MAY = Permission.DIRECTORY_IMPORT
_WRITE = (MissingIdempotencyKey, KeyReused, AlreadyThere, ConcurrentChange, WrongMembers)
_AT = "/groups/{group_id:uuid}"
_GROUP = tuple(name for name in Group.model_fields if name != "action")
AsOf = Annotated[date | None, Query(description="the day that is asked about; today if absent")]


def _group(row: Any) -> Group:
    return Group(**{name: getattr(row, name) for name in _GROUP}, action=row.action_key)


async def _known(db: Db, group_id: UUID) -> Any:
    row = await repository.group(db, group_id)
    if row is None:
        raise NotFound(what="group", what_zh="单位组")
    return row


async def _read(db: Db, group_id: UUID, response: Response) -> Group:
    row = await _known(db, group_id)
    response.headers["ETag"] = etag(row.version)
    return _group(row)


@router.get("/groups", operation_id="list_groups", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_groups(
    db: InRead, paging: InPaging, region_id: UUID | None = None, kind: GroupKind | None = None, plan_id: UUID | None = None
) -> Page[Group]:
    """Groups in order of name; ``plan_id``: the working groups of a plan's actions."""
    rows = await repository.group_page(db, paging, region_id, kind, plan_id)
    return page_of(rows, paging, [_group(row) for row in rows], "name", "id")


@router.post(
    "/groups",
    operation_id="found_group",
    status_code=201,
    **guarded(_MAY, NameTaken, UnknownRegion, UnknownAction, UnknownLeadingGroup, *_WRITE),
)
async def found_group(work: InWork, body: GroupEntry, response: Response) -> Group:
    """Found a group with its first members."""
    group_id = await groups.found_group(work, body)
    response.headers["Location"] = f"/api/v1/plans/groups/{group_id}"
    return await _read(work.db, group_id, response)


@router.get(_AT, operation_id="read_group", **guarded(Permission.DIRECTORY_READ))
async def read_group(db: InRead, group_id: UUID, response: Response) -> Group:
    """A group with its ETag."""
    return await _read(db, group_id, response)


@router.post(f"{_AT}:add-members", operation_id="add_members", **guarded(_MAY, StaleEtag, *_WRITE))
async def add_members(work: InWork, group_id: UUID, body: MembersAdded, if_match: OptionalIfMatch, response: Response) -> Group:
    """Let units and people be members from a day on; all of them or none."""
    await groups.add_members(work, group_id, body, if_match)
    return await _read(work.db, group_id, response)


@router.post(f"{_AT}:remove-members", operation_id="remove_members", **guarded(_MAY, StaleEtag, *_WRITE))
async def remove_members(work: InWork, group_id: UUID, body: MembersRemoved, if_match: OptionalIfMatch, response: Response) -> Group:
    """Let memberships hold until a day; they stay to be read."""
    await groups.remove_members(work, group_id, body, if_match)
    return await _read(work.db, group_id, response)


def _member(row: Any) -> GroupMember:
    return GroupMember(**{name: getattr(row, name) for name in GroupMember.model_fields})


@router.get(f"{_AT}/members", operation_id="list_members", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_members(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    paging: InPaging,
    group_id: UUID,
    as_of: AsOf = None,
    other_than: Annotated[list[UUID] | None, Query(max_length=100, description="units to leave out: the lead, for 其他成员单位")] = None,
) -> Page[GroupMember]:
    """Who is in a group on a day; people are shown to those who may know of accounts there."""
    await _known(db, group_id)
    rows = await repository.member_page(db, paging, actor, group_id, as_of or today(clock), other_than or [])
    return page_of(rows, paging, [_member(row) for row in rows], "id")


@router.get(f"{_AT}/history", operation_id="list_memberships", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_memberships(db: InRead, actor: CurrentActor, paging: InPaging, group_id: UUID) -> Page[GroupMember]:
    """Everybody who ever was or is to be in a group, by the day on which it begins."""
    await _known(db, group_id)
    rows = await repository.history_page(db, paging, actor, group_id)
    return page_of(rows, paging, [_member(row) for row in rows], "valid_from", "id")


@router.get(f"{_AT}/people", operation_id="list_reached", **guarded(Permission.ACCOUNT_READ, InvalidCursor))
async def list_reached(db: InRead, actor: CurrentActor, clock: InClock, paging: InPaging, group_id: UUID, as_of: AsOf = None) -> Page[Reached]:
    """Whom one reaches through a group on a day: its people, and who holds a reporting post of its units; as reviewers or recipients."""
    await _known(db, group_id)
    rows = await repository.reached_page(db, paging, actor, group_id, as_of or today(clock))
    return page_of(rows, paging, [Reached(**row._mapping) for row in rows], "name", "id")
