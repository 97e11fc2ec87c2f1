"""The watchdog: what is due and was not sent within a quarter of an hour is told to the administrators, once a day, and to the log each time."""

from uuid import NAMESPACE_URL, uuid5

from services.notifications.repository import digests, directory, dispatching, messages, scanning
from services.notifications.rules import wording
from services.notifications.service.delivering import Outside
from services.notifications.service.proving import GRACE
from services.notifications.service.telling import Circle, Occasion, tell
from shared.kit.clock import today
from shared.kit.log import logger
from shared.kit.metrics import Measured
from shared.kit.service import Service
from shared.rules.access import Role
from shared.schemas.messages import MessageKind

_SAYS = {
    "reminders_late": "Planned reminders that are due for more than 15 minutes.",
    "deliveries_late": "Deliveries that could have gone more than 15 minutes ago.",
    "digest_items_late": "Reminders whose digest is due for more than 15 minutes.",
}


class Watchdog:
    """Looks whether anything that is due is late."""

    def __init__(self, service: Service, outside: Outside) -> None:
        self._service, self._outside = service, outside

    async def turn(self) -> int:
        """Sound the alarm if need be. Never "again at once": what is late stays late for a while."""
        late = await self._late()
        if any(late.values()):
            logger.error("due and not sent", **late)
            await self._alarm(late["reminders_late"] + late["digest_items_late"], late["deliveries_late"])
        return 0

    async def measure(self) -> list[Measured]:
        """How much is late, as metrics."""
        return [Measured(name, _SAYS[name], count) for name, count in (await self._late()).items()]

    async def _late(self) -> dict[str, int]:
        read, before = self._service.database.read, self._service.clock.now() - GRACE
        return {
            "reminders_late": await scanning.overdue(read, before),
            "deliveries_late": await dispatching.open_since(read, before),
            "digest_items_late": await digests.overdue(read, before),
        }

    async def _alarm(self, late: int, stuck: int) -> None:
        day, now = today(self._service.clock), self._service.clock.now()
        key = f"watchdog/{day.isoformat()}"
        occasion = Occasion(key, MessageKind.ALARM, wording.late(late, stuck), uuid5(NAMESPACE_URL, key))
        if await messages.told_about(self._service.database.read, occasion.about):
            return
        async with self._service.database.write() as db:
            told = await directory.all_holders(db, Role.ADMINISTRATOR, day)
            await tell(db, occasion, told, Circle(Role.ADMINISTRATOR, None, "", now), self._outside)
