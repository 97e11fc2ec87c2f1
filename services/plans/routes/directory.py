"""Regions, units and accounts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Response

from services.plans.deps import InSecrets
from services.plans.repository import directory as repository
from services.plans.service import accounts, contacts, directory
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import (
    AlreadyThere,
    ConcurrentChange,
    InvalidCursor,
    KeyReused,
    MissingIdempotencyKey,
    MissingIfMatch,
    NotFound,
    StaleEtag,
)
from shared.kit.paging import InPaging, page_of
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.sheets.problems import RefusedRows
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission, Thing, decide
from shared.schemas.directory import Account, AccountImport, Contact, ImportOutcome, Post, Region, RegionImport, Unit, UnitImport
from shared.schemas.page import Page

router = api_router("/api/v1/plans", "directory")
_EDIT = (MissingIfMatch, StaleEtag, ConcurrentChange)
_IMPORT = (RefusedRows, MissingIdempotencyKey, KeyReused, AlreadyThere)


@router.get("/regions", operation_id="list_regions", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_regions(
    db: InRead,
    clock: InClock,
    paging: InPaging,
    code: Annotated[str | None, Query(description="GB/T 2260 code", examples=["330205"])] = None,
    name: str | None = None,
    under: Annotated[str | None, Query(description="path of a region: it and everything below")] = None,
    as_of: Annotated[date | None, Query(description="codes and names as they were on that day")] = None,
) -> Page[Region]:
    """Regions in order of code."""
    rows = await repository.region_page(db, paging, as_of or today(clock), code, name, under)
    return page_of(rows, paging, [Region.model_validate(dict(row._mapping)) for row in rows], "code", "id")


@router.get("/regions/{region_id:uuid}", operation_id="read_region", **guarded(Permission.DIRECTORY_READ))
async def read_region(db: InRead, clock: InClock, region_id: UUID, as_of: date | None = None) -> Region:
    """A region, as of today or another day."""
    row = await repository.region(db, region_id, as_of or today(clock))
    if row is None:
        raise NotFound(what="region", what_zh="行政区划")
    return Region.model_validate(dict(row._mapping))


@router.post("/regions:import", operation_id="import_regions", status_code=201, **guarded(Permission.DIRECTORY_IMPORT, *_IMPORT))
async def import_regions(work: InWork, body: RegionImport) -> ImportOutcome:
    """Bring in regions; all rows or none."""
    return await directory.import_regions(work, body)


@router.get("/units", operation_id="list_units", **guarded(Permission.DIRECTORY_READ, InvalidCursor))
async def list_units(
    db: InRead,
    paging: InPaging,
    region_id: UUID | None = None,
    name: Annotated[str | None, Query(description="official name or alias, exactly", examples=["区卫生健康局"])] = None,
) -> Page[Unit]:
    """Units in order of name."""
    rows = await repository.unit_page(db, paging, region_id, name)
    return page_of(rows, paging, await _units_out(db, rows), "name", "id")


async def unit_out(db: Db, unit_id: UUID) -> Unit:
    """A unit with its aliases; NotFound where there never was one."""
    row = await repository.unit(db, unit_id)
    if row is None:
        raise NotFound(what="unit", what_zh="单位")
    return (await _units_out(db, [row]))[0]


async def _units_out(db: Db, rows: Any) -> list[Unit]:
    names = await repository.names_of_units(db, [row.id for row in rows])
    return [Unit(**row._mapping, aliases=[name for name in names.get(row.id, []) if name != row.name]) for row in rows]


@router.post("/units:import", operation_id="import_units", status_code=201, **guarded(Permission.DIRECTORY_IMPORT, *_IMPORT))
async def import_units(work: InWork, body: UnitImport) -> ImportOutcome:
    """Bring in units, then groups of them; all rows or none."""
    return await directory.import_units(work, body)


@router.get("/accounts", operation_id="list_accounts", **guarded(Permission.ACCOUNT_READ, InvalidCursor))
async def list_accounts(db: InRead, paging: InPaging, actor: CurrentActor) -> Page[Account]:
    """Accounts the caller may know of, in order of login."""
    rows = await repository.account_page(db, paging, actor)
    return page_of(rows, paging, await _accounts_out(db, rows), "login", "id")


@router.get("/accounts/{account_id:uuid}", operation_id="read_account", **guarded(Permission.ACCOUNT_READ))
async def read_account(db: InRead, actor: CurrentActor, account_id: Annotated[UUID, Path()], response: Response) -> Account:
    """An account with its posts."""
    account = await account_out(db, actor, account_id)
    response.headers["ETag"] = etag(account.version)
    return account


@router.put("/accounts/{account_id:uuid}/contact", operation_id="keep_contact", **guarded(Permission.ACCOUNT_CONTACT, *_EDIT))
async def keep_contact(work: InWork, account_id: UUID, body: Contact, if_match: RequiredIfMatch, response: Response) -> Account:
    """Where an account is reached outside the platform; for oneself and for administrators."""
    await account_out(work.db, work.actor, account_id)
    await contacts.keep_contact(work, account_id, body, if_match)
    account = await account_out(work.db, work.actor, account_id)
    response.headers["ETag"] = etag(account.version)
    return account


async def account_out(db: Db, actor: Actor, account_id: UUID) -> Account:
    """The account if the actor may know of it, through itself or any of its posts."""
    row = await repository.account(db, account_id)
    if row is None:
        raise NotFound(what="account", what_zh="帐号")
    account = (await _accounts_out(db, [row]))[0]
    things = [Thing(owner_id=account_id), *(Thing(region_path=post.region_path, unit_id=post.unit_id, owner_id=account_id) for post in account.posts)]
    known = [thing for thing in things if decide(actor, Permission.ACCOUNT_READ, thing).allowed]
    see(actor, Permission.ACCOUNT_READ, known[0] if known else None, what="account", what_zh="帐号")
    return account


async def _accounts_out(db: Db, rows: Any) -> list[Account]:
    posts: dict[UUID, list[Post]] = {}
    fields = tuple(Post.model_fields)
    for post in await repository.posts_of(db, [row.id for row in rows]):
        posts.setdefault(post.account_id, []).append(Post.model_validate({name: post._mapping[name] for name in fields}))
    own = [name for name in Account.model_fields if name != "posts"]
    return [Account(posts=posts.get(row.id, []), **{name: getattr(row, name) for name in own}) for row in rows]


@router.post("/accounts:import", operation_id="import_accounts", status_code=201, **guarded(Permission.DIRECTORY_IMPORT, *_IMPORT))
async def import_accounts(work: InWork, secrets: InSecrets, body: AccountImport) -> ImportOutcome:
    """Bring in accounts with their posts; all rows or none."""
    return await accounts.import_accounts(work, secrets, body)
