"""What an amendment changes, as pure rules: matching facts whose keys have shifted, field by field, and never a key used twice."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.amendments import as_plain, changes, edited, matched, rekeyed
from shared.rules.similarity import alike, likeness
from shared.schemas.amendments import FactEdit
from shared.schemas.plan_document import PlanDocument
from tests.factories.documents import document


def plain(**parts: Any) -> dict[str, Any]:
    return as_plain(PlanDocument.model_validate(document(**parts)))


OLD = plain()


def after(change: Any) -> list[tuple[str, str, str]]:
    """What differs once ``change`` has been made to a copy of the document: (kind, how, key)."""
    new = copy.deepcopy(OLD)
    change(new)
    return [(one.kind, one.how, one.key) for one in changes(OLD, rekeyed(OLD, new, 2))]


def test_the_same_document_changes_nothing() -> None:
    assert after(lambda new: None) == []


def test_a_fact_that_only_stands_elsewhere_is_no_change() -> None:
    def move(new: dict[str, Any]) -> None:
        for fact in new["indicators"]:
            fact["clause"] = {"path": "附件二/表", "start": 900, "end": 905, "quote": "别处"}

    assert after(move) == []


@pytest.mark.parametrize(
    ("part", "kind", "key"),
    [("actions", "action", "A2"), ("indicators", "indicator", "T06"), ("duties", "duty", "D05"), ("sections", "section", "S1")],
)
def test_what_is_gone_is_told(part: str, kind: str, key: str) -> None:
    def drop(new: dict[str, Any]) -> None:
        new[part] = [fact for fact in new[part] if fact["key"] != key]
        new["responsibilities"] = [entry for entry in new["responsibilities"] if entry["action"] != key]
        for fact in (*new["indicators"], *new["duties"]):
            if fact.get("action") == key:
                del fact["action"]
        if part == "sections":
            new["actions"], new["responsibilities"] = [], []
            for fact in (*new["indicators"], *new["duties"]):
                fact.pop("action", None)

    assert (kind, "gone", key) in after(drop)


def test_a_row_put_in_before_does_not_rename_those_after_it() -> None:
    """The table's second row is T02 wherever it stood before: values and targets hang on the key."""

    def insert(new: dict[str, Any]) -> None:
        row = {**copy.deepcopy(new["indicators"][0]), "name": "人均预期寿命"}
        new["indicators"].insert(0, row)
        for number, fact in enumerate(f for f in new["indicators"] if f["key"].startswith("T")):
            fact["key"] = f"T{number + 1:02}"
        for fact in new["indicators"]:
            if fact.get("same_as"):
                fact["same_as"] = {"T01": "T02", "T02": "T03"}[fact["same_as"]]

    assert after(insert) == [("indicator", "new", "T01.v2")]


def test_a_changed_target_is_told_field_by_field() -> None:
    new = copy.deepcopy(OLD)
    new["indicators"][0]["statements"][1] |= {"raw": "42", "expression": {"kind": "threshold", "value": "42"}}
    [change] = changes(OLD, rekeyed(OLD, new, 2))
    assert (change.kind, change.how, change.key, change.name) == ("indicator", "changed", "T01", "居民健康素养水平")
    assert [(field.path, field.before, field.after) for field in change.fields] == [
        ("statements/1/raw", "40", "42"),
        ("statements/1/expression/value", "40", "42"),
    ]


def test_a_unit_with_another_role_is_a_change_and_another_unit_is_new() -> None:
    def reassign(new: dict[str, Any]) -> None:
        new["responsibilities"][4]["role"] = "lead"
        new["responsibilities"][5] |= {"written": "县卫健局", "unit": "县卫健局"}

    assert after(reassign) == [("responsibility", "changed", "A2"), ("responsibility", "new", "A2"), ("responsibility", "gone", "A2")]


def test_the_head_is_compared_too() -> None:
    assert after(lambda new: new["head"].update(period={"start": 2021, "end": 2035})) == [("head", "changed", "head")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"T1": "甲"}, {"T1": "甲"}, {"T1": "T1"}),
        ({"T1": "甲", "T2": "乙"}, {"T1": "乙", "T2": "甲"}, {"T1": "T2", "T2": "T1"}),
        ({"A1": "健康知识普及行动"}, {"A1": "健康知识普及专项行动"}, {"A1": "A1"}),
        ({"A1": "健康知识普及行动"}, {"A1": "控烟行动"}, {}),
        ({"A1": "职业健康保护行动", "A2": "控烟行动"}, {"A1": "控烟行动", "A2": "职业健康保护专项行动"}, {"A1": "A2", "A2": "A1"}),
        ({"T1": "率", "T2": "率"}, {"T3": "率", "T4": "率"}, {"T3": "T1", "T4": "T2"}),
    ],
)
def test_what_a_fact_was_before(old: dict[str, str], new: dict[str, str], expected: dict[str, str]) -> None:
    assert matched(old, new) == expected


names = st.dictionaries(st.sampled_from([f"K{n}" for n in range(8)]), st.text("健康行动控烟普及", min_size=1, max_size=6), max_size=8)


@given(names, names)
def test_no_two_facts_were_the_same_one(old: dict[str, str], new: dict[str, str]) -> None:
    found = matched(old, new)
    assert set(found) <= set(new) and set(found.values()) <= set(old)
    assert len(set(found.values())) == len(found)


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_symmetric_and_between_nothing_and_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0


@given(names, names)
def test_alike_finds_exactly_the_pairs_that_are_alike(ones: dict[str, str], others: dict[str, str]) -> None:
    expected = {(a, b) for a, x in ones.items() for b, y in others.items() if likeness(x, y) >= 0.5}
    assert {(a, b) for _, a, b in alike(ones, others, 0.5)} == expected


def test_single_facts_are_put_in_replaced_and_taken_out() -> None:
    duty = {name: value for name, value in OLD["duties"][1].items() if name != "key"}
    edits = [
        FactEdit(kind="duty", key="D05"),
        FactEdit(kind="duty", key="D02", fact={**duty, "what": "召开联席会议"}),
        FactEdit(kind="duty", key="D09", fact={**duty, "what": "开展评估"}),
    ]
    new = edited(OLD, edits)
    assert [(fact["key"], fact["what"]) for fact in new["duties"]][1] == ("D02", "召开联席会议")
    assert [fact["key"] for fact in new["duties"]] == ["D01", "D02", "D03", "D04", "D09"]
    assert new["indicators"] == OLD["indicators"]
