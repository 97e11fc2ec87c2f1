"""Announced revisions take effect on their day. This loop looks for those whose day has come."""

from decimal import Decimal

from services.indicators.repository import revisions
from services.indicators.service.revising import take_effect
from shared.kit.clock import today
from shared.kit.service import Service


class TakingEffect:
    """One turn lets at most a hundred revisions take effect, each in a transaction of its own."""

    def __init__(self, service: Service, on_track_from: Decimal) -> None:
        self._service, self._on_track_from = service, on_track_from

    async def turn(self) -> int:
        """How many revisions took effect."""
        service = self._service
        day = today(service.clock)
        due = await revisions.announced_by(service.database.read, day)
        for row in due:
            async with service.database.write() as db:
                await take_effect(db, service.outbox, row.id, row.plan_id, day=day, at=service.clock.now(), on_track_from=self._on_track_from)
        return len(due)
