"""What can be wrong with a row of answers, beside what every row of a table can have wrong."""

from shared.kit.language import Words
from shared.kit.sheets.faults import COMMON, Catalogue

_ASK_ANEW = Words("请重新下载填报表", "download the table anew")

FAULTS: Catalogue = {
    **COMMON,
    "foreign-item": (
        Words("编号“{value}”不是您在本轮次可填报的事项", "{value} is no item of this round that you fill in"),
        Words("请使用本单位、本轮次的填报表，勿改动编号列", "use the table of your own unit and this round, and leave the hidden column as it is"),
    ),
    "not-as-asked": (
        Words("表中为“{value}”，现在要求的是“{present}”", "the table says {value}, what is asked now is {present}"),
        _ASK_ANEW,
    ),
    "not-a-number": (
        Words("“{value}”不是数", "{value} is no number"),
        Words("请只填数，不带单位（计量单位为 {unit}）", "write a number without a unit; it is counted in {unit}"),
    ),
    "two-answers": (
        Words("填报情况为“{kind}”，不能同时填写此格", "the answer is {kind}, which says nothing of this kind"),
        Words("请清空此格，或更改填报情况", "clear the cell, or change the kind of answer"),
    ),
    "quotient-alone": (
        Words("分子、分母随数值一起填写", "numerator and denominator stand beside a value"),
        Words("请填写数值", "fill in the value, too"),
    ),
    "changed-meanwhile": (
        Words("下载之后{by}已将此项改为“{present}”", "{by} has changed it to {present} since the table was downloaded"),
        Words("请核对后重新下载填报表再改", "look at it, and download the table anew to change it"),
    ),
    "filed": (
        Words("该单位的填报单已提交，不能修改", "the unit's form was handed in and cannot be changed"),
        Words("请先撤回，或等待退回", "withdraw it first, or wait until it is returned"),
    ),
    "not-returned": (
        Words("此项未被退回，不能修改", "the item was not returned and cannot be changed"),
        Words("只填被退回的事项", "fill in what was returned"),
    ),
    "waived": (Words("该单位已免报", "the unit is exempt from this round"), Words("请删去此行", "remove the row")),
    "exempt": (Words("该填报项已免报", "the item is exempt"), Words("请删去此行", "remove the row")),
    "round-closed": (Words("本轮次已截止", "the round takes no more answers"), Words("请联系牵头部门", "ask the plan office")),
    "out-of-range": (
        Words("{value} 不在 0 至 {most} 之间", "{value} does not lie between 0 and {most}"),
        Words("请核对数值与单位", "check the value and its unit"),
    ),
    "negative": (Words("{value} 为负数", "{value} is negative"), Words("请核对数值", "check the value")),
    "zero-denominator": (Words("分母为 0", "the denominator is 0"), Words("请核对分母", "check the denominator")),
}
