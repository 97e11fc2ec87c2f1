"""The data catalogue: DCAT-AP's mandatory and recommended properties by SPARQL on the graph that a public library reads, pages, and rights."""

from typing import Any

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from tests.factories.documents import draft
from tests.factories.problems import problem
from tests.platform import Caller, World
from tests.services.indicators.test_observations import INDICATORS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
CATALOGUE = f"{INDICATORS}/dcat"
PREFIXES = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>"
MUST_HAVE = {
    "dcat:Catalog": ["dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dct:language", "foaf:homepage"],
    "dcat:Dataset": [
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dct:identifier",
        "dct:accrualPeriodicity",
        "dct:accessRights",
        "dcat:theme",
        "dcat:distribution",
        "dct:conformsTo",
    ],
    "dcat:Distribution": ["dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dct:format", "dct:title"],
    "foaf:Agent": ["foaf:name"],
}
"""What DCAT-AP 3 makes mandatory or recommends for each class."""
RANGES = {
    "dct:publisher": "foaf:Agent",
    "dcat:dataset": "dcat:Dataset",
    "dcat:distribution": "dcat:Distribution",
    "dct:temporal": "dct:PeriodOfTime",
    "dct:spatial": "dct:Location",
    "dct:conformsTo": "dct:Standard",
}


async def graph(caller: Caller, **query: Any) -> Graph:
    """The catalogue as RDF, read by rdflib."""
    answer = await caller.get(CATALOGUE, **query)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/ld+json", answer.text
    return Graph().parse(data=answer.text, format="json-ld")


def asked(found: Graph, question: str) -> list[Any]:
    """The rows of a SPARQL query."""
    return list(found.query(f"{PREFIXES} {question}"))


async def test_every_node_has_what_dcat_ap_asks_for(shared_world: World) -> None:
    found = await graph(await shared_world.sign_in("office"))
    for kind, properties in MUST_HAVE.items():
        assert asked(found, f"SELECT ?one WHERE {{ ?one a {kind} }}"), kind
        for name in properties:
            without = asked(found, f"SELECT ?one WHERE {{ ?one a {kind} FILTER NOT EXISTS {{ ?one {name} ?any }} }}")
            assert without == [], f"{kind} without {name}"
    for name, kind in RANGES.items():
        assert asked(found, f"SELECT ?what WHERE {{ ?one {name} ?what FILTER NOT EXISTS {{ ?what a {kind} }} }}") == [], name
    bad = "SELECT ?one ?end WHERE { ?one dcat:startDate ?start ; dcat:endDate ?end FILTER (?end < ?start) }"
    assert asked(found, bad) == []


async def test_a_plan_is_a_data_set_of_its_region_and_period(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    [plan] = await office.items("/api/v1/plans", title="健康甲县")
    found = await graph(office)
    about = f'?set dct:identifier "{plan["id"]}" ; dct:temporal ?time ; dct:spatial ?place ; dct:accessRights ?access .'
    code = "?place <http://www.w3.org/2004/02/skos/core#notation> ?code ."
    told = asked(found, f"SELECT ?start ?end ?code ?access WHERE {{ {about} ?time dcat:startDate ?start ; dcat:endDate ?end . {code} }}")[0]
    period = (f"{plan['period']['start']}-01-01", f"{plan['period']['end']}-12-31")
    assert (str(told.start), str(told.end), str(told.code)) == (*period, "990101")
    assert str(told.access).endswith("/access-right/PUBLIC")


async def test_every_distribution_can_be_taken(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    found = await graph(office)
    rows = asked(found, "SELECT ?url ?type WHERE { ?one a dcat:Distribution ; dcat:downloadURL ?url ; dcat:mediaType ?type }")
    assert len(rows) >= 8
    for row in rows:
        answer = await shared_world.client.get(str(row.url).replace("http://127.0.0.1:8000", ""), headers=office.headers)
        assert answer.status_code == 200, row.url
        assert answer.headers["content-type"].partition(";")[0] == str(row.type).partition("media-types/")[2]


async def test_a_plan_that_is_not_yours_to_know_is_not_in_it(world: World) -> None:
    office = await world.sign_in("office")
    plan = await office.do("/api/v1/plans", draft("内部计划", disclosure="internal", duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    told = {login: (await (await world.sign_in(login)).get(CATALOGUE)).text for login in ("office", "neighbour-office", "bare-partner")}
    assert plan["id"] in told["office"] and "NON_PUBLIC" in told["office"]
    assert plan["id"] not in told["neighbour-office"] and "健康甲县" in told["neighbour-office"]
    assert "健康甲县" not in told["bare-partner"] and "HEALTHY_CITY" in told["bare-partner"]


async def test_pages_follow_one_another_and_name_each_plan_once(world: World) -> None:
    office = await world.sign_in("office")
    for title in ("另一计划", "第三计划"):
        plan = await office.do("/api/v1/plans", draft(title, duties=[]))
        await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    whole, parts, address = await graph(office), Graph(), f"{CATALOGUE}?limit=1"
    count = 0
    while address:
        page = await world.client.get(address, headers=office.headers)
        parts.parse(data=page.text, format="json-ld")
        address, count = page.json()["hydra:view"].get("hydra:next", {}).get("@id", "").replace("http://127.0.0.1:8000", ""), count + 1
    assert count >= 3
    assert set(parts.subjects(RDF.type, DCAT.Dataset)) == set(whole.subjects(RDF.type, DCAT.Dataset))
    assert len(set(whole.subjects(RDF.type, DCAT.Dataset))) == count + 1, "a plan on each page, and the whole on the first one"


async def test_publisher_and_licence_are_settings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office, service = await world.sign_in("office"), world.service("indicators")
    licence = "https://creativecommons.org/licenses/by/4.0/"
    monkeypatch.setattr(service, "settings", service.settings.model_copy(update={"publisher": "甲县健康办", "licence": licence}))
    found = await graph(office)
    assert [str(row.name) for row in asked(found, "SELECT DISTINCT ?name WHERE { ?one a foaf:Agent ; foaf:name ?name }")] == ["甲县健康办"]
    assert set(found.objects(None, DCTERMS.license)) == {URIRef(licence)}


async def test_the_catalogue_that_one_has_is_not_sent_again(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    tag = (await office.get(CATALOGUE)).headers["etag"]
    again = await shared_world.client.get(CATALOGUE, headers={**office.headers, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    problem(await office.get(CATALOGUE, cursor="nonsense"), 422, "invalid-cursor")
    problem(await shared_world.nobody.get(CATALOGUE), 401, "not-authenticated")
