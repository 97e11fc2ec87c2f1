"""Use cases on accounts and their posts."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.plans.models import AccountRecord, PostRecord
from services.plans.repository import directory as repository
from services.plans.secrets import Secrets
from services.plans.service.import_faults import LOGIN_TAKEN, TWICE, UNKNOWN_REGION, UNKNOWN_UNIT, Faults, Names, require_import
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
        posts.append([_post(number, post, names, faults, work) for post in row.posts])
    faults.refuse()
    accounts = [await _account(row, secrets) for row in body.rows]
    for account, held in zip(accounts, posts, strict=True):
        for post in held:
            post["account_id"] = account["id"]
    await work.db.insert(AccountRecord, accounts)
    await work.db.insert(PostRecord, [post for held in posts for post in held])
    await work.tell(*(_account_changed(account, held) for account, held in zip(accounts, posts, strict=True)))
    await work.audit("import_accounts", work.actor.id, logins=[row.login for row in body.rows])
    return ImportOutcome(rows=[RowOutcome(row=n, outcome="new", id=account["id"]) for n, account in enumerate(accounts, 1)])


def _post(number: int, row: PostRow, names: Names, faults: Faults, work: Work) -> dict[str, Any]:
    region = names.regions.get(row.region_code) if row.region_code else None
    if row.region_code and region is None:
        faults.add(number, "posts", "unknown-region", UNKNOWN_REGION, row.region_code)
    unit_id = names.unit(region.id, row.unit) if region and row.unit else None
    if row.unit and unit_id is None:
        faults.add(number, "posts", "unknown-unit", UNKNOWN_UNIT, row.unit)
    path = region.path if region else ""
    require_import(work, path)
    dates = {"valid_from": row.valid_from, "valid_until": row.valid_until}
    return {"id": new_id(), "role": row.role, "region_path": path, "unit_id": unit_id, **dates}


async def _account(row: AccountRow, secrets: Secrets) -> dict[str, Any]:
    secret_hash = await secrets.hash(row.secret.get_secret_value())
    return {
        "id": new_id(),
        "version": 1,
        "login": row.login,
        "name": row.name,
        "secret_hash": secret_hash,
        "active": True,
        "scopes": list(row.scopes),
    }


def _account_changed(account: Mapping[str, Any], posts: Sequence[Mapping[str, Any]]) -> AccountChanged:
    fields = ("role", "region_path", "unit_id", "valid_from", "valid_until")
    held = [PostHeld.model_validate({name: post[name] for name in fields}) for post in posts]
    return AccountChanged(version=account["version"], account_id=AccountId(account["id"]), name=account["name"], active=account["active"], posts=held)
