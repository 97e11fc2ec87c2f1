"""The events of rounds, assignments, deadlines and submissions, built in one place."""

from collections.abc import Sequence
from typing import Any, TypeVar

from services.submissions.models import AssignmentRecord, RoundRecord, SubmissionRecord
from services.submissions.repository import known
from shared.kit.db import Db
from shared.kit.work import Work
from shared.schemas.base import AccountId, PlanId, UnitId
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.reporting import (
    AssignmentEvent,
    Concern,
    DeadlineCleared,
    DeadlineSet,
    RoundEvent,
)

R = TypeVar("R", bound=RoundEvent)
A = TypeVar("A", bound=AssignmentEvent)


def round_event(kind: type[R], record: RoundRecord) -> R:
    """A round as it now is."""
    return kind(
        version=record.version,
        round_id=record.id,
        name=record.name,
        region_path=record.region_path,
        plan_ids=[PlanId(plan_id) for plan_id in record.plan_ids],
        subject_year=record.subject_year,
        state=record.state,
        opens=record.opens,
        internal_due=record.internal_due,
        outward_due=record.outward_due,
        closes=record.closes,
    )


def assignment_event(kind: type[A], record: AssignmentRecord, round_name: str, **more: Any) -> A:
    """An assignment as it now is; ``more``: what this kind of event tells besides."""
    return kind(
        version=record.version,
        assignment_id=record.id,
        round_id=record.round_id,
        round_name=round_name,
        unit_id=UnitId(record.unit_id),
        region_path=record.region_path,
        state=record.state,
        items=record.item_count,
        **more,
    )


async def deadlines_set(db: Db, named: Sequence[tuple[AssignmentRecord, str]]) -> list[DeadlineSet]:
    """Each assignment's one deadline, at its current instant, given with the name of its round; what they concern is asked for once."""
    concerns = await known.concerns_of(db, [record.id for record, _ in named])
    return [_deadline_set(record, round_name, concerns.get(record.id, [])) for record, round_name in named]


def _deadline_set(record: AssignmentRecord, round_name: str, concerns: Sequence[Any]) -> DeadlineSet:
    """Its id is the assignment's, its version too."""
    return DeadlineSet(
        version=record.version,
        deadline_id=record.id,
        kind=record.kind,
        title=round_name,
        unit_id=UnitId(record.unit_id),
        region_path=record.region_path,
        due=record.due,
        due_on=record.due_on,
        link=f"/api/v1/submissions/assignments/{record.id}",
        concerns=[Concern(plan_id=PlanId(row.plan_id), action=row.action or None) for row in concerns],
    )


def deadline_cleared(record: AssignmentRecord, cleared: ClearedAs, why: str) -> DeadlineCleared:
    """Nothing is owed under the assignment's deadline."""
    return DeadlineCleared(version=record.version, deadline_id=record.id, cleared_as=cleared, why=why)


def told_of(work: Work, record: SubmissionRecord, round_name: str) -> dict[str, Any]:
    """What every submission event says."""
    return {
        "version": record.version,
        "submission_id": record.id,
        "assignment_id": record.assignment_id,
        "round_name": round_name,
        "unit_id": UnitId(record.unit_id),
        "region_path": record.region_path,
        "actor_id": AccountId(work.actor.id),
        "actor_name": work.actor.name,
    }
