"""When an entry counts, by what objects are told apart, and what a table of entries would do."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.submissions.rules.ledgers.counting import counting, recheck_due, share
from services.submissions.rules.ledgers.entries import Content, fold, identity, is_number
from services.submissions.rules.ledgers.faults import FAULTS
from services.submissions.rules.ledgers.kinds import KINDS
from services.submissions.rules.ledgers.planning import KnownEntry, LedgerPlan, Standing, look_alikes, plan_entries
from services.submissions.rules.ledgers.tables import EntryLine, form_of, sheet_name
from shared.kit.sheets.columns import fold as fold_heading
from shared.kit.sheets.faults import Findings
from shared.schemas.ledgers import Counting

DAY = date(2023, 4, 10)
TOWN = uuid4()
DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("held_on", "withdrawn_on", "since", "expected"),
    [
        (DAY, None, None, Counting.COUNTED),  # the day itself counts
        (date(2023, 4, 11), None, None, Counting.NOT_YET),
        (date(2022, 1, 1), DAY, None, Counting.WITHDRAWN),  # on the day of the withdrawal it counts no more
        (date(2022, 1, 1), date(2023, 4, 11), None, Counting.COUNTED),
        (date(2022, 12, 31), None, date(2023, 1, 1), Counting.BEFORE),
        (date(2023, 1, 1), None, date(2023, 1, 1), Counting.COUNTED),
        (date(2022, 1, 1), DAY, date(2023, 1, 1), Counting.WITHDRAWN),
    ],
)
def test_an_entry_counts_from_its_day_until_it_is_withdrawn(held_on: date, withdrawn_on: date | None, since: date | None, expected: Counting) -> None:
    assert counting(held_on, withdrawn_on, as_of=DAY, since=since) is expected


@given(DAYS, DAYS, DAYS)
def test_a_withdrawal_takes_one_from_the_count_and_a_later_day_never_undoes_it(held_on: date, gone: date, as_of: date) -> None:
    if gone < held_on:
        held_on, gone = gone, held_on
    counts = counting(held_on, gone, as_of=as_of) is Counting.COUNTED
    assert counts is (held_on <= as_of < gone)


@pytest.mark.parametrize(("part", "whole", "told"), [(1, 3, "33.33"), (2, 3, "66.67"), (1, 8, "12.50"), (5, 4, "125.00"), (0, 7, "0.00")])
def test_shares_are_exact_to_two_places(part: int, whole: int, told: str) -> None:
    assert share(part, whole) == Decimal(told)
    assert share(part, 0) is None and share(part, None) is None


@pytest.mark.parametrize(
    ("checked", "months", "due"),
    [(date(2020, 2, 29), 24, date(2022, 2, 28)), (date(2023, 8, 31), 6, date(2024, 2, 29)), (date(2023, 1, 15), None, None)],
)
def test_a_recheck_is_due_after_whole_months(checked: date, months: int | None, due: date | None) -> None:
    assert recheck_due(checked, months) == due


@pytest.mark.parametrize(("one", "other", "same"), [("王 一", "王一", True), ("ＡＢ站（东）", "ab站东", True), ("王一", "王二", False)])
def test_names_are_told_apart_without_width_case_and_blanks(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) is same


@pytest.mark.parametrize(
    ("text", "fits"), [("1500", True), ("１５", True), ("0.5", True), ("-1", False), ("约100", False), ("NaN", False), ("Infinity", False)]
)
def test_numbers_are_finite_and_not_below_zero(text: str, fits: bool) -> None:
    assert is_number(text) is fits


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_shipped_kind_makes_a_table_without_doubtful_headings(kind: object) -> None:
    definition = kind.definition  # type: ignore[attr-defined]
    columns = form_of("x", "台账", definition).columns
    headings = [word for column in columns for word in {fold_heading(word) for word in (column.zh, column.key, *column.also)}]
    assert len({*headings}) == len(headings)
    assert all(column.note.zh and column.note.en for column in columns)


def test_a_title_becomes_a_sheets_name() -> None:
    assert sheet_name("甲县/乙[2023]:{台账}?") == "甲县 乙 2023   台账"
    assert len(sheet_name("台" * 99)) == 31 and sheet_name("[]") == "台账"


LECTURERS, CELLS = KINDS["lecturers"].definition, KINDS["cells"].definition


def content(name: str, **changes: object) -> Content:
    given = {"details": {"workplace": "疾控中心", "type": "健康社区"}, **changes}
    return Content(name=name, held_on=given.pop("held_on", date(2022, 1, 1)), region_id=TOWN, region_path="a.b.", **given)  # type: ignore[arg-type]


def planned(*rows: tuple[str, bool], there: tuple[KnownEntry, ...] = ()) -> tuple[LedgerPlan, Findings]:
    findings, numbers = Findings(FAULTS), count(1)
    details = {"type": "健康社区"}
    lines = [EntryLine(row, content(name, details=details), another) for row, (name, another) in enumerate(rows, 2)]
    return plan_entries(CELLS, lines, Standing.of(there), DAY, lambda: UUID(int=next(numbers)), findings), findings


def known(name: str, withdrawn_on: date | None = None) -> KnownEntry:
    told = content(name, details={"type": "健康社区"})
    return KnownEntry(uuid4(), identity(CELLS, told), told, withdrawn_on)


def test_rows_with_faults_are_not_among_what_is_stored() -> None:
    plan, _ = planned(("东山社区", False), ("东山 社区", False), ("西湖幸福里", False))
    assert [outcome.word for outcome in plan.outcomes] == ["refused", "refused", "new"] and len(plan.fresh) == 1


def test_a_look_alike_of_another_row_is_asked_about_too() -> None:
    _, findings = planned(("东山健康社区甲", False), ("东山健康社区乙", True))
    assert [(fault.row, fault.code) for fault in findings.all()] == [(2, "near-duplicate")]


def test_an_object_that_is_there_is_no_look_alike_of_itself() -> None:
    there = known("东山健康社区")
    plan, findings = planned(("东山健康社区", False), there=(there,))
    assert plan.outcomes[0].word == "unchanged" and findings.count == 0


def test_a_withdrawn_object_comes_back_only_after_its_withdrawal() -> None:
    _, findings = planned(("东山健康社区", True), there=(known("东山健康社区", date(2022, 6, 1)),))
    assert [fault.code for fault in findings.all()] == ["withdrawn"]
    plan, _ = planned(("东山健康社区", True), there=(known("东山健康社区", date(2021, 6, 1)),))
    assert plan.outcomes[0].word == "new"


@pytest.mark.parametrize(
    ("one", "other", "asked"), [("东街道健康小屋", "东街健康小屋", True), ("王伟", "王伟明", False), ("南湖站", "北湖站", False)]
)
def test_names_much_alike_are_put_before_a_person(one: str, other: str, asked: bool) -> None:
    assert (look_alikes({"new": one}, {"old": other}) == {"new": other}) is asked


def test_identity_is_what_the_kind_says() -> None:
    one, other = content("王一"), content("王一", details={"workplace": "医院"})
    assert identity(LECTURERS, one) != identity(LECTURERS, other)
    assert identity(LECTURERS, one) == identity(LECTURERS, content("王一", level="省级", proof="文"))
