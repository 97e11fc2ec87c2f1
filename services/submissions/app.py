"""The composition root of the submissions service."""

from fastapi import FastAPI

from services.submissions import events
from services.submissions.routes import (
    answer_tables,
    answers,
    assignments,
    counts,
    kinds,
    ledger_entries,
    ledger_tables,
    ledgers,
    rectifications,
    rounds,
    submissions,
)
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

NOUNS = (kinds, rounds, assignments, counts, answers, answer_tables, ledgers, ledger_entries, ledger_tables, rectifications, submissions)
DESCRIPTION = "The reporting: rounds, assignments, answers, checks, review with return - from an empty form to an approved value."


def create_service(settings: SubmissionsSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    service = Service.assemble(ServiceName.SUBMISSIONS, settings, peers or network_peers(settings), events.handlers.copy())
    events.register(service.handlers, service, Rescheduling(service, settings))
    service.loops.append(Loop("submissions extensions", Lapsing(service).turn, settings.lapse_seconds))
    service.at_start.append(keep_shipped_kinds)
    return service


def create_app(settings: SubmissionsSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    service = create_service(settings or SubmissionsSettings(), peers)
    app = build_app(service, [*(noun.router for noun in NOUNS), audit_router(service.name)], title="Jianxing submissions", description=DESCRIPTION)
    app.state.plans = PlansClient(service.peers[ServiceName.PLANS])
    return app
