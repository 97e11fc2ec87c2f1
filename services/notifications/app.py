"""The composition root of the notifications service."""

from collections.abc import Sequence
from datetime import timedelta

from fastapi import FastAPI

from services.notifications import events
from services.notifications.channels.base import Channel, Desk
from services.notifications.channels.registry import open_channels, open_outbound
from services.notifications.repository.streaming import take_in_restored
from services.notifications.routes import (
    deadlines,
    deliveries,
    endpoints,
    feeds,
    messages,
    policies,
    preferences,
    proof,
    providers,
    streams,
    templates,
)
from services.notifications.rules.addresses import Inside
from services.notifications.rules.policies import shipped
from services.notifications.service.delivering import CONTACTS, Outside
from services.notifications.service.digesting import Digesting
from services.notifications.service.dispatching import Dispatcher, Limits
from services.notifications.service.endpoint_desk import EndpointDesk, Terms
from services.notifications.service.endpoint_secrets import Secrets
from services.notifications.service.endpoints import WayOut
from services.notifications.service.policies import Terms as PolicyTerms
from services.notifications.service.provider_desk import ProviderDesk, Reach
from services.notifications.service.robot_desk import RobotDesk
from services.notifications.service.scanning import Scan
from services.notifications.service.streaming import Bounds, Streams
from services.notifications.service.watching import Watchdog
from services.notifications.settings import NotificationsSettings, Sending
from shared.kit.app import build_app
from shared.kit.audit_log import audit_router
from shared.kit.inbox import Handlers
from shared.kit.loops import Loop
from shared.kit.service import PeerClients, Service, network_peers
from shared.schemas.endpoints import EndpointKind
from shared.schemas.providers import ProviderChannel
from shared.schemas.services import ServiceName

NOUNS = (messages, deadlines, policies, deliveries, endpoints, feeds, proof, templates, preferences, streams, providers)
DESCRIPTION = "What follows from a deadline: reminders that stop by themselves, escalation, and the inbox."


def create_service(settings: NotificationsSettings, peers: PeerClients | None = None) -> Service:
    """The service without its HTTP side: what a worker runs."""
    return _assemble(settings, peers)[0]


def _assemble(settings: NotificationsSettings, peers: PeerClients | None) -> tuple[Service, Outside]:
    """The service, and what it has outside."""
    service = Service.assemble(ServiceName.NOTIFICATIONS, settings, peers or network_peers(settings), Handlers())
    channels = open_channels(settings)
    outside = _outside(channels)
    events.register(service.handlers, service, shipped(settings.send_hour), outside)
    service.loops.append(Loop("notifications scan", Scan(service, outside).turn, settings.scan_seconds))
    service.loops.append(Loop("notifications digests", Digesting(service, outside).turn, settings.scan_seconds))
    watchdog = Watchdog(service, outside)
    service.loops.append(Loop("notifications watchdog", watchdog.turn, settings.watch_seconds))
    service.measures.append(watchdog.measure)
    _carry_out(service, settings, channels, outside)
    return service, outside


def _outside(channels: Sequence[Channel]) -> Outside:
    names = [channel.name for channel in channels]
    return Outside([name for name in names if name in CONTACTS], [name for name in names if name in set(EndpointKind)])


def _carry_out(service: Service, settings: NotificationsSettings, channels: Sequence[Channel], outside: Outside) -> None:
    """One loop per channel: a slow one holds up no other. What goes to programs is held against the list at their host, by their desk."""
    people = Limits(_allowed(settings), settings.dispatch_at_once, settings.attempt_seconds, settings.public_url)
    programs = Limits(None, settings.dispatch_at_once, settings.attempt_seconds, settings.public_url)
    terms = Terms(_allowed(settings), timedelta(seconds=settings.attempt_seconds), timedelta(days=settings.webhook_patience_days))
    endpoints = EndpointDesk(service, terms, outside)
    robots = RobotDesk(endpoints)
    desks: dict[str, Desk] = {EndpointKind.WEBHOOK: endpoints, EndpointKind.DINGTALK: robots, EndpointKind.WECOM: robots}
    reach = Reach(_allowed(settings), settings.public_url)
    desks |= {channel.value: ProviderDesk(channel, Secrets(service.signer), reach) for channel in ProviderChannel}
    for channel in channels:
        dispatcher = Dispatcher(service, channel, people if channel.name in CONTACTS else programs, desks.get(channel.name))
        service.loops.append(Loop(f"notifications {channel.name}", dispatcher.turn, settings.dispatch_seconds))
        service.closing.append(channel.aclose)


def _allowed(settings: NotificationsSettings) -> Sequence[str] | None:
    """Who may be reached; None for all."""
    return None if settings.sending is Sending.ALL else settings.allowed


def create_app(settings: NotificationsSettings | None = None, peers: PeerClients | None = None) -> FastAPI:
    """The service's application."""
    settings = settings or NotificationsSettings()
    service, outside = _assemble(settings, peers)
    app = build_app(service, [*(noun.router for noun in NOUNS), audit_router(service.name)], title="Jianxing notifications", description=DESCRIPTION)
    app.state.public_url = settings.public_url.rstrip("/")
    app.state.way_out = _way_out(service, settings)
    app.state.streams = _streams(service, settings)
    app.state.policy_terms = PolicyTerms(shipped(settings.send_hour), settings.ask_from_messages, outside)
    return app


def _streams(service: Service, settings: NotificationsSettings) -> Streams:
    """The open streams of this server."""
    bounds = Bounds(settings.streams_per_account, settings.streams_at_once, settings.stream_look_seconds, settings.stream_beat_seconds)
    streams = Streams(service.database.read, bounds)
    service.at_start.append(take_in_restored)
    service.closing.append(streams.aclose)
    return streams


def _way_out(service: Service, settings: NotificationsSettings) -> WayOut:
    """How a request reaches a program, to test it."""
    outbound = None if settings.sending is Sending.OFF else open_outbound(settings)
    if outbound is not None:
        service.closing.append(outbound.aclose)
    return WayOut(Inside.of(settings.webhook_inside), _allowed(settings), outbound)
