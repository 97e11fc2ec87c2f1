"""A document read: clauses, head, actions, targets, table rows and duties, each with its place in the source."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.plans.rules.reading.actions import FoundAction, find_actions
from services.plans.rules.reading.aims import PlanYears, goals_above, goals_in, own_text, targets_of, text_of
from services.plans.rules.reading.characters import plain
from services.plans.rules.reading.clauses import ClauseNode, clause_tree
from services.plans.rules.reading.division import divided
from services.plans.rules.reading.head import FoundHead, read_head
from services.plans.rules.reading.indicators import FoundRow, rows_of
from services.plans.rules.reading.owed import ReadDuty, duties_in, duties_of_task
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.prose import FoundTarget
from services.plans.rules.reading.rows import Row
from services.plans.rules.reading.tasks import FoundTask, tasks_of
from services.plans.rules.reading.text import SourceText
from shared.schemas.plan_document import ActionKind


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
    years = PlanYears(*head.period, titled=str(head.period[0]) in plain(head.title)) if head.period else PlanYears()
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
        actions=tuple(ReadAction(action, tuple(targets_of(text_of(action.clause, claimed), years))) for action in found),
        tasks=tasks,
        overall=tuple(
            targets_of([*goals_above(root), *(paragraph for clause in goals_in(root, claimed) for paragraph in own_text(clause))], years, goals=True)
        ),
        rows=tuple(rows),
        duties=tuple(duties_in(root, found, single) + [duty for task in tasks for duty in duties_of_task(task, root)]),
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
