"""What an amendment does to occurrences: those ahead follow the changed duties, what was due before stays as it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.plans.models import OccurrenceRecord, PlanRecord
from services.plans.repository import rescheduling as repository
from services.plans.service.occurrences import occurrence_rows
from services.plans.service.telling import occurrence_event
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.duties import OccurrenceState
from shared.schemas.events.duties import OccurrenceMoved, OccurrenceScheduled, OccurrenceVoided


async def reschedule(work: Work, plan: PlanRecord, before: Mapping[str, Any], after: Sequence[Any], *, period_moved: bool) -> None:
    """Schedule, move and void the occurrences ahead of duties (rows with id, key and fact) that are new, changed or gone."""
    touched = [row for row in after if period_moved or row.key not in before or _says(row) != _says(before[row.key])]
    keys = {row.key for row in after}
    gone = [row for key, row in before.items() if key not in keys]
    there = {_slot(dict(row._mapping)): row for row in await repository.occurrences_of(work.db, [row.id for row in (*touched, *gone)])}
    wanted = {_slot(row): row for row in await occurrence_rows(work, plan, touched)}
    now = work.now()
    fresh = [{**row, "id": new_id()} for slot, row in wanted.items() if slot not in there and _is_ahead(row["due"], now)]
    moved = [_moved(row, there[slot]) for slot, row in wanted.items() if slot in there and _differs(row, there[slot], now)]
    void = [row.id for slot, row in there.items() if slot not in wanted and row.state == OccurrenceState.SCHEDULED and _is_ahead(row.due, now)]
    await work.db.insert(OccurrenceRecord, fresh)
    await repository.move(work.db, moved)
    voided = await repository.void(work.db, void, "计划已修订")
    await work.tell(*(occurrence_event(OccurrenceScheduled, row) for row in fresh))
    await work.tell(*(occurrence_event(OccurrenceMoved, row) for row in moved))
    await work.tell(*(OccurrenceVoided(version=row.version, occurrence_id=row.id) for row in voided))


def _says(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.fact.items() if name != "clause"}


def _slot(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["duty_id"], row["subject_year"], row["sequence"]


def _is_ahead(due: datetime | None, now: datetime) -> bool:
    return due is None or due > now


def _differs(row: Mapping[str, Any], known: Any, now: datetime) -> bool:
    """Whether an occurrence ahead gets another day, or one that was voided takes place after all."""
    if not (_is_ahead(known.due, now) and _is_ahead(row["due"], now)):
        return False
    return (row["due_on"], row["what"]) != (known.due_on, known.what) or known.state != OccurrenceState.SCHEDULED


def _moved(row: Mapping[str, Any], known: Any) -> dict[str, Any]:
    return {**row, "id": known.id, "version": known.version + 1}
