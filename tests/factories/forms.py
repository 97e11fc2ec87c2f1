"""Content for a form, made from its schema: the least that its kind takes."""

from typing import Any

from tests.platform import Caller

_SAID = {"date": "2022-06-01", "month": "2022-06", "decimal": "12.5"}


def least(node: dict[str, Any]) -> Any:
    """A value that a node of a form accepts, as short as it may be."""
    match node["type"]:
        case "object":
            return {name: least(node["properties"][name]) for name in node.get("required", [])}
        case "array":
            return [least(node["items"]) for _ in range(node.get("minItems", 0))]
        case "integer":
            return node.get("minimum", 0)
        case "boolean":
            return True
    if "enum" in node:
        return node["enum"][0]
    return _SAID[node["format"]] if "format" in node else "字" * node.get("minLength", 1)


def edit(submission: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The body of ``fill_form``: changes under the versions that the submission shows."""
    seen = {row["field"]: row["version"] for row in submission["form"]}
    return {"changes": changes, "versions": {name: seen.get(name, 0) for name in changes}}


def content(submission: dict[str, Any]) -> dict[str, Any]:
    """What the form says, without its empty fields."""
    return {row["field"]: row["value"] for row in submission["form"] if row["value"] is not None}


async def kind_of(caller: Caller, code: str) -> dict[str, Any]:
    """The newest version of a kind."""
    return (await caller.items("/api/v1/submissions/kinds", code=code))[-1]
