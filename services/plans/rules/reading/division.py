"""Who does what where a closing table divides the work (任务分工表): its rows name the tasks that the text has described."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from services.plans.rules.reading.actions import FoundAction
from services.plans.rules.reading.characters import squeezed
from services.plans.rules.reading.tasks import FoundTask
from services.plans.rules.reading.units import UnitList, WrittenUnit

_ALIKE = 0.75


def divided(actions: Sequence[FoundAction], tasks: Sequence[FoundTask]) -> bool:
    """Give every action that names no units those of its row; whether the table is about these actions at all (most rows name one)."""
    rows = [(action, task) for action in actions if (task := _row_of(action, tasks)) is not None]
    if not tasks or 2 * len({id(task) for _, task in rows}) <= len(tasks):
        return False
    for action, task in rows:
        if not action.lists:
            action.lists = _lists(task.units)
    return True


def _row_of(action: FoundAction, tasks: Sequence[FoundTask]) -> FoundTask | None:
    """The row with the action's name, or with a name that most nearly is it."""
    name = squeezed(action.name)
    named = [(_likeness(name, squeezed(task.name)), -place, task) for place, task in enumerate(tasks)]
    best = max(named, key=lambda entry: entry[:2], default=None)
    return best[2] if best and best[0] >= _ALIKE else None


def _likeness(left: str, right: str) -> float:
    if left == right:
        return 1.0
    if min(len(left), len(right)) > 3 and (left in right or right in left):  # noqa: PLR2004 - shorter names are within many
        return 0.9
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _lists(units: Sequence[WrittenUnit]) -> list[UnitList]:
    roles = dict.fromkeys(unit.role for unit in units)
    by_role = [(role, tuple(unit for unit in units if unit.role is role)) for role in roles]
    return [UnitList(role, named, named[0].start, named[-1].end) for role, named in by_role]
