"""So many calls a minute and no more, whichever worker calls: the log lies in the database, and whoever calls holds its row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from services.notifications.channels.base import Parcel, Tried
from services.notifications.repository import call_logs
from services.notifications.rules.delivery import Outcome
from services.notifications.rules.rates import Rate, close, grant
from services.notifications.rules.robots import TOO_MANY
from shared.kit.clock import real_now
from shared.kit.db import WriteDb

FULL = "rate-limit"
"""Why a delivery waits for its turn; no attempt is charged."""


async def share_out(db: WriteDb, called: Mapping[UUID, str], rates: Mapping[str, Rate]) -> Mapping[UUID, Outcome]:
    """Those of the deliveries that have to wait. ``called``: whom each would call, the most urgent first; ``rates``: how often each may be called."""
    by_called: dict[str, list[UUID]] = defaultdict(list)
    for delivery_id, whom in called.items():
        by_called[whom].append(delivery_id)
    if not by_called:
        return {}
    logs, now = await call_logs.locked(db, by_called), real_now()
    granted = {whom: grant(logs[whom], rates[whom], len(mine), now) for whom, mine in by_called.items()}
    await call_logs.keep(db, {whom: one.log for whom, one in granted.items()})
    waiting = ((one, wait) for whom, mine in by_called.items() for one, wait in zip(mine, granted[whom].waits, strict=True) if wait)
    return {delivery_id: Outcome.postponed(FULL, wait) for delivery_id, wait in waiting}


async def note_refusals(db: WriteDb, tried: Sequence[Tried], called: Mapping[UUID, str]) -> None:
    """Who said that it was too many is left alone for as long as it asked."""
    told = [one for one in tried if one.outcome.code.startswith(TOO_MANY) and one.outcome.retry_after is not None]
    if not told:
        return
    logs, now = dict(await call_logs.locked(db, {called[one.parcel.delivery_id] for one in told})), real_now()
    for one in told:
        whom = called[one.parcel.delivery_id]
        logs[whom] = close(logs[whom], now + one.outcome.retry_after) if one.outcome.retry_after else logs[whom]
    await call_logs.keep(db, logs)


def by_address(parcels: Sequence[Parcel]) -> dict[UUID, str]:
    """Parcels that go to rows (endpoints): each row is called for itself."""
    return {parcel.delivery_id: f"endpoint/{parcel.address}" for parcel in parcels}
