"""An import of a table: read, planned, shown, and done only as it was shown. What the rows mean is the service's own."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.sheets.columns import TableForm
from shared.kit.sheets.faults import Fault, Findings
from shared.kit.sheets.outcomes import Outcome, counted, counts, digest, same_file
from shared.kit.sheets.problems import ImportOutdated, RefusedRows, TableTooLarge, UnreadableTable, UnsupportedTable, WrongHeadings
from shared.kit.sheets.reading import Sheet, read_sheet
from shared.kit.sheets.refusals import REASONS, UNSUPPORTED, UnreadableTableFile
from shared.schemas.tables import FieldChange, TableCounts, TableFault, TableReport, TableRow
from shared.schemas.verdicts import Said

_HEADING_WORDS = {
    "unknown-column": Words(
        "没有名为“{value}”的列；请改为模板中的列名或删去", "there is no column {value}; rename it as in the template, or remove it"
    ),
    "missing-column": Words("缺少“{value}”列；请补上", "the column {value} is missing; add it"),
    "column-twice": Words("“{value}”列出现两次；请删去一列", "the column {value} is there twice; remove one"),
    "secret-column": Words("表中不得有密码（“{value}”列）；请删去该列", "no table may hold passwords (column {value}); remove the column"),
}
_OTHER_FILE = Words("文件与预览时不同", "this is not the file that was shown")
_OTHER_STATE = Words("预览之后数据或您的权限有变", "what is there, or what you keep of it, has changed since it was shown")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that somebody uploads; more than ``largest`` bytes are refused."""

    data: bytes
    name: str | None
    largest: int


async def sheet_of(data: bytes, name: str | None, form: TableForm, largest: int) -> Sheet:
    """The lines of a file; raises the problem that says why there are none. Read it before anything is locked."""
    if len(data) > largest:
        raise TableTooLarge(limit=largest)
    try:
        sheet = await asyncio.to_thread(read_sheet, data, name, form)
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


class Shown:
    """A file held against what is there: what becomes of every row, and the digest that stands for exactly this."""

    def __init__(self, form: TableForm, data: bytes, sheet: Sheet, outcomes: Iterable[Outcome], findings: Findings) -> None:
        self._form, self._sheet = form, sheet
        self.outcomes = list(_every_row(form, sheet, outcomes, findings))
        self.digest = digest(form.name, data, self.outcomes)
        self.counts = counts(self.outcomes)

    def report(self, *, stored: bool, partial: bool) -> TableReport:
        """What is told to the one who asks."""
        rows = [_row(outcome, self._sheet.headings, stored=stored) for outcome in self.outcomes]
        return TableReport.model_construct(
            table=self._form.name,
            stored=stored,
            partial=partial,
            sheet=self._sheet.title,
            counts=TableCounts(**self.counts),
            digest=self.digest,
            rows=rows,
        )

    def require(self, shown: str, *, partial: bool) -> None:
        """Raise ImportOutdated unless ``shown`` stands for this, RefusedRows if rows were refused and all are wanted."""
        if self.digest != shown:
            reason = _OTHER_STATE if same_file(self.digest, shown) else _OTHER_FILE
            before, now = " / ".join(counted(shown)), " / ".join(map(str, self.counts.values()))
            raise ImportOutdated(reason_zh=reason.zh, reason=reason.en, before=before, now=now)
        if self.counts["refused"] and not partial:
            faults = [told(fault, self._sheet.headings.get(fault.column, fault.column)) for one in self.outcomes for fault in one.faults]
            raise RefusedRows(faults=faults, count=len(faults))


def told(fault: Fault, column: str) -> FaultWords:
    """A fault of a row with what to do."""
    words = Words(f"{fault.words.zh}；{fault.remedy.zh}", f"{fault.words.en}; {fault.remedy.en}")
    found = FaultWords(fault.code, words, row=fault.row, column=column)
    found.places = dict(fault.places)
    return found


def _every_row(form: TableForm, sheet: Sheet, outcomes: Iterable[Outcome], findings: Findings) -> Iterable[Outcome]:
    """In the order of the file, also those that could not even be read."""
    found, first = {outcome.row: outcome for outcome in outcomes}, form.columns[0].key
    for line in sheet.lines:
        yield found.get(line.row) or Outcome(line.row, "refused", line.cells.get(first, ""), faults=findings.of(line.row))


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
