"""A later document worked into an edited plan (domain notes, section 2: a plan changes by amendment; nothing a person said is lost unseen)."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.amendments import changes, likenesses, rekeyed
from services.plans.rules.merging import Merged, decided, merge, numbered
from shared.schemas.amendments import ConflictSide, FactKind
from shared.schemas.proposals import ConflictDecision
from tests.factories.documents import document, entry

Facts = dict[str, Any]


def text() -> Facts:
    return copy.deepcopy(document())


def fact(side: Facts, part: str, key: str) -> Facts:
    [found] = [one for one in side[part] if one["key"] == key]
    return found


def told(merged: Merged) -> list[tuple[str, str, str | None]]:
    return [(one.kind.value, one.key, one.path) for one in merged.conflicts]


def rename_action(side: Facts, name: str) -> None:
    fact(side, "actions", "A1")["name"] = name


def raise_target(side: Facts, year: int, raw: str) -> None:
    [one] = [s for s in fact(side, "indicators", "T01")["statements"] if s["year"] == year]
    one.update(raw=raw, expression={"kind": "threshold", "value": raw})


def drop_duty(side: Facts) -> None:
    side["duties"] = [duty for duty in side["duties"] if duty["key"] != "D05"]


def drop_entry(side: Facts) -> None:
    side["responsibilities"] = [one for one in side["responsibilities"] if one["written"] != "各街道"]


@pytest.mark.parametrize(
    ("edit", "read"),
    [
        (lambda side: rename_action(side, "健康知识行动"), lambda side: None),
        (lambda side: raise_target(side, 2022, "33"), lambda side: raise_target(side, 2030, "42")),
        (drop_duty, lambda side: rename_action(side, "健康知识普及专项行动")),
        (drop_entry, drop_duty),
        (lambda side: side["head"].update(title="改题"), lambda side: side["head"].update(horizon_years=[2025, 2030])),
        (lambda side: rename_action(side, "一样"), lambda side: rename_action(side, "一样")),
    ],
)
def test_edits_and_changes_elsewhere_both_stand(edit: Any, read: Any) -> None:
    plan, later, both = text(), text(), text()
    edit(plan)
    read(later)
    edit(both)
    read(both)
    merged = merge(text(), plan, later)
    assert told(merged) == [] and changes(both, merged.document) == []


@pytest.mark.parametrize(
    ("edit", "read", "place"),
    [
        (lambda s: rename_action(s, "人改"), lambda s: rename_action(s, "文改"), ("action", "A1", "name")),
        (lambda s: raise_target(s, 2030, "41"), lambda s: raise_target(s, 2030, "42"), ("indicator", "T01", "statements/2030")),
        (drop_duty, lambda s: fact(s, "duties", "D05").update(what="报送案例"), ("duty", "D05", None)),
        (lambda s: fact(s, "duties", "D05").update(what="报送案例"), drop_duty, ("duty", "D05", None)),
        (lambda s: s["head"].update(title="人改"), lambda s: s["head"].update(title="文改"), ("head", "head", "title")),
        (drop_entry, lambda s: s["responsibilities"][2].update(role="responsible"), ("responsibility", "A1", None)),
    ],
)
def test_where_both_changed_the_plans_word_stands_until_somebody_decides(edit: Any, read: Any, place: Any) -> None:
    plan, later = text(), text()
    edit(plan)
    read(later)
    merged = merge(text(), plan, later)
    assert told(merged) == [place] and changes(plan, merged.document) == []
    conflicts = numbered(merged.conflicts)
    taken, marked = decided(merged.document, conflicts, [ConflictDecision(conflict="C01", take=ConflictSide.DOCUMENT)])
    assert changes(later, taken) == [] and marked[0].taken is ConflictSide.DOCUMENT
    back, _ = decided(taken, marked, [ConflictDecision(conflict="C01", take=ConflictSide.PLAN)])
    assert changes(plan, back) == []


def test_an_action_that_is_dropped_but_still_has_a_persons_duty_stays_as_a_conflict() -> None:
    plan, later = text(), text()
    fact(plan, "duties", "D05")["action"] = "A2"
    later["actions"] = [one for one in later["actions"] if one["key"] != "A2"]
    later["responsibilities"] = [one for one in later["responsibilities"] if one["action"] != "A2"]
    later["indicators"] = [one for one in later["indicators"] if one.get("action") != "A2"]
    merged = merge(text(), plan, later)
    assert told(merged) == [("action", "A2", None)]
    assert fact(merged.document, "actions", "A2") == fact(plan, "actions", "A2")


def test_a_sentence_stands_alone_once_the_row_that_it_repeats_is_gone() -> None:
    later = text()
    later["indicators"] = [one for one in later["indicators"] if one["key"] != "T01"]
    assert "same_as" not in fact(merge(text(), text(), later).document, "indicators", "P01")


def test_what_both_sides_added_is_one_fact() -> None:
    plan, later = text(), text()
    for side in (plan, later):
        side["responsibilities"] = [*side["responsibilities"], entry("A2", "cooperating", "县体育局")]
    later["responsibilities"][-1]["clause"] = {**later["responsibilities"][-1]["clause"], "start": 70, "end": 74}
    merged = merge(text(), plan, later)
    assert told(merged) == [] and merged.document["responsibilities"][-1]["clause"]["start"] == 70
    assert len(merged.document["responsibilities"]) == len(plan["responsibilities"])


_EDITS = st.lists(
    st.sampled_from(
        [
            lambda s: rename_action(s, "行动甲"),
            lambda s: raise_target(s, 2022, "33"),
            lambda s: raise_target(s, 2030, "44"),
            drop_duty,
            drop_entry,
            lambda s: s["head"].update(title="新题"),
            lambda s: s["duties"].reverse(),
        ]
    ),
    max_size=4,
)


@given(edits=_EDITS)
def test_one_side_alone_changes_everything_it_says(edits: Any) -> None:
    side = text()
    for edit in edits:
        edit(side)
    read, edited = merge(text(), text(), side), merge(text(), side, text())
    assert read.conflicts == [] == edited.conflicts
    assert changes(side, read.document) == [] == changes(side, edited.document)


@given(edits=_EDITS, reads=_EDITS)
def test_deciding_all_for_the_document_leaves_nothing_of_the_plans_word_there(edits: Any, reads: Any) -> None:
    plan, later = text(), text()
    for edit in edits:
        edit(plan)
    for edit in reads:
        edit(later)
    merged = merge(text(), plan, later)
    conflicts = numbered(merged.conflicts)
    taken, _ = decided(merged.document, conflicts, [ConflictDecision(conflict=one.id, take=ConflictSide.DOCUMENT) for one in conflicts])
    assert merge(text(), taken, later).conflicts == []


def test_a_like_name_is_told_and_a_persons_word_overrules_it() -> None:
    later = text()
    fact(later, "actions", "A2").update(name="中小学健康促进专项行动")
    [doubt] = likenesses(text(), later, 2)
    assert (doubt.kind, doubt.read, doubt.key, doubt.before) == (FactKind.ACTION, "A2", "A2", "中小学健康促进行动")
    apart = {FactKind.ACTION: {"A2": None}}
    assert likenesses(text(), later, 2, apart) == []
    assert [one["key"] for one in rekeyed(text(), later, 2, apart)["actions"]] == ["A1", "A2.v2"]
    swapped = {FactKind.ACTION: {"A2": "A1", "A1": "A2"}}
    assert [one["key"] for one in rekeyed(text(), later, 2, swapped)["actions"]] == ["A2", "A1"]


def test_a_key_that_is_taken_twice_is_counted_on() -> None:
    old = text()
    old["duties"] = [*old["duties"], {**old["duties"][0], "key": "D01.v2", "what": "从前另一事项"}]
    later = text()
    later["duties"] = [{**later["duties"][0], "what": "全新的要求"}]
    assert rekeyed(old, later, 2)["duties"][0]["key"] == "D01.v3"
