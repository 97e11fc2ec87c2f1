"""Who owes what on a day (domain notes, section 2: "de-duplicate by what is named, never by body"; history stays)."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.keeping import may_be_kept, needs_reason
from services.plans.rules.matrix import Entry, actions_by_role, expanded, holds, on
from shared.schemas.lifecycle import PlanState

DAY = date(2024, 7, 1)
A, B, GROUP = uuid4(), uuid4(), uuid4()
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def entry(action: str = "A1", role: str = "responsible", unit: UUID | None = None, group: UUID | None = None, **more: date | None) -> Entry:
    """An entry that names a unit or a group."""
    return Entry(uuid4(), action, role, "某单位", None, unit, group, None, **more)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY + timedelta(1), None, False),
        (None, DAY, False),
        (None, DAY + timedelta(1), True),
        (DAY, DAY + timedelta(1), True),
    ],
)
def test_the_first_day_counts_and_the_last_does_not(since: date | None, until: date | None, expected: bool) -> None:
    assert holds(since, until, DAY) is expected


@given(change=DAYS, day=DAYS)
def test_predecessor_and_successor_never_hold_together_and_never_leave_a_gap(change: date, day: date) -> None:
    assert holds(None, change, day) is not holds(change, None, day)


def test_a_group_stands_before_its_members_and_an_empty_group_stays() -> None:
    by_group, empty = entry(group=GROUP), entry(group=uuid4())
    shown = list(expanded([by_group, empty], {GROUP: [A, B]}))
    assert [(e.unit_id, e.group_id, e.through_group_id) for e in shown] == [
        (None, GROUP, None),
        (A, None, GROUP),
        (B, None, GROUP),
        (None, empty.group_id, None),
    ]
    assert {e.responsibility_id for e in shown[:3]} == {by_group.responsibility_id}


def test_a_body_named_twice_stands_twice_and_its_action_counts_once() -> None:
    office, whole, group = entry(unit=A), entry(unit=A), entry(group=GROUP)
    shown = list(expanded([office, whole, group], {GROUP: [A]}))
    assert len([e for e in shown if e.unit_id == A]) == 3
    assert actions_by_role(shown) == {(A, "responsible"): 1}


def test_the_same_body_may_lead_and_be_responsible() -> None:
    counts = actions_by_role([entry(role="lead", unit=A), entry(unit=A), entry("A2", unit=A)])
    assert counts == {(A, "lead"): 1, (A, "responsible"): 2}


def test_what_is_unresolved_stays_on_the_list() -> None:
    assert [e.is_unresolved for e in (entry(), entry(unit=A), entry(group=GROUP))] == [True, False, False]
    assert len(on([entry(), entry(valid_until=DAY)], DAY)) == 1


def test_working_facts_change_in_drafts_and_while_the_plan_binds() -> None:
    kept = {state for state in PlanState if may_be_kept(state)}
    assert kept == {PlanState.DRAFTING, PlanState.CONSULTATION, PlanState.ISSUED, PlanState.IN_FORCE}
    assert {state for state in kept if needs_reason(state)} == {PlanState.ISSUED, PlanState.IN_FORCE}
