"""Occurrences: the concrete instances of a plan's duties, made when the plan is issued, voided when it no longer binds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.plans.models import OccurrenceRecord, PlanRecord
from services.plans.repository import occurrences as repository
from services.plans.service.bearers import bearers_of
from services.plans.service.calendars import hold_calendars
from services.plans.service.telling import occurrence_event
from shared.kit.db import Db
from shared.kit.ids import new_id
from shared.kit.rights import see
from shared.kit.work import Work
from shared.rules.access import Actor, Disclosure, Permission, Thing
from shared.rules.workdays import Calendars, Dated, Instance, end_of_day, explain, instances, recurrence_rule, settle
from shared.schemas.calendars import CalendarUsed
from shared.schemas.duties import FullOccurrence, Occurrence, OccurrenceMove, OccurrenceState
from shared.schemas.events.duties import OccurrenceScheduled, OccurrenceVoided
from shared.schemas.plan_document import Duty, WorkdayPolicy


async def schedule(work: Work, plan: PlanRecord, duties: Sequence[Any]) -> None:
    """Store and announce every occurrence of the plan's duties (rows with ``id`` and ``fact``), in the order of their due days."""
    rows = [{**row, "id": new_id()} for row in await occurrence_rows(work, plan, duties)]
    await work.db.insert(OccurrenceRecord, rows)
    await work.tell(*(occurrence_event(OccurrenceScheduled, row) for row in rows))


async def occurrence_rows(work: Work, plan: PlanRecord, duties: Sequence[Any]) -> list[dict[str, Any]]:
    """Every occurrence of some duties as columns without ids, in the order of their due days."""
    found = [
        (row.id, duty, instance)
        for row in duties
        for duty in [Duty.model_validate(row.fact)]
        for instance in instances(duty, plan.period_start, plan.period_end)
    ]
    calendars = await hold_calendars(work, {instance.printed_on for *_, instance in found if instance.printed_on})
    rows = [_row(plan.id, duty_id, duty, instance, calendars) for duty_id, duty, instance in found]
    return sorted(rows, key=lambda row: (row["sort_on"], row["subject_year"]))


def _row(plan_id: UUID, duty_id: UUID, duty: Duty, instance: Instance, calendars: Calendars) -> dict[str, Any]:
    settled = settle(instance.printed_on, duty.workday_policy, calendars) if instance.printed_on else None
    due_on = settled.due_on if settled else None
    return {
        "version": 1,
        "plan_id": plan_id,
        "duty_id": duty_id,
        "duty_key": duty.key,
        "what": duty.what,
        "subject_year": instance.subject_year,
        "sequence": instance.sequence,
        "subject_from": instance.subject_from,
        "subject_until": instance.subject_until,
        "printed_on": instance.printed_on,
        "workday_policy": duty.workday_policy,
        "due": end_of_day(due_on) if due_on else None,
        "due_on": due_on,
        "sort_on": due_on or date.max,
        "provisional": settled is not None and settled.provisional,
        "calendars": [used.used().model_dump(mode="json") for used in settled.calendars] if settled else [],
        "state": OccurrenceState.SCHEDULED,
        "voided_because": None,
    }


async def void_occurrences(work: Work, plan_id: UUID, because: str, *, due_after: datetime | None = None, about_from: int | None = None) -> int:
    """Void a plan's scheduled occurrences and tell it; how many. For use cases that end or replace a plan, in their transaction.

    With ``due_after`` only those due later (or on no day): what was due before stays owed. With ``about_from`` only those about that
    year or a later one. ``because`` is kept, at most 300 characters of it.
    """
    rows = await repository.void_open(work.db, plan_id, because[:300], due_after, about_from)
    await work.tell(*(OccurrenceVoided(version=row.version, occurrence_id=row.id) for row in rows))
    return len(rows)


async def explained(db: Db, actor: Actor, occurrence_id: UUID) -> FullOccurrence:
    """An occurrence with its reasons and moves, if the actor may know of its plan; NotFound otherwise."""
    row = await repository.occurrence(db, occurrence_id)
    thing = Thing(region_path=row.region_path, state=row.plan_state, disclosure=Disclosure(row.disclosure)) if row else None
    see(actor, Permission.PLAN_READ, thing, what="occurrence", what_zh="任务期次")
    assert row is not None
    used = [CalendarUsed.model_validate(one) for one in row.calendars]
    dated = Dated(row.subject_from, row.subject_until, row.printed_on, row.due_on, WorkdayPolicy(row.workday_policy), used)
    duty = Duty.model_validate(row.fact)
    reasoning = explain(duty, dated, recurrence_rule(duty, row.period_start, row.period_end))
    fields = {name: row._mapping[name] for name in Occurrence.model_fields}
    moves = [_move(one) for one in await repository.moves_of(db, occurrence_id)]
    bearers = await bearers_of(db, row.plan_id, row.duty_key, row.due_on)
    return FullOccurrence(**fields, bearers=bearers, reasoning=reasoning, moves=moves)


def _move(row: Any) -> OccurrenceMove:
    return OccurrenceMove(**{name: row._mapping[name] for name in OccurrenceMove.model_fields})
