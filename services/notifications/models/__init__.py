"""The tables of the notifications service, by noun."""

from services.notifications.models.base import Base
from services.notifications.models.deadlines import STORED_STATES, DeadlineConcern, DeadlineMoveRecord, DeadlineRecord, ReminderRecord
from services.notifications.models.deliveries import AttemptRecord, BouncedAddress, DeliveryRecord
from services.notifications.models.digests import DigestItemRecord, DigestItemState
from services.notifications.models.endpoints import CallLog, EndpointRecord
from services.notifications.models.feeds import FeedRecord
from services.notifications.models.known import KnownAccount, KnownLead, KnownPlan, KnownPost, KnownUnit
from services.notifications.models.messages import MessageRecord
from services.notifications.models.policies import KnownCalendar, PolicyRecord
from services.notifications.models.preferences import PreferenceRecord
from services.notifications.models.providers import ProviderRecord
from services.notifications.models.templates import TemplateRecord

__all__ = [
    "STORED_STATES",
    "AttemptRecord",
    "Base",
    "BouncedAddress",
    "CallLog",
    "DeadlineConcern",
    "DeadlineMoveRecord",
    "DeadlineRecord",
    "DeliveryRecord",
    "DigestItemRecord",
    "DigestItemState",
    "EndpointRecord",
    "FeedRecord",
    "KnownAccount",
    "KnownCalendar",
    "KnownLead",
    "KnownPlan",
    "KnownPost",
    "KnownUnit",
    "MessageRecord",
    "PolicyRecord",
    "PreferenceRecord",
    "ProviderRecord",
    "ReminderRecord",
    "TemplateRecord",
]
