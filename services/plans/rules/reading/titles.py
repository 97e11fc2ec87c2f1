"""Titles of a document: the plan's, the notice's that wraps it, and those of what it is based on."""

import re
from collections.abc import Iterable, Sequence

from services.plans.rules.reading.characters import squeezed
from services.plans.rules.reading.headings import heading_of
from services.plans.rules.reading.issuing import prints_number_or_date
from services.plans.rules.reading.paragraphs import Paragraph

_KIND = (
    r"(?:行动计划|实施方案|实施意见|工作方案|行动方案|推进方案|行动纲要|实施计划|工作计划|工作要点|任务分解(?:方案|表)?|"
    r"规划纲要|规划|纲要|方案|计划|意见|办法|规定)"
)
_TITLE_END = re.compile(rf"{_KIND}(?:\([^()]*\)|\[[^\]]*\])*$")
_NOTICE = re.compile(r"(?:印发|下发|发布|转发|公布)[^。]*的(?:通知|函|公告)(?:\([^()]*\))?$|的通知(?:\([^()]*\))?$")
_BRACKET_LINE = re.compile(r"\((?:[^()]*\d{4}[^()]*|征求意见稿|草案|送审稿|试行|修订(?:版|稿)?|讨论稿)\)")
# Who issued it, when, under which number, in brackets below the title.
_PASSED = re.compile(r"发布|印发|通过|公布|施行|\[20\d\d\]|月")
_DRAFT = re.compile(r"征求意见|草案|送审稿|讨论稿|公开征求")
_NAMED_PLAN = re.compile(r"(?:印发|下发|发布|转发|公布)《(?P<title>[^《》]{4,80})》的")
_TITLES = re.compile(r"《(?P<title>[^《》]{3,80})》")
_LONGEST_TITLE = 60
_MAKES = re.compile(r"(?:根据|依据|按照|落实|贯彻).*(?:制定|编制)本(?:规划|方案|计划|意见|要点|行动|办法)")
_BASIS = re.compile(r"^(?:根据|依据|按照|为(?:贯彻|深入|全面|进一步|推进|加快))")


def clean_title(text: str) -> str:
    """A title without the mark of a draft, spaces and 《》."""
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


def _is_torn(flat: str) -> bool:
    """Whether a line begins a title that goes on below: 关于印发… without its 通知, or a region's name alone before its plan."""
    if flat.endswith(("。", ":", ";")) or len(flat) > _LONGEST_TITLE or prints_number_or_date(flat):
        return False
    return ("关于" in flat and not _NOTICE.search(flat) and not _TITLE_END.search(flat)) or flat.endswith(("印发", "推进", "的", "和", "《"))


def find_titles(front: Sequence[Paragraph]) -> tuple[Paragraph | None, Paragraph | None]:
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


def preamble_of(front: Sequence[Paragraph], text: Iterable[Paragraph]) -> list[Paragraph]:
    """Where a plan says what it is based on: the sentences before its first heading, else the one of ``text`` that makes the plan."""
    found = [paragraph for paragraph in front if len(paragraph.text) > _LONGEST_TITLE or "。" in paragraph.flat or _BASIS.search(paragraph.text)]
    if any(_TITLES.search(paragraph.text) for paragraph in found):
        return found
    return found + [paragraph for paragraph in text if _MAKES.search(paragraph.flat)][:1]


def is_draft(front: Sequence[Paragraph]) -> bool:
    """Whether a line before the first heading marks the document as one for consultation."""
    return any(_DRAFT.search(paragraph.text) and len(paragraph.text) <= _LONGEST_TITLE for paragraph in front)


def basis_of(preamble: Sequence[Paragraph], own: Sequence[str]) -> tuple[str, ...]:
    """Titles named in 《》, less the document's own, which its notice names."""
    bare = {_bare(title) for title in own if title}
    titles = [squeezed(found["title"]) for paragraph in preamble for found in _TITLES.finditer(paragraph.text)]
    return tuple(dict.fromkeys(title for title in titles if _bare(title) not in bare))


def _bare(title: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]", "", squeezed(title))
