"""Queries on those who were told of something."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.notifications.models import KnownAccount, MessageRecord
from shared.kit.db import Db
from shared.kit.tables import table_of

messages, accounts = table_of(MessageRecord), table_of(KnownAccount)


async def mobiles_of(db: Db, about: Collection[UUID]) -> Sequence[Row[Any]]:
    """Each message about these things whose reader has a mobile number, with its key and the number as it is now."""
    found = select(messages.c.dedupe_key, messages.c.account_id, accounts.c.mobile).join(accounts, accounts.c.id == messages.c.account_id)
    found = found.where(messages.c.about.in_(sorted(about)), accounts.c.active, accounts.c.mobile.is_not(None))
    return await db.all(found.order_by(accounts.c.mobile))
