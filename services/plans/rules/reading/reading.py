"""A document read: clauses, head, actions, targets, table rows and duties, each with its place in the source."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.plans.rules.reading.actions import FoundAction, find_actions
from services.plans.rules.reading.characters import plain
from services.plans.rules.reading.clauses import ClauseNode, clause_tree
from services.plans.rules.reading.division import divided
from services.plans.rules.reading.duties import FoundDuty, find_duties
from services.plans.rules.reading.head import FoundHead, read_head
from services.plans.rules.reading.headings import Marker
from services.plans.rules.reading.indicators import FoundRow, rows_of
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.rows import Row
from services.plans.rules.reading.standing import all_targets
from services.plans.rules.reading.tasks import FoundTask, tasks_of
from services.plans.rules.reading.text import SourceText
from shared.schemas.plan_document import ActionKind, DuePrecision, DutyKind, Recurrence, ResponsibilityRole

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
_ORGANISATION = re.compile(r"保障|组织|领导|监测|评估|考核|督导|监督|宣传|氛围|实施(?!行动)|管理|要求|职责|步骤|安排|支撑|机制|推进")
# Tasks that are about running the plan rather than about health: a plan without special actions has them among its tasks.
_RUNNING = re.compile(
    r"实施方案|实施进展|示范|多部门|部门协作|部门联动|牵头部门|领导|督导|考核|绩效|氛围|要素保障|工作机制|推进机制|联动|智库|组织实施|责任分工|跟踪问效|宣传发动"
)
_EVERY_SO_OFTEN = {Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.YEARLY}


@dataclass(frozen=True, slots=True)
class _Years:
    """The plan's period, as far as its head says."""

    first: int = 0
    last: int = 0

    @property
    def single(self) -> int | None:
        """The year of a plan for one year."""
        return self.first if self.first and self.first == self.last else None

    def of(self, target: FoundTarget) -> int | None:
        """The year that a target without one is for: the only one; the last one where so much is to be done in all the years."""
        whole = self.last and re.search(r"(?:[三五]年|规划期|计划期)(?:内|累计|共|来|新[增建]|完成)", target.text)
        return self.last if whole else self.single


@dataclass(frozen=True, slots=True)
class ReadAction:
    """An action with the targets and duties of its text."""

    found: FoundAction
    targets: tuple[FoundTarget, ...]

    @property
    def clause(self) -> ClauseNode:
        """Where it stands."""
        return self.found.clause


@dataclass(frozen=True, slots=True)
class ReadDuty:
    """A duty, the clause it stands in, and the action it belongs to, if any."""

    found: FoundDuty
    clause: ClauseNode
    action: FoundAction | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read out of a document, in document order."""

    source: SourceText
    root: ClauseNode
    head: FoundHead
    actions: tuple[ReadAction, ...]
    tasks: tuple[FoundTask, ...]
    overall: tuple[FoundTarget, ...]
    rows: tuple[FoundRow, ...]
    duties: tuple[ReadDuty, ...]


def read_document(source: SourceText) -> Reading:
    """Read a document; what it does not have is empty. The same text gives the same reading."""
    parts = blocks(source)
    root = clause_tree(parts)
    head = read_head(root)
    found = find_actions(root)
    years = _Years(*head.period) if head.period else _Years()
    single = years.single
    claimed = {id(action.clause) for action in found}
    rows = [row for run in _runs(parts) for row in rows_of(run)]
    tasks = tuple(task for run in _runs(parts) for task in tasks_of(run, single))
    if divided(found, tasks) or any(action.lists for action in found):
        tasks = ()
    elif tasks:
        # The table is the plan's list of tasks; what else stands numbered in the text is not, but for boxes and special actions.
        found = [action for action in found if action.kind is not ActionKind.TASK]
    return Reading(
        source=source,
        root=root,
        head=head,
        actions=tuple(ReadAction(action, tuple(_targets(_text_of(action.clause, claimed), years))) for action in found),
        tasks=tasks,
        overall=tuple(
            _targets([*_goals_above(root), *(paragraph for clause in _goals(root, claimed) for paragraph in _own_text(clause))], years, goals=True)
        ),
        rows=tuple(rows),
        duties=tuple(_duties(root, found, single) + [duty for task in tasks for duty in _duties_of(task, root)]),
    )


def _runs(parts: Sequence[Paragraph | Row]) -> list[list[Row]]:
    """Rows of tables that follow one another; a short line between them (a page's remains) does not part them."""
    runs: list[list[Row]] = [[]]
    for part in parts:
        if isinstance(part, Row):
            runs[-1].append(part)
        elif runs[-1] and len(part.text) > 30:  # noqa: PLR2004 - more than a caption
            runs.append([])
    return [run for run in runs if run]


def _own_text(clause: ClauseNode) -> list[Paragraph]:
    """The paragraphs of a clause; a heading that is a whole sentence is one of them."""
    head = [clause.head] if clause.head and not clause.body and not clause.children else []
    return [*head, *clause.paragraphs]


def _text_of(clause: ClauseNode, claimed: set[int]) -> list[Paragraph]:
    """The text of an action, without that of actions below it."""
    found = _own_text(clause)
    for child in clause.children:
        if id(child) not in claimed:
            found += _text_of(child, claimed)
    return found


def _goals(root: ClauseNode, claimed: set[int]) -> list[ClauseNode]:
    """The clauses that set overall goals: headed so, or below such a heading."""
    return [
        clause
        for clause in root.walk()
        if clause.marker is not None
        and id(clause) not in claimed
        and any(_GOALS.search(plain(node.title)) and not _NO_GOALS.search(node.title) for node in (clause, *clause.ancestors()))
        and not any(id(node) in claimed for node in clause.ancestors())
    ]


def _goals_above(root: ClauseNode) -> list[Paragraph]:
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


def _targets(paragraphs: Iterable[Paragraph], years: _Years, *, goals: bool = False) -> list[FoundTarget]:
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


def _duties_of(task: FoundTask, root: ClauseNode) -> list[ReadDuty]:
    """A task of a table with its date is a duty of its lead; so is what its text wants every so often."""
    lead = next((unit.written for unit in task.units if unit.role is ResponsibilityRole.LEAD), None)
    found = [duty for duty in find_duties(task.texts, organisational=False, lead=lead) if "每" in duty.text and duty.recurrence in _EVERY_SO_OFTEN]
    if task.due.precision is not DuePrecision.NONE or (task.recurrence and not found):
        recurrence = task.recurrence or Recurrence.ONCE
        found = [*found, FoundDuty(task.text.text, task.name, DutyKind.OTHER, recurrence, task.due, task.start, task.end, who=lead)]
    return [ReadDuty(duty, root, None) for duty in found]


def _duties(root: ClauseNode, actions: Sequence[FoundAction], single: int | None) -> list[ReadDuty]:
    of_clause = {id(action.clause): action for action in actions}
    found = []
    found += [ReadDuty(_once(duty, single), root, None) for duty in find_duties(root.paragraphs, organisational=True) if _is_asked(duty)]
    for clause in root.walk():
        if clause.marker is None or clause.marker is Marker.ANNEX:
            continue
        around = (clause, *clause.ancestors())
        action = next((of_clause[id(node)] for node in around if id(node) in of_clause), None)
        organisational = _is_organisational(around, action)
        goals = any(_GOALS.search(plain(node.title)) for node in around)
        lead = _lead(action)
        if action is None and not organisational and goals:
            continue
        found += [ReadDuty(_once(duty, single), clause, action) for duty in find_duties(_own_text(clause), organisational=organisational, lead=lead)]
    return found


def _is_asked(duty: FoundDuty) -> bool:
    """Whether what stands before the first heading asks for something by a date: the sentence of the notice, not its date."""
    return (duty.is_dated or duty.recurrence in _EVERY_SO_OFTEN) and bool(re.search(r"报(?!告|道)|反馈|提交", duty.text))


def _once(duty: FoundDuty, single: int | None) -> FoundDuty:
    """In a plan for one year a date without 每年 is a date of that year."""
    if single is None or not duty.is_dated or duty.due.year or duty.recurrence is not Recurrence.YEARLY or "每年" in duty.text:
        return duty
    return replace(duty, recurrence=Recurrence.ONCE, due=duty.due.model_copy(update={"year": single + ("次年" in duty.text)}))


def _is_organisational(around: Sequence[ClauseNode], action: FoundAction | None) -> bool:
    """Whether a clause is about how the plan is run: a chapter beside the actions, or a task that is itself about that."""
    if action is not None:
        return not action.lists and bool(_RUNNING.search(plain(action.name)))
    return any(_ORGANISATION.search(plain(node.title)) and not _GOALS.search(plain(node.title)) for node in around)


def _lead(action: FoundAction | None) -> str | None:
    lists = action.lists if action else []
    return next((unit.written for entry in lists for unit in entry.units if unit.role is ResponsibilityRole.LEAD), None)
