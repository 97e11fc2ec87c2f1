"""Regions beside one another: places, percentiles, changes, distances and flags; the heat table; several series for a chart."""

import random
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.documents import LITERACY, MYOPIA
from tests.factories.people import CITY, COUNTY, NEIGHBOUR, PROVINCE, account, post
from tests.factories.problems import problem
from tests.platform import Caller, World
from tests.services.indicators.test_definitions import change_meaning
from tests.services.indicators.test_intake import LIST, table, take
from tests.services.indicators.test_taking_over import by_key

INDICATORS = "/api/v1/indicators"
HEAT, CHART = f"{INDICATORS}/heat-table", f"{INDICATORS}/chart"
CODES = [COUNTY, NEIGHBOUR, *(f"9901{number:02d}" for number in range(3, 8))]
HEAD = "indicator,region,period,value,disclosure"


class Compared:
    """Seven counties of a city, a feed that brings their values in, and the plan's office."""

    def __init__(self, office: Caller, feed: Caller, ids: dict[str, str], indicators: dict[str, str]) -> None:
        self.office, self.feed, self.ids, self.indicators = office, feed, ids, indicators

    async def bring(self, name: str, year: int, *values: str | None, disclosure: str = "public", **more: Any) -> None:
        """The counties' values of a year, in their order."""
        rows = [f"{name},{code},{year},{value},{disclosure}" for code, value in zip(CODES, values, strict=False) if value is not None]
        await take(self.feed, table(*rows, head=HEAD), **more)

    async def places(self, caller: Caller | None = None, name: str = LITERACY, **query: Any) -> dict[str, Any]:
        """The whole comparison."""
        asked = {"period": 2022, "within": self.ids[CITY], **query}
        found: dict[str, Any] = await (caller or self.office).read(f"{INDICATORS}/{self.indicators[name]}/comparison", **asked)
        return found

    async def column(self, field: str, **query: Any) -> dict[str, Any]:
        """One field of every region, by its code."""
        return {item["code"]: item[field] for item in (await self.places(**query))["items"]}


@pytest.fixture
async def seven(world: World) -> Compared:
    """Seven counties, without values."""
    admin = await world.sign_in("admin")
    more = [{"code": code, "name": f"{code}县", "level": "county", "parent_code": CITY} for code in CODES[2:]]
    await admin.do("/api/v1/plans/regions:import", {"rows": more})
    feed = account("province-feed", post("client", code=PROVINCE), scopes=("indicators:read", "observations:write"))
    await admin.do("/api/v1/plans/accounts:import", {"rows": [feed]})
    await world.settle()
    office = await world.sign_in("office")
    ids = {region["code"]: region["id"] for region in await admin.items("/api/v1/plans/regions")}
    names = {row["name"]: row["indicator_id"] for row in (await by_key(office)).values()}
    return Compared(office, await world.sign_in("province-feed"), ids, names)


async def test_equal_values_share_a_place_and_the_next_is_skipped(seven: Compared) -> None:
    await seven.bring(LITERACY, 2022, "32", "35.0", "35", "40", "31.99", None, "32.0")
    ranks = {COUNTY: 4, NEIGHBOUR: 2, "990103": 2, "990104": 1, "990105": 6, "990106": None, "990107": 4}
    assert await seven.column("rank") == ranks
    percentiles = {COUNTY: 20.0, NEIGHBOUR: 60.0, "990103": 60.0, "990104": 100.0, "990105": 0.0, "990106": None, "990107": 20.0}
    assert await seven.column("percentile") == percentiles
    found = await seven.places()
    assert [item["code"] for item in found["items"]] == ["990104", NEIGHBOUR, "990103", COUNTY, "990107", "990105", "990106"]
    assert (found["regions"], found["with_value"], found["held_back"], found["better"], found["definition"]) == (7, 6, 0, "higher", 1)


async def test_lower_is_better_where_the_polarity_says_so_or_the_caller(seven: Compared) -> None:
    for name in (MYOPIA, LITERACY):
        await seven.bring(name, 2022, "50", "48", "49")
    assert await seven.column("rank", name=MYOPIA) == {COUNTY: 3, NEIGHBOUR: 1, "990103": 2, **dict.fromkeys(CODES[3:])}
    assert (await seven.column("rank", better="lower")) == await seven.column("rank", name=MYOPIA)
    assert (await seven.column("percentile", name=MYOPIA))[NEIGHBOUR] == 100.0


@pytest.mark.parametrize(("values", "ranks", "percentiles"), [(["5"], [1], [None]), (["5", "5.0", "5"], [1, 1, 1], [0.0, 0.0, 0.0]), ([], [], [])])
async def test_one_region_all_alike_or_none(seven: Compared, values: list[str], ranks: list[int], percentiles: list[float]) -> None:
    if values:
        await seven.bring(LITERACY, 2022, *values)
    rank, percentile = await seven.column("rank"), await seven.column("percentile")
    assert [rank[code] for code in CODES[: len(values)]] == ranks and [percentile[code] for code in CODES[: len(values)]] == percentiles


async def test_places_are_those_that_a_plain_count_gives(seven: Compared) -> None:
    dice = random.Random(7)
    values = [str(Decimal(dice.randrange(0, 40)) / 4) for _ in CODES]
    await seven.bring(LITERACY, 2022, *values)
    numbers = dict(zip(CODES, map(Decimal, values), strict=True))
    assert await seven.column("rank") == {code: 1 + sum(other > one for other in numbers.values()) for code, one in numbers.items()}
    assert await seven.column("percentile") == {
        code: round(100 * sum(other < one for other in numbers.values()) / (len(numbers) - 1), 1) for code, one in numbers.items()
    }


async def test_a_page_goes_on_where_the_one_before_ended(seven: Compared) -> None:
    await seven.bring(LITERACY, 2022, "1", "2", "2", "2", "3")
    whole, pages, cursor = (await seven.places())["items"], [], None
    while True:
        page = await seven.places(limit=2, **({"cursor": cursor} if cursor else {}))
        pages += page["items"]
        assert page["regions"] == 7 and page["with_value"] == 5
        if (cursor := page["next_cursor"]) is None:
            break
    assert pages == whole


async def test_change_and_distance_to_the_target(seven: Compared) -> None:
    await seven.bring(LITERACY, 2021, "30", "36")
    await seven.bring(LITERACY, 2022, "31.5", "35")
    by_code = {item["code"]: item for item in (await seven.places())["items"]}
    assert (by_code[COUNTY]["change"], by_code[COUNTY]["tendency"]) == ("1.5", "better")
    assert (by_code[NEIGHBOUR]["change"], by_code[NEIGHBOUR]["tendency"], by_code[NEIGHBOUR]["targets"]) == ("-1", "worse", [])
    [target] = by_code[COUNTY]["targets"]
    assert (target["horizon"], target["target"], target["distance"], target["word"]) == (2022, "32", "0.5", "not_met")
    assert target["distance_share"] == pytest.approx(0.015625) and "31.5%" in target["said"]["zh"]
    assert by_code["990103"]["change"] is None and by_code["990103"]["value"] is None


async def test_what_is_not_comparable_is_flagged(world: World, seven: Compared) -> None:
    admin = await world.sign_in("admin")
    await admin.do(
        "/api/v1/plans/regions:import",
        {"rows": [{"code": "990108", "name": "新区", "level": "county", "parent_code": CITY, "valid_from": "2021-06-01"}]},
    )
    await world.settle()
    CODES_OF_ALL = [*CODES, "990108"]  # noqa: N806 - a list of codes like the others
    await change_meaning(seven.office, seven.indicators[LITERACY])
    await seven.bring(LITERACY, 2021, "30", "36")
    head = f"{HEAD},definition,standing"
    rows = [f"{LITERACY},{COUNTY},2022,31,public,,", f"{LITERACY},{NEIGHBOUR},2022,35,public,1,provisional", f"{LITERACY},990108,2022,20,public,,"]
    await take(seven.feed, table(*rows, head=head))
    flags = await seven.column("flags")
    assert set(flags) == set(CODES_OF_ALL)
    assert flags[COUNTY] == ["definition_changed"]
    assert flags[NEIGHBOUR] == ["definition_differs", "provisional"]
    assert flags["990108"] == ["border_changed"] and flags["990103"] == []


async def test_what_one_may_not_know_of_is_neither_shown_nor_ranked(world: World, seven: Compared) -> None:
    await seven.bring(LITERACY, 2022, "32", None, "31")
    await seven.bring(LITERACY, 2022, None, "99", disclosure="internal")
    for login in ("office", "mayor", "auditor"):
        found = await seven.places(await world.sign_in(login))
        assert "99" not in str([item["value"] for item in found["items"]]), login
        assert (found["held_back"], found["with_value"], [item["rank"] for item in found["items"][:3]]) == (1, 2, [1, 2, None]), login
    own = await seven.places(await world.sign_in("neighbour-office"))
    assert own["held_back"] == 0 and own["items"][0]["value"] == "99" and own["items"][1]["rank"] == 2
    table_of_all = await seven.office.read(HEAT, period=2022, indicator_id=[seven.indicators[LITERACY]], within=seven.ids[CITY])
    assert table_of_all["held_back"] == 1 and "99" not in str(table_of_all["values"])


async def test_the_heat_table_places_each_cell_between_worst_and_best(seven: Compared) -> None:
    await seven.bring(LITERACY, 2022, "30", "40", "35")
    await seven.bring(MYOPIA, 2022, "50", "45", "45")
    wanted = {"period": 2022, "indicator_id": [seven.indicators[LITERACY], seven.indicators[MYOPIA]]}
    found = await seven.office.read(HEAT, **wanted, region_id=[seven.ids[code] for code in CODES[:4]])
    assert [region["code"] for region in found["regions"]] == sorted(CODES[:4])
    assert found["values"] == [["30", "50"], ["40", "45"], ["35", "45"], [None, None]]
    assert found["positions"] == [[0.0, 0.0], [1.0, 1.0], [0.5, 1.0], [None, None]]
    assert found["words"][0] == ["not_met", "pace_unknown"]
    assert found["words"][1:] == [[None, None]] * 3 and found["flags"] == [["", ""]] * 4
    assert [(one["lowest"], one["highest"]) for one in found["indicators"]] == [("30", "40"), ("45", "50")]
    assert len((await seven.office.read(HEAT, **wanted, within=seven.ids[CITY]))["regions"]) == 7


async def test_a_chart_has_gaps_target_lines_and_a_past(world: World, seven: Compared) -> None:
    await seven.bring(LITERACY, 2018, "27", "28")
    await seven.bring(LITERACY, 2021, "30")
    wanted = {"indicator_id": [seven.indicators[LITERACY]], "region_id": [seven.ids[COUNTY], seven.ids[NEIGHBOUR]]}
    own, other = (await seven.office.read(CHART, **wanted))["series"]
    assert [(point["period"], point["value"], point["definition"]) for point in own["points"]] == [("2018", "27", 1), ("2021", "30", 1)]
    assert own["gaps"] == ["2019", "2020"] and other["gaps"] == [] and other["target_lines"] == []
    assert [(line["year"], line["low"], line["high"], line["target"]) for line in own["target_lines"]] == [
        (2022, "32", None, "32"),
        (2030, "40", None, "40"),
    ]
    assert own["target_lines"][0]["clause"]["path"] == "附件/表"
    early = await seven.office.read(CHART, **wanted, as_of="2001-01-01T00:00:00Z")
    assert [series["points"] for series in early["series"]] == [[], []]
    assert [len(series["target_lines"]) for series in (await seven.office.read(CHART, **wanted, last_year=2022))["series"]] == [1, 0]


async def test_the_answer_one_has_is_not_sent_again(world: World, seven: Compared) -> None:
    await seven.bring(LITERACY, 2022, "30", "40")
    address = f"{INDICATORS}/{seven.indicators[LITERACY]}/comparison?period=2022&within={seven.ids[CITY]}"
    first = await world.client.get(address, headers=seven.office.headers)
    head = seven.office.headers | {"If-None-Match": first.headers["etag"]}
    again = await world.client.get(address, headers=head)
    assert (again.status_code, again.content) == (304, b"")
    await seven.bring(LITERACY, 2022, "31")
    assert (await world.client.get(address, headers=head)).status_code == 200


async def test_unclear_unknown_or_too_much_is_refused(seven: Compared) -> None:
    office, address = seven.office, f"{INDICATORS}/{seven.indicators[LITERACY]}/comparison"
    both = {"within": seven.ids[CITY], "region_id": seven.ids[COUNTY]}
    for wrong in (both, {"region_id": seven.ids[COUNTY], "level": "county"}):
        problem(await office.get(address, period=2022, **wrong), 422, "unclear-scope")
    assert len((await office.read(address, period=2022))["items"]) == len(CODES)
    problem(await office.get(address, period=2022, within=uuid4()), 404, "not-found")
    problem(await office.get(f"{INDICATORS}/{uuid4()}/comparison", period=2022, within=seven.ids[CITY]), 404, "not-found")
    for wrong in ({"period": "2022年"}, {"period": 2022, "level": "planet"}, {"period": 2022, "cursor": "abc"}):
        assert (await office.get(address, within=seven.ids[CITY], **wrong)).status_code == 422
    many = [str(uuid4()) for _ in range(101)]
    assert "101" in problem(await office.get(CHART, indicator_id=many, region_id=[seven.ids[COUNTY]]), 422, "too-much-at-once")["detail"]
    problem(await office.get(CHART, indicator_id=[str(uuid4())], region_id=[seven.ids[COUNTY]]), 404, "not-found")
    problem(await office.get(HEAT, period=2022, indicator_id=[str(uuid4())], within=seven.ids[CITY]), 404, "not-found")
    assert await office.items(LIST) == []
