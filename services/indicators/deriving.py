"""Values that follow from others by a formula. This loop computes what changes of inputs have asked for."""

from decimal import Decimal

from services.indicators.repository import derivations
from services.indicators.service.deriving import derive_due
from shared.kit.clock import today
from shared.kit.service import Service

_MOST = 1000


class Deriving:
    """One turn computes at most a thousand values in one transaction; any number of workers share the work."""

    def __init__(self, service: Service, on_track_from: Decimal) -> None:
        self._service, self._on_track_from = service, on_track_from

    async def turn(self) -> int:
        """How many values were computed."""
        service = self._service
        if not await derivations.something_asked(service.database.read):
            return 0
        async with service.database.write() as db:
            day, now = today(service.clock), service.clock.now()
            return await derive_due(db, service.outbox, _MOST, now, day, self._on_track_from)
