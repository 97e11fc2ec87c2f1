"""Reading the plans service: calendars for workdays."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from shared.kit.framework_problems import PeerUnavailable
from shared.kit.peers import Peer
from shared.rules.workdays import Workdays, years_around
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

    async def workdays(self, around: Iterable[date], told: Mapping[int, Workdays] = MappingProxyType({})) -> Workdays:
        """The workdays of every year touched by ``around``, and of its neighbours over the turn of the year.

        ``told`` are years of which plans have told by event: they are not asked for, and never older than what is kept here.
        """
        asked = [await self.calendar(year) for year in years_around(around) if year not in told]
        return Workdays.joined([*told.values(), *(Workdays(frozenset(one.days_off), frozenset(one.make_up_workdays)) for one in asked)])
