"""Deliveries: what went out of the platform, what did not, and sending it again. Their text stays with its reader."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from services.notifications.errors import NoAddress, NotDeliveredYet, NotReplayable
from services.notifications.repository import deliveries
from services.notifications.repository.deliveries import DeliveryFilter
from services.notifications.service import dead_letters
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.deliveries import Attempt, Bounce, Delivery, DeliveryDetail, DeliveryState
from shared.schemas.page import Page

router = api_router("/api/v1/notifications", "notifications")
_MOVE = (ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)


async def _filter(state: DeliveryState | None = None, channel: str | None = None, message_id: UUID | None = None) -> DeliveryFilter:
    return DeliveryFilter(state, channel, message_id)


def _delivery(row: Any) -> Delivery:
    return Delivery(**{name: row._mapping[name] for name in Delivery.model_fields})


async def _detail(db: Db, row: Any, response: Response) -> DeliveryDetail:
    response.headers["ETag"] = etag(row.version)
    tried = [Attempt(**{name: one._mapping[name] for name in Attempt.model_fields}) for one in await deliveries.newest_attempts(db, row.id)]
    return DeliveryDetail(**_delivery(row).model_dump(), tried=tried)


@router.get("/deliveries", operation_id="list_deliveries", **guarded(Permission.DELIVERY_READ, InvalidCursor))
async def list_deliveries(db: InRead, actor: CurrentActor, paging: InPaging, by: Annotated[DeliveryFilter, Depends(_filter)]) -> Page[Delivery]:
    """What leaves the platform: planned, delivered, failed, given up, suppressed. Dead letters are those with ``state=dead`` and ``failed``."""
    rows = await deliveries.delivery_page(db, paging, actor, by)
    return page_of(rows, paging, [_delivery(row) for row in rows], "id")


@router.get("/deliveries/{delivery_id:uuid}", operation_id="read_delivery", **guarded(Permission.DELIVERY_READ))
async def read_delivery(db: InRead, actor: CurrentActor, delivery_id: UUID, response: Response) -> DeliveryDetail:
    """One delivery with its newest attempts."""
    return await _detail(db, await dead_letters.visible_delivery(db, actor, delivery_id), response)


@router.post(
    "/deliveries/{delivery_id:uuid}:replay", operation_id="replay_delivery", **guarded(Permission.DELIVERY_REPLAY, NotReplayable, NoAddress, *_MOVE)
)
async def replay_delivery(work: InWork, delivery_id: UUID, if_match: OptionalIfMatch, response: Response) -> DeliveryDetail:
    """Send again what failed, was given up or was suppressed; to the address that the reader has now."""
    await dead_letters.replay_delivery(work, delivery_id, if_match)
    return await _detail(work.db, await deliveries.delivery(work.db, delivery_id), response)


@router.post("/deliveries/{delivery_id:uuid}:bounce", operation_id="report_bounce", **guarded(Permission.DELIVERY_BOUNCE, NotDeliveredYet, *_MOVE))
async def report_bounce(work: InWork, delivery_id: UUID, body: Bounce, if_match: OptionalIfMatch, response: Response) -> DeliveryDetail:
    """Note that the receiving side gave a message back; for the program that reads returned mail."""
    await dead_letters.report_bounce(work, delivery_id, body, if_match)
    return await _detail(work.db, await deliveries.delivery(work.db, delivery_id), response)
