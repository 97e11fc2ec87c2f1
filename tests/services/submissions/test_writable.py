"""What a unit could write at an instant, and why: told from rows that are kept."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY, MALARIA, SMOKING
from tests.factories.people import EAST, EDUCATION, HEALTH
from tests.factories.problems import problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, item_id, move, open_round, returning, start
from tests.platform import World
from tests.services.submissions.test_filling import COMPLETE
from tests.services.submissions.test_reassigning import unit_id


async def asked(world: World, assignment: dict[str, Any], at: datetime | None = None) -> dict[str, Any]:
    """The answer to the office."""
    query = {} if at is None else {"at": at.isoformat()}
    told: dict[str, Any] = await (await world.sign_in("office")).read(f"{SUBMISSIONS}/assignments/{assignment['id']}/writable", **query)
    return told


async def test_the_life_of_a_form_is_told_at_each_of_its_days(world: World) -> None:
    made = await open_round(world, opens_on="2023-04-11")
    opened, owed = world.now, await assignment_of(world, HEALTH)
    assert (await asked(world, owed))["code"] == "round-not-open"
    stops: dict[int, tuple[str, str]] = {12: ("health", "start"), 13: ("health", "submit"), 14: ("office", "return"), 15: ("office", "close")}
    submission: dict[str, Any] = {}
    for day, (login, verb) in stops.items():
        world.move_to(date(2023, 4, day))
        caller = await world.sign_in(login)
        if verb == "start":
            submission = await start(caller, owed)
            await fill(caller, submission, COMPLETE)
        elif verb == "close":
            await caller.do(f"{SUBMISSIONS}/rounds/{made['id']}:close")
        else:
            await move(caller, submission, verb, returning(submission, LITERACY) if verb == "return" else None)
    noon = [opened.replace(day=day, hour=6) for day in (12, 13, 14, 15)]
    codes = [(await asked(world, owed, at))["code"] for at in noon]
    assert codes == ["open", "handed-in", "returned", "round-closed"]
    first, third = await asked(world, owed, noon[0]), await asked(world, owed, noon[2])
    assert first["writable"] and {item["writable"] for item in first["items"]} == {True} and first["until"] == "2023-06-09T16:00:00Z"
    assert {item["name"]: item["writable"] for item in third["items"]} == {LITERACY: True, MALARIA: False, SMOKING: False}
    assert third["zh"] != third["en"] and third["until"] is None
    assert (await asked(world, owed, opened.replace(day=1)))["code"] == "not-asked"


async def test_who_owed_it_then_and_what_was_exempt(world: World) -> None:
    await open_round(world)
    owed, other = await assignment_of(world, HEALTH), await assignment_of(world, EDUCATION)
    health = await world.sign_in("health")
    submission = await start(health, owed)
    before = world.now
    world.move_to(date(2023, 4, 14))
    office = await world.sign_in("office")
    await office.do(f"{SUBMISSIONS}/assignments/{owed['id']}/items/{item_id(submission, SMOKING)}:waive", {"reason": "非调查年"})
    east = await unit_id(office, EAST)
    await office.do(f"{SUBMISSIONS}/assignments/{owed['id']}:reassign", {"unit_id": east, "reason": "职责划转"})
    await office.do(f"{SUBMISSIONS}/assignments/{other['id']}:waive", {"reason": "未开展"})
    then, now = await asked(world, owed, before), await asked(world, owed)
    assert (then["unit_name"], now["unit_name"]) == (HEALTH, EAST)
    assert {item["name"]: item["writable"] for item in then["items"]}[SMOKING] is True
    [exempt] = [item for item in now["items"] if item["name"] == SMOKING]
    assert exempt["writable"] is False and "非调查年" in exempt["zh"]
    waived = await asked(world, other)
    assert (waived["code"], waived["writable"]) == ("waived", False) and "未开展" in waived["zh"]
    assert (await asked(world, other, before))["code"] == "open"


async def test_who_may_ask_and_how(world: World) -> None:
    await open_round(world)
    owed = await assignment_of(world, HEALTH)
    address = f"{SUBMISSIONS}/assignments/{owed['id']}/writable"
    assert (await (await world.sign_in("health")).read(address))["writable"] is True
    problem(await (await world.sign_in("education")).get(address), 404, "not-found")
    problem(await world.nobody.get(address), 401, "not-authenticated")
    office = await world.sign_in("office")
    problem(await office.get(f"{SUBMISSIONS}/assignments/{uuid4()}/writable"), 404, "not-found")
    for at in ("2023-04-10T10:00:00", "yesterday"):
        problem(await office.get(address, at=at), 422, "invalid-request")
