"""The count: who owed, who filed, in time or not."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Header, Query, Response

from services.submissions.repository import rounds as repository
from services.submissions.repository.counts import KEYS, Scope
from services.submissions.rules.count_tables import FORMS, cells
from services.submissions.service import counting
from shared.kit.app import InClock, InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import Clock, today
from shared.kit.downloads import MEDIA_TYPES, TABLE_FILE, download
from shared.kit.etag import unless_known
from shared.kit.framework_problems import InvalidCursor
from shared.kit.language import Words
from shared.kit.paging import InPaging, page_of, ready
from shared.kit.rights import see
from shared.kit.routing import guarded
from shared.kit.sheets.problems import ExportTooLong
from shared.kit.sheets.reading import MOST_ROWS
from shared.kit.sheets.writing import written
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.base import Year
from shared.schemas.counts import CountBy, CountLine, RoundCount
from shared.schemas.page import Page
from shared.schemas.tables import TableFormat

router = api_router("/api/v1/submissions", "counts")
_READ = Permission.ASSIGNMENT_READ
_EXPORT = guarded(_READ, ExportTooLong)
_EXPORT["responses"] = {**TABLE_FILE, **_EXPORT["responses"]}
Known = Annotated[str | None, Header(description="the ETag of the answer you have: 304 if it still holds")]
InBy = Annotated[CountBy, Query(description="what one line is about")]
InRegion = Annotated[str | None, Query(max_length=400, description="a region's path: it and everything below; lines by region go one level down")]


def _scope(actor: Actor, clock: Clock, round_id: UUID | None, subject_year: int | None, region_path: str | None) -> Scope:
    return Scope(actor, clock.now(), today(clock), round_id, subject_year, region_path)


@router.get("/rounds/{round_id:uuid}/count", operation_id="count_round", **guarded(Permission.ROUND_READ))
async def count_round(db: InRead, actor: CurrentActor, clock: InClock, round_id: UUID, if_none_match: Known = None) -> RoundCount:
    """How far a round is, as it is now, over the assignments that the reader may know of."""
    row = await repository.round_(db, round_id)
    see(actor, Permission.ROUND_READ, Thing(region_path=row.region_path) if row else None, what="round", what_zh="填报轮次")
    return unless_known(if_none_match, ready(RoundCount, await counting.round_count(db, _scope(actor, clock, round_id, None, None), round_id)))


@router.get("/counts", operation_id="list_counts", **guarded(_READ, InvalidCursor))
async def list_counts(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    paging: InPaging,
    by: InBy = CountBy.ROUND,
    round_id: UUID | None = None,
    subject_year: Year | None = None,
    region_path: InRegion = None,
    phantoms: Annotated[bool, Query(description="only lines of which nothing that is expected was ever touched")] = False,
    if_none_match: Known = None,
) -> Page[CountLine]:
    """The count line by line: by round, unit, action or region, over the assignments that the reader may know of."""
    scope = _scope(actor, clock, round_id, subject_year, region_path)
    rows, lines = await counting.count_lines(db, scope, by, paging, phantoms=phantoms)
    keys = KEYS if by is CountBy.ACTION else KEYS[:1]
    return unless_known(if_none_match, page_of(rows, paging, lines, *keys))


@router.get("/counts:export", operation_id="export_counts", response_class=Response, **_EXPORT)
async def export_counts(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    language: InLanguage,
    by: InBy = CountBy.ROUND,
    round_id: UUID | None = None,
    subject_year: Year | None = None,
    region_path: InRegion = None,
    form: Annotated[TableFormat, Query(alias="format", description="xlsx or csv")] = TableFormat.XLSX,
) -> Response:
    """The same lines as a table, every cell a harmless text."""
    lines = await counting.all_lines(db, _scope(actor, clock, round_id, subject_year, region_path), by, MOST_ROWS)
    if len(lines) > MOST_ROWS:
        raise ExportTooLong(most=MOST_ROWS)
    table = await asyncio.to_thread(written, FORMS[by], [cells(line, by) for line in lines], form, language)
    return download(table, MEDIA_TYPES[form], Words(f"填报统计.{form}", f"count.{form}"))
