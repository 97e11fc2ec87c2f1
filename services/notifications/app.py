"""The composition root of the notifications service."""

from fastapi import FastAPI

from services.notifications import events
from services.notifications.routes import deadlines, messages
from services.notifications.service.reminding import Scan
from services.notifications.settings import NotificationsSettings
from shared.kit.app import build_app
from shared.kit.audit_log import audit_router
from shared.kit.inbox import Handlers
from shared.kit.loops import Loop
from shared.kit.service import PeerClients, Service, network_peers
from shared.schemas.services import ServiceName

NOUNS = (messages, deadlines)
DESCRIPTION = "What follows from a deadline: reminders that stop by themselves, escalation, and the inbox."


def create_service(settings: NotificationsSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    service = Service.assemble(ServiceName.NOTIFICATIONS, settings, peers or network_peers(settings), Handlers())
    events.register(service.handlers, service, settings.send_hour)
    service.loops.append(Loop("notifications scan", Scan(service).turn, settings.scan_seconds))
    return service


def create_app(settings: NotificationsSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    service = create_service(settings or NotificationsSettings(), peers)
    return build_app(service, [*(noun.router for noun in NOUNS), audit_router(service.name)], title="Jianxing notifications", description=DESCRIPTION)
