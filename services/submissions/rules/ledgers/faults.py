"""What can be wrong with an entry, beside what every row of a table can have wrong."""

from shared.kit.language import Words
from shared.kit.sheets.faults import COMMON, Catalogue

FAULTS: Catalogue = {
    **COMMON,
    "day-ahead": (
        Words("{value} 尚未到来", "{value} is still to come"),
        Words("台账只记录已发生的事，请核对日期", "a ledger records what has happened; check the day"),
    ),
    "day-before": (
        Words("{value} 早于已记录的 {since}", "{value} lies before {since}, which is on record"),
        Words("请核对日期", "check the day"),
    ),
    "unknown-field": (
        Words("本台账没有“{value}”一项", "the ledger has no field {value}"),
        Words("字段见台账的定义", "its definition lists the fields"),
    ),
    "not-a-number": (
        Words("“{value}”不是数", "{value} is no number"),
        Words("请只填不小于 0 的数，不带单位", "write a number of 0 or more without a unit"),
    ),
    "outside": (
        Words("“{value}”不在本台账的地区范围内", "{value} lies outside of the ledger's region"),
        Words("请填本地区或其下级的行政区划", "give the ledger's region or one below it"),
    ),
    "withdrawn": (
        Words("该对象的记录已于 {on} 撤销", "the object's entry was withdrawn on {on}"),
        Words("重新认定的日期须晚于撤销日期", "an object that is named again begins after that day"),
    ),
    "there-already": (
        Words("台账中已有同一对象“{value}”", "the ledger holds the same object already: {value}"),
        Words("请更改原记录，不要重复登记", "change that entry instead of adding another"),
    ),
    "near-duplicate": (
        Words("与“{value}”名称相近，可能是同一对象", "much like {value}, possibly the same object"),
        Words(
            "确属不同对象的，在“名称相近”列填“不同”；否则改用原名称",
            "write “another” under similar if it is another object; else use the name that is there",
        ),
    ),
}
