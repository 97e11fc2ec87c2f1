"""The reviewer's work: take up, return with reasons, approve."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.submissions.errors import UnknownField, UnknownItem
from services.submissions.models import AnswerRecord, FieldRecord
from services.submissions.repository import forms, kinds, rounds
from services.submissions.rules.forms import title
from services.submissions.rules.moves import Move
from services.submissions.service.calendars import workdays_around
from services.submissions.service.forms import NOT_A_FIELD
from services.submissions.service.moving import Moving, begin, finish
from services.submissions.service.reading import answer_of, visible_submission
from services.submissions.service.telling import assignment_event, deadlines_set, told_of
from shared.clients.plans import PlansClient
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.rules.access import Disclosure
from shared.rules.workdays import end_of_day
from shared.schemas.answers import AnswerKind
from shared.schemas.base import RegionId
from shared.schemas.events.reporting import ApprovedValue, AssignmentChanged, ReturnedItem, SubmissionApproved, SubmissionReturned
from shared.schemas.reviews import ReturnedFieldRow, ReturnedItemRow, ReviewOpinion, SubmissionReturn
from shared.schemas.verdicts import Standing

_NOT_ASKED = Words("填报项 {item_id} 不属于本填报单", "item {item_id} is not of this submission")
_OFFICIAL = frozenset({AnswerKind.VALUE, AnswerKind.STATE})


async def start_review(work: Work, submission_id: UUID, if_match: IfMatch) -> None:
    """Take the form up: from now on the reporter cannot withdraw it."""
    moving = await begin(work, submission_id, Move.START_REVIEW, if_match)
    await finish(work, moving, Move.START_REVIEW)


async def return_submission(work: Work, plans: PlansClient, submission_id: UUID, body: SubmissionReturn, if_match: IfMatch) -> None:
    """Send items back, each with its reason; only they reopen, with a due day of their own counted in workdays."""
    await visible_submission(work.read, work.actor, submission_id)
    due_on = await _due_on(work, plans, body.workdays)
    moving = await begin(work, submission_id, Move.RETURN, if_match)
    names = {row.id: row.name for row in await rounds.items_of(work.db, moving.submission.assignment_id) if row.waived_at is None}
    form = await _form(work, moving)
    _refuse_foreign(body, names, form)
    for row in body.items:
        _note(work, moving, row)
    await _note_fields(work, moving, body.fields)
    moving.assignment.due_on, moving.assignment.due = due_on, end_of_day(due_on)
    await finish(work, moving, Move.RETURN, items=[str(row.item_id) for row in body.items], fields=[row.field for row in body.fields])
    name = moving.row.round_name
    items = [ReturnedItem(name=names[row.item_id], reason=row.reason, fix=row.fix) for row in body.items]
    items += [ReturnedItem(name=title(form, row.field).zh, reason=row.reason, fix=row.fix) for row in body.fields]
    await work.tell(
        SubmissionReturned(**told_of(work, moving.submission, name), items=items, due=moving.assignment.due),
        assignment_event(AssignmentChanged, moving.assignment, name),
        *await deadlines_set(work.db, [(moving.assignment, name)]),
    )


async def _form(work: Work, moving: Moving) -> Mapping[str, Any]:
    kind = await kinds.kind(work.db, moving.row.kind_id)
    assert kind is not None
    form: Mapping[str, Any] = kind.form
    return form


def _refuse_foreign(body: SubmissionReturn, names: Mapping[UUID, str], form: Mapping[str, Any]) -> None:
    foreign = [n for n, row in enumerate(body.items) if row.item_id not in names]
    if foreign:
        faults = [FaultWords("unknown-item", _NOT_ASKED, pointer=f"/items/{n}/item_id", item_id=body.items[n].item_id) for n in foreign]
        raise UnknownItem(faults=faults, count=len(faults))
    unknown = [n for n, row in enumerate(body.fields) if row.field not in form["properties"]]
    if unknown:
        faults = [FaultWords("unknown-field", NOT_A_FIELD, pointer=f"/fields/{n}/field", field=body.fields[n].field) for n in unknown]
        raise UnknownField(faults=faults, count=len(faults))


def _note(work: Work, moving: Moving, row: ReturnedItemRow) -> None:
    answer = moving.answers.get(row.item_id)
    if answer is None:
        answer = AnswerRecord(submission_id=moving.submission.id, item_id=row.item_id, version=0)
        work.db.add(answer)
    answer.returned = _reason(work, row)


async def _note_fields(work: Work, moving: Moving, rows: Sequence[ReturnedFieldRow]) -> None:
    there = await forms.field_records(work.db, moving.submission.id) if rows else {}
    for row in rows:
        record = there.get(row.field)
        if record is None:
            record = FieldRecord(submission_id=moving.submission.id, field=row.field, version=0, content={"value": None})
            work.db.add(record)
        record.returned = _reason(work, row)


def _reason(work: Work, row: ReturnedItemRow | ReturnedFieldRow) -> dict[str, Any]:
    return {"reason": row.reason, "by": work.actor.name} | ({"fix": row.fix} if row.fix else {})


async def _due_on(work: Work, plans: PlansClient, workdays: int) -> date:
    """The day that lies ``workdays`` workdays ahead (read from the calendar before any lock is taken)."""
    day = today(work.service.clock)
    latest = date.fromordinal(day.toordinal() + 2 * workdays + 15)
    return (await workdays_around(work.read, plans, [day, latest])).shift(day, workdays)


async def approve_submission(work: Work, submission_id: UUID, body: ReviewOpinion, if_match: IfMatch) -> None:
    """Approve the form: its values leave for the indicators service and become official."""
    moving = await begin(work, submission_id, Move.APPROVE, if_match)
    items = await rounds.items_of(work.db, moving.submission.assignment_id)
    values = approved_values(items, moving.answers)
    await finish(work, moving, Move.APPROVE, comment=body.comment, values=len(values))
    name = moving.row.round_name
    await work.tell(
        SubmissionApproved(**told_of(work, moving.submission, name), values=values, approved_at=work.now()),
        assignment_event(AssignmentChanged, moving.assignment, name),
    )


def approved_values(items: Iterable[Any], answers: Mapping[UUID, Any]) -> list[ApprovedValue]:
    """What becomes official of the answers to some items."""
    return [value for row in items if (value := _approved(row, answers.get(row.id))) is not None]


def _approved(row: Any, record: Any) -> ApprovedValue | None:
    answer = answer_of(record)
    if answer is None or answer.kind not in _OFFICIAL or row.waived_at is not None:
        return None
    return ApprovedValue(
        item_id=row.id,
        indicator_id=row.indicator_id,
        region_id=RegionId(row.region_id),
        region_path=row.region_path,
        year=row.year,
        value=answer.value,
        state=answer.state,
        numerator=answer.numerator,
        denominator=answer.denominator,
        standing=Standing.PROVISIONAL if answer.provisional else Standing.REPORTED,
        disclosure=Disclosure(row.disclosure),
    )
