"""Numbered headings of official documents (GB/T 9704-2012, 7.3.3: 一、（一）1.（1）) and the variants that are met."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from services.plans.rules.reading.characters import plain
from shared.rules.targets.numerals import chinese_value


class Marker(IntEnum):
    """Kinds of numbering, outermost first; BOX 专栏, ANNEX 附件, ITEM a named entry such as 行动一."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    CHINESE = 5
    BRACKETED_CHINESE = 6
    ITEM = 7
    ARABIC = 8
    BRACKETED_ARABIC = 9
    CIRCLED = 10
    BOX = 11


_CHINESE = "[一二三四五六七八九十百零〇]{1,4}"
_FORMAL = "[壹贰叁肆伍陆柒捌玖拾]{1,2}"
_PATTERNS: tuple[tuple[Marker, re.Pattern[str]], ...] = tuple(
    (marker, re.compile(pattern))
    for marker, pattern in (
        (Marker.ANNEX, r"(?P<number>附\s*[件表录]\s*\d{0,2})(?:\s*[:.、]|\s*$|(?=\s+\S)|(?=[^\s,。;:]{4,40}(?:表|清单|分工|目录|指标)$))"),
        (Marker.BOX, rf"(?P<number>专\s*栏\s*(?:\d{{1,2}}|{_CHINESE}))\s*[:.、]?\s*"),
        (Marker.PART, rf"(?P<number>第\s*{_CHINESE}\s*(?:[编篇]|部分))(?:\s+|[:、]|(?=[^\s,、的是为中由]))"),
        (Marker.CHAPTER, rf"(?P<number>第\s*(?:{_CHINESE}|\d{{1,2}})\s*章)\s*[:、]?\s*"),
        (Marker.SECTION, rf"(?P<number>第\s*(?:{_CHINESE}|\d{{1,2}})\s*节)\s*[:、]?\s*"),
        (Marker.ARTICLE, rf"(?P<number>第\s*(?:{_CHINESE}|\d{{1,3}})\s*条)\s*[:、]?\s*(?!规定|所称|第)"),
        (Marker.CHINESE, rf"(?P<number>{_CHINESE}|{_FORMAL})\s*[、.。](?!\d)\s*"),
        (Marker.BRACKETED_CHINESE, rf"\(\s*(?P<number>{_CHINESE})\s*\)\s*[、.。]?\s*"),
        (Marker.ITEM, rf"(?P<number>(?:专项)?(?:行动|任务|工程|项目)\s*(?:{_CHINESE}|\d{{1,2}}))(?:\s*[:.、]\s*|\s+)"),
        (Marker.ITEM, rf"(?P<number>(?:专项)?(?:行动|任务)(?:{_CHINESE}|\d{{1,2}}))(?=[一-龥])(?![批期些步直个项年名种方])"),
        (Marker.ARABIC, r"(?P<number>\d{1,3})\s*(?:[.、](?!\d)|\s(?=[^\d\s年月日%‰]))\s*"),
        (Marker.BRACKETED_ARABIC, r"\(?\s*(?P<number>\d{1,2})\s*\)\s*[、.。]?\s*"),
        (Marker.CIRCLED, r"(?P<number>[①-⑳])\s*[、.]?\s*"),
    )
)
_LONGEST_TITLE = 60
_LONGEST_ARTICLE_TITLE = 24
_STOP = re.compile(r"[。;!?]|:(?=.{12})")
_NUMERALS = "零一二三四五六七八九十百"
_PLAIN = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾", "零一二三四五六七八九十")


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: where its number ends and where its title ends within the paragraph; ``run_in``: text follows the title."""

    marker: Marker
    number: str
    title_start: int
    title_end: int
    run_in: bool


@lru_cache(maxsize=4096)
def ordinal(number: str) -> int | None:
    """The count that a printed number stands for: （十二） → 12, ③ → 3, 专栏4 → 4; None where there is none."""
    digits = re.search(r"\d+", number)
    if digits:
        return int(digits[0])
    if len(number) == 1 and "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    chinese = "".join(sign for sign in number.translate(_PLAIN) if sign in _NUMERALS)
    return int(chinese_value(chinese)) if chinese else None


def heading_of(text: str) -> Heading | None:
    """The heading that a paragraph begins with, if any. Its title ends at the first full stop, or with the paragraph."""
    flat = plain(text)
    lead = len(flat) - len(flat.lstrip())
    for marker, pattern in _PATTERNS:
        found = pattern.match(flat, lead)
        if found:
            return _with_title(flat, marker, found)
    return None


def _with_title(flat: str, marker: Marker, found: re.Match[str]) -> Heading | None:
    start = found.end()
    stop = _STOP.search(flat, start)
    end = stop.start() if stop else len(flat.rstrip())
    if marker is Marker.ARTICLE and (end - start > _LONGEST_ARTICLE_TITLE or "," in flat[start:end] or not stop):
        return Heading(marker, "".join(found["number"].split()), start, start, run_in=True)
    if marker is Marker.ARABIC and found[0].strip() == found["number"] and end - start > _LONGEST_TITLE:
        return None
    return Heading(marker, "".join(found["number"].split()), start, end, bool(stop and flat[stop.end() :].strip()))


def begins_entry(text: str) -> bool:
    """Whether a line begins something of its own: a heading, a dash entry, or a labelled line."""
    flat = plain(text).lstrip()
    return heading_of(text) is not None or flat.startswith(("--", "•", "●", "■", "★", "◆", "*")) or is_labelled(text)


def is_labelled(text: str) -> bool:
    """Whether a line begins with a label such as 牵头单位： or 行动要求：."""
    return _LABEL.match(plain(text).lstrip()) is not None


_LABEL = re.compile(
    r"[(【\[]?\s*(?:牵头|责任|配合|主办|协办|承办|参与|参加|协作|支持|主要责任|第一责任|主责|主管|实施|落实|组织|时间|完成|工作)[^:,。]{0,10}[:】]"
    r"|(?:行动|工作|主要)?(?:要求|要点|目标|任务|内容|措施|举措|指标)\s*[:]"
    r"|(?:抄送|主送|发布机构|索引号|成文日期|发布日期|文件编号)\s*:"
)
