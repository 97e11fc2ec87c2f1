"""Use cases on accounts and their posts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.plans.models import AccountRecord, PostRecord
from services.plans.repository import directory as repository
from services.plans.repository.importing import posts_beside
from services.plans.rules.holding import Held, Roster
from services.plans.secrets import Secrets
from services.plans.service.import_faults import (
    LOGIN_TAKEN,
    POST_OVERLAPS,
    SEAT_TAKEN,
    TWICE,
    UNKNOWN_REGION,
    UNKNOWN_UNIT,
    Faults,
    Names,
    require_import,
)
from services.plans.service.importing.accounts import held_post
from shared.kit.clock import today
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.base import AccountId
from shared.schemas.directory import AccountImport, AccountRow, ImportOutcome, PostRow, RowOutcome
from shared.schemas.events.directory import AccountChanged, PostHeld


async def import_accounts(work: Work, secrets: Secrets, body: AccountImport) -> ImportOutcome:
    """Bring in accounts with their posts; an existing login refuses the import (accounts are changed one by one)."""
    day = today(work.service.clock)
    faults = Faults()
    taken = await repository.accounts_by_login(work.db, [row.login for row in body.rows])
    asked = {post.region_code for row in body.rows for post in row.posts if post.region_code}
    regions = await repository.regions_by_code(work.db, asked, day)
    names = Names(regions)
    await names.load(work)
    seen: set[str] = set()
    posts: list[list[dict[str, Any]]] = []
    for number, row in enumerate(body.rows, 1):
        if row.login in taken:
            faults.add(number, "login", "login-taken", LOGIN_TAKEN, row.login)
        if row.login in seen:
            faults.add(number, "login", "twice", TWICE, row.login)
        seen.add(row.login)
        account_id = new_id()
        posts.append([_post(number, post, account_id, names, faults, work) for post in row.posts])
    await _check_seats(work, posts, faults)
    faults.refuse()
    accounts = [await _account(row, held, secrets) for row, held in zip(body.rows, posts, strict=True)]
    await work.db.insert(AccountRecord, accounts)
    await work.db.insert(PostRecord, [post for held in posts for post in held])
    await work.tell(*(_account_changed(account, held) for account, held in zip(accounts, posts, strict=True)))
    await work.audit("import_accounts", work.actor.id, logins=[row.login for row in body.rows])
    return ImportOutcome(rows=[RowOutcome(row=n, outcome="new", id=account["id"]) for n, account in enumerate(accounts, 1)])


async def _check_seats(work: Work, posts: Sequence[Sequence[Mapping[str, Any]]], faults: Faults) -> None:
    """One A and one B of a unit on any day, and nobody holds a post twice: the rule of every post, whoever brings it in."""
    there = await posts_beside(work.db, (), {post["unit_id"] for held in posts for post in held if post["unit_id"]})
    roster, holders = Roster(map(held_post, there)), {row.account_id: row.holder for row in there}
    for number, held in enumerate(posts, 1):
        for post in held:
            taken = roster.enter(_held(post))
            if taken is not None and taken.account_id == post["account_id"]:
                faults.add(number, "posts", "post-overlaps", POST_OVERLAPS, taken.since.isoformat())
            elif taken is not None:
                faults.add(number, "posts", "seat-taken", SEAT_TAKEN, holders.get(taken.account_id, "…"))


def _held(post: Mapping[str, Any]) -> Held:
    where = post["region_path"], post["unit_id"], post["seat"]
    return Held(post["id"], post["account_id"], post["role"], *where, post["valid_from"], post["valid_until"])


def _post(number: int, row: PostRow, account_id: UUID, names: Names, faults: Faults, work: Work) -> dict[str, Any]:
    region = names.regions.get(row.region_code) if row.region_code else None
    if row.region_code and region is None:
        faults.add(number, "posts", "unknown-region", UNKNOWN_REGION, row.region_code)
    unit_id = names.unit(region.id, row.unit) if region and row.unit else None
    if row.unit and unit_id is None:
        faults.add(number, "posts", "unknown-unit", UNKNOWN_UNIT, row.unit)
    path = region.path if region else ""
    require_import(work, path)
    held = {"seat": row.seat, "valid_from": row.valid_from, "valid_until": row.valid_until}
    return {"id": new_id(), "account_id": account_id, "role": row.role, "region_path": path, "unit_id": unit_id, **held}


async def _account(row: AccountRow, held: Sequence[Mapping[str, Any]], secrets: Secrets) -> dict[str, Any]:
    secret_hash = await secrets.hash(row.secret.get_secret_value())
    return {
        "id": held[0]["account_id"],
        "version": 1,
        "login": row.login,
        "name": row.name,
        "secret_hash": secret_hash,
        "active": True,
        "scopes": list(row.scopes),
        "email": row.email,
        "mobile": row.mobile,
    }


def _account_changed(account: Mapping[str, Any], posts: Sequence[Mapping[str, Any]]) -> AccountChanged:
    fields = ("role", "region_path", "unit_id", "valid_from", "valid_until")
    held = [PostHeld.model_validate({name: post[name] for name in fields}) for post in posts]
    told = {name: account[name] for name in ("version", "name", "active", "email", "mobile")}
    return AccountChanged(account_id=AccountId(account["id"]), posts=held, **told)
