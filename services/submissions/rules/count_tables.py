"""The columns of the count as a table."""

from shared.kit.language import Words
from shared.kit.sheets.columns import Column, TableForm
from shared.schemas.counts import CountBy, CountLine

_NAMES = {CountBy.ROUND: "填报轮次", CountBy.UNIT: "单位", CountBy.ACTION: "计划", CountBy.REGION: "地区"}
_NUMBERS = {
    "asked": "任务数",
    "exempt": "豁免",
    "expected": "应报",
    "filed": "已报",
    "on_time": "按时",
    "late": "逾期报送",
    "missing": "未报",
    "waiting": "未到期",
    "extended": "延期",
    "returned": "退回待改",
    "returned_often": "多次退回",
    "untouched": "从未填写",
    "completeness": "完成率%",
    "timeliness": "及时率%",
}
_DAYS = {"draft": "填写", "submitted": "待审", "in_review": "审核", "returned": "退改", "withdrawn": "撤回"}
_PLAIN = Words("", "")


def _columns(by: CountBy) -> list[Column]:
    head = [Column(by.value, _NAMES[by], _PLAIN), *([Column("action_key", "行动", _PLAIN)] if by is CountBy.ACTION else [])]
    numbers = [Column(name, zh, _PLAIN) for name, zh in _NUMBERS.items()]
    return [*head, *numbers, *(Column(f"days_{state}", f"{zh}天数中位数", _PLAIN) for state, zh in _DAYS.items())]


FORMS = {by: TableForm(f"count-{by}", Words("填报统计", "count"), _columns(by)) for by in CountBy}


def cells(line: CountLine, by: CountBy) -> list[str]:
    """A line as texts, in the order of the columns."""
    head = [line.name, *([line.action or ""] if by is CountBy.ACTION else [])]
    told = [getattr(line, name) for name in _NUMBERS] + [getattr(line.median_days, state) for state in _DAYS]
    return head + ["" if value is None else str(value) for value in told]
