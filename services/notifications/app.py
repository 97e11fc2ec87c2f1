"""The composition root of the notifications service."""

from collections.abc import Sequence

from fastapi import FastAPI

from services.notifications import events
from services.notifications.channels.base import Channel
from services.notifications.channels.registry import open_channels
from services.notifications.routes import deadlines, deliveries, messages, proof
from services.notifications.service.delivering import Outside
from services.notifications.service.dispatching import Dispatcher, Limits
from services.notifications.service.scanning import Scan
from services.notifications.service.watching import Watchdog
from services.notifications.settings import NotificationsSettings, Sending
from shared.kit.app import build_app
from shared.kit.audit_log import audit_router
from shared.kit.inbox import Handlers
from shared.kit.loops import Loop
from shared.kit.service import PeerClients, Service, network_peers
from shared.schemas.services import ServiceName

NOUNS = (messages, deadlines, deliveries, proof)
DESCRIPTION = "What follows from a deadline: reminders that stop by themselves, escalation, and the inbox."


def create_service(settings: NotificationsSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    service = Service.assemble(ServiceName.NOTIFICATIONS, settings, peers or network_peers(settings), Handlers())
    channels = open_channels(settings)
    outside = Outside([channel.name for channel in channels])
    events.register(service.handlers, service, settings.send_hour, outside)
    service.loops.append(Loop("notifications scan", Scan(service, outside).turn, settings.scan_seconds))
    service.loops.append(Loop("notifications watchdog", Watchdog(service, outside).turn, settings.watch_seconds))
    _carry_out(service, settings, channels)
    return service


def _carry_out(service: Service, settings: NotificationsSettings, channels: Sequence[Channel]) -> None:
    """One loop per channel: a slow one holds up no other."""
    limits = Limits(None if settings.sending is Sending.ALL else settings.allowed, settings.dispatch_at_once, settings.attempt_seconds)
    for channel in channels:
        service.loops.append(Loop(f"notifications {channel.name}", Dispatcher(service, channel, limits).turn, settings.dispatch_seconds))
        service.closing.append(channel.aclose)


def create_app(settings: NotificationsSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    service = create_service(settings or NotificationsSettings(), peers)
    return build_app(service, [*(noun.router for noun in NOUNS), audit_router(service.name)], title="Jianxing notifications", description=DESCRIPTION)
