"""What becomes of assignments when a round reopens, and of longer time when its day has passed."""

from datetime import UTC, datetime, timedelta

import pytest

from services.submissions.rules.assignments import outcome, owed_again
from shared.schemas.assignments import ExtensionState
from shared.schemas.rounds import AssignmentState
from shared.schemas.submissions import SubmissionState

A, S, E = AssignmentState, SubmissionState, ExtensionState
GRANTED = datetime(2023, 4, 20, 8, tzinfo=UTC)
UNTIL = datetime(2023, 4, 28, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("assignment", "submission", "expected"),
    [
        (A.CLOSED, None, A.OPEN),
        (A.CLOSED, S.DRAFT, A.OPEN),
        (A.CLOSED, S.WITHDRAWN, A.OPEN),
        (A.CLOSED, S.RETURNED, A.REOPENED),
        (A.CLOSED, S.APPROVED, None),
        (A.CLOSED, S.CORRECTED, None),
        (A.WAIVED, None, None),
        (A.WAIVED, S.DRAFT, None),
        (A.FULFILLED, S.SUBMITTED, None),
        (A.FULFILLED, S.IN_REVIEW, None),
    ],
)
def test_what_was_open_is_owed_again_and_what_is_over_stays_over(
    assignment: AssignmentState, submission: SubmissionState | None, expected: AssignmentState | None
) -> None:
    assert owed_again(assignment, submission) is expected


@pytest.mark.parametrize(
    ("state", "submitted", "expected"),
    [
        (A.FULFILLED, UNTIL, E.KEPT),
        (A.FULFILLED, UNTIL + timedelta(microseconds=1), E.LAPSED),
        (A.CLOSED, UNTIL - timedelta(days=1), E.KEPT),
        (A.REOPENED, UNTIL - timedelta(days=1), E.KEPT),  # answered in time, and returned since
        (A.REOPENED, GRANTED - timedelta(days=1), E.LAPSED),  # returned before: the longer time was for the correction
        (A.OPEN, UNTIL - timedelta(days=1), E.LAPSED),  # taken back
        (A.OPEN, None, E.LAPSED),
        (A.CLOSED, None, E.LAPSED),
        (A.WAIVED, None, E.VOID),
        (A.WAIVED, UNTIL - timedelta(days=1), E.VOID),
    ],
)
def test_longer_time_is_kept_by_an_answer_within_it(state: AssignmentState, submitted: datetime | None, expected: ExtensionState) -> None:
    assert outcome(state, submitted, GRANTED, UNTIL) is expected
