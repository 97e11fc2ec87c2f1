"""How rounds, assignments and submissions stood at an instant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select

from services.submissions.models import AssignmentMoveRecord, RoundMoveRecord, SubmissionRecord, SubmissionVersionRecord
from shared.kit.db import Db
from shared.kit.tables import audit_entries, table_of

round_moves, assignment_moves = table_of(RoundMoveRecord), table_of(AssignmentMoveRecord)
submissions, versions = table_of(SubmissionRecord), table_of(SubmissionVersionRecord)


async def round_at(db: Db, round_id: UUID, at: datetime) -> Row[Any] | None:
    """The round after the last thing that had happened to it."""
    return await _last(db, round_moves, round_moves.c.round_id == round_id, at)


async def assignment_at(db: Db, assignment_id: UUID, at: datetime) -> Row[Any] | None:
    """The same of an assignment."""
    return await _last(db, assignment_moves, assignment_moves.c.assignment_id == assignment_id, at)


async def _last(db: Db, table: Table, mine: Any, at: datetime) -> Row[Any] | None:
    return await db.one(select(table).where(mine, table.c.at <= at).order_by(table.c.at.desc(), table.c.id.desc()).limit(1))


async def version_at(db: Db, assignment_id: UUID, at: datetime) -> Row[Any] | None:
    """The newest version of what answers an assignment; None before the first."""
    of = select(versions).join(submissions, submissions.c.id == versions.c.submission_id).where(submissions.c.assignment_id == assignment_id)
    return await db.one(of.where(versions.c.at <= at).order_by(versions.c.number.desc()).limit(1))


async def returns_until(db: Db, submission_id: UUID, at: datetime) -> Sequence[Row[Any]]:
    """The audit entry of the last return: its detail names the items."""
    said = select(audit_entries.c.detail).where(audit_entries.c.subject == submission_id, audit_entries.c.act == "return_submission")
    return await db.all(said.where(audit_entries.c.at <= at).order_by(audit_entries.c.id.desc()).limit(1))
