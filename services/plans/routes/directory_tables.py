"""The directory as tables: templates, exports, and imports that are shown before they are done."""

import asyncio
from typing import Annotated

from fastapi import File, Query, Response, UploadFile

from services.plans.deps import InSettings
from services.plans.errors import UnknownRegionCode
from services.plans.rules.importing.columns import FORMS
from services.plans.service.importing import tables
from services.plans.service.importing.asking import Asking
from services.plans.service.importing.exporting import table_rows
from shared.kit.app import InClock, InLanguage, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.downloads import MEDIA_TYPES, download
from shared.kit.framework_problems import AlreadyThere, BrokenJson, KeyReused, MissingIdempotencyKey, TooLarge
from shared.kit.language import Words
from shared.kit.rights import require_somewhere
from shared.kit.routing import guarded
from shared.kit.sheets.problems import ExportTooLong, ImportOutdated, RefusedRows, TableTooLarge, UnreadableTable, UnsupportedTable, WrongHeadings
from shared.kit.sheets.writing import written
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.directory import GbCode
from shared.schemas.directory_tables import DirectoryTable
from shared.schemas.tables import TableFormat, TableReport

router = api_router("/api/v1/plans", "directory tables")
_READING = (UnreadableTable, UnsupportedTable, TableTooLarge, TooLarge, WrongHeadings, BrokenJson)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {200: {"content": {kind.partition(";")[0]: _BINARY for kind in MEDIA_TYPES.values()}, "description": "the file"}}
_PREVIEW = guarded(Permission.DIRECTORY_IMPORT, *_READING, **{"x-reads": True})
_IMPORT = guarded(Permission.DIRECTORY_IMPORT, *_READING, RefusedRows, ImportOutdated, AlreadyThere, MissingIdempotencyKey, KeyReused)
_TEMPLATE, _EXPORT = guarded(Permission.DIRECTORY_IMPORT), guarded(Permission.DIRECTORY_IMPORT, ExportTooLong, UnknownRegionCode)
for _marks in (_TEMPLATE, _EXPORT):
    _marks["responses"] = {**_FILE, **_marks["responses"]}

InTable = Annotated[DirectoryTable, Query(description="which table", examples=["units"])]
InForm = Annotated[TableFormat, Query(alias="format", description="csv or xlsx")]
InFile = Annotated[UploadFile, File(description="CSV (UTF-8 or GB18030) or XLSX; at most 20 MB and 60,000 rows")]


@router.post("/directory:preview", operation_id="preview_directory_import", **_PREVIEW)
async def preview_directory_import(
    db: InRead, actor: CurrentActor, clock: InClock, settings: InSettings, table: InTable, file: InFile
) -> TableReport:
    """The dry run: what becomes of each row (new, changed with before and after, unchanged, refused with every fault). Stores nothing."""
    data = await file.read(settings.max_table_bytes + 1)
    return await tables.preview_table(db, actor, clock, tables.TableFile(table, data, file.filename, settings.max_table_bytes))


@router.post("/directory:import", operation_id="import_directory", status_code=201, **_IMPORT)
async def import_directory(
    work: InWork,
    settings: InSettings,
    table: InTable,
    file: InFile,
    digest: Annotated[str, Query(min_length=1, max_length=120, description="of the preview of the same file")],
    partial: Annotated[bool, Query(description="leave refused rows out and store the others")] = False,
) -> TableReport:
    """Do exactly what the preview with this digest showed: all rows, or with `partial` those that were not refused."""
    data = await file.read(settings.max_table_bytes + 1)
    return await tables.import_table(work, tables.TableFile(table, data, file.filename, settings.max_table_bytes), digest, partial=partial)


@router.get("/directory:template", operation_id="read_directory_template", response_class=Response, **_TEMPLATE)
async def read_directory_template(actor: CurrentActor, language: InLanguage, table: InTable, form: InForm = TableFormat.XLSX) -> Response:
    """An empty file with the headings and what each column takes."""
    require_somewhere(actor, Permission.DIRECTORY_IMPORT)
    return _file(table, form, written(FORMS[table], [], form, language, notes=True))


@router.get("/directory:export", operation_id="export_directory", response_class=Response, **_EXPORT)
async def export_directory(
    db: InRead,
    actor: CurrentActor,
    clock: InClock,
    language: InLanguage,
    table: InTable,
    form: InForm = TableFormat.XLSX,
    under: Annotated[GbCode | None, Query(description="code of a region: it and everything below")] = None,
) -> Response:
    """What the caller keeps of the directory, in the form that an import takes. Imported again it changes nothing."""
    rows = await table_rows(Asking(db, actor, today(clock)), table, under, language)
    return _file(table, form, await asyncio.to_thread(written, FORMS[table], rows, form, language))


def _file(table: DirectoryTable, form: TableFormat, content: bytes) -> Response:
    return download(content, media_type=MEDIA_TYPES[form], name=Words(f"{FORMS[table].title.zh}.{form}", f"{table}.{form}"))
