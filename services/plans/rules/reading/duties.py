"""Duties: who must deliver what to whom, how often, due when, as sentences of organisational chapters and actions print them.

In organisational chapters every duty to plan, report, evaluate, meet or present counts; inside actions only those with a date or a
word of recurrence (每年, 每季度, 每月, 定期, 常态化, 持续开展 …).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.plans.rules.reading.due_dates import NUMERAL, due_of, recurrence_of
from services.plans.rules.reading.paragraphs import Paragraph
from shared.schemas.plan_document import Due, DuePrecision, DutyKind, Recurrence

_TO = re.compile(
    r"(?:向|报(?!告|表|送|名|道|刊|纸))(?P<to>[一-龥]{1,20}?(?:办公室|健康办|办|局|委|政府|领导小组|部门|厅|中心))(?=报|提交|汇报|上报|备案|汇总|反馈|申报|说明|$|，|；|。|提)|(?:报送|上报|提交|反馈)(?:至|给|到)?(?P<sent>[一-龥]{1,20}?(?:办公室|健康办|局|委|政府|领导小组))(?=$|[，；。备汇])"
)
_WHO = re.compile(
    r"^(?:[一二三四五六七八九]是)?(?P<who>(?:由)?[一-龥、（）()“”]{0,30}?(?:单位|部门|局|委|办|办公室|领导小组|工作组|专家组|咨询组|委员会|政府|街道|镇|乡|镇街|负责人|联络员|中心|协会|机构|医院|学校|小组|专班|成员|宣讲员|街道、镇)(?:及其?办公室|和办公室)?)"
    r"(?=要|应|须|需|负责|每|在|于|按|定期|统筹|牵头|根据|结合|会同|组织|建立|制定|开展|做好|对|至少|召开|报送|提交|上报|编制|发布|通报|汇总|完成|形成|将|把|委托|组建|指定|配合|明确|列入|切实|进一步|紧紧|，?每)"
)
_REPORTING = re.compile(
    r"(?:制定|编制|出台|拟定|下发|明确)[^，。；]{0,30}(?:方案|计划|细则|举措|清单|要点|重点|工作重点|措施)|"
    r"(?:建立|完善|健全)[^，。；]{0,30}(?:机制|制度)|(?:报送|上报|填报|报告|汇报|通报|提交|总结)[^，。；]{0,30}|"
    r"(?:监测|评估|考核|评价|督导|督查|检查|评选|评比|考评|巡查|暗访|调度)(?!体系|能力|网络|数据库)|(?:纳入|列入|作为)[^，。；]{0,40}(?:考核|议事日程|培训|督查|绩效|议程|内容)|"
    r"(?:召开|举办)[^，。；]{0,20}(?:会|论坛)|例会|联席会议|培训|负责(?:本|组织|推动|统筹|牵头)?[^，。；]{0,20}(?:实施|考核|落实|推进|统筹|协调|指导)|统一领导|牵头统筹|明确[^，。；]{0,14}(?:分管领导|联络员|负责人)|任务(?:层层)?分解|\d日内|个工作日内|报备|约谈|修订意见|资料[^，。；]{0,6}归档|备案|(?:指定|组建)[^，。；]{2,20}(?:人员|负责人|组长|委员会|专家组|队伍)|开设[^，。；]{0,14}专栏|建立[^，。；]{0,10}台账|列入[^，。；]{0,12}预算|数据审核|宣传(?:推进|活动|推介)|主题活动|专栏|落实整改|典型"
)
_STRONG = re.compile(
    r"反馈|遴选|组织|推出|举行|免费|大赛|比赛|巡诊|召开|举办|会议|例会|报送|上报|填报|报告|总结|制定|编制|评估|监测|考核|评价|督导|督查|通报|播报|培训|演练|宣讲|巡讲|检查|筛查|活动|宣传|调查|评选|申报|材料|体检|公布|发布|更新|研究|听取|完成|开展|审计|汇总|备案"
)
_NOT_A_DUTY = re.compile(
    r"下降|降低|提高|增长|增加|减少|达到|不低于|提升\d|(?<!次)(?<!场)(?<!期)以上$|(?:百分点)|《[^》]*$|示范样板$|(?:考核|评估|检查|督导)(?:对象|方式|内容|范围)?(?:为|是|采取|采用|实行|分为)|"
    r"作为[^，。；]{0,30}(?:参考|依据)|优先保障|可(?:随时|根据)|施行|有效期|印发$|负责解释"
)
# What a meeting is for, and where the outcome of a duty goes, belong to the duty before.
_GOES_ON = re.compile(
    r"(?:会议)?(?:听取|审议|协调解决|研究部署|研究解决)|"
    r"(?:并|及时|由其)?(?:(?:监测|评估|考核|评价|督导|督查|检查|调度|自查|审核|整改|报备)?(?:评价)?(?:结果|情况|报告|意见|建议|名单)?)(?:(?:及时|均|应|要|一并)*(?:抄?报送?(?!告)|上报|呈报|抄送|反馈)|(?:及时|应|要)*向[^，。；]{2,20}(?:报告|通报|汇报|公布))|"
    r"(?:监测|评估|考核|评价|督导)(?:结果|情况)(?:与|作为|予以|及时)"
)
_REPORT_OF_IT = re.compile(r"并?形成[^，。；]{0,12}报告")
_CHANGES = re.compile(r"下降|降低|提高|增长|增加|减少")
_YEARLY_NUMBERS = re.compile(r"新[建增]|抽检|创建|建成|改造|提供|样本|报告不少于")
_KINDS: tuple[tuple[DutyKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (DutyKind.MEETING, r"会议|例会|召开|推进会|座谈|论坛|协调会"),
        (DutyKind.PILOT_NOMINATION, r"(?:示范|试点)[^，。]{0,12}(?:计划|申报|名单|推荐)"),
        (DutyKind.CASE_MATERIAL, r"案例|典型|经验做法"),
        (DutyKind.BULLETIN, r"播报|通报|简报|月报|专报|信息报送|季报"),
        (DutyKind.PROGRESS_REPORT, r"进展|总结|自评|工作(?:情况|报告)|年度报告|完成情况|情况报告|落实情况"),
        (DutyKind.MONITORING, r"监测数据|填报|数据(?:报送|上报)|监测"),
        (DutyKind.EVALUATION, r"评估|评价|考核|考评"),
        (DutyKind.SUPERVISION, r"督导|督查|检查|巡查|暗访|整改|条线指导"),
        (DutyKind.WORK_PLAN, r"(?:方案|计划|举措|清单|要点|重点)"),
        (DutyKind.TRAINING, r"培训|宣讲|演练|巡讲"),
    )
)
_DELIVERABLES = re.compile(
    r"(?P<first>.+?(?:数据|报告|计划|总结|材料|清单|方案|任务|报表|名单))(?:以?及|和|与|、)(?P<second>[^，。；]{2,40}?(?:数据|报告|计划|总结|材料|清单|方案|报表|名单))$"
)
_NO_SUBJECT = re.compile(
    r"(?:[一二三四五六七八九]是)?(?:将|把|要|根据|按照|对|以|为|在|与|向|从|通过|鼓励|依托|参照|结合|加强|强化|发挥|充分|建立|完善|健全|定期|每|年度|开展|组织)"
)
_MANNER = re.compile(
    r"^(?:根据|按照|结合|参照|围绕|通过|以|为|依托|依据|充分利用|利用|在|针对|鼓励|[一二三四五六七八九]是(?:发挥|强化)|发挥|充分发挥|加大|对(?!.*(?:开展|进行|实施|组织|纳入|评)))"
)
_A_TIME = re.compile(r"(?:于|在)?(?:每年|20\d{2}年)?(?:的)?(?:第[一二三四1-4]季度|[上下]半年|年底|年初|年末|年中)(?:前|内)?")
_TIMES_ALONE = re.compile(rf"每.{{0,4}}(?:年|半年|季度?|月|周)(?:通报|开展|组织|检查|服务|至少|不少于){{0,2}}{NUMERAL}次(?:以上)?(?=$|[，。；,;])")
_CONDITION = re.compile(r"[^，]{3,24}(?:后|的|之前|之后)")
_TIME_FIRST = re.compile(r"^(?:每|20\d{2}|第)[^，,]{1,20}(?:前|底|末|日|月|季度|旬|初)[，,]")
_EACH_YEAR = re.compile(r"[^，]{0,12}每年")
_ONLY_A_DATE = re.compile(r"[\d〇○零一二三四五六七八九十年月日]+")
_BY_A_YEAR = re.compile(r"(?:到|至|力争到)20\d{2}年(?!度)")
_IN_TURNS = re.compile(rf"{NUMERAL}年一(?:轮|次)")
_AGAIN = re.compile(r"定期|常态化|持续开展|继续|不定期")
_LONGEST = 90
_LONGEST_TIME = 25


@dataclass(frozen=True, slots=True)
class FoundDuty:
    """A duty as read: ``text`` the source phrase, ``start``/``end`` its place in the source."""

    text: str
    what: str
    kind: DutyKind
    recurrence: Recurrence
    due: Due
    start: int
    end: int
    who: str | None = None
    to: str | None = None
    count_per_period: int | None = None
    subject_offset: int = 0

    @property
    def is_dated(self) -> bool:
        """Whether the text prints when it is due."""
        return self.due.precision is not DuePrecision.NONE


def find_duties(paragraphs: Iterable[Paragraph], *, organisational: bool, lead: str | None = None) -> list[FoundDuty]:
    """The duties of some paragraphs; ``lead`` is who owes what names nobody inside an action."""
    found: list[FoundDuty] = []
    for paragraph in paragraphs:
        for sentence in _sentences(paragraph):
            found += _of_sentence(sentence, organisational, lead)
    return found


def _sentences(paragraph: Paragraph) -> Iterator[Paragraph]:
    start = 0
    for found in re.finditer(r"[。;!]", paragraph.flat):
        if (piece := paragraph.cut(start, found.start())) is not None:
            yield piece
        start = found.end()
    if start < len(paragraph.text) and (piece := paragraph.cut(start)) is not None:
        yield piece


def _of_sentence(sentence: Paragraph, organisational: bool, lead: str | None) -> list[FoundDuty]:
    found: list[FoundDuty] = []
    who: str | None = None
    for clause in _clauses(sentence):
        said = _TIME_FIRST.sub("", clause.text)
        subject = _WHO.match(said)
        if subject and not _NO_SUBJECT.match(said):
            who = subject["who"].removeprefix("由")
        due = due_of(clause.flat)
        recurrence, count = recurrence_of(clause.flat, due)
        dated = due.precision is not DuePrecision.NONE
        if found and not dated and _goes_on(clause.flat, recurrence):
            found[-1] = replace(found[-1], to=found[-1].to or _addressee(clause.flat))
        elif _is_duty(clause.flat, dated, recurrence, organisational):
            found += _duties(clause, due, recurrence, count, who or (None if organisational else lead))
    return found


def _goes_on(flat: str, recurrence: Recurrence | None) -> bool:
    return bool(_REPORT_OF_IT.match(flat) or (recurrence is None and _GOES_ON.match(flat)))


def _clauses(sentence: Paragraph) -> Iterator[Paragraph]:
    """The parts between commas; a part that only sets the time goes with the next one, one that only says how often with the one before."""
    start, flat = 0, sentence.flat
    for found in re.finditer(r"[，,](?![^（(]*[)）])", sentence.text):
        piece = sentence.cut(start, found.start())
        if piece is None:
            start = found.end()
            continue
        if _only_sets_time(piece) or (_TIMES_ALONE.match(flat, found.end()) and not re.search(r"每|前", piece.flat)):
            continue
        yield piece
        start = found.end()
    if start < len(sentence.text) and (piece := sentence.cut(start)) is not None:
        yield piece


def _only_sets_time(piece: Paragraph) -> bool:
    dated = due_of(piece.flat).precision is not DuePrecision.NONE
    if _A_TIME.fullmatch(piece.flat) or _CONDITION.fullmatch(piece.flat):
        return True
    return not _STRONG.search(piece.text) and len(piece.text) <= _LONGEST_TIME and (dated or _WHO.fullmatch(piece.text + "要") is not None)


def _is_duty(flat: str, dated: bool, recurrence: Recurrence | None, organisational: bool) -> bool:
    """Whether a clause asks for something: every so often, by a date, or as organisational chapters do."""
    if recurrence is Recurrence.YEARLY and _EACH_YEAR.match(flat) and _YEARLY_NUMBERS.search(flat) and not _CHANGES.search(flat):
        return not flat.startswith("建成")
    if _is_no_duty(flat, dated):
        return False
    recurs = recurrence not in {None, Recurrence.CONTINUOUS, Recurrence.ONCE}
    if recurrence in {Recurrence.MONTHLY, Recurrence.QUARTERLY} or (organisational and (dated or (recurs and "每" in flat))):
        return True
    strong = bool(_STRONG.search(flat))
    if dated or recurs or recurrence is Recurrence.ONCE:
        return strong or (organisational and bool(_REPORTING.search(flat)))
    if _IN_TURNS.search(flat) or (recurrence is Recurrence.CONTINUOUS and _AGAIN.search(flat)):
        return strong
    return organisational and bool(_REPORTING.search(flat))


def _is_no_duty(flat: str, dated: bool) -> bool:
    """Whether a clause is a target, a date alone, or the manner in which something is done."""
    if flat.startswith("建成") or _ONLY_A_DATE.fullmatch(flat) or len(flat) > _LONGEST:
        return True
    if _NOT_A_DUTY.search(flat) and not (dated and _STRONG.search(flat)):
        return True
    if _BY_A_YEAR.search(flat) and not re.search(r"月|前完成", flat):
        return True
    return bool(_MANNER.match(flat)) and not dated and not re.search(r"召开|报送|上报|例会", flat)


def _duties(clause: Paragraph, due: Due, recurrence: Recurrence | None, count: int | None, who: str | None) -> Iterator[FoundDuty]:
    flat = clause.flat
    if recurrence is None:
        recurrence = Recurrence.YEARLY if due.precision is not DuePrecision.NONE else _once_or_always(flat)
    duty = FoundDuty(
        text=clause.text,
        what=_what(clause.text),
        kind=_kind(flat),
        recurrence=recurrence,
        due=due,
        start=clause.start,
        end=clause.end,
        who=who,
        to=_addressee(flat),
        count_per_period=count,
        subject_offset=-1 if re.search(r"上一?年度?|去年|前一年", flat) else 0,
    )
    pair = _DELIVERABLES.match(duty.what) if due.precision is not DuePrecision.NONE else None
    if pair is None:
        yield duty
        return
    for part in (pair["first"], pair["second"]):
        yield replace(duty, what=part, kind=_kind(part))


def _addressee(flat: str) -> str | None:
    to = _TO.search(flat)
    return (to["to"] or to["sent"]) if to else None


def _once_or_always(flat: str) -> Recurrence:
    return (
        Recurrence.ONCE if re.search(r"(?:制定|编制|建立|出台|下发|完善|健全)", flat) and not re.search(r"持续|不断", flat) else Recurrence.CONTINUOUS
    )


def _kind(flat: str) -> DutyKind:
    return next((kind for kind, pattern in _KINDS if pattern.search(flat)), DutyKind.OTHER)


def _what(text: str) -> str:
    """The deliverable: the clause without its subject, its time and its address."""
    left = _WHO.sub("", text, count=1)
    left = re.sub(
        rf"^(?:要|应|须|需)?(?:于|在)?(?:每个?年度?|每个?季度|每个?月|每半年|20\d{{2}}年)?(?:{NUMERAL}月)?(?:\d{{1,2}}日|初|底|末|上旬|中旬|下旬)?(?:之?前|以前)?(?:要|应)?",
        "",
        left,
    )
    left = re.sub(r"^向[一-龥]{2,20}?(?=报|提交|上报)", "", left)
    return (left or text).strip("，, ")
