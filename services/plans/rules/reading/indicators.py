"""Rows of indicator tables: name, unit of measure, baseline, the targets of each horizon year, departments."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from services.plans.rules.reading.characters import plain, repaired, squeezed
from services.plans.rules.reading.rows import Cell, Row
from services.plans.rules.reading.tables import Column, Table, TableRow, tables
from services.plans.rules.reading.tasks import is_of_tasks
from shared.rules.targets import ParsedTargets, parse
from shared.schemas.plan_document import Baseline, BaselineKind, NatureKind
from shared.schemas.targets import Comparator, CumulativeCount, Range, Threshold

_COUNTABLES = (
    "元|户|人次?|人|个|家|名|张|件|例|场|次|所|处|支|只|公里|平方米|m2|m²|㎡|岁|小时|分钟|天|份|吨|辆|亩|公顷|"
    "户次|台|套|床|项|条|座|批|部|对|期|篇|种类?"
)
_UNITS = rf"%|‰|‱|\d*/?\d*\s*[十百千万]\s*万?|1?/10\s*万|[件例份张]/[千万十百]+[人万]?|[万亿]?(?:{_COUNTABLES})(?:/[^()]{{1,6}})?"
_BRACKET = re.compile(rf"\s*[(（](?:单位:?)?\s*(?P<unit>(?:{_UNITS})|[^()（）]{{0,4}}(?:%|‰|/10\s*万|/\s*[千万])|[-—/])\s*[)）]\s*$")
_SPLIT = re.compile(r"[、,，;；/\n]|(?<=[局委办会院])\s+(?=[市区县省各])")
_DASH = re.compile(r"[-—－/\\无]+|暂无(?:数据)?")
_NUMBER = re.compile(
    r"(?P<sign>>=|<=|≥|≤|>|<|》|《|〉|〈)?\s*(?P<value>-?\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<unit>[%‰]|[^\d()<>]{0,6})?\s*(?P<more>\([^()]*\))?"
)
_SIGNS = {">=": Comparator.AT_LEAST, "≥": Comparator.AT_LEAST, "》": Comparator.AT_LEAST, "〉": Comparator.AT_LEAST, ">": Comparator.ABOVE,
          "<=": Comparator.AT_MOST, "≤": Comparator.AT_MOST, "《": Comparator.AT_MOST, "〈": Comparator.AT_MOST, "<": Comparator.BELOW}  # fmt: skip
_SIGN_BEHIND = re.compile(r"\s*(?P<sign>>=|<=|[≥≤<>])\s*$")
_NATURES = {"约束": NatureKind.BINDING, "预期": NatureKind.EXPECTED, "倡导": NatureKind.ADVOCATED}
_RATE = re.compile(r"^每|人均|率$|比例|比重|水平|占|率[（(]|比率|寿命|指数|户均|人数$")
_COUNTED = {"户", "个", "家", "名", "人", "场", "次", "所", "处", "支", "件", "例", "万户", "万人", "人次", "万人次", "张", "份"}


@dataclass(frozen=True, slots=True)
class FoundCell:
    """The target cell of one year: as printed, as parsed, and where it stands."""

    year: int | None
    raw: str
    parsed: ParsedTargets
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One indicator of a table."""

    group: str
    name: str
    unit: str | None
    baseline: Baseline | None
    cells: tuple[FoundCell, ...]
    departments: tuple[str, ...]
    nature: NatureKind
    is_count: bool
    start: int
    end: int


def rows_of(rows: Iterable[Row]) -> list[FoundRow]:
    """The indicators of every table that has a column of names and one of targets."""
    return [
        _row(table, row)
        for table in tables(rows)
        if table.columns(Column.TARGET) and not is_of_tasks(table) and (table.columns(Column.NAME) or table.columns(Column.GROUP))
        for row in table.rows
        if _name_cell(table, row).text
    ]


def _name_cell(table: Table, row: TableRow) -> Cell:
    return table.cell(row, Column.NAME) or row.cells[table.columns(Column.GROUP)[0]]


def _row(table: Table, row: TableRow) -> FoundRow:
    printed, sign = split_sign(_name_cell(table, row).text)
    name, bracketed = split_unit(printed)
    column = table.cell(row, Column.UNIT)
    unit = squeezed(plain(column.text)) if column and column.text and not _DASH.fullmatch(plain(column.text)) else bracketed
    cells = tuple(_cell(table.head[place].year, row.cells[place], name, sign) for place in table.columns(Column.TARGET) if row.cells[place].text)
    if unit is None:
        unit = next(
            (
                part.unit
                for cell in cells
                for part in cell.parsed.targets
                if part.unit and isinstance(part.expression, Threshold | Range | CumulativeCount)
            ),
            None,
        )
    nature = table.cell(row, Column.NATURE)
    return FoundRow(
        group=row.group,
        name=name,
        unit=unit,
        baseline=_baseline(table, row),
        cells=cells,
        departments=_departments(table, row),
        nature=next((kind for word, kind in _NATURES.items() if nature and word in nature.text), NatureKind.NOT_STATED),
        is_count=unit in _COUNTED and not _RATE.search(plain(name)),
        start=row.start,
        end=row.end,
    )


def _cell(year: int | None, cell: Cell, name: str, sign: str) -> FoundCell:
    """A target cell; ``sign`` is the comparator that the name's cell prints for all of its numbers."""
    text = repaired(cell.text)
    held = sign + text if sign and text[:1].isdecimal() else text
    return FoundCell(year, cell.text, parse(held, indicator=name), cell.start, cell.end)


def split_sign(text: str) -> tuple[str, str]:
    """A printed name without the comparator behind it: 居民健康素养水平（%）≥ → 居民健康素养水平（%）, ≥."""
    found = _SIGN_BEHIND.search(plain(text))
    return (text[: found.start()].strip(), found["sign"]) if found else (text, "")


def split_unit(text: str) -> tuple[str, str | None]:
    """A printed name without the unit of measure in its last bracket: 婴儿死亡率 (‰) → 婴儿死亡率, ‰."""
    found = _BRACKET.search(plain(text))
    if found is None:
        return text.strip(), None
    unit = squeezed(found["unit"])
    return text[: found.start()].strip(), None if _DASH.fullmatch(unit) else unit


def _departments(table: Table, row: TableRow) -> tuple[str, ...]:
    cells = [row.cells[place] for kind in (Column.LEAD, Column.DEPARTMENTS, Column.COOPERATING) for place in table.columns(kind)]
    return tuple(squeezed(name) for cell in cells for name in _SPLIT.split(cell.text) if name.strip())


def _baseline(table: Table, row: TableRow) -> Baseline | None:
    places = table.columns(Column.BASELINE)
    if not places or table.head[places[-1]].year is None:
        return None
    return baseline_of(row.cells[places[-1]].text, table.head[places[-1]].year or 0)


def baseline_of(text: str, year: int) -> Baseline:
    """A baseline cell: number, bound (》 1), qualified number (29.2（不含学生）), state (消除), dash and empty are all different."""
    flat = plain(text).strip()
    if not flat:
        return Baseline(year=year, raw=text, kind=BaselineKind.EMPTY)
    if _DASH.fullmatch(flat):
        return Baseline(year=year, raw=text, kind=BaselineKind.DASH)
    found = _NUMBER.fullmatch(flat)
    if found is None:
        return Baseline(year=year, raw=text, kind=BaselineKind.STATE, state=text)
    value = Decimal(found["value"].replace(",", ""))
    if found["sign"]:
        return Baseline(year=year, raw=text, kind=BaselineKind.BOUND, value=value, comparator=_SIGNS[found["sign"]])
    if found["more"]:
        return Baseline(year=year, raw=text, kind=BaselineKind.QUALIFIED, value=value, qualifier=found["more"][1:-1])
    return Baseline(year=year, raw=text, kind=BaselineKind.NUMBER, value=value)
