"""What can happen to a plan, as one table."""

from dataclasses import dataclass
from enum import StrEnum

from shared.rules.access import Permission
from shared.schemas.plans import PlanState


class PlanMove(StrEnum):
    """What can happen to a plan."""

    EDIT = "edit"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table of moves."""

    move: PlanMove
    before: frozenset[PlanState]
    after: PlanState | None
    permission: Permission


_DRAFTS = frozenset({PlanState.DRAFTING, PlanState.CONSULTATION})

MOVES = (
    Move(PlanMove.EDIT, _DRAFTS, None, Permission.PLAN_DRAFT),
    Move(PlanMove.ISSUE, _DRAFTS, PlanState.ISSUED, Permission.PLAN_ISSUE),
)


def move_from(state: PlanState, move: PlanMove) -> Move | None:
    """The row that allows ``move`` from ``state``; None if there is none."""
    return next((row for row in MOVES if row.move is move and state in row.before), None)


def moves_from(state: PlanState) -> list[PlanMove]:
    """Everything that can happen to a plan in ``state``."""
    return [row.move for row in MOVES if state in row.before]
