"""One move of a submission: locked, checked against the table of moves, versioned, told."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.submissions.errors import WrongAssignmentState, WrongSubmissionState
from services.submissions.models import AnswerRecord, AssignmentRecord, SubmissionRecord, SubmissionVersionRecord
from services.submissions.repository import forms, rounds, submissions
from services.submissions.rules.forms import content_of
from services.submissions.rules.moves import MOVES, Guard, Move, Row, possible
from services.submissions.service.guards import require_four_eyes, require_round_open
from services.submissions.service.reading import visible_submission
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.audit_chain import fingerprint
from shared.schemas.rounds import AssignmentState
from shared.schemas.submissions import SubmissionState


@dataclass(frozen=True, slots=True)
class Moving:
    """A submission in the middle of a move: the row as it was, and the locked records."""

    row: Any
    table: Row
    submission: SubmissionRecord
    assignment: AssignmentRecord
    answers: dict[UUID, AnswerRecord]


async def begin(work: Work, submission_id: UUID, move: Move, if_match: IfMatch) -> Moving:
    """Lock the submission for ``move`` after every reason not to: unknown, denied, own work, stale, wrong state, round closed, waived."""
    row, known = await visible_submission(work.db, work.actor, submission_id)
    table = MOVES[move]
    require(work.actor, table.permission, known)
    record = await submissions.submission_to_change(work.db, submission_id)
    require_possible(work, row, record, move, if_match)
    assignment = await rounds.assignment_to_change(work.db, record.assignment_id)
    if Guard.ROUND_TAKES_ANSWERS in table.guards and assignment.state == AssignmentState.WAIVED:
        raise WrongAssignmentState(state=assignment.state)
    return Moving(row, table, record, assignment, await submissions.answer_records(work.db, submission_id))


def require_possible(work: Work, row: Any, record: SubmissionRecord, move: Move, if_match: IfMatch) -> None:
    """Raise FourEyes, StaleEtag, WrongSubmissionState, RoundNotOpen or RoundClosed where one of them stands against ``move``."""
    table, state = MOVES[move], SubmissionState(record.state)
    if Guard.FOUR_EYES in table.guards:
        require_four_eyes(work.actor, record)
    if_match.check(record.version)
    if state not in table.before:
        raise WrongSubmissionState(state=state, move=move, allowed=", ".join(possible(state)) or "-")
    if Guard.ROUND_TAKES_ANSWERS in table.guards:
        require_round_open(row, work.now(), was_returned=state is SubmissionState.RETURNED)


async def finish(work: Work, moving: Moving, move: Move, **detail: Any) -> None:
    """Put the move through: new states, a version that is never changed again, and the audit entry."""
    record = moving.submission
    if moving.table.after is not None:
        record.state = moving.table.after
    if moving.table.assignment is not None:
        moving.assignment.state = moving.table.assignment
    await work.db.flush()
    form = content_of(await forms.fields_of(work.db, record.id))
    answers = {str(item_id): answer.answer for item_id, answer in moving.answers.items() if answer.answer is not None}
    number = await submissions.next_version(work.db, record.id)
    await work.db.insert(SubmissionVersionRecord, [version_row(work, record, move, number, answers, form)])
    await note_move(work, record, move, answers, form, **detail)


def version_row(work: Work, record: SubmissionRecord, move: Move, number: int, answers: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """A submission as it stands after ``move``, as a row."""
    said = {"move": move, "state": record.state, "answers": answers, "form": form}
    return {"id": new_id(), "submission_id": record.id, "number": number, "at": work.now(), "by_id": work.actor.id, "by": work.actor.name, **said}


async def note_move(work: Work, record: SubmissionRecord, move: Move, answers: dict[str, Any], form: dict[str, Any], **detail: Any) -> None:
    """The move in the audit trail, by the fingerprints of what was said."""
    await work.audit(f"{move}_submission", record.id, state=record.state, answers=fingerprint(answers), form=fingerprint(form), **detail)
