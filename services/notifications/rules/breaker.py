"""The circuit breaker of an endpoint: after several failures in a row it rests, longer each time; one trial decides; after days it is given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERATED = 5
"""Failures in a row before an endpoint rests."""
_FIRST_REST, _LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Health:
    """How an endpoint fares."""

    failures: int = 0
    failing_since: datetime | None = None
    resting_until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it failed so often that only a trial may go."""
        return self.failures >= TOLERATED


def after(health: Health, *, arrived: bool, now: datetime) -> Health:
    """The health after one more attempt."""
    if arrived:
        return Health()
    failures = health.failures + 1
    rest = min(_LONGEST_REST, _FIRST_REST * (1 << min(max(failures - TOLERATED, 0), 10)))
    return Health(failures, health.failing_since or now, now + rest if failures >= TOLERATED else None)


def admit(health: Health, parcels: int, now: datetime) -> int:
    """How many of ``parcels`` may be tried now: all, none, or one as a trial."""
    if not health.is_open:
        return parcels
    return 0 if health.resting_until is not None and now < health.resting_until else min(1, parcels)


def is_given_up(health: Health, now: datetime, patience: timedelta) -> bool:
    """Whether it has failed for longer than ``patience``."""
    return health.failing_since is not None and now - health.failing_since >= patience
