"""Places among peers and sizes against an average: entered by the upper level, or counted from what the peers publish."""

from typing import Any

from tests.factories.documents import draft, indicator, statement
from tests.factories.people import CITY, COUNTY, HEALTH, NEIGHBOUR, PROVINCE, account, post
from tests.platform import World
from tests.services.indicators.test_intake import table, take
from tests.services.indicators.test_observations import verdict_on

LITERACY, MORTALITY = "居民健康素养水平之位次", "重大慢性病过早死亡率之比较"
HEAD = "indicator,region,period,value,disclosure,disaggregation"
STATES = "indicator,region,period,state,disclosure,disaggregation"
THIRD = "990103"


async def planned(world: World) -> None:
    """Three counties in the city; a plan of one with a place among them and a size against the province's average; a feed for the whole province."""
    admin = await world.sign_in("admin")
    await admin.do("/api/v1/plans/regions:import", {"rows": [{"code": THIRD, "name": "丙县", "level": "county", "parent_code": CITY}]})
    feed = account("province-feed", post("client", code=PROVINCE), scopes=("indicators:read", "observations:write"))
    await admin.do("/api/v1/plans/accounts:import", {"rows": [feed]})
    office = await world.sign_in("office")
    first_two = {"kind": "rank", "peer_set": "全市", "position": 2, "wording": "前二"}
    below = {"kind": "relative", "base": "average", "average_of": "全省平均水平", "direction": "down", "value": "10", "change_unit": "percent"}
    rows = [
        indicator("R01", LITERACY, statement(2022, "位居全市前二", expression=first_two), unit_of_measure="%", departments=[HEALTH]),
        indicator(
            "R02",
            MORTALITY,
            statement(2022, "比全省平均水平低10%", expression=below),
            unit_of_measure="%",
            polarity="down",
            departments=[HEALTH],
        ),
    ]
    plan = await office.do("/api/v1/plans", draft("位次计划", indicators=rows, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()


def of(verdict: dict[str, Any]) -> tuple[str, str | None]:
    """The word and the reason."""
    return verdict["word"], verdict["explanation"]["reason"]


async def test_a_place_is_counted_from_what_the_peers_publish(world: World) -> None:
    await planned(world)
    office, feed = await world.sign_in("office"), await world.sign_in("province-feed")
    await take(office, table(f"{LITERACY},{COUNTY},2022,40,,", head=HEAD))
    assert of(await verdict_on(office, "R01", 2022)) == ("undetermined", "external_value_missing")
    await take(feed, table(f"{LITERACY},{NEIGHBOUR},2022,41,public,", f"{LITERACY},{THIRD},2022,42,internal,", head=HEAD))
    open_place = await verdict_on(office, "R01", 2022)  # second or third: what is not public is not used
    assert of(open_place) == ("undetermined", "peers_missing")
    assert "第2至3位（共3个），尚缺丙县的公开数值" in open_place["said"]["zh"]
    assert open_place["explanation"]["inputs"]["peers"]["missing"] == ["丙县"]
    await take(feed, table(f"{LITERACY},{THIRD},2022,42,public,", head=HEAD))
    missed = await verdict_on(office, "R01", 2022)
    assert of(missed) == ("not_met", None)
    assert {peer["region"]: peer["value"] for peer in missed["explanation"]["inputs"]["peers"]["values"]} == {"乙县": "41", "丙县": "42"}
    await take(feed, table(f"{LITERACY},{NEIGHBOUR},2022,39,public,", head=HEAD))  # a peer's correction: judged anew
    assert of(await verdict_on(office, "R01", 2022)) == ("met", None)


async def test_a_missing_peer_that_cannot_change_it_does_not_matter(world: World) -> None:
    await planned(world)
    office, feed = await world.sign_in("office"), await world.sign_in("province-feed")
    await take(office, table(f"{LITERACY},{COUNTY},2022,40,,", head=HEAD))
    await take(feed, table(f"{LITERACY},{NEIGHBOUR},2022,39,public,", head=HEAD))
    met = await verdict_on(office, "R01", 2022)
    assert (met["word"], met["explanation"]["inputs"]["peers"]["missing"]) == ("met", ["丙县"])


async def test_a_place_that_the_upper_level_enters_goes_first(world: World) -> None:
    await planned(world)
    office, feed = await world.sign_in("office"), await world.sign_in("province-feed")
    await take(office, table(f"{LITERACY},{COUNTY},2022,40,,", head=HEAD))
    await take(feed, table(f"{LITERACY},{NEIGHBOUR},2022,39,public,", f"{LITERACY},{THIRD},2022,38,public,", head=HEAD))
    await take(feed, table(f"{LITERACY},{COUNTY},2022,3/11,public,figure=rank", head=STATES))
    missed = await verdict_on(office, "R01", 2022)
    assert of(missed) == ("not_met", None)
    given = missed["explanation"]["inputs"]
    assert (given["external"], given["external_year"], given["peers"]["size"]) == ("3", 2022, 11)
    assert [seen["value"] for seen in given["series"]] == ["40"]  # a place is no value of the indicator
    await take(feed, table(f"{LITERACY},{COUNTY},2022,2,public,among=全市;figure=rank", head=HEAD))
    assert of(await verdict_on(office, "R01", 2022)) == ("met", None)  # the place that names its peers goes before


async def test_a_county_that_was_merged_is_no_peer_any_more(world: World) -> None:
    await planned(world)
    admin, office, feed = await world.sign_in("admin"), await world.sign_in("office"), await world.sign_in("province-feed")
    regions = {region["code"]: region["id"] for region in await admin.items("/api/v1/plans/regions")}
    merger = {
        "on": "2023-04-01",
        "basis": {"title": "关于撤并丙县的批复"},
        "predecessors": [{"region_id": regions[THIRD]}],
        "successors": [{"region_id": regions[NEIGHBOUR]}],
    }
    await admin.do("/api/v1/plans/regions:change", merger)
    await world.settle()
    await take(office, table(f"{LITERACY},{COUNTY},2022,40,,", head=HEAD))
    await take(feed, table(f"{LITERACY},{NEIGHBOUR},2022,41,public,", head=HEAD))
    second = await verdict_on(office, "R01", 2022)
    peers = second["explanation"]["inputs"]["peers"]
    assert (second["word"], peers["size"], peers["missing"]) == ("met", 2, [])


async def test_a_size_against_the_average_of_the_province(world: World) -> None:
    await planned(world)
    office, feed = await world.sign_in("office"), await world.sign_in("province-feed")
    await take(office, table(f"{MORTALITY},{COUNTY},2022,9,,", head=HEAD))
    assert of(await verdict_on(office, "R02", 2022)) == ("undetermined", "external_value_missing")
    await take(feed, table(f"{MORTALITY},{PROVINCE},2022,10,public,", head=HEAD))
    met = await verdict_on(office, "R02", 2022)
    assert of(met) == ("met", None) and "全省平均水平为10%" in met["said"]["zh"]
    await take(feed, table(f"{MORTALITY},{PROVINCE},2022,9.9,public,figure=average", head=HEAD))  # an average that is not the total goes before
    assert of(await verdict_on(office, "R02", 2022)) == ("not_met", None)
    await take(feed, table(f"{MORTALITY},{COUNTY},2022,11,public,figure=average;of=全省", head=HEAD))  # one told for the county itself goes first
    assert of(await verdict_on(office, "R02", 2022)) == ("met", None)
