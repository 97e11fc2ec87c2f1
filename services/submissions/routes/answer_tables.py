"""The forms of a round as a table: written out with what is asked, and imported as it was shown."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import File, Query, Response, UploadFile

from services.submissions.deps import InSettings
from services.submissions.errors import RoundClosed, RoundNotOpen
from services.submissions.rules.answer_tables.columns import FORM
from services.submissions.service import answer_tables
from shared.kit.app import InClock, InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.downloads import MEDIA_TYPES, download
from shared.kit.framework_problems import BrokenJson, ConcurrentChange, KeyReused, MissingIdempotencyKey, TooLarge
from shared.kit.language import Words
from shared.kit.routing import guarded
from shared.kit.sheets.importing import TableFile
from shared.kit.sheets.problems import ExportTooLong, ImportOutdated, RefusedRows, TableTooLarge, UnreadableTable, UnsupportedTable, WrongHeadings
from shared.kit.sheets.writing import written
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.tables import TableFormat, TableReport

router = api_router("/api/v1/submissions", "answers as tables")
_READING = (UnreadableTable, UnsupportedTable, TableTooLarge, TooLarge, WrongHeadings, BrokenJson, RoundNotOpen, RoundClosed)
_PREVIEW = guarded(Permission.SUBMISSION_FILL, *_READING, **{"x-reads": True})
_IMPORT = guarded(Permission.SUBMISSION_FILL, *_READING, RefusedRows, ImportOutdated, ConcurrentChange, MissingIdempotencyKey, KeyReused)
_EXPORT = guarded(Permission.ASSIGNMENT_READ, ExportTooLong)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_EXPORT["responses"] = {200: {"content": {kind.partition(";")[0]: _BINARY for kind in MEDIA_TYPES.values()}, "description": "the file"}} | _EXPORT[
    "responses"
]

InForm = Annotated[TableFormat, Query(alias="format", description="csv or xlsx")]
InFile = Annotated[UploadFile, File(description="CSV (UTF-8 or GB18030) or XLSX; at most 7 MB and 60,000 rows")]
_ANSWERS = "/rounds/{round_id:uuid}/answers"


async def _given(file: UploadFile, largest: int) -> TableFile:
    return TableFile(await file.read(largest + 1), file.filename, largest)


@router.get(f"{_ANSWERS}:export", operation_id="export_answers", response_class=Response, **_EXPORT)
async def export_answers(
    db: InRead,
    actor: CurrentActor,
    language: InLanguage,
    round_id: UUID,
    form: InForm = TableFormat.XLSX,
    unit_id: Annotated[UUID | None, Query(description="the form of this unit alone")] = None,
) -> Response:
    """Every item that the caller fills in or asks for, with units, targets and last values: a table to fill in offline and import.

    What was answered so far stands in it only for those who fill it in. Imported again as it is, it changes nothing.
    """
    name, rows = await answer_tables.rows_of_round(db, actor, round_id, unit_id, language)
    content = await asyncio.to_thread(written, FORM, rows, form, language, notes=form is TableFormat.XLSX)
    return download(content, MEDIA_TYPES[form], Words(f"{name}-填报表.{form}", f"answers.{form}"))


@router.post(f"{_ANSWERS}:preview", operation_id="preview_answers", **_PREVIEW)
async def preview_answers(db: InRead, actor: CurrentActor, clock: InClock, settings: InSettings, round_id: UUID, file: InFile) -> TableReport:
    """The dry run: what becomes of each row, with every fault and what to do. Stores nothing."""
    return await answer_tables.preview_answers(db, actor, clock.now(), round_id, await _given(file, settings.max_table_bytes))


@router.post(f"{_ANSWERS}:import", operation_id="import_answers", status_code=201, **_IMPORT)
async def import_answers(
    work: InWork,
    settings: InSettings,
    round_id: UUID,
    file: InFile,
    digest: Annotated[str, Query(min_length=1, max_length=120, description="of the preview of the same file")],
    partial: Annotated[bool, Query(description="leave refused rows out and keep the others")] = False,
) -> TableReport:
    """Keep exactly what the preview with this digest showed; forms that nobody began are begun. Handing in stays a step of its own."""
    return await answer_tables.import_answers(work, round_id, await _given(file, settings.max_table_bytes), digest, partial=partial)
