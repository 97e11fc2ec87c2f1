"""The duties of Wenling through three reports, every reminder listed by hand.

2025 by the shipped ladder; 2026, a Sunday after the plan's end, by workdays; 2027 by a made-up successor plan whose days a new calendar moves.
A line says for when a reminder was planned, and what became of it.
"""

from typing import Any

from deploy.loading import DEMO_SECRET, Api, assign_fillers, example, load_directory, load_plan
from tests.journeys.topologies import Platform
from tests.journeys.wenling import ACCOUNTS, CULTURE, EDUCATION, HEALTH, NOTIFICATIONS, PLANS, REGION, SUBMISSIONS, WOMEN, Wenling, successor

L, U, O, G = "liaison", "unit_leader", "plan_office", "leadership"  # noqa: E741 - columns of the tables


def rows(table: str) -> set[tuple[str, str, str, str]]:
    """A table as written below: step, audience, day, outcome."""
    letters = {"L": L, "U": U, "O": O, "G": G}
    written = [line.split() for line in table.strip().splitlines()]
    return {(step, letters[audience], day, outcome) for step, audience, day, outcome in written}


# About 2024, due with the office on Thursday 24 April 2025: ten workdays before 10 May, a Saturday.
FILED_IN_TIME = """
D-30 L 2025-03-25 sent
D-7  L 2025-04-17 sent
D-3  O 2025-04-21 sent
D-1  L 2025-04-23 sent
D0   L 2025-04-24 void
D+1  L 2025-04-25 void
D+1  U 2025-04-25 void
D+3  L 2025-04-27 void
D+3  U 2025-04-27 void
D+3  O 2025-04-27 void
D+7  G 2025-05-01 void
"""
FILED_LATE = """
D-30 L 2025-03-25 sent
D-7  L 2025-04-17 sent
D-3  O 2025-04-21 sent
D-1  L 2025-04-23 sent
D0   L 2025-04-24 sent
D+1  L 2025-04-25 sent
D+1  U 2025-04-25 unheard
D+3  L 2025-04-27 sent
D+3  U 2025-04-27 unheard
D+3  O 2025-04-27 sent
D+7  G 2025-05-01 void
"""
EXTENDED_ON_22_APRIL = """
D-30 L 2025-03-25 sent
D-7  L 2025-04-17 sent
D-3  O 2025-04-21 sent
D-1  L 2025-04-23 void
D0   L 2025-04-24 void
D+1  L 2025-04-25 void
D+1  U 2025-04-25 void
D+3  L 2025-04-27 void
D+3  U 2025-04-27 void
D+3  O 2025-04-27 void
D+7  G 2025-05-01 void
D-7  L 2025-05-01 sent
D-3  O 2025-05-05 sent
D-1  L 2025-05-07 sent
D0   L 2025-05-08 sent
D+1  L 2025-05-09 void
D+1  U 2025-05-09 void
D+3  L 2025-05-11 void
D+3  U 2025-05-11 void
D+3  O 2025-05-11 void
D+7  G 2025-05-15 void
"""
NOBODY_THERE = """
D-30 L 2025-03-25 unheard
D-7  L 2025-04-17 unheard
D-3  O 2025-04-21 sent
D-1  L 2025-04-23 unheard
D0   L 2025-04-24 unheard
D+1  L 2025-04-25 unheard
D+1  U 2025-04-25 unheard
D+3  L 2025-04-27 unheard
D+3  U 2025-04-27 unheard
D+3  O 2025-04-27 sent
D+7  G 2025-05-01 sent
"""
# About 2025, due on Sunday 10 May 2026, after the plan's end; Saturday 9 May is worked, 1 to 5 May are off. Nobody looked from 23 April to 9 May.
BY_WORKDAYS = [
    {"offset": -10, "counted": "workdays", "to": [L]},
    {"offset": -5, "counted": "workdays", "to": [L]},
    {"offset": -1, "counted": "workdays", "to": [L]},
    {"offset": 1, "to": [L, U]},
    {"offset": 3, "counted": "workdays", "to": [L, O]},
    {"offset": 5, "counted": "workdays", "to": [G]},
]
SUNDAY_IN_TIME = """
W-10 L 2026-04-23 collapsed
W-5  L 2026-04-30 collapsed
W-1  L 2026-05-09 sent
D+1  L 2026-05-11 void
D+1  U 2026-05-11 void
W+3  L 2026-05-13 void
W+3  O 2026-05-13 void
W+5  G 2026-05-15 void
"""
SUNDAY_LATE = """
W-10 L 2026-04-23 collapsed
W-5  L 2026-04-30 collapsed
W-1  L 2026-05-09 sent
D+1  L 2026-05-11 sent
D+1  U 2026-05-11 unheard
W+3  L 2026-05-13 sent
W+3  O 2026-05-13 sent
W+5  G 2026-05-15 sent
"""
# About 2026, by the successor plan and the shipped ladder: as far as anybody knows, due on Monday 10 May 2027, so on 22 April with the office;
# then 10 May is off too, the report is due on the 11th, and ten workdays before (3 to 5 May are off) is 21 April.
MOVED_BY_CALENDAR = """
D-30 L 2027-03-23 void
D-7  L 2027-04-15 void
D-3  O 2027-04-19 void
D-1  L 2027-04-21 void
D0   L 2027-04-22 void
D+1  L 2027-04-23 void
D+1  U 2027-04-23 void
D+3  L 2027-04-25 void
D+3  U 2027-04-25 void
D+3  O 2027-04-25 void
D+7  G 2027-04-29 void
D-30 L 2027-03-22 sent
D-7  L 2027-04-14 sent
D-3  O 2027-04-18 void
D-1  L 2027-04-20 void
D0   L 2027-04-21 void
D+1  L 2027-04-22 void
D+1  U 2027-04-22 void
D+3  L 2027-04-24 void
D+3  U 2027-04-24 void
D+3  O 2027-04-24 void
D+7  G 2027-04-28 void
"""


async def test_three_reports_with_every_reminder(platform: Platform) -> None:
    town = Wenling(platform)
    plan_id = await _begin(town)
    await _report_about_2024(town, plan_id)
    await _report_about_2025(town, plan_id)
    await _report_about_2026(town)


async def _begin(town: Wenling) -> str:
    platform = town.platform
    await load_directory(platform.client)
    admin = await Api.sign_in(platform.client, "admin", DEMO_SECRET)
    await admin.post(f"{PLANS}/accounts:import", {"rows": ACCOUNTS}, "wenling/accounts")
    await town.on("2025-03-20")
    return await load_plan(platform.client, "wenling", last_year=2022)


async def _report_about_2024(town: Wenling, plan_id: str) -> None:
    made = await town.opened({"plan_ids": [plan_id], "subject_year": 2024, "name": "2024年度健康温岭行动监测", "opens_on": "2025-03-20"})
    assert (made["outward_due"], made["internal_due"]) == ("2025-05-10T16:00:00Z", "2025-04-24T16:00:00Z")
    for day in ("2025-03-25", "2025-04-17", "2025-04-21"):
        await town.day_passes(day)
    await town.on("2025-04-22")
    owed = await town.assignment(made["id"], CULTURE)
    longer = {"until_on": "2025-05-08", "reason": "省级抽样结果未反馈"}
    await town.story.do("wl-office", "POST", f"{SUBMISSIONS}/assignments/{owed['id']}:extend", longer, 200)
    await town.day_passes("2025-04-23")
    await town.file(made["id"], HEALTH, "2025-04-23")
    for day in ("2025-04-24", "2025-04-25", "2025-04-27"):
        await town.day_passes(day)
    await town.file(made["id"], EDUCATION, "2025-04-28")
    for day in ("2025-05-01", "2025-05-05", "2025-05-07", "2025-05-08"):
        await town.day_passes(day)
    await town.file(made["id"], CULTURE, "2025-05-08")
    await town.day_passes("2025-05-15")
    expected = {HEALTH: FILED_IN_TIME, EDUCATION: FILED_LATE, CULTURE: EXTENDED_ON_22_APRIL, WOMEN: NOBODY_THERE}
    for unit, table in expected.items():
        assert await town.said(made["id"], unit) == rows(table), unit
    await town.story.sign_in("wl-mayor")
    told = await town.items(NOTIFICATIONS, "wl-mayor")
    assert sum(WOMEN in one["title"] for one in told if one["kind"] == "escalation") == 1
    await town.story.do("wl-office", "POST", f"{SUBMISSIONS}/rounds/{made['id']}:close", None, 200)


async def _report_about_2025(town: Wenling, plan_id: str) -> None:
    await town.on("2026-03-30")
    region = (await town.story.get("wl-office", f"{PLANS}/{plan_id}"))["region_path"]
    policy = {"region_path": region, "plan_id": plan_id, "name": "温岭监测填报提醒", "steps": BY_WORKDAYS, "workdays_only": True}
    draft = await town.story.do("wl-office", "POST", f"{NOTIFICATIONS}/policies", policy, 201)
    await town.story.do("wl-office", "POST", f"{NOTIFICATIONS}/policies/{draft['id']}:activate", {}, 200)
    body = {"plan_ids": [plan_id], "subject_year": 2025, "name": "2025年度健康温岭行动监测", "opens_on": "2026-03-30"}
    made = await town.opened({**body, "internal_due_on": "2026-05-10"})
    assert (made["outward_due"], made["internal_due"]) == ("2026-05-10T16:00:00Z", "2026-05-10T16:00:00Z")
    await town.day_passes("2026-05-09")
    await town.file(made["id"], HEALTH, "2026-05-09")
    for day in ("2026-05-10", "2026-05-11", "2026-05-13", "2026-05-15"):
        await town.day_passes(day)
    assert await town.said(made["id"], HEALTH) == rows(SUNDAY_IN_TIME)
    assert await town.said(made["id"], EDUCATION) == rows(SUNDAY_LATE)
    await town.story.do("wl-office", "POST", f"{SUBMISSIONS}/rounds/{made['id']}:close", None, 200)


async def _report_about_2026(town: Wenling) -> None:
    await town.on("2026-06-01")
    plan_id = await _successor_is_issued(town)
    await town.on("2026-11-16")
    body = {"plan_ids": [plan_id], "subject_year": 2026, "name": "2026年度健康温岭行动监测", "opens_on": "2026-11-16"}
    made = await town.opened(body)
    assert (made["outward_due"], made["internal_due"]) == ("2027-05-10T16:00:00Z", "2027-04-22T16:00:00Z")
    assert (await _occurrence(town, plan_id))["provisional"]
    await _calendar_is_published(town, made)
    assert not (await _occurrence(town, plan_id))["provisional"]
    for day in ("2027-03-22", "2027-04-14"):
        await town.day_passes(day)
    await town.file(made["id"], HEALTH, "2027-04-16")
    await town.day_passes("2027-05-03")
    assert await town.said(made["id"], HEALTH) == rows(MOVED_BY_CALENDAR)
    await town.story.sign_in("wl-weijian")
    moved = [one["title"] for one in await town.items(NOTIFICATIONS, "wl-weijian") if one["kind"] == "round" and "2026年度" in one["title"]]
    assert len(moved) == 1, moved


async def _successor_is_issued(town: Wenling) -> str:
    office = await Api.sign_in(town.platform.client, "wl-office", DEMO_SECRET)
    draft = {"region_code": REGION, "document": successor(), "assigned": example("made_up", "setups", "wenling.json")["assigned"]}
    plan: dict[str, Any] = await office.post(PLANS, draft, "wenling/successor")
    await office.post(f"{PLANS}/{plan['id']}:issue", {"issued_on": "2026-06-01"}, "wenling/successor/issue")

    async def known() -> bool:
        return len(await town.items("/api/v1/indicators/plan-indicators", plan_id=plan["id"])) == 3

    await town.story.until("indicators know the successor", known)
    fillers = {"O01": HEALTH, "O06": CULTURE, "P04": EDUCATION}
    await assign_fillers(office, plan, {"document": "wenling/successor", "fillers": fillers})
    return str(plan["id"])


async def _occurrence(town: Wenling, plan_id: str) -> dict[str, Any]:
    found = await town.items(f"{PLANS}/occurrences", plan_id=plan_id)
    [about] = [one for one in found if one["subject_year"] == 2026]
    return about


async def _calendar_is_published(town: Wenling, made: dict[str, Any]) -> None:
    await town.on("2026-11-20", login="admin")
    notice = {
        "days_off": ["2027-05-03", "2027-05-04", "2027-05-05", "2027-05-10"],
        "make_up_workdays": [],
        "basis": "国务院办公厅通知（虚构）",
    }
    answer = await town.story.send("admin", "PUT", f"{PLANS}/calendars/2027", notice, headers={"If-Match": "*"})
    assert answer.is_success, answer.text
    await town.on("2026-11-20")

    async def moved() -> bool:
        owed = await town.assignment(made["id"], HEALTH)
        shown = await town.story.get("wl-office", f"{NOTIFICATIONS}/deadlines/{owed['id']}", quiet=True)
        return bool(shown["due_on"] == "2027-04-21")

    await town.story.until("the round moved with the calendar", moved)
    round_ = await town.story.get("wl-office", f"{SUBMISSIONS}/rounds/{made['id']}")
    assert round_["outward_due"] == "2027-05-11T16:00:00Z"
