"""A duty of an issued plan changes by amendment: it is told as it now is, and open work follows."""

from typing import Any

from sqlalchemy import text

from tests.factories.documents import DUTIES, draft, duty
from tests.factories.people import EDUCATION, HEALTH, OFFICE
from tests.factories.rounds import SUBMISSIONS, assignment_of, open_round, plan_of, start
from tests.platform import Caller, World
from tests.services.plans.test_dated_tellings import told
from tests.services.plans.test_groups import PLANS, unit_id

ON = "2023-04-01"


async def amend(office: Caller, plan_id: str, *edits: dict[str, Any]) -> None:
    """Adopt an amendment that changes duties."""
    body = {"reason": "中期调整", "dated": ON, "edits": [{"kind": "duty", **edit} for edit in edits]}
    made = await office.do(f"{PLANS}/{plan_id}/amendments", body)
    await office.do(f"{PLANS}/amendments/{made['id']}:adopt")


async def test_each_changed_duty_is_told_with_who_owes_it(world: World) -> None:
    office = await world.sign_in("office")
    plan = await plan_of(office)
    before = {one["duty_key"]: one["duty_id"] for one in await office.items(f"{PLANS}/occurrences", plan_id=plan["id"])}
    moved = {**DUTIES[0], "workday_policy": "next_workday", "to": "市健康办", "who": EDUCATION}
    fresh = duty("D06", "bulletin", "编印月报", "monthly", who=OFFICE)
    await amend(office, plan["id"], {"key": "D01", "fact": moved}, {"key": "D05"}, {"key": "D06", "fact": fresh})
    await world.settle()
    news = {one["duty"]["key"]: one for one in await told(world, "duty.changed")}
    assert {(key, one["gone"]) for key, one in news.items()} == {("D01", False), ("D05", True), ("D06", False)}
    assert (news["D01"]["duty_id"], news["D05"]["duty_id"]) == (before["D01"], before["D05"])
    assert (news["D01"]["duty"]["workday_policy"], news["D01"]["duty"]["to"]) == ("next_workday", "市健康办")
    owed = [(one["unit_id"], one["valid_from"], one["valid_until"]) for one in news["D01"]["bearers"]]
    assert owed == [(await unit_id(office, OFFICE), None, ON), (await unit_id(office, EDUCATION), ON, None)]
    assert news["D05"]["bearers"] == []


async def test_an_open_round_follows_the_duty_that_is_the_monitoring_now(world: World) -> None:
    """No occurrence moves: what was an evaluation on 5 May becomes the monitoring; days move along, and what was filled in stays."""
    office, health = await world.sign_in("office"), await world.sign_in("health")
    early = duty("D06", "evaluation", "开展年度评估", "yearly", who=OFFICE, due={"precision": "day", "month": 5, "day": 5}, subject_offset=-1)
    plan = await office.do(PLANS, draft("会修订的计划", duties=[*DUTIES, early]))
    await office.do(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2021-03-10"})
    await world.settle()
    made = await open_round(world, plan_ids=[plan["id"]])
    owed = await assignment_of(world, HEALTH, round_id=made["id"])
    submission = await start(health, owed)
    answer = {"kind": "value", "value": "30", "explanation": "已核实"}
    item = submission["content"][0]["item"]["id"]
    filled = await health.edit(f"{SUBMISSIONS}/{submission['id']}", {"answers": [{"item_id": item, "answer": answer}]})
    assert (await round_days(office, made))["outward_due"] == "2023-05-10"
    await amend(office, plan["id"], {"key": "D06", "fact": {**early, "kind": "monitoring"}})
    await world.settle()
    assert (await round_days(office, made))["outward_due"] == "2023-05-05"
    moved = await assignment_of(world, HEALTH, round_id=made["id"])
    assert (moved["id"], moved["due_on"] < owed["due_on"]) == (owed["id"], True)
    assert (await health.read(f"{SUBMISSIONS}/{submission['id']}"))["content"] == filled["content"]
    await amend(office, plan["id"], {"key": "D06"})
    await world.settle()
    assert (await round_days(office, made))["outward_due"] == "2023-05-10", "the duty is gone: the plan's own monitoring counts again"
    known = text("select monitoring_duties from known_plans where title = '会修订的计划'")
    [row] = await world.service("submissions").database.read.all(known)
    assert "D06" not in str(row.monitoring_duties) and "D01" in str(row.monitoring_duties)


async def round_days(office: Caller, made: dict[str, Any]) -> dict[str, str]:
    """The days of a round as it now is."""
    found = await office.read(f"{SUBMISSIONS}/rounds/{made['id']}")
    return {name: found[name][:10] for name in ("internal_due", "outward_due", "closes")}
