"""What a form may be made of; what is shipped."""

from typing import Any

import pytest

from services.submissions.rules.kinds import definition_faults, digest
from services.submissions.service.kinds import shipped_definitions
from shared.schemas.kinds import KindDefinition

TITLED = {"title": "字段", "title_en": "Field"}
TEXT = {"type": "string", **TITLED}


def kind(form: dict[str, Any], **more: Any) -> KindDefinition:
    """A kind with this form."""
    return KindDefinition(code="k", name="类", name_en="Kind", form=form, **more)


def form(**properties: Any) -> dict[str, Any]:
    """A form of these fields."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


def test_every_kind_that_the_issue_names_is_shipped() -> None:
    assert {one.code for one in shipped_definitions()} == {
        *("monitoring_values", "progress_report", "work_plan", "implementation_plan", "midterm_evaluation", "final_evaluation"),
        *("pilot_nomination", "typical_case", "model_unit", "individual_honour", "meeting_record", "monthly_bulletin"),
        *("training_log", "health_impact_assessment", "third_party_evaluation", "supervision_finding"),
    }
    assert [one.code for one in shipped_definitions() if one.has_items] == ["monitoring_values"]


@pytest.mark.parametrize("definition", shipped_definitions(), ids=lambda one: one.code)
def test_shipped_kinds_keep_the_rules(definition: KindDefinition) -> None:
    assert [(fault.pointer, fault.code) for fault in definition_faults(definition)] == []


@pytest.mark.parametrize(
    ("faulty", "pointer", "code"),
    [
        ({"type": "array", **TITLED, "items": TEXT}, "/form/type", "form-type"),
        ({}, "/form/type", "form-type"),
        ({"type": "object", "properties": {"a": TEXT}}, "/form/additionalProperties", "form-value"),
        ({"type": "object", "additionalProperties": False}, "/form/properties", "form-value"),
        ({**form(a=TEXT), "required": ["b"]}, "/form/required", "form-value"),
        ({**form(a=TEXT), "$ref": "http://example.org"}, "/form/$ref", "form-keyword"),
        (form(a={"type": "number", **TITLED}), "/form/properties/a/type", "form-type"),
        (form(a={"type": ["string", "null"], **TITLED}), "/form/properties/a/type", "form-type"),
        (form(a="text"), "/form/properties/a/type", "form-type"),
        (form(a={"type": "string"}), "/form/properties/a/title", "form-title"),
        (form(a={**TEXT, "pattern": "(a+)+$"}), "/form/properties/a/pattern", "form-keyword"),
        (form(a={**TEXT, "format": "uri"}), "/form/properties/a/format", "form-value"),
        (form(a={**TEXT, "maxLength": -1}), "/form/properties/a/maxLength", "form-value"),
        (form(a={**TEXT, "maxLength": True}), "/form/properties/a/maxLength", "form-value"),
        (form(a={**TEXT, "enum": []}), "/form/properties/a/enum", "form-value"),
        (form(a={"type": "integer", **TITLED, "minimum": 0.5}), "/form/properties/a/minimum", "form-value"),
        (form(a={"type": "array", **TITLED}), "/form/properties/a/items/type", "form-type"),
        (form(**{"a b": TEXT}), "/form/properties/a b", "form-value"),
    ],
)
def test_what_a_form_may_not_be_made_of(faulty: dict[str, Any], pointer: str, code: str) -> None:
    assert (pointer, code) in [(fault.pointer, fault.code) for fault in definition_faults(kind(faulty))]


def test_every_fault_is_told_at_once() -> None:
    faults = definition_faults(kind(form(a={"type": "number"}, b={"type": "string"}), checks=[{"rule": "in_order", "fields": ["a", "z"]}]))
    assert {(fault.pointer, fault.code) for fault in faults} == {
        ("/form/properties/a/type", "form-type"),
        ("/form/properties/b/title", "form-title"),
        ("/checks/0/fields", "unknown-field"),
    }


def test_a_form_is_not_deeper_than_a_screen() -> None:
    node: dict[str, Any] = TEXT
    for _ in range(5):
        node = {"type": "array", **TITLED, "items": node}
    assert [fault.code for fault in definition_faults(kind(form(a=node)))] == ["form-too-deep"]


def test_the_digest_is_that_of_the_meaning() -> None:
    one, other = kind({"type": "object", "properties": {"a": TEXT}}), kind({"properties": {"a": TEXT}, "type": "object"})
    assert digest(one) == digest(other) != digest(kind(form(a=TEXT)))
