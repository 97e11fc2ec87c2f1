"""Targets without a number in sentences: what shall rise or fall (提高知晓率), and what shall be or stay (消除疟疾, 巩固国家卫生城市成果).

Officials write hundreds of verbs; only what can be looked at later sets a target. So a direction needs a thing that is measured, unless
a year or a chapter of goals says that it is aimed at; a state needs a word that says how it ends (消除, 全覆盖, 零发生 …).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from services.plans.rules.reading.due_dates import number
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.prose import FoundTarget, targets_in
from shared.rules.targets import ParsedTarget, parse
from shared.schemas.targets import Comparator, External, Rank, State, Threshold, Trend

_LONGEST = 60
_NEAR = 3
_NEAR_START = 24
_YEARS = re.compile(r"(?:到|至|截至|力争到|力争|在)((?:20\d{2}年?[、,和及与])*20\d{2}年)(?:底|末)?(?:前)?[,，]?")
_SINCE = re.compile(r"以来|[近过][去来]?[三五两几十]+年来?")
_PAST = re.compile(r"以来|目前|已经?[建完实达形]|取得|较20\d{2}年|[得了]到了|不断提高了|面临|仍然|存在|尽管")
_EFFORT = re.compile(
    r"(?:持续|不断|稳步|切实|有效|显著|明显|逐步|进一步|大力|全面|着力|努力|积极|稳定|整体|普遍|总体|最大限度|切实有效|加快|[一二三四五六七八九]是)*"
    r"(?:提高|提升|改善|增强|延长|降低|减少|减轻|缩小|缩短|控制和减少)(?=.{3,})"
)
_MEASURED = re.compile(
    r"(?:率|比例|比重|占比|水平|程度|质量|水质|素养|密度|负担|体验|待遇|可及性|便利性|满意度|获得感|幸福感|知晓度|覆盖面|寿命|浓度|差距|强度|"
    r"[发患][病生]|死亡|危害|伤亡|人口|人数|人群|指标|达标情况|状况|意识)(?:\([^()]*\))?$"
)
# How well offices work is nobody's target: 服务水平, 管理信息化水平, 监测质量.
_OF_WORK = re.compile(
    r"(?:服务|管理|防制|建设|救治|治理|评价|保障|技术|监测|指导|监管|执法|应急|诊疗|化|能力[和与及]?|工作)(?:的)?(?:水平|质量|程度)$|工作效率$"
)
_MEANS = re.compile(r"为|以|通过|从而|进而|推动|促进|开展|加强|组织|鼓励|引导|支持|强化|完善|建立|制定|用于|有助|不断提高.{0,4}能力")
_ENDS = re.compile(r"消除|基本完成|完成.*(?:验收|改造|项目|创建)$|全覆盖|清零|达标$|零发生|零报告|恢复$|低流行水平|双控双减|全面禁烟")
_KEPT = re.compile(r"^(?:持续|继续|不断|进一步)*(?:巩固|维持|保持)(?:提升|和扩大|拓展)?.{2,}(?:成果|成效|称号|状态|荣誉|水平|工作|地位)$")
_FIRMLY = re.compile(r"(?:坚决|严格|严密|切实)+")
_AVERTED = re.compile(r"^(?:坚决|严格|有效|严密|切实)*(?:防范|防止|杜绝|避免)(?:和遏制)?.{0,40}(?:事故|事件|发生|流行|疫情|暴发)")
_ALL = re.compile(
    r"(?P<name>.{2,24}?)(?P<wanted>(?:全面建立|成熟定型|覆盖(?:所有|全部|各).{1,12})|全部(?:开通|设立|设置|建立|建成|达到|达标|配备|开设|实现|完成|落实|纳入).{0,24}|零发生|全面禁烟|基本实现|(?:处于|控制在|维持在|保持在|稳定在)低?流行水平)$"
)
# Everything within so many minutes: 15分钟健身圈.
_CIRCLE = re.compile(
    r"(?:打造|建成|构建|建设|完善|形成|创建)[^,。]{0,12}?(?P<minutes>\d{1,2}|[一二三]?十[一二三四五六七八九]?)分钟”?(?P<what>[^,。、“”]{1,10}?)圈(?!覆盖)"
)
_FOR_A_YEAR = re.compile(r"建成|形成|覆盖|建立|创建|创成|恢复|达到|达标|普及|定型|完成|设立|实现")
_KIND_OF_WORK = re.compile(r"机制|制度|方案|计划|档案|平台|队伍|数据库|专家库|资源库|目录|清单|网络|通道|活动")


def all_targets(paragraph: Paragraph, *, goals: bool = False) -> list[FoundTarget]:
    """Every target that a paragraph sets, with and without a number, in order."""
    found = [target for target in targets_in(paragraph) if not _looks_back(paragraph, target)]
    return sorted([*found, *standing_targets(paragraph, found, goals=goals)], key=lambda target: target.start)


def _looks_back(paragraph: Paragraph, target: FoundTarget) -> bool:
    """Whether a direction is what has been reached: 十三五以来，…水平不断提高."""
    if not isinstance(target.parsed.expression, Trend):
        return False
    place = paragraph.places.index(target.start)
    before = paragraph.flat[:place].rpartition("。")[2]
    return bool(_SINCE.search(before)) and not _YEARS.search(before)


def standing_targets(paragraph: Paragraph, found: Sequence[FoundTarget], *, goals: bool = False) -> list[FoundTarget]:
    """The targets without a number that ``found`` (those of the same paragraph) leaves out, in order.

    ``goals``: the paragraph stands in a chapter of goals or a plan for one year, where a direction needs no measured thing.
    """
    more: list[FoundTarget] = []
    for clause, years in _clauses(paragraph, found):
        if any(target.start < clause.end and clause.start < target.end for target in found):
            continue
        for target in _parsed(clause):
            if _sets(target, clause.flat, dated=bool(years), goals=goals):
                more += [_of(clause, target, year, found) for year in years or (None,)]
    return more


def _clauses(paragraph: Paragraph, found: Sequence[FoundTarget]) -> Iterator[tuple[Paragraph, tuple[int, ...]]]:
    """The clauses between commas with the years they are for.

    A year holds to the end of its sentence and on through sentences that set targets; one that opens the paragraph holds through it.
    """
    opening: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    for sentence in _pieces(paragraph, "。;!?"):
        years = years if any(sentence.start <= target.start < sentence.end for target in found) else opening
        for clause in _pieces(sentence, ",，"):
            named = _YEARS.search(clause.flat, 0, _NEAR_START)
            if named:
                years = tuple(int(year) for year in re.findall(r"20\d{2}", named[1]))
                opening = years if clause.start == paragraph.start else opening
            rest = clause.cut(named.end()) if named and not named.start() else clause
            if _SINCE.search(clause.flat):
                break
            if rest is not None and len(rest.text) <= _LONGEST and not _PAST.search(rest.flat):
                yield rest, years


def _pieces(paragraph: Paragraph, ends: str) -> Iterator[Paragraph]:
    depth, start = 0, 0
    flat = paragraph.flat
    for place, sign in enumerate(flat):
        depth = max(0, depth + (sign in "(《“") - (sign in ")》”"))
        if sign in ends and depth == 0:
            piece = paragraph.cut(start, place)
            if piece is not None:
                yield piece
            start = place + 1
    last = paragraph.cut(start) if start < len(flat) else None
    if last is not None:
        yield last


def _parsed(clause: Paragraph) -> list[ParsedTarget]:
    if found := _CIRCLE.search(clause.flat):
        reach = Threshold(comparator=Comparator.AT_MOST, value=Decimal(number(found["minutes"])), unit="分钟")
        return [ParsedTarget(reach, clause.text, f"{found['what']}圈（时间）", printed=Comparator.AT_MOST, unit="分钟")]
    if found := _ALL.fullmatch(clause.flat):
        return [ParsedTarget(State(wanted=found["wanted"]), clause.text, found["name"])]
    manner = _FIRMLY.match(clause.text)
    return [
        target
        for target in parse(clause.text[manner.end() if manner else 0 :]).targets
        if isinstance(target.expression, Trend | State | External | Rank)
    ]


def _sets(target: ParsedTarget, flat: str, *, dated: bool, goals: bool) -> bool:
    """Whether what was understood is a target here rather than a wish or a way of working."""
    expression, name = target.expression, target.indicator or ""
    if isinstance(expression, Threshold):
        return True
    if isinstance(expression, Trend):
        if _EFFORT.match(flat):
            return bool(_MEASURED.search(name)) and not _OF_WORK.search(name)
        return (dated or goals) and not _MEANS.match(flat)
    if isinstance(expression, State):
        return bool(
            _ends(flat) or _ALL.fullmatch(flat) or ((dated or goals) and _FOR_A_YEAR.search(expression.wanted) and not _KIND_OF_WORK.search(name))
        )
    return dated and bool(name)


def _ends(flat: str) -> bool:
    return bool(_ENDS.search(flat) or _KEPT.match(flat) or _AVERTED.match(flat))


def _of(clause: Paragraph, target: ParsedTarget, year: int | None, found: Sequence[FoundTarget]) -> FoundTarget:
    """且逐年提升 is said of what the target before it is about."""
    before = [other.indicator for other in found if other.end <= clause.start and clause.start - other.end <= _NEAR]
    name = target.indicator if target.indicator not in {None, "", "且"} else before[-1] if before else clause.text
    return FoundTarget(clause.text, name or clause.text, year, target, clause.start, clause.end)
