"""Values of other regions and of shared denominators: an average of the province and a set task judge external targets, a population makes shares."""

from typing import Any

from tests.factories.documents import draft, indicator, statement
from tests.factories.people import COUNTY, HEALTH, PROVINCE, account, post
from tests.factories.problems import places, problem
from tests.platform import World
from tests.services.indicators.test_intake import CSV, INTAKE, LIST, table, take
from tests.services.indicators.test_observations import INDICATORS, verdict_on

MORTALITY, BEDS, POPULATION = "婴儿死亡率", "千人床位数", "常住人口"
HEAD = "indicator,region,period,value,disclosure,disaggregation"


def outside(authority: str, sets: str, comparator: str | None = None) -> dict[str, Any]:
    """A target whose line lies elsewhere."""
    return {"kind": "external", "authority": authority, "sets": sets, "comparator": comparator}


async def planned(world: World) -> None:
    """A plan with two external targets and a population, and somebody who brings in values of the whole province."""
    admin = await world.sign_in("admin")
    feed = account("province-feed", post("client", code=PROVINCE), scopes=("indicators:read", "observations:write"))
    await admin.do("/api/v1/plans/accounts:import", {"rows": [feed]})
    office = await world.sign_in("office")
    rows = [
        indicator(
            "E01",
            MORTALITY,
            statement(2022, "低于全省平均水平", expression=outside("全省", "平均水平", "<")),
            unit_of_measure="‰",
            polarity="down",
            departments=[HEALTH],
        ),
        indicator(
            "E02", BEDS, statement(2022, "完成市考核任务", expression=outside("市", "市考核任务")), unit_of_measure="张/千人", departments=[HEALTH]
        ),
        indicator("E03", POPULATION, statement(2022, "100", expression={"kind": "none"}), unit_of_measure="人", departments=[HEALTH]),
    ]
    plan = await office.do("/api/v1/plans", draft("对标计划", indicators=rows, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()


async def test_the_average_of_the_province_is_a_value_of_the_province(world: World) -> None:
    await planned(world)
    office, feed = await world.sign_in("office"), await world.sign_in("province-feed")
    await take(office, table(f"{MORTALITY},{COUNTY},2022,2.27,,", head=HEAD))
    missing = await verdict_on(office, "E01", 2022)
    assert (missing["word"], missing["explanation"]["reason"]) == ("undetermined", "external_value_missing")
    await take(feed, table(f"{MORTALITY},{PROVINCE},2022,3.1,public,", f"{MORTALITY},{PROVINCE},2021,2,public,", head=HEAD))
    met = await verdict_on(office, "E01", 2022)
    assert (met["word"], met["explanation"]["inputs"]["external"]) == ("met", "3.1")
    assert "3.1" in met["said"]["zh"]
    await take(feed, table(f"{MORTALITY},{PROVINCE},2022,2.2,public,", head=HEAD))  # the average is corrected: judged anew
    assert (await verdict_on(office, "E01", 2022))["word"] == "not_met"
    found = {v["region_path"] for v in await office.items(LIST, indicator_id=(await office.items(INDICATORS, name=MORTALITY))[0]["id"])}
    assert len(found) == 2  # the province's value is public and stands in the county's list too


async def test_a_task_for_the_region_goes_before_the_one_for_all(world: World) -> None:
    await planned(world)
    office, feed = await world.sign_in("office"), await world.sign_in("province-feed")
    await take(office, table(f"{BEDS},{COUNTY},2022,6.5,,", head=HEAD))
    await take(feed, table(f"{BEDS},9901,2022,6.8,upward,figure=task", head=HEAD))
    assert (await verdict_on(office, "E02", 2022))["word"] == "not_met"
    await take(feed, table(f"{BEDS},{COUNTY},2022,6.4,upward,figure=task", head=HEAD))
    met = await verdict_on(office, "E02", 2022)
    assert (met["word"], met["explanation"]["inputs"]["external"]) == ("met", "6.4")
    assert [v["value"] for v in met["explanation"]["inputs"]["series"]] == ["6.5"]  # a task is no value of the region


async def test_a_share_over_the_population_names_its_version(world: World) -> None:
    await planned(world)
    office = await world.sign_in("office")
    await take(office, table(f"{POPULATION},{COUNTY},2022,480000,,", head=HEAD))
    shares = table(f"{BEDS},{COUNTY},2022,3120,{POPULATION}", head="indicator,region,period,numerator,denominator_indicator")
    assert (await take(office, shares))["new"] == 1
    beds = (await office.items(INDICATORS, name=BEDS))[0]["id"]
    [value] = await office.items(LIST, indicator_id=beds)
    population = (await office.items(LIST, indicator_id=(await office.items(INDICATORS, name=POPULATION))[0]["id"]))[0]
    assert (value["value"], value["numerator"], value["denominator"]) == ("6.5", "3120", "480000")
    assert value["derived_from"] == [{"observation_id": population["id"], "version": 1}]
    await take(office, table(f"{POPULATION},{COUNTY},2022,520000,,", head=HEAD))
    assert (await take(office, shares))["corrected"] == 1
    [again] = await office.items(LIST, indicator_id=beds)
    assert (again["value"], again["derived_from"][0]["version"]) == ("6", 2)


async def test_a_value_without_a_plan_needs_its_level(world: World) -> None:
    await planned(world)
    feed = await world.sign_in("province-feed")
    content = table(f"{MORTALITY},{PROVINCE},2022,3.1,,", head=HEAD)
    assert places(problem(await feed.send(INTAKE, content, CSV), 422, "refused-values")) == {(1, "disclosure", "disclosure-needed")}
    assert (await take(feed, content, disclosure="public"))["new"] == 1
