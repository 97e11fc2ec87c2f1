"""What the form of a kind may be made of: a subset of JSON Schema (2020-12) that every client can draw and every fault of which we can word.

No ``$ref`` and no ``pattern``: a form is read as it stands, and nobody's expression runs for minutes. Numbers are integers, or decimals as
strings (``format: decimal``): a JSON number is a binary float.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import orjson

from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.kinds import KindDefinition

DEEPEST = 4
MOST, MOST_CHOICES, LONGEST_NAME, LONGEST_TITLE = 1_000_000, 200, 80, 1000
FORMATS = frozenset({"date", "month", "decimal"})
_COMMON = frozenset({"type", "title", "title_en", "description"})
_BY_TYPE: Mapping[str, frozenset[str]] = {
    "object": _COMMON | {"properties", "required", "additionalProperties"},
    "array": _COMMON | {"items", "minItems", "maxItems", "uniqueItems"},
    "string": _COMMON | {"minLength", "maxLength", "enum", "format"},
    "integer": _COMMON | {"minimum", "maximum"},
    "boolean": _COMMON,
}
_COUNTS = frozenset({"minItems", "maxItems", "minLength", "maxLength"})
_TYPE = Words("{place} 的 type 必须是 object、array、string、integer 或 boolean", "the type at {place} is object, array, string, integer or boolean")
_KEYWORD = Words("{place} 不支持关键字 {keyword}", "{keyword} is not known at {place}")
_VALUE = Words("{place} 的 {keyword} 取值不正确", "the value of {keyword} at {place} is wrong")
_TITLE = Words("{place} 缺少中英文标题（title、title_en）", "{place} lacks its title and title_en")
_DEEP = Words("{place} 嵌套超过 {deepest} 层", "{place} lies deeper than {deepest} levels")
_CHECKED = Words("校验涉及的字段 {field} 不在表单中", "the check names the field {field}, which the form lacks")


def digest(definition: KindDefinition) -> str:
    """The same for the same definition, whatever the order of its keys."""
    return sha256(orjson.dumps(definition.model_dump(mode="json", include=set(KindDefinition.model_fields)), option=orjson.OPT_SORT_KEYS)).hexdigest()


def definition_faults(definition: KindDefinition) -> list[FaultWords]:
    """Every reason why a kind cannot be kept, with a JSON pointer into the definition."""
    form = definition.form
    if form.get("type") != "object":
        return [FaultWords("form-type", _TYPE, pointer="/form/type", place="/form")]
    faults = list(_object(form, "/form", 0))
    there = form.get("properties")
    names = set(there) if isinstance(there, dict) else set()
    for number, check in enumerate(definition.checks):
        missing = [field for field in check.fields if field not in names]
        faults += [FaultWords("unknown-field", _CHECKED, pointer=f"/checks/{number}/fields", field=field) for field in missing]
    return faults


def _node(node: Any, place: str, depth: int) -> Iterator[FaultWords]:
    kind = node.get("type") if isinstance(node, dict) else None
    if not isinstance(kind, str) or kind not in _BY_TYPE:
        yield FaultWords("form-type", _TYPE, pointer=f"{place}/type", place=place)
        return
    if depth > DEEPEST:
        yield FaultWords("form-too-deep", _DEEP, pointer=place, place=place, deepest=DEEPEST)
        return
    if not all(isinstance(node.get(name), str) and node[name].strip() for name in ("title", "title_en")):
        yield FaultWords("form-title", _TITLE, pointer=f"{place}/title", place=place)
    match kind:
        case "object":
            yield from _object(node, place, depth)
        case "array":
            yield from _keywords(node, place)
            yield from _node(node.get("items"), f"{place}/items", depth + 1)
        case _:
            yield from _keywords(node, place)


def _object(node: dict[str, Any], place: str, depth: int) -> Iterator[FaultWords]:
    yield from _keywords(node, place)
    properties = node.get("properties")
    if not isinstance(properties, dict):
        yield FaultWords("form-value", _VALUE, pointer=f"{place}/properties", place=place, keyword="properties")
        return
    if node.get("additionalProperties") is not False:
        yield FaultWords("form-value", _VALUE, pointer=f"{place}/additionalProperties", place=place, keyword="additionalProperties")
    required = node.get("required", [])
    if not isinstance(required, list) or not all(isinstance(name, str) and name in properties for name in required):
        yield FaultWords("form-value", _VALUE, pointer=f"{place}/required", place=place, keyword="required")
    for name, child in properties.items():
        here = f"{place}/properties/{name}"
        if not name.isidentifier() or len(name) > LONGEST_NAME:
            yield FaultWords("form-value", _VALUE, pointer=here, place=here, keyword="name")
        yield from _node(child, here, depth + 1)


def _keywords(node: dict[str, Any], place: str) -> Iterator[FaultWords]:
    for keyword, value in node.items():
        if keyword not in _BY_TYPE[node["type"]]:
            yield FaultWords("form-keyword", _KEYWORD, pointer=f"{place}/{keyword}", place=place, keyword=keyword)
        elif not _fits(keyword, value):
            yield FaultWords("form-value", _VALUE, pointer=f"{place}/{keyword}", place=place, keyword=keyword)


def _fits(keyword: str, value: Any) -> bool:
    if keyword in _COUNTS:
        return type(value) is int and 0 <= value <= MOST
    match keyword:
        case "minimum" | "maximum":
            return type(value) is int
        case "enum":
            return isinstance(value, list) and 0 < len(value) <= MOST_CHOICES and all(isinstance(one, str) and one for one in value)
        case "format":
            return isinstance(value, str) and value in FORMATS
        case "uniqueItems":
            return isinstance(value, bool)
        case "title" | "title_en" | "description":
            return isinstance(value, str) and len(value) <= LONGEST_TITLE
    return True
