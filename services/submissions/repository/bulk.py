"""Queries on many submissions at once: one statement each, however many."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, func, select

from services.submissions.models import AnswerRecord, AssignmentLead, AssignmentRecord, FieldRecord, ItemRecord, SubmissionRecord
from services.submissions.models import SubmissionVersionRecord as VersionRecord
from services.submissions.repository.submissions import full_submissions
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

submissions, answers, fields = table_of(SubmissionRecord), table_of(AnswerRecord), table_of(FieldRecord)
items, leads, versions = table_of(ItemRecord), table_of(AssignmentLead), table_of(VersionRecord)
Grouped = dict[UUID, list[Row[Any]]]
R = TypeVar("R", SubmissionRecord, AssignmentRecord)


async def submissions_by_id(db: Db, ids: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """Submissions with their rounds and units."""
    return {row.id: row for row in await db.all(full_submissions().where(submissions.c.id.in_(ids)))}


async def to_change(db: WriteDb, kind: type[R], ids: Iterable[UUID]) -> dict[UUID, R]:
    """Submissions or assignments as records, locked in one order for everybody."""
    found = await db.session.scalars(select(kind).where(kind.id.in_(sorted(ids))).order_by(kind.id).with_for_update())
    return {record.id: record for record in found}


async def leads_of(db: Db, assignment_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Units that lead an action of each assignment."""
    rows = await db.all(select(leads).where(leads.c.assignment_id.in_(sorted(assignment_ids))))
    return {key: frozenset(row.unit_id for row in group) for key, group in _grouped(rows, "assignment_id").items()}


async def items_of(db: Db, assignment_ids: Iterable[UUID]) -> Grouped:
    """What each assignment asks for."""
    return _grouped(await db.all(select(items).where(items.c.assignment_id.in_(sorted(assignment_ids))).order_by(items.c.position)), "assignment_id")


async def answers_of(db: Db, submission_ids: Iterable[UUID]) -> Grouped:
    """The answers of each submission."""
    return _grouped(await db.all(select(answers).where(answers.c.submission_id.in_(sorted(submission_ids)))), "submission_id")


async def fields_of(db: Db, submission_ids: Iterable[UUID]) -> Grouped:
    """The fields of each submission's form."""
    return _grouped(await db.all(select(fields).where(fields.c.submission_id.in_(sorted(submission_ids)))), "submission_id")


async def last_numbers(db: Db, submission_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The number of each submission's last version."""
    chosen = select(versions.c.submission_id, func.max(versions.c.number).label("number")).where(versions.c.submission_id.in_(sorted(submission_ids)))
    return {row.submission_id: row.number for row in await db.all(chosen.group_by(versions.c.submission_id))}


def _grouped(rows: Iterable[Row[Any]], by: str) -> Grouped:
    found: Grouped = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return found
