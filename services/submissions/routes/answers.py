"""Filling in: one item, some fields, or many answers at once."""

from uuid import UUID

from fastapi import Response

from services.submissions.errors import (
    FieldNotReopened,
    FieldsChanged,
    ItemChanged,
    ItemNotAsked,
    ItemNotReopened,
    RoundClosed,
    RoundNotOpen,
    UnknownField,
    UnknownItem,
    WrongAssignmentState,
    WrongSubmissionState,
)
from services.submissions.service import answering, forms, reading
from shared.kit.app import InLanguage, api_router
from shared.kit.etag import RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, MissingIfMatch, StaleEtag
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.answers import Answer
from shared.schemas.forms import FormEdit, SavedForm
from shared.schemas.submissions import FullSubmission, SavedItem, SubmissionEdit

router = api_router("/api/v1/submissions", "submissions")
_FILL = (WrongSubmissionState, WrongAssignmentState, RoundNotOpen, RoundClosed, ConcurrentChange)
_ITEMS = (*_FILL, UnknownItem, ItemNotAsked, ItemNotReopened, StaleEtag, MissingIfMatch)


@router.patch("/{submission_id:uuid}", operation_id="fill_submission", **guarded(Permission.SUBMISSION_FILL, *_ITEMS))
async def fill_submission(
    work: InWork, submission_id: UUID, body: SubmissionEdit, if_match: RequiredIfMatch, language: InLanguage, response: Response
) -> FullSubmission:
    """Keep answers to some items; the others stay as they are."""
    await answering.fill_submission(work, submission_id, body.answers, if_match)
    submission = await reading.full(work.db, work.actor, submission_id, language)
    response.headers["ETag"] = etag(submission.version)
    return submission


@router.patch("/{submission_id:uuid}/items/{item_id:uuid}", operation_id="answer_item", **guarded(Permission.SUBMISSION_FILL, ItemChanged, *_ITEMS))
async def answer_item(
    work: InWork, submission_id: UUID, item_id: UUID, body: Answer, if_match: RequiredIfMatch, language: InLanguage, response: Response
) -> SavedItem:
    """Keep the answer to one item, as it is typed; If-Match names the item's own version ("v0": not answered yet)."""
    await answering.answer_item(work, submission_id, item_id, body, if_match)
    saved = await reading.saved_item(work.db, work.actor, submission_id, item_id, language)
    response.headers["ETag"] = etag(saved.version)
    return saved


@router.patch(
    "/{submission_id:uuid}/form",
    operation_id="fill_form",
    **guarded(Permission.SUBMISSION_FILL, UnknownField, FieldNotReopened, FieldsChanged, *_FILL, **{"x-versions-in-body": FieldsChanged.code}),
)
async def fill_form(work: InWork, submission_id: UUID, body: FormEdit, language: InLanguage) -> SavedForm:
    """Merge changes into some fields, each under the version that was seen; conflicts are named field by field."""
    await forms.fill_form(work, submission_id, body)
    return await reading.saved_form(work.db, work.actor, submission_id, language)
