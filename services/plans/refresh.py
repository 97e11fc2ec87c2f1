"""Taking over what a newer calendar library knows, at every start and once a day."""

from services.plans.service.calendars import outdated_library_calendars, refresh_library_calendars
from shared.kit.context import request_scope
from shared.kit.service import Service
from shared.kit.tokens import service_actor
from shared.kit.work import Work


class CalendarRefresh:
    """A loop's turn; exact under any number of workers, for a calendar changes under its year's lock."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def turn(self) -> int:
        """How many calendars changed; then it looks again."""
        service = self._service
        if not await outdated_library_calendars(service.database.read):
            return 0
        with request_scope():
            async with service.database.write() as db:
                return await refresh_library_calendars(Work(service_actor(service.name), db, service.database.read, service))
