"""The one table of moves of a submission: from, to, permission, guard."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shared.rules.access import Permission
from shared.schemas.rounds import AssignmentState
from shared.schemas.submissions import SubmissionState


class Move(StrEnum):
    """What can happen to a submission."""

    FILL = "fill"
    ATTACH = "attach"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    START_REVIEW = "start_review"
    RETURN = "return"
    APPROVE = "approve"


class Guard(StrEnum):
    """What must hold besides state and permission."""

    ROUND_TAKES_ANSWERS = "round_takes_answers"
    CHECKS_HOLD = "checks_hold"
    FOUR_EYES = "four_eyes"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; ``after`` None: the state stays. ``assignment`` is what becomes of the assignment."""

    before: frozenset[SubmissionState]
    after: SubmissionState | None
    permission: Permission
    guards: tuple[Guard, ...] = ()
    assignment: AssignmentState | None = None


_S = SubmissionState
_EDITABLE = frozenset({_S.DRAFT, _S.RETURNED, _S.WITHDRAWN})
_FILED = frozenset({_S.SUBMITTED, _S.IN_REVIEW})

MOVES: Mapping[Move, Row] = MappingProxyType(
    {
        Move.FILL: Row(_EDITABLE, None, Permission.SUBMISSION_FILL, (Guard.ROUND_TAKES_ANSWERS,)),
        Move.ATTACH: Row(_EDITABLE, None, Permission.SUBMISSION_FILL, (Guard.ROUND_TAKES_ANSWERS,)),
        Move.SUBMIT: Row(
            _EDITABLE, _S.SUBMITTED, Permission.SUBMISSION_FILL, (Guard.ROUND_TAKES_ANSWERS, Guard.CHECKS_HOLD), AssignmentState.FULFILLED
        ),
        Move.WITHDRAW: Row(frozenset({_S.SUBMITTED}), _S.WITHDRAWN, Permission.SUBMISSION_FILL, (), AssignmentState.OPEN),
        Move.START_REVIEW: Row(frozenset({_S.SUBMITTED}), _S.IN_REVIEW, Permission.SUBMISSION_REVIEW, (Guard.FOUR_EYES,)),
        Move.RETURN: Row(_FILED, _S.RETURNED, Permission.SUBMISSION_REVIEW, (Guard.FOUR_EYES,), AssignmentState.REOPENED),
        Move.APPROVE: Row(_FILED, _S.APPROVED, Permission.SUBMISSION_REVIEW, (Guard.FOUR_EYES,), AssignmentState.CLOSED),
    }
)


def possible(state: SubmissionState) -> list[Move]:
    """Every move that ``state`` allows."""
    return [move for move, row in MOVES.items() if state in row.before]
