"""Gateways of text messages and work notices."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.notifications.deps import InWayOut
from services.notifications.errors import InvalidProvider, ProviderTwice
from services.notifications.repository import providers as queries
from services.notifications.service import providers
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.page import Page
from shared.schemas.providers import NewProvider, Provider, ProviderContent

router = api_router("/api/v1/notifications/providers", "providers")
_ONE = "/{provider_id:uuid}"
_EDIT = (ConcurrentChange, StaleEtag, MissingIfMatch)


def _provider(row: Any) -> Provider:
    return Provider(**{name: getattr(row, name) for name in Provider.model_fields})


def _tagged(row: Any, response: Response) -> Provider:
    response.headers["ETag"] = etag(row.version)
    return _provider(row)


@router.get("", operation_id="list_providers", **guarded(Permission.ENDPOINT_READ, InvalidCursor))
async def list_providers(db: InRead, actor: CurrentActor, paging: InPaging) -> Page[Provider]:
    """Gateways, oldest first."""
    rows = await queries.provider_page(db, paging, actor)
    return page_of(rows, paging, [_provider(row) for row in rows], "id")


@router.post(
    "",
    operation_id="enter_provider",
    status_code=201,
    **guarded(Permission.ENDPOINT_KEEP, InvalidProvider, ProviderTwice, MissingIdempotencyKey, KeyReused),
)
async def enter_provider(work: InWork, body: NewProvider, out: InWayOut, response: Response) -> Provider:
    """Enter the gateway of a region for one channel. Its secret is kept sealed and never shown."""
    record = await providers.enter_provider(work, body, out)
    response.headers["Location"] = f"{router.prefix}/{record.id}"
    return _tagged(record, response)


@router.get(_ONE, operation_id="read_provider", **guarded(Permission.ENDPOINT_READ))
async def read_provider(db: InRead, actor: CurrentActor, provider_id: UUID, response: Response) -> Provider:
    """One gateway."""
    return _tagged(await providers.visible_provider(db, actor, provider_id), response)


@router.put(_ONE, operation_id="rewrite_provider", **guarded(Permission.ENDPOINT_KEEP, InvalidProvider, *_EDIT))
async def rewrite_provider(
    work: InWork, provider_id: UUID, body: ProviderContent, if_match: RequiredIfMatch, out: InWayOut, response: Response
) -> Provider:
    """Replace how it is called and what it may say; what waits goes by the new way."""
    await providers.rewrite_provider(work, provider_id, body, if_match, out)
    return _tagged(await queries.provider(work.db, provider_id), response)


@router.delete(_ONE, operation_id="drop_provider", status_code=204, **guarded(Permission.ENDPOINT_KEEP, *_EDIT))
async def drop_provider(work: InWork, provider_id: UUID, if_match: RequiredIfMatch) -> None:
    """Forget a gateway; what waits for it is suppressed."""
    await providers.drop_provider(work, provider_id, if_match)
