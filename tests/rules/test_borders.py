"""Territory that changes hands: 江干区 in part + 萧山区 in part → 钱塘区 in 2021 (domain notes, section 2)."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.borders import faults_of, follows, kind_of, moves_of, overlaps
from shared.schemas.borders import ChangeKind, RegionChange

JIANGGAN, XIAOSHAN, XIASHA, HEZHUANG, NEW = (UUID(int=n) for n in range(1, 6))
PATHS = {JIANGGAN: "z.h.j.", XIAOSHAN: "z.h.x.", XIASHA: "z.h.j.s.", HEZHUANG: "z.h.x.h."}


def change(predecessors: list[tuple[UUID, bool]], *successors: object) -> RegionChange:
    given_by = [{"region_id": str(one), "in_part": part} for one, part in predecessors]
    return RegionChange.model_validate({"on": "2021-04-09", "basis": {"title": "通知"}, "predecessors": given_by, "successors": list(successors)})


def founded(*takes: UUID, parent: UUID | None = None) -> object:
    region = {"code": "330114", "name": "钱塘区", "level": "county", "parent_id": str(parent) if parent else None}
    return {"founded": region, "takes": [str(one) for one in takes]}


@pytest.mark.parametrize(
    ("predecessors", "successors", "kind"),
    [
        (1, 1, ChangeKind.REGION_SUCCEEDED),
        (2, 1, ChangeKind.REGION_MERGED),
        (1, 2, ChangeKind.REGION_SPLIT),
        (3, 2, ChangeKind.REGION_REDIVIDED),
    ],
)
def test_how_a_change_is_called(predecessors: int, successors: int, kind: ChangeKind) -> None:
    assert kind_of(predecessors, successors) is kind


def test_qiantang_has_no_fault() -> None:
    assert list(faults_of(change([(JIANGGAN, True), (XIAOSHAN, True)], founded(XIASHA, HEZHUANG)), PATHS)) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (change([(UUID(int=99), True)], founded()), {("/predecessors/0/region_id", "unknown-region")}),
        (change([(JIANGGAN, True), (JIANGGAN, True)], founded()), {("/predecessors/1/region_id", "twice")}),
        (change([(JIANGGAN, True)], {"region_id": str(JIANGGAN)}), {("/successors/0/region_id", "own-successor")}),
        (change([(JIANGGAN, False)], founded(parent=JIANGGAN)), {("/successors/0", "below-predecessor")}),
        (change([(JIANGGAN, True)], founded(HEZHUANG)), {("/successors/0/takes/0", "not-below-predecessor")}),
        (change([(JIANGGAN, True)], founded(JIANGGAN)), {("/successors/0/takes/0", "not-below-predecessor")}),
        (change([(JIANGGAN, True)], founded(XIASHA, XIASHA)), {("/successors/0/takes/1", "twice")}),
        (change([(JIANGGAN, True)], founded(XIASHA, parent=XIASHA)), {("/successors/0/takes/0", "takes-itself")}),
        (change([(JIANGGAN, True)], founded(parent=UUID(int=98))), {("/successors/0/founded/parent_id", "unknown-region")}),
        (
            change([(UUID(int=99), True), (JIANGGAN, True)], founded(UUID(int=97), HEZHUANG)),
            {
                ("/predecessors/0/region_id", "unknown-region"),
                ("/successors/0/takes/0", "unknown-region"),
                ("/successors/0/takes/1", "not-below-predecessor"),
            },
        ),
    ],
)
def test_every_fault_is_found_with_its_place(asked: RegionChange, found: set[tuple[str, str]]) -> None:
    assert {(fault.pointer, fault.code) for fault in faults_of(asked, PATHS)} == found


def test_what_is_taken_moves_and_a_part_stays() -> None:
    moves = moves_of([(JIANGGAN, "z.h.j.", True), (XIAOSHAN, "z.h.x.", True)], [(NEW, "z.h.q.", [(XIASHA, "z.h.j.s.")])])
    assert follows("z.h.j.s.v.", moves) == "z.h.q.s.v."
    assert follows("z.h.j.", moves) == "z.h.j." and follows("z.h.x.h.", moves) == "z.h.x.h."


def test_all_of_a_region_that_ends_goes_to_its_only_heir() -> None:
    moves = moves_of([(JIANGGAN, "z.h.j.", False)], [(NEW, "z.h.q.", [])])
    assert follows("z.h.j.", moves) == "z.h.q." and follows("z.h.j.s.", moves) == "z.h.q.s."


def test_with_two_heirs_nobody_guesses_who_gets_what_was_not_named() -> None:
    moves = moves_of([(JIANGGAN, "z.h.j.", False)], [(NEW, "z.h.q.", [(XIASHA, "z.h.j.s.")]), (XIAOSHAN, "z.h.x.", [])])
    assert follows("z.h.j.s.", moves) == "z.h.q.s." and follows("z.h.j.t.", moves) == "z.h.j.t."


_steps = st.lists(st.sampled_from("abc"), max_size=4).map(lambda steps: "".join(f"{step}." for step in steps))


@given(below=_steps)
def test_depth_below_is_kept(below: str) -> None:
    moves = moves_of([(JIANGGAN, "z.h.j.", False)], [(NEW, "z.h.q.", [])])
    assert follows("z.h.j." + below, moves) == "z.h.q." + below
    assert follows("z.h.k." + below, moves) == "z.h.k." + below


_days = st.dates(date(2020, 1, 1), date(2020, 1, 20))


@given(_days, st.none() | _days, _days, st.none() | _days)
def test_two_stretches_overlap_exactly_if_they_share_a_day(since: date, until: date | None, other: date, other_until: date | None) -> None:
    days = [date(2020, 1, day) for day in range(1, 32)]
    first = {day for day in days if since <= day and (until is None or day < until)}
    second = {day for day in days if other <= day and (other_until is None or day < other_until)}
    if first and second:
        assert overlaps(since, until, other, other_until) == bool(first & second)
