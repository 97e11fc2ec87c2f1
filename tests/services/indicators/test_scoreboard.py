"""The scoreboard of a plan and year: rows, deciding targets, tallies, filters, and the answer that one already has."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.indicators.rules.scoring import tallied, tendency
from shared.schemas.scoreboard import Scoreboard, Tendency
from shared.schemas.targets import Polarity
from tests.factories.people import HEALTH
from tests.factories.problems import problem
from tests.platform import Caller, World
from tests.services.indicators.test_observations import IMPORT, row, values
from tests.services.plans.test_units import named


@pytest.mark.parametrize(
    ("polarity", "before", "after", "expected"),
    [
        (Polarity.UP, "31", "32", Tendency.BETTER),
        (Polarity.UP, "32", "31", Tendency.WORSE),
        (Polarity.DOWN, "32", "31", Tendency.BETTER),
        (Polarity.DOWN, "31", "32", Tendency.WORSE),
        (Polarity.WITHIN, "31", "32", Tendency.CHANGED),
        (Polarity.STATE, "31", "32", Tendency.CHANGED),
        (Polarity.WITHIN, "32", "32.0", Tendency.SAME),
    ],
)
def test_which_way_a_change_went(polarity: Polarity, before: str, after: str, expected: Tendency) -> None:
    assert tendency(polarity, Decimal(before), Decimal(after)) is expected


def test_tallies_are_in_order_and_what_has_no_key_comes_last() -> None:
    counted = [(None, "met", 1), ("A2", "no_data", 2), ("A2", "met", 1), ("A1", "met", 3), ("A1", "met", 1)]
    assert list(tallied(counted).items()) == [("A1", {"met": 4}), ("A2", {"met": 1, "no_data": 2}), (None, {"met": 1})]


async def board(caller: Caller, **query: Any) -> dict[str, Any]:
    """The scoreboard of the world's plan; it has the shape that is documented."""
    [plan] = await caller.items("/api/v1/plans", title="健康甲县")
    found: dict[str, Any] = await caller.read(f"/api/v1/indicators/plans/{plan['id']}/scoreboard", **query)
    Scoreboard.model_validate(found)
    return found


def keys(found: dict[str, Any]) -> list[str]:
    return [item["key"] for item in found["items"]]


async def measured(world: World) -> Caller:
    """The plan office, with values of three years."""
    office = await world.sign_in("office")
    rows = [row("T01", 2021, "31.2"), row("T01", 2022, "32.6"), row("T02", 2022, "51"), row("T04", 2022, None, state="消除"), row("T01", 2020, "30")]
    await office.do(IMPORT, await values(office, *rows))
    return office


async def test_a_row_has_everything_a_head_of_office_asks_for(world: World) -> None:
    office = await measured(world)
    found = await board(office, year=2022)
    assert keys(found) == ["T01", "T02", "T03", "T04", "T05", "T06", "P03"]
    first = found["items"][0]
    assert (first["baseline"]["value"], first["value"]["value"], first["value"]["standing"]) == ("26", "32.6", "reported")
    assert (first["change"], first["tendency"]) == ("1.4", "better")
    assert [(one["year"], one["value"]) for one in first["series"]] == [(2020, "30"), (2021, "31.2"), (2022, "32.6")]
    [target] = first["targets"]
    assert (target["horizon"], target["target"], target["word"]) == (2022, "32", "met")
    assert target["said"]["zh"].endswith("已达标。")
    assert first["unit_id"] == (await named(office, HEALTH))["id"] and first["action"] == "A1"
    assert (found["items"][3]["value"]["state"], found["items"][3]["change"]) == ("消除", None)


async def test_the_next_horizon_decides_and_the_last_one_when_all_are_past(world: World) -> None:
    office = await measured(world)
    horizons = {year: [t["horizon"] for t in (await board(office, year=year))["items"][0]["targets"]] for year in (2021, 2022, 2023, 2031)}
    assert horizons == {2021: [2022], 2022: [2022], 2023: [2030], 2031: [2030]}
    of_groups = (await board(office, year=2022))["items"][2]["targets"]
    assert [(one["horizon"], one["population"]) for one in of_groups] == [(2025, "学生"), (2025, "老年人")]


async def test_an_earlier_year_knows_nothing_of_later_values(world: World) -> None:
    first = (await board(await measured(world), year=2021))["items"][0]
    assert [one["year"] for one in first["series"]] == [2020, 2021] and first["change"] == "1.2"
    before = (await board(await world.sign_in("office"), year=2019))["items"][0]
    assert (before["value"], before["series"], before["tendency"]) == (None, [], None)


async def test_tallies_count_what_the_filters_leave(world: World) -> None:
    office = await measured(world)
    found = await board(office, year=2022, limit=2)
    assert len(found["items"]) == 2 and found["next_cursor"]
    rest = await board(office, year=2022, limit=2, cursor=found["next_cursor"])
    assert rest["words"] == found["words"], "tallies are of all rows, not of the page"
    whole = await board(office, year=2022)
    assert sum(whole["words"].values()) == sum(len(item["targets"]) for item in whole["items"])
    assert {one["key"]: one["words"] for one in whole["by_action"]}["A1"] == {"met": 1}
    assert [one["key"] for one in whole["by_nature"]] == ["binding", "not_stated"]
    assert [one["key"] for one in whole["by_dimension"]] == [None]
    literacy = next(item for item in await office.items("/api/v1/indicators/plan-indicators") if item["key"] == "T01")["indicator_id"]
    await office.edit(f"/api/v1/indicators/{literacy}", {"dimension": "culture", "valid_from": "2030-01-01", "reason": "归类"})
    assert [one["key"] for one in (await board(office, year=2022))["by_dimension"]] == ["culture", None]
    cultural = await board(office, year=2022, dimension="culture")
    assert (keys(cultural), cultural["words"]) == (["T01"], {"met": 1})
    met = await board(office, year=2022, word="met")
    assert (keys(met), met["words"]) == (["T01"], {"met": 1})
    assert keys(await board(office, year=2022, nature="binding")) == ["T02"]
    assert keys(await board(office, year=2022, action="A2")) == ["T02"]
    assert "T01" in keys(await board(office, year=2022, unit_id=(await named(office, HEALTH))["id"]))


async def test_the_answer_one_has_is_not_sent_again(world: World) -> None:
    office = await measured(world)
    [plan] = await office.items("/api/v1/plans", title="健康甲县")
    address, query = f"/api/v1/indicators/plans/{plan['id']}/scoreboard", {"year": 2022}
    tag = (await office.get(address, **query)).headers["etag"]
    headers = {**office.headers, "If-None-Match": f'"other", {tag}'}
    again = await world.client.get(address, params=query, headers=headers)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await office.do(IMPORT, await values(office, row("T01", 2022, "31.9")))
    changed = await world.client.get(address, params=query, headers=headers)
    assert changed.status_code == 200 and changed.headers["etag"] != tag


async def test_what_one_may_not_know_of_is_not_there(world: World) -> None:
    office = await measured(world)
    [plan] = await office.items("/api/v1/plans", title="健康甲县")
    address = f"/api/v1/indicators/plans/{plan['id']}/scoreboard"
    problem(await office.get(address.replace(plan["id"], str(uuid4()))), 404, "not-found")
    problem(await world.nobody.get(address), 401, "not-authenticated")
    problem(await office.get(address, year="next"), 422, "invalid-request")
    problem(await office.get(address, word="fine"), 422, "invalid-request")


async def test_an_internal_value_of_a_public_indicator_is_not_shown(world: World) -> None:
    office = await measured(world)
    [plan] = await office.items("/api/v1/plans", title="健康甲县")
    address = f"/api/v1/indicators/plans/{plan['id']}/scoreboard"
    async with world.service("indicators").database.write() as db:
        await db.run(text("update observations set disclosure = 'internal' where year = 2022"))
    neighbour = await world.sign_in("neighbour-office")
    seen = await neighbour.get(address, year=2022)
    assert seen.status_code == 200
    assert [one["year"] for one in seen.json()["items"][0]["series"]] == [2020, 2021]
    assert (await board(office, year=2022))["items"][0]["value"]["value"] == "32.6"
