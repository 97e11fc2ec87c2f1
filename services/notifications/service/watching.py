"""The watchdog: what is due and was not sent within a quarter of an hour is told to the administrators, once a day, and to the log each time."""

from uuid import NAMESPACE_URL, uuid5

from services.notifications.repository import directory, dispatching, messages, scanning
from services.notifications.rules import wording
from services.notifications.service.delivering import Outside
from services.notifications.service.proving import GRACE
from services.notifications.service.telling import Circle, Occasion, tell
from shared.kit.clock import today
from shared.kit.log import logger
from shared.kit.service import Service
from shared.rules.access import Role
from shared.schemas.messages import MessageKind


class Watchdog:
    """Looks whether anything that is due is late."""

    def __init__(self, service: Service, outside: Outside) -> None:
        self._service, self._outside = service, outside

    async def turn(self) -> int:
        """Sound the alarm if need be. Never "again at once": what is late stays late for a while."""
        read, now = self._service.database.read, self._service.clock.now()
        late, since = await scanning.overdue(read, now - GRACE)
        stuck = await dispatching.open_since(read, now - GRACE)
        if late or stuck:
            logger.error("due and not sent", reminders=late, deliveries=stuck, since=since.isoformat() if since else None)
            await self._alarm(late, stuck)
        return 0

    async def _alarm(self, late: int, stuck: int) -> None:
        day, now = today(self._service.clock), self._service.clock.now()
        key = f"watchdog/{day.isoformat()}"
        occasion = Occasion(key, MessageKind.ALARM, wording.late(late, stuck), uuid5(NAMESPACE_URL, key))
        if await messages.told_about(self._service.database.read, occasion.about):
            return
        async with self._service.database.write() as db:
            told = await directory.all_holders(db, Role.ADMINISTRATOR, day)
            await tell(db, occasion, told, Circle(Role.ADMINISTRATOR, None, "", now), self._outside)
