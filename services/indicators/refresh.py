"""Verdicts grow old: what was not due yesterday is missing today. This loop judges anew what was judged on an earlier day."""

from decimal import Decimal

from services.indicators.repository import catalogue, measuring
from services.indicators.service.judging import rejudge
from shared.kit.clock import today
from shared.kit.service import Service

_MOST = 100


class Refresh:
    """One turn judges at most a hundred plan indicators, so that a day's change holds no long lock."""

    def __init__(self, service: Service, on_track_from: Decimal) -> None:
        self._service, self._on_track_from = service, on_track_from

    async def turn(self) -> int:
        """How many plan indicators were judged anew."""
        service = self._service
        day = today(service.clock)
        stale = await measuring.plan_indicators_to_refresh(service.database.read, day, _MOST)
        if not stale:
            return 0
        async with service.database.write() as db:
            owners = await catalogue.plan_indicators_by_id(db, stale)
            await rejudge(db, service.outbox, owners, day=day, at=service.clock.now(), on_track_from=self._on_track_from)
        return len(stale)
