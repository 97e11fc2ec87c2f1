"""What a document that revises targets changes (domain notes, sections 2 and 3), as tables of cases."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.in_force import Candidate
from services.indicators.rules.revising import Owner, disagreeing, in_force_with_revisions, read_rows
from shared.schemas.revisions import RevisionRow
from shared.schemas.targets import Comparator, Polarity, Threshold

UP = Polarity.UP
LITERACY = Owner("居民健康素养水平", "%", UP)


def said(number: int, place: str, year: int | None, value: str, population: str = "") -> Candidate:
    line = Threshold(comparator=Comparator.AT_LEAST, value=Decimal(value))
    return Candidate(UUID(int=number), place, year, population, line)


def counts(printed: list[Candidate], revised: list[Candidate]) -> dict[tuple[int, str], int]:
    return {(one.year, one.population): one.statement_id.int for one in in_force_with_revisions(printed, revised, UP, 2030)}


@pytest.mark.parametrize(
    ("printed", "revised", "expected"),
    [
        ([], [said(9, "r1", 2023, "33")], {(2023, ""): 9}),
        ([said(1, "T01", 2025, "36")], [said(9, "r1", 2025, "38")], {(2025, ""): 1}),
        ([said(1, "T01", 2025, "36")], [said(9, "r1", 2025, "36")], {(2025, ""): 1}),
        ([said(1, "T01", 2025, "36"), said(2, "P01", 2025, "37")], [said(9, "r1", 2025, "38")], {}),
        ([said(1, "T01", 2025, "36")], [said(9, "r1", 2025, "38", "学生")], {(2025, ""): 1, (2025, "学生"): 9}),
        ([], [said(8, "r1", 2023, "33"), said(9, "r2", 2023, "34")], {(2023, ""): 8}),
        ([said(1, "P03", None, "45")], [said(9, "r1", 2030, "46")], {(2030, ""): 1}),
    ],
    ids=["new year", "says otherwise", "says the same", "printed places disagree", "other people", "two documents", "year assumed"],
)
def test_a_document_sets_only_what_nobody_has_said(printed: Any, revised: Any, expected: Any) -> None:
    assert counts(printed, revised) == expected


@pytest.mark.parametrize(
    ("printed", "revised", "settled", "expected"),
    [
        ([said(1, "T01", 2025, "36")], [said(9, "r1", 2025, "38")], set(), [(2025, "")]),
        ([said(1, "T01", 2025, "36")], [said(9, "r1", 2025, "38")], {(2025, "")}, []),
        ([said(1, "T01", 2025, "36")], [said(9, "r1", 2025, "36.0")], set(), []),
        ([said(1, "T01", 2025, "36"), said(2, "P01", 2025, "37")], [], set(), [(2025, "")]),
        ([said(1, "T01", 2025, "36")], [said(9, "r1", 2026, "38")], set(), []),
        ([said(1, "P03", None, "45")], [said(9, "r1", 2030, "46")], set(), [(2030, "")]),
        ([said(1, "T01", 2030, "40"), said(2, "P01", None, "45")], [], set(), []),
        ([], [said(8, "r1", 2023, "33"), said(9, "r2", 2023, "34")], set(), [(2023, "")]),
    ],
)
def test_what_disagrees_is_listed_until_somebody_chooses(printed: Any, revised: Any, settled: Any, expected: Any) -> None:
    assert [slot for slot, _ in disagreeing(printed, revised, settled, UP, 2030)] == expected


def row(raw: str, key: str = "T01", year: int = 2025, population: str = "") -> RevisionRow:
    return RevisionRow(key=key, year=year, raw=raw, population=population)


def faults(*rows: RevisionRow, owner: Owner = LITERACY) -> list[tuple[int | None, str | None, str]]:
    _, found = read_rows(rows, {"T01": owner}, 2021, 2030)
    return [(one.row, one.column, one.code) for one in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("38%以上")], []),
        ([row("38")], []),
        ([row("每年提高1个百分点")], []),
        ([row("完成省考核任务")], []),
        ([row("——")], []),
        ([row("38％以上")], []),
        ([row("适当控制")], [(1, "raw", "target-not-understood")]),
        ([row("38克以上")], [(1, "raw", "unit-mismatch")]),
        ([row("38‰以上")], [(1, "raw", "unit-mismatch")]),
        ([row("38%以上", key="T02")], [(1, "key", "unknown-key")]),
        ([row("38%以上", year=2031), row("38%以上", year=2020)], [(1, "year", "year-outside"), (2, "year", "year-outside")]),
        ([row("38%以上"), row("39%以上")], [(2, "key", "twice")]),
        ([row("38%以上"), row("39%以上", population="学生")], []),
        ([row("学生90%；老年人85%"), row("91%", population="学生")], [(2, "key", "twice")]),
        ([row("2026年达到38%")], [(1, "year", "other-year")]),
    ],
)
def test_faults_of_rows(rows: list[RevisionRow], expected: list[tuple[int, str, str]]) -> None:
    assert faults(*rows) == expected


def test_points_are_no_unit_of_salt() -> None:
    assert faults(row("每年降低1个百分点"), owner=Owner("人均每日食盐摄入量", "克", Polarity.DOWN)) == [(1, "raw", "unit-mismatch")]


_SAID = st.lists(st.tuples(st.sampled_from([2023, 2025, 2030]), st.sampled_from(["", "学生"]), st.integers(30, 33)), max_size=5)


@given(printed=_SAID, revised=_SAID)
def test_documents_never_change_what_the_plan_prints(printed: Any, revised: Any) -> None:
    own = [said(n, f"P{n}", year, str(value), people) for n, (year, people, value) in enumerate(printed)]
    later = [said(100 + n, f"r{n}", year, str(value), people) for n, (year, people, value) in enumerate(revised)]
    alone, both = counts(own, []), counts(own, later)
    assert alone.items() <= both.items()
    spoken = {(year, people) for year, people, _ in printed}
    assert all(slot not in spoken for slot in both.keys() - alone.keys())


@given(printed=_SAID, revised=_SAID)
def test_a_year_with_nothing_in_force_that_somebody_spoke_of_is_listed(printed: Any, revised: Any) -> None:
    own = [said(n, f"P{n}", year, str(value), people) for n, (year, people, value) in enumerate(printed)]
    later = [said(100 + n, f"r{n}", year, str(value), people) for n, (year, people, value) in enumerate(revised)]
    listed = {slot for slot, _ in disagreeing(own, later, set(), UP, 2030)}
    assert {(year, people) for year, people, _ in (*printed, *revised)} - counts(own, later).keys() <= listed
