"""The four OpenAPI documents: committed as they are, complete, and true in their examples."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import deploy
from deploy.maintenance import openapi_documents
from shared.kit.problems import MEDIA_TYPE
from shared.rules.access import Permission
from shared.schemas.answers import Answer
from shared.schemas.indicators import FillingAssignment
from shared.schemas.observations import ObservationImport, Withdrawal
from shared.schemas.plans import PlanDraft
from shared.schemas.reviews import SubmissionReturn
from shared.schemas.rounds import RoundOpening
from shared.schemas.services import ServiceName
from shared.schemas.submissions import SubmissionEdit
from tests.api.operations import Operation, operations
from tests.platform import World

COMMITTED = Path(deploy.__file__).parent.parent / "docs" / "openapi"


@cache
def live() -> dict[str, Any]:
    """The documents as the code makes them now, by service."""
    return openapi_documents()


def named(operation: Operation) -> str:
    """The test's name."""
    return operation.id


@pytest.mark.parametrize("service", list(ServiceName))
def test_the_committed_document_is_the_live_one(service: str) -> None:
    committed = json.loads((COMMITTED / f"{service}.json").read_text(encoding="utf-8"))
    assert committed == live()[service], "write it anew with: jianxing openapi docs/openapi"


@pytest.mark.parametrize("service", list(ServiceName))
async def test_the_served_document_is_the_live_one(shared_world: World, service: str) -> None:
    served = await shared_world.client.get(f"/api/v1/{service}/openapi.json")
    assert served.status_code == 200 and served.json() == live()[service]


def test_every_use_case_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(operation.id for operation in operations()).items() if times > 1] == []
    assert len(operations()) > 60


@pytest.mark.parametrize("operation", operations(), ids=named)
def test_every_operation_says_what_it_does_and_who_may(operation: Operation) -> None:
    assert operation.told["summary"] and operation.told["description"] and operation.id.replace("_", "").isalpha()
    assert operation.is_public != ("x-permission" in operation.told)
    if operation.is_public:
        assert operation.told["security"] == []
    else:
        assert operation.told["x-permission"] in set(Permission)


def _errors(operation: Operation) -> dict[str, set[str]]:
    """The codes that an operation declares, by status."""
    responses = operation.told["responses"]
    return {status: set(told["content"][MEDIA_TYPE]["examples"]) for status, told in responses.items() if int(status) >= 400}


@pytest.mark.parametrize("operation", operations(), ids=named)
def test_every_operation_declares_its_errors(operation: Operation) -> None:
    errors = _errors(operation)
    if not operation.is_public:
        assert errors["401"] == {"not-authenticated"} and "denied" in errors["403"] and "not-found" in errors["404"]
        assert errors["503"] - {"storage-unavailable", "streams-full"} == {"peer-unavailable", "busy"}
    if operation.takes_json:
        assert "broken-json" in errors["400"] and "too-large" in errors["413"] and "wrong-content-type" in errors["415"]
        assert "invalid-request" in errors["422"]
    if operation.method == "POST" and not operation.is_public and not operation.told.get("x-reads"):
        assert "missing-idempotency-key" in errors["400"] and "idempotency-key-reused" in errors["409"]
    if operation.method == "PATCH" and (changed := operation.told.get("x-versions-in-body")):
        assert errors["412"] == {changed}  # part by part: If-Match knows one version only
    elif operation.method == "PATCH":
        assert errors["428"] == {"missing-if-match"} and "stale-etag" in errors["412"]
    if "cursor" in operation.takes:
        assert "invalid-cursor" in errors["422"]


@pytest.mark.parametrize("operation", operations(), ids=named)
def test_every_error_is_a_problem(operation: Operation) -> None:
    for status, told in operation.told["responses"].items():
        if int(status) < 400:
            continue
        assert set(told["content"]) == {MEDIA_TYPE}, status
        assert told["content"][MEDIA_TYPE]["schema"] == {"$ref": "#/components/schemas/ProblemBody"}
        for code, example in told["content"][MEDIA_TYPE]["examples"].items():
            assert (example["value"]["code"], str(example["value"]["status"])) == (code, status)


@pytest.mark.parametrize("service", list(ServiceName))
def test_nothing_of_the_frameworks_own_errors_is_left(service: str) -> None:
    document = live()[service]
    text = json.dumps(document)
    assert "HTTPValidationError" not in text and "/internal/" not in text
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert {reference for reference in _references(document) if reference not in known} == set()
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert document["info"]["title"] and document["info"]["description"]


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(_references(child) for child in node.values()))
    return set().union(*(_references(child) for child in node)) if isinstance(node, list) else set()


WITH_EXAMPLES: dict[type[BaseModel], str] = {
    PlanDraft: "draft_plan",
    RoundOpening: "open_round",
    SubmissionEdit: "fill_submission",
    SubmissionReturn: "return_submission",
    ObservationImport: "import_observations",
    Withdrawal: "withdraw_observation",
    FillingAssignment: "assign_filling_units",
}


@pytest.mark.parametrize("model", [*WITH_EXAMPLES, Answer])
def test_every_example_is_valid(model: type[BaseModel]) -> None:
    examples = model.model_json_schema()["examples"]
    assert examples
    for example in examples:
        model.model_validate_json(json.dumps(example))


@pytest.mark.parametrize(("model", "use_case"), WITH_EXAMPLES.items())
def test_the_examples_stand_in_the_documents(model: type[BaseModel], use_case: str) -> None:
    [operation] = [one for one in operations() if one.id == use_case]
    schema = operation.told["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": f"#/components/schemas/{model.__name__}"}
    told = live()[operation.service]["components"]["schemas"][model.__name__]
    assert told["examples"] == model.model_json_schema()["examples"]


def test_the_example_of_a_plan_cites_the_published_document() -> None:
    """Every fact of the short example stands in the whole one, with the same clause."""
    whole = json.loads((COMMITTED.parent.parent / "examples" / "documents" / "jiangbei.json").read_text(encoding="utf-8"))
    [example] = PlanDraft.model_json_schema()["examples"]
    short = example["document"]
    assert short["source"] == whole["source"]
    assert short["head"].items() <= whole["head"].items()
    for kind in ("actions", "responsibilities"):
        assert all(fact in whole[kind] for fact in short[kind]), kind
    printed = next(one for one in whole["indicators"] if one["key"] == "T01")
    [indicator] = short["indicators"]
    assert all(statement in printed["statements"] for statement in indicator["statements"])
    assert {**indicator, "statements": printed["statements"]} == printed
