"""Queries on the copied directory: who holds which role where."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, or_, select

from services.notifications.models import KnownAccount, KnownPost, KnownUnit
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.rules.access import Role

accounts, posts, units = table_of(KnownAccount), table_of(KnownPost), table_of(KnownUnit)


async def replace_posts(db: WriteDb, account_id: UUID, held: Sequence[dict[str, Any]]) -> None:
    """The posts of an account as they now are."""
    await db.run(delete(posts).where(posts.c.account_id == account_id))
    db.add(*(KnownPost(account_id=account_id, **post) for post in held))


async def holders(db: Db, role: Role, day: date, *, unit_id: UUID | None = None, region_path: str | None = None) -> list[UUID]:
    """Active accounts that hold ``role`` on ``day`` in the unit, or in exactly the region."""
    statement = (
        select(posts.c.account_id)
        .join(accounts, accounts.c.id == posts.c.account_id)
        .where(posts.c.role == role, accounts.c.active, posts.c.valid_from <= day)
        .where(or_(posts.c.valid_until.is_(None), posts.c.valid_until > day))
    )
    statement = statement.where(posts.c.unit_id == unit_id) if unit_id is not None else statement.where(posts.c.region_path == region_path)
    return sorted({row.account_id for row in await db.all(statement)})


async def all_holders(db: Db, role: Role, day: date) -> list[UUID]:
    """Active accounts that hold ``role`` anywhere on ``day``."""
    held = posts.c.role == role, posts.c.valid_from <= day, or_(posts.c.valid_until.is_(None), posts.c.valid_until > day)
    found = select(posts.c.account_id).join(accounts, accounts.c.id == posts.c.account_id).where(accounts.c.active, *held)
    return sorted({row.account_id for row in await db.all(found)})


async def unit_name(db: Db, unit_id: UUID) -> str:
    """What a unit is called; its id where the directory has not been heard of."""
    row = await db.one(select(units.c.name).where(units.c.id == unit_id))
    return row.name if row else str(unit_id)


async def unit_names(db: Db, unit_ids: Iterable[UUID]) -> list[str]:
    """What units are called, as far as the directory has been heard of."""
    return [row.name for row in await db.all(select(units.c.name).where(units.c.id.in_(sorted(unit_ids))).order_by(units.c.name))]


async def unit_region(db: Db, unit_id: UUID) -> str:
    """Where a unit serves; nowhere if it is not known."""
    row = await db.one(select(units.c.region_path).where(units.c.id == unit_id))
    return row.region_path if row else ""


async def contacts_of(db: Db, account_id: UUID) -> dict[str, str | None]:
    """The contacts of an account by kind; none of one that is not known."""
    row = (await contacts(db, [account_id])).get(account_id)
    return {"email": row.email, "mobile": row.mobile} if row else {}


async def names_of(db: Db, account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What accounts are called."""
    rows = await db.all(select(accounts.c.id, accounts.c.name).where(accounts.c.id.in_(sorted(account_ids))))
    return {row.id: row.name for row in rows}


async def contacts(db: Db, account_ids: Iterable[UUID]) -> dict[UUID, Row[Any]]:
    """Accounts with their e-mail and mobile number."""
    return {row.id: row for row in await db.all(select(accounts).where(accounts.c.id.in_(sorted(account_ids))))}
