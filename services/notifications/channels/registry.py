"""The channels that the settings switch on, by name."""

from collections.abc import Sequence

from services.notifications.channels.base import Channel
from services.notifications.channels.email import EmailChannel, Letterhead
from services.notifications.channels.gateway import GatewayChannel
from services.notifications.channels.outbound import Outbound
from services.notifications.channels.robots import RobotChannel
from services.notifications.channels.smtp import MailServer
from services.notifications.channels.webhook import WebhookChannel
from services.notifications.rules.addresses import Inside
from services.notifications.settings import NotificationsSettings, Sending
from shared.schemas.endpoints import EndpointKind
from shared.schemas.providers import ProviderChannel


def open_channels(settings: NotificationsSettings) -> Sequence[Channel]:
    """Every channel that may be used here: none at all while sending is off, as it is unless somebody switches it on."""
    if settings.sending is Sending.OFF:
        return []
    robots = [RobotChannel(kind, open_outbound(settings)) for kind in (EndpointKind.DINGTALK, EndpointKind.WECOM)]
    gateways = [GatewayChannel(channel, open_outbound(settings)) for channel in ProviderChannel]
    return [*([_email(settings)] if settings.smtp_host else []), WebhookChannel(open_outbound(settings), settings.public_url), *robots, *gateways]


def open_outbound(settings: NotificationsSettings) -> Outbound:
    """The way to addresses that people entered."""
    return Outbound(Inside.of(settings.webhook_inside), settings.attempt_seconds, settings.webhook_authorities)


def _email(settings: NotificationsSettings) -> EmailChannel:
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        timeout=settings.attempt_seconds,
    )
    return EmailChannel(server, Letterhead(settings.mail_from, settings.mail_from_name, settings.public_url, settings.mail_unsubscribe))
