"""What a unit could write at an instant, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.submissions.rules.moves import MOVES, Move
from services.submissions.rules.writing import Then, writable, writable_item
from shared.schemas.rounds import AssignmentState, RoundState
from shared.schemas.submissions import SubmissionState

A, R, S = AssignmentState, RoundState, SubmissionState
OPENS, CLOSES = datetime(2023, 4, 9, 16, tzinfo=UTC), datetime(2023, 6, 9, 16, tzinfo=UTC)
MIDDLE = Then(OPENS + timedelta(days=3), R.OPEN, OPENS, CLOSES, A.OPEN, None, None)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("then", "code", "allowed"),
    [
        (MIDDLE, "open", True),
        (replace(MIDDLE, at=OPENS), "open", True),
        (replace(MIDDLE, at=OPENS - MOMENT), "round-not-open", False),
        (replace(MIDDLE, at=CLOSES - MOMENT), "open", True),
        (replace(MIDDLE, at=CLOSES), "round-over", False),
        (replace(MIDDLE, at=CLOSES, submission=S.RETURNED), "returned", True),
        (replace(MIDDLE, round_state=R.CLOSED), "round-closed", False),
        (replace(MIDDLE, round_state=R.CLOSED, submission=S.RETURNED), "round-closed", False),
        (replace(MIDDLE, assignment=A.WAIVED), "waived", False),
        (replace(MIDDLE, assignment=None), "not-asked", False),
        (replace(MIDDLE, round_state=None, opens=None, closes=None), "not-asked", False),
        (replace(MIDDLE, submission=S.WITHDRAWN), "open", True),
        (replace(MIDDLE, submission=S.SUBMITTED), "handed-in", False),
        (replace(MIDDLE, submission=S.IN_REVIEW), "handed-in", False),
        (replace(MIDDLE, submission=S.APPROVED), "approved", False),
    ],
)
def test_the_first_reason_that_holds_is_told(then: Then, code: str, allowed: bool) -> None:
    answered = writable(then)
    assert (answered.code, answered.allowed) == (code, allowed)
    assert answered.words.say("zh", **answered.places) and answered.words.say("en", **answered.places)


@pytest.mark.parametrize("state", list(S))
def test_it_agrees_with_the_table_of_moves(state: SubmissionState) -> None:
    assert writable(replace(MIDDLE, submission=state)).allowed is (state in MOVES[Move.FILL].before)


def test_items_after_a_return_and_exempt_ones() -> None:
    sent_back, other = uuid4(), uuid4()
    whole = writable(replace(MIDDLE, submission=S.RETURNED, returned=frozenset({sent_back})))
    assert [writable_item(whole, one, None, {sent_back}).code for one in (sent_back, other)] == ["returned", "not-returned"]
    assert writable_item(whole, sent_back, "非调查年", {sent_back}).code == "exempt"
    assert writable_item(writable(replace(MIDDLE, assignment=A.WAIVED)), other, None, ()).code == "waived"
