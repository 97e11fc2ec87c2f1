"""The head of a document: titles, number, issuing body, dates, region, period, and what it is based on.

Layout of official documents: GB/T 9704-2012 (版头 7.2: 发文机关标志, 发文字号; 主体 7.3: 标题, 主送机关, 成文日期; 版记 7.4: 抄送, 印发日期).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from services.plans.rules.reading.characters import plain, squeezed
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.headings import heading_of
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.places import region_of
from services.plans.rules.reading.rows import Row
from shared.rules.targets.numerals import chinese_value
from shared.schemas.plan_document import DocumentStatus, RegionLevel

_KIND = (
    r"(?:行动计划|实施方案|实施意见|工作方案|行动方案|推进方案|行动纲要|实施计划|工作计划|工作要点|任务分解(?:方案|表)?|"
    r"规划纲要|规划|纲要|方案|计划|意见|办法|规定)"
)
_TITLE_END = re.compile(rf"{_KIND}(?:\([^()]*\)|\[[^\]]*\])*$")
_NOTICE = re.compile(r"(?:印发|下发|发布|转发|公布)[^。]*的(?:通知|函|公告)(?:\([^()]*\))?$|的通知(?:\([^()]*\))?$")
_BRACKET_LINE = re.compile(r"\((?:[^()]*\d{4}[^()]*|征求意见稿|草案|送审稿|试行|修订(?:版|稿)?|讨论稿)\)")
# Who issued it, when, under which number, in brackets below the title.
_PASSED = re.compile(r"发布|印发|通过|公布|施行|\[20\d\d\]|月")
_PASSED_BY = re.compile(r"^\((?P<body>[^\d()]{4,40}?)(?=20\d\d年|\[)")
_DRAFT = re.compile(r"征求意见|草案|送审稿|讨论稿|公开征求")
_NUMBER = re.compile(r"(?P<number>[一-龥]{1,20}\s*[〔\[［【(（﹝]\s*(?:19|20)\d{2}\s*[〕\]］】)）﹞]\s*(?:第\s*)?\d{1,4}\s*号)")
_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})\s*[年.\-/]\s*(?P<month>\d{1,2})\s*[月.\-/]\s*(?P<day>\d{1,2})\s*日?")
_CHINESE_DATE = re.compile(
    r"(?P<year>[二〇○零一]{1}[〇○零一二三四五六七八九O0]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
_BODY = re.compile(
    r"(?:人民政府(?:办公厅|办公室)?|委员会(?:办公室)?|领导小组(?:办公室)?|办公厅|办公室|管委会|管理委员会|爱卫会|爱卫办|健康办|健康委|卫健委|卫健局|卫生健康局|党委|委|局|厅)$"
)
_RED_HEAD = re.compile(r"^(?P<body>.{2,60}?)文件$")
_NAMED_PLAN = re.compile(r"(?:印发|下发|发布|转发|公布)《(?P<title>[^《》]{4,80})》的")
_TITLES = re.compile(r"《(?P<title>[^《》]{3,80})》")
_YEARS_RANGE = re.compile(r"(20\d{2})\s*年?\s*[-~至到]+\s*(20\d{2})\s*年?")
_FIVE_YEARS = {"十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_HORIZONS = re.compile(r"(?:到|至|截至|力争)((?:20\d{2}年?[、,和及])*20\d{2}年)")
_LABELS = {
    "number": ("文件编号", "发文字号", "文号", "发文号"),
    "issuer": ("发布机构", "发文机关", "制发机关", "发文机构", "发布单位", "发文单位"),
    "dated": ("成文日期", "成文时间", "生成日期", "发文日期"),
    "published": ("发布日期", "发布时间", "公开日期", "印发日期"),
    "disclosure": ("公开方式", "公开类别", "公开属性"),
}
_LONGEST_TITLE = 60
_LONGEST_BODIES = 40
_MAKES = re.compile(r"(?:根据|依据|按照|落实|贯彻).*(?:制定|编制)本(?:规划|方案|计划|意见|要点|行动|办法)")
_BASIS = re.compile(r"^(?:根据|依据|按照|为(?:贯彻|深入|全面|进一步|推进|加快))")


@dataclass(frozen=True, slots=True)
class FoundHead:
    """What a document says of itself; None or empty where it says nothing."""

    title: str
    notice_title: str | None
    document_number: str | None
    issuer: str | None
    region: str | None
    region_level: RegionLevel
    region_parent: str | None
    status: DocumentStatus
    dated: date | None
    published_on: date | None
    disclosure: str | None
    period: tuple[int, int] | None
    horizon_years: tuple[int, ...]
    based_on: tuple[str, ...]
    place: tuple[int, int]


def read_head(root: ClauseNode) -> FoundHead:
    """The head of a document from what stands before its first heading, its closing lines, and the years it names."""
    front = root.paragraphs
    title, notice = _titles(front)
    preamble = _preamble(front)
    if not any(_TITLES.search(paragraph.text) for paragraph in preamble):
        preamble += [paragraph for paragraph in root.all_paragraphs() if _MAKES.search(paragraph.flat)][:1]
    dated = _labelled_date(front, "dated") or _signed(root) or _spoken_date(front)
    issuer = _issuer(front, root, notice)
    name, level, parent = region_of(root, title.text if title else "", issuer, preamble)
    horizons = _horizons(root)
    return FoundHead(
        title=_clean_title(title.text) if title else "",
        notice_title=_clean_title(notice.text) if notice else None,
        document_number=_number(front),
        issuer=issuer,
        region=name,
        region_level=level,
        region_parent=parent,
        status=DocumentStatus.CONSULTATION if any(_DRAFT.search(p.text) and len(p.text) <= _LONGEST_TITLE for p in front) else DocumentStatus.ISSUED,
        dated=dated,
        published_on=_labelled_date(front, "published"),
        disclosure=_labelled(front, "disclosure"),
        period=_period(title.text if title else "", horizons, dated),
        horizon_years=_after(horizons, title.text if title else "", dated),
        based_on=_based_on(preamble, (title.text if title else "", notice.text if notice else "")),
        place=(title.start, title.end) if title else (0, 1),
    )


def _clean_title(text: str) -> str:
    return re.sub(r"[（(](?:征求意见稿|草案|送审稿|讨论稿|公开征求意见稿)[)）]$", "", squeezed(text)).strip("《》")


def _candidates(front: Sequence[Paragraph]) -> list[Paragraph]:
    """Lines that may be a title: short, without a full stop; lines in brackets and torn titles joined to the line before."""
    found: list[Paragraph] = []
    for paragraph in front:
        flat = paragraph.flat
        if _BRACKET_LINE.fullmatch(flat) and found:
            if not _PASSED.search(flat) and not _DRAFT.search(flat):
                found[-1] = found[-1].joined(paragraph)
        elif len(flat) > _LONGEST_TITLE + 40 or flat.endswith(("。", ":", ";")) or heading_of(paragraph.text):
            found.append(paragraph)
        elif found and _is_torn(found[-1].flat) and len(found[-1].flat) + len(flat) < 2 * _LONGEST_TITLE:
            found[-1] = found[-1].joined(paragraph)
        else:
            found.append(paragraph)
    return found


def _is_body_above(upper: str, lower: str) -> bool:
    """Whether a line holds nothing but the bodies that issue what the next line begins with 关于."""
    return lower.startswith("关于") and len(upper) <= _LONGEST_BODIES and _BODY.search(upper) is not None and not re.search(r"\d|文件$|[,。:]", upper)


def _is_torn(flat: str) -> bool:
    """Whether a line begins a title that goes on below: 关于印发… without its 通知, or a region's name alone before its plan."""
    if flat.endswith(("。", ":", ";")) or len(flat) > _LONGEST_TITLE or _NUMBER.search(flat) or _DATE.search(flat):
        return False
    return ("关于" in flat and not _NOTICE.search(flat) and not _TITLE_END.search(flat)) or flat.endswith(("印发", "推进", "的", "和", "《"))


def _titles(front: Sequence[Paragraph]) -> tuple[Paragraph | None, Paragraph | None]:
    """The plan's title and, where one wraps it, the notice's."""
    candidates = [line for line in _candidates(front) if len(line.flat) <= 2 * _LONGEST_TITLE]
    notices = [line for line in candidates if _NOTICE.search(line.flat) and not line.flat.startswith("现")]
    plans = [
        line
        for line in candidates
        if _TITLE_END.search(line.flat) and not _NOTICE.search(line.flat) and not line.flat.startswith("现将") and "。" not in line.flat
    ]
    notice = notices[0] if notices else None
    title = plans[-1] if notice and plans else plans[0] if plans else None
    if title is None and notice is not None and (named := _NAMED_PLAN.search(notice.flat)):
        title = notice.cut(named.start("title"), named.end("title"))
    elif title is None and notice is not None:
        title, notice = notice, None
    return title or next((line for line in candidates if not line.flat.endswith(":")), None), notice


def _preamble(front: Sequence[Paragraph]) -> list[Paragraph]:
    """The sentences before the first heading: where a plan says what it is based on."""
    return [paragraph for paragraph in front if len(paragraph.text) > _LONGEST_TITLE or "。" in paragraph.flat or _BASIS.search(paragraph.text)]


def _based_on(preamble: Sequence[Paragraph], own: Sequence[str]) -> tuple[str, ...]:
    """Titles named in 《》, less the document's own, which its notice names."""
    bare = {_bare(title) for title in own if title}
    titles = [squeezed(found["title"]) for paragraph in preamble for found in _TITLES.finditer(paragraph.text)]
    return tuple(dict.fromkeys(title for title in titles if _bare(title) not in bare))


def _bare(title: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]", "", squeezed(title))


def _labelled(front: Sequence[Paragraph], what: str) -> str | None:
    """The value of a line of metadata: 文件编号：… on the same line or on the next."""
    for index, paragraph in enumerate(front):
        flat = paragraph.flat
        label = next((label for label in _LABELS[what] if flat.startswith(label)), None)
        if label is None:
            continue
        value = paragraph.text[len(label) :].lstrip("：: ")
        if value:
            return value
        if index + 1 < len(front):
            return front[index + 1].text
    return None


def _number(front: Sequence[Paragraph]) -> str | None:
    named = _labelled(front, "number")
    if named and (found := _NUMBER.search(named)):
        return squeezed(found["number"])
    for paragraph in front:
        found = _NUMBER.search(paragraph.text)
        if found and (len(paragraph.text) - len(found[0]) <= 6 or _PASSED_BY.match(paragraph.flat)) and not _TITLES.search(paragraph.text):  # noqa: PLR2004 - a line of its own
            return re.sub(r"^.*(?:发布|印发|公布|通过|施行|日)", "", squeezed(found["number"]))
    return None


def to_date(text: str) -> date | None:
    """The first date that a text prints, in Arabic or Chinese numerals; None if there is none or it is no day."""
    flat = plain(text)
    if found := _DATE.search(flat):
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    elif found := _CHINESE_DATE.search(text):
        digits = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "0": 0}
        year = int("".join(str(digits[sign]) for sign in found["year"]))
        month, day = int(chinese_value(found["month"])), int(chinese_value(found["day"]))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _labelled_date(front: Sequence[Paragraph], what: str) -> date | None:
    value = _labelled(front, what)
    return to_date(value) if value else None


def _signed(root: ClauseNode) -> date | None:
    """The date on a line of its own: below the notice, else at the end."""
    for paragraph in root.all_paragraphs():
        flat = paragraph.flat
        if (found := to_date(paragraph.text)) and len(flat) <= 16 and not flat.startswith("("):  # noqa: PLR2004 - nothing but the date
            return found
    return None


def _spoken_date(front: Sequence[Paragraph]) -> date | None:
    """A line of body and date in one, as some conversions leave them."""
    for paragraph in front:
        if len(paragraph.text) <= 40 and (found := to_date(paragraph.text)):  # noqa: PLR2004 - a signature
            return found
    return None


def _issuer(front: Sequence[Paragraph], root: ClauseNode, notice: Paragraph | None) -> str | None:
    for index, paragraph in enumerate(front):
        following = front[index + 1] if index + 1 < len(front) else None
        if following and _BODY.search(paragraph.flat) and len(paragraph.text) <= 40 and len(following.flat) <= 16 and to_date(following.text):  # noqa: PLR2004
            return squeezed(paragraph.text)
    for paragraph in front:
        if found := _RED_HEAD.match(squeezed(paragraph.text)):
            return found["body"]
    if notice and (found := re.match(r"(?P<body>.+?)关于", squeezed(notice.text))):
        return found["body"]
    named = _labelled(front, "issuer")
    if named:
        return squeezed(named)
    for upper, lower in pairwise(front):
        if _is_body_above(upper.flat, lower.flat):
            return squeezed(upper.text)
    for paragraph in front:
        if (found := _PASSED_BY.match(squeezed(paragraph.flat))) and _BODY.search(found["body"]):
            return found["body"]
    if signed := _signature(root.all_paragraphs()):
        return signed
    closing = [paragraph for paragraph in root.all_paragraphs() if len(paragraph.text) <= 30 and _BODY.search(paragraph.flat)]  # noqa: PLR2004
    return squeezed(closing[-1].text) if closing and closing[-1] in (root.paragraphs or []) else None


def _signature(paragraphs: Sequence[Paragraph]) -> str | None:
    """The body that signs right above the date at the end."""
    for body, dated in reversed(list(pairwise(paragraphs))):
        if len(dated.flat) <= 16 and to_date(dated.text) and len(body.text) <= _LONGEST_BODIES and _BODY.search(body.flat) and "。" not in body.flat:  # noqa: PLR2004
            return squeezed(body.text)
    return None


def _horizons(root: ClauseNode) -> Counter[int]:
    """How often each year is set as a horizon (到2022年和2030年, 2025年目标值)."""
    years: Counter[int] = Counter()
    for paragraph in root.all_paragraphs():
        for found in _HORIZONS.finditer(squeezed(paragraph.flat)):
            years.update(int(year) for year in re.findall(r"20\d{2}", found[1]))
    for clause in root.walk():
        for row in clause.rows:
            years.update(_years_of_head(row))
    return years


def _years_of_head(row: Row) -> list[int]:
    return [int(year) for text in row.texts if "目标" in text for year in re.findall(r"20\d{2}", plain(text))]


def _after(horizons: Counter[int], title: str, dated: date | None) -> tuple[int, ...]:
    """The horizon years from the year of issue on; the end of the title's period where the text names none."""
    named = _period_of_title(title)
    start = named[0] if named else dated.year if dated else 0
    end = named[1] if named else 0
    years = sorted(year for year in horizons if year >= start and not (end and year > end + 15))
    return tuple(years) or ((end,) if end else ()) or _only_year(title)


def _only_year(title: str) -> tuple[int, ...]:
    """The year of a plan for one year: 2026年…工作要点."""
    found = re.match(r"[^\d]{0,12}(20\d{2})年(?!前)", plain(squeezed(title)))
    return (int(found[1]),) if found else ()


def _period_of_title(title: str) -> tuple[int, int] | None:
    flat = plain(squeezed(title))
    if found := _YEARS_RANGE.search(flat):
        return int(found[1]), int(found[2])
    return next((years for name, years in _FIVE_YEARS.items() if name in flat), None)


def _period(title: str, horizons: Counter[int], dated: date | None) -> tuple[int, int] | None:
    named = _period_of_title(title)
    if named:
        return named
    years = [year for year in horizons if dated is None or year >= dated.year]
    single = re.search(r"(20\d{2})年", plain(title))
    if not years and dated is None and single is None:
        return None
    start = int(single[1]) if single else dated.year if dated else min(years)
    lasts = re.search(r"(?P<years>[三五])年", title)
    end = max(years, default=start + (3 if lasts and lasts["years"] == "三" else 5 if lasts else 1) - 1)
    return min(start, end), end
