"""Ledgers as tables: templates, name lists (名单), and imports that are shown before they are done."""

import asyncio
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Query, Response, UploadFile

from services.submissions.deps import InSettings
from services.submissions.errors import UnknownLedgerRegion
from services.submissions.service.ledgers import importing
from services.submissions.service.ledgers.seeing import path_within, visible_ledger
from shared.kit.app import InClock, InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.downloads import MEDIA_TYPES, download
from shared.kit.framework_problems import AlreadyThere, BrokenJson, KeyReused, MissingIdempotencyKey, TooLarge
from shared.kit.language import Words
from shared.kit.routing import guarded
from shared.kit.sheets.importing import TableFile
from shared.kit.sheets.problems import ExportTooLong, ImportOutdated, RefusedRows, TableTooLarge, UnreadableTable, UnsupportedTable, WrongHeadings
from shared.kit.sheets.writing import written
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.tables import TableFormat, TableReport

router = api_router("/api/v1/submissions", "ledger tables")
_READING = (UnreadableTable, UnsupportedTable, TableTooLarge, TooLarge, WrongHeadings, BrokenJson)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {200: {"content": {kind.partition(";")[0]: _BINARY for kind in MEDIA_TYPES.values()}, "description": "the file"}}
_PREVIEW = guarded(Permission.LEDGER_KEEP, *_READING, **{"x-reads": True})
_IMPORT = guarded(Permission.LEDGER_KEEP, *_READING, RefusedRows, ImportOutdated, AlreadyThere, MissingIdempotencyKey, KeyReused)
_TEMPLATE, _EXPORT = guarded(Permission.LEDGER_READ), guarded(Permission.LEDGER_READ, ExportTooLong, UnknownLedgerRegion)
for _marks in (_TEMPLATE, _EXPORT):
    _marks["responses"] = {**_FILE, **_marks["responses"]}

InForm = Annotated[TableFormat, Query(alias="format", description="csv or xlsx")]
InFile = Annotated[UploadFile, File(description="CSV (UTF-8 or GB18030) or XLSX; at most 7 MB and 60,000 rows")]
_ENTRIES = "/ledgers/{ledger_id:uuid}/entries"


async def _given(file: UploadFile, largest: int) -> TableFile:
    return TableFile(await file.read(largest + 1), file.filename, largest)


@router.post(f"{_ENTRIES}:preview", operation_id="preview_ledger_import", **_PREVIEW)
async def preview_ledger_import(db: InRead, actor: CurrentActor, clock: InClock, settings: InSettings, ledger_id: UUID, file: InFile) -> TableReport:
    """The dry run: what becomes of each row, duplicates and look-alikes with their faults. Stores nothing."""
    return await importing.preview_entries(db, actor, clock, ledger_id, await _given(file, settings.max_table_bytes))


@router.post(f"{_ENTRIES}:import", operation_id="import_ledger_entries", status_code=201, **_IMPORT)
async def import_ledger_entries(
    work: InWork,
    settings: InSettings,
    ledger_id: UUID,
    file: InFile,
    digest: Annotated[str, Query(min_length=1, max_length=120, description="of the preview of the same file")],
    partial: Annotated[bool, Query(description="leave refused rows out and store the others")] = False,
) -> TableReport:
    """Do exactly what the preview with this digest showed: all rows, or with `partial` those that were not refused."""
    return await importing.import_entries(work, ledger_id, await _given(file, settings.max_table_bytes), digest, partial=partial)


@router.get(f"{_ENTRIES}:template", operation_id="read_ledger_template", response_class=Response, **_TEMPLATE)
async def read_ledger_template(db: InRead, actor: CurrentActor, language: InLanguage, ledger_id: UUID, form: InForm = TableFormat.XLSX) -> Response:
    """An empty file with the headings and what each column takes."""
    kept = await visible_ledger(db, actor, ledger_id)
    return _file(kept, form, written(importing.form_of_ledger(kept), [], form, language, notes=True))


@router.get(f"{_ENTRIES}:export", operation_id="export_ledger", response_class=Response, **_EXPORT)
async def export_ledger(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    language: InLanguage,
    ledger_id: UUID,
    form: InForm = TableFormat.XLSX,
    as_of: Annotated[date | None, Query(description="the day about which the list speaks; today when left out")] = None,
    region_id: Annotated[UUID | None, Query(description="a region of the ledger: it and everything below")] = None,
) -> Response:
    """The name list: the entries that count on a day, in the form that an import takes. Imported again it changes nothing."""
    day = today(clock)
    kept = await visible_ledger(db, actor, ledger_id)
    rows = await importing.name_list(db, kept, await path_within(db, kept, region_id, day), as_of or day, day)
    return _file(kept, form, await asyncio.to_thread(written, importing.form_of_ledger(kept), rows, form, language))


def _file(kept: Any, form: TableFormat, content: bytes) -> Response:
    return download(content, MEDIA_TYPES[form], Words(f"{kept.name}.{form}", f"{kept.kind}.{form}"))
