"""Answers to items: one kept by itself as it is typed, or many together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from services.submissions.errors import ItemChanged, ItemNotAsked, ItemNotReopened, UnknownItem
from services.submissions.models import AnswerRecord
from services.submissions.repository import rounds
from services.submissions.rules.moves import Move
from services.submissions.service.moving import Moving, begin
from shared.kit.etag import IfMatch, etag
from shared.kit.framework_problems import StaleEtag
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.rules.audit_chain import fingerprint
from shared.schemas.answers import Answer, AnswerRow
from shared.schemas.submissions import SubmissionState

_NOT_ASKED = Words("填报项 {item_id} 不属于本填报单", "item {item_id} is not of this submission")
_EXEMPT = Words("“{name}”已免报，无需填写", "{name} is exempt; nothing is to be answered")
_NOT_RETURNED = Words("填报项 {item_id} 未被退回，不能修改", "item {item_id} was not returned and cannot be changed")


async def fill_submission(work: Work, submission_id: UUID, rows: Sequence[AnswerRow], if_match: IfMatch) -> None:
    """Keep answers to some items; the others stay. After a return only returned items can be changed."""
    moving = await begin(work, submission_id, Move.FILL, if_match)
    _refuse_foreign_items(rows, await rounds.items_of(work.db, moving.submission.assignment_id), moving)
    for row in rows:
        _keep(work, moving, row.item_id, row.answer)
    await _touch(work, moving, [row.item_id for row in rows])


async def answer_item(work: Work, submission_id: UUID, item_id: UUID, answer: Answer, if_match: IfMatch) -> None:
    """Keep the answer to one item, under the item's own ETag: two people on one form never lose each other's items."""
    moving = await begin(work, submission_id, Move.FILL, IfMatch(None))
    items = await rounds.items_of(work.db, moving.submission.assignment_id)
    _refuse_foreign_items([AnswerRow(item_id=item_id, answer=answer)], items, moving)
    _refuse_changed(moving.answers.get(item_id), next(row.name for row in items if row.id == item_id), if_match)
    _keep(work, moving, item_id, answer)
    await _touch(work, moving, [item_id])


def _refuse_foreign_items(rows: Sequence[AnswerRow], items: Sequence[Any], moving: Moving) -> None:
    asked = {item.id: item for item in items}
    foreign = [n for n, row in enumerate(rows) if row.item_id not in asked]
    if foreign:
        faults = [FaultWords("unknown-item", _NOT_ASKED, pointer=f"/answers/{n}/item_id", item_id=rows[n].item_id) for n in foreign]
        raise UnknownItem(faults=faults, count=len(faults))
    _refuse_exempt(rows, asked)
    if moving.submission.state != SubmissionState.RETURNED:
        return
    closed = [n for n, row in enumerate(rows) if not getattr(moving.answers.get(row.item_id), "returned", None)]
    if closed:
        faults = [FaultWords("not-returned", _NOT_RETURNED, pointer=f"/answers/{n}/item_id", item_id=rows[n].item_id) for n in closed]
        raise ItemNotReopened(faults=faults)


def _refuse_exempt(rows: Sequence[AnswerRow], asked: Mapping[UUID, Any]) -> None:
    exempt = [(n, asked[row.item_id]) for n, row in enumerate(rows) if asked[row.item_id].waived_at is not None]
    if exempt:
        faults = [FaultWords("item-not-asked", _EXEMPT, pointer=f"/answers/{n}/item_id", name=one.name) for n, one in exempt]
        raise ItemNotAsked(faults=faults, reason=exempt[0][1].waived_because)


def _refuse_changed(record: AnswerRecord | None, name: str, if_match: IfMatch) -> None:
    """Say who changed the item, when, and to what, where the caller saw an older answer."""
    version = record.version if record is not None else 0
    try:
        if_match.check(version)
    except StaleEtag as stale:
        if record is None or record.answered_at is None:
            raise
        by, at = record.answered_by_name or "?", record.answered_at.isoformat()
        raise ItemChanged(name=name, by=by, at=at, present=_printed(record), current=etag(version), headers={"ETag": etag(version)}) from stale


def _printed(record: AnswerRecord) -> str:
    """What the item now says, in a word."""
    if record.answer is None:
        return "-"
    answer = Answer.model_validate(record.answer)
    return str(answer.state or answer.kind) if answer.value is None else format(answer.value, "f")


def _keep(work: Work, moving: Moving, item_id: UUID, answer: Answer) -> None:
    record = moving.answers.get(item_id)
    if record is None:
        record = AnswerRecord(submission_id=moving.submission.id, item_id=item_id, version=0)
        work.db.add(record)
        moving.answers[item_id] = record
    record.answer = answer.model_dump(mode="json", exclude_none=True)
    record.version += 1
    record.answered_by, record.answered_by_name, record.answered_at = work.actor.id, work.actor.name, work.now()


async def _touch(work: Work, moving: Moving, item_ids: Iterable[UUID]) -> None:
    """Every edit moves the form's own ETag, too, and is in the log by its fingerprint."""
    moving.submission.edited_at = work.now()
    await work.db.flush()
    kept = {str(item_id): moving.answers[item_id].answer for item_id in item_ids}
    await work.audit("fill_submission", moving.submission.id, items=sorted(kept), answers=fingerprint(kept))
