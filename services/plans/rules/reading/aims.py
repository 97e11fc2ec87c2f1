"""What a plan aims at: which paragraphs set targets, and for which years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from services.plans.rules.reading.characters import plain
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.standing import all_targets

_GOALS = re.compile(
    r"(?:总体|发展|主要|工作|行动|奋斗|总|具体|阶段性?)(?:要求(?:和|与)?)?目标|目标(?:任务|要求)|总体要求$|总体安排$|^目标$|(?:工作|总体|基本|指导)(?:思路|思想)|目标定位"
)
# A preamble that names its goals without a heading: 主要目标：…
_GOALS_BELOW = re.compile(r"(?:主要|总体|工作|年度|发展|奋斗)目标(?:任务)?(?:是|为)?[:：]")
_ENTRY = re.compile(r"[-•●■★◆*]+\s*")
_INLINE = re.compile(r"(?:(?<=[。;:])|^)(?:\(\d{1,2}\)|[①-⑳]|\d{1,2}[.、](?!\d))")
_NUMBERED_ENTRY = re.compile(r"(?:\(\d{1,2}\)|\d{1,2}[.、](?!\d)|[①-⑳])\s*")
_INTRODUCES = re.compile(r"(?:以下|下列|如下|具体)[^。]{0,10}目标|:$")
_BY_YEAR = re.compile(r"(?:到|至)(20\d{2})\s*年")
_NO_GOALS = re.compile(r"(?:任务|行动|举措|措施)$")


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The plan's period, as far as its head says."""

    first: int = 0
    last: int = 0
    titled: bool = False
    """Whether the title prints the first year: a plan whose only known year is a horizon may have begun earlier."""

    @property
    def single(self) -> int | None:
        """The year of a plan for one year."""
        return self.first if self.titled and self.first == self.last else None

    def of(self, target: FoundTarget) -> int | None:
        """The year that a target without one is for: the only one; the last one where so much is to be done in all the years."""
        whole = self.last and re.search(r"(?:[三五]年|规划期|计划期)(?:内|累计|共|来|新[增建]|完成)", target.text)
        return self.last if whole else self.single


def own_text(clause: ClauseNode) -> list[Paragraph]:
    """The paragraphs of a clause; a heading that is a whole sentence is one of them."""
    head = [clause.head] if clause.head and not clause.body and not clause.children else []
    return [*head, *clause.paragraphs]


def text_of(clause: ClauseNode, claimed: set[int]) -> list[Paragraph]:
    """The text of an action, without that of actions below it."""
    found = own_text(clause)
    for child in clause.children:
        if id(child) not in claimed:
            found += text_of(child, claimed)
    return found


def sets_goals(clause: ClauseNode) -> bool:
    """Whether a heading says that goals stand below it."""
    return _GOALS.search(plain(clause.title)) is not None


def goals_in(root: ClauseNode, claimed: set[int]) -> list[ClauseNode]:
    """The clauses that set overall goals: headed so, or below such a heading."""
    return [
        clause
        for clause in root.walk()
        if clause.marker is not None
        and id(clause) not in claimed
        and any(sets_goals(node) and not _NO_GOALS.search(node.title) for node in (clause, *clause.ancestors()))
        and not any(id(node) in claimed for node in clause.ancestors())
    ]


def goals_above(root: ClauseNode) -> list[Paragraph]:
    """What stands behind 主要目标： in the text before the first heading."""
    found = [(paragraph, _GOALS_BELOW.search(paragraph.flat)) for paragraph in root.paragraphs]
    return [rest for paragraph, label in found if label and (rest := paragraph.cut(label.end())) is not None]


def _entries(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph that runs a list together (…：（1）…；（2）…。), one piece for each entry, so that no entry takes a year from another."""
    starts = [found.start() for found in _INLINE.finditer(paragraph.flat)]
    if len(starts) < 2:  # noqa: PLR2004 - one bracket may be anything
        return [paragraph]
    pieces = [paragraph.cut(start, end) for start, end in pairwise([0, *starts, len(paragraph.text)])]
    return [piece for piece in pieces if piece is not None]


def targets_of(paragraphs: Iterable[Paragraph], years: PlanYears, *, goals: bool = False) -> list[FoundTarget]:
    """The targets of some paragraphs, less what is said of years before the plan's first: that is where things stood.

    Entries below 到2025年…实现以下目标： are for its year where they name none; in a plan for one year everything is for that year.
    """
    found: list[FoundTarget] = []
    year: int | None = None
    last: int | None = None
    for paragraph in (piece for whole in paragraphs for piece in _entries(whole)):
        entry = _ENTRY.match(paragraph.flat)
        number = entry or _NUMBERED_ENTRY.match(paragraph.flat)
        text = paragraph.cut(number.end()) if number else paragraph
        targets = all_targets(text, goals=goals or years.single is not None) if text else []
        found += [replace(target, year=target.year or year) for target in targets] if entry else targets
        if not entry:
            named = _BY_YEAR.findall(paragraph.flat)
            last = int(named[-1]) if named else last
            year = last if _INTRODUCES.search(paragraph.flat) else None
    dated = [replace(target, year=target.year or years.of(target)) for target in found]
    return [target for target in dated if target.year is None or target.year >= years.first]
