"""Queries on submissions, answers and versions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select

from services.submissions.models import (
    AnswerRecord,
    AssignmentLead,
    AssignmentRecord,
    KnownUnit,
    RoundRecord,
    SubmissionRecord,
    SubmissionVersionRecord,
)
from services.submissions.repository.kinds import KIND_NAME, kinds
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

submissions, assignments, rounds = table_of(SubmissionRecord), table_of(AssignmentRecord), table_of(RoundRecord)
answers, versions, leads, units = table_of(AnswerRecord), table_of(SubmissionVersionRecord), table_of(AssignmentLead), table_of(KnownUnit)


def _led_by(unit_id: Any) -> ColumnElement[bool]:
    return select(leads.c.unit_id).where(leads.c.assignment_id == submissions.c.assignment_id, leads.c.unit_id == unit_id).exists()


_RIGHTS = RightsColumns(region_path=submissions.c.region_path, unit_id=submissions.c.unit_id, state=submissions.c.state, led=_led_by)
_answered = (
    select(func.count())
    .select_from(answers)
    .where(answers.c.submission_id == submissions.c.id, answers.c.answer.is_not(None))
    .scalar_subquery()
    .label("answered")
)


def full_submissions() -> Select[Any]:
    """Submissions with their rounds and units, and how many items are answered."""
    return (
        select(
            submissions,
            assignments.c.round_id,
            assignments.c.item_count,
            rounds.c.name.label("round_name"),
            *KIND_NAME,
            rounds.c.opens,
            rounds.c.closes,
            rounds.c.state.label("round_state"),
            units.c.name.label("unit_name"),
            _answered,
        )
        .join(assignments, assignments.c.id == submissions.c.assignment_id)
        .join(rounds, rounds.c.id == assignments.c.round_id)
        .join(kinds, kinds.c.id == rounds.c.kind_id)
        .outerjoin(units, units.c.id == submissions.c.unit_id)
    )


_by_id = full_submissions().where(submissions.c.id == bindparam("id"))
_by_assignment = select(submissions.c.id).where(submissions.c.assignment_id == bindparam("assignment"))
_leads_of = select(leads.c.unit_id).where(leads.c.assignment_id == bindparam("assignment"))
_answers_of = select(answers).where(answers.c.submission_id == bindparam("submission"))
_versions_of = select(versions).where(versions.c.submission_id == bindparam("submission")).order_by(versions.c.number)


async def submission(db: Db, submission_id: UUID) -> Row[Any] | None:
    """A submission with its round and unit."""
    return await db.one(_by_id, {"id": submission_id})


async def submission_of(db: Db, assignment_id: UUID) -> UUID | None:
    """The submission of an assignment."""
    row = await db.one(_by_assignment, {"assignment": assignment_id})
    return row.id if row else None


async def submission_to_change(db: WriteDb, submission_id: UUID) -> SubmissionRecord:
    """A submission as a record, locked."""
    return (await db.session.scalars(select(SubmissionRecord).where(SubmissionRecord.id == submission_id).with_for_update())).one()


async def leads_of(db: Db, assignment_id: UUID) -> frozenset[UUID]:
    """Units that lead an action of the assignment."""
    return frozenset(row.unit_id for row in await db.all(_leads_of, {"assignment": assignment_id}))


async def answers_of(db: Db, submission_id: UUID) -> dict[UUID, Row[Any]]:
    """Answers by item."""
    return {row.item_id: row for row in await db.all(_answers_of, {"submission": submission_id})}


async def answer_records(db: WriteDb, submission_id: UUID) -> dict[UUID, AnswerRecord]:
    """Answers by item, as records."""
    found = await db.session.scalars(select(AnswerRecord).where(AnswerRecord.submission_id == submission_id))
    return {row.item_id: row for row in found}


async def versions_of(db: Db, submission_id: UUID) -> Sequence[Row[Any]]:
    """Every version of a submission, oldest first."""
    return await db.all(_versions_of, {"submission": submission_id})


async def next_version(db: Db, submission_id: UUID) -> int:
    """The number of the next version."""
    row = await db.one(select(func.coalesce(func.max(versions.c.number), 0)).where(versions.c.submission_id == submission_id))
    return int(row[0]) + 1 if row else 1


async def submission_page(
    db: Db, query: PageQuery, actor: Actor, round_id: UUID | None, unit_id: UUID | None, state: str | None
) -> Sequence[Row[Any]]:
    """Submissions the actor may know of."""
    statement = full_submissions().where(visible(actor, Permission.SUBMISSION_READ, _RIGHTS))
    for column, wanted in ((assignments.c.round_id, round_id), (submissions.c.unit_id, unit_id), (submissions.c.state, state)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (submissions.c.id, UUID)))
