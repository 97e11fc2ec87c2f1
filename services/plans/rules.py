"""Pure decisions of the plans service: the table of moves, and how written units resolve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.rules.access import Permission
from shared.schemas.plan_document import Responsibility
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


@dataclass(frozen=True, slots=True)
class Named:
    """What a written name stands for: one unit, or a group of units."""

    unit_id: UUID | None = None
    group_id: UUID | None = None


NOBODY = Named()


def resolve(written: str, names: Mapping[str, Named]) -> Named:
    """What ``written`` stands for in a region's names; NOBODY when it is for a person to decide (never guessed)."""
    return names.get("".join(written.split()), NOBODY)


def resolve_entry(entry: Responsibility, names: Mapping[str, Named]) -> Named:
    """A unit entry by its whole written form first (区卫健局（爱卫健康科） may be known as such), then by its body."""
    whole = resolve(entry.written, names)
    return whole if whole != NOBODY else resolve(entry.unit, names)


def leads_of(entries: Iterable[tuple[str, str, UUID | None]]) -> dict[str, list[UUID]]:
    """Action key → ids of its lead units, from (action, role, unit id) rows."""
    leads: dict[str, list[UUID]] = {}
    for action, role, unit_id in entries:
        if role == "lead" and unit_id is not None and unit_id not in leads.setdefault(action, []):
            leads[action].append(unit_id)
    return leads
