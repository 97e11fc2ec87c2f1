"""Programs (webhooks) and group robots outside that are told of messages."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.notifications.deps import InWayOut
from services.notifications.errors import EndpointNotAllowed, InvalidEndpoint, NothingIsSent, NotOurSecret
from services.notifications.repository import endpoints as queries
from services.notifications.service import endpoints
from services.notifications.service.endpoint_secrets import Secrets
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.endpoints import (
    Endpoint,
    EndpointEdit,
    EndpointKind,
    EndpointState,
    EndpointTest,
    EndpointWithSecret,
    NewEndpoint,
    SecretRotation,
)
from shared.schemas.page import Page

router = api_router("/api/v1/notifications/endpoints", "endpoints")
_ONE = "/{endpoint_id:uuid}"
_MOVE = (ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_EDIT = (ConcurrentChange, StaleEtag, MissingIfMatch)
_SHOWN_ONCE = {"x-shown-once": "secret"}


def _endpoint(row: Any) -> Endpoint:
    return Endpoint(**{name: getattr(row, name) for name in Endpoint.model_fields})


def _tagged(row: Any, response: Response) -> Endpoint:
    response.headers["ETag"] = etag(row.version)
    return _endpoint(row)


@router.get("", operation_id="list_endpoints", **guarded(Permission.ENDPOINT_READ, InvalidCursor))
async def list_endpoints(db: InRead, actor: CurrentActor, paging: InPaging, state: EndpointState | None = None) -> Page[Endpoint]:
    """Programs and robots that are told of messages, oldest first."""
    rows = await queries.endpoint_page(db, paging, actor, state)
    return page_of(rows, paging, [_endpoint(row) for row in rows], "id")


@router.post(
    "",
    operation_id="enter_endpoint",
    status_code=201,
    **guarded(Permission.ENDPOINT_KEEP, InvalidEndpoint, MissingIdempotencyKey, KeyReused, **_SHOWN_ONCE),
)
async def enter_endpoint(work: InWork, body: NewEndpoint, out: InWayOut, response: Response) -> EndpointWithSecret:
    """Enter a program or group robot. A program's secret is in this answer alone; neither is told of anything before it has answered `:test`."""
    record = await endpoints.enter_endpoint(work, body, out)
    response.headers["Location"] = f"{router.prefix}/{record.id}"
    shown = _tagged(record, response)
    ours = record.kind == EndpointKind.WEBHOOK
    secret = Secrets(work.service.signer).secret(record.id, record.secret_number) if ours else None
    return EndpointWithSecret(**shown.model_dump(), secret=secret)


@router.get(_ONE, operation_id="read_endpoint", **guarded(Permission.ENDPOINT_READ))
async def read_endpoint(db: InRead, actor: CurrentActor, endpoint_id: UUID, response: Response) -> Endpoint:
    """One program, and how it fares."""
    return _tagged(await endpoints.visible_endpoint(db, actor, endpoint_id), response)


@router.patch(_ONE, operation_id="edit_endpoint", **guarded(Permission.ENDPOINT_KEEP, InvalidEndpoint, *_EDIT))
async def edit_endpoint(
    work: InWork, endpoint_id: UUID, body: EndpointEdit, if_match: RequiredIfMatch, out: InWayOut, response: Response
) -> Endpoint:
    """Change what is given; at another address, or with another secret, it has to answer `:test` first."""
    await endpoints.edit_endpoint(work, endpoint_id, body, if_match, out)
    return _tagged(await queries.endpoint(work.db, endpoint_id), response)


@router.delete(_ONE, operation_id="drop_endpoint", status_code=204, **guarded(Permission.ENDPOINT_KEEP, *_EDIT))
async def drop_endpoint(work: InWork, endpoint_id: UUID, if_match: RequiredIfMatch) -> None:
    """Forget a program; what it was sent stays on record."""
    await endpoints.drop_endpoint(work, endpoint_id, if_match)


@router.post(f"{_ONE}:test", operation_id="test_endpoint", **guarded(Permission.ENDPOINT_KEEP, NothingIsSent, EndpointNotAllowed, *_MOVE))
async def test_endpoint(work: InWork, endpoint_id: UUID, if_match: OptionalIfMatch, out: InWayOut, response: Response) -> EndpointTest:
    """Send it a test. A program that answers 2xx, or a robot that answers errcode 0, is active from then on."""
    answered = await endpoints.test_endpoint(work, endpoint_id, if_match, out)
    shown = _tagged(await queries.endpoint(work.db, endpoint_id), response)
    return EndpointTest(**shown.model_dump(), reached=answered.reached, code=answered.outcome.code, took_ms=answered.took_ms)


@router.post(f"{_ONE}:pause", operation_id="pause_endpoint", **guarded(Permission.ENDPOINT_KEEP, *_MOVE))
async def pause_endpoint(work: InWork, endpoint_id: UUID, if_match: OptionalIfMatch, response: Response) -> Endpoint:
    """Tell it nothing until it answers `:test` again."""
    await endpoints.pause_endpoint(work, endpoint_id, if_match)
    return _tagged(await queries.endpoint(work.db, endpoint_id), response)


@router.post(f"{_ONE}:rotate-secret", operation_id="rotate_endpoint_secret", **guarded(Permission.ENDPOINT_KEEP, NotOurSecret, *_MOVE, **_SHOWN_ONCE))
async def rotate_endpoint_secret(
    work: InWork, endpoint_id: UUID, body: SecretRotation, if_match: OptionalIfMatch, response: Response
) -> EndpointWithSecret:
    """A new secret, in this answer alone; the former one signs beside it for a while."""
    secret = await endpoints.rotate_secret(work, endpoint_id, body.overlap_hours, if_match)
    shown = _tagged(await queries.endpoint(work.db, endpoint_id), response)
    return EndpointWithSecret(**shown.model_dump(), secret=secret)
