"""The composition root of the plans service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.plans import events
from services.plans.bootstrap import ensure_administrator
from services.plans.dated_moves import DatedMoves
from services.plans.dated_tellings import DatedTellings
from services.plans.deps import READING_LOOP
from services.plans.directory_changes import DirectoryChanges
from services.plans.refresh import CalendarRefresh
from services.plans.routes import (
    alignment,
    amendments,
    breakdowns,
    calendars,
    consultations,
    directory,
    directory_tables,
    document_drafts,
    documents,
    duties,
    exporting,
    funding,
    groups,
    identity,
    lifecycle,
    milestones,
    occurrences,
    plans,
    posts,
    proposals,
    regions,
    responsibilities,
    search,
    units,
)
from services.plans.secrets import Secrets
from services.plans.service.reading import Reading, Sweeping
from services.plans.settings import PlansSettings
from services.plans.storage import DocumentStore
from shared.kit.app import build_app
from shared.kit.audit_log import audit_router
from shared.kit.inbox import Handlers
from shared.kit.loops import Loop
from shared.kit.pruning import INTERVAL_SECONDS
from shared.kit.service import PeerClients, Service, network_peers
from shared.schemas.services import ServiceName

NOUNS = (
    identity,
    directory,
    directory_tables,
    regions,
    units,
    groups,
    posts,
    proposals,
    documents,
    document_drafts,
    plans,
    lifecycle,
    consultations,
    amendments,
    alignment,
    responsibilities,
    duties,
    occurrences,
    calendars,
    milestones,
    funding,
    breakdowns,
    search,
    exporting,
)
DESCRIPTION = "Who owes what to whom by when, and the text that all of it comes from: regions, units, accounts, plans, duties, calendars."


def create_service(settings: PlansSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    service = Service.assemble(ServiceName.PLANS, settings, peers or network_peers(settings), Handlers())
    events.register(service.handlers, service)
    store = DocumentStore(settings.documents_folder)
    service.loops.append(Loop(READING_LOOP, Reading(service.database, store, settings).turn, settings.reading_poll_seconds))
    service.loops.append(Loop("plans sweeping", Sweeping(service.database, store).turn, INTERVAL_SECONDS))
    service.loops.append(Loop("plans dated moves", DatedMoves(service).turn, settings.dated_moves_seconds))
    service.loops.append(Loop("plans dated tellings", DatedTellings(service).turn, settings.dated_moves_seconds))
    service.loops.append(Loop("plans calendars", CalendarRefresh(service).turn, settings.calendar_refresh_seconds))
    service.loops.append(Loop("plans directory changes", DirectoryChanges(service).turn, settings.dated_moves_seconds))
    return service


def create_app(settings: PlansSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    settings = settings or PlansSettings()
    service = create_service(settings, peers)
    app = build_app(
        service,
        [*(noun.router for noun in NOUNS), audit_router(service.name)],
        title="Jianxing plans",
        description=DESCRIPTION,
        larger_bodies=settings.larger_bodies,
    )
    app.state.secrets, app.state.settings, app.state.documents = Secrets(settings), settings, DocumentStore(settings.documents_folder)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with inner(app):
            await ensure_administrator(app.state.service, app.state.secrets, settings)
            yield

    app.router.lifespan_context = lifespan
    return app
