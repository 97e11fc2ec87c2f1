"""Appeals within their window; adjustments with a reason and a second person; places that follow."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.platform import Caller, World
from tests.services.indicators.assessments import ASSESSMENTS, INDICATORS, announced, assessed, standings
from tests.services.indicators.test_assessments import brief

APPEALS, ADJUSTMENTS, STANDINGS = f"{INDICATORS}/appeals", f"{INDICATORS}/adjustments", f"{INDICATORS}/standings"
OBJECTION = {"key": "T02", "text": "应以市级核定值为准"}


async def appealed(world: World) -> tuple[Caller, dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The office, the announced result, the education bureau's standing and its appeal."""
    office, result = await announced(world)
    mine = (await standings(office, result))[EDUCATION]
    return office, result, mine, await (await world.sign_in("education")).do(f"{STANDINGS}/{mine['id']}:appeal", OBJECTION)


async def test_an_appeal_is_made_by_whom_it_is_about_and_decided_with_a_reason(world: World) -> None:
    office, result, mine, made = await appealed(world)
    assert (made["state"], made["name"], made["key"], made["by"]) == ("open", EDUCATION, "T02", "人员 education")
    problem(await office.post(f"{STANDINGS}/{mine['id']}:appeal", OBJECTION), 403, "denied")
    problem(await (await world.sign_in("health")).post(f"{STANDINGS}/{mine['id']}:appeal", OBJECTION), 403, "denied")
    assert await (await world.sign_in("health")).items(APPEALS) == []
    problem(await (await world.sign_in("health")).get(f"{APPEALS}/{made['id']}"), 404, "not-found")
    problem(await (await world.sign_in("education")).post(f"{APPEALS}/{made['id']}:decide", {"upheld": True, "reason": "x"}), 403, "denied")
    done = await office.do(f"{APPEALS}/{made['id']}:decide", {"upheld": True, "reason": "经复核属实"})
    assert (done["state"], done["reason"], done["decided_by"]) == ("upheld", "经复核属实", "人员 office")
    problem(await office.post(f"{APPEALS}/{made['id']}:decide", {"upheld": False, "reason": "x"}), 409, "appeal-decided")
    assert (await (await world.sign_in("education")).read(f"{APPEALS}/{made['id']}"))["state"] == "upheld"
    assert [one["id"] for one in await office.items(APPEALS, assessment_id=result["id"], state="upheld")] == [made["id"]]
    assert brief(await standings(office, result))[EDUCATION] == (2, "74.50", "合格"), "an upheld appeal alone changes nothing"


async def test_an_appeal_comes_within_the_window(world: World) -> None:
    office, result = await announced(world)
    mine = (await standings(office, result))[EDUCATION]
    world.move_to(date(2023, 4, 20), 23, 59)
    await (await world.sign_in("education")).do(f"{STANDINGS}/{mine['id']}:appeal", OBJECTION)
    world.move_to(date(2023, 4, 21), 0, 0)
    async with nothing_changes(world):
        problem(await (await world.sign_in("education")).post(f"{STANDINGS}/{mine['id']}:appeal", OBJECTION), 409, "appeals-closed")
    problem(await (await world.sign_in("office")).post(f"{ASSESSMENTS}/{result['id']}:finalise"), 409, "still-unsettled")


async def test_nobody_appeals_against_what_is_not_announced(world: World) -> None:
    office, result = await assessed(world)
    mine = (await standings(office, result))[EDUCATION]
    problem(await (await world.sign_in("education")).post(f"{STANDINGS}/{mine['id']}:appeal", OBJECTION), 404, "not-found")


async def test_an_adjustment_needs_a_second_person_and_moves_places_at_once(world: World) -> None:
    """74.50 + 17 = 91.50 passes 81.50: first place, another grade."""
    office, result, mine, made = await appealed(world)
    await office.do(f"{APPEALS}/{made['id']}:decide", {"upheld": True, "reason": "属实"})
    entry = {"points": "17", "reason": "按核定值计分", "appeal_id": made["id"]}
    proposed = await office.do(f"{STANDINGS}/{mine['id']}:adjust", entry)
    assert (proposed["state"], proposed["points"], proposed["appeal_id"]) == ("proposed", "17", made["id"])
    assert await (await world.sign_in("education")).items(ADJUSTMENTS) == [], "not before it is confirmed"
    yes = {"confirmed": True, "note": "同意"}
    async with nothing_changes(world):
        problem(await office.post(f"{ADJUSTMENTS}/{proposed['id']}:decide", yes), 409, "second-person-wanted")
    assert brief(await standings(office, result))[EDUCATION] == (2, "74.50", "合格")
    done = await (await world.sign_in("office-b")).do(f"{ADJUSTMENTS}/{proposed['id']}:decide", yes)
    assert (done["state"], done["decided_by"], done["note"]) == ("confirmed", "人员 office-b", "同意")
    found = await standings(office, result)
    assert list(found)[:2] == [EDUCATION, HEALTH]
    assert brief(found)[EDUCATION] == (1, "91.50", "优秀") and brief(found)[HEALTH] == (2, "81.50", "合格")
    assert (found[EDUCATION]["computed"], found[EDUCATION]["version"]) == ("74.50", 2)
    assert [one["id"] for one in await (await world.sign_in("education")).items(ADJUSTMENTS)] == [proposed["id"]]
    assert (await office.do(f"{ASSESSMENTS}/{result['id']}:rerun"))["repeats"], "what was computed is as it was"
    problem(await (await world.sign_in("office-b")).post(f"{ADJUSTMENTS}/{proposed['id']}:decide", yes), 409, "adjustment-decided")


async def test_adjustments_add_up_and_never_go_below_nothing(world: World) -> None:
    office, result = await announced(world)
    mine = (await standings(office, result))[HEALTH]
    second = await world.sign_in("office-b")
    for points, score in (("-0.05", "81.45"), ("1.5", "82.95"), ("-200", "0.00")):
        made = await office.do(f"{STANDINGS}/{mine['id']}:adjust", {"points": points, "reason": "复核"})
        await second.do(f"{ADJUSTMENTS}/{made['id']}:decide", {"confirmed": True, "note": "同意"})
        assert (await standings(office, result))[HEALTH]["score"] == score


async def test_a_rejected_adjustment_changes_nothing_and_settles(world: World) -> None:
    office, result = await announced(world)
    mine = (await standings(office, result))[EDUCATION]
    made = await office.do(f"{STANDINGS}/{mine['id']}:adjust", {"points": "1", "reason": "复核"})
    world.move_to(date(2023, 4, 21))
    office, second = await world.sign_in("office"), await world.sign_in("office-b")
    problem(await office.post(f"{ASSESSMENTS}/{result['id']}:finalise"), 409, "still-unsettled")
    await second.do(f"{ADJUSTMENTS}/{made['id']}:decide", {"confirmed": False, "note": "依据不足"})
    assert (await office.do(f"{ASSESSMENTS}/{result['id']}:finalise"))["state"] == "final"
    assert (await standings(office, result))[EDUCATION]["score"] == "74.50"
    problem(await office.post(f"{STANDINGS}/{mine['id']}:adjust", {"points": "1", "reason": "再调"}), 409, "assessment-moved")


async def test_an_adjustment_names_an_upheld_appeal_of_the_same_standing(world: World) -> None:
    office, result, mine, made = await appealed(world)
    other = (await standings(office, result))[HEALTH]
    async with nothing_changes(world):
        for standing, appeal in ((mine, made["id"]), (other, made["id"]), (mine, str(uuid4()))):
            entry = {"points": "1", "reason": "复核", "appeal_id": appeal}
            problem(await office.post(f"{STANDINGS}/{standing['id']}:adjust", entry), 422, "appeal-elsewhere")
        for points in ("0", "0.001"):
            problem(await office.post(f"{STANDINGS}/{mine['id']}:adjust", {"points": points, "reason": "x"}), 422, "invalid-request")
    problem(await (await world.sign_in("mayor")).post(f"{STANDINGS}/{mine['id']}:adjust", {"points": "1", "reason": "x"}), 403, "denied")
    problem(await world.nobody.post(f"{STANDINGS}/{mine['id']}:appeal", OBJECTION), 401, "not-authenticated")
