"""The reporter's work: begin, fill in, submit, withdraw."""

from uuid import UUID

from services.submissions.errors import ChecksFailed, SubmissionExists, WrongAssignmentState
from services.submissions.models import SubmissionRecord
from services.submissions.repository import forms, kinds, rounds, submissions
from services.submissions.rules.checks import Found, blocking, check
from services.submissions.rules.days import days_late
from services.submissions.rules.moves import Move
from services.submissions.service.guards import require_round_open
from services.submissions.service.moving import begin, finish
from services.submissions.service.reading import answer_of, asked
from services.submissions.service.showing import findings_of
from services.submissions.service.telling import assignment_event, deadline_cleared, deadlines_set, told_of
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.reporting import AssignmentChanged, SubmissionSubmitted
from shared.schemas.rounds import AssignmentState
from shared.schemas.submissions import SubmissionState


async def start_submission(work: Work, assignment_id: UUID) -> UUID:
    """Begin to answer an assignment: an empty draft of the unit."""
    row = await rounds.assignment(work.db, assignment_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    see(work.actor, Permission.ASSIGNMENT_READ, thing, what="assignment", what_zh="填报任务")
    assert row is not None
    require(work.actor, Permission.SUBMISSION_FILL, Thing(region_path=row.region_path, unit_id=row.unit_id))
    assignment = await rounds.assignment_to_change(work.db, assignment_id)
    there = await submissions.submission_of(work.db, assignment.id)
    if there is not None:
        raise SubmissionExists(submission_id=there)
    if assignment.state != AssignmentState.OPEN:
        raise WrongAssignmentState(state=assignment.state)
    record = SubmissionRecord(
        id=new_id(),
        assignment_id=assignment.id,
        unit_id=assignment.unit_id,
        region_path=assignment.region_path,
        state=SubmissionState.DRAFT,
        started_by=work.actor.id,
        started_at=work.now(),
    )
    work.db.add(record)
    await work.db.flush()
    require_round_open(await submissions.submission(work.db, record.id), work.now())
    await work.audit("start_submission", record.id, assignment=str(assignment.id))
    return record.id


async def submit_submission(work: Work, submission_id: UUID, if_match: IfMatch) -> None:
    """Hand the form in: no hard finding, every soft one explained. The assignment is fulfilled and its reminders stop."""
    moving = await begin(work, submission_id, Move.SUBMIT, if_match)
    items = await rounds.items_of(work.db, moving.submission.assignment_id)
    fields = (await forms.field_records(work.db, submission_id)).values()
    found = check((asked(row), answer_of(moving.answers.get(row.id))) for row in items)
    _refuse_findings(blocking([*found, *findings_of(await kinds.kind(work.db, moving.row.kind_id), fields)]))
    record, now, due = moving.submission, work.now(), moving.assignment.due
    is_counted = record.first_complete_at is not None and moving.row.state != SubmissionState.RETURNED
    record.submitted_by, record.submitted_by_name, record.submitted_at = work.actor.id, work.actor.name, now
    if record.first_complete_at is None:
        record.first_complete_at, record.first_due = now, due
    for answer in moving.answers.values():
        answer.returned = None
    for field in fields:
        field.returned = None
    await finish(work, moving, Move.SUBMIT)
    name = moving.row.round_name
    await work.tell(
        SubmissionSubmitted(**told_of(work, record, name), due=due, days_late=None if is_counted else days_late(due, now)),
        assignment_event(AssignmentChanged, moving.assignment, name),
        deadline_cleared(moving.assignment, ClearedAs.FULFILLED, "submitted"),
    )


def _refuse_findings(found: list[Found]) -> None:
    if found:
        faults = [FaultWords.about(one.code, one.words, one.pointer, one.places) for one in found]
        raise ChecksFailed(faults=faults, count=len(faults))


async def withdraw_submission(work: Work, submission_id: UUID, if_match: IfMatch) -> None:
    """Take the form back before review starts: the old deadline stands again."""
    moving = await begin(work, submission_id, Move.WITHDRAW, if_match)
    await finish(work, moving, Move.WITHDRAW)
    name = moving.row.round_name
    changed = assignment_event(AssignmentChanged, moving.assignment, name)
    await work.tell(changed, *await deadlines_set(work.db, [(moving.assignment, name)]))
