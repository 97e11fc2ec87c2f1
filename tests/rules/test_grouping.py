"""Who may be in a group, when memberships collide, what a successor takes over, and "other members" (domain notes, sections 1 and 2)."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.grouping import Candidate, Stretch, faults_of, is_others, other_members, same_tree, uncovered, without_others
from services.plans.rules.matrix import Entry, expanded
from services.plans.rules.resolving import NOBODY, Named, resolve
from shared.schemas.groups import GroupKind

A, B, C = (uuid4() for _ in range(3))
D1, D2, D3, D4 = (date(2023, month, 1) for month in (1, 2, 3, 4))
COUNTY, NEIGHBOUR, TOWN, CITY = "s.c.a.", "s.c.b.", "s.c.a.t.", "s.c."
KNOWN = {A: Candidate(COUNTY), B: Candidate(NEIGHBOUR), C: Candidate(TOWN, gone_on=D2)}


def unit(who: UUID, since: date = D1, until: date | None = None, column: str = "unit_id") -> Stretch:
    return Stretch(column, who, since, until)


@pytest.mark.parametrize(
    ("wanted", "present", "expected"),
    [
        ([unit(A)], [], []),
        ([unit(uuid4())], [], [(0, "unit_id", "unknown-unit")]),
        ([unit(uuid4(), column="person_id")], [], [(0, "person_id", "unknown-person")]),
        ([unit(uuid4(), column="account_id")], [], [(0, "account_id", "unknown-account")]),
        ([unit(B)], [], [(0, "unit_id", "other-tree")]),
        ([unit(C)], [], []),
        ([unit(C, D2)], [], [(0, "unit_id", "unknown-unit")]),
        ([unit(A, D2, D2)], [], [(0, "valid_until", "ends-before-begin")]),
        ([unit(A, D2, D1)], [], [(0, "valid_until", "ends-before-begin")]),
        ([unit(A), unit(A)], [], [(1, "unit_id", "member-twice")]),
        ([unit(A, D1, D2), unit(A, D2)], [], []),
        ([unit(A, D2)], [unit(A, D1, D3)], [(0, "unit_id", "member-twice")]),
        ([unit(A, D3)], [unit(A, D1, D3)], []),
        ([unit(A, D1, D2)], [unit(A, D2)], []),
        (
            [unit(A), unit(B), unit(uuid4())],
            [unit(A)],
            [(0, "unit_id", "member-twice"), (1, "unit_id", "other-tree"), (2, "unit_id", "unknown-unit")],
        ),
    ],
)
def test_every_fault_of_new_members_is_found(wanted: list[Stretch], present: list[Stretch], expected: list[tuple[int, str, str]]) -> None:
    found = faults_of(wanted, present, KNOWN, GroupKind.LEADING_GROUP, COUNTY)
    assert [(one.place, one.column, one.code) for one in found] == expected


@pytest.mark.parametrize("kind", list(GroupKind))
def test_sets_of_units_have_no_people(kind: GroupKind) -> None:
    found = [one.code for one in faults_of([unit(A, column="account_id")], [], {A: Candidate()}, kind, COUNTY)]
    assert found == (["units-only"] if kind in {GroupKind.STREETS, GroupKind.MEMBER_UNITS, GroupKind.OTHER} else [])


@pytest.mark.parametrize(("other", "same"), [(COUNTY, True), (TOWN, True), (CITY, True), ("", True), (NEIGHBOUR, False), ("s.d.", False)])
def test_a_tree_is_one_line_up_and_everything_below(other: str, same: bool) -> None:
    assert same_tree(COUNTY, other) is same and same_tree(other, COUNTY) is same


DAYS = st.integers(0, 30).map(lambda n: date(2023, 1, 1) + timedelta(days=n))
STRETCHES = st.tuples(DAYS, st.one_of(st.none(), DAYS)).filter(lambda one: one[1] is None or one[0] < one[1])


def covers(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day < until)


@given(STRETCHES, st.lists(STRETCHES, max_size=4))
def test_what_nobody_covers_is_left_and_nothing_else(whole: tuple[date, date | None], others: list[tuple[date, date | None]]) -> None:
    gaps = uncovered(*whole, others)
    assert all(end is None or begin < end for begin, end in gaps)
    for number in range(40):
        day = date(2022, 12, 30) + timedelta(days=number)
        wanted = covers(*whole, day) and not any(covers(*other, day) for other in others)
        assert sum(covers(*gap, day) for gap in gaps) == wanted, day


@pytest.mark.parametrize(
    ("written", "group"),
    [("领导小组其他成员单位", "领导小组成员单位"), ("其它成员单位", "成员单位"), ("其他各街道", "各街道")],
)
def test_other_members_resolve_to_the_group(written: str, group: str) -> None:
    assert is_others(written) and without_others(written) == group
    assert resolve(written, {group: Named(group_id=A)}) == Named(group_id=A)
    assert resolve(written, {group: Named(unit_id=B)}) == NOBODY, "a unit has no other members"
    assert resolve(written, {written: Named(unit_id=B), group: Named(group_id=A)}) == Named(unit_id=B), "a name of its own comes first"


def test_other_members_are_the_members_less_the_lead() -> None:
    assert other_members([A, B, C], {B}) == [A, C]
    group, others, whole = uuid4(), "其他成员单位", "成员单位"
    lead = Entry(uuid4(), "A1", "lead", "某局", unit_id=B)
    named = [lead, Entry(uuid4(), "A1", "responsible", others, group_id=group), Entry(uuid4(), "A2", "responsible", others, group_id=group)]
    shown = list(expanded([*named, Entry(uuid4(), "A1", "cooperating", whole, group_id=group)], {group: [A, B]}))
    through = [(one.action, one.role, one.unit_id) for one in shown if one.through_group_id]
    assert through == [("A1", "responsible", A), *(("A2", "responsible", one) for one in (A, B)), *(("A1", "cooperating", one) for one in (A, B))]
