"""The tables of the notifications service, by noun."""

from services.notifications.models.base import Base
from services.notifications.models.deadlines import DeadlineRecord, ReminderRecord
from services.notifications.models.deliveries import AttemptRecord, BouncedAddress, DeliveryRecord
from services.notifications.models.endpoints import EndpointRecord
from services.notifications.models.feeds import FeedRecord
from services.notifications.models.known import KnownAccount, KnownPost, KnownUnit
from services.notifications.models.messages import MessageRecord
from services.notifications.models.policies import KnownCalendar, PolicyRecord
from services.notifications.models.templates import TemplateRecord

__all__ = [
    "AttemptRecord",
    "Base",
    "BouncedAddress",
    "DeadlineRecord",
    "DeliveryRecord",
    "EndpointRecord",
    "FeedRecord",
    "KnownAccount",
    "KnownCalendar",
    "KnownPost",
    "KnownUnit",
    "MessageRecord",
    "PolicyRecord",
    "ReminderRecord",
    "TemplateRecord",
]
