"""When something is due and how often, as sentences print it: 5月10日前, 4月初, 每季度末月25日前, 每年至少2次."""

import re

from shared.rules.targets.numerals import chinese_value
from shared.schemas.plan_document import Due, DuePrecision, Recurrence

# A half-year or a quarter alone may be what is spoken of; with one of these it is when something is done.
_DONE_BY = re.compile(
    r"组织|推出|举行|免费|大赛|比赛|巡诊|召开|举办|会议|例会|报送|上报|填报|报告|总结|制定|编制|评估|监测|考核|评价|督导|督查|通报|播报|培训|演练|宣讲|巡讲|检查|筛查|活动|宣传|调查|评选|申报|材料|体检|公布|发布|更新|研究|听取|完成|开展|审计|汇总|备案"
)
NUMERAL = r"(?:\d{1,2}|十[一二]|[一二两三四五六七八九十])"
_DAY = re.compile(rf"(?:(?P<year>20\d{{2}})年)?(?P<month>{NUMERAL})月(?P<day>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]")
_PART = re.compile(
    rf"(?:(?P<year>20\d{{2}})年)?(?P<month>{NUMERAL})月(?:份)?(?P<part>初|上旬|中旬|中|下旬|底|末|份?(?=(?:底)?[之以]?前|完成|报送|召开|开展|组织|集中|发布|举办|启动|形成|对|向))"
)
_YEAR_END = re.compile(r"(?:(?P<year>20\d{2})年|每年|当年|年)(?:年)?(?P<part>底|末)")
_QUARTER = re.compile(r"(?:(?P<year>20\d{2})年)?(?:每年)?第?(?P<quarter>[一二三四1-4])季度")
_IN_A_YEAR = re.compile(r"(?P<year>20\d{2})年(?:度)?(?:内)?(?:开展|完成|组织|进行)[^，。]{0,8}(?:评估|总结|验收|评价)")
_HALF_YEAR = re.compile(r"(?P<year>20\d{2})年(?P<half>[上下])半年")
_WEEKS = {
    "初": DuePrecision.MONTH_EARLY,
    "上旬": DuePrecision.MONTH_EARLY,
    "中旬": DuePrecision.MONTH_MID,
    "中": DuePrecision.MONTH_MID,
    "下旬": DuePrecision.MONTH_LATE,
}
_YEARLY_THINGS = "报告|总结|评估|考核|考评|计划|监测|要点|方案|任务|数据|审计|督查|体检|工作重点"
_RECURRENCES: tuple[tuple[Recurrence, int | None, re.Pattern[str]], ...] = tuple(
    (recurrence, count, re.compile(pattern))
    for recurrence, count, pattern in (
        (Recurrence.MONTHLY, None, r"每个?月|逐月|按月|月(?:播报|报(?!送)|通报|调度|例会|度)"),
        (Recurrence.QUARTERLY, None, r"每个?季度?|按季|逐季|(?<![一二三四1-4])季度|季报"),
        (Recurrence.YEARLY, 2, r"每半年|半年(?:一次|报|度)|每个?学期"),
        (Recurrence.YEARLY, None, rf"每个?学?年度?|年度(?=[^，。]{{0,8}}(?:{_YEARLY_THINGS}))|一年一|按年|年报"),
        (
            Recurrence.CONTINUOUS,
            None,
            r"定期|常态化?|不定期|持续(?:开展|推进|宣传|做好)|继续(?:开展|深入开展|对|在)|动态(?:更新|监测|调整)|经常性|适时|及时",
        ),
    )
)
_MONTHS_EACH = re.compile(rf"(?:{NUMERAL}月(?:份)?[、和及]?){{2,}}(?:各|分别)")
_COUNT = re.compile(
    rf"(?:至少|不少于|不低于)?(?:(?:召开|组织|开展|举办|报送|通报|调度)(?:不少于|至少)?)?(?P<count>{NUMERAL})次|(?:至少|不少于|不低于)(?P<other>\d{{3,4}}|{NUMERAL})[次场期]"
)


def number(text: str) -> int:
    """A small number in Arabic or Chinese numerals."""
    if text.isdecimal():
        return int(text)
    return int(chinese_value(text))


def due_of(text: str) -> Due:
    """When a clause says that something is due: a day, a part of a month, the end of a year, or nothing."""
    if found := _DAY.search(text):
        month, day = number(found["month"]), number(found["day"])
        if 1 <= month <= 12 and 1 <= day <= 31:  # noqa: PLR2004 - the calendar
            return Due(precision=DuePrecision.DAY, month=month, day=day, year=_year(found))
    if found := _PART.search(text):
        month = number(found["month"])
        if 1 <= month <= 12:  # noqa: PLR2004 - the calendar
            return Due(precision=_WEEKS.get(found["part"], DuePrecision.MONTH_END), month=month, year=_year(found))
    if (found := _HALF_YEAR.search(text)) and _DONE_BY.search(text):
        return Due(precision=DuePrecision.MONTH_END, month=6 if found["half"] == "上" else 12, year=int(found["year"]))
    if (found := _QUARTER.search(text)) and _DONE_BY.search(text):
        return Due(precision=DuePrecision.MONTH_END, month=3 * number(found["quarter"]), year=_year(found))
    if found := _IN_A_YEAR.search(text):
        return Due(precision=DuePrecision.YEAR_END, month=12, year=int(found["year"]))
    if (found := _YEAR_END.search(text)) and re.search(r"前|完成|报送|上报|形成|提交|开展|组织", text):
        return Due(precision=DuePrecision.YEAR_END, month=12, year=_year(found))
    return Due(precision=DuePrecision.NONE)


def _year(found: re.Match[str]) -> int | None:
    return int(found["year"]) if found["year"] else None


def recurrence_of(text: str, due: Due) -> tuple[Recurrence | None, int | None]:
    """How often, and how many per period where the text says so; None where it names no recurrence."""
    found = [(match.start(), recurrence, count) for recurrence, count, pattern in _RECURRENCES if (match := pattern.search(text))]
    named = [entry for entry in found if entry[1] is not Recurrence.CONTINUOUS] or found
    recurrence, count = min(named)[1:] if named else (Recurrence.ONCE if due.year else None, None)
    months = _MONTHS_EACH.search(text)
    if months and recurrence is Recurrence.YEARLY:
        return recurrence, len(re.findall("月", months[0]))
    times = _COUNT.search(text)
    if times and recurrence in {Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.YEARLY}:
        count = number(times["count"] or times["other"]) * (count or 1)
    return recurrence, count
