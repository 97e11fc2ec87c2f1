"""Occurrences: the concrete instances of a plan's duties, made when the plan is issued."""

from collections.abc import Sequence
from typing import Any

from services.plans.calendars import calendar_of
from services.plans.models import OccurrenceRecord, PlanRecord
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.rules.workdays import Instance, end_of_day, instances
from shared.schemas.base import PlanId
from shared.schemas.events.duties import OccurrenceScheduled
from shared.schemas.plan_document import Duty


async def schedule(work: Work, plan: PlanRecord, duties: Sequence[Any]) -> None:
    """Store and announce every occurrence of the plan's duties, in the order of their due days."""
    rows = [
        _row(plan, row.id, duty, instance)
        for row in duties
        for duty in [Duty.model_validate(row.fact)]
        for instance in instances(duty, plan.period_start, plan.period_end)
    ]
    rows.sort(key=lambda row: (row["due_on"] is None, row["due_on"] or 0, row["subject_year"]))
    for row in rows:
        row["id"] = new_id()
    await work.db.insert(OccurrenceRecord, rows)
    await work.tell(*(_scheduled(row) for row in rows))


def _row(plan: PlanRecord, duty_id: Any, duty: Duty, instance: Instance) -> dict[str, Any]:
    due_on = instance.printed_on
    return {
        "version": 1,
        "plan_id": plan.id,
        "duty_id": duty_id,
        "duty_key": duty.key,
        "what": duty.what,
        "subject_year": instance.subject_year,
        "sequence": instance.sequence,
        "due": end_of_day(due_on) if due_on else None,
        "due_on": due_on,
        "provisional": due_on is not None and calendar_of(due_on.year).provisional,
    }


def _scheduled(row: dict[str, Any]) -> OccurrenceScheduled:
    return OccurrenceScheduled(
        version=1,
        occurrence_id=row["id"],
        plan_id=PlanId(row["plan_id"]),
        duty_key=row["duty_key"],
        subject_year=row["subject_year"],
        sequence=row["sequence"],
        due=row["due"],
        due_on=row["due_on"],
        provisional=row["provisional"],
    )
