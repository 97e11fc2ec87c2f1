"""Closing a round, and opening it again."""

from collections.abc import Sequence
from uuid import UUID

from services.submissions.errors import CloseDayPassed, DatesOutOfOrder, PlanNoLongerAsked, RoundNotClosed, RoundTwice
from services.submissions.models import AssignmentMoveRecord, AssignmentRecord, RoundRecord
from services.submissions.repository import assignments, kinds, known, rounds
from services.submissions.rules.assignments import WAITING, owed_again
from services.submissions.rules.ended_plans import is_asked
from services.submissions.rules.twice import asks_twice
from services.submissions.service.recording import assignment_row_by, round_move_by
from services.submissions.service.rounds import visible_round
from services.submissions.service.telling import assignment_event, deadline_cleared, deadlines_set, round_event
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.rules.workdays import end_of_day
from shared.schemas.assignments import RoundReopening
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.reporting import AssignmentChanged, RoundChanged, RoundClosed
from shared.schemas.rounds import AssignmentState, RoundState
from shared.schemas.submissions import SubmissionState


async def close_round(work: Work, round_id: UUID, if_match: IfMatch) -> None:
    """Close a round: nothing more is taken, and what is still open is owed no longer by reminder."""
    record = await visible_round(work, round_id)
    require(work.actor, Permission.ROUND_RUN, Thing(region_path=record.region_path))
    if_match.check(record.version)
    if record.state == RoundState.CLOSED:
        return
    record.state = RoundState.CLOSED
    waiting = [one for one in await rounds.assignments_of_round(work.db, round_id) if one.state in WAITING]
    for assignment in waiting:
        assignment.state = AssignmentState.CLOSED
    await work.db.flush()
    await _keep(work, record, waiting, "closed")
    await work.tell(round_event(RoundClosed, record), *(deadline_cleared(assignment, ClearedAs.ENDED, "round closed") for assignment in waiting))
    await work.audit("close_round", round_id, unanswered=len(waiting))


async def reopen_round(work: Work, round_id: UUID, body: RoundReopening, if_match: IfMatch) -> None:
    """Take answers again until a later day, with the reason: what was open or returned is owed again, under its old due day."""
    record = await visible_round(work, round_id)
    require(work.actor, Permission.ROUND_RUN, Thing(region_path=record.region_path))
    if_match.check(record.version)
    if record.state != RoundState.CLOSED:
        raise RoundNotClosed(closes=record.closes.isoformat())
    await _refuse_reopening(work, record, body)
    record.state, record.closes, record.closes_follows = RoundState.OPEN, end_of_day(body.closes_on), False
    owed = await _owe_again(work, round_id)
    await work.db.flush()
    await _keep(work, record, owed, "reopened", body.reason)
    await work.tell(round_event(RoundChanged, record))
    await work.tell(*(assignment_event(AssignmentChanged, assignment, record.name) for assignment in owed))
    await work.tell(*await deadlines_set(work.db, [(assignment, record.name) for assignment in owed]))
    await work.audit("reopen_round", round_id, reason=body.reason, closes=body.closes_on.isoformat(), owed=len(owed))


async def _refuse_reopening(work: Work, record: RoundRecord, body: RoundReopening) -> None:
    day = today(work.service.clock)
    if body.closes_on < day:
        raise CloseDayPassed(closes_on=body.closes_on.isoformat(), today=day.isoformat())
    if end_of_day(body.closes_on) < record.outward_due:
        raise DatesOutOfOrder()
    plans = await known.plans_by_id(work.db, [UUID(plan) for plan in record.plan_ids])
    if ended := [plan.id for plan in plans.values() if not is_asked(plan.asked_until, record.subject_year)]:
        raise PlanNoLongerAsked(plan_id=ended[0], year=record.subject_year)
    kind = await kinds.kind(work.db, record.kind_id)
    assert kind is not None
    for other in await rounds.open_rounds(work.db, record.region_path, record.subject_year):
        if asks_twice(other, kind, record.name, record.plan_ids):
            raise RoundTwice(year=record.subject_year, round_id=other.id)


async def _owe_again(work: Work, round_id: UUID) -> list[AssignmentRecord]:
    answers = await assignments.submission_states(work.db, round_id)
    owed = []
    for assignment in await rounds.assignments_of_round(work.db, round_id):
        answer = answers.get(assignment.id)
        state = owed_again(AssignmentState(assignment.state), None if answer is None else SubmissionState(answer))
        if state is not None:
            assignment.state = state
            owed.append(assignment)
    return owed


async def _keep(work: Work, record: RoundRecord, changed: Sequence[AssignmentRecord], move: str, reason: str | None = None) -> None:
    work.db.add(round_move_by(work, record, move, reason))
    await work.db.insert(AssignmentMoveRecord, [assignment_row_by(work, one, move, reason) for one in changed])
