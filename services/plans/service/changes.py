"""Changes of regions and units: each is recorded with its day; what follows from it is done on that day."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.models import DirectoryChange
from shared.kit.clock import today
from shared.kit.work import Work
from shared.schemas.base import Wire
from shared.schemas.borders import ChangeKind

Follow = Callable[[Work, DirectoryChange], Awaitable[None]]


async def record_change(work: Work, change_id: UUID, kind: ChangeKind, on: date, follow: Follow | None, **about: Any) -> DirectoryChange:
    """Note a change; if its day has come, rows follow at once, else the loop lets them follow on the day.

    ``about`` may hold basis, reason, detail and the ids of region, unit and successor unit.
    """
    basis: Wire | None = about.pop("basis", None)
    change = DirectoryChange(
        id=change_id,
        kind=kind,
        happens_on=on,
        basis=basis.model_dump(mode="json") if basis else None,
        detail=about.pop("detail", {}),
        recorded_at=work.now(),
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        **about,
    )
    work.db.add(change)
    await work.db.flush()
    if on <= today(work.service.clock):
        await apply_change(work, change, follow)
    return change


async def apply_change(work: Work, change: DirectoryChange, follow: Follow | None) -> None:
    """Let rows follow a change; ``follow`` is None for one whose rows are dated themselves."""
    if follow is not None:
        await follow(work, change)
    change.applied_at = work.now()
    await work.db.flush()
    await work.audit("apply_change", change.id, kind=change.kind)
