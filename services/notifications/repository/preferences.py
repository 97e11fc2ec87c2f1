"""Queries on preferences."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from services.notifications.models import PreferenceRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

preferences = table_of(PreferenceRecord)
_of_accounts = select(preferences).where(preferences.c.id.in_(bindparam("accounts", expanding=True)))


async def of_accounts(db: Db, account_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """The preferences of these accounts, of those who set any."""
    return await db.all(_of_accounts, {"accounts": sorted(set(account_ids))})


async def preferences_to_change(db: WriteDb, account_id: UUID) -> PreferenceRecord:
    """The preferences of an account as a record, locked; the first time with nothing in it."""
    await db.keep_first(PreferenceRecord, [{"id": account_id, "version": 0, "language": None, "channels": {}, "quiet": None}])
    return (await db.session.scalars(select(PreferenceRecord).where(PreferenceRecord.id == account_id).with_for_update())).one()
