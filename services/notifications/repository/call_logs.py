"""Queries on the logs of calls to those who take only so many in a minute."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from services.notifications.models import CallLog
from services.notifications.rules.rates import Log
from shared.kit.db import WriteDb
from shared.kit.tables import table_of

logs = table_of(CallLog)
_change = update(logs).where(logs.c.called == bindparam("row")).values(calls=bindparam("told"), closed_until=bindparam("closed"))


async def locked(db: WriteDb, called: Collection[str]) -> Mapping[str, Log]:
    """The logs of those who are called, locked in one order; who was never called has an empty one."""
    await db.keep_first(CallLog, [{"called": one, "calls": [], "closed_until": None} for one in sorted(called)])
    rows = await db.all(select(logs).where(logs.c.called.in_(sorted(called))).order_by(logs.c.called).with_for_update())
    return {row.called: Log(tuple(datetime.fromisoformat(at) for at in row.calls), row.closed_until) for row in rows}


async def keep(db: WriteDb, changed: Mapping[str, Log]) -> None:
    """The logs as they now are."""
    await db.run(_change, [_row(called, log) for called, log in changed.items()])


def _row(called: str, log: Log) -> dict[str, Any]:
    return {"row": called, "told": [at.isoformat() for at in log.calls], "closed": log.closed_until}
