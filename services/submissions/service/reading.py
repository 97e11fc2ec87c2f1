"""Showing a submission: its items with answers, every finding at once, and what the caller may do now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.submissions.repository import evidence, forms, kinds, rounds, submissions
from services.submissions.repository import known as copies
from services.submissions.rules.checks import Asked, Found, check
from services.submissions.rules.evidence import belongs_to
from services.submissions.rules.moves import MOVES, Guard, possible
from services.submissions.service.guards import may_review
from services.submissions.service.showing import attached_file, findings_of, shown_fields
from shared.kit.db import Db
from shared.kit.language import Language
from shared.kit.rights import see
from shared.rules.access import Actor, Disclosure, Permission, Thing, decide
from shared.schemas.answers import Answer, Finding
from shared.schemas.forms import SavedForm
from shared.schemas.kinds import KindName
from shared.schemas.reviews import ReturnNote
from shared.schemas.rounds import Item
from shared.schemas.submissions import AnsweredItem, FullSubmission, SavedItem, Submission, SubmissionState, SubmissionVersion

_OFFICIAL = frozenset({None, SubmissionState.APPROVED, SubmissionState.CORRECTED})
"""States in which the values shown have passed the chain; an assignment (None) shows last year's official ones."""


async def thing(db: Db, row: Any) -> Thing:
    """A submission as far as rights care."""
    leads = await submissions.leads_of(db, row.assignment_id)
    return Thing(region_path=row.region_path, unit_id=row.unit_id, lead_unit_ids=leads, state=row.state)


async def visible_submission(db: Db, actor: Actor, submission_id: UUID) -> tuple[Any, Thing]:
    """The submission's row if the actor may know of it; NotFound otherwise."""
    row = await submissions.submission(db, submission_id)
    known = see(actor, Permission.SUBMISSION_READ, await thing(db, row) if row else None, what="submission", what_zh="填报单")
    return row, known


def kind_name(row: Any) -> KindName:
    """Which kind a round or submission is of."""
    return KindName(**{name: row._mapping[f"kind_{name}"] for name in KindName.model_fields})


def brief(row: Any) -> Submission:
    """A submission without its content."""
    names = ("id", "version", "assignment_id", "round_id", "round_name", "unit_id", "region_path", "state", "submitted_at", "answered")
    copied = {name: row._mapping[name] for name in names}
    return Submission(**copied, unit_name=row.unit_name or "?", submitted_by=row.submitted_by_name, items=row.item_count)


def item(row: Any) -> Item:
    """An item as it is asked for."""
    return Item(**{name: row._mapping[name] for name in Item.model_fields})


def asked(row: Any) -> Asked:
    """An item as far as checks care."""
    return Asked(row.id, row.name, row.unit_of_measure, row.last_value, is_exempt=row.waived_at is not None)


def answer_of(row: Any) -> Answer | None:
    """The stored answer, if there is one."""
    return Answer.model_validate(row.answer) if row is not None and row.answer is not None else None


Leads = Mapping[UUID, frozenset[UUID]]
"""Units that lead the actions of each item, by item."""


async def leads_for(db: Db, actor: Actor, known: Thing, items: Sequence[Any]) -> Leads:
    """Who leads what, where the actor leads anything of the form at all; nothing (and no query) otherwise."""
    return await copies.leads_of_items(db, items) if known.lead_unit_ids.intersection(actor.unit_ids) else {}


def shown(actor: Actor, known: Thing, items: Iterable[Any], leads: Leads) -> list[Any]:
    """Items as far as the reader may know their values.

    Inside the chain (who sees a form before its approval) all of them, a lead those of its own actions; outside of it
    those whose disclosure level allows it: an approved value is not public by that.
    """
    handed_in = replace(known, state=SubmissionState.SUBMITTED)
    return [
        row
        for row in items
        if decide(actor, Permission.SUBMISSION_READ, replace(handed_in, lead_unit_ids=leads.get(row.id, frozenset()))).allowed
        or (known.state in _OFFICIAL and _disclosed(actor, known, row))
    ]


def _disclosed(actor: Actor, known: Thing, row: Any) -> bool:
    return decide(actor, Permission.OBSERVATION_READ, replace(known, disclosure=Disclosure(row.disclosure))).allowed


def shows_form(actor: Actor, known: Thing, kind: Any) -> bool:
    """Whether the reader may know the fields of the form: inside the chain, or once approved as far as the kind's disclosure level goes."""
    handed_in = replace(known, state=SubmissionState.SUBMITTED, lead_unit_ids=frozenset())
    return decide(actor, Permission.SUBMISSION_READ, handed_in).allowed or (known.state in _OFFICIAL and _disclosed(actor, known, kind))


def places_of_files(items: Iterable[Any], *, with_whole: bool) -> set[UUID | None]:
    """What files can be shown for: the items that are, and the whole form (None)."""
    return {one.id for one in items} | ({None} if with_whole else set())


async def saved_item(db: Db, actor: Actor, submission_id: UUID, item_id: UUID, language: Language) -> SavedItem:
    """One item after its answer was kept, with what the checks say of it."""
    row, _ = await visible_submission(db, actor, submission_id)
    [asked_for] = [one for one in await rounds.items_of(db, row.assignment_id) if one.id == item_id]
    answer = (await submissions.answers_of(db, submission_id)).get(item_id)
    found = check([(asked(asked_for), answer_of(answer))])
    return SavedItem(**_answered(asked_for, answer).model_dump(), findings=[finding(one, language) for one in found])


async def saved_form(db: Db, actor: Actor, submission_id: UUID, language: Language) -> SavedForm:
    """The form after an edit, with what the checks say of it."""
    row, _ = await visible_submission(db, actor, submission_id)
    kind, fields = await kinds.kind(db, row.kind_id), await forms.fields_of(db, submission_id)
    assert kind is not None
    return SavedForm(form=shown_fields(kind.form, fields), findings=[finding(one, language) for one in findings_of(kind, fields)])


async def full(db: Db, actor: Actor, submission_id: UUID, language: Language) -> FullSubmission:
    """A submission with its content, findings and possible moves."""
    row, known = await visible_submission(db, actor, submission_id)
    every = await rounds.items_of(db, row.assignment_id)
    asked_for = shown(actor, known, every, await leads_for(db, actor, known, every))
    answers = await submissions.answers_of(db, submission_id)
    content = [_answered(item_row, answers.get(item_row.id)) for item_row in asked_for]
    found = check((asked(item_row), answer_of(answers.get(item_row.id))) for item_row in asked_for)
    kind = await kinds.kind(db, row.kind_id)
    assert kind is not None
    fields = await forms.fields_of(db, submission_id) if shows_form(actor, known, kind) else None
    seen = places_of_files(asked_for, with_whole=fields is not None)
    return FullSubmission(
        **brief(row).model_dump(),
        kind=kind_name(row),
        content=content,
        form=[] if fields is None else shown_fields(kind.form, fields),
        evidence=[attached_file(one) for one in await evidence.evidence_of(db, submission_id) if one.item_id in seen],
        findings=[finding(one, language) for one in (*found, *(() if fields is None else findings_of(kind, fields)))],
        may=_may(actor, row, known),
    )


def _answered(item_row: Any, answer_row: Any) -> AnsweredItem:
    returned = ReturnNote.model_validate(answer_row.returned) if answer_row is not None and answer_row.returned else None
    if answer_row is None:
        return AnsweredItem(item=item(item_row))
    told = {"version": answer_row.version, "answered_by": answer_row.answered_by_name, "answered_at": answer_row.answered_at}
    return AnsweredItem(item=item(item_row), answer=answer_of(answer_row), returned=returned, **told)


def finding(found: Found, language: Language) -> Finding:
    """A finding in the reader's language."""
    return Finding(item_id=found.item_id, field=found.field, weight=found.weight, code=found.code, message=found.words.say(language, **found.places))


def _may(actor: Actor, row: Any, known: Thing) -> list[str]:
    """Moves that state, rights and four eyes leave to this caller."""
    return [
        move.value
        for move in possible(SubmissionState(row.state))
        if decide(actor, MOVES[move].permission, known).allowed and (Guard.FOUR_EYES not in MOVES[move].guards or may_review(actor, row))
    ]


async def versions(db: Db, actor: Actor, submission_id: UUID) -> list[SubmissionVersion]:
    """The versions whose state the reader might have seen, oldest first: what was returned before the approval stays inside the chain."""
    row, known = await visible_submission(db, actor, submission_id)
    every = await rounds.items_of(db, row.assignment_id)
    leads = await leads_for(db, actor, known, every)
    then = [(one, replace(known, state=one.state)) for one in await submissions.versions_of(db, submission_id)]
    seen = [(one, was) for one, was in then if decide(actor, Permission.SUBMISSION_READ, was).allowed]
    kind = await kinds.kind(db, row.kind_id)
    files = await evidence.evidence_of(db, submission_id, with_detached=True)
    return [_version(one, shown(actor, was, every, leads), files, with_form=shows_form(actor, was, kind)) for one, was in seen]


def _version(row: Any, items: Sequence[Any], files: Iterable[Any], *, with_form: bool) -> SubmissionVersion:
    answers: Mapping[str, Any] = row.answers
    asked_for, places = {str(one.id) for one in items}, places_of_files(items, with_whole=with_form)
    told = {item_id: answer for item_id, answer in answers.items() if item_id in asked_for}
    had = [one.id for one in files if one.item_id in places and belongs_to(row.number, one.since_version, one.until_version)]
    said = {"answers": told, "form": row.form if with_form else {}, "evidence": had}
    return SubmissionVersion(number=row.number, move=row.move, state=row.state, at=row.at, by=row.by, **said)
