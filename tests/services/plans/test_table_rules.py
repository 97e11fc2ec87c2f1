"""The rules of directory tables: the order of rows does not matter, what is planned is found again, and plans keep the borders of a tree."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.importing.faults import FAULTS
from services.plans.rules.importing.levels import LEVEL_BY_LENGTH
from services.plans.rules.importing.names import Named
from services.plans.rules.importing.region_planning import components, plan_regions
from services.plans.rules.importing.regions import Kinship, RegionLine, RegionPlan
from services.plans.rules.importing.unit_planning import plan_units
from services.plans.rules.importing.units import KnownUnits, UnitLine, UnitPlan
from shared.kit.ids import new_id
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import counted, digest, same_file
from shared.kit.sheets.places import Place
from shared.schemas.directory import UnitKind

TODAY = date(2023, 4, 10)
CODES = ("11", "12", "1101", "1102", "110101", "110102", "110101001", "120101", "99")
COUNTY = Place(new_id(), "990101", "甲县", "a.b.")


def regions(lines: Sequence[RegionLine]) -> RegionPlan:
    """Planned against nothing."""
    return plan_regions(lines, (), (), lambda _path: True, TODAY, new_id, Findings(FAULTS))


def line(row: int, code: str) -> RegionLine:
    """A region without days."""
    return RegionLine(row, code, f"区 {code}", LEVEL_BY_LENGTH[len(code)])


@given(st.permutations(CODES))
def test_regions_are_planned_alike_in_any_order(codes: list[str]) -> None:
    plan = regions([line(row, code) for row, code in enumerate(codes, 2)])
    told = {outcome.name: (outcome.word, [fault.code for fault in outcome.faults]) for outcome in plan.outcomes}
    assert {name: word for name, (word, _) in told.items()} == {f"区 {code}": "new" for code in codes}
    paths = {one.code: one.path for one in plan.founded}
    assert all(paths[code].startswith(paths[code[:2]]) for code in paths)
    assert paths["110101001"].startswith(paths["110101"]) and paths["120101"].count(".") == 2


@given(st.dates(date(1950, 1, 1), date(2022, 1, 1)), st.integers(-2, 2))
def test_two_times_of_one_code_meet_or_leave_a_gap_but_never_overlap(day: date, shift: int) -> None:
    first = RegionLine(2, "11", "旧名", LEVEL_BY_LENGTH[2], until=day)
    second = RegionLine(3, "11", "新名", LEVEL_BY_LENGTH[2], since=day + timedelta(days=shift))
    plan = regions([second, first])
    words = {outcome.row: outcome.word for outcome in plan.outcomes}
    if shift < 0:
        assert words == {2: "refused", 3: "refused"}
    else:
        assert words == {2: "new", 3: "new"}
        same = {outcome.id for outcome in plan.outcomes}
        assert len(same) == (1 if shift == 0 else 2)  # meeting times are one region that was renamed


def units(lines: Sequence[UnitLine]) -> UnitPlan:
    """Planned in a county where nobody is yet."""
    return plan_units(
        lines, KnownUnits((), [Named(COUNTY.id, "各街道", new_id(), is_group=True)], {}), lambda _path: True, TODAY, new_id, Findings(FAULTS)
    )


@given(st.lists(st.integers(-1, 7), min_size=8, max_size=8), st.randoms())
def test_superiors_hang_together_in_any_order_and_never_in_a_circle(above: list[int], random) -> None:  # type: ignore[no-untyped-def]
    rows = [UnitLine(number + 2, f"局{number}", COUNTY, UnitKind.DEPARTMENT, f"局{up}" if up >= 0 else "", COUNTY) for number, up in enumerate(above)]
    shuffled = list(rows)
    random.shuffle(shuffled)
    plan, other = units(rows), units(shuffled)
    assert {o.row: o.word for o in plan.outcomes} == {o.row: o.word for o in other.outcomes}
    superiors: dict[UUID, UUID | None] = {state.id: state.superior_id for state in plan.fresh}
    for start in superiors:
        at: UUID | None = start
        for _ in superiors:
            at = superiors[at] if at is not None else None  # a superior that was refused would not be there
        assert at is None


def test_history_that_hangs_together_is_one_change() -> None:
    a, b, c, d = (new_id() for _ in range(4))
    one, two, three = Kinship(a, c, TODAY, True), Kinship(b, c, TODAY, False), Kinship(b, d, TODAY - timedelta(days=1), False)
    assert [set(group) for group in components([one, three, two])] in ([{three}, {one, two}], [{one, two}, {three}])


def test_a_digest_stands_for_file_table_and_outcomes() -> None:
    plan, other = regions([line(2, "11")]), regions([line(2, "1101")])
    told = digest("regions", b"file", plan.outcomes)
    assert told == digest("regions", b"file", regions([line(2, "11")]).outcomes)  # ids of what is new do not count
    changed = [digest("units", b"file", plan.outcomes), digest("regions", b"file", other.outcomes), digest("regions", b"other", plan.outcomes)]
    assert told not in changed and [same_file(told, one) for one in changed] == [True, True, False]
    assert list(counted(told)) == ["1", "0", "0", "0"] and list(counted("x")) == ["?"] * 4


def test_every_fault_is_said_in_both_languages_with_a_remedy() -> None:
    for code, (said, remedy) in FAULTS.items():
        assert all((said.zh, said.en, remedy.zh, remedy.en)), code
