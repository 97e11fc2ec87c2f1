"""The one table of moves of a plan. Source: domain notes, section 2 (Status)."""

from datetime import date
from itertools import product

import pytest

from services.plans.rules.moves import MOVES, STATES_ZH, Guard, Situation, answers, broken, move_from, moves_from, row_of
from services.plans.rules.succession import Heir, unfit
from shared.kit.ids import new_id
from shared.rules.access import Disclosure, Permission
from shared.schemas.lifecycle import PlanMove, PlanState

NOW = Situation(today=date(2023, 4, 10), period_end=2030)
AFTER = Situation(today=date(2031, 1, 1), period_end=2030)

TABLE = {
    "drafting": {"edit", "open_consultation", "issue", "withdraw"},
    "consultation": {"close_consultation", "withdraw"},
    "issued": {"amend", "bring_into_force", "supersede", "withdraw"},
    "in_force": {"amend", "conclude", "supersede", "withdraw"},
    "concluded": set(),
    "superseded": set(),
    "withdrawn": set(),
}
"""Written by hand from the notes: state → what can happen."""


@pytest.mark.parametrize(("state", "move"), list(product(PlanState, PlanMove)))
def test_every_move_from_every_state(state: PlanState, move: PlanMove) -> None:
    assert (move_from(state, move) is not None) == (move in TABLE[state]) == (move in moves_from(state))


def test_every_move_has_one_row_and_every_state_a_name() -> None:
    assert sorted(row.move for row in MOVES) == sorted(PlanMove)
    assert set(STATES_ZH) == set(PlanState) == set(TABLE)


@pytest.mark.parametrize(("today", "over"), [(date(2030, 12, 31), False), (date(2031, 1, 1), True), (date(2040, 6, 1), True)])
def test_a_plan_is_concluded_when_its_last_year_is_over(today: date, over: bool) -> None:
    found = broken(row_of(PlanMove.CONCLUDE), Situation(today=today, period_end=2030))
    assert found == ([] if over else [Guard.PERIOD_OVER])


@pytest.mark.parametrize(("unanswered", "found"), [(0, []), (1, [Guard.COMMENTS_ANSWERED])])
def test_a_draft_is_issued_when_every_comment_has_its_reply(unanswered: int, found: list[Guard]) -> None:
    assert broken(row_of(PlanMove.ISSUE), Situation(today=date(2023, 4, 10), period_end=2030, unanswered=unanswered)) == found


@pytest.mark.parametrize(("level", "found"), [("public", []), ("upward", []), ("internal", [Guard.NOT_INTERNAL])])
def test_nobody_is_asked_about_what_they_cannot_read(level: str, found: list[Guard]) -> None:
    assert broken(row_of(PlanMove.OPEN_CONSULTATION), Situation(today=date(2023, 4, 10), period_end=2030, disclosure=Disclosure(level))) == found


def allowed(state: PlanState, now: Situation, *permissions: Permission) -> set[str]:
    return {answer.move for answer in answers(state, now, lambda permission: permission in permissions) if answer.allowed}


BOTH = (Permission.PLAN_DRAFT, Permission.PLAN_ISSUE)


def test_who_may_do_what_now() -> None:
    assert allowed(PlanState.DRAFTING, NOW, *BOTH) == TABLE["drafting"]
    assert allowed(PlanState.DRAFTING, NOW, Permission.PLAN_DRAFT) == {"edit", "open_consultation"}
    assert allowed(PlanState.IN_FORCE, NOW, *BOTH) == {"amend", "supersede", "withdraw"}
    assert allowed(PlanState.IN_FORCE, AFTER, *BOTH) == {"amend", "conclude", "supersede", "withdraw"}
    assert allowed(PlanState.ISSUED, AFTER) == set()


@pytest.mark.parametrize("state", PlanState)
def test_what_is_not_allowed_says_why_in_both_languages(state: PlanState) -> None:
    found = list(answers(state, NOW, lambda _permission: False))
    assert [answer.move for answer in found] == list(PlanMove)
    assert all(answer.zh and answer.en and "{" not in answer.zh + answer.en for answer in found)


def test_the_first_reason_is_the_state_then_the_permission_then_the_guard() -> None:
    def why(state: PlanState, *permissions: Permission) -> str:
        return next(a.en for a in answers(state, NOW, lambda permission: permission in permissions) if a.move is PlanMove.CONCLUDE)

    assert why(PlanState.ISSUED) == "The plan is issued; this is possible only from: in_force"
    assert why(PlanState.IN_FORCE) == "You do not have the permission plan.issue"
    assert why(PlanState.IN_FORCE, *BOTH).startswith("The period is not over")


HERE, ELSEWHERE = new_id(), new_id()


@pytest.mark.parametrize(
    ("region", "state", "expected"),
    [
        (HERE, PlanState.ISSUED, []),
        (HERE, PlanState.IN_FORCE, []),
        (HERE, PlanState.DRAFTING, ["not_issued"]),
        (ELSEWHERE, PlanState.ISSUED, ["other_region"]),
        (ELSEWHERE, PlanState.WITHDRAWN, ["other_region", "not_issued"]),
    ],
)
def test_who_may_follow(region: object, state: PlanState, expected: list[str]) -> None:
    plan = Heir(new_id(), HERE, PlanState.IN_FORCE)
    assert [code for code, _ in unfit(plan, Heir(new_id(), region, state))] == expected  # type: ignore[arg-type]


def test_nobody_follows_themselves() -> None:
    plan = Heir(new_id(), HERE, PlanState.IN_FORCE)
    assert [code for code, _ in unfit(plan, plan)] == ["itself"]
