"""What a form says so far: held against the schema of its kind by ``jsonschema``, every fault worded in both languages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from services.submissions.rules.checks import Found
from shared.kit.language import Words
from shared.schemas.answers import Weight
from shared.schemas.kinds import FormCheck, FormRule

_FORMATS = FormatChecker(formats=())
_DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,8})?")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@_FORMATS.checks("date", raises=ValueError)
def _date(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


@_FORMATS.checks("month")
def _month(value: object) -> bool:
    return not isinstance(value, str) or _MONTH.fullmatch(value) is not None


@_FORMATS.checks("decimal")
def _decimal(value: object) -> bool:
    return not isinstance(value, str) or _DECIMAL.fullmatch(value) is not None


_FAULTS: Mapping[str, tuple[str, Words]] = {
    "required": ("unanswered", Words("“{name}”尚未填写", "{name} is missing")),
    "type": ("wrong-type", Words("“{name}”的类型不对，应为 {wanted}", "{name} is not of type {wanted}")),
    "enum": ("not-listed", Words("“{name}”应为：{wanted}", "{name} is one of: {wanted}")),
    "format": ("wrong-format", Words("“{name}”的格式不对，应为 {wanted}", "{name} is not a {wanted}")),
    "minLength": ("too-short", Words("“{name}”至少 {wanted} 个字", "{name} has at least {wanted} characters")),
    "maxLength": ("too-long", Words("“{name}”最多 {wanted} 个字", "{name} has at most {wanted} characters")),
    "minimum": ("too-small", Words("“{name}”不小于 {wanted}", "{name} is at least {wanted}")),
    "maximum": ("too-great", Words("“{name}”不大于 {wanted}", "{name} is at most {wanted}")),
    "minItems": ("too-few", Words("“{name}”至少 {wanted} 项", "{name} has at least {wanted} entries")),
    "maxItems": ("too-many", Words("“{name}”最多 {wanted} 项", "{name} has at most {wanted} entries")),
    "uniqueItems": ("entry-twice", Words("“{name}”有重复项", "{name} has an entry twice")),
    "additionalProperties": ("unknown-field", Words("“{name}”含有表单中没有的字段", "{name} has a field that the form lacks")),
}
_ORDER = {
    FormRule.IN_ORDER: ("days-out-of-order", Words("“{first}”应不晚于“{second}”", "{first} is not after {second}")),
    FormRule.AT_MOST: ("above", Words("“{first}”应不大于“{second}”", "{first} is at most {second}")),
}


def merged(old: Any, patch: Any) -> Any:
    """``old`` after a JSON merge patch (RFC 7396): objects field by field, null takes away, anything else replaces."""
    if not isinstance(patch, dict):
        return patch
    kept = dict(old) if isinstance(old, dict) else {}
    for name, value in patch.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = merged(kept.get(name), value)
    return kept


def content_of(rows: Iterable[Any]) -> dict[str, Any]:
    """What a form says, from its fields; without those that are empty."""
    return {row.field: row.content["value"] for row in rows if row.content["value"] is not None}


def title(form: Mapping[str, Any], field: str) -> Words:
    """A top-level field as people call it."""
    node = form["properties"].get(field, {})
    return Words(node.get("title", field), node.get("title_en", field))


def form_findings(form: Mapping[str, Any], checks: Sequence[FormCheck], content: Mapping[str, Any]) -> list[Found]:
    """Every fault of a form at once; each is hard."""
    faults: dict[tuple[str, str], Found] = {}
    for fault in Draft202012Validator(form, format_checker=_FORMATS).iter_errors(content):
        for found in _found(fault):
            faults.setdefault((found.field or "", found.code), found)
    return [*faults.values(), *_between(form, checks, content)]


def _found(fault: ValidationError) -> Iterator[Found]:
    path, keyword = [str(part) for part in fault.absolute_path], str(fault.validator)
    node: Any = fault.schema
    limit: Any = fault.validator_value
    instance: Any = fault.instance
    if keyword == "required":
        yield from (_hard(keyword, [*path, name], node["properties"][name]) for name in limit if name not in instance)
    else:
        wanted = "、".join(limit) if keyword == "enum" else str(limit)
        yield _hard(keyword, path, node, wanted)


def _hard(keyword: str, path: Sequence[str], node: Mapping[str, Any], wanted: str = "") -> Found:
    name = Words(node.get("title", "表单"), node.get("title_en", "the form"))
    code, words = _FAULTS[keyword]
    return Found(None, Weight.HARD, code, words, {"name": name, "wanted": wanted}, field="".join(f"/{part}" for part in path))


def _between(form: Mapping[str, Any], checks: Sequence[FormCheck], content: Mapping[str, Any]) -> Iterator[Found]:
    for check in checks:
        first, second = (content.get(field) for field in check.fields)
        if first is not None and second is not None and _breaks(check.rule, first, second):
            code, words = _ORDER[check.rule]
            places: dict[str, object] = {"first": title(form, check.fields[0]), "second": title(form, check.fields[1])}
            yield Found(None, Weight.HARD, code, words, places, field=f"/{check.fields[0]}")


def _breaks(rule: FormRule, first: Any, second: Any) -> bool:
    """Whether two values are the wrong way round; values that are none of their kind are the schema's business."""
    if rule is FormRule.IN_ORDER:
        return isinstance(first, str) and isinstance(second, str) and first > second
    if not all(_DECIMAL.fullmatch(str(value)) for value in (first, second)):
        return False
    return Decimal(str(first)) > Decimal(str(second))
