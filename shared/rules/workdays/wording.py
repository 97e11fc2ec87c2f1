"""The words of a due day's reasons, in both languages."""

from collections.abc import Sequence
from datetime import date

from shared.schemas.calendars import CalendarSource, CalendarUsed
from shared.schemas.plan_document import DuePrecision, Duty, Recurrence, WorkdayPolicy
from shared.schemas.verdicts import Said

_WEEKDAYS_ZH, _WEEKDAYS_EN = "一二三四五六日", ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_READ_AS = {
    DuePrecision.DAY: Said(
        zh="所印之日24:00止，当月无此日的取月末", en="until 24:00 of the printed day, or of the month's last where it has no such day"
    ),
    DuePrecision.MONTH_EARLY: Said(zh="月初指至当月10日", en="early in a month means until its 10th"),
    DuePrecision.MONTH_MID: Said(zh="月中指至当月20日", en="the middle of a month means until its 20th"),
    DuePrecision.MONTH_LATE: Said(zh="下旬指至当月最后一日", en="late in a month means until its last day"),
    DuePrecision.MONTH_END: Said(zh="月底指至当月最后一日", en="a month's end is its last day"),
    DuePrecision.YEAR_END: Said(zh="年底指至12月31日", en="a year's end is 31 December"),
    DuePrecision.NONE: Said(
        zh="未印日期的，至该期（或其均分段）最后一月的月末", en="without a printed date, until the end of the period, or of its equal part"
    ),
}
_RECURRENCES = {
    Recurrence.MONTHLY: Said(zh="每月", en="monthly"),
    Recurrence.QUARTERLY: Said(zh="每季度", en="quarterly"),
    Recurrence.HALF_YEARLY: Said(zh="每半年", en="half-yearly"),
    Recurrence.YEARLY: Said(zh="每年", en="yearly"),
    Recurrence.ONCE: Said(zh="一次性", en="once"),
    Recurrence.CONTINUOUS: Said(zh="持续", en="continuous"),
}
_SOURCES = {
    CalendarSource.NOTICE: Said(zh="放假通知", en="entered from the notice"),
    CalendarSource.LIBRARY: Said(zh="日历库", en="from the calendar library"),
    CalendarSource.EXPECTED: Said(zh="仅按周末推算", en="weekends only"),
}
NO_DAY = Said(zh="原文未定期限，不计算到期日", en="the text sets no date, so no due day is computed")


def read_as(precision: DuePrecision) -> Said:
    """How a printed precision is read as a day."""
    return _READ_AS[precision]


def source(duty: Duty) -> Said:
    """Where the duty stands."""
    if duty.clause is None:
        return Said(zh=f"本项由{duty.entered_by}录入：{duty.what}", en=f"entered by {duty.entered_by}: {duty.what}")
    return Said(zh=f"原文{duty.clause.path}：“{duty.clause.quote}”", en=f'the text at {duty.clause.path} says "{duty.clause.quote}"')


def period(recurrence: Recurrence, first: date, last: date) -> Said:
    """How often, and about which period this time."""
    often = _RECURRENCES[recurrence]
    return Said(zh=f"{often.zh}，本期对应{_day_zh(first)}至{_day_zh(last)}", en=f"{often.en}, this time about {first} to {last}")


def day_read(precision: DuePrecision, printed_on: date) -> Said:
    """The day that the print names."""
    rule = _READ_AS[precision]
    return Said(zh=f"{rule.zh}，即{_named_zh(printed_on)}", en=f"{rule.en}: {_named_en(printed_on)}")


def move(policy: WorkdayPolicy, printed_on: date, due_on: date) -> Said:
    """What the workday policy did."""
    if policy is WorkdayPolicy.AS_PRINTED:
        return Said(zh="按原文日期，不因节假日调整", en="it stands as printed, whether worked or not")
    next_one = policy is WorkdayPolicy.NEXT_WORKDAY
    if printed_on == due_on:
        return Said(zh="该日为工作日，不作调整", en="that is a workday, so it stays")
    where = Said(zh="顺延至下一工作日", en="the next workday") if next_one else Said(zh="提前至上一工作日", en="the previous workday")
    return Said(zh=f"该日不上班，{where.zh}{_named_zh(due_on)}", en=f"nobody works on that day, so it moves to {where.en}, {_named_en(due_on)}")


def standing(calendars: Sequence[CalendarUsed]) -> Said:
    """Which calendars were used, and whether the day is final."""
    zh = "、".join(f"{used.year}年日历第{used.version}版（{_SOURCES[used.source].zh}）" for used in calendars)
    en = ", ".join(f"the calendar of {used.year}, version {used.version} ({_SOURCES[used.source].en})" for used in calendars)
    if any(used.provisional for used in calendars):
        return Said(zh=f"依据{zh}，放假安排尚未公布，日期为暂定", en=f"computed with {en}, not published yet: the day is provisional")
    return Said(zh=f"依据{zh}，日期为最终", en=f"computed with {en}: the day is final")


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _named_zh(day: date) -> str:
    return f"{_day_zh(day)}（星期{_WEEKDAYS_ZH[day.weekday()]}）"


def _named_en(day: date) -> str:
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.isoformat()}"
