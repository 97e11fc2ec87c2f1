"""Assessment schemes (考核方案) and the facts that they count."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.indicators.errors.assessments import (
    AssessmentSchemeDraftOpen,
    AssessmentSchemeNotPublished,
    AssessmentSchemePublished,
    FactWithdrawn,
    RefusedAssessmentScheme,
    UnknownSubject,
)
from services.indicators.repository import assessment_schemes as repository
from services.indicators.service import assessment_schemes, evidencing
from shared.kit.app import InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.db import Db
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.assessment_appeals import Fact, FactEntry, FactWithdrawal
from shared.schemas.assessments import (
    AssessmentScheme,
    AssessmentSchemeDraft,
    AssessmentSchemeEdit,
    AssessmentSchemeRevision,
    AssessmentSchemeState,
    FullAssessmentScheme,
)
from shared.schemas.base import Key, Year
from shared.schemas.page import Page

router = api_router("/api/v1/indicators", "assessment schemes")
_POST = (MissingIdempotencyKey, KeyReused)


def _told(shape: Any, row: Any) -> Any:
    return shape(**{name: row._mapping[name] for name in shape.model_fields})


async def _scheme(db: Db, actor: Actor, scheme_id: UUID, response: Response) -> FullAssessmentScheme:
    row = await assessment_schemes.visible_scheme(db, actor, scheme_id)
    response.headers["ETag"] = etag(row.version)
    return FullAssessmentScheme(**{name: row._mapping[name] for name in FullAssessmentScheme.model_fields})


@router.post(
    "/assessment-schemes",
    operation_id="draft_assessment_scheme",
    status_code=201,
    **guarded(Permission.ASSESSMENT_RUN, RefusedAssessmentScheme, *_POST),
)
async def draft_assessment_scheme(work: InWork, body: AssessmentSchemeDraft, response: Response) -> FullAssessmentScheme:
    """Begin a scheme. Weights, indicators, steps, grades, vetoes and index are checked; every fault is told at once with its place."""
    scheme_id = await assessment_schemes.draft_assessment_scheme(work, body)
    response.headers["Location"] = f"/api/v1/indicators/assessment-schemes/{scheme_id}"
    return await _scheme(work.db, work.actor, scheme_id, response)


@router.get("/assessment-schemes", operation_id="list_assessment_schemes", **guarded(Permission.ASSESSMENT_READ, InvalidCursor))
async def list_assessment_schemes(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    series_id: UUID | None = None,
    year: Year | None = None,
    state: AssessmentSchemeState | None = None,
) -> Page[AssessmentScheme]:
    """Schemes by edition: published ones by disclosure, drafts at the office that makes them."""
    rows = await repository.scheme_page(db, paging, actor, series_id, year, state)
    return page_of(rows, paging, [_told(AssessmentScheme, row) for row in rows], "id")


@router.get("/assessment-schemes/{scheme_id:uuid}", operation_id="read_assessment_scheme", **guarded(Permission.ASSESSMENT_READ))
async def read_assessment_scheme(db: InRead, actor: CurrentActor, scheme_id: UUID, response: Response) -> FullAssessmentScheme:
    """An edition with its definition."""
    return await _scheme(db, actor, scheme_id, response)


@router.patch(
    "/assessment-schemes/{scheme_id:uuid}",
    operation_id="edit_assessment_scheme",
    **guarded(Permission.ASSESSMENT_RUN, RefusedAssessmentScheme, AssessmentSchemePublished, ConcurrentChange, StaleEtag, MissingIfMatch),
)
async def edit_assessment_scheme(
    work: InWork, scheme_id: UUID, body: AssessmentSchemeEdit, if_match: RequiredIfMatch, response: Response
) -> FullAssessmentScheme:
    """Change a draft; a given definition replaces the whole definition."""
    await assessment_schemes.edit_assessment_scheme(work, scheme_id, body, if_match)
    return await _scheme(work.db, work.actor, scheme_id, response)


@router.post(
    "/assessment-schemes/{scheme_id:uuid}:publish",
    operation_id="publish_assessment_scheme",
    **guarded(Permission.ASSESSMENT_RUN, RefusedAssessmentScheme, AssessmentSchemePublished, StaleEtag, ConcurrentChange, *_POST),
)
async def publish_assessment_scheme(work: InWork, scheme_id: UUID, if_match: OptionalIfMatch, response: Response) -> FullAssessmentScheme:
    """Publish a draft: it is never edited again, and the assessed may read it."""
    await assessment_schemes.publish_assessment_scheme(work, scheme_id, if_match)
    return await _scheme(work.db, work.actor, scheme_id, response)


@router.post(
    "/assessment-schemes/{scheme_id:uuid}:revise",
    operation_id="revise_assessment_scheme",
    status_code=201,
    **guarded(Permission.ASSESSMENT_RUN, AssessmentSchemeDraftOpen, AssessmentSchemeNotPublished, *_POST),
)
async def revise_assessment_scheme(work: InWork, scheme_id: UUID, body: AssessmentSchemeRevision, response: Response) -> FullAssessmentScheme:
    """Begin the next edition as a draft with the same content."""
    made = await assessment_schemes.revise_assessment_scheme(work, scheme_id, body)
    response.headers["Location"] = f"/api/v1/indicators/assessment-schemes/{made}"
    return await _scheme(work.db, work.actor, made, response)


@router.post("/assessment-facts", operation_id="record_fact", status_code=201, **guarded(Permission.ASSESSMENT_RUN, UnknownSubject, *_POST))
async def record_fact(work: InWork, body: FactEntry, response: Response) -> Fact:
    """Enter a fact that deductions, bonuses or vetoes count, with what proves it. Returned submissions are counted by themselves."""
    made = await evidencing.record_fact(work, body)
    response.headers["Location"] = f"/api/v1/indicators/assessment-facts/{made}"
    return await _fact(work.db, work.actor, made, response)


@router.get("/assessment-facts", operation_id="list_facts", **guarded(Permission.ASSESSMENT_READ, InvalidCursor))
async def list_facts(
    db: InRead, actor: CurrentActor, paging: InPaging, subject_id: UUID | None = None, year: Year | None = None, kind: Key | None = None
) -> Page[Fact]:
    """Facts in the order of entry: all of one's office, and those about one's own unit or region; withdrawn ones too."""
    rows = await repository.fact_page(db, paging, actor, subject_id, year, kind)
    return page_of(rows, paging, [_told(Fact, row) for row in rows], "id")


@router.get("/assessment-facts/{fact_id:uuid}", operation_id="read_fact", **guarded(Permission.ASSESSMENT_READ))
async def read_fact(db: InRead, actor: CurrentActor, fact_id: UUID, response: Response) -> Fact:
    """A fact."""
    return await _fact(db, actor, fact_id, response)


@router.post(
    "/assessment-facts/{fact_id:uuid}:withdraw",
    operation_id="withdraw_fact",
    **guarded(Permission.ASSESSMENT_RUN, FactWithdrawn, StaleEtag, ConcurrentChange, *_POST),
)
async def withdraw_fact(work: InWork, fact_id: UUID, body: FactWithdrawal, if_match: OptionalIfMatch, response: Response) -> Fact:
    """Let a fact count no longer; it stays readable with the reason."""
    await evidencing.withdraw_fact(work, fact_id, body.reason, if_match)
    return await _fact(work.db, work.actor, fact_id, response)


async def _fact(db: Db, actor: Actor, fact_id: UUID, response: Response) -> Fact:
    row = await evidencing.visible_fact(db, actor, fact_id)
    response.headers["ETag"] = etag(row.version)
    return Fact(**{name: row._mapping[name] for name in Fact.model_fields})
