"""What a change of a calendar does to the dates that lie ahead: set by set, never occurrence by occurrence."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.plans.models import OccurrenceMove
from services.plans.repository import occurrences as repository
from services.plans.service.telling import occurrence_event
from shared.kit.clock import today
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.rules.workdays import Calendars, Settled, YearCalendar, end_of_day, settle
from shared.schemas.events.duties import OccurrenceMoved
from shared.schemas.plan_document import WorkdayPolicy

_Day = tuple[date, str, date]
"""Printed day, workday policy, due day: what all occurrences of one fate have in common."""


async def recompute(work: Work, changed: YearCalendar, calendars: Calendars, basis: str | None) -> int:
    """Settle every date ahead that the changed calendar has a say in; one event for each that moved. How many moved.

    What is past stays, and nothing is moved before today: a calendar makes nobody late. Twice the same calendar moves nothing twice.
    """
    now = work.now()
    # A day of December or January may be moved into the changed year or out of it.
    rows = await repository.days_ahead(work.db, date(changed.year - 1, 12, 1), date(changed.year + 1, 1, 31), now)
    found = {(row.printed_on, row.workday_policy, row.due_on): settle(row.printed_on, WorkdayPolicy(row.workday_policy), calendars) for row in rows}
    settled = {day: new for day, new in found.items() if _concerns(day, new, changed.year) and new.due_on >= today(work.service.clock)}
    moving = {day: new for day, new in settled.items() if new.due_on != day[2]}
    moved = await repository.occurrences_on(work.db, list(moving), now) if moving else []
    # Those that stay come first: what has just moved must not be found again under its new day.
    in_turn = sorted(settled.items(), key=lambda item: item[1].due_on != item[0][2])
    await repository.settle_days(work.db, [_change(day, new) for day, new in in_turn], now)
    await _note_moves(work, moved, moving, _because(changed, basis))
    return len(moved)


def _concerns(day: _Day, new: Settled, year: int) -> bool:
    """Whether the year's calendar was asked for the old day or is for the new one."""
    printed_on, _, due_on = day
    return year in range(min(printed_on, due_on).year, max(printed_on, due_on).year + 1) or any(one.year == year for one in new.calendars)


def _change(day: _Day, new: Settled) -> dict[str, Any]:
    printed_on, policy, due_on = day
    return {
        "printed": printed_on,
        "policy": policy,
        "seen": due_on,
        "new_due": end_of_day(new.due_on),
        "new_due_on": new.due_on,
        "new_provisional": new.provisional,
        "new_calendars": [used.used().model_dump(mode="json") for used in new.calendars],
    }


def _because(calendar: YearCalendar, basis: str | None) -> str:
    return f"{calendar.year}年日历第{calendar.version}版" + (f"（{basis}）" if basis else "")


async def _note_moves(work: Work, moved: Sequence[Any], moving: Mapping[_Day, Settled], because: str) -> None:
    rows, events = [], []
    for row in moved:
        new = moving[row.printed_on, row.workday_policy, row.due_on]
        rows.append(
            {"id": new_id(), "occurrence_id": row.id, "moved_from": row.due_on, "moved_to": new.due_on, "because": because[:300], "at": work.now()}
        )
        events.append(occurrence_event(OccurrenceMoved, {**row._mapping, **_moved_to(new), "version": row.version + 1}))
    await work.db.insert(OccurrenceMove, rows)
    await work.tell(*events)


def _moved_to(new: Settled) -> dict[str, Any]:
    return {"due": end_of_day(new.due_on), "due_on": new.due_on, "provisional": new.provisional}
