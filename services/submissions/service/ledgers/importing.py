"""A ledger as a table: preview what a file would do to it, do exactly that, and export the name list."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.submissions.models import LedgerEntryRecord, LedgerEntryVersionRecord
from services.submissions.repository import known_regions
from services.submissions.repository import ledgers as repository
from services.submissions.rules.ledgers.entries import Content
from services.submissions.rules.ledgers.faults import FAULTS
from services.submissions.rules.ledgers.planning import KnownEntry, LedgerPlan, Standing, plan_entries
from services.submissions.rules.ledgers.tables import LineReader, form_of
from services.submissions.service.ledgers.keeping import row_of, version_row
from services.submissions.service.ledgers.seeing import content_of, definition_of, thing, visible_ledger
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.sheets.cells import Line
from shared.kit.sheets.columns import TableForm
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.importing import Shown, TableFile, sheet_of
from shared.kit.sheets.places import Place, Places
from shared.kit.sheets.problems import ExportTooLong
from shared.kit.sheets.reading import MOST_ROWS, Sheet
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.rules.region_codes import code_of, looks_like_code
from shared.schemas.tables import TableReport


def form_of_ledger(kept: Any) -> TableForm:
    """The table that a ledger is; its id stands in digests, so that no preview serves another ledger."""
    return form_of(str(kept.id), kept.name, definition_of(kept))


async def preview_entries(db: Db, actor: Actor, clock: Any, ledger_id: UUID, file: TableFile) -> TableReport:
    """What a file would do to the ledger, row by row; nothing is stored and nothing locked."""
    kept = await visible_ledger(db, actor, ledger_id)
    require(actor, Permission.LEDGER_KEEP, thing(kept))
    _, _, shown = await _plan(db, kept, file, await _sheet(kept, file), today(clock))
    return shown.report(stored=False, partial=False)


async def import_entries(work: Work, ledger_id: UUID, file: TableFile, digest: str, *, partial: bool) -> TableReport:
    """Do what a preview showed, all of it or (``partial``) the rows that were not refused; 409 if it would be something else by now."""
    kept = await visible_ledger(work.read, work.actor, ledger_id)
    require(work.actor, Permission.LEDGER_KEEP, thing(kept))
    sheet = await _sheet(kept, file)
    await repository.lock_ledger(work.db, ledger_id)
    planned, there, shown = await _plan(work.db, kept, file, sheet, today(work.service.clock))
    shown.require(digest, partial=partial)
    await _store(work, kept, planned, there)
    await work.audit("import_ledger_entries", ledger_id, digest=shown.digest, partial=partial, **shown.counts)
    return shown.report(stored=True, partial=partial)


async def _sheet(kept: Any, file: TableFile) -> Sheet:
    return await sheet_of(file.data, file.name, form_of_ledger(kept), file.largest)


async def _plan(db: Db, kept: Any, file: TableFile, sheet: Sheet, day: date) -> tuple[LedgerPlan, dict[UUID, Any], Shown]:
    definition, findings = definition_of(kept), Findings(FAULTS)
    reader = LineReader(definition, await _places(db, kept, sheet.lines, day), kept.region_path, await _units(db, kept, sheet.lines), findings)
    there = {row.id: row for row in await repository.all_entries(db, kept.id, day)}
    standing = Standing.of(KnownEntry(row.id, row.identity, content_of(row), row.withdrawn_on) for row in there.values())

    def decide() -> tuple[LedgerPlan, Shown]:
        planned = plan_entries(definition, reader.read(sheet.lines), standing, day, new_id, findings)
        return planned, Shown(form_of_ledger(kept), file.data, sheet, planned.outcomes, findings)

    planned, shown = await asyncio.to_thread(decide)
    return planned, there, shown


async def _places(db: Db, kept: Any, lines: Sequence[Line], day: date) -> Places:
    """Every region of the ledger that rows name; a name is looked for within the ledger's region alone."""
    written = {text for line in lines if (text := line.cells.get("region"))}
    codes = {code for text in written if looks_like_code(text) and (code := _code(text))}
    rows = await known_regions.within(db, kept.region_path, codes, written, day)
    return Places((Place(row.id, row.code, row.name, row.path) for row in rows), lambda _path: True)


def _code(text: str) -> str | None:
    try:
        return code_of(text)
    except ValueError:
        return None


async def _units(db: Db, kept: Any, lines: Sequence[Line]) -> dict[str, tuple[UUID, str]]:
    return await repository.units_called(db, kept.region_path, {text for line in lines if (text := line.cells.get("unit"))})


async def _store(work: Work, kept: Any, planned: LedgerPlan, there: dict[UUID, Any]) -> None:
    definition = definition_of(kept)
    fresh = [{"id": one, "version": 1, "ledger_id": kept.id, "identity": key, **row_of(content, definition)} for one, key, content in planned.fresh]
    changed = [{"at": one, "identity": key, **row_of(content, definition, there[one].rechecked_on)} for one, key, content in planned.changed]
    await work.db.insert(LedgerEntryRecord, [{**_UNDECIDED, **row} for row in fresh])
    await repository.change_entries(work.db, [{f"to_{name}" if name != "at" else name: value for name, value in row.items()} for row in changed])
    versions = [_version(work, one, 1, content) for one, _, content in planned.fresh]
    versions += [_version(work, one, there[one].version + 1, content) for one, _, content in planned.changed]
    await work.db.insert(LedgerEntryVersionRecord, versions)


_UNDECIDED = dict.fromkeys(("withdrawn_on", "withdrawn_because", "rechecked_on"))


def _version(work: Work, entry_id: UUID, number: int, content: Content) -> dict[str, Any]:
    told = {name: getattr(content, name) for name in ("name", "held_on", "region_id", "region_path", "unit_id", "level", "proof", "details")}
    return version_row(entry_id, number, "import", told, work)


async def name_list(db: Db, kept: Any, path: str, as_of: date, day: date) -> list[list[str]]:
    """The entries that count on a day as rows of the ledger's table; ExportTooLong beyond one file. Imported again they change nothing."""
    rows = await repository.counted_entries(db, kept.id, path, as_of, day, MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise ExportTooLong(most=MOST_ROWS)
    columns = [column.key for column in form_of_ledger(kept).columns]
    return [[_cell(row, key) for key in columns] for row in rows]


def _cell(row: Any, key: str) -> str:
    told = {"name": row.name, "held_on": row.held_on.isoformat(), "region": row.region_name, "unit": row.unit_name, "level": row.level}
    return str({**row.details, **told, "proof": row.proof, "similar": ""}.get(key) or "")
