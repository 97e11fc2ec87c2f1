"""A document read: clauses, head, actions, targets, table rows and duties, each with its place in the source."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.plans.rules.reading.actions import FoundAction, find_actions
from services.plans.rules.reading.characters import plain
from services.plans.rules.reading.clauses import ClauseNode, clause_tree
from services.plans.rules.reading.duties import FoundDuty, find_duties
from services.plans.rules.reading.head import FoundHead, read_head
from services.plans.rules.reading.headings import Marker
from services.plans.rules.reading.indicators import FoundRow, rows_of
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.prose import FoundTarget, targets_in
from services.plans.rules.reading.rows import Row
from services.plans.rules.reading.tasks import FoundTask, tasks_of
from services.plans.rules.reading.text import SourceText
from shared.schemas.plan_document import ResponsibilityRole

_GOALS = re.compile(r"(?:总体|发展|主要|工作|行动|奋斗|总|具体|阶段性?)(?:要求(?:和|与)?)?目标|目标(?:任务|要求)|总体要求$|^目标$")
_NO_GOALS = re.compile(r"(?:任务|行动|举措|措施)$")
_ORGANISATION = re.compile(
    r"保障|组织|机制|推进体系|基础建设|领导|监测|评估|考核|督导|监督|宣传|氛围|示范|交流|智库|实施方案|管理|要求|职责|步骤|安排|落实(?!.*重点)|支撑|力度"
)


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
    claimed = {id(action.clause) for action in found}
    rows = [row for run in _runs(parts) for row in rows_of(run)]
    tasks = () if found and any(action.lists for action in found) else tuple(task for run in _runs(parts) for task in tasks_of(run))
    return Reading(
        source=source,
        root=root,
        head=head,
        actions=tuple(ReadAction(action, tuple(_targets(_text_of(action.clause, claimed)))) for action in found),
        tasks=tasks,
        overall=tuple(_targets(paragraph for clause in _goals(root, claimed) for paragraph in _own_text(clause))),
        rows=tuple(rows),
        duties=tuple(_duties(root, found)),
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


def _targets(paragraphs: Iterable[Paragraph]) -> list[FoundTarget]:
    return [target for paragraph in paragraphs for target in targets_in(paragraph)]


def _duties(root: ClauseNode, actions: Sequence[FoundAction]) -> list[ReadDuty]:
    of_clause = {id(action.clause): action for action in actions}
    found = []
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
        found += [ReadDuty(duty, clause, action) for duty in find_duties(_own_text(clause), organisational=organisational, lead=lead)]
    return found


def _is_organisational(around: Sequence[ClauseNode], action: FoundAction | None) -> bool:
    """Whether a clause is about how the plan is run; in a plan of special actions these are its other chapters."""
    if action is not None and action.lists:
        return False
    return any(
        _ORGANISATION.search(plain(node.title)) and not _GOALS.search(plain(node.title))
        for node in around
        if action is None or node is action.clause or node in action.clause.ancestors()
    )


def _lead(action: FoundAction | None) -> str | None:
    lists = action.lists if action else []
    return next((unit.written for entry in lists for unit in entry.units if unit.role is ResponsibilityRole.LEAD), None)
