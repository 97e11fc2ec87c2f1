"""Queries on accounts and posts that are about to change."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.plans.models import AccountRecord, PostRecord, RegionRecord
from shared.kit.db import WriteDb


async def region_paths(db: WriteDb, region_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Path by id, whether or not the region still exists."""
    return {row.id: row.path for row in await db.all(select(RegionRecord.id, RegionRecord.path).where(RegionRecord.id.in_(list(region_ids))))}


async def accounts_to_change(db: WriteDb, account_ids: Iterable[UUID]) -> list[AccountRecord]:
    """Accounts, locked."""
    wanted = select(AccountRecord).where(AccountRecord.id.in_(list(account_ids))).order_by(AccountRecord.id).with_for_update()
    return list(await db.session.scalars(wanted))


async def posts_by_account(db: WriteDb, account_ids: Iterable[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Every post of some accounts, past and future ones too."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await db.all(select(PostRecord.__table__).where(PostRecord.account_id.in_(list(account_ids))).order_by(PostRecord.id)):
        found.setdefault(row.account_id, []).append(row)
    return found
