"""The composition root of the indicators service."""

from fastapi import FastAPI

from services.indicators import events
from services.indicators.deriving import Deriving
from services.indicators.refresh import Refresh
from services.indicators.routes import (
    appeals,
    assessment_schemes,
    assessments,
    catalogue,
    comparisons,
    definitions,
    derivations,
    entries,
    exports,
    intake,
    merging,
    observations,
    revisions,
    schemes,
    scoreboard,
    structures,
    targets,
    verdicts,
)
from services.indicators.settings import IndicatorsSettings
from services.indicators.taking_effect import TakingEffect
from shared.kit.app import build_app
from shared.kit.audit_log import audit_router
from shared.kit.inbox import Handlers
from shared.kit.loops import Loop
from shared.kit.service import PeerClients, Service, network_peers
from shared.schemas.services import ServiceName

NOUNS = (
    entries,
    definitions,
    merging,
    catalogue,
    observations,
    exports,
    structures,
    derivations,
    intake,
    targets,
    revisions,
    verdicts,
    scoreboard,
    comparisons,
    schemes,
    assessment_schemes,
    assessments,
    appeals,
)
DESCRIPTION = "What is measured, what shall be reached, what the official values are, and whether the line holds - with the reasons."


def create_service(settings: IndicatorsSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    service = Service.assemble(ServiceName.INDICATORS, settings, peers or network_peers(settings), Handlers())
    events.register(service.handlers, service, settings.on_track_from)
    service.loops.append(Loop("indicators refresh", Refresh(service, settings.on_track_from).turn, settings.refresh_seconds))
    service.loops.append(Loop("indicators revisions", TakingEffect(service, settings.on_track_from).turn, settings.refresh_seconds))
    service.loops.append(Loop("indicators formulas", Deriving(service, settings.on_track_from).turn, settings.derive_seconds))
    return service


def create_app(settings: IndicatorsSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    settings = settings or IndicatorsSettings()
    service, routers = create_service(settings, peers), [noun.router for noun in NOUNS]
    app = build_app(
        service, [*routers, audit_router(service.name)], title="Jianxing indicators", description=DESCRIPTION, larger_bodies=settings.larger_bodies
    )
    app.state.on_track_from = settings.on_track_from
    return app
