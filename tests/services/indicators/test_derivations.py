"""Values that follow from others by a formula: by themselves, again after a correction, and never over somebody's own."""

import asyncio
from decimal import Decimal, localcontext
from typing import Any

import pytest

from services.indicators.rules.arithmetic import EXACT
from tests.factories.people import COUNTY
from tests.factories.problems import problem
from tests.platform import Caller, World
from tests.services.indicators.test_entries import INDICATORS, entry, home
from tests.services.indicators.test_intake import CSV, HEAD, INTAKE, table, take

DERIVATIONS, OBSERVATIONS = f"{INDICATORS}/derivations", f"{INDICATORS}/observations"
LECTURERS, PEOPLE, SHARE = "健康讲师数", "居民人数", "每百名居民讲师数"


class Counted:
    """Lecturers, people, and lecturers for every hundred people."""

    def __init__(self, office: Caller, share: dict[str, Any]) -> None:
        self.office, self.share = office, share

    async def bring(self, *rows: str, head: str = HEAD) -> None:
        """Official values, as rows of a bulk; returns once what follows was computed."""
        await take(self.office, table(*rows, head=head), disclosure="public")
        await self.computed()

    async def computed(self) -> dict[str, Any]:
        """What the formula gave, by period and part, once nothing is asked any more."""
        async with asyncio.timeout(10):
            found = await self.office.items(DERIVATIONS, indicator_id=self.share["id"])
            while any(one["stale"] for one in found):
                await asyncio.sleep(0.02)
                found = await self.office.items(DERIVATIONS, indicator_id=self.share["id"])
        return {one["period"] + one["disaggregation"]: one for one in found}

    async def values(self) -> dict[str, Any]:
        """The official values of the share, by period and part."""
        found = await self.office.items(OBSERVATIONS, indicator_id=self.share["id"])
        return {one["period"] + one["disaggregation"]: one for one in found}


@pytest.fixture
async def counted(world: World) -> Counted:
    """The three entries; no value yet."""
    office = await world.sign_in("office")
    path = await home(office)
    for code, name in (("C-1", LECTURERS), ("C-2", PEOPLE)):
        await office.do(INDICATORS, entry(path, name, unit_of_measure="人", code=code))
    share = entry(path, SHARE, unit_of_measure="%", code="C-3", arrival="formula", formula=f"[C-1]/[{PEOPLE}]*100")
    return Counted(office, await office.do(INDICATORS, share))


def again(formula: str, inputs: list[dict[str, Any]]) -> Decimal:
    """The arithmetic done by somebody else, from what is told alone."""
    for one in inputs:
        formula = formula.replace(f"[{one['symbol']}]", f"Decimal('{one['value']}')")
    with localcontext(EXACT):
        result: Decimal = eval(formula.replace("*100", "*Decimal(100)"), {"Decimal": Decimal, "__builtins__": {}})
        return result.quantize(Decimal("0.0001"))


async def test_a_value_follows_once_its_last_input_is_there(counted: Counted) -> None:
    await counted.bring(f"{LECTURERS},{COUNTY},2022,7")
    waiting = (await counted.computed())["2022"]
    assert (waiting["outcome"], waiting["missing"], waiting["value"], await counted.values()) == ("waiting", [PEOPLE], None, {})
    await counted.bring(f"{PEOPLE},{COUNTY},2022,900", f"{PEOPLE},{COUNTY},2023,910")
    value, derived = (await counted.values())["2022"], (await counted.computed())["2022"]
    assert (value["value"], value["source"], value["standing"], value["version"]) == ("0.7778", "formula", "reported", 1)
    assert (derived["outcome"], derived["value"], derived["missing"], derived["formula_version"]) == ("counts", "0.7778", [], 1)
    assert again(derived["formula"], derived["inputs"]) == Decimal("0.7778")
    assert {(one["observation_id"], one["version"]) for one in derived["inputs"]} == {
        (one["observation_id"], one["version"]) for one in value["derived_from"]
    }
    assert (await counted.computed())["2023"]["missing"] == ["C-1"]


async def test_a_corrected_input_is_a_next_version_and_a_withdrawn_one_takes_it_away(counted: Counted) -> None:
    await counted.bring(f"{LECTURERS},{COUNTY},2022,7", f"{PEOPLE},{COUNTY},2022,1000")
    await counted.bring(f"{LECTURERS},{COUNTY},2022,8,provisional", head=f"{HEAD},standing")
    value = (await counted.values())["2022"]
    assert (value["value"], value["version"], value["standing"]) == ("0.8", 2, "provisional")
    refused = await counted.office.post(f"{OBSERVATIONS}/{value['id']}:withdraw", {"reason": "误报"})
    assert "inputs" in problem(refused, 409, "follows-from-others")["detail"]
    [people] = await counted.office.items(OBSERVATIONS, indicator_id=next(o["indicator_id"] for o in await inputs(counted) if o["symbol"] == PEOPLE))
    await counted.office.do(f"{OBSERVATIONS}/{people['id']}:withdraw", {"reason": "误报"})
    assert (await counted.computed())["2022"]["missing"] == [PEOPLE] and await counted.values() == {}
    gone = await counted.office.read(f"{OBSERVATIONS}/{value['id']}/versions")
    assert [(one["version"], one["value"]) for one in gone] == [(1, "0.7"), (2, "0.8"), (3, None)] and "missing" in gone[-1]["reason"]
    await counted.bring(f"{PEOPLE},{COUNTY},2022,100")
    assert ((await counted.values())["2022"]["value"], (await counted.values())["2022"]["version"]) == ("8", 4)


async def inputs(counted: Counted) -> list[dict[str, Any]]:
    """What the share of 2022 was computed from."""
    found: list[dict[str, Any]] = (await counted.computed())["2022"]["inputs"]
    return found


async def test_somebody_s_own_value_stands_and_the_formula_s_is_shown_beside_it(counted: Counted) -> None:
    await counted.bring(f"{SHARE},{COUNTY},2022,0.9")
    await counted.bring(f"{LECTURERS},{COUNTY},2022,7", f"{PEOPLE},{COUNTY},2022,1000")
    beside, own = (await counted.computed())["2022"], (await counted.values())["2022"]
    assert (beside["outcome"], beside["value"], own["value"], own["source"]) == ("beside", "0.7", "0.9", "intake")
    await counted.office.do(f"{OBSERVATIONS}/{own['id']}:withdraw", {"reason": "以公式为准"})
    assert (await counted.computed())["2022"]["outcome"] == "counts"
    assert ((await counted.values())["2022"]["value"], (await counted.values())["2022"]["source"]) == ("0.7", "formula")
    await counted.bring(f"{SHARE},{COUNTY},2022,0.95")
    assert ((await counted.computed())["2022"]["outcome"], (await counted.values())["2022"]["value"]) == ("beside", "0.95")


async def test_nothing_is_divided_by_nothing_and_parts_stay_parts(counted: Counted) -> None:
    await counted.bring(f"{LECTURERS},{COUNTY},2022,7", f"{PEOPLE},{COUNTY},2022,0")
    assert ((await counted.computed())["2022"]["outcome"], await counted.values()) == ("undefined", {})
    await counted.bring(f"{LECTURERS},{COUNTY},2022-Q1,7,sex=female", f"{PEOPLE},{COUNTY},2022-Q1,50,sex=female", head=f"{HEAD},disaggregation")
    assert {slot: one["value"] for slot, one in (await counted.values()).items()} == {"2022-Q1sex=female": "14"}


async def test_a_chain_of_formulas_and_an_entry_that_changes_its_own(counted: Counted) -> None:
    office, path = counted.office, await home(counted.office)
    await counted.bring(f"{LECTURERS},{COUNTY},2022,7", f"{PEOPLE},{COUNTY},2022,1000")
    rate = entry(path, "每千名居民讲师数", unit_of_measure="‰", arrival="formula", formula=f"[{SHARE}]*10")
    made = Counted(office, await office.do(INDICATORS, rate))
    await made.computed()
    assert (await made.values())["2022"]["value"] == "7"
    await counted.bring(f"{LECTURERS},{COUNTY},2022,9")
    await made.computed()
    assert (await made.values())["2022"]["value"] == "9"
    edit = {"formula": "[C-1]/[C-2]*50", "meaning": "changed", "valid_from": "2023-01-01", "reason": "口径调整"}
    assert (await office.patch(f"{INDICATORS}/{counted.share['id']}", edit)).status_code == 200
    await counted.computed()
    await made.computed()
    assert [(await one.values())["2022"]["value"] for one in (counted, made)] == ["0.45", "4.5"]
    told = [[(one["definition"], one["other_definition"]) for one in (await each.computed())["2022"]["inputs"]] for each in (counted, made)]
    assert told == [[(1, False), (1, False)], [(2, True)]]  # the share of 2022 is computed by a formula that is valid from 2023
    filled = {"arrival": "filled", "formula": None, "meaning": "kept", "valid_from": "2024-01-01", "reason": "改为填报"}
    assert (await office.patch(f"{INDICATORS}/{counted.share['id']}", filled)).status_code == 200
    assert await counted.computed() == {} and (await counted.values())["2022"]["value"] == "0.45"


async def test_two_inputs_that_come_at_the_same_moment_are_both_in(counted: Counted) -> None:
    years = range(2001, 2021)
    one, other = (table(*(f"{name},{COUNTY},{year},{year}" for year in years)) for name in (LECTURERS, PEOPLE))
    answers = await asyncio.gather(*(counted.office.send(INTAKE, content.encode(), CSV, disclosure="public") for content in (one, other)))
    assert [answer.status_code for answer in answers] == [200, 200]
    await counted.computed()
    assert [value["value"] for value in (await counted.values()).values()] == ["100"] * len(years)


async def test_what_is_not_for_everybody_is_not_in_the_list(world: World, counted: Counted) -> None:
    await take(counted.office, table(f"{LECTURERS},{COUNTY},2022,7", f"{PEOPLE},{COUNTY},2022,1000"), disclosure="internal")
    assert (await counted.computed())["2022"]["disclosure"] == "internal"
    neighbour = await world.sign_in("neighbour-office")
    assert await neighbour.items(DERIVATIONS, indicator_id=counted.share["id"]) == []
