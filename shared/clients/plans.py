"""Reading the plans service: calendars for workdays."""

from collections.abc import Iterable
from datetime import date

from shared.kit.framework_problems import PeerUnavailable
from shared.kit.peers import Peer
from shared.rules.workdays import Workdays
from shared.schemas.calendars import Calendar


class PlansClient:
    """Typed calls to the plans service; answers that were published are kept for the life of the process."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._published: dict[int, Calendar] = {}

    async def calendar(self, year: int) -> Calendar:
        """The statutory calendar of ``year``; raises PeerUnavailable when plans does not answer."""
        if year in self._published:
            return self._published[year]
        response = await self._peer.get(f"/api/v1/plans/calendars/{year}")
        if not response.is_success:
            raise PeerUnavailable(peer=self._peer.name, headers={"Retry-After": "5"})
        calendar = Calendar.model_validate_json(response.content)
        if not calendar.provisional:
            self._published[year] = calendar
        return calendar

    async def workdays(self, around: Iterable[date]) -> Workdays:
        """The workdays of every year touched by ``around``, and of its neighbours over the turn of the year."""
        years = {year for day in around for year in (day.year - (day.month == 1), day.year, day.year + (day.month == 12))}  # noqa: PLR2004
        calendars = [await self.calendar(year) for year in sorted(years)]
        return Workdays(
            frozenset(day for calendar in calendars for day in calendar.days_off),
            frozenset(day for calendar in calendars for day in calendar.make_up_workdays),
        )
