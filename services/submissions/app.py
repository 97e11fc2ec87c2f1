"""The composition root of the submissions service."""

from fastapi import FastAPI

from services.submissions import events
from services.submissions.routes import (
    answer_tables,
    answers,
    assignments,
    counts,
    evidence,
    kinds,
    ledger_entries,
    ledger_tables,
    ledgers,
    rectifications,
    rounds,
    submissions,
)
from services.submissions.service.evidence.keeping import keeping_of
from services.submissions.service.evidence.scanning import Scanning
from services.submissions.service.evidence.sweeping import Sweeping
from services.submissions.service.kinds import keep_shipped_kinds
from services.submissions.service.lapsing import Lapsing
from services.submissions.service.rescheduling import Rescheduling
from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.app import build_app
from shared.kit.audit_log import audit_router
from shared.kit.loops import Loop
from shared.kit.service import PeerClients, Service, network_peers
from shared.schemas.services import ServiceName

NOUNS = (kinds, rounds, assignments, counts, answers, answer_tables, ledgers, ledger_entries, ledger_tables, rectifications, evidence, submissions)
DESCRIPTION = "The reporting: rounds, assignments, answers, checks, review with return - from an empty form to an approved value."


def create_service(settings: SubmissionsSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    service = Service.assemble(ServiceName.SUBMISSIONS, settings, peers or network_peers(settings), events.handlers.copy())
    events.register(service.handlers, service, Rescheduling(service, settings))
    service.loops.append(Loop("submissions extensions", Lapsing(service).turn, settings.lapse_seconds))
    _keep_evidence(service, settings)
    service.at_start.append(keep_shipped_kinds)
    return service


def _keep_evidence(service: Service, settings: SubmissionsSettings) -> None:
    keeping = keeping_of(settings)
    scanning = Scanning(service, keeping)
    if keeping.scanner is not None:
        service.loops.append(Loop("submissions scanning", scanning.turn, settings.scan_seconds))
    sweeping = Sweeping(service, keeping, settings.evidence_orphan_hours)
    service.loops.append(Loop("submissions sweeping", sweeping.turn, settings.evidence_sweep_seconds))
    service.measures.append(scanning.measure)


def create_app(settings: SubmissionsSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    settings = settings or SubmissionsSettings()
    service = create_service(settings, peers)
    app = build_app(
        service,
        [*(noun.router for noun in NOUNS), audit_router(service.name)],
        title="Jianxing submissions",
        description=DESCRIPTION,
        larger_bodies=settings.larger_bodies,
    )
    app.state.keeping = keeping_of(settings)
    app.state.plans = PlansClient(service.peers[ServiceName.PLANS])
    return app
