"""Which clauses are the actions of a plan, and whom each names.

Actions are the numbered special actions (…行动) where a document has them; otherwise the numbered tasks of its main chapters, then its
boxes 专栏, then its key projects, in order of appearance. A document may print them as a table of tasks instead.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.plans.rules.reading.characters import plain, squeezed
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.headings import Marker
from services.plans.rules.reading.paragraphs import Paragraph
from services.plans.rules.reading.running_units import running_lists
from services.plans.rules.reading.units import UnitList, says_first_leads, unit_lists, with_first_as_lead
from shared.schemas.plan_document import ActionKind

_SPECIAL = re.compile(r"(?:行动|专项行动|攻坚战|攻坚)(?:计划|工程)?(?:\([^()]*\))?$")
_NO_ACTIONS = re.compile(
    r"总体(?:要求|目标|思路)|(?:指导|基本)(?:思想|原则)|(?:发展|工作|主要|行动|总体|具体)目标|主要指标|保障|组织(?:领导|实施|管理|体系)|背景|现状|基础|形势|依据|附则|职责|"
    r"(?:监测|考核|评估|监督)(?:评价|评估|考核)?(?:$|与|和|、)|时间(?:安排|步骤)|(?:实施|工作|推进)步骤|工作(?:要求|安排|机制)|进度安排|有关要求|编制说明"
)
_MAIN = re.compile(r"任务|行动|举措|措施|重点|内容|工程|项目|领域")
_PROJECTS = re.compile(r"(?:重点|重大)(?:工程|项目)")
_ENOUGH = 3


@dataclass(slots=True)
class FoundAction:
    """An action: its clause, and the unit lists that stand in it."""

    clause: ClauseNode
    kind: ActionKind
    name: str
    lists: list[UnitList] = field(default_factory=list)

    @property
    def group(self) -> ClauseNode | None:
        """The heading it stands under."""
        return next(self.clause.ancestors(), None)


def find_actions(root: ClauseNode) -> list[FoundAction]:
    """The actions in document order, each with its units."""
    chosen = _special_actions(root) or _tasks(root)
    first_leads = any(says_first_leads(paragraph.flat) for paragraph in root.all_paragraphs())
    for action in chosen:
        below = {id(other.clause) for other in chosen if other is not action}
        paragraphs = list(_own_paragraphs(action.clause, below))
        lists = [found for paragraph in paragraphs for found in unit_lists(paragraph)]
        lists = lists or [found for paragraph in paragraphs for found in running_lists(paragraph)]
        action.lists = with_first_as_lead(lists) if first_leads else lists
    return chosen


def _own_paragraphs(clause: ClauseNode, others: set[int]) -> Iterable[Paragraph]:
    if clause.head is not None:
        yield (clause.head.cut(0, _title_end(clause)) if clause.body else None) or clause.head
    yield from clause.paragraphs
    for child in clause.children:
        if id(child) not in others:
            yield from _own_paragraphs(child, others)


def _title_end(clause: ClauseNode) -> int:
    head = clause.head
    if head is None:
        return 0
    place = head.text.find(clause.title) if clause.title else 0
    return max(place, 0) + len(clause.title)


def clean_name(title: str) -> str:
    """A title as the name of an action: without its bracket of units, spaces and closing signs."""
    name = re.split(r"[（(【\[](?=[^）)】]*(?:单位|部门|科室|牵头|负责|责任))", title)[0]
    return squeezed(name).rstrip("。.：:；;")


def _named(clause: ClauseNode, kind: ActionKind) -> FoundAction:
    return FoundAction(clause, kind, clean_name(clause.title))


def _eligible(root: ClauseNode) -> list[ClauseNode]:
    """Clauses outside of goals, principles and safeguards."""
    return [
        clause
        for clause in root.walk()
        if clause.marker is not None and not _is_apart(clause) and not any(_is_apart(node) for node in clause.ancestors())
    ]


def _is_apart(clause: ClauseNode) -> bool:
    """Whether a heading speaks of goals, principles or safeguards; 健康保障惠民行动 is an action all the same."""
    title = plain(clean_name(clause.title))
    return bool(_NO_ACTIONS.search(title)) and not _SPECIAL.search(title) and not _has_special(clause)


def _has_special(clause: ClauseNode) -> bool:
    return sum(1 for node in clause.walk() if _SPECIAL.search(clean_name(node.title))) >= _ENOUGH


def _special_actions(root: ClauseNode) -> list[FoundAction]:
    """Numbered …行动 of one kind of numbering: the kind that most of them have; their unmarked neighbours with units come along."""
    clauses = [clause for clause in _eligible(root) if clause.marker is not Marker.BOX and clause.marker is not Marker.ANNEX]
    special = [clause for clause in clauses if _SPECIAL.search(plain(clean_name(clause.title)))]
    if len(special) < _ENOUGH:
        return []
    kind = _commonest(special)
    chosen = [clause for clause in special if clause.marker is kind]
    if len(chosen) < _ENOUGH:
        return []
    parents = {id(clause.parent) for clause in chosen}
    with_units = {id(clause) for clause in clauses if any(unit_lists(paragraph) for paragraph in clause.all_paragraphs())}
    neighbours = [
        clause
        for clause in clauses
        if clause.marker is kind and clause not in chosen and id(clause.parent) in parents and (id(clause) in with_units or _mostly(clause, chosen))
    ]
    order = {id(clause): place for place, clause in enumerate(root.walk())}
    return [_named(clause, ActionKind.ACTION) for clause in sorted([*chosen, *neighbours], key=lambda clause: order[id(clause)])]


def _mostly(clause: ClauseNode, chosen: Sequence[ClauseNode]) -> bool:
    siblings = [other for other in (clause.parent.children if clause.parent else []) if other.marker is clause.marker]
    return 2 * sum(1 for other in siblings if other in chosen) > len(siblings)


def _commonest(clauses: Sequence[ClauseNode]) -> Marker | None:
    counts = Counter(clause.marker for clause in clauses)
    return max(counts, key=lambda marker: (counts[marker], -(marker or 0)))


def _tasks(root: ClauseNode) -> list[FoundAction]:
    """Numbered tasks of the main chapters, then boxes, then key projects."""
    chapters = [clause for clause in root.children if clause.marker not in {Marker.ANNEX, Marker.BOX}]
    working = [chapter for chapter in chapters if not _NO_ACTIONS.search(plain(chapter.title)) or _names_units(chapter)]
    main = [chapter for chapter in working if _MAIN.search(chapter.title)]
    if 2 * _count(main) < _count(working):
        # Chapters named for what they are about (普及健康知识 … 完善工作机制): 重点 in one of the names says nothing.
        main = working
    projects = [chapter for chapter in main if _PROJECTS.search(chapter.title) and len(main) > 1]
    tasks = [task for chapter in main if chapter not in projects for task in _entries(chapter)]
    boxes = [clause for clause in root.walk() if clause.marker is Marker.BOX]
    found = [_named(task, ActionKind.TASK) for task in tasks]
    found += [_named(box, ActionKind.BOX) for box in boxes]
    found += [_named(project, ActionKind.PROJECT) for chapter in projects for project in _entries(chapter)]
    return found


def _count(chapters: Iterable[ClauseNode]) -> int:
    return sum(len(_entries(chapter)) for chapter in chapters)


def _names_units(chapter: ClauseNode) -> bool:
    """Whether most entries of a chapter name who does them, whatever its title says."""
    entries = _entries(chapter)
    named = sum(1 for entry in entries if any(unit_lists(paragraph) for paragraph in entry.all_paragraphs()))
    return bool(entries) and named * 2 > len(entries)


def _entries(chapter: ClauseNode) -> list[ClauseNode]:
    """The numbered tasks of a chapter: its （一） where those have no numbered clauses, else the 1. below them."""
    found: list[ClauseNode] = []
    for section in chapter.children:
        if section.marker is Marker.BOX:
            continue
        below = [child for child in section.children if child.marker is not Marker.BOX and child.title]
        titled = [
            child
            for child in below
            if child.marker in {Marker.ARTICLE, Marker.ARABIC, Marker.BRACKETED_CHINESE, Marker.SECTION, Marker.ITEM, Marker.CHINESE}
        ]
        found += titled or [section]
    return found
