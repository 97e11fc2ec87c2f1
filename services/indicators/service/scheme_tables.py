"""What a scheme asks for, brought in as a table: shown first, then done exactly as it was shown."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.indicators.repository import entries
from services.indicators.repository import schemes as repository
from services.indicators.rules.scheme_tables import FAULTS, FORM, Catalogued, TablePlan, plan_rows
from services.indicators.service import schemes
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.rights import require
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.importing import Shown, sheet_of
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.schemas.tables import TableReport

LARGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class ItemFile:
    """A file with items of a scheme."""

    data: bytes
    name: str | None


async def preview_items(db: Db, actor: Actor, scheme_id: UUID, file: ItemFile) -> TableReport:
    """What the file would do to the scheme, row by row; nothing is stored."""
    row = await schemes.visible_scheme(db, actor, scheme_id)
    require(actor, Permission.SCHEME_KEEP, schemes.thing(row))
    _, shown = await _plan(db, scheme_id, file)
    return shown.report(stored=False, partial=False)


async def import_items(work: Work, scheme_id: UUID, file: ItemFile, digest: str, if_match: IfMatch, *, partial: bool) -> TableReport:
    """Do what the preview showed as the scheme's next version; 409 if it would be something else by now."""
    record = await schemes.scheme_to_change(work, scheme_id, if_match)
    planned, shown = await _plan(work.db, scheme_id, file)
    shown.require(digest, partial=partial)
    if shown.counts["new"] or shown.counts["changed"]:
        await schemes.replace_items(work, record, planned.items)
        await schemes.changed(work, record, None, "import_scheme_items")
    return shown.report(stored=True, partial=partial)


async def _plan(db: Db, scheme_id: UUID, file: ItemFile) -> tuple[TablePlan, Shown]:
    sheet = await sheet_of(file.data, file.name, FORM, LARGEST)
    findings, present = Findings(FAULTS), await repository.items_of(db, scheme_id)
    planned = plan_rows(sheet.lines, present, await _entries(db, sheet.lines, [row.indicator_id for row in present]), findings)
    return planned, await asyncio.to_thread(Shown, FORM, file.data, sheet, planned.outcomes, findings)


async def _entries(db: Db, lines: Sequence[Line], mapped: Sequence[UUID | None]) -> Catalogued:
    codes = await entries.codes(db, {line.cells["entry"] for line in lines if line.cells.get("entry")})
    by_id = await schemes.entries_by_id(db, [*codes.values(), *mapped])
    return Catalogued({code: by_id[entry_id] for code, entry_id in codes.items()}, by_id)
