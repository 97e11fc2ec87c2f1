"""A hand-over told to both: who takes over, and who is relieved."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.notifications.repository import directory
from services.notifications.rules import wording
from services.notifications.service.telling import Occasion
from shared.kit.db import WriteDb
from shared.kit.inbox import Received
from shared.schemas.events.directory import AccountHandedOver
from shared.schemas.messages import MessageKind

TellOne = Callable[[WriteDb, Occasion, UUID, UUID | None], Awaitable[None]]


async def tell_both(db: WriteDb, event: Received[AccountHandedOver], waiting: int, tell_one: TellOne) -> None:
    """Say who took over from whom, where, since when, and how many unread messages came along. A hand-over is told once."""
    change = event.data
    named = await directory.names_of(db, [change.account_id, change.successor_id])
    giver, taker = (named.get(one, str(one)) for one in (change.account_id, change.successor_id))
    unit = "、".join(await directory.unit_names(db, change.unit_ids)) or "—"
    home = change.unit_ids[0] if change.unit_ids else None
    key = event.envelope.id
    begun = Occasion(f"took-over/{key}", MessageKind.ASSIGNED, wording.took_over(giver, unit, change.on, waiting), change.account_id)
    await tell_one(db, begun, change.successor_id, home)
    ended = Occasion(f"relieved/{key}", MessageKind.WAIVED, wording.relieved(taker, unit, change.on), change.account_id)
    await tell_one(db, ended, change.account_id, home)
