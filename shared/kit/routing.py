"""The one kind of route: who asks, then the body, then the use case, then commit, then the answer.

A yield-dependency in its default scope ends after the response has begun, so a failing commit would still answer 200;
this route serialises the answer first, stores it beside the change when the request carries an Idempotency-Key, commits,
and only then lets the answer leave (ADR 0003).
"""

import hashlib
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.kit.auth import authenticate, require_service
from shared.kit.clock import real_now
from shared.kit.db import Database, WriteDb, lost_race
from shared.kit.framework_problems import (
    AlreadyThere,
    Busy,
    ConcurrentChange,
    Denied,
    InvalidRequest,
    KeyReused,
    MissingIdempotencyKey,
    NotAuthenticated,
    NotFound,
    PeerUnavailable,
    StorageFull,
    StorageUnavailable,
    WrongContentType,
)
from shared.kit.given import Endpoint, with_given
from shared.kit.language import Words
from shared.kit.problems import FaultWords, Problem, declared
from shared.kit.rights import require
from shared.kit.storage.base import StoreFullError, StoreUnavailableError
from shared.kit.tables import idempotent_answers
from shared.rules.access import Actor, Permission, Thing, needs_no_object

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_DATABASE_FAULTS = (SQLAlchemyError, OverflowError, ConnectionError)
_STORE_FAULTS = (StoreFullError, StoreUnavailableError)
_DATABASE_AWAY = ("08", "53", "57P")  # SQLSTATE classes: connection, resources, shutdown and start-up
_DATA_FAULT = "22"  # SQLSTATE class: a NUL in a text, a number beyond its column
_UNSTORABLE = Words("某个值无法存储：文字中含有空字符，或数字超出范围", "a value cannot be stored: a NUL in a text, or a number out of range")
_KEPT_HEADERS = ("etag", "location", "content-type")
_first_answer = select(idempotent_answers)


def guarded(permission: Permission, *problems: type[Problem], **extra: Any) -> dict[str, Any]:
    """Keyword arguments of a route for people and clients: its permission and every problem it can answer with."""
    common: tuple[type[Problem], ...] = (NotAuthenticated, Denied, NotFound, InvalidRequest, PeerUnavailable, Busy)
    return {"responses": declared(*dict.fromkeys((*common, *problems))), "openapi_extra": {"x-permission": permission.value, **extra}}


def public(*problems: type[Problem]) -> dict[str, Any]:
    """Keyword arguments of a route that needs no token."""
    return {"responses": declared(InvalidRequest, *problems), "openapi_extra": {"x-public": True, "security": []}}


def internal() -> dict[str, Any]:
    """Keyword arguments of a route for the platform's own services; it is not in the published document."""
    return {"include_in_schema": False, "openapi_extra": {"x-internal": True}}


class Route(APIRoute):
    """An APIRoute with the product's order of things."""

    def __init__(self, path: str, endpoint: Endpoint, **settings: Any) -> None:
        super().__init__(path, with_given(endpoint), **settings)

    def get_route_handler(self) -> Handler:
        """FastAPI's own handler, wrapped."""
        inner = super().get_route_handler()
        marks = self.openapi_extra or {}
        needs_token = not marks.get("x-public")
        only_services = bool(marks.get("x-internal"))
        permission = Permission(marks["x-permission"]) if "x-permission" in marks else None
        by_role_alone = permission is not None and needs_no_object(permission)
        methods = self.methods or set()
        writes = bool(methods - {"GET", "HEAD"}) and not marks.get("x-reads")
        needs_key = "POST" in methods and writes and needs_token and not only_services
        shown_once = marks.get("x-shown-once")
        wants_json = self.body_field is not None and self.body_field.field_info.__class__.__name__ == "Body"

        async def handle(request: Request) -> Response:
            actor = await authenticate(request) if needs_token else None
            if only_services and actor is not None:
                require_service(actor)
            if by_role_alone and actor is not None and permission is not None:
                require(actor, permission, Thing())
            if wants_json:
                _require_json(request)
            if not writes:
                with _faults_told():
                    return await inner(request)
            if needs_key and actor is not None:
                return await _answer_once(request, inner, actor, shown_once)
            return await _in_transaction(request, inner)

        return handle


def _require_json(request: Request) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not (media_type.startswith("application/") and media_type.endswith("+json")):
        raise WrongContentType(wanted="application/json")


async def _in_transaction(request: Request, inner: Handler, keep: Callable[[WriteDb, Response], Coroutine[Any, Any, None]] | None = None) -> Response:
    database: Database = request.app.state.service.database
    with _faults_told():
        async with database.open_write() as write:
            request.state.write = write
            response = await inner(request)
            await write.require_audited()
            if keep is not None:
                await keep(write, response)
            await write.commit()
            return response


@contextmanager
def _faults_told() -> Iterator[None]:
    """What database and store refuse inside the block leaves as a problem."""
    try:
        yield
    except _STORE_FAULTS as fault:
        raise StorageFull() if isinstance(fault, StoreFullError) else StorageUnavailable(headers={"Retry-After": "5"}) from fault
    except _DATABASE_FAULTS as fault:
        raise _told(fault) from fault


def _told(fault: SQLAlchemyError | OverflowError | ConnectionError) -> Problem:
    """What the database's refusal means to the caller; raises the fault again where it is ours."""
    if lost_race(fault):
        return ConcurrentChange()
    state = getattr(getattr(fault, "orig", None), "sqlstate", None) or ""
    if isinstance(fault, IntegrityError):
        return AlreadyThere(constraint=_constraint(fault))
    if _is_passing(fault, state):
        return Busy(headers={"Retry-After": "2"})
    if isinstance(fault, OverflowError) or state.startswith(_DATA_FAULT):
        return InvalidRequest(faults=[FaultWords("unstorable", _UNSTORABLE)], count=1)
    raise fault


def _is_passing(fault: Exception, state: str) -> bool:
    """Whether the database may answer if asked again: no room, locked, restarting, or not there just now."""
    if isinstance(fault, PoolTimeout | ConnectionError) or state.startswith(_DATABASE_AWAY):
        return True
    if isinstance(fault, DBAPIError) and fault.connection_invalidated:
        return True
    return isinstance(fault, OperationalError) and "database is locked" in str(fault.orig)


def _constraint(fault: IntegrityError) -> str:
    """The broken constraint's name as far as the driver tells it; never the rejected values."""
    name = getattr(getattr(fault.orig, "__cause__", None), "constraint_name", None)
    return str(name or str(fault.orig).rpartition(": ")[2])[:120]


async def _answer_once(request: Request, inner: Handler, actor: Actor, shown_once: str | None = None) -> Response:
    """Answer a repeated request with its first answer; else run it and keep the answer in the same transaction.

    ``shown_once``: a field that is null in what is kept, for a secret must not lie in the database.
    """
    key = request.headers.get("idempotency-key", "")
    if not (1 <= len(key) <= 120 and key.isprintable()):  # noqa: PLR2004 - the limits stand in the problem's words
        raise MissingIdempotencyKey()
    digest = await _digest(request)
    if (first := await _stored(request, actor, key, digest)) is not None:
        return first

    async def keep(write: WriteDb, response: Response) -> None:
        await write.flush()
        row = {"caller": actor.id, "key": key, "request_hash": digest, "status": response.status_code, "at": real_now()}
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        await write.note(idempotent_answers, {**row, "headers": headers, "body": _without(shown_once, bytes(response.body))})

    try:
        return await _in_transaction(request, inner, keep)
    except Problem:
        # Two requests with one key at the same moment: whatever the second stumbled over, the first's answer is there.
        if (first := await _stored(request, actor, key, digest)) is not None:
            return first
        raise


def _without(field: str | None, body: bytes) -> bytes:
    return body if field is None else orjson.dumps({**orjson.loads(body), field: None})


async def _digest(request: Request) -> str:
    """What makes two requests the same. A form's parts are set off by a line that clients make up anew each time: it does not count."""
    body = await request.body()
    kind, _, boundary = request.headers.get("content-type", "").partition("boundary=")
    if kind.startswith("multipart/") and (mark := boundary.partition(";")[0].strip().strip('"').encode("latin-1", "replace")):
        body = body.replace(mark, b"")
    return hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode() + body).hexdigest()


async def _stored(request: Request, actor: Actor, key: str, digest: str) -> Response | None:
    database: Database = request.app.state.service.database
    with _faults_told():
        row = await database.read.one(_first_answer.where(idempotent_answers.c.caller == actor.id, idempotent_answers.c.key == key))
    if row is None:
        return None
    if row.request_hash != digest:
        raise KeyReused()
    return Response(row.body, row.status, {**row.headers, "idempotent-replay": "true"})
