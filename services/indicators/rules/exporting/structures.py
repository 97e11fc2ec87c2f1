"""SDMX-JSON 2.0 structure messages: data flow, data structure, concept scheme and code lists, with names in Chinese and English."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.indicators.rules.exporting.codes import Code
from services.indicators.rules.exporting.components import (
    COMPONENTS,
    CONCEPTS,
    FLOW,
    FLOW_NAMES,
    LIST_NAMES,
    STRUCTURE,
    VERSION,
    Component,
    Role,
)
from shared.kit.language import Words
from shared.schemas.exports import StructureKind

Json = dict[str, Any]
_SCHEMA = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json"
_CLASSES = {
    StructureKind.DATAFLOW: "datastructure.Dataflow",
    StructureKind.DATA_STRUCTURE: "datastructure.DataStructure",
    StructureKind.CONCEPT_SCHEME: "conceptscheme.ConceptScheme",
    StructureKind.CODE_LIST: "codelist.Codelist",
}
_MEMBERS = {
    StructureKind.DATAFLOW: "dataflows",
    StructureKind.DATA_STRUCTURE: "dataStructures",
    StructureKind.CONCEPT_SCHEME: "conceptSchemes",
    StructureKind.CODE_LIST: "codelists",
}
IDS: Mapping[StructureKind, Sequence[str]] = {
    StructureKind.DATAFLOW: (FLOW,),
    StructureKind.DATA_STRUCTURE: (STRUCTURE,),
    StructureKind.CONCEPT_SCHEME: (CONCEPTS,),
    StructureKind.CODE_LIST: tuple(sorted({component.codes for component in COMPONENTS if component.codes})),
}
"""Every structure that there is."""


def urn(kind: StructureKind, agency: str, structure_id: str) -> str:
    """The name of a structure in the world of SDMX."""
    return f"urn:sdmx:org.sdmx.infomodel.{_CLASSES[kind]}={agency}:{structure_id}({VERSION})"


def named(names: Words) -> Json:
    """Name members: the best match, which is Chinese here, and both languages."""
    return {"name": names.zh, "names": {"zh": names.zh, "en": names.en}}


def header(agency: str, prepared: datetime, message_id: str, schema: str) -> Json:
    """The ``meta`` of a message."""
    told = {"schema": schema, "id": message_id, "test": False, "prepared": prepared.isoformat().replace("+00:00", "Z")}
    return {**told, "contentLanguages": ["zh", "en"], "sender": {"id": agency}}


def structure_message(agency: str, prepared: datetime, wanted: Iterable[tuple[StructureKind, str]], codes: Mapping[str, Sequence[Code]]) -> Json:
    """A message with the structures ``wanted``; ``codes`` holds the codes of every code list among them."""
    data: dict[str, list[Json]] = {}
    for kind, structure_id in wanted:
        data.setdefault(_MEMBERS[kind], []).append(_structure(kind, agency, structure_id, codes))
    return {"meta": header(agency, prepared, f"STRUCTURES_{FLOW}", _SCHEMA), "data": data}


def _structure(kind: StructureKind, agency: str, structure_id: str, codes: Mapping[str, Sequence[Code]]) -> Json:
    head = {"id": structure_id, "agencyID": agency, "version": VERSION, "links": [_link(kind, agency, structure_id)]}
    match kind:
        case StructureKind.DATAFLOW:
            return {**head, **named(FLOW_NAMES), "structure": urn(StructureKind.DATA_STRUCTURE, agency, STRUCTURE)}
        case StructureKind.DATA_STRUCTURE:
            return {**head, **named(FLOW_NAMES), "dataStructureComponents": _components(agency)}
        case StructureKind.CONCEPT_SCHEME:
            return {**head, **named(FLOW_NAMES), "concepts": [{"id": one.id, **named(one.names)} for one in COMPONENTS]}
        case StructureKind.CODE_LIST:
            held = [_code(one) for one in codes[structure_id]]
            return {**head, **named(LIST_NAMES[structure_id]), **({"codes": held} if held else {})}


def _link(kind: StructureKind, agency: str, structure_id: str) -> Json:
    return {"rel": "self", "urn": urn(kind, agency, structure_id), "type": kind.value}


def _code(code: Code) -> Json:
    return {"id": code.id, **named(code.names), **({"parent": code.parent} if code.parent else {})}


def _components(agency: str) -> Json:
    of = {role: [one for one in COMPONENTS if one.role is role] for role in Role}
    dimensions = [{**_component(one, agency), "position": number} for number, one in enumerate(of[Role.DIMENSION], 1)]
    measures = [{**_component(one, agency), "usage": "optional"} for one in of[Role.MEASURE]]
    return {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": _component(of[Role.TIME][0], agency)},
        "measureList": {"id": "MeasureDescriptor", "measures": measures},
        "attributeList": {"id": "AttributeDescriptor", "attributes": [_attribute(one, agency) for one in of[Role.ATTRIBUTE]]},
    }


def _component(one: Component, agency: str) -> Json:
    concept = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={agency}:{CONCEPTS}({VERSION}).{one.id}"
    held = {"enumeration": urn(StructureKind.CODE_LIST, agency, one.codes)} if one.codes else {"format": {"dataType": one.data_type}}
    return {"id": one.id, "conceptIdentity": concept, "localRepresentation": held}


def _attribute(one: Component, agency: str) -> Json:
    told: Json = {"dimensions": [one.of]} if one.of else {"observation": {}}
    return {**_component(one, agency), "usage": "mandatory" if one.mandatory else "optional", "attributeRelationship": told}
