"""What a reviewer is shown first: what is new since the form was here last, and beside last year."""

from typing import Any

from tests.factories.documents import LITERACY, MALARIA, SMOKING
from tests.factories.people import HEALTH
from tests.factories.problems import problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, plan_of, returning, start, state, value
from tests.platform import Caller, World

COMPLETE = {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20.5")}


async def compared(caller: Caller, submission: Any, against: str) -> Any:
    """The answer."""
    return await caller.read(f"{SUBMISSIONS}/{submission['id']}/differences", against=against)


async def test_what_changed_since_it_was_here_last_and_beside_last_year(world: World) -> None:
    office = await world.sign_in("office")
    values = {"plan_id": (await plan_of(office))["id"], "rows": [{"key": "T01", "year": 2021, "value": "30.0"}]}
    await office.do("/api/v1/indicators/observations:import", values)
    await world.settle()
    await open_round(world)
    health = await world.sign_in("health")
    form = await fill(health, await start(health, await assignment_of(world, HEALTH)), COMPLETE)
    form = await move(health, form, "submit")
    first = await compared(office, form, "submitted")
    assert (first["number"], len(first["items"]), first["unchanged"]) == (None, 3, 0)
    [yearly] = [one for one in (await compared(office, form, "last_year"))["items"] if one["name"] == LITERACY]
    assert (yearly["before"]["value"], yearly["change"], yearly["change_percent"]) == ("30.0", "1.2", "4.0")
    await move(office, form, "return", returning(form, LITERACY))
    await fill(health, form, {LITERACY: value("30.7", explanation="抽样更正")})
    again = await move(health, form, "submit")
    told = await compared(office, again, "submitted")
    [item] = told["items"]
    assert (told["number"], told["unchanged"], item["name"]) == (1, 2, LITERACY)
    assert (item["before"]["value"], item["after"]["value"], item["change"], item["change_percent"]) == ("31.2", "30.7", "-0.5", "-1.6")
    assert (await compared(office, again, "approved"))["number"] is None
    problem(await office.get(f"{SUBMISSIONS}/{form['id']}/differences", against="yesterday"), 422, "invalid-request")


async def test_a_draft_is_compared_by_nobody_but_its_unit(world: World) -> None:
    await open_round(world)
    health = await world.sign_in("health")
    form = await fill(health, await start(health, await assignment_of(world, HEALTH)), {LITERACY: value("31.2")})
    assert [one["name"] for one in (await compared(health, form, "submitted"))["items"]] == [LITERACY]
    for login in ("education", "neighbour-office"):
        problem(await (await world.sign_in(login)).get(f"{SUBMISSIONS}/{form['id']}/differences"), 404, "not-found")
