"""Taking over what a newer calendar library knows, at every start and once a day."""

from services.plans.service.calendars import outdated_library_calendars, refresh_library_calendars
from shared.kit.service import Service
from shared.kit.work import own_work


class CalendarRefresh:
    """A loop's turn; exact under any number of workers, for a calendar changes under its year's lock."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def turn(self) -> int:
        """How many calendars changed; then it looks again."""
        service = self._service
        if not await outdated_library_calendars(service.database.read):
            return 0
        async with own_work(service) as work:
            return await refresh_library_calendars(work)
