"""Faults of a scheme: all at once, each at its place."""

from typing import Any

from services.indicators.rules.assessing.checking import faults_of
from services.indicators.rules.assessing.places import KnownIndicator
from shared.schemas.assessments import AssessmentSchemeDefinition
from shared.schemas.targets import Polarity
from tests.services.indicators.rules.candidates import group, ident, item, line, scheme

KNOWN = {ident("a"): KnownIndicator("健康素养", "%", Polarity.UP), ident("b"): KnownIndicator("疟疾", None, Polarity.STATE)}
FULL = {"kind": "full"}


def found(made: AssessmentSchemeDefinition, *selected: str) -> set[tuple[str | None, str]]:
    """Every fault as (place, code)."""
    return {(fault.pointer, fault.code) for fault in faults_of(made, KNOWN, set(), {ident(name) for name in selected})}


def graded(*grades: dict[str, Any], kind: str = "score") -> AssessmentSchemeDefinition:
    return scheme(group("G", "100", item("a", "100", FULL)), grades={"kind": kind, "grades": list(grades)})


def test_a_good_scheme_has_none() -> None:
    assert found(scheme(group("G1", "60", item("a", "60", FULL)), group("G2", "40", item("b", "40", FULL)))) == set()


def test_weights_that_do_not_add_up_are_told_exactly() -> None:
    made = scheme(group("G1", "60", item("a", "59.5", FULL)), group("G2", "35", item("b", "35", FULL)))
    told = [fault.told("zh") for fault in faults_of(made, KNOWN, set(), set())]
    assert [(one.pointer, one.message) for one in told] == [
        ("/definition/groups", "各部分权重合计 95，应为 100，相差 -5"),
        ("/definition/groups/0/items", "“G1”各指标权重合计 59.5，应为 60，相差 -0.5"),
    ]


def test_an_unknown_indicator_and_a_unit_that_does_not_fit() -> None:
    made = scheme(group("G", "100", item("a", "50", {"kind": "full", "line": line(">=", "3", "家")}), item("zz", "50", FULL)))
    assert found(made) == {
        ("/definition/groups/0/items/0/marking/line/unit", "unit-mismatch"),
        ("/definition/groups/0/items/1/indicator_id", "unknown-indicator"),
    }


def steps(*bands: tuple[str | None, str | None]) -> set[tuple[str | None, str]]:
    told = [{"low": low, "high": high, "percent": "50"} for low, high in bands]
    return found(scheme(group("G", "100", item("a", "100", {"kind": "steps", "steps": told}))))


def test_steps_that_overlap_leave_gaps_or_are_empty() -> None:
    at = "/definition/groups/0/items/0/marking/steps"
    assert steps(("90", None), ("60", "90"), (None, "60")) == set()
    assert steps(("90", None), ("60", "91")) == {(f"{at}/0", "steps-overlap")}
    assert steps(("90", None), ("60", None)) == {(f"{at}/0", "steps-overlap")}
    assert steps((None, "60"), (None, "50"), ("60", "70")) == {(f"{at}/1", "steps-overlap")}
    assert steps(("90", None), ("60", "80")) == {(f"{at}/0", "steps-gap")}
    assert steps(("60", "60")) == {(f"{at}/0", "empty-band")}


def test_a_grade_table_with_gaps() -> None:
    at = "/definition/grades/grades"
    assert found(graded({"name": "优", "low": "90"}, {"name": "良", "low": "60", "high": "80"})) == {
        (f"{at}/0", "grades-gap"),
        (f"{at}/1/low", "grades-gap"),
    }
    assert found(graded({"name": "优", "low": "80", "high": "100"}, {"name": "优", "low": "0", "high": "85"})) == {
        (f"{at}/0", "grades-overlap"),
        (f"{at}/0/high", "grades-gap"),
        (f"{at}/0/name", "twice"),
        (f"{at}/1/name", "twice"),
    }


def test_quotas_over_a_hundred_and_without_a_rest() -> None:
    at = "/definition/grades/grades"
    over = graded({"name": "优", "percent": "60"}, {"name": "良", "percent": "50"}, {"name": "合格"}, kind="quota")
    assert found(over) == {(at, "quota-over")}
    assert found(graded({"name": "优"}, {"name": "良", "percent": "50"}, kind="quota")) == {
        (f"{at}/0/percent", "quota-rest"),
        (f"{at}/1/percent", "quota-rest"),
    }


def test_a_veto_on_an_indicator_that_the_scheme_does_not_contain() -> None:
    veto = {"key": "V", "title": "重大事故", "indicator_id": str(ident("b")), "states": ["复燃"], "grade": "差"}
    made = scheme(group("G", "100", item("a", "100", FULL)), vetoes=[veto])
    assert found(made) == {("/definition/vetoes/0/indicator_id", "veto-outside"), ("/definition/vetoes/0/grade", "unknown-grade")}
    assert found(made, "b") == {("/definition/vetoes/0/grade", "unknown-grade")}, "a selection finds it"


def test_an_index_that_cannot_be_computed() -> None:
    parts = [{"indicator_id": str(ident("a")), "low": "9", "high": "9"}, {"indicator_id": str(ident("b")), "low": "0", "high": "1"}]
    made = scheme(group("G", "100", item("a", "100", FULL)), index={"normalisation": "min_max", "mean": "geometric", "components": parts})
    assert found(made) == {("/definition/index/components/0", "goalposts"), ("/definition/index/components/1/indicator_id", "no-direction")}
    twice = {"normalisation": "z_score", "mean": "geometric", "components": [parts[0], parts[0]]}
    made = scheme(group("G", "100", item("a", "100", FULL)), index=twice)
    assert found(made) == {("/definition/index/mean", "geometric-z"), ("/definition/index/components/1/indicator_id", "twice")}


def test_keys_are_unique_and_units_need_a_plan() -> None:
    made = scheme(group("G", "50", item("a", "50", FULL)), group("G", "50", item("a", "50", FULL)), assessed={"kind": "units"}, plan_ids=[])
    assert found(made) == {
        ("/definition/plan_ids", "plan-wanted"),
        ("/definition/groups/0/key", "twice"),
        ("/definition/groups/1/key", "twice"),
        ("/definition/groups/0/items/0/key", "twice"),
        ("/definition/groups/1/items/0/key", "twice"),
    }
    made = scheme(group("G", "100", item("a", "100", FULL)), plan_ids=[str(ident("plan"))])
    assert found(made) == {("/definition/plan_ids/0", "unknown-plan")}


def test_all_faults_come_at_once() -> None:
    veto = {"key": "V", "title": "事故", "indicator_id": str(ident("b")), "words": ["worsening"], "grade": "差"}
    overlapping = {"kind": "steps", "steps": [{"low": "0", "high": "60", "percent": "0"}, {"low": "50", "percent": "100"}]}
    made = scheme(group("G", "90", item("zz", "100", overlapping)), vetoes=[veto])
    assert {code for _, code in found(made)} == {"weights-sum", "unknown-indicator", "steps-overlap", "veto-outside", "unknown-grade"}
