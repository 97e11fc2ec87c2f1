"""Corrections by JSON Patch: the cases of RFC 6902 that people need, and every way in which one has no place."""

from copy import deepcopy
from typing import Any

import pytest

from services.plans.rules.correcting import corrected
from shared.schemas.document_drafts import Correction, CorrectionKind

DRAFT: dict[str, Any] = {"source": {"file": "a"}, "head": {"title": "旧", "a/b": 1, "m~n": 2}, "actions": [{"name": "甲"}, {"name": "乙"}]}


def correction(op: str, path: str, value: Any = None) -> Correction:
    return Correction(op=CorrectionKind(op), path=path, value=value)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (correction("replace", "/head/title", "新"), {"head": {**DRAFT["head"], "title": "新"}}),
        (correction("replace", "/head/period", {"start": 2021}), {"head": {**DRAFT["head"], "period": {"start": 2021}}}),
        (correction("add", "/actions/-", {"name": "丙"}), {"actions": [*DRAFT["actions"], {"name": "丙"}]}),
        (correction("add", "/actions/0", {"name": "丙"}), {"actions": [{"name": "丙"}, *DRAFT["actions"]]}),
        (correction("add", "/actions/2", {"name": "丙"}), {"actions": [*DRAFT["actions"], {"name": "丙"}]}),
        (correction("replace", "/actions/1/name", "丁"), {"actions": [{"name": "甲"}, {"name": "丁"}]}),
        (correction("remove", "/actions/0"), {"actions": [{"name": "乙"}]}),
        (correction("remove", "/head/title"), {"head": {"a/b": 1, "m~n": 2}}),
        (correction("replace", "/head/a~1b", 3), {"head": {**DRAFT["head"], "a/b": 3}}),
        (correction("replace", "/head/m~0n", 3), {"head": {**DRAFT["head"], "m~n": 3}}),
    ],
)
def test_corrections_find_their_place(given: Correction, wanted: dict[str, Any]) -> None:
    before = deepcopy(DRAFT)
    made, faults = corrected(DRAFT, [given])
    assert (made, faults) == ({**DRAFT, **wanted}, [])
    assert before == DRAFT, "the draft itself stays as it was read"


@pytest.mark.parametrize(
    ("op", "path"),
    [
        ("replace", "/source/sha256"),
        ("replace", "/actions/2/name"),
        ("replace", "/actions/2"),
        ("replace", "/actions/-"),
        ("add", "/actions/3"),
        ("remove", "/actions/²"),
        ("remove", "/actions/-1"),
        ("remove", "/head/nothing"),
        ("replace", "/nowhere/title"),
        ("replace", "/head/title/deeper"),
        ("add", "/head/title/deeper/still"),
    ],
)
def test_what_has_no_place_is_told_and_changes_nothing(op: str, path: str) -> None:
    made, [fault] = corrected(DRAFT, [correction(op, path, "x")])
    assert made == DRAFT and fault.number == 0 and fault.why


def test_corrections_apply_in_order_and_all_faults_are_found() -> None:
    made, faults = corrected(
        DRAFT,
        [correction("remove", "/x"), correction("remove", "/actions/0"), correction("replace", "/actions/0/name", "新"), correction("remove", "/y")],
    )
    assert made["actions"] == [{"name": "新"}] and [fault.number for fault in faults] == [0, 3]
