"""Use cases on the directory as tables: preview what a file would do, then do exactly that."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from services.plans.errors import ImportOutdated, RefusedRows, TableTooLarge, UnreadableTable, UnsupportedTable, WrongHeadings
from services.plans.rules.importing.cells import Line
from services.plans.rules.importing.columns import COLUMNS, TITLES
from services.plans.rules.importing.faults import Fault, Findings
from services.plans.rules.importing.outcomes import Outcome, counted, counts, digest, same_file
from services.plans.rules.importing.refusals import REASONS, UNSUPPORTED, UnreadableTableFile
from services.plans.rules.importing.sheets import Sheet, read_sheet
from services.plans.service.import_faults import require_somewhere, told
from services.plans.service.importing import accounts, groups, regions, units
from services.plans.service.importing.asking import Asking
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.rules.access import Actor
from shared.schemas.directory_tables import DirectoryTable, FieldChange, TableCounts, TableFault, TableReport, TableRow
from shared.schemas.verdicts import Said


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
_HEADING_WORDS = {
    "unknown-column": Words(
        "没有名为“{value}”的列；请改为模板中的列名或删去", "there is no column {value}; rename it as in the template, or remove it"
    ),
    "missing-column": Words("缺少“{value}”列；请补上", "the column {value} is missing; add it"),
    "column-twice": Words("“{value}”列出现两次；请删去一列", "the column {value} is there twice; remove one"),
    "secret-column": Words("表中不得有密码（“{value}”列）；请删去该列", "no table may hold passwords (column {value}); remove the column"),
}
_OTHER_FILE = Words("文件与预览时不同", "this is not the file that was shown")
_OTHER_DIRECTORY = Words("预览之后目录或您的权限有变", "the directory, or what you keep of it, has changed since it was shown")


class _Read:
    """A file held against the directory: its sheet, its plan, and what became of every row."""

    def __init__(self, table: DirectoryTable, data: bytes, sheet: Sheet, planned: Planned, findings: Findings) -> None:
        self.table, self.sheet, self.planned = table, sheet, planned
        self.outcomes = list(_every_row(table, sheet, planned.outcomes, findings))
        self.digest = digest(table, data, self.outcomes)
        self.counts = counts(self.outcomes)

    def report(self, *, stored: bool, partial: bool) -> TableReport:
        """What is told to the one who asks."""
        rows = [_row(outcome, self.sheet.headings, stored=stored) for outcome in self.outcomes]
        return TableReport.model_construct(
            table=self.table,
            stored=stored,
            partial=partial,
            sheet=self.sheet.title,
            counts=TableCounts(**self.counts),
            digest=self.digest,
            rows=rows,
        )


def _every_row(table: DirectoryTable, sheet: Sheet, outcomes: Iterable[Outcome], findings: Findings) -> Iterable[Outcome]:
    """In the order of the file, also those that could not even be read."""
    found, first = {outcome.row: outcome for outcome in outcomes}, COLUMNS[table][0].key
    for line in sheet.lines:
        yield found.get(line.row) or Outcome(line.row, "refused", line.cells.get(first, ""), faults=findings.of(line.row))


async def preview_table(db: Db, actor: Actor, clock: Any, table: DirectoryTable, data: bytes, name: str | None, largest: int) -> TableReport:
    """What a file would do to the directory, row by row; nothing is stored and nothing locked."""
    require_somewhere(actor)
    sheet = await _sheet(table, data, name, largest)
    read = await _plan(Asking(db, actor, today(clock)), table, data, sheet)
    return read.report(stored=False, partial=False)


async def import_table(work: Work, table: DirectoryTable, data: bytes, name: str | None, largest: int, shown: str, *, partial: bool) -> TableReport:
    """Do what a preview showed, all of it or (``partial``) the rows that were not refused; 409 if it would be something else by now."""
    require_somewhere(work.actor)
    sheet = await _sheet(table, data, name, largest)
    read = await _plan(Asking(work.db, work.actor, today(work.service.clock)), table, data, sheet)
    _require_shown(read, shown)
    if read.counts["refused"] and not partial:
        faults = [told(fault, sheet.headings.get(fault.column, fault.column)) for outcome in read.outcomes for fault in outcome.faults]
        raise RefusedRows(faults=faults, count=len(faults))
    await STORES[table](work, read.planned)
    await work.audit("import_directory", work.actor.id, table=table.value, digest=read.digest, partial=partial, **read.counts)
    return read.report(stored=True, partial=partial)


def _require_shown(read: _Read, shown: str) -> None:
    if read.digest == shown:
        return
    reason = _OTHER_DIRECTORY if same_file(read.digest, shown) else _OTHER_FILE
    before, now = " / ".join(counted(shown)), " / ".join(map(str, read.counts.values()))
    raise ImportOutdated(reason_zh=reason.zh, reason=reason.en, before=before, now=now)


async def _sheet(table: DirectoryTable, data: bytes, name: str | None, largest: int) -> Sheet:
    """The lines of a file; raises the problem that says why there are none. Nothing is locked while it is read."""
    if len(data) > largest:
        raise TableTooLarge(limit=largest)
    try:
        sheet = await asyncio.to_thread(read_sheet, data, name, table, TITLES[table])
    except UnreadableTableFile as refusal:
        words, places = REASONS[refusal.reason], refusal.places
        problem = UnsupportedTable if refusal.reason in UNSUPPORTED else UnreadableTable
        fault = FaultWords.about(refusal.reason, words, "/file", places)
        raise problem(faults=[fault], why_zh=words.say("zh", **places), why=words.say("en", **places)) from refusal
    if sheet.faults:
        faults = [
            FaultWords(fault.code, _HEADING_WORDS[fault.code], row=sheet.heading_row, column=fault.column, value=fault.column)
            for fault in sheet.faults
        ]
        raise WrongHeadings(faults=faults, count=len(faults))
    return sheet


async def _plan(asking: Asking, table: DirectoryTable, data: bytes, sheet: Sheet) -> _Read:
    findings = Findings()
    planned = await PLANS[table](asking, sheet.lines, findings)
    return await asyncio.to_thread(_Read, table, data, sheet, planned, findings)


def _row(outcome: Outcome, headings: Mapping[str, str], *, stored: bool) -> TableRow:
    known = outcome.id if stored or outcome.word != "new" else None
    changes = [
        FieldChange.model_construct(column=headings.get(one.column, one.column), before=one.before, after=one.after) for one in outcome.changes
    ]
    faults = [_fault(fault, headings) for fault in outcome.faults]
    return TableRow.model_construct(row=outcome.row, outcome=outcome.word, name=outcome.name, id=known, changes=changes, faults=faults)


def _fault(fault: Fault, headings: Mapping[str, str]) -> TableFault:
    said, remedy = (Said(zh=words.say("zh", **fault.places), en=words.say("en", **fault.places)) for words in (fault.words, fault.remedy))
    return TableFault(row=fault.row, column=headings.get(fault.column, fault.column), code=fault.code, said=said, remedy=remedy)
