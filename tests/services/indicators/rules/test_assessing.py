"""Whole cards: totals with their arithmetic, policies for missing values, selections; properties; what differs on a second run."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.assessing.comparing import Judged, changes
from services.indicators.rules.assessing.totals import assess, ranked
from shared.schemas.assessment_cards import Candidate, Card
from shared.schemas.assessments import AssessmentSchemeDefinition
from tests.services.indicators.rules.candidates import candidate, group, ident, item, line, measured, scheme

SHARE = {"kind": "share", "line": line(">=", "40")}
LATE = {"key": "D1", "title": "迟报", "fact": "late_filing", "points": "0.5", "cap": "3"}
CASE = {"key": "B1", "title": "典型案例", "fact": "case_adopted", "points": "2", "cap": "4"}


def card(made: AssessmentSchemeDefinition, one: Candidate) -> Card:
    return assess(made, 2025, [one])[one.id]


def test_a_card_adds_up_with_its_arithmetic() -> None:
    """60 × 32/40 = 48; 40 × 0 = 0; late 3 × 0.5 = 1.5; two cases 2 × 2 = 4: 48 + 4 - 1.5 = 50.5."""
    made = scheme(group("G1", "60", item("a", "60", SHARE)), group("G2", "40", item("b", "40", {"kind": "full"})), deductions=[LATE], bonuses=[CASE])
    one = candidate("甲县", measured("a", "32"), measured("b", "1", word="behind", word_year=2025), late_filing="3", case_adopted="2")
    found = card(made, one)
    assert [str(mark.mark) for mark in found.marks] == ["48.00", "0.00"]
    assert found.marks[0].arithmetic == "32 / 40 = 0.8; 60 × 0.8 = 48.00"
    assert (found.earned, found.possible, found.score) == (Decimal(48), Decimal(100), Decimal("50.5"))
    assert found.arithmetic == "48.00 + 4 - 1.5 = 50.50"
    assert found.said.zh == "甲县可考核100分，得48分，总分50.5分（满分100分）"
    assert found.marks[1].said.zh == "判定为“进度滞后”，得0分（满分40分）"


@pytest.mark.parametrize(
    ("missing", "earned", "possible", "score", "arithmetic"),
    [
        ("excluded", "48", "60", "80", "48.00 / 60 × 100 = 80.00"),
        ("zero", "48", "100", "48", "48.00"),
        # 30 of 40 in 2024: 40 × 0.75 = 30
        ("last", "78", "100", "78", "78.00"),
    ],
)
def test_the_policy_for_missing_values_is_kept(missing: str, earned: str, possible: str, score: str, arithmetic: str) -> None:
    made = scheme(group("G1", "100", item("a", "60", SHARE), item("b", "40", SHARE)), missing=missing)
    found = card(made, candidate("甲县", measured("a", "32"), measured("b", "30", year=2024)))
    assert (found.earned, found.possible, found.score) == (Decimal(earned), Decimal(possible), Decimal(score))
    assert found.arithmetic == arithmetic
    assert found.marks[1].reason == ("share" if missing == "last" else "value_missing")


def test_a_verdict_on_another_year_earns_nothing_unless_the_last_one_may_stand_in() -> None:
    seen = measured("a", "40", word="met", word_year=2022)
    for missing, reason, score in (("zero", "other_year", 0), ("last", "word_met", 100)):
        made = scheme(group("G1", "100", item("a", "100", {"kind": "full"})), missing=missing)
        found = card(made, candidate("甲县", seen))
        assert (found.marks[0].reason, found.score) == (reason, score)


def test_an_item_may_have_a_policy_of_its_own() -> None:
    made = scheme(group("G1", "100", item("a", "60", SHARE), item("b", "40", SHARE, missing="zero")))
    assert card(made, candidate("甲县", measured("a", "32"), measured("b"))).score == Decimal(48)


def test_the_last_value_stands_in_only_where_there_is_one() -> None:
    made = scheme(group("G1", "100", item("a", "60", SHARE), item("b", "40", SHARE)), missing="last")
    assert card(made, candidate("甲县", measured("a", "32"), measured("b"))).score == Decimal(48), "none in reach: no marks"


def test_nothing_to_assess_has_no_score() -> None:
    found = card(scheme(group("G1", "100", item("a", "100", SHARE))), candidate("甲县", measured("a"), late_filing="3"))
    assert found.score is None and found.marks[0].said.zh == "无可用数值，不计入，其余重新折算"


def test_no_score_below_nothing_nor_above_the_ceiling() -> None:
    made = scheme(group("G1", "100", item("a", "100", SHARE)), deductions=[{**LATE, "cap": "90"}], bonuses=[CASE], ceiling="100")
    assert card(made, candidate("甲县", measured("a", "2"), late_filing="99")).score == 0
    found = card(made, candidate("乙县", measured("a", "44"), case_adopted="1"))
    assert (found.score, found.arithmetic) == (Decimal(100), "100.00 + 2 = 102.00 → 100.00")


def test_a_selection_shares_its_weight_among_what_it_finds() -> None:
    """10 over three binding indicators of the action: 3.34, 3.33, 3.33 in order of their keys."""
    each = {"action": "A1", "nature": "binding", "marking": {"kind": "full"}}
    made = scheme({"key": "G1", "title": "G1", "weight": "10", "each": each}, group("G2", "90", item("z", "90", SHARE)))
    mine = [measured(name, "1", word="met", word_year=2025, action="A1", nature="binding") for name in ("c", "a", "b")]
    others = [measured("d", "1", action="A2", nature="binding"), measured("e", "1", action="A1", nature="expected"), measured("z", "40")]
    found = card(made, candidate("甲县", *mine, *others))
    assert [(mark.key, str(mark.mark)) for mark in found.marks] == [("a", "3.34"), ("b", "3.33"), ("c", "3.33"), ("z", "90.00")]
    assert found.score == 100


def test_what_is_not_theirs_is_weighted_anew() -> None:
    """A unit that fills only one of two indicators is assessed on that one: 48 of 60 is 80 out of 100."""
    made = scheme(group("G1", "100", item("a", "60", SHARE), item("b", "40", SHARE)))
    found = card(made, candidate("某局", measured("a", "32")))
    assert [mark.key for mark in found.marks] == ["a"] and found.score == 80


def test_a_total_other_than_a_hundred() -> None:
    made = scheme(group("G1", "1000", item("a", "600", SHARE), item("b", "400", SHARE)), total="1000")
    assert card(made, candidate("甲县", measured("a", "32"), measured("b"))).score == 800


figures = st.decimals(min_value=-1000, max_value=1000, places=3)
lines = st.builds(line, st.sampled_from([">=", ">", "<=", "<"]), figures.map(lambda value: format(value, "f")))
weights = st.decimals(min_value=Decimal("0.01"), max_value=500, places=2)
percents = st.decimals(min_value=0, max_value=100, places=2).map(str)
steps = st.lists(st.tuples(figures, percents), min_size=1, max_size=5, unique_by=lambda one: one[0]).map(
    lambda found: [
        {"low": format(low, "f"), "high": format(high, "f"), "percent": percent}
        for (low, percent), (high, _) in zip(sorted(found), [*sorted(found)[1:], (Decimal(2000), "0")], strict=True)
    ]
)
markings = st.one_of(
    st.builds(
        lambda drawn, of, least: {"kind": "share", "of": of, "line": drawn, "none_below": least},
        lines,
        st.sampled_from(["target", "change"]),
        percents,
    ),
    st.builds(lambda drawn: {"kind": "full", "line": drawn}, lines),
    st.builds(lambda found: {"kind": "steps", "steps": found}, steps),
    st.builds(lambda drawn, found: {"kind": "steps", "on": "share", "line": drawn, "steps": found}, lines, steps),
)


@given(markings, weights, figures, figures, st.sampled_from(["excluded", "zero", "last"]))
def test_no_mark_is_above_its_weight_nor_below_nothing(marking: dict[str, Any], weight: Decimal, value: Decimal, base: Decimal, missing: str) -> None:
    made = scheme(group("G1", str(weight), item("a", str(weight), marking)), total=str(weight), missing=missing)
    found = card(made, candidate("甲县", measured("a", format(value, "f"), base=format(base, "f"))))
    assert all(mark.mark is None or 0 <= mark.mark <= mark.weight for mark in found.marks)
    assert found.score is None or 0 <= found.score <= weight


@given(st.permutations(["甲", "乙", "丙", "丁"]), st.permutations(["a", "b", "c"]))
def test_the_order_of_rows_is_irrelevant(people: list[str], names: list[str]) -> None:
    given_values = {"甲": "32", "乙": "40", "丙": "32", "丁": "7"}
    index = {"normalisation": "z_score", "mean": "arithmetic", "components": [{"indicator_id": str(ident("a"))}]}
    selection = {"key": "G2", "title": "G2", "weight": "10", "each": {"marking": SHARE}}
    made = scheme(group("G1", "90", item("a", "90", SHARE)), selection, index=index)

    def of(order: list[str], measures: list[str]) -> dict[str, Any]:
        candidates = [candidate(one, *(measured(name, given_values[one]) for name in measures)) for one in order]
        cards = assess(made, 2025, candidates)
        found = ranked(made, cards, {key: found.score for key, found in cards.items()})
        return {one: (cards[ident(one)], found[ident(one)]) for one in order}

    assert of(people, names) == of(["甲", "乙", "丙", "丁"], ["a", "b", "c"])


@given(st.decimals(min_value=0, max_value=100, places=2), st.sampled_from(["share", "full"]))
def test_the_unit_of_measure_is_irrelevant(value: Decimal, kind: str) -> None:
    """The same value in % and in ‰ against a line stated in % earns the same."""
    made = scheme(group("G1", "100", item("a", "100", {"kind": kind, "line": line(">=", "40", "%")})))
    percent = card(made, candidate("甲县", measured("a", format(value, "f"))))
    mille = card(made, candidate("甲县", measured("a", format(value * 10, "f"), unit_of_measure="‰")))
    assert percent.score == mille.score


def judged(made: AssessmentSchemeDefinition, *candidates: Candidate) -> dict[Any, Judged]:
    cards = assess(made, 2025, candidates)
    found = ranked(made, cards, {key: one.score for key, one in cards.items()})
    return {one.id: Judged(one, cards[one.id], found[one.id]) for one in candidates}


def test_a_second_run_says_what_changed() -> None:
    made = scheme(group("G1", "100", item("a", "100", SHARE)))
    was = judged(made, candidate("甲县", measured("a", "32")), candidate("乙县", measured("a", "30")))
    assert changes(was, judged(made, candidate("乙县", measured("a", "30")), candidate("甲县", measured("a", "32")))) == []
    now = judged(made, candidate("甲县", measured("a", "28")), candidate("丙县", measured("a", "30")))
    found = {(one.name, one.what, one.key.split()[0]) for one in changes(was, now)}
    assert found >= {("甲县", "measure", "a"), ("甲县", "mark", "G1/a"), ("甲县", "score", "score"), ("甲县", "score", "rank")}
    assert {(one.name, bool(one.was), bool(one.now)) for one in changes(was, now) if one.what == "assessed"} == {
        ("乙县", True, False),
        ("丙县", False, True),
    }
