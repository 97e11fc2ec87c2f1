"""What a scheme asks for, as a table (CSV or XLSX): its columns, and what becomes of each row held against the scheme."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.indicators.rules.measures import measure_of
from services.indicators.rules.names import fold
from services.indicators.rules.schemes import Entry, mapping_faults
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.sheets.cells import Line
from shared.kit.sheets.columns import Column, TableForm
from shared.kit.sheets.faults import COMMON, SEE_TEMPLATE, Catalogue, Findings
from shared.kit.sheets.outcomes import Change, Outcome, differing, settled
from shared.schemas.schemes import MOST_ITEMS, SchemeItem

_LONGEST_TEXT = 4000
_CODE = re.compile(r"[A-Za-z0-9._\-]{1,80}")
_PLAIN = ("name", "definition", "unit_of_measure", "formula", "source")
FORM = TableForm(
    "scheme-items",
    Words("监测指标", "scheme items"),
    (
        Column("code", "编号", Words("字母、数字、. - _", "letters, digits, . - _"), True, ("指标编号", "序号")),
        Column("name", "指标名称", Words("方案中的名称", "as the scheme calls it"), True, ("名称", "监测指标", "指标")),
        Column("definition", "口径", Words("方案中的定义", "as the scheme defines it"), also=("指标定义", "定义", "指标解释")),
        Column("unit_of_measure", "计量单位", Words("%、‰、/10万、张/千人等", "%, ‰, /10万, 张/千人 and so on"), also=("单位", "unit")),
        Column("formula", "计算公式", Words("原文", "as printed"), also=("公式", "计算方法")),
        Column("source", "数据来源", Words("原文", "as printed"), also=("来源",)),
        Column("entry", "指标库编号", Words("所指指标在指标库中的编号，可留空", "code of the entry that is meant, may be empty"), also=("对应指标",)),
    ),
)
FAULTS: Catalogue = {
    **COMMON,
    "code-form": (Words("“{value}”不是编号", "{value} is no code"), SEE_TEMPLATE),
    "unknown-measure": (Words("没有“{value}”这一计量单位", "{value} is no known unit of measure"), SEE_TEMPLATE),
    "unknown-indicator": (
        Words("指标库中没有编号 {value}", "the catalogue has no entry {value}"),
        Words("请核对，或留空后再对应", "check it, or leave it empty and map it later"),
    ),
    "units-differ": (
        Words("计量单位 {value} 与指标库的 {other} 不可换算", "the unit {value} is not convertible into the entry's {other}"),
        Words("请核对所指指标", "check which entry is meant"),
    ),
    "name-twice": (
        Words("名称与编号 {other} 的指标相同", "item {other} has the same name"),
        Words("请删去其中一项，或改名", "remove one of the two, or rename it"),
    ),
    "too-many": (Words("超过 {most} 项", "more than {most} items"), Words("请分为多个方案", "split it into several schemes")),
}


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What the rows would do: an outcome each, and all that the scheme asks for then."""

    outcomes: list[Outcome]
    items: list[SchemeItem]


@dataclass(frozen=True, slots=True)
class Catalogued:
    """The entries that rows name by their code, and those that items mean already."""

    by_code: Mapping[str, Entry]
    by_id: Mapping[UUID, Entry]


def plan_rows(lines: Sequence[Line], present: Sequence[Any], entries: Catalogued, findings: Findings) -> TablePlan:
    """Rows change the item of their code or add one; items that no row names stay."""
    known = {row.code: row for row in present}
    asked = {row.code: _item(row) for row in present}
    seen: dict[str, int] = {}
    outcomes = []
    for line in lines:
        item = _read(line, entries, known, findings)
        if item is not None and seen.setdefault(item.code, line.row) != line.row:
            findings.add(line.row, "code", "twice", other=seen[item.code])
        if item is not None:
            _check_place(line, item, asked, findings)
        if item is None or findings.spoil(line.row):
            outcomes.append(Outcome(line.row, "refused", line.cells.get("name", ""), faults=findings.of(line.row)))
            continue
        asked[item.code] = item
        old = known.get(item.code)
        outcomes.append(settled(line.row, item.name, new=old is None, id=old.id if old else new_id(), changes=_changes(old, item) if old else ()))
    return TablePlan(outcomes, list(asked.values()))


def _read(line: Line, entries: Catalogued, known: Mapping[str, Any], findings: Findings) -> SchemeItem | None:
    code = line.text("code", findings, required=True, most=80)
    told = {name: line.text(name, findings, required=name == "name", most=_most(name)) for name in _PLAIN}
    if code and not _CODE.fullmatch(code):
        findings.add(line.row, "code", "code-form", value=code)
    old, unit = known.get(code), told["unit_of_measure"]
    if unit and measure_of(unit) is None:
        findings.add(line.row, "unit_of_measure", "unknown-measure", value=unit)
    written = line.text("entry", findings, most=80)
    entry = entries.by_code.get(written)
    if written and entry is None:
        findings.add(line.row, "entry", "unknown-indicator", value=written)
    meant = entry.id if entry else old.indicator_id if old else None
    unit_then = unit or (old.unit_of_measure if old else None)
    for fault in mapping_faults(line.row, unit_then, meant, entries.by_id) if measure_of(unit) is not None else []:
        findings.add(line.row, "entry", fault.code, value=fault.value, other=fault.other)
    if findings.spoil(line.row):
        return None
    kept = {name: text or (getattr(old, name) if old else None) for name, text in told.items()}
    return SchemeItem.model_validate({"code": code, "indicator_id": meant, **kept})


def _most(name: str) -> int:
    return _LONGEST_TEXT if name in ("definition", "formula") else 300


def _check_place(line: Line, item: SchemeItem, asked: Mapping[str, SchemeItem], findings: Findings) -> None:
    slot = fold(item.name), item.unit_of_measure or ""
    same = next((one.code for one in asked.values() if one.code != item.code and (fold(one.name), one.unit_of_measure or "") == slot), None)
    if same is not None:
        findings.add(line.row, "name", "name-twice", other=same)
    if item.code not in asked and len(asked) >= MOST_ITEMS:
        findings.add(line.row, "code", "too-many", most=MOST_ITEMS)


def _changes(old: Any, item: SchemeItem) -> tuple[Change, ...]:
    plain = [change for name in _PLAIN for change in differing(name, getattr(old, name), getattr(item, name))]
    return (*plain, *differing("entry", old.indicator_id, item.indicator_id))


def _item(row: Any) -> SchemeItem:
    return SchemeItem(**{name: getattr(row, name) for name in SchemeItem.model_fields})
