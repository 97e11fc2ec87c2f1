"""Account tables: what is known of what they name, and storing what was planned. Accounts begin without a password."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.plans.models import AccountRecord, PostRecord
from services.plans.repository import importing as repository
from services.plans.repository import storing
from services.plans.rules import uscc
from services.plans.rules.holding import Held
from services.plans.rules.importing.accounts import AccountLine, AccountPlan, AccountPlanner, KnownAccount, KnownPeople, read_account
from services.plans.secrets import NO_SECRET
from services.plans.service.directory_events import account_changed
from services.plans.service.importing.asking import Asking
from services.plans.service.importing.units import names_of
from shared.kit.ids import new_id
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.kit.work import Work


async def plan(asking: Asking, lines: Sequence[Line], findings: Findings) -> AccountPlan:
    """What the rows of an account table would do."""
    places = await asking.places(lines, ("region",))
    read = [line for line in (read_account(line, places, findings) for line in lines) if line is not None]
    known = await _known(asking, read)
    return await asyncio.to_thread(AccountPlanner(known, asking.reaches, asking.today, new_id, findings).take, read)


async def _known(asking: Asking, lines: Sequence[AccountLine]) -> KnownPeople:
    db, said = asking.db, {line.unit for line in lines}
    names = await names_of(db, {line.place.id for line in lines if line.place is not None})
    codes = await repository.units_coded(db, uscc.codes_in(said))
    accounts = await repository.accounts_called(db, {line.login for line in lines})
    unit_ids = {one.owner_id for one in names if one.name in said} | {unit_id for unit_id, _ in codes.values()}
    posts = await repository.posts_beside(db, {row.id for row in accounts}, unit_ids)
    held, holders = [held_post(row) for row in posts], {row.account_id: row.holder for row in posts}
    return KnownPeople(_by_login(accounts, held), held, holders, names, codes)


def _by_login(accounts: Iterable[Any], held: Sequence[Held]) -> Mapping[str, KnownAccount]:
    paths: dict[UUID, list[str]] = {}
    for post in held:
        paths.setdefault(post.account_id, []).append(post.region_path)
    return {row.login: KnownAccount(row.id, row.version, row.login, row.name, tuple(paths.get(row.id, ()))) for row in accounts}


def held_post(row: Any) -> Held:
    """A stored post as far as collisions care."""
    return Held(row.id, row.account_id, row.role, row.region_path, row.unit_id, row.seat, row.valid_from, row.valid_until)


async def store(work: Work, planned: AccountPlan) -> None:
    """Store what was planned, and tell every account that is new or otherwise."""
    await work.db.insert(AccountRecord, [_account(account_id, *told) for account_id, told in planned.fresh.items()])
    await work.db.insert(PostRecord, [_post(post) for post in planned.posts])
    touched = {post.account_id for post in planned.posts} | set(planned.renamed)
    rows = {row.id: row for row in await repository.accounts_with(work.db, touched)}
    names = {account_id: planned.renamed.get(account_id, rows[account_id].name) for account_id in touched - set(planned.fresh)}
    await storing.touch_accounts(work.db, [{"at": one, "to_name": name, "touched": work.now()} for one, name in names.items()])
    await _tell(work, touched)


def _account(account_id: UUID, login: str, name: str) -> dict[str, Any]:
    return {"id": account_id, "version": 1, "login": login, "name": name, "secret_hash": NO_SECRET, "active": True, "scopes": []}


def _post(post: Held) -> dict[str, Any]:
    where = {"region_path": post.region_path, "unit_id": post.unit_id, "seat": post.seat}
    return {"id": post.id, "account_id": post.account_id, "role": post.role, **where, "valid_from": post.since, "valid_until": post.until}


async def _tell(work: Work, account_ids: Iterable[UUID]) -> None:
    held: dict[UUID, list[Any]] = {}
    for row in await repository.posts_beside(work.db, account_ids, ()):
        held.setdefault(row.account_id, []).append(row)
    accounts = await repository.accounts_with(work.db, account_ids)
    await work.tell(*(account_changed(account, held.get(account.id, [])) for account in accounts))
