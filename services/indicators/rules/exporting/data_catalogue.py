"""The data catalogue: DCAT 3 in JSON-LD with what DCAT-AP 3 asks for, one data set for all values and one for each plan.

Controlled values (frequency, access right, theme, file type, language) are those of the EU's authority tables, as DCAT-AP demands.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from services.indicators.rules.exporting.codes import area_code
from services.indicators.rules.exporting.components import FLOW, FLOW_NAMES, STRUCTURE
from services.indicators.rules.exporting.structures import urn
from shared.kit.language import Words
from shared.rules.access import Disclosure
from shared.schemas.exports import StructureKind, ValueForm

Json = dict[str, Any]
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
_ACCESS = {Disclosure.PUBLIC: "PUBLIC", Disclosure.UPWARD: "RESTRICTED", Disclosure.INTERNAL: "NON_PUBLIC"}
_FILE_TYPES = {ValueForm.CSV: "CSV", ValueForm.XLSX: "XLSX", ValueForm.SDMX_CSV: "CSV", ValueForm.SDMX_JSON: "JSON"}
_TITLE = Words("健康城市数据目录", "Healthy City data catalogue")
_ABOUT = Words("健康城市行动计划的官方监测值", "Official values of Healthy City action plans")
_ABOUT_PLAN = Words("本计划指标的官方监测值", "Official values of the indicators of this plan")


class Publisher(NamedTuple):
    """Who publishes, under which licence (empty: none is stated), and where; ``forms`` are the media types of the files."""

    name: str
    licence: str
    agency: str
    public_url: str
    forms: Mapping[ValueForm, str]

    @property
    def values(self) -> str:
        """The address of the official values."""
        return f"{self.public_url.rstrip('/')}/api/v1/indicators"

    @property
    def catalogue(self) -> str:
        """The address of the catalogue."""
        return f"{self.values}/dcat"


class PlanTold(NamedTuple):
    """A plan as the catalogue tells it; the query gives its columns in this order."""

    id: UUID
    title: str
    disclosure: str
    period_start: int
    period_end: int
    issued_on: date | None
    region_id: UUID
    area_code: str | None
    area_name: str | None
    ended_on: date | None


def catalogue(publisher: Publisher, plans: Sequence[PlanTold], *, whole: bool, page: str, following: str | None) -> Json:
    """A page of the catalogue at ``page``; ``whole``: with the data set of all values; ``following`` is the address of the next page."""
    sets = [*([_all_values(publisher)] if whole else []), *(_of_plan(publisher, plan) for plan in plans)]
    view: Json = {"@id": page, "@type": "hydra:PartialCollectionView"}
    return {
        "@context": _CONTEXT,
        "@id": publisher.catalogue,
        "@type": "dcat:Catalog",
        "dct:title": _both(_TITLE),
        "dct:description": _both(_ABOUT),
        "dct:publisher": _agent(publisher),
        "dct:language": [_iri(f"{_AUTHORITY}/language/{one}") for one in ("ZHO", "ENG")],
        "foaf:homepage": _iri(publisher.public_url),
        **_licensed(publisher),
        "dcat:dataset": sets,
        "hydra:view": {**view, "hydra:next": _iri(following)} if following else view,
    }


def _all_values(publisher: Publisher) -> Json:
    head = _data_set(publisher, FLOW, FLOW_NAMES, _ABOUT, "IRREG")
    return {**head, "dct:accessRights": _iri(f"{_AUTHORITY}/access-right/RESTRICTED"), "dcat:distribution": _distributions(publisher, FLOW, {})}


def _of_plan(publisher: Publisher, plan: PlanTold) -> Json:
    names = Words(plan.title, plan.title)
    span = {"dcat:startDate": _day(date(plan.period_start, 1, 1)), "dcat:endDate": _day(date(plan.period_end, 12, 31))}
    code, place = area_code(plan.region_id, plan.area_code, plan.ended_on), plan.area_name or ""
    return {
        **_data_set(publisher, str(plan.id), names, _ABOUT_PLAN, "ANNUAL"),
        **({"dct:issued": _day(plan.issued_on)} if plan.issued_on else {}),
        "dct:accessRights": _iri(f"{_AUTHORITY}/access-right/{_ACCESS[Disclosure(plan.disclosure)]}"),
        "dct:temporal": {"@type": "dct:PeriodOfTime", **span},
        "dct:spatial": {"@type": "dct:Location", "skos:notation": code, "skos:prefLabel": _said(place, "zh")},
        "dcat:distribution": _distributions(publisher, str(plan.id), {"plan_id": str(plan.id)}),
    }


def _data_set(publisher: Publisher, name: str, title: Words, about: Words, frequency: str) -> Json:
    return {
        "@id": f"{publisher.catalogue}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": _both(title),
        "dct:description": _both(about),
        "dct:publisher": _agent(publisher),
        "dct:accrualPeriodicity": _iri(f"{_AUTHORITY}/frequency/{frequency}"),
        "dcat:theme": _iri(f"{_AUTHORITY}/data-theme/HEAL"),
        "dct:conformsTo": {"@id": urn(StructureKind.DATA_STRUCTURE, publisher.agency, STRUCTURE), "@type": "dct:Standard"},
    }


def _distributions(publisher: Publisher, name: str, query: Mapping[str, str]) -> list[Json]:
    return [_distribution(publisher, name, query, form) for form in publisher.forms]


def _distribution(publisher: Publisher, name: str, query: Mapping[str, str], form: ValueForm) -> Json:
    address = f"{publisher.values}/observations:export?{urlencode({**query, 'format': form.value})}"
    return {
        "@id": f"{publisher.catalogue}#{name}.{form.value}",
        "@type": "dcat:Distribution",
        "dct:title": _both(Words(form.value.upper(), form.value.upper())),
        "dcat:accessURL": _iri(address),
        "dcat:downloadURL": _iri(address),
        "dcat:mediaType": _iri(f"{_IANA}/{publisher.forms[form].partition(';')[0]}"),
        "dct:format": _iri(f"{_AUTHORITY}/file-type/{_FILE_TYPES[form]}"),
        **_licensed(publisher),
    }


def _agent(publisher: Publisher) -> Json:
    return {"@id": f"{publisher.catalogue}#publisher", "@type": "foaf:Agent", "foaf:name": _said(publisher.name, "zh")}


def _licensed(publisher: Publisher) -> Json:
    return {"dct:license": _iri(publisher.licence)} if publisher.licence else {}


def _iri(address: str) -> Json:
    return {"@id": address}


def _said(text: str, language: str) -> Json:
    return {"@value": text, "@language": language}


def _both(words: Words) -> list[Json]:
    """The text in both languages; once where it is the same in both, which means that it is Chinese."""
    return [_said(words.zh, "zh"), *([_said(words.en, "en")] if words.en != words.zh else [])]


def _day(day: date) -> Json:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
