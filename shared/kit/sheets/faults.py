"""What can be wrong with the row of a table: one code per cause, said in both languages, with what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shared.kit.language import Words

Catalogue = Mapping[str, tuple[Words, Words]]
"""By code: what is wrong, and what to do."""
OUT_OF_REACH = "out-of-reach"
SEE_TEMPLATE = Words("取值见模板的说明", "the notes of the template list what is taken")

COMMON: Catalogue = {
    "empty": (Words("此格不能为空", "the cell is empty"), Words("请填写", "fill it in")),
    "too-long": (Words("超过 {most} 字", "more than {most} characters"), Words("请缩短", "shorten it")),
    "not-a-date": (Words("“{value}”不是日期", "{value} is no date"), Words("请写成 2021-04-09 或 2021年4月9日", "write it like 2021-04-09")),
    "dates-reversed": (
        Words("失效日期 {until} 不晚于生效日期 {since}", "it ends on {until}, not after it begins on {since}"),
        Words("失效日期是不再有效的第一天，请核对", "the end is the first day on which it no longer holds; check both days"),
    ),
    "unknown-word": (Words("“{value}”不在可选值之内", "{value} is none of the values that are taken"), SEE_TEMPLATE),
    "not-a-code": (
        Words("“{value}”不是行政区划代码（{length} 位）", "{value} is no region code ({length} digits)"),
        Words("代码为 2、4、6、9 或 12 位数字（末尾的 0 可保留）", "a code has 2, 4, 6, 9 or 12 digits; trailing zeros may stay"),
    ),
    "unknown-region": (
        Words("没有行政区划“{value}”", "there is no region {value}"),
        Words("请核对代码或名称，或先导入该行政区划", "check code or name, or import the region first"),
    ),
    "ambiguous-region": (
        Words("名为“{value}”的行政区划有 {count} 个", "{count} regions are called {value}"),
        Words("请改填代码", "give the code instead"),
    ),
    "depends-on-refused": (
        Words("所引用的第 {other} 行未被接受", "row {other}, which it refers to, is refused"),
        Words("请先改正第 {other} 行", "mend row {other} first"),
    ),
    "twice": (Words("与第 {other} 行重复", "the same as row {other}"), Words("请删去其中一行", "remove one of the two rows")),
    "out-of-reach": (
        Words("不在您的管辖范围内", "outside of what you administer"),
        Words("请由该地区的管理员导入，或删去此行", "let that region's administrator import it, or remove the row"),
    ),
    "unknown-unit": (
        Words("{region}没有名为“{value}”的单位", "no unit of {region} is called {value}"),
        Words("请核对名称与所在行政区划，或把该单位加入本表", "check name and region, or add the unit to the table"),
    ),
}
"""What every table can have wrong; a table's own rules add theirs."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one cell; ``column`` is the column's key, ``places`` fill its words."""

    row: int
    column: str
    code: str
    words: Words
    remedy: Words
    places: Mapping[str, object] = field(default_factory=dict)


class Findings:
    """Every fault of one table, by row."""

    def __init__(self, catalogue: Catalogue = COMMON) -> None:
        self._catalogue = catalogue
        self._by_row: dict[int, list[Fault]] = {}
        self.count = 0

    def add(self, row: int, column: str, code: str, **places: object) -> None:
        """Note a fault once."""
        fault, there = Fault(row, column, code, *self._catalogue[code], places), self._by_row.setdefault(row, [])
        if fault not in there:
            there.append(fault)
            self.count += 1

    def of(self, row: int) -> tuple[Fault, ...]:
        """The faults of a row."""
        return tuple(self._by_row.get(row, ()))

    def spoil(self, row: int) -> bool:
        """Whether the row is refused."""
        return row in self._by_row

    def all(self) -> Iterable[Fault]:
        """Every fault in order of rows."""
        return (fault for row in sorted(self._by_row) for fault in self._by_row[row])
