"""Tables as text prints them: a head that may stand again on every page, rows torn over pages, groups named in their first row only."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from services.plans.rules.reading.characters import plain, squeezed
from services.plans.rules.reading.rows import Cell, Row, is_rule


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    GROUP = "group"
    NAME = "name"
    UNIT = "unit"
    BASELINE = "baseline"
    TARGET = "target"
    NATURE = "nature"
    DEPARTMENTS = "departments"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DUE = "due"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Head:
    """One column: what it holds, and the year it is about where it prints one."""

    column: Column
    text: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A whole row: its cells by column, in place; ``group`` as the group's pieces read together."""

    cells: tuple[Cell, ...]
    group: str
    page: int

    @property
    def start(self) -> int:
        """Where it begins in the source: its first printed cell."""
        return min((cell.start for cell in self.cells if cell.text), default=self.cells[0].start)

    @property
    def end(self) -> int:
        """Where it ends in the source, excluded."""
        return max((cell.end for cell in self.cells if cell.text), default=self.cells[-1].end)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head."""

    head: tuple[Head, ...]
    rows: tuple[TableRow, ...]

    def columns(self, kind: Column) -> list[int]:
        """The places of the columns of a kind."""
        return [place for place, head in enumerate(self.head) if head.column is kind]

    def cell(self, row: TableRow, kind: Column) -> Cell | None:
        """A row's first cell of a kind."""
        places = self.columns(kind)
        return row.cells[places[0]] if places else None


_HEADS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.NUMBER, r"^(?:序号|编号|No\.?|序)$"),
        (Column.NATURE, r"属性|性质|指标类型"),
        (Column.LEAD, r"牵头|主办|主责|承办|第一责任|主要责任"),
        (Column.COOPERATING, r"配合|协办|协同|参与|协作|责任单位.*其他"),
        (Column.DEPARTMENTS, r"(?:责任|负责|实施|数据来源|填报|落实).{0,4}(?:部门|单位|科室)|^部门$|^单位名称$|责任人"),
        (Column.UNIT, r"^(?:计量|计算)?单位$|^单位\("),
        (Column.DUE, r"(?:完成|办结|时间|截止)(?:时间|时限|期限|节点)?|时限"),
        (Column.TARGET, r"目标"),
        (Column.BASELINE, r"(?:基期|基准|基线|基数|现状|现值|实际|完成情况|完成值|实绩)"),
        (Column.GROUP, r"(?:行动|专项|类别|领域|类型|维度|一级指标|分类|项目类别)(?:名称)?$|^(?:专项)?行动"),
        (Column.NAME, r"指标|任务|内容|项目|举措|措施|工作|名称|事项"),
    )
)
_YEAR = re.compile(r"(20\d{2})(?!\d)")
_FEWEST_HEADS = 2
_VALUES = {Column.UNIT, Column.BASELINE, Column.TARGET, Column.NATURE, Column.DUE}


def _head_of(text: str) -> Head:
    flat = squeezed(plain(text))
    found = _YEAR.search(flat)
    year = int(found[1]) if found else None
    if re.search(r"主要指标|指标名称|^指标$|具体指标|二级指标|三级指标", flat):
        return Head(Column.NAME, flat)
    for column, pattern in _HEADS:
        if pattern.search(flat):
            return Head(column, flat, year)
    return Head(Column.TARGET if year else Column.OTHER, flat, year)


def _is_head(row: Row) -> bool:
    """Whether a row names columns: most of its cells say what a column holds, and none is a sentence."""
    texts = [squeezed(plain(text)) for text in row.texts if text]
    if len(texts) < _FEWEST_HEADS or any(len(text) > 25 for text in texts):  # noqa: PLR2004 - heads are short
        return False
    known = [head.column for head in map(_head_of, texts)]
    named = sum(1 for column in known if column is not Column.OTHER)
    return (
        named * 3 >= 2 * len(texts)
        and any(column in {Column.NAME, Column.GROUP, Column.NUMBER} for column in known)
        and not _reads_like_values(texts)
    )


def _reads_like_values(texts: Sequence[str]) -> bool:
    return sum(1 for text in texts if re.fullmatch(r"[<>≥≤《》]?\d+(?:\.\d+)?%?(?:以[上下内])?", text)) > 1


def tables(rows: Iterable[Row]) -> list[Table]:
    """Every table of consecutive rows; rows before any head belong to none."""
    found: list[Table] = []
    head: tuple[Head, ...] = ()
    body: list[Row] = []
    for row in rows:
        if is_rule(row):
            continue
        if head and not body and _goes_on_with_head(row):
            head = _dated(tuple(_head_of(upper.text + lower) if lower else upper for upper, lower in zip(head, row.texts, strict=False)))
            continue
        if _is_head(row):
            again = _heads(row)
            if [entry.column for entry in again] != [entry.column for entry in head] and head and not _completes(head, again, body):
                found += _table(head, body)
                body = []
            if not body:
                head = _merged(head, again) if head and not body and _completes(head, again, body) else again
        elif head:
            body.append(row)
    return [*found, *_table(head, body)]


def _goes_on_with_head(row: Row) -> bool:
    """Whether a row only holds what the head's cells go on with, such as （2022年） below 基期值."""
    texts = [squeezed(plain(text)) for text in row.texts if text]
    return bool(texts) and all(re.fullmatch(r"\(?(?:20\d{2}年?|单位:?.{1,6}|%)\)?", text) for text in texts)


def _completes(head: Sequence[Head], again: Sequence[Head], body: Sequence[Row]) -> bool:
    """Whether a second head row below the first (目标值 over 2025年 | 2030年) completes it."""
    return not body and len(again) == len(head)


def _merged(head: Sequence[Head], again: Sequence[Head]) -> tuple[Head, ...]:
    return tuple(
        _head_of(f"{upper.text}{lower.text}") if lower.text and lower.text != upper.text else upper for upper, lower in zip(head, again, strict=True)
    )


def _heads(row: Row) -> tuple[Head, ...]:
    return _dated(tuple(_head_of(text) for text in row.texts))


def _dated(heads: tuple[Head, ...]) -> tuple[Head, ...]:
    """A bare year before the years of targets is the baseline: 2019年 | 2022年目标值 | 2030年目标值."""
    aims = [head.year for head in heads if head.column is Column.TARGET and head.year and "目标" in head.text]
    bare = [head.year for head in heads if head.column is Column.TARGET and head.year and "目标" not in head.text]
    if any(head.column is Column.BASELINE for head in heads):
        return heads
    first = min(aims) if aims else (min(bare) + 1 if len(bare) > 1 else 0)
    return tuple(
        replace(head, column=Column.BASELINE)
        if head.column is Column.TARGET and head.year and "目标" not in head.text and head.year < first
        else head
        for head in heads
    )


def _table(head: tuple[Head, ...], body: Sequence[Row]) -> list[Table]:
    if not head or not body:
        return []
    fitted = [fit for row in body if (fit := _fitted(row, head)) is not None]
    return [Table(head, tuple(_grouped(_mended(fitted, head), head)))]


def _fitted(row: Row, head: Sequence[Head]) -> Row | None:
    """The row with as many cells as the head: empty cells at its end added, or its first group cell where it is left out."""
    cells = list(row.cells)
    if len(cells) > len(head):
        cells = [cell for cell in cells if cell.text] if len([cell for cell in cells if cell.text]) <= len(head) else cells[: len(head)]
    missing = len(head) - len(cells)
    if missing > len(head) - _FEWEST_HEADS:
        return None
    blank = Cell("", cells[0].start, cells[0].start)
    if missing and row.layout == "stacked" and head[0].column in {Column.GROUP, Column.NUMBER}:
        return replace(row, cells=tuple([blank] * missing + cells))
    last = Cell("", cells[-1].end, cells[-1].end)
    return replace(row, cells=tuple(cells + [last] * missing))


def _mended(rows: Sequence[Row], head: Sequence[Head]) -> Iterator[Row]:
    """Rows torn over two lines as one."""
    places = _Places(head)
    current: Row | None = None
    for row in rows:
        if current is not None and places.goes_on(current, row):
            current = _continued(current, row, places.groups)
            continue
        if current is not None:
            yield current
        current = row if any(row.texts) else current
    if current is not None:
        yield current


class _Places:
    """Where a table's names, groups, numbers and values stand."""

    def __init__(self, head: Sequence[Head]) -> None:
        def places(kinds: Iterable[Column]) -> list[int]:
            return [place for place, entry in enumerate(head) if entry.column in kinds]

        self.names, self.groups, self.numbers, self.values = places({Column.NAME}), places({Column.GROUP}), places({Column.NUMBER}), places(_VALUES)

    def goes_on(self, before: Row, row: Row) -> bool:
        """Whether ``row`` goes on from ``before``: it has no name; or a name and no values; or values that the numbered name above lacks."""
        texts = row.texts
        has_values = any(texts[place] for place in self.values)
        numbered = any(texts[place] for place in self.numbers)
        if not any(texts[place] for place in self.names):
            return any(texts)
        if not has_values:
            return len(self.values) > 1 and not numbered
        return bool(self.numbers) and not numbered and not any(before.texts[place] for place in self.values)


def _continued(row: Row, rest: Row, groups: Sequence[int]) -> Row:
    cells = [
        Cell(_glued(upper.text, lower.text), upper.start if upper.text else lower.start, max(upper.end, lower.end)) if lower.text else upper
        for upper, lower in zip(row.cells, rest.cells, strict=True)
    ]
    # The rest of a group's name must not be taken for the next group: it is marked as going on.
    for place in groups:
        if rest.cells[place].text and not row.cells[place].text:
            cells[place] = replace(rest.cells[place], text="\u0001" + rest.cells[place].text)
    return replace(row, cells=tuple(cells))


def _glued(upper: str, lower: str) -> str:
    return f"{upper} {lower}" if upper[-1:].isascii() and lower[:1].isascii() and upper and lower else upper + lower


def _grouped(rows: Iterable[Row], head: Sequence[Head]) -> list[TableRow]:
    """Rows with the name of their group; a name torn over rows is put together where the group's names have one ending."""
    place = next((place for place, entry in enumerate(head) if entry.column is Column.GROUP), None)
    listed = list(rows)
    if place is None:
        return [TableRow(row.cells, "", row.page) for row in listed]
    ending = _common_ending([squeezed(row.texts[place]) for row in listed if row.texts[place]])
    names: list[str] = []
    group_of: list[int] = []
    for row in listed:
        text = squeezed(row.texts[place]).replace("\u0001", "")
        goes_on = row.texts[place].startswith("\u0001")
        if text and (not names or not (goes_on or names[-1] == text or (ending and not names[-1].endswith(ending)))):
            names.append(text)
        elif text and names[-1] != text and not names[-1].endswith(text):
            names[-1] += text
        group_of.append(len(names) - 1)
    return [
        TableRow(tuple(replace(cell, text=cell.text.replace("\u0001", "")) for cell in row.cells), names[group] if group >= 0 else "", row.page)
        for row, group in zip(listed, group_of, strict=True)
    ]


def _common_ending(names: Sequence[str]) -> str:
    """The two characters in which more than half of the groups' names end; empty if there are none."""
    endings = [name[-2:] for name in names if len(name) > 2]  # noqa: PLR2004 - an ending needs something before it
    if not endings:
        return ""
    best = max(set(endings), key=lambda ending: (endings.count(ending), ending))
    return best if endings.count(best) * 2 > len(names) else ""
