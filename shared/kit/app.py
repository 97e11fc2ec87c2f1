"""Builds one service's FastAPI application: routes, envelope, health, inbox, offline documents."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Request, Response
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import select

from shared.kit import envelope
from shared.kit.clock import Clock
from shared.kit.db import ReadDb
from shared.kit.framework_problems import BrokenJson, Busy, TooLarge, WrongContentType
from shared.kit.given import Given
from shared.kit.inbox import take
from shared.kit.language import Language, preferred
from shared.kit.log import ensure_logging
from shared.kit.metrics import CONTENT_TYPE, Measured, exposition
from shared.kit.middleware import BodyLimit, BodyLimits, RequestScope
from shared.kit.migrate import pending
from shared.kit.problems import MEDIA_TYPE, declared
from shared.kit.relay import backlog
from shared.kit.routing import Route, internal, public
from shared.kit.service import Service
from shared.schemas.base import Wire
from shared.schemas.cloud_event import CloudEvent, EventOutcomes

VERSION = "0.1.0"


def _read_db(request: Request) -> ReadDb:
    read: ReadDb = request.app.state.service.database.read
    return read


def _clock(request: Request) -> Clock:
    clock: Clock = request.app.state.service.clock
    return clock


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _language(accept_language: Annotated[str | None, Header()] = None) -> Language:
    return preferred(accept_language)


InLanguage = Annotated[Language, Depends(_language)]
InRead = Annotated[ReadDb, Given(_read_db)]
InClock = Annotated[Clock, Given(_clock)]
InService = Annotated[Service, Given(_service)]


class Alive(Wire):
    """The process answers."""

    status: str = "alive"


class Ready(Wire):
    """The database answers and stands at the code's revision; ``backlog`` counts events not yet delivered."""

    status: str = "ready"
    backlog: dict[str, dict[str, int]]


def build_app(
    service: Service, routers: Sequence[APIRouter], *, title: str, description: str, larger_bodies: Mapping[str, int] | None = None
) -> FastAPI:
    """The service's application; entering its lifespan runs the service. ``larger_bodies``: limits of addresses that take uploads."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with service.running(loops=service.settings.run_loops):
            yield

    ensure_logging(service.settings.common.log_level, service.settings.common.log_format)
    base = f"/api/v1/{service.name}"
    app = FastAPI(
        title=title,
        description=description,
        version=VERSION,
        openapi_url=f"{base}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        separate_input_output_schemas=False,
    )
    app.state.service = service
    limits = BodyLimits(service.settings.max_body_bytes, larger_bodies or {})
    envelope.install(app, limits)
    app.add_middleware(BodyLimit, limits=limits)
    _scope_everything(app)
    for router in (*routers, _health_router(base), _internal_router(service)):
        app.router.routes.extend(router.routes)  # prefix and tags are on them; an included router would be asked route by route in turn
    _describe(app)
    return app


def _scope_everything(app: FastAPI) -> None:
    """Put the request's scope outside of the 500 handler too: Starlette keeps added middleware inside of it."""
    stack = app.build_middleware_stack
    app.build_middleware_stack = lambda: RequestScope(stack())  # type: ignore[method-assign]


def api_router(prefix: str, tag: str) -> APIRouter:
    """A router whose routes follow the product's order of things."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=Route)


_METRICS = public()
_METRICS["responses"] |= {200: {"description": "The numbers", "content": {"text/plain": {"schema": {"type": "string"}}}}}


def _health_router(base: str) -> APIRouter:
    router = api_router(base, "health")

    @router.get("/health/alive", operation_id=f"alive_{base.rsplit('/', 1)[1]}", **public())
    async def alive() -> Alive:
        """The process answers."""
        return Alive()

    @router.get("/health/ready", operation_id=f"ready_{base.rsplit('/', 1)[1]}", **public(Busy))
    async def ready(service: InService) -> Ready:
        """The database answers and is migrated; 503 otherwise."""
        try:
            await service.database.read.one(select(1))
            behind = await pending(service.database, service.name)
        except Exception as fault:
            raise Busy(headers={"Retry-After": "5"}) from fault
        if behind:
            raise Busy(headers={"Retry-After": "5"})
        return Ready(backlog=await backlog(service.database))

    @router.get("/health/metrics", operation_id=f"measure_{base.rsplit('/', 1)[1]}", response_class=Response, **_METRICS)
    async def metrics(service: InService) -> Response:
        """Counts of this moment for a monitoring system, in the text format of Prometheus."""
        measured = [
            _backlogged(receiver, state, rows) for receiver, states in (await backlog(service.database)).items() for state, rows in states.items()
        ]
        for measure in service.measures:
            measured += await measure()
        return Response(exposition(service.name, measured), media_type=CONTENT_TYPE)

    @router.get("/keys", operation_id=f"list_{base.rsplit('/', 1)[1]}_keys", **public())
    async def keys(service: InService) -> dict[str, Any]:
        """The public keys that this service's tokens are signed with (RFC 7517)."""
        return service.signer.key_set()

    return router


def _backlogged(receiver: str, state: str, rows: int) -> Measured:
    return Measured("events_waiting", "Events that another service has not taken yet.", rows, {"receiver": receiver, "state": state})


def _internal_router(service: Service) -> APIRouter:
    router = api_router(f"/internal/v1/{service.name}", "internal")

    @router.post("/events", **internal())
    async def receive_events(batch: list[CloudEvent], service: InService) -> EventOutcomes:
        """Take a batch of events; each has its own outcome."""
        return await take(service.database, service.handlers, batch)

    return router


def _declare_body_problems(operation: dict[str, Any]) -> None:
    """Add what can be wrong with any JSON body, whatever the use case: broken, too large, of another type."""
    if "application/json" not in operation.get("requestBody", {}).get("content", {}):
        return
    for status, told in declared(BrokenJson, TooLarge, WrongContentType).items():
        there = operation["responses"].setdefault(str(status), {"description": told["description"], "content": {MEDIA_TYPE: {"examples": {}}}})
        content = there["content"][MEDIA_TYPE]
        content.setdefault("schema", told["content"][MEDIA_TYPE]["schema"])
        fresh = {code: example for code, example in told["content"][MEDIA_TYPE]["examples"].items() if code not in content["examples"]}
        content["examples"].update(fresh)
        if told["description"] not in there["description"]:
            there["description"] += f" · {told['description']}"
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _tell_problems_only(operation: dict[str, Any]) -> None:
    """FastAPI tells a declared model as application/json too; a problem is never that."""
    for told in operation["responses"].values():
        if MEDIA_TYPE in told.get("content", {}):
            told["content"].pop("application/json", None)


def _describe(app: FastAPI) -> None:
    """OpenAPI as it is: problem+json instead of FastAPI's own validation error, bearer tokens, one id per use case."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            document["components"].setdefault("securitySchemes", {})["token"] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            document["security"] = [{"token": []}]
            for name in ("HTTPValidationError", "ValidationError"):
                document["components"].get("schemas", {}).pop(name, None)
            for operations in document["paths"].values():
                for operation in operations.values():
                    _declare_body_problems(operation)
                    _tell_problems_only(operation)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema and not route.operation_id:
            raise ValueError(f"{route.path} has no operation_id")
