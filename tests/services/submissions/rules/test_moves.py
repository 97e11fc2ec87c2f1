"""The table of moves, held against the life of a submission as the domain notes tell it."""

from services.submissions.rules.moves import MOVES, Guard, Move, possible
from shared.rules.access import Permission
from shared.schemas.submissions import SubmissionState

S = SubmissionState


def test_what_each_state_allows() -> None:
    assert {state: set(possible(state)) for state in S} == {
        S.DRAFT: {Move.FILL, Move.ATTACH, Move.SUBMIT},
        S.SUBMITTED: {Move.WITHDRAW, Move.START_REVIEW, Move.RETURN, Move.APPROVE},
        S.IN_REVIEW: {Move.RETURN, Move.APPROVE},
        S.RETURNED: {Move.FILL, Move.ATTACH, Move.SUBMIT},
        S.WITHDRAWN: {Move.FILL, Move.ATTACH, Move.SUBMIT},
        S.APPROVED: set(),
        S.CORRECTED: set(),
    }


def test_every_review_needs_four_eyes_and_every_filling_an_open_round() -> None:
    for move, row in MOVES.items():
        assert (Guard.FOUR_EYES in row.guards) == (row.permission is Permission.SUBMISSION_REVIEW), move
    assert Guard.ROUND_TAKES_ANSWERS in MOVES[Move.FILL].guards
    assert Guard.ROUND_TAKES_ANSWERS in MOVES[Move.SUBMIT].guards


def test_only_what_fulfils_or_reopens_touches_the_assignment() -> None:
    touched = {move: row.assignment.value for move, row in MOVES.items() if row.assignment}
    assert touched == {Move.SUBMIT: "fulfilled", Move.WITHDRAW: "open", Move.RETURN: "reopened", Move.APPROVE: "closed"}
