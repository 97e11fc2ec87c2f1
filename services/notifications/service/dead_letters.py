"""What did not arrive: looked at, sent again, or noted as bounced."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.notifications.errors import NoAddress, NotDeliveredYet, NotReplayable
from services.notifications.repository import deliveries, directory
from services.notifications.service.delivering import CONTACTS
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.deliveries import Bounce, DeliveryState

_AGAIN = frozenset({DeliveryState.FAILED, DeliveryState.DEAD, DeliveryState.SUPPRESSED})
_HARD = "5"


async def visible_delivery(db: Db, actor: Actor, delivery_id: UUID) -> Any:
    """The delivery if the actor may know of it; NotFound otherwise."""
    row = await deliveries.delivery(db, delivery_id)
    see(actor, Permission.DELIVERY_READ, Thing(region_path=row.region_path) if row else None, what="delivery", what_zh="发送")
    return row


async def replay_delivery(work: Work, delivery_id: UUID, if_match: IfMatch) -> None:
    """Send again what did not arrive, to the address that the reader has now; a bounce of that address is forgotten."""
    row = await visible_delivery(work.db, work.actor, delivery_id)
    require(work.actor, Permission.DELIVERY_REPLAY, Thing(region_path=row.region_path))
    record = await deliveries.delivery_to_change(work.db, delivery_id)
    if_match.check(record.version)
    if record.state not in _AGAIN:
        raise NotReplayable(state=record.state)
    record.address = await _address_now(work.db, row.account_id, record.channel) or record.address
    if not record.address:
        raise NoAddress(channel=record.channel)
    await deliveries.forget_bounce(work.db, record.channel, record.address)
    record.state, record.why, record.attempts, record.settled_at = DeliveryState.PLANNED, None, 0, None
    record.held_until = datetime.fromtimestamp(0, UTC)
    await work.db.flush()
    await work.audit("replay_delivery", delivery_id, address=record.address)


async def _address_now(db: Db, account_id: UUID | None, channel: str) -> str | None:
    if account_id is None or channel not in CONTACTS:
        return None
    return (await directory.contacts_of(db, account_id)).get(CONTACTS[channel])


async def report_bounce(work: Work, delivery_id: UUID, body: Bounce, if_match: IfMatch) -> None:
    """The receiving side gave the message back: the delivery failed after all, and a hard bounce (5.y.z) closes the address."""
    row = await deliveries.delivery(work.db, delivery_id)
    thing = see(work.actor, Permission.DELIVERY_BOUNCE, Thing(region_path=row.region_path) if row else None, what="delivery", what_zh="发送")
    require(work.actor, Permission.DELIVERY_BOUNCE, thing)
    record = await deliveries.delivery_to_change(work.db, delivery_id)
    if_match.check(record.version)
    if record.state != DeliveryState.DELIVERED:
        raise NotDeliveredYet(state=record.state)
    record.state, record.why, record.settled_at = DeliveryState.FAILED, f"bounced {body.code}", work.now()
    await work.db.flush()
    if body.code.startswith(_HARD):
        await deliveries.note_bounces(work.db, [deliveries.bounce_row(record.channel, record.address, body.code, work.now())])
    await work.audit("report_bounce", delivery_id, code=body.code, detail=body.detail)
