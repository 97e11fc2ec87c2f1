"""The scoreboard of a plan and year."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Response

from services.indicators.repository.scoreboard import Shown
from services.indicators.rules.exporting.scoreboards import SCOREBOARD
from services.indicators.service import scoreboard
from shared.kit.app import InClock, InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.downloads import MEDIA_TYPES, TABLE_FILE, TABLES, download
from shared.kit.etag import unless_known
from shared.kit.framework_problems import InvalidCursor, NotAcceptable
from shared.kit.language import Words
from shared.kit.negotiation import InAccept, wanted_form
from shared.kit.paging import InPaging, page_parts, ready
from shared.kit.routing import guarded
from shared.kit.sheets.streaming import table_file
from shared.rules.access import Permission
from shared.schemas.base import Year
from shared.schemas.catalogue import HealthDimension
from shared.schemas.plan_document import NatureKind
from shared.schemas.scoreboard import Scoreboard
from shared.schemas.tables import TableFormat
from shared.schemas.verdicts import VerdictWord

router = api_router("/api/v1/indicators", "scoreboard")

_EXPORT = guarded(Permission.VERDICT_READ, NotAcceptable)
_EXPORT["responses"] |= TABLE_FILE
InYear = Annotated[Year | None, Query(description="this year if absent")]
InUnit = Annotated[UUID | None, Query(description="the filling unit")]
InWord = Annotated[VerdictWord | None, Query(description="only indicators with a deciding target that got it")]
InTag = Annotated[str | None, Header(alias="If-None-Match", description="the ETag of the answer you have: 304 if it still holds")]


@router.get("/plans/{plan_id:uuid}/scoreboard", operation_id="read_scoreboard", **guarded(Permission.VERDICT_READ, InvalidCursor))
async def read_scoreboard(
    db: InRead,
    clock: InClock,
    actor: CurrentActor,
    paging: InPaging,
    plan_id: UUID,
    year: InYear = None,
    action: str | None = None,
    unit_id: InUnit = None,
    nature: NatureKind | None = None,
    dimension: HealthDimension | None = None,
    word: InWord = None,
    if_none_match: InTag = None,
) -> Scoreboard:
    """Every indicator of a plan with baseline, series, deciding targets and their verdicts, change and owner; and tallies of the verdicts."""
    shown = Shown(plan_id, year or today(clock).year, action, unit_id, nature, dimension, word)
    totals = await scoreboard.tallies(db, actor, shown)
    rows, items = await scoreboard.scored_rows(db, actor, paging, shown)
    return unless_known(if_none_match, ready(Scoreboard, {**totals, **page_parts(rows, paging, items, "position", "id")}))


@router.get("/plans/{plan_id:uuid}/scoreboard:export", operation_id="export_scoreboard", response_class=Response, **_EXPORT)
async def export_scoreboard(
    db: InRead,
    clock: InClock,
    actor: CurrentActor,
    language: InLanguage,
    plan_id: UUID,
    year: InYear = None,
    action: str | None = None,
    unit_id: InUnit = None,
    nature: NatureKind | None = None,
    dimension: HealthDimension | None = None,
    word: InWord = None,
    form: Annotated[TableFormat | None, Query(alias="format", description="goes before the Accept header; xlsx if neither says anything")] = None,
    *,
    accept: InAccept = None,
    if_none_match: InTag = None,
) -> Response:
    """The scoreboard as a table: a row per deciding target, with the verdict in words, its sentence, and where the target stands."""
    wanted, shown = wanted_form(form, accept, TABLES), Shown(plan_id, year or today(clock).year, action, unit_id, nature, dimension, word)
    rows, remarks = await scoreboard.scoreboard_table(db, actor, shown, language)
    content = await asyncio.to_thread(table_file, SCOREBOARD, rows, wanted, language, remarks)
    name = Words(f"{remarks[0]} {shown.year}.{wanted}", f"scoreboard-{shown.year}.{wanted}")
    return unless_known(if_none_match, download(content, MEDIA_TYPES[wanted], name))
