"""A submission beside what it said before: the versions that the reader may know of, or last year's official values."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.submissions.repository import forms, kinds, rounds, submissions
from services.submissions.rules.differences import Past, change_of, changed_fields, last_year, version_before
from services.submissions.rules.forms import content_of, title
from services.submissions.service.reading import answer_of, leads_for, shown, shows_form, versions, visible_submission
from shared.kit.db import Db
from shared.rules.access import Actor
from shared.schemas.answers import Answer
from shared.schemas.submissions import Compared, Differences, FieldDifference, ItemDifference, SubmissionState, SubmissionVersion
from shared.schemas.verdicts import Said


async def compare(db: Db, actor: Actor, submission_id: UUID, against: Compared) -> Differences:
    """What differs; NotFound for a submission that the actor may not know of."""
    row, known = await visible_submission(db, actor, submission_id)
    every = await rounds.items_of(db, row.assignment_id)
    items = shown(actor, known, every, await leads_for(db, actor, known, every))
    base = None if against is Compared.LAST_YEAR else await _base(db, actor, row, against)
    answers = await submissions.answers_of(db, submission_id)
    pairs = [(one, _before(one, base, against), answer_of(answers.get(one.id))) for one in items]
    differing = [_item(one, before, after) for one, before, after in pairs if before != after]
    kind = await kinds.kind(db, row.kind_id)
    assert kind is not None
    is_form_shown = against is not Compared.LAST_YEAR and shows_form(actor, known, kind)
    form = _fields(kind.form, base, content_of(await forms.fields_of(db, submission_id))) if is_form_shown else []
    told = {"number": base.number if base else None, "at": base.at if base else None}
    return Differences(against=against, **told, items=differing, form=form, unchanged=len(items) - len(differing))


async def _base(db: Db, actor: Actor, row: Any, against: Compared) -> SubmissionVersion | None:
    past = {one.number: one for one in await versions(db, actor, row.id)}
    number = version_before([Past(one.number, one.move) for one in past.values()], SubmissionState(row.state), against)
    return None if number is None else past[number]


def _before(item: Any, base: SubmissionVersion | None, against: Compared) -> Answer | None:
    if against is Compared.LAST_YEAR:
        return last_year(item)
    return base.answers.get(str(item.id)) if base else None


def _item(row: Any, before: Answer | None, after: Answer | None) -> ItemDifference:
    change, percent = change_of(before, after) or (None, None)
    about = {"item_id": row.id, "name": row.name, "unit_of_measure": row.unit_of_measure}
    return ItemDifference(**about, before=before, after=after, change=change, change_percent=percent)


def _fields(form: Mapping[str, Any], base: SubmissionVersion | None, present: Mapping[str, Any]) -> list[FieldDifference]:
    found = changed_fields(form["properties"], base.form if base else {}, present)
    called = [(name, title(form, name), before, after) for name, before, after in found]
    return [FieldDifference(field=name, title=Said(zh=words.zh, en=words.en), before=before, after=after) for name, words, before, after in called]
