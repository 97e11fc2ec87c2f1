"""The composition root of the plans service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.plans.bootstrap import ensure_administrator
from services.plans.dated_moves import DatedMoves
from services.plans.refresh import CalendarRefresh
from services.plans.routes import calendars, consultations, directory, duties, identity, lifecycle, occurrences, plans, responsibilities
from services.plans.secrets import Secrets
from services.plans.settings import PlansSettings
from shared.kit.app import build_app
from shared.kit.inbox import Handlers
from shared.kit.loops import Loop
from shared.kit.service import PeerClients, Service, network_peers
from shared.schemas.services import ServiceName

DESCRIPTION = "Who owes what to whom by when, and the text that all of it comes from: regions, units, accounts, plans, duties, calendars."


def create_service(settings: PlansSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    service = Service.assemble(ServiceName.PLANS, settings, peers or network_peers(settings), Handlers())
    service.loops.append(Loop("plans dated moves", DatedMoves(service).turn, settings.dated_moves_seconds))
    service.loops.append(Loop("plans calendars", CalendarRefresh(service).turn, settings.calendar_refresh_seconds))
    return service


def create_app(settings: PlansSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    settings = settings or PlansSettings()
    life = [plans.router, lifecycle.router, consultations.router, responsibilities.router]
    routers = [identity.router, directory.router, *life, duties.router, occurrences.router, calendars.router]
    app = build_app(create_service(settings, peers), routers, title="Jianxing plans", description=DESCRIPTION)
    app.state.secrets = Secrets(settings)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with inner(app):
            await ensure_administrator(app.state.service, app.state.secrets, settings)
            yield

    app.router.lifespan_context = lifespan
    return app
