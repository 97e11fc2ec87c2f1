"""What becomes of assignments when a round reopens, and of longer time when its day has passed."""

from datetime import datetime

from shared.schemas.assignments import ExtensionState
from shared.schemas.rounds import AssignmentState
from shared.schemas.submissions import SubmissionState

WAITING = frozenset({AssignmentState.OPEN, AssignmentState.REOPENED})
"""Somebody still owes an answer."""

_OWED_AGAIN = {
    None: AssignmentState.OPEN,
    SubmissionState.DRAFT: AssignmentState.OPEN,
    SubmissionState.WITHDRAWN: AssignmentState.OPEN,
    SubmissionState.RETURNED: AssignmentState.REOPENED,
}


def owed_again(assignment: AssignmentState, submission: SubmissionState | None) -> AssignmentState | None:
    """The state that an assignment takes when its closed round reopens; None: it stays. What was approved or waived is over."""
    return _OWED_AGAIN.get(submission) if assignment is AssignmentState.CLOSED else None


def outcome(assignment: AssignmentState, submitted_at: datetime | None, granted_at: datetime, until: datetime) -> ExtensionState:
    """What became of longer time once its day has passed: kept where the last answer came within it and was not taken back."""
    if assignment is AssignmentState.WAIVED:
        return ExtensionState.VOID
    in_time = submitted_at is not None and granted_at <= submitted_at <= until
    return ExtensionState.KEPT if in_time and assignment is not AssignmentState.OPEN else ExtensionState.LAPSED
