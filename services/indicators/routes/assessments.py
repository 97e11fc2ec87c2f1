"""Results of assessments (考核结果): made, computed anew, announced, made final; standings; what-if."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.indicators.errors.assessments import (
    AssessmentMoved,
    AssessmentSchemeNotPublished,
    NobodyAssessed,
    RefusedAssessmentScheme,
    ShownAlready,
    StillUnsettled,
    WindowInPast,
)
from services.indicators.repository import assessments as repository
from services.indicators.rules.assessing.sheets import FORMS, ResultTable, rows_of
from services.indicators.service import appealing, assessing
from shared.kit.app import InClock, InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.downloads import MEDIA_TYPES, TABLE_FILE, TABLES, download
from shared.kit.etag import OptionalIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, NotAcceptable, StaleEtag
from shared.kit.language import Words
from shared.kit.negotiation import InAccept, wanted_form
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.sheets.writing import written
from shared.kit.work import InWork
from shared.rules.access import Actor, Permission
from shared.schemas.assessment_results import (
    Announcement,
    Assessment,
    AssessmentAnswer,
    AssessmentQuestion,
    AssessmentRun,
    AssessmentState,
    FullStanding,
    RankedStanding,
    Rerun,
)
from shared.schemas.base import Name, Year
from shared.schemas.page import Page
from shared.schemas.tables import TableFormat

router = api_router("/api/v1/indicators", "assessments")
_MOVE = (AssessmentMoved, StaleEtag, ConcurrentChange, MissingIdempotencyKey, KeyReused)

_EXPORT = guarded(Permission.ASSESSMENT_READ, NotAcceptable)
_EXPORT["responses"] |= TABLE_FILE


def _columns(shape: Any, row: Any) -> dict[str, Any]:
    return {name: row._mapping[name] for name in shape.model_fields}


async def _assessment(db: Db, actor: Actor, assessment_id: UUID, response: Response) -> Assessment:
    row, _ = await assessing.visible_assessment(db, actor, assessment_id)
    response.headers["ETag"] = etag(row.version)
    return Assessment(**_columns(Assessment, row))


@router.post(
    "/assessments",
    operation_id="run_assessment",
    status_code=201,
    **guarded(Permission.ASSESSMENT_RUN, AssessmentSchemeNotPublished, NobodyAssessed, MissingIdempotencyKey, KeyReused),
)
async def run_assessment(work: InWork, body: AssessmentRun, response: Response) -> Assessment:
    """Assess everybody by a published scheme with what is official now. The result is provisional and as open as the least open thing in it."""
    assessment_id = await assessing.run_assessment(work, body.scheme_id)
    response.headers["Location"] = f"/api/v1/indicators/assessments/{assessment_id}"
    return await _assessment(work.db, work.actor, assessment_id, response)


@router.get("/assessments", operation_id="list_assessments", **guarded(Permission.ASSESSMENT_READ, InvalidCursor))
async def list_assessments(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    scheme_id: UUID | None = None,
    year: Year | None = None,
    state: AssessmentState | None = None,
) -> Page[Assessment]:
    """Results by state and disclosure; announced ones also for whom they assess."""
    rows = await repository.assessment_page(db, paging, actor, scheme_id, year, state)
    return page_of(rows, paging, [Assessment(**_columns(Assessment, row)) for row in rows], "id")


@router.get("/assessments/{assessment_id:uuid}", operation_id="read_assessment", **guarded(Permission.ASSESSMENT_READ))
async def read_assessment(db: InRead, actor: CurrentActor, assessment_id: UUID, response: Response) -> Assessment:
    """A result's head; its standings are a list of their own."""
    return await _assessment(db, actor, assessment_id, response)


@router.get("/assessments/{assessment_id:uuid}/standings", operation_id="list_standings", **guarded(Permission.ASSESSMENT_READ, InvalidCursor))
async def list_standings(db: InRead, actor: CurrentActor, paging: InPaging, assessment_id: UUID, grade: Name | None = None) -> Page[RankedStanding]:
    """The ranking, best first; only one's own standing where the result as a whole is not open to one."""
    _, whole = await assessing.visible_assessment(db, actor, assessment_id)
    rows = await repository.standing_page(db, paging, actor, assessment_id, whole=whole, grade=grade)
    return page_of(rows, paging, [RankedStanding(**_columns(RankedStanding, row)) for row in rows], "position", "id")


@router.get("/assessments/{assessment_id:uuid}/export", operation_id="export_assessment", response_class=Response, **_EXPORT)
async def export_assessment(
    db: InRead,
    actor: CurrentActor,
    language: InLanguage,
    assessment_id: UUID,
    table: Annotated[ResultTable, Query(description="the ranking, or every mark")] = ResultTable.RANKING,
    form: Annotated[TableFormat | None, Query(alias="format", description="goes before the Accept header; xlsx if neither says anything")] = None,
    accept: InAccept = None,
) -> Response:
    """The standings that one may see as a file, every cell a text that no spreadsheet computes."""
    wanted = wanted_form(form, accept, TABLES)
    row, whole = await assessing.visible_assessment(db, actor, assessment_id)
    standings = await (repository.standings_of(db, row.id) if whole else repository.own_standings_of(db, actor, row.id))
    content = await asyncio.to_thread(lambda: written(FORMS[table], rows_of(table, standings, language), wanted, language))
    return download(content, MEDIA_TYPES[wanted], Words(f"{row.title}.{wanted}", f"{table}.{wanted}"))


@router.get("/standings/{standing_id:uuid}", operation_id="read_standing", **guarded(Permission.ASSESSMENT_READ))
async def read_standing(db: InRead, actor: CurrentActor, standing_id: UUID, response: Response) -> FullStanding:
    """What one assessed got: every mark with reason and arithmetic, deductions, bonuses, vetoes, index, and the inputs with their versions."""
    row, _ = await appealing.visible_standing(db, actor, standing_id)
    response.headers["ETag"] = etag(row.version)
    return FullStanding(**_columns(FullStanding, row))


@router.post("/assessments/{assessment_id:uuid}:rerun", operation_id="rerun_assessment", **guarded(Permission.ASSESSMENT_RUN, **{"x-reads": True}))
async def rerun_assessment(db: InRead, clock: InClock, actor: CurrentActor, assessment_id: UUID) -> Rerun:
    """Compute a result anew, from its own inputs and from what is known now; says whether it is equal, or what changed since."""
    return await assessing.rerun_assessment(db, actor, assessment_id, today(clock))


@router.post(
    "/assessments/{assessment_id:uuid}:announce",
    operation_id="announce_assessment",
    **guarded(Permission.ASSESSMENT_RUN, ShownAlready, WindowInPast, *_MOVE),
)
async def announce_assessment(work: InWork, assessment_id: UUID, body: Announcement, if_match: OptionalIfMatch, response: Response) -> Assessment:
    """Show a provisional result to those it is about; they may appeal until the end of a day."""
    await assessing.announce_assessment(work, assessment_id, body.appeals_until, if_match)
    return await _assessment(work.db, work.actor, assessment_id, response)


@router.post(
    "/assessments/{assessment_id:uuid}:finalise",
    operation_id="finalise_assessment",
    **guarded(Permission.ASSESSMENT_RUN, StillUnsettled, *_MOVE),
)
async def finalise_assessment(work: InWork, assessment_id: UUID, if_match: OptionalIfMatch, response: Response) -> Assessment:
    """Make an announced result final: the window is over, every appeal decided, every adjustment confirmed or rejected."""
    await assessing.finalise_assessment(work, assessment_id, if_match)
    return await _assessment(work.db, work.actor, assessment_id, response)


@router.post(
    "/assessments:evaluate", operation_id="evaluate_assessment", **guarded(Permission.ASSESSMENT_RUN, RefusedAssessmentScheme, **{"x-reads": True})
)
async def evaluate_assessment(db: InRead, clock: InClock, actor: CurrentActor, body: AssessmentQuestion) -> AssessmentAnswer:
    """What-if: what everybody would get with other values, counts or another definition; drafts can be tried out, nothing is stored."""
    return await assessing.evaluate_assessment(db, actor, body, today(clock))
