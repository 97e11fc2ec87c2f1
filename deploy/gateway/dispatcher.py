"""The gateway of the embedded mode: the same routes as the proxy's, inside one process."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.gateway.routes import PORTAL, service_for
from shared.kit.envelope import answer
from shared.kit.framework_problems import MethodNotAllowed, NoSuchRoute
from shared.kit.middleware import RequestScope
from shared.schemas.services import ServiceName


class Dispatcher:
    """Hands each request to the service of its prefix; enters every service's lifespan (mounted apps' never run by themselves)."""

    def __init__(self, apps: Mapping[ServiceName, FastAPI], portal: Path) -> None:
        self.apps = apps  # the same mapping through which the services find one another
        rest = Starlette(
            routes=[
                Route("/", lambda _request: RedirectResponse(f"{PORTAL}/")),
                Route(PORTAL, lambda _request: RedirectResponse(f"{PORTAL}/")),
                Mount(PORTAL, StaticFiles(directory=portal, html=True)),
            ],
            exception_handlers={404: _not_found, 405: _wrong_method},
        )
        self._rest: ASGIApp = RequestScope(rest)
        self._lifespan = Starlette(lifespan=self._run)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        service = service_for(scope["path"])
        await (self._rest if service is None else self.apps[service])(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Dispatcher"]:
        """Run all services: for tests and tools that bring no server."""
        async with self._run(None):
            yield self

    @asynccontextmanager
    async def _run(self, _app: object) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for app in self.apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            try:
                yield
            finally:
                # All relays rest before any database closes: none of them posts to a service that is half gone.
                await asyncio.gather(*(app.state.service.running_loops.stop() for app in self.apps.values()))


def _not_found(request: Request, _fault: Exception) -> Response:
    return answer(request, NoSuchRoute())


def _wrong_method(request: Request, _fault: Exception) -> Response:
    return answer(request, MethodNotAllowed(headers={"Allow": "GET, HEAD"}))
