"""Use cases on the directory as tables: preview what a file would do, then do exactly that."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.plans.rules.importing.columns import FORMS
from services.plans.rules.importing.faults import FAULTS
from services.plans.service.importing import accounts, groups, regions, units
from services.plans.service.importing.asking import Asking
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.rights import require_somewhere
from shared.kit.sheets.cells import Line
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.importing import Shown, sheet_of
from shared.kit.sheets.outcomes import Outcome
from shared.kit.sheets.reading import Sheet
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.schemas.directory_tables import DirectoryTable
from shared.schemas.tables import TableReport


class Planned(Protocol):
    """What every plan has."""

    outcomes: list[Outcome]


PLANS: Mapping[DirectoryTable, Callable[[Asking, Sequence[Line], Findings], Awaitable[Planned]]] = {
    DirectoryTable.REGIONS: regions.plan,
    DirectoryTable.UNITS: units.plan,
    DirectoryTable.GROUPS: groups.plan,
    DirectoryTable.ACCOUNTS: accounts.plan,
}
STORES: Mapping[DirectoryTable, Callable[[Work, Any], Awaitable[None]]] = {
    DirectoryTable.REGIONS: regions.store,
    DirectoryTable.UNITS: units.store,
    DirectoryTable.GROUPS: groups.store,
    DirectoryTable.ACCOUNTS: accounts.store,
}


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that somebody uploads as one of the tables; more than ``largest`` bytes are refused."""

    table: DirectoryTable
    data: bytes
    name: str | None
    largest: int

    async def sheet(self) -> Sheet:
        """Its lines, or the problem that says why there are none."""
        return await sheet_of(self.data, self.name, FORMS[self.table], self.largest)


async def preview_table(db: Db, actor: Actor, clock: Any, file: TableFile) -> TableReport:
    """What a file would do to the directory, row by row; nothing is stored and nothing locked."""
    require_somewhere(actor, Permission.DIRECTORY_IMPORT)
    _, shown = await _plan(Asking(db, actor, today(clock)), file, await file.sheet())
    return shown.report(stored=False, partial=False)


async def import_table(work: Work, file: TableFile, digest: str, *, partial: bool) -> TableReport:
    """Do what a preview showed, all of it or (``partial``) the rows that were not refused; 409 if it would be something else by now."""
    require_somewhere(work.actor, Permission.DIRECTORY_IMPORT)
    planned, shown = await _plan(Asking(work.db, work.actor, today(work.service.clock)), file, await file.sheet())
    shown.require(digest, partial=partial)
    await STORES[file.table](work, planned)
    await work.audit("import_directory", work.actor.id, table=file.table.value, digest=shown.digest, partial=partial, **shown.counts)
    return shown.report(stored=True, partial=partial)


async def _plan(asking: Asking, file: TableFile, sheet: Sheet) -> tuple[Planned, Shown]:
    findings = Findings(FAULTS)
    planned = await PLANS[file.table](asking, sheet.lines, findings)
    return planned, await asyncio.to_thread(Shown, FORMS[file.table], file.data, sheet, planned.outcomes, findings)
