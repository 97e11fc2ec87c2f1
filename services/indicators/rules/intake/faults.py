"""What can be wrong with a row of an intake, and what to do about it."""

from typing import NamedTuple

from shared.kit.language import Words


class RowFault(NamedTuple):
    """One fault of one row (the first row of data is 1); the words stand in ``WORDS`` under its code."""

    row: int
    column: str | None
    code: str
    places: dict[str, object] = {}


WORDS: dict[str, Words] = {
    "unreadable-row": Words("该行无法读取：{why}；请检查引号与编码", "the row cannot be read: {why}; check quotes and encoding"),
    "no-rows": Words("没有任何数据行", "there is not a single row"),
    "unknown-column": Words("没有名为 {value} 的列；可用的列：{known}", "there is no column {value}; there are: {known}"),
    "missing-column": Words("缺少列 {value}", "the column {value} is missing"),
    "empty": Words("必填，不能为空", "must not be empty"),
    "too-long": Words("超过 {most} 个字符", "longer than {most} characters"),
    "unknown-indicator": Words("指标目录中没有 {value}；请用目录中的名称或标识", "the catalogue has no indicator {value}; use its name or id"),
    "ambiguous-indicator": Words(
        "{value} 有多个计量单位（{units}）；请填写 unit 列或用标识", "{value} is there in several units ({units}); fill in unit or use the id"
    ),
    "unit-mismatch": Words(
        "{value} 的计量单位是“{unit}”，与“{given}”不可换算；请核对单位",
        "{value} is measured in {unit}; {given} cannot be converted into it: check the unit",
    ),
    "unknown-region": Words("没有代码或标识为 {value} 的地区", "there is no region with code or id {value}"),
    "region-not-yours": Words("您无权为地区 {value} 报送", "you may not bring in values of region {value}"),
    "period-form": Words(
        "{value} 不是规范的时期；请写作 2025、2025-H1、2025-Q3 或 2025-07", "{value} is no period; write 2025, 2025-H1, 2025-Q3 or 2025-07"
    ),
    "disaggregation-form": Words(
        "{value} 不是规范的分组；请写作 类别=取值，多个用分号隔开", "{value} is no disaggregation; write category=value, several with ; between"
    ),
    "not-a-number": Words("{value} 不是数字；请只写数字与小数点，如 45.0", "{value} is not a number; write digits and a point only, e.g. 45.0"),
    "number-not-text": Words(
        'JSON 数字会丢失末尾的零；请写成字符串，如 "45.0"', 'a JSON number loses its zeros; write decimals as strings, e.g. "45.0"'
    ),
    "value-or-state": Words("数值与状态须填且只填其一", "give either a value or a state"),
    "out-of-range": Words(
        "{value} 超出“{name}”的可能范围（{low} 至 {high}）；请核对数值与单位",
        "{value} is not possible for {name} ({low} to {high}); check value and unit",
    ),
    "zero-denominator": Words("分母不能为 0", "the denominator cannot be 0"),
    "numerator-alone": Words("有分子而无分母；请补填分母", "there is a numerator without its denominator"),
    "negative-part": Words("分子与分母不能为负数（{value}）", "numerator and denominator cannot be negative ({value})"),
    "not-a-share": Words(
        "“{name}”的单位“{unit}”不是比率，不能由分母指标计算", "{name} in {unit} is no share; no denominator indicator can compute it"
    ),
    "computed-twice": Words(
        "已指定分母指标，数值由系统计算；请只填分子", "the value is computed from the denominator indicator; give the numerator alone"
    ),
    "numerator-needed": Words("已指定分母指标，须填分子", "a denominator indicator needs the numerator"),
    "denominator-missing": Words(
        "分母指标“{name}”在该地区、时期和分组没有数值；请先报送",
        "the denominator indicator {name} has no value for this region, period and part; bring it in first",
    ),
    "part-unit": Words(
        "{value} 中的“{given}”不是计数单位；请只写数字，或写如 1.2万人",
        "{given} in {value} counts nothing; write digits only, or a unit of what is counted",
    ),
    "unknown-definition": Words(
        "“{name}”没有第 {value} 版口径；共有 {count} 版，留空则按时期自动对应",
        "{name} has no definition {value}, there are {count}; leave it empty for the one valid in the period",
    ),
    "unknown-standing": Words(
        "{value} 不是数值状态；可用 reported、verified、provisional", "{value} is no standing; use reported, verified or provisional"
    ),
    "unknown-disclosure": Words(
        "{value} 不是公开级别；可用 public、upward、internal", "{value} is no disclosure level; use public, upward or internal"
    ),
    "disclosure-needed": Words("没有计划监测该地区的该指标，须说明公开级别", "no plan measures this indicator there: say the disclosure level"),
    "twice": Words(
        "与第 {first} 行重复：同一指标、地区、时期和分组只能出现一次", "the same slot as row {first}: indicator, region, period and part once only"
    ),
}
