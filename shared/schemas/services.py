"""The four services, by name."""

from enum import StrEnum


class ServiceName(StrEnum):
    """A service's name as it stands in URLs, tokens and events."""

    PLANS = "plans"
    INDICATORS = "indicators"
    SUBMISSIONS = "submissions"
    NOTIFICATIONS = "notifications"
