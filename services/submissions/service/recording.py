"""What happened to rounds and assignments, kept as rows, so that any instant can be asked about."""

from datetime import datetime
from typing import Any

from services.submissions.models import AssignmentMoveRecord, AssignmentRecord, RoundMoveRecord, RoundRecord
from shared.kit.ids import new_id
from shared.kit.work import Work


def round_move(record: RoundRecord, move: str, at: datetime, reason: str | None = None) -> RoundMoveRecord:
    """The round as it now is, after the service itself did something to it."""
    days = {"opens": record.opens, "closes": record.closes}
    return RoundMoveRecord(id=new_id(), round_id=record.id, move=move, state=record.state, **days, at=at, reason=reason)


def round_move_by(work: Work, record: RoundRecord, move: str, reason: str | None = None) -> RoundMoveRecord:
    """The round as it now is, after somebody did something to it."""
    made = round_move(record, move, work.now(), reason)
    made.by_id, made.by = work.actor.id, work.actor.name
    return made


def assignment_row(record: AssignmentRecord, move: str, at: datetime, reason: str | None = None) -> dict[str, Any]:
    """The assignment as it now is, as a row of ``assignment_moves``; nobody's act."""
    where = {"assignment_id": record.id, "unit_id": record.unit_id, "state": record.state, "due_on": record.due_on}
    return {"id": new_id(), **where, "move": move, "at": at, "reason": reason, "by_id": None, "by": None}


def assignment_row_by(work: Work, record: AssignmentRecord, move: str, reason: str | None = None) -> dict[str, Any]:
    """The same after somebody's act."""
    return assignment_row(record, move, work.now(), reason) | {"by_id": work.actor.id, "by": work.actor.name}


def assignment_move_by(work: Work, record: AssignmentRecord, move: str, reason: str | None = None) -> AssignmentMoveRecord:
    """The same as a record."""
    return AssignmentMoveRecord(**assignment_row_by(work, record, move, reason))
