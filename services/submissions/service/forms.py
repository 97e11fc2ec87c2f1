"""The form of a submission, edited by several people at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.submissions.errors import FieldNotReopened, FieldsChanged, UnknownField
from services.submissions.models import FieldRecord
from services.submissions.repository import forms, kinds
from services.submissions.rules.forms import merged, title
from services.submissions.rules.moves import Move
from services.submissions.service.moving import Moving, begin
from shared.kit.etag import IfMatch
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.schemas.forms import FormEdit
from shared.schemas.submissions import SubmissionState

NOT_A_FIELD = Words("表单没有字段 {field}", "the form has no field {field}")
_NOT_RETURNED = Words("“{name}”未被退回，不能修改", "{name} was not returned and cannot be changed")
_CHANGED = Words(
    "“{name}”已由{by}于 {at} 修改（版本 {current}），现为：{present}",
    "{name} was changed by {by} at {at} (version {current}); it now says: {present}",
)
_SHOWN = 200
"""Characters of what a field now says that a conflict repeats."""


async def fill_form(work: Work, submission_id: UUID, body: FormEdit) -> None:
    """Merge changes into some fields; the others stay, whoever is writing there. All or nothing: conflicts are named field by field."""
    moving = await begin(work, submission_id, Move.FILL, IfMatch(None))
    kind = await kinds.kind(work.db, moving.row.kind_id)
    assert kind is not None
    _refuse_foreign(body, kind.form)
    there = await forms.field_records(work.db, submission_id)
    _refuse_closed(body, kind.form, there, moving)
    _refuse_changed(body, kind.form, there)
    for name, patch in body.changes.items():
        _keep(work, submission_id, name, patch, there)
    moving.submission.edited_at = work.now()
    await work.db.flush()
    await work.audit("fill_form", submission_id, fields=sorted(body.changes))


def _refuse_foreign(body: FormEdit, form: Mapping[str, Any]) -> None:
    foreign = [name for name in body.changes if name not in form["properties"]]
    if foreign:
        faults = [FaultWords("unknown-field", NOT_A_FIELD, pointer=f"/changes/{name}", field=name) for name in foreign]
        raise UnknownField(faults=faults, count=len(faults))


def _refuse_closed(body: FormEdit, form: Mapping[str, Any], there: Mapping[str, FieldRecord], moving: Moving) -> None:
    if moving.submission.state != SubmissionState.RETURNED:
        return
    closed = [name for name in body.changes if name not in there or not there[name].returned]
    if closed:
        faults = [FaultWords("not-returned", _NOT_RETURNED, pointer=f"/changes/{name}", name=title(form, name)) for name in closed]
        raise FieldNotReopened(faults=faults)


def _refuse_changed(body: FormEdit, form: Mapping[str, Any], there: Mapping[str, FieldRecord]) -> None:
    changed = [there[name] for name in body.changes if name in there and there[name].version != body.versions[name]]
    if changed:
        raise FieldsChanged(faults=[_conflict(form, row) for row in changed], count=len(changed))


def _conflict(form: Mapping[str, Any], row: FieldRecord) -> FaultWords:
    at = row.changed_at.isoformat() if row.changed_at else "?"
    present = str(row.content["value"])[:_SHOWN]
    places = {"name": title(form, row.field), "by": row.changed_by_name or "?", "at": at, "current": row.version, "present": present}
    return FaultWords.about("field-changed", _CHANGED, f"/changes/{row.field}", places)


def _keep(work: Work, submission_id: UUID, name: str, patch: Any, there: Mapping[str, FieldRecord]) -> None:
    record = there.get(name)
    if record is None:
        record = FieldRecord(submission_id=submission_id, field=name, version=0, content={"value": None})
        work.db.add(record)
    record.content = {"value": merged(record.content["value"], patch)}
    record.version += 1
    record.changed_by, record.changed_by_name, record.changed_at = work.actor.id, work.actor.name, work.now()
