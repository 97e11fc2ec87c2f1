"""Changes of regions and units that were recorded for a day to come: this loop lets rows follow when the day has come."""

from services.plans.repository import changes
from services.plans.service.borders import follow_borders
from services.plans.service.changes import Follow, apply_change
from services.plans.service.following import follow_closing, follow_merge, follow_move, follow_rename
from services.plans.service.posts import follow_hand_over
from shared.kit.clock import today
from shared.kit.problems import Problem
from shared.kit.service import Service
from shared.kit.work import own_work
from shared.schemas.borders import ChangeKind

_BORDERS = (ChangeKind.REGION_MERGED, ChangeKind.REGION_SPLIT, ChangeKind.REGION_REDIVIDED, ChangeKind.REGION_SUCCEEDED)
FOLLOWED: dict[ChangeKind, Follow] = {
    **dict.fromkeys(_BORDERS, follow_borders),
    ChangeKind.UNIT_RENAMED: follow_rename,
    ChangeKind.UNIT_MERGED: follow_merge,
    ChangeKind.UNIT_MOVED: follow_move,
    ChangeKind.UNIT_CLOSED: follow_closing,
    ChangeKind.ACCOUNT_HANDED_OVER: follow_hand_over,
}
"""What is done on the day, by kind; what is not here has dated rows and needs nothing."""


class DirectoryChanges:
    """One turn applies one change under its lock, so several workers do no harm; one that no longer fits is kept with the reason."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def turn(self) -> int:
        """How many changes were dealt with."""
        service = self._service
        day = today(service.clock)
        if not await changes.something_due(service.database.read, day):
            return 0
        async with own_work(service) as work:
            due = await changes.changes_due(work.db, day, 1)
            for change in due:
                try:
                    async with work.db.session.begin_nested():
                        await apply_change(work, change, FOLLOWED.get(ChangeKind(change.kind)))
                except Problem as fault:
                    change.refused = str(fault)
        return len(due)
