"""Who owes what: the duties of every clause, of what a notice asks for, and of tables of tasks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.plans.rules.reading.actions import FoundAction
from services.plans.rules.reading.aims import own_text, sets_goals
from services.plans.rules.reading.characters import plain
from services.plans.rules.reading.clauses import ClauseNode
from services.plans.rules.reading.duties import FoundDuty, find_duties
from services.plans.rules.reading.headings import Marker
from services.plans.rules.reading.tasks import FoundTask
from shared.schemas.plan_document import DuePrecision, DutyKind, Recurrence, ResponsibilityRole

_ORGANISATION = re.compile(r"保障|组织|领导|监测|评估|考核|督导|监督|宣传|氛围|实施(?!行动)|管理|要求|职责|步骤|安排|支撑|机制|推进")
# Tasks that are about running the plan rather than about health: a plan without special actions has them among its tasks.
_RUNNING = re.compile(
    r"实施方案|实施进展|示范|多部门|部门协作|部门联动|牵头部门|领导|督导|考核|绩效|氛围|要素保障|工作机制|推进机制|联动|智库|组织实施|责任分工|跟踪问效|宣传发动"
)
_EVERY_SO_OFTEN = {Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.YEARLY}


@dataclass(frozen=True, slots=True)
class ReadDuty:
    """A duty, the clause it stands in, and the action it belongs to, if any."""

    found: FoundDuty
    clause: ClauseNode
    action: FoundAction | None


def duties_of_task(task: FoundTask, root: ClauseNode) -> list[ReadDuty]:
    """A task of a table with its date is a duty of its lead; so is what its text wants every so often."""
    lead = next((unit.written for unit in task.units if unit.role is ResponsibilityRole.LEAD), None)
    found = [duty for duty in find_duties(task.texts, organisational=False, lead=lead) if "每" in duty.text and duty.recurrence in _EVERY_SO_OFTEN]
    if task.due.precision is not DuePrecision.NONE or (task.recurrence and not found):
        recurrence = task.recurrence or Recurrence.ONCE
        found = [*found, FoundDuty(task.text.text, task.name, DutyKind.OTHER, recurrence, task.due, task.start, task.end, who=lead)]
    return [ReadDuty(duty, root, None) for duty in found]


def duties_in(root: ClauseNode, actions: Sequence[FoundAction], single: int | None) -> list[ReadDuty]:
    """The duties of a document in order; ``single`` is the year of a plan for one year."""
    of_clause = {id(action.clause): action for action in actions}
    found = [ReadDuty(_once(duty, single), root, None) for duty in find_duties(root.paragraphs, organisational=True) if _is_asked(duty)]
    for clause in root.walk():
        if clause.marker is None or clause.marker is Marker.ANNEX:
            continue
        around = (clause, *clause.ancestors())
        action = next((of_clause[id(node)] for node in around if id(node) in of_clause), None)
        organisational = _is_organisational(around, action)
        goals = any(sets_goals(node) for node in around)
        lead = _lead(action)
        if action is None and not organisational and goals:
            continue
        found += [ReadDuty(_once(duty, single), clause, action) for duty in find_duties(own_text(clause), organisational=organisational, lead=lead)]
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
    return any(_ORGANISATION.search(plain(node.title)) and not sets_goals(node) for node in around)


def _lead(action: FoundAction | None) -> str | None:
    lists = action.lists if action else []
    return next((unit.written for entry in lists for unit in entry.units if unit.role is ResponsibilityRole.LEAD), None)
