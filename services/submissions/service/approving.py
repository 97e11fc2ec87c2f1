"""Many submissions approved in one act: each on its own merits, all that pass in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.submissions.models import AssignmentRecord, SubmissionRecord, SubmissionVersionRecord
from services.submissions.repository import bulk
from services.submissions.rules.forms import content_of
from services.submissions.rules.moves import MOVES, Move
from services.submissions.service.moving import note_move, require_possible, version_row
from services.submissions.service.reviewing import approved_values
from services.submissions.service.telling import assignment_event, told_of
from shared.kit.etag import IfMatch, etag
from shared.kit.problems import Problem
from shared.kit.rights import require, require_somewhere, see
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.events.reporting import AssignmentChanged, SubmissionApproved
from shared.schemas.reviews import ApprovalOutcome, ApprovalReport, ApprovalRow, Approvals
from shared.schemas.verdicts import Said

_TABLE = MOVES[Move.APPROVE]


@dataclass(frozen=True, slots=True)
class _Approving:
    """Those that pass: rows as they were, and the locked records."""

    rows: Mapping[UUID, Any]
    submissions: Sequence[SubmissionRecord]
    assignments: Mapping[UUID, AssignmentRecord]


async def approve_many(work: Work, body: Approvals) -> ApprovalReport:
    """Approve what can be approved; each of the others says why not. A fixed number of statements, however many."""
    require_somewhere(work.actor, _TABLE.permission)
    rows = await bulk.submissions_by_id(work.db, [row.id for row in body.submissions])
    leads = await bulk.leads_of(work.db, {row.assignment_id for row in rows.values()})
    records = await bulk.to_change(work.db, SubmissionRecord, rows)
    outcomes = [_outcome(work, one, rows.get(one.id), leads, records.get(one.id)) for one in body.submissions]
    passed = [records[one.id] for one in outcomes if one.approved]
    if passed:
        assignments = await bulk.to_change(work.db, AssignmentRecord, {record.assignment_id for record in passed})
        await _approve(work, _Approving(rows, passed, assignments), body.comment)
    return ApprovalReport(approved=len(passed), refused=len(outcomes) - len(passed), outcomes=outcomes)


def _outcome(work: Work, asked: ApprovalRow, row: Any, leads: Mapping[UUID, frozenset[UUID]], record: SubmissionRecord | None) -> ApprovalOutcome:
    try:
        known = _thing(row, leads) if row is not None else None
        require(work.actor, _TABLE.permission, see(work.actor, Permission.SUBMISSION_READ, known, what="submission", what_zh="填报单"))
        assert record is not None, asked.id
        require_possible(work, row, record, Move.APPROVE, IfMatch(etag(asked.version)))
    except Problem as problem:
        said = Said(zh=problem.detail.say("zh", **problem.places), en=problem.detail.say("en", **problem.places))
        return ApprovalOutcome(id=asked.id, approved=False, code=problem.code, said=said)
    return ApprovalOutcome(id=asked.id, approved=True)


def _thing(row: Any, leads: Mapping[UUID, frozenset[UUID]]) -> Thing:
    return Thing(region_path=row.region_path, unit_id=row.unit_id, lead_unit_ids=leads.get(row.assignment_id, frozenset()), state=row.state)


async def _approve(work: Work, approving: _Approving, comment: str | None) -> None:
    for record in approving.submissions:
        record.state = str(_TABLE.after)
        approving.assignments[record.assignment_id].state = str(_TABLE.assignment)
    await work.db.flush()
    ids = [record.id for record in approving.submissions]
    items, answers = await bulk.items_of(work.db, approving.assignments), await bulk.answers_of(work.db, ids)
    forms, numbers = await bulk.fields_of(work.db, ids), await bulk.last_numbers(work.db, ids)
    versions: list[dict[str, Any]] = []
    events: list[SubmissionApproved | AssignmentChanged] = []
    for record in approving.submissions:
        given, name = {row.item_id: row for row in answers.get(record.id, ())}, approving.rows[record.id].round_name
        said = {str(item_id): row.answer for item_id, row in given.items() if row.answer is not None}
        form, values = content_of(forms.get(record.id, ())), approved_values(items.get(record.assignment_id, ()), given)
        versions.append(version_row(work, record, Move.APPROVE, numbers.get(record.id, 0) + 1, said, form))
        await note_move(work, record, Move.APPROVE, said, form, comment=comment, values=len(values))
        events.append(SubmissionApproved(**told_of(work, record, name), values=values, approved_at=work.now()))
        events.append(assignment_event(AssignmentChanged, approving.assignments[record.assignment_id], name))
    await work.db.insert(SubmissionVersionRecord, versions)
    await work.tell(*events)
