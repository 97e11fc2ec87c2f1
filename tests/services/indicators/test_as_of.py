"""What the table said on an earlier day, what was withdrawn since, reported beside verified, and the series of a chart."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY, MYOPIA, draft, indicator, statement
from tests.factories.people import COUNTY, HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.platform import Caller, World
from tests.services.indicators.test_intake import LIST, table, take
from tests.services.indicators.test_observations import IMPORT, INDICATORS, row, values, verdict_on
from tests.services.indicators.test_taking_over import by_key

FIRST, SECOND, THIRD = date(2023, 5, 10), date(2023, 6, 10), date(2023, 7, 10)


def noon(day: date) -> str:
    """An instant after what was done in the morning of ``day``."""
    return f"{day.isoformat()}T12:00:00+08:00"


async def on(world: World, day: date, *rows: str, head: str = "indicator,region,period,value") -> Any:
    """An intake by the office on a day."""
    world.move_to(day)
    return await take(await world.sign_in("office"), table(*rows, head=head))


async def said(caller: Caller, day: date | None, **query: Any) -> set[tuple[str, str, int]]:
    """(period, value, version) of every value as of noon of a day."""
    asked = {"as_of": noon(day)} if day else {}
    return {(v["period"], v["value"], v["version"]) for v in await caller.items(LIST, **asked, **query)}


async def corrected_twice(world: World) -> Caller:
    """A value of 2021 in three versions, one of 2022 that came with the second, one of 2020 that came last."""
    await on(world, FIRST, f"{LITERACY},{COUNTY},2021,30")
    await on(world, SECOND, f"{LITERACY},{COUNTY},2021,31", f"{LITERACY},{COUNTY},2022,32")
    await on(world, THIRD, f"{LITERACY},{COUNTY},2021,31.5", f"{LITERACY},{COUNTY},2020,29")
    return await world.sign_in("office")


async def test_what_the_table_said_on_each_day(world: World) -> None:
    office = await corrected_twice(world)
    assert await said(office, date(2023, 5, 9)) == set()
    assert await said(office, FIRST) == {("2021", "30", 1)}
    assert await said(office, SECOND) == {("2021", "31", 2), ("2022", "32", 1)}
    assert await said(office, THIRD) == await said(office, None) == {("2021", "31.5", 3), ("2022", "32", 1), ("2020", "29", 1)}
    assert await said(office, SECOND, year=2022) == {("2022", "32", 1)}
    paged = await office.items(LIST, as_of=noon(SECOND), limit=1)
    assert [v["period"] for v in paged] == ["2021", "2022"] and paged[0]["recorded_at"][:10] == "2023-06-10"


async def test_a_single_value_as_of_a_day(world: World) -> None:
    office = await corrected_twice(world)
    [value] = await office.items(LIST, year=2021)
    for day, expected in ((FIRST, ("30", 1)), (SECOND, ("31", 2)), (THIRD, ("31.5", 3))):
        answer = await office.get(f"{LIST}/{value['id']}", as_of=noon(day))
        assert (answer.json()["value"], answer.json()["version"], answer.headers["etag"]) == (*expected, f'"v{expected[1]}"')
    problem(await office.get(f"{LIST}/{value['id']}", as_of="2023-05-09T00:00:00Z"), 404, "not-found")
    problem(await office.get(LIST, as_of="2023-05-09T00:00:00"), 422, "invalid-request")
    problem(await office.get(LIST, as_of="yesterday"), 422, "invalid-request")
    versions = await office.read(f"{LIST}/{value['id']}/versions")
    assert [(v["version"], v["value"], (v["superseded_at"] or "")[:10]) for v in versions] == [
        (1, "30", "2023-06-10"),
        (2, "31", "2023-07-10"),
        (3, "31.5", ""),
    ]


async def test_levels_hold_for_the_past_too(world: World) -> None:
    """What is internal today was internal, whatever it was; an internal plan's values stay at home in lists, as-of lists, versions and series."""
    office = await world.sign_in("office")
    secret = [indicator("S01", "内部指标", statement(2025, "36"), departments=[HEALTH])]
    plan = await office.do("/api/v1/plans", draft("内部计划", disclosure="internal", indicators=secret, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    await on(world, FIRST, f"内部指标,{COUNTY},2021,35", f"{LITERACY},{COUNTY},2021,30")
    await on(world, SECOND, f"内部指标,{COUNTY},2021,36", f"{LITERACY},{COUNTY},2021,30,internal"[: -len(",internal")])
    office = await world.sign_in("office")
    hidden = next(v for v in await office.items(LIST) if v["indicator_name"] == "内部指标")
    assert hidden["disclosure"] == "internal" and len(await said(office, FIRST)) == 2
    for login in ("education", "mayor", "upper", "neighbour-office", "partner"):
        caller = await world.sign_in(login)
        for day in (FIRST, SECOND, None):
            assert await said(caller, day) == {("2021", "30", 1)}, login
        problem(await caller.get(f"{LIST}/{hidden['id']}", as_of=noon(FIRST)), 404, "not-found")
        series = await caller.read(f"{LIST}/series", indicator_id=hidden["indicator_id"], region_id=hidden["region_id"])
        assert series["points"] == []
    await on(world, THIRD, f"{LITERACY},{COUNTY},2021,30,internal", head="indicator,region,period,value,disclosure")
    assert await said(await world.sign_in("mayor"), FIRST) == set()


async def test_the_reported_value_stands_beside_the_verified_one(world: World) -> None:
    office = await world.sign_in("office")
    await take(office, table(f"{LITERACY},{COUNTY},2022,32.6"))
    await take(office, table(f"{LITERACY},{COUNTY},2022,31.2,verified", head="indicator,region,period,value,standing"))
    assert (await verdict_on(office, "T01", 2022))["word"] == "not_met"
    await take(office, table(f"{LITERACY},{COUNTY},2022,32.7"))
    [value] = await office.items(LIST)
    assert (value["value"], value["standing"], value["version"]) == ("31.2", "verified", 3)
    assert (value["reported"]["value"], value["reported"]["standing"]) == ("32.7", "reported")
    met = await verdict_on(office, "T01", 2022)
    assert [(v["value"], v["standing"]) for v in met["explanation"]["inputs"]["series"]] == [("31.2", "verified")]
    versions = await office.read(f"{LIST}/{value['id']}/versions")
    assert [(v["value"], v["standing"], (v["reported"] or {}).get("value")) for v in versions] == [
        ("32.6", "reported", None),
        ("31.2", "verified", "32.6"),
        ("31.2", "verified", "32.7"),
    ]
    await world.settle()
    told = [row.type for row in await world.service("indicators").database.read.all(_events())]
    assert told.count("observation.published") == 1 and told.count("observation.verified") == 2


def _events() -> Any:
    from sqlalchemy import select

    from shared.kit.tables import outbox_events

    return select(outbox_events.c.type).where(outbox_events.c.type.like("observation.%"))


async def test_a_withdrawal_brings_back_what_was_there_before(world: World) -> None:
    office = await world.sign_in("office")
    await take(office, table(f"{LITERACY},{COUNTY},2022,32.6"))
    world.move_to(FIRST)
    office = await world.sign_in("office")
    await take(office, table(f"{LITERACY},{COUNTY},2022,3.26"))
    assert (await verdict_on(office, "T01", 2022))["word"] == "not_met"
    world.move_to(SECOND)
    office = await world.sign_in("office")
    [value] = await office.items(LIST)
    address = f"{LIST}/{value['id']}:withdraw"
    async with nothing_changes(world):
        problem(await office.post(address, {"reason": "小数点错位"}, if_match='"v1"'), 412, "stale-etag")
        problem(await office.post(address, {"reason": " "}), 422, "invalid-request")
    answer = await office.post(address, {"reason": "小数点错位"}, if_match='"v2"')
    back = answer.json()
    assert (back["value"], back["version"], back["source"], back["reason"], back["withdrawn"]) == ("32.6", 3, "withdrawal", "小数点错位", False)
    assert answer.headers["etag"] == '"v3"' and (await verdict_on(office, "T01", 2022))["word"] == "met"
    assert await said(office, FIRST) == {("2022", "3.26", 2)}  # that is what it said
    world.move_to(THIRD)
    office = await world.sign_in("office")
    gone = await office.do(address, {"reason": "整项撤回"})
    assert (gone["value"], gone["state"], gone["withdrawn"], gone["version"]) == (None, None, True, 4)
    problem(await office.post(address, {"reason": "再撤一次"}), 409, "already-withdrawn")
    assert await office.items(LIST) == [] and await said(office, SECOND) == {("2022", "32.6", 3)}
    assert (await verdict_on(office, "T01", 2022))["word"] == "no_data"
    versions = await office.read(f"{LIST}/{value['id']}/versions")
    assert [(v["value"], v["voids"], v["reason"]) for v in versions] == [
        ("32.6", None, None),
        ("3.26", None, None),
        ("32.6", 2, "小数点错位"),
        (None, 1, "整项撤回"),
    ]
    assert (await take(office, table(f"{LITERACY},{COUNTY},2022,33")))["corrected"] == 1
    assert await said(office, None) == {("2022", "33", 5)}
    await world.settle()
    [known] = await world.service("submissions").database.read.all(_known())
    assert (str(known.value), known.version) == ("33", 5)


def _known() -> Any:
    from sqlalchemy import select

    from services.submissions.models import KnownValue

    return select(KnownValue.__table__)


async def test_only_who_brings_values_in_withdraws_them(world: World) -> None:
    office = await world.sign_in("office")
    await take(office, table(f"{LITERACY},{COUNTY},2022,32.6"))
    [value] = await office.items(LIST)
    for login, status, code in (("mayor", 403, "denied"), ("neighbour-office", 403, "denied"), ("bare-partner", 404, "not-found")):
        async with nothing_changes(world):
            problem(await (await world.sign_in(login)).post(f"{LIST}/{value['id']}:withdraw", {"reason": "误报"}), status, code)


async def test_the_series_of_a_chart(world: World) -> None:
    office = await world.sign_in("office")
    quarters = [f"{LITERACY},{COUNTY},2022-Q{number},3{number}" for number in (3, 1, 2)]
    years = [f"{LITERACY},{COUNTY},{year},{year - 1990}" for year in (2021, 2019, 2020)]
    await take(office, table(*quarters, *years, f"{MYOPIA},{COUNTY},2020,50"))
    entry = (await by_key(office))["T01"]
    slot = {"indicator_id": entry["indicator_id"], "region_id": entry["region_id"]}
    series = await office.read(f"{LIST}/series", **slot)
    assert [(p["period"], p["value"], p["last_day"]) for p in series["points"]] == [
        ("2019", "29", "2019-12-31"),
        ("2020", "30", "2020-12-31"),
        ("2021", "31", "2021-12-31"),
    ]
    assert (series["indicator_name"], series["unit_of_measure"]) == (LITERACY, "%")
    by_quarter = await office.read(f"{LIST}/series", **slot, grain="quarter")
    assert [(p["period"], p["first_day"]) for p in by_quarter["points"]] == [
        ("2022-Q1", "2022-01-01"),
        ("2022-Q2", "2022-04-01"),
        ("2022-Q3", "2022-07-01"),
    ]
    between = await office.read(f"{LIST}/series", **slot, first_year=2020, last_year=2020)
    assert [p["value"] for p in between["points"]] == ["30"]
    assert [v["period"] for v in await office.items(LIST, grain="quarter")] == ["2022-Q1", "2022-Q2", "2022-Q3"]
    assert [v["value"] for v in await office.items(LIST, period="2022-Q2")] == ["32"]
    problem(await office.get(f"{LIST}/series", **(slot | {"indicator_id": str(uuid4())})), 404, "not-found")
    problem(await office.get(LIST, period="2022年"), 422, "invalid-request")
    problem(await office.get(LIST, disaggregation="female"), 422, "invalid-request")


async def test_an_import_of_quarters_and_parts(world: World) -> None:
    office = await world.sign_in("office")
    rows = [{"key": "T01", "period": "2022-Q1", "value": "31"}, {"key": "T01", "year": 2022, "value": "32", "disaggregation": "sex=female"}]
    assert await office.do(IMPORT, await values(office, *rows)) == {"new": 2, "corrected": 0, "unchanged": 0}
    assert {(v["period"], v["disaggregation"]) for v in await office.items(LIST)} == {("2022-Q1", ""), ("2022", "sex=female")}
    async with nothing_changes(world):
        beyond = problem(await office.post(IMPORT, await values(office, row("T01", 2022, "132"), row("T06", 2022, "-1"))), 422, "refused-values")
        both = await values(office, {"key": "T01", "year": 2022, "period": "2022", "value": "1"})
        problem(await office.post(IMPORT, both), 422, "invalid-request")
    assert {(fault["row"], fault["code"]) for fault in beyond["errors"]} == {(1, "out-of-range"), (2, "out-of-range")}
    assert f"{INDICATORS}" in IMPORT
