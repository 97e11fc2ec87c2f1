"""Leads, bearers of duties and members of groups that begin or end on a day said before: this loop tells them when the day has come."""

from services.plans.repository import telling
from services.plans.service.telling_days import tell_until
from shared.kit.clock import today
from shared.kit.service import Service
from shared.kit.work import own_work


class DatedTellings:
    """One turn tells everything up to today, once, under a lock; after any downtime the next turn catches up."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def turn(self) -> int:
        """How many subjects were told."""
        service = self._service
        day = today(service.clock)
        if await telling.told_until(service.database.read) == day:
            return 0
        async with own_work(service) as work:
            return await tell_until(work, day)
