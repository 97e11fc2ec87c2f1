"""Deadlines as a calendar shows them: the state by the clock, the workdays left by the calendar."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row

from services.notifications.repository import concerns, deadlines
from services.notifications.service.calendars import workdays_around
from shared.kit.clock import Clock, today
from shared.kit.db import Db
from shared.schemas.deadlines import Concerned, Deadline, DeadlineInFull, DeadlineMove, DeadlineState

_COPIED = tuple(name for name in Deadline.model_fields if name not in {"unit_name", "state", "workdays_left"})


async def shown(db: Db, rows: Sequence[Row[Any]], clock: Clock) -> list[Deadline]:
    """Each deadline as it stands now."""
    now, day = clock.now(), today(clock)
    workdays = await workdays_around(db, {day, *(row.due_on for row in rows)})
    left = cache(lambda due_on: workdays.between(day, due_on))
    return [_shown(row, overdue=row.due <= now, left=left(row.due_on)) for row in rows]


def _shown(row: Row[Any], *, overdue: bool, left: int) -> Deadline:
    is_open = row.state == DeadlineState.OPEN
    copied = {name: row._mapping[name] for name in _COPIED}
    state = DeadlineState.OVERDUE if is_open and overdue else DeadlineState(row.state)
    return Deadline(**copied, unit_name=row.unit_name or str(row.unit_id), state=state, workdays_left=left if is_open else None)


async def shown_in_full(db: Db, row: Row[Any], clock: Clock) -> DeadlineInFull:
    """A deadline with what it belongs to and its history."""
    [head] = await shown(db, [row], clock)
    belongs = [Concerned(plan_id=one.plan_id, plan_title=one.plan_title, action=one.action or None) for one in await concerns.concerned(db, row.id)]
    moves = [DeadlineMove(**{name: move._mapping[name] for name in DeadlineMove.model_fields}) for move in await deadlines.moves_of(db, row.id)]
    return DeadlineInFull(**head.model_dump(), concerns=belongs, moves=moves)
