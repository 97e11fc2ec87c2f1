"""Marking rules, deductions, vetoes: tables that a health officer can check by hand."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.indicators.rules.assessing.counting import given
from services.indicators.rules.assessing.marking import earned
from services.indicators.rules.assessing.rounding import half_up, shared_out
from services.indicators.rules.assessing.vetoing import hits
from shared.schemas.assessment_cards import Measured
from shared.schemas.assessments import FactRule, Marking, Veto
from tests.services.indicators.rules.candidates import candidate, ident, line, measured

_MARKING: TypeAdapter[Any] = TypeAdapter(Marking)
UP, DOWN = line(">=", "40"), line("<=", "20")
STEPS = [{"low": "95", "percent": "100"}, {"low": "90", "high": "95", "percent": "80"}, {"low": "60", "high": "90", "percent": "50"}]

MARKS = [
    # all or nothing, by a stated line
    ({"kind": "full", "line": UP}, measured(value="40"), "1", "held"),
    ({"kind": "full", "line": UP}, measured(value="39.99"), "0", "not_held"),
    ({"kind": "full", "line": line("<", "20")}, measured(value="20"), "0", "not_held"),
    # a line in another unit: 400‰ is 40 %
    ({"kind": "full", "line": line(">=", "400", "‰")}, measured(value="40"), "1", "held"),
    # all or nothing, by verdict
    ({"kind": "full"}, measured(value="40", word="met"), "1", "word_met"),
    ({"kind": "full"}, measured(value="40", word="met_early"), "1", "word_met_early"),
    ({"kind": "full"}, measured(value="40", word="on_track"), "0", "word_on_track"),
    ({"kind": "full", "words": ["met", "on_track"]}, measured(value="40", word="on_track"), "1", "word_on_track"),
    ({"kind": "full"}, measured(word="no_data"), None, "word_no_data"),
    ({"kind": "full"}, measured(value="40"), None, "no_verdict"),
    # share of the target: 32 of 40 is 80 %; where less is better 20 ÷ 25 is 80 %
    ({"kind": "share", "line": UP}, measured(value="32"), "0.8", "share"),
    ({"kind": "share", "line": UP}, measured(value="48"), "1", "share"),
    ({"kind": "share", "line": UP}, measured(value="-1"), "0", "share"),
    ({"kind": "share", "line": DOWN}, measured(value="25", polarity="down"), "0.8", "share"),
    ({"kind": "share", "line": line("<=", "0")}, measured(value="3", polarity="down"), "0", "share"),
    ({"kind": "share", "line": line("<", "0")}, measured(value="0", polarity="down"), "0", "share"),
    ({"kind": "share", "line": line(">=", "0")}, measured(value="-3"), "0", "share"),
    ({"kind": "share", "line": UP, "none_below": "80"}, measured(value="32"), "0.8", "share"),
    ({"kind": "share", "line": UP, "none_below": "80.01"}, measured(value="32"), "0", "below_least_share"),
    # the line of the target in force, where the scheme states none
    ({"kind": "share"}, measured(value="30", line=UP), "0.75", "share"),
    ({"kind": "share"}, measured(value="30"), None, "no_line"),
    # share of the change: from 26 to 40, at 33 half of it is done; at 20 nothing; a value beyond the line is all of it
    ({"kind": "share", "of": "change", "line": UP}, measured(value="33", base="26"), "0.5", "share"),
    ({"kind": "share", "of": "change", "line": UP}, measured(value="20", base="26"), "0", "share"),
    ({"kind": "share", "of": "change", "line": UP}, measured(value="44", base="26"), "1", "share"),
    ({"kind": "share", "of": "change", "line": DOWN}, measured(value="23", base="26", polarity="down"), "0.5", "share"),
    ({"kind": "share", "of": "change", "line": UP}, measured(value="33"), None, "no_base"),
    ({"kind": "share", "of": "change", "line": line(">", "40")}, measured(value="40", base="40"), "0", "share"),
    # progress marks
    ({"kind": "progress", "percents": {"met": "100", "on_track": "80"}}, measured(value="1", word="on_track"), "0.8", "word_on_track"),
    ({"kind": "progress", "percents": {"met": "100"}}, measured(value="1", word="behind"), "0", "word_behind"),
    ({"kind": "progress", "percents": {"met": "100"}}, measured(word="not_due"), None, "word_not_due"),
    ({"kind": "progress", "percents": {"met": "100", "not_due": "60"}}, measured(word="not_due"), "0.6", "word_not_due"),
    # a table of steps on the value: the lower end belongs to the step, the upper one to the next
    ({"kind": "steps", "steps": STEPS}, measured(value="95"), "1", "step"),
    ({"kind": "steps", "steps": STEPS}, measured(value="94.99"), "0.8", "step"),
    ({"kind": "steps", "steps": STEPS}, measured(value="90"), "0.8", "step"),
    ({"kind": "steps", "steps": STEPS}, measured(value="59.9"), "0", "outside_steps"),
    # a table of steps on the achieved share: 36 of 40 is 90 %
    ({"kind": "steps", "on": "share", "line": UP, "steps": STEPS}, measured(value="36"), "0.8", "step"),
    ({"kind": "steps", "on": "share", "steps": STEPS}, measured(value="36"), None, "no_line"),
    ({"kind": "share", "line": UP}, measured(), None, "value_missing"),
]


@pytest.mark.parametrize(("marking", "seen", "share", "reason"), MARKS)
def test_what_a_value_earns(marking: dict[str, Any], seen: Measured, share: str | None, reason: str) -> None:
    found = earned(_MARKING.validate_python(marking), seen)
    assert (found.share, found.reason) == (None if share is None else Decimal(share), reason)
    assert found.said.zh and found.said.en


def test_the_arithmetic_can_be_followed() -> None:
    found = earned(_MARKING.validate_python({"kind": "share", "of": "change", "line": UP}), measured(value="33", base="26"))
    assert found.formula == "(33 - 26) / (40 - 26) = 0.5"
    assert found.said.zh == "2025年数值33%，目标不低于40%，完成50%"


@pytest.mark.parametrize(("figure", "expected"), [("1.005", "1.01"), ("1.0049", "1.00"), ("2.675", "2.68"), ("-1.005", "-1.01"), ("0", "0.00")])
def test_half_is_rounded_up_at_two_places(figure: str, expected: str) -> None:
    assert str(half_up(Decimal(figure))) == expected


@pytest.mark.parametrize(
    ("weight", "parts", "expected"),
    [("20", 3, ["6.67", "6.67", "6.66"]), ("10", 4, ["2.50"] * 4), ("0.05", 3, ["0.02", "0.02", "0.01"]), ("0.01", 2, ["0.01", "0.00"])],
)
def test_a_weight_is_shared_out_without_losing_a_hundredth(weight: str, parts: int, expected: list[str]) -> None:
    assert [str(one) for one in shared_out(Decimal(weight), parts)] == expected


@pytest.mark.parametrize(
    ("rule", "count", "sign", "expected", "arithmetic"),
    [
        ({"points": "0.5"}, "3", -1, "-1.5", "3 × 0.5 = 1.5 → -1.5"),
        ({"points": "0.5", "cap": "1"}, "3", -1, "-1", "3 × 0.5 = 1.5 > 1 → -1"),
        ({"points": "1", "free": 2}, "3", -1, "-1", "(3 - 2) × 1 = 1 → -1"),
        ({"points": "1", "free": 2}, "2", -1, "0", "0 × 1 = 0 → 0"),
        ({"points": "2", "cap": "5"}, "2", 1, "4", "2 × 2 = 4 → 4"),
        ({"points": "0.33"}, "0.5", -1, "-0.17", "0.5 × 0.33 = 0.17 → -0.17"),
    ],
)
def test_facts_are_counted(rule: dict[str, Any], count: str, sign: int, expected: str, arithmetic: str) -> None:
    made = FactRule.model_validate({"key": "D", "title": "迟报", "fact": "late_filing", **rule})
    [found] = given([made], candidate("甲县", late_filing=count, returned="9").facts, sign)
    assert (found.points, found.arithmetic) == (Decimal(expected), arithmetic)


VETOES = [
    ({"indicator_id": "x", "line": line("<", "30")}, measured("x", "29"), {}, True),
    ({"indicator_id": "x", "line": line("<", "30")}, measured("x", "30"), {}, False),
    ({"indicator_id": "x", "line": line("<", "300", "‰")}, measured("x", "29"), {}, True),
    ({"indicator_id": "x", "line": line("<", "30")}, measured("x", "29", year=2024), {}, False),
    ({"indicator_id": "x", "line": line("<", "30")}, measured("x"), {}, False),
    ({"indicator_id": "x", "line": line("<", "30")}, measured("y", "29"), {}, False),
    ({"indicator_id": "x", "states": ["复燃"]}, measured("x", state="复燃"), {}, True),
    ({"indicator_id": "x", "states": ["复燃"]}, measured("x", state="消除"), {}, False),
    ({"indicator_id": "x", "words": ["worsening"]}, measured("x", "1", word="worsening", word_year=2025), {}, True),
    ({"indicator_id": "x", "words": ["worsening"]}, measured("x", "1", word="worsening", word_year=2024), {}, False),
    ({"fact": "accident"}, measured("x"), {"accident": "1"}, True),
    ({"fact": "accident", "at_least": 2}, measured("x"), {"accident": "1"}, False),
]


@pytest.mark.parametrize(("veto", "seen", "facts", "applies"), VETOES)
def test_one_veto_sets_the_grade(veto: dict[str, Any], seen: Measured, facts: dict[str, str], applies: bool) -> None:
    named = {**veto, "indicator_id": str(ident(veto["indicator_id"]))} if "indicator_id" in veto else veto
    made = Veto.model_validate({"key": "V1", "title": "重大事故", "grade": "待改进", **named})
    found = hits([made], candidate("甲县", seen, **facts), 2025)
    assert [hit.grade for hit in found] == (["待改进"] if applies else [])
