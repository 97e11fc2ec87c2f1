"""Targets in sentences, with their places in the source."""

import re
from dataclasses import dataclass

from services.plans.rules.reading.characters import plain
from services.plans.rules.reading.paragraphs import Paragraph
from shared.rules.targets import Found, ParsedTarget, find_targets
from shared.schemas.targets import CumulativeCount, State, Threshold

_LABEL = re.compile(r"^[^：:]{2,12}[：:](?=.{2})")
_MANNER = re.compile(r"[：:]$|严格(?:落实|执行|按)|高质量发展$")
_TIMES = re.compile(
    r"每(?:个|一)?(?:年|半年|学年|学期|季度?|月)(?:度)?[^,。]{0,20}?(?:开展|举办|召开|组织|进行|监测|筛查|发布|通报)[^,。]{0,24}[\d一二两三四]次(?:以上)?[^,。]{0,8}$|"
    r"每(?:个|一)?(?:年|半年|学年|学期|季度?|月)(?:度)?[^,。]{0,20}?(?:开展|举办|召开|组织|进行|监测|筛查)[\d一二两三四]次(?:以上)?[^,。]{0,12}$"
)


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A target of the text: the short source phrase, what it is about, for which year, what it says, and its place in the source."""

    text: str
    indicator: str
    year: int | None
    parsed: ParsedTarget
    start: int
    end: int


def targets_in(paragraph: Paragraph) -> list[FoundTarget]:
    """Every target that a paragraph sets, in order."""
    return [
        FoundTarget(found.text, _LABEL.sub("", found.indicator), found.year, found.parsed, *paragraph.span(found.start, found.end))
        for found in find_targets(paragraph.text)
        if not _is_work(found)
    ]


def _is_work(found: Found) -> bool:
    """Whether the words say how one works rather than what comes of it: 严格落实…标准, 每学期开展视力监测2次 (a duty)."""
    expression = found.parsed.expression
    if isinstance(expression, State) and expression.wanted.endswith("开展"):
        return True
    return bool(_MANNER.search(found.text) or (isinstance(expression, CumulativeCount | Threshold) and _TIMES.search(plain(found.text))))
