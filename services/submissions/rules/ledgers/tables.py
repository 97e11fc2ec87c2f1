"""A ledger as a table: its columns, and its rows read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.submissions.rules.ledgers.entries import Content
from shared.kit.language import Words
from shared.kit.sheets.cells import Line
from shared.kit.sheets.columns import Column, TableForm
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.places import Places
from shared.schemas.ledgers import FieldKind, LedgerDefinition, LedgerField

_ANOTHER = frozenset({"不同", "是", "another", "yes"})
_NOTES = {
    FieldKind.TEXT: Words("文字", "text"),
    FieldKind.DAY: Words("如 2023-03-18", "such as 2023-03-18"),
    FieldKind.NUMBER: Words("不小于 0 的数，不带单位", "a number of 0 or more, without a unit"),
}


def form_of(key: str, title: str, definition: LedgerDefinition) -> TableForm:
    """The table of a ledger; ``key`` goes into digests, ``title`` names its sheet."""
    called = definition.object_title
    levels = (
        (Column("level", "级别", Words("、".join(definition.levels), ", ".join(definition.levels)), also=("等级",)),) if definition.levels else ()
    )
    similar = Words("与已有名称相近而确属不同对象时填“不同”", "“another” if it is another object in spite of a name much like it")
    columns = (
        Column("name", called.zh, Words(called.zh, called.en), True, ("名称", called.en)),
        Column(
            "held_on",
            "日期",
            Words("认定、建成或举办之日，如 2023-03-18", "named, built or held on, such as 2023-03-18"),
            True,
            ("认定日期", "举办日期", "建成日期"),
        ),
        Column("region", "街道（乡镇）", Words("代码或名称", "code or name"), True, ("行政区划", "街道", "乡镇", "镇街", "所在地区")),
        *(_column(field) for field in definition.fields),
        *levels,
        Column("unit", "责任单位", Words("单位全称", "full name of a unit"), also=("单位",)),
        Column("proof", "佐证", Words("文号、证书编号或文件名", "document, certificate or file"), also=("证明材料", "佐证材料")),
        *((Column("similar", "名称相近", similar),) if definition.watches_names else ()),
    )
    return TableForm(key, Words(sheet_name(title), "ledger"), columns)


def sheet_name(title: str) -> str:
    """A title as a workbook takes it for a sheet: none of its signs, 31 characters at most."""
    return "".join(" " if sign in "[]:*?/\\'{}" else sign for sign in title)[:31].strip() or "台账"


def _column(field: LedgerField) -> Column:
    note = Words("、".join(field.choices), ", ".join(field.choices)) if field.choices else _NOTES[field.kind]
    return Column(field.key, field.title.zh, note, field.required, (field.title.en,))


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One row, read; ``another`` says that a name much like it is of another object."""

    row: int
    content: Content
    another: bool = False


class LineReader:
    """Reads rows against the regions and units that they name; ``units`` are the units of the ledger's region by name."""

    def __init__(self, definition: LedgerDefinition, places: Places, within: str, units: dict[str, tuple[UUID, str]], findings: Findings) -> None:
        self._definition, self._places, self._within = definition, places, within
        self._units, self._findings = units, findings

    def read(self, lines: Sequence[Line]) -> list[EntryLine]:
        """Every row of which one can say what it is about."""
        return [found for line in lines if (found := self._read(line)) is not None]

    def _read(self, line: Line) -> EntryLine | None:
        findings = self._findings
        name, held_on = line.text("name", findings, required=True), line.day("held_on", findings)
        written = line.text("region", findings, required=True)
        place = self._places.find(line, "region", written, findings) if written else None
        if place is not None and not place.path.startswith(self._within):
            findings.add(line.row, "region", "outside", value=written)
        if held_on is None and not line.cells.get("held_on"):
            findings.add(line.row, "held_on", "empty")
        unit_id, unit_name = self._unit(line)
        details = {field.key: text for field in self._definition.fields if (text := line.text(field.key, findings))}
        level, proof = line.text("level", findings) or None, line.text("proof", findings) or None
        if not name or held_on is None or place is None:
            return None
        content = Content(name, held_on, place.id, place.path, place.name, unit_id, unit_name, level, proof, details)
        return EntryLine(line.row, content, line.cells.get("similar", "").casefold() in _ANOTHER)

    def _unit(self, line: Line) -> tuple[UUID | None, str | None]:
        written = line.text("unit", self._findings)
        if not written:
            return None, None
        if written not in self._units:
            self._findings.add(line.row, "unit", "unknown-unit", value=written, region="本台账地区")
            return None, None
        return self._units[written]
