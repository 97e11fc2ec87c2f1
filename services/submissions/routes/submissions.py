"""Submissions: fill, submit, review."""

from uuid import UUID

from fastapi import Response

from services.submissions.deps import InPlans
from services.submissions.errors import (
    ChecksFailed,
    FourEyes,
    RoundClosed,
    RoundNotOpen,
    SubmissionExists,
    UnknownField,
    UnknownItem,
    WrongAssignmentState,
    WrongSubmissionState,
)
from services.submissions.repository import submissions as repository
from services.submissions.service import approving, differing, filling, reading, reviewing
from shared.kit.app import InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, StaleEtag
from shared.kit.language import Language
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.page import Page
from shared.schemas.reviews import ApprovalReport, Approvals, ReviewOpinion, SubmissionReturn
from shared.schemas.submissions import (
    Compared,
    Differences,
    FullSubmission,
    Submission,
    SubmissionStart,
    SubmissionState,
    SubmissionVersion,
)

router = api_router("/api/v1/submissions", "submissions")
_MOVE = (WrongSubmissionState, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_STARTING = (SubmissionExists, WrongAssignmentState, RoundNotOpen, RoundClosed, MissingIdempotencyKey, KeyReused)


async def _read(db: Db, actor: Actor, submission_id: UUID, language: Language, response: Response) -> FullSubmission:
    submission = await reading.full(db, actor, submission_id, language)
    response.headers["ETag"] = etag(submission.version)
    return submission


@router.get("", operation_id="list_submissions", **guarded(Permission.SUBMISSION_READ, InvalidCursor))
async def list_submissions(
    db: InRead, actor: CurrentActor, paging: InPaging, round_id: UUID | None = None, unit_id: UUID | None = None, state: SubmissionState | None = None
) -> Page[Submission]:
    """Submissions the caller may know of; unapproved ones stay inside the chain."""
    rows = await repository.submission_page(db, paging, actor, round_id, unit_id, state)
    return page_of(rows, paging, [reading.brief(row) for row in rows], "id")


@router.post("", operation_id="start_submission", status_code=201, **guarded(Permission.SUBMISSION_FILL, *_STARTING))
async def start_submission(work: InWork, body: SubmissionStart, language: InLanguage, response: Response) -> FullSubmission:
    """Begin to answer an assignment."""
    submission_id = await filling.start_submission(work, body.assignment_id)
    response.headers["Location"] = f"/api/v1/submissions/{submission_id}"
    return await _read(work.db, work.actor, submission_id, language, response)


@router.get("/{submission_id:uuid}", operation_id="read_submission", **guarded(Permission.SUBMISSION_READ))
async def read_submission(db: InRead, actor: CurrentActor, submission_id: UUID, language: InLanguage, response: Response) -> FullSubmission:
    """A submission with its items, every finding at once, and what the caller may do now."""
    return await _read(db, actor, submission_id, language, response)


@router.post(
    "/{submission_id:uuid}:submit",
    operation_id="submit_submission",
    **guarded(Permission.SUBMISSION_FILL, ChecksFailed, WrongAssignmentState, RoundNotOpen, RoundClosed, *_MOVE),
)
async def submit_submission(work: InWork, submission_id: UUID, if_match: OptionalIfMatch, language: InLanguage, response: Response) -> FullSubmission:
    """Hand the form in: checked as a whole, all findings listed at once."""
    await filling.submit_submission(work, submission_id, if_match)
    return await _read(work.db, work.actor, submission_id, language, response)


@router.post("/{submission_id:uuid}:withdraw", operation_id="withdraw_submission", **guarded(Permission.SUBMISSION_FILL, *_MOVE))
async def withdraw_submission(
    work: InWork, submission_id: UUID, if_match: OptionalIfMatch, language: InLanguage, response: Response
) -> FullSubmission:
    """Take the form back before review starts."""
    await filling.withdraw_submission(work, submission_id, if_match)
    return await _read(work.db, work.actor, submission_id, language, response)


@router.post("/{submission_id:uuid}:start-review", operation_id="start_review", **guarded(Permission.SUBMISSION_REVIEW, FourEyes, *_MOVE))
async def start_review(work: InWork, submission_id: UUID, if_match: OptionalIfMatch, language: InLanguage, response: Response) -> FullSubmission:
    """Take the form up for review."""
    await reviewing.start_review(work, submission_id, if_match)
    return await _read(work.db, work.actor, submission_id, language, response)


@router.post(
    "/{submission_id:uuid}:return",
    operation_id="return_submission",
    **guarded(Permission.SUBMISSION_REVIEW, FourEyes, UnknownField, UnknownItem, *_MOVE),
)
async def return_submission(
    work: InWork, plans: InPlans, submission_id: UUID, body: SubmissionReturn, if_match: OptionalIfMatch, language: InLanguage, response: Response
) -> FullSubmission:
    """Send items back, each with its reason; only they reopen."""
    await reviewing.return_submission(work, plans, submission_id, body, if_match)
    return await _read(work.db, work.actor, submission_id, language, response)


@router.post("/{submission_id:uuid}:approve", operation_id="approve_submission", **guarded(Permission.SUBMISSION_REVIEW, FourEyes, *_MOVE))
async def approve_submission(
    work: InWork, submission_id: UUID, body: ReviewOpinion, if_match: OptionalIfMatch, language: InLanguage, response: Response
) -> FullSubmission:
    """Approve the form: its values become official."""
    await reviewing.approve_submission(work, submission_id, body, if_match)
    return await _read(work.db, work.actor, submission_id, language, response)


@router.post(
    "/approvals", operation_id="approve_submissions", **guarded(Permission.SUBMISSION_REVIEW, ConcurrentChange, MissingIdempotencyKey, KeyReused)
)
async def approve_submissions(work: InWork, body: Approvals) -> ApprovalReport:
    """Approve many forms in one act: each on its own merits, every outcome told."""
    return await approving.approve_many(work, body)


@router.get("/{submission_id:uuid}/versions", operation_id="list_submission_versions", **guarded(Permission.SUBMISSION_READ))
async def list_submission_versions(db: InRead, actor: CurrentActor, submission_id: UUID) -> list[SubmissionVersion]:
    """The submission as it stood after every move, oldest first; outside the chain only as it was approved."""
    return await reading.versions(db, actor, submission_id)


@router.get("/{submission_id:uuid}/differences", operation_id="compare_submission", **guarded(Permission.SUBMISSION_READ))
async def compare_submission(db: InRead, actor: CurrentActor, submission_id: UUID, against: Compared = Compared.SUBMITTED) -> Differences:
    """What differs from the last version handed in, from the last one approved, or from last year's official values."""
    return await differing.compare(db, actor, submission_id, against)
