"""The table of moves of a rectification, and what each verdict asks for."""

import pytest

from services.submissions.rules.rectifying import LIVE, MOVES, Answer, Move, answer_to, possible
from shared.schemas.rectifications import RectificationState
from shared.schemas.verdicts import VerdictWord


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("proposed", {"open", "dismiss"}),
        ("open", {"report", "finish", "ask_waiver"}),
        ("reported", {"confirm", "fail", "ask_waiver"}),
        ("waiver_asked", {"grant_waiver", "refuse_waiver"}),
        ("closed", set()),
        ("waived", set()),
        ("dismissed", set()),
    ],
)
def test_what_each_state_allows(state: str, moves: set[str]) -> None:
    assert {move.value for move in possible(RectificationState(state))} == moves
    assert (RectificationState(state) in LIVE) is bool(moves)


def test_checks_and_waivers_need_another_person() -> None:
    assert {move for move, row in MOVES.items() if row.four_eyes} == {Move.CONFIRM, Move.FAIL, Move.GRANT_WAIVER, Move.REFUSE_WAIVER}


@pytest.mark.parametrize("word", VerdictWord)
def test_bad_words_propose_good_ones_close_and_the_rest_says_nothing(word: VerdictWord) -> None:
    bad, good = word in {"behind", "worsening", "not_met"}, word in {"met", "met_early", "on_track"}
    assert answer_to(word, live=False) is (Answer.PROPOSE if bad else Answer.NOTHING)
    assert answer_to(word, live=True) is (Answer.CLOSE if good else Answer.NOTHING)
