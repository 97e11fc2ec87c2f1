"""Forms held against their schema; merge patches."""

from typing import Any

import pytest

from services.submissions.rules.forms import form_findings, merged
from services.submissions.service.kinds import shipped_definitions
from shared.schemas.kinds import FormCheck
from tests.factories.forms import least

TITLED = {"title": "字段", "title_en": "Field"}
FORM: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["starts", "what"],
    "properties": {
        "starts": {"type": "string", "format": "date", "title": "起始", "title_en": "Starts"},
        "ends": {"type": "string", "format": "date", "title": "截止", "title_en": "Ends"},
        "what": {"type": "string", "minLength": 2, "maxLength": 4, "title": "内容", "title_en": "What"},
        "month": {"type": "string", "format": "month", **TITLED},
        "money": {"type": "string", "format": "decimal", **TITLED},
        "reached": {"type": "integer", "minimum": 0, "maximum": 9, **TITLED},
        "level": {"type": "string", "enum": ["县级", "市级"], **TITLED},
        "sure": {"type": "boolean", **TITLED},
        "names": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": True, **TITLED, "items": {"type": "string", **TITLED}},
        "tasks": {
            "type": "array",
            **TITLED,
            "items": {
                "type": "object",
                **TITLED,
                "required": ["task"],
                "additionalProperties": False,
                "properties": {"task": {"type": "string", **TITLED}},
            },
        },
    },
}
GOOD = {"starts": "2022-01-01", "what": "内容"}


def found(content: dict[str, Any], *checks: FormCheck) -> set[tuple[str | None, str]]:
    """Findings as (field, code)."""
    return {(one.field, one.code) for one in form_findings(FORM, checks, content)}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"starts": "2022-02-30"}, "/starts", "wrong-format"),
        ({"starts": "20220101"}, "/starts", "wrong-format"),
        ({"what": "长"}, "/what", "too-short"),
        ({"what": "太长的内容"}, "/what", "too-long"),
        ({"what": 5}, "/what", "wrong-type"),
        ({"month": "2022-13"}, "/month", "wrong-format"),
        ({"money": "1,000"}, "/money", "wrong-format"),
        ({"money": "1e3"}, "/money", "wrong-format"),
        ({"reached": -1}, "/reached", "too-small"),
        ({"reached": 10}, "/reached", "too-great"),
        ({"reached": "9"}, "/reached", "wrong-type"),
        ({"reached": True}, "/reached", "wrong-type"),
        ({"level": "省级"}, "/level", "not-listed"),
        ({"sure": "是"}, "/sure", "wrong-type"),
        ({"names": []}, "/names", "too-few"),
        ({"names": ["a", "b", "c"]}, "/names", "too-many"),
        ({"names": ["a", "a"]}, "/names", "entry-twice"),
        ({"tasks": [{"task": "a"}, {}]}, "/tasks/1/task", "unanswered"),
        ({"tasks": [{"task": "a", "who": "b"}]}, "/tasks/0", "unknown-field"),
    ],
)
def test_each_fault_has_its_place_and_code(changes: dict[str, Any], field: str, code: str) -> None:
    assert found({**GOOD, **changes}) == {(field, code)}


def test_all_faults_are_told_at_once_in_both_languages() -> None:
    assert found({"level": "省级"}) == {("/starts", "unanswered"), ("/what", "unanswered"), ("/level", "not-listed")}
    told = {one.words.say(language, **one.places) for one in form_findings(FORM, [], {"what": "内容"}) for language in ("zh", "en")}  # type: ignore[arg-type]
    assert told == {"“起始”尚未填写", "Starts is missing"}


@pytest.mark.parametrize("money", ["0", "-1.50", "123456789012345678901234567890.12345678"])
def test_decimals_are_strings_with_their_zeros(money: str) -> None:
    assert found({**GOOD, "money": money}) == set()


@pytest.mark.parametrize(
    ("rule", "first", "second", "breaks"),
    [
        ("in_order", "2022-01-01", "2022-01-01", False),
        ("in_order", "2022-01-02", "2022-01-01", True),
        ("in_order", "2021-12-31", "2022-01-01", False),
        ("in_order", "2022-01-01", None, False),
    ],
)
def test_two_days_in_order(rule: Any, first: str, second: str | None, breaks: bool) -> None:
    content = {**GOOD, "starts": first} | ({"ends": second} if second else {})
    assert found(content, FormCheck(rule=rule, fields=("starts", "ends"))) == ({("/starts", "days-out-of-order")} if breaks else set())


@pytest.mark.parametrize(("reached", "money", "breaks"), [(9, "9", False), (9, "8.9", True), (2, "10", False)])
def test_one_number_at_most_the_other(reached: int, money: str, breaks: bool) -> None:
    check = FormCheck(rule="at_most", fields=("reached", "money"))  # type: ignore[arg-type]
    assert found({**GOOD, "reached": reached, "money": money}, check) == ({("/reached", "above")} if breaks else set())


@pytest.mark.parametrize(
    ("old", "patch", "new"),
    [
        # RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
        (None, "x", "x"),
    ],
)
def test_merge_patches_are_those_of_the_rfc(old: Any, patch: Any, new: Any) -> None:
    assert merged(old, patch) == new


@pytest.mark.parametrize("definition", shipped_definitions(), ids=lambda one: one.code)
def test_the_least_content_of_each_shipped_kind_is_complete(definition: Any) -> None:
    assert form_findings(definition.form, definition.checks, least(definition.form)) == []
    missing = {one.code for one in form_findings(definition.form, definition.checks, {})}
    assert missing == ({"unanswered"} if definition.form["required"] else set())
