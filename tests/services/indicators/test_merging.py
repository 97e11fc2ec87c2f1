"""Two entries of the catalogue made one, and a plan's indicator linked anew."""

from typing import Any

import pytest

from tests.factories.documents import LITERACY, MALARIA, SMOKING
from tests.factories.people import COUNTY
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import assignment_of, fill, move, open_round, start, state, value
from tests.platform import Caller, World
from tests.services.indicators.test_derivations import Counted
from tests.services.indicators.test_entries import INDICATORS, entry, home
from tests.services.indicators.test_intake import table, take
from tests.services.indicators.test_observations import verdict_on
from tests.services.indicators.test_taking_over import by_key

OBSERVATIONS = f"{INDICATORS}/observations"
OTHER = "居民素养达标率"


@pytest.fixture
async def office(world: World) -> Caller:
    """The plan office."""
    return await world.sign_in("office")


async def other(office: Caller, **more: Any) -> dict[str, Any]:
    """Another entry that proves the same as the plan's health literacy."""
    made: dict[str, Any] = await office.do(INDICATORS, entry(await home(office), OTHER, **{"unit_of_measure": "%", "code": "H-2", **more}))
    return made


async def literacy(office: Caller) -> dict[str, Any]:
    """The entry that the plan brought."""
    found: dict[str, Any] = await office.read(f"{INDICATORS}/{(await by_key(office))['T01']['indicator_id']}")
    return found


async def merge(office: Caller, one: dict[str, Any], into: dict[str, Any], **more: Any) -> Any:
    """The answer to making one entry another."""
    return await office.post(f"{INDICATORS}/{one['id']}:merge", {"into_id": into["id"], "reason": "同一指标", **more}, if_match="*")


async def test_names_plans_values_and_formulas_pass_over(world: World, office: Caller) -> None:
    gone, stays = await literacy(office), await other(office)
    share = await office.do(INDICATORS, entry(await home(office), "十倍", unit_of_measure="%", arrival="formula", formula=f"[{LITERACY}]*10"))
    await take(office, table(f"{LITERACY},{COUNTY},2021,31.2", f"{OTHER},{COUNTY},2022,32.6"), disclosure="public")
    shown = (await office.post(f"{INDICATORS}/{gone['id']}:preview-merge", {"into_id": stays["id"]}, key=None)).json()
    assert (shown["possible"], shown["plan_indicators"], shown["values"], shown["conflicts"]) == (True, 1, 1, [])
    assert shown["names"] == [LITERACY] and shown["formulas"] == ["十倍"]
    answer = await merge(office, gone, stays)
    assert answer.status_code == 200 and [alias["name"] for alias in answer.json()["aliases"]] == [LITERACY]
    assert (await by_key(office))["T01"]["indicator_id"] == stays["id"]
    assert {one["period"]: one["value"] for one in await office.items(OBSERVATIONS, indicator_id=stays["id"])} == {"2021": "31.2", "2022": "32.6"}
    assert (await verdict_on(office, "T01", 2022))["word"] == "met"
    assert (await office.read(f"{INDICATORS}/{gone['id']}"))["merged_into"] == stays["id"]
    assert gone["id"] not in [one["id"] for one in await office.items(INDICATORS)]
    derived = Counted(office, share)
    await derived.computed()
    assert {period: one["value"] for period, one in (await derived.values()).items()} == {"2021": "312", "2022": "326"}
    history = await office.read(f"{INDICATORS}/{stays['id']}/versions")
    assert history[-1]["reason"] == "同一指标" and history[-1]["changed"] == ["aliases"]


async def test_a_form_that_asks_for_the_old_entry_fills_the_one_that_stays(world: World, office: Caller) -> None:
    await open_round(world)
    gone, stays = await literacy(office), await other(office)
    assert (await merge(office, gone, stays)).status_code == 200
    liaison = await world.sign_in("health")
    submission = await start(liaison, await assignment_of(world, "县卫生健康局"))
    await fill(liaison, submission, {LITERACY: value("32.6"), MALARIA: state("消除"), SMOKING: value("20")})
    for caller, step in ((liaison, "submit"), (office, "approve")):
        await move(caller, submission, step, None if step == "submit" else {})
    await world.settle()
    assert [(one["value"], one["source"]) for one in await office.items(OBSERVATIONS, indicator_id=stays["id"])] == [("32.6", "submission")]
    assert (await verdict_on(office, "T01", 2022))["word"] == "met"


async def test_values_on_both_sides_need_a_decision(world: World, office: Caller) -> None:
    gone, stays = await literacy(office), await other(office)
    await take(office, table(f"{LITERACY},{COUNTY},2022,31.2", f"{OTHER},{COUNTY},2022,32.6"), disclosure="public")
    shown = (await office.post(f"{INDICATORS}/{gone['id']}:preview-merge", {"into_id": stays["id"]}, key=None)).json()
    assert [(one["period"], one["ours"], one["theirs"]) for one in shown["conflicts"]] == [("2022", "31.2", "32.6")]
    async with nothing_changes(world):
        refused = problem(await merge(office, gone, stays), 422, "refused-merge")
    assert "2022" in refused["errors"][0]["message"] and refused["errors"][0]["code"] == "value-conflict"
    assert (await merge(office, gone, stays, on_conflict="keep_theirs")).status_code == 200
    assert [one["value"] for one in await office.items(OBSERVATIONS, indicator_id=stays["id"])] == ["32.6"]
    assert [one["value"] for one in await office.items(OBSERVATIONS, indicator_id=gone["id"])] == ["31.2"]


async def test_what_cannot_be_made_one(world: World, office: Caller) -> None:
    gone, stays = await literacy(office), await other(office)
    hours = await office.do(INDICATORS, entry(await home(office), "运动时间", unit_of_measure="小时"))
    needing = await office.do(INDICATORS, entry(await home(office), "十倍", unit_of_measure="%", arrival="formula", formula=f"[{LITERACY}]*10"))
    async with nothing_changes(world):
        found = {
            one: [fault["code"] for fault in problem(await merge(office, gone, into), 422, "refused-merge")["errors"]]
            for one, into in {"itself": gone, "hours": hours, "needing": needing}.items()
        }
        problem(await merge(office, gone, {"id": "01a203ef-2e36-7b64-a0d5-8d0e9c1f5a77"}), 404, "not-found")
        stale = await office.post(f"{INDICATORS}/{gone['id']}:merge", {"into_id": stays["id"], "reason": "x"}, if_match='"v9"')
        problem(stale, 412, "stale-etag")
        neighbour = await world.sign_in("neighbour-office")
        problem(await merge(neighbour, gone, stays), 403, "denied")
    assert found == {"itself": ["itself"], "hours": ["units-differ"], "needing": ["formula-circle"]}
    assert (await merge(office, gone, stays)).status_code == 200
    assert "merged-already" in [one["code"] for one in problem(await merge(office, gone, needing), 422, "refused-merge")["errors"]]


async def test_a_person_links_a_plan_s_indicator_to_another_entry(world: World, office: Caller) -> None:
    stays = await other(office)
    await take(office, table(f"{OTHER},{COUNTY},2022,32.6"), disclosure="public")
    owner = (await by_key(office))["T01"]
    address = f"{INDICATORS}/plan-indicators/{owner['id']}:relink"
    assert (await verdict_on(office, "T01", 2022))["word"] == "not_due"
    linked = await office.do(address, {"indicator_id": stays["id"], "reason": "同一口径"})
    assert linked["indicator_id"] == stays["id"] and (await verdict_on(office, "T01", 2022))["word"] == "met"
    hours = await office.do(INDICATORS, entry(await home(office), "运动时间", unit_of_measure="小时"))
    async with nothing_changes(world):
        refused = problem(await office.post(address, {"indicator_id": hours["id"], "reason": "误"}), 422, "refused-merge")
    assert [one["code"] for one in refused["errors"]] == ["units-differ"]
