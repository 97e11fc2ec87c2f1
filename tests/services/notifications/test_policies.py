"""Reminder policies of a running platform: drafted, previewed, asked about, activated, followed by another, retired."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from shared.schemas.policies import DeadlineKind
from tests.factories.people import HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import assignment_of, open_round
from tests.factories.worlds import Worlds, issued
from tests.platform import World, running_world
from tests.services.notifications.programs import county_path
from tests.services.notifications.test_delivering import deliveries
from tests.services.notifications.test_reminding import DAYS, NOTIFICATIONS, inbox_of, scanned

POLICIES = f"{NOTIFICATIONS}/policies"
STEPS: list[dict[str, Any]] = [
    {"offset": -5, "counted": "workdays", "to": ["liaison"]},
    {"offset": 0, "to": ["liaison"], "hour": 15},
    {"offset": 1, "to": ["liaison", "unit_leader"], "channels": []},
]
PLANNED = {
    ("W-5", "liaison"): "2023-05-04T01:00:00Z",  # 9, 8, 6 (a worked Saturday), 5, 4 May; the days before are off
    ("D0", "liaison"): "2023-05-10T07:00:00Z",
    ("D+1", "liaison"): "2023-05-11T01:00:00Z",
    ("D+1", "unit_leader"): "2023-05-11T01:00:00Z",
}


async def body(world: World, **change: Any) -> dict[str, Any]:
    """A policy of the county."""
    return {"region_path": await county_path(await world.sign_in("office")), "name": "县级提醒", "steps": STEPS, **change}


async def drafted(world: World, **change: Any) -> dict[str, Any]:
    """A draft of the county."""
    return dict(await (await world.sign_in("office")).do(POLICIES, await body(world, **change)))


async def activated(world: World, **change: Any) -> dict[str, Any]:
    """An active policy of the county, and what its switch changed."""
    made = await drafted(world, **change)
    return dict(await (await world.sign_in("office")).do(f"{POLICIES}/{made['id']}:activate", {}))


async def planned_of(world: World, unit: str) -> dict[tuple[str, str], str]:
    """What is still to be said about the unit's deadline."""
    owed = await assignment_of(world, unit)
    office = await world.sign_in("office")
    found = await office.items(f"{NOTIFICATIONS}/reminders", deadline_id=owed["id"], state="planned")
    return {(one["step"], one["audience"]): one["send_at"] for one in found}


async def test_a_deadline_set_later_is_reminded_of_by_the_policy(world: World) -> None:
    assert (await activated(world))["deadlines"] == 0
    await open_round(world, **DAYS)
    assert await planned_of(world, HEALTH) == PLANNED


async def test_open_deadlines_are_planned_anew_and_those_concerned_are_told_once(world: World) -> None:
    await open_round(world, **DAYS)
    made = await activated(world)
    assert (made["state"], made["deadlines"], made["reminders"]) == ("active", 3, 12)
    assert await planned_of(world, HEALTH) == PLANNED
    owed = await assignment_of(world, HEALTH)
    every = await (await world.sign_in("office")).items(f"{NOTIFICATIONS}/reminders", deadline_id=owed["id"])
    assert sorted(one["state"] for one in every) == ["planned"] * 4 + ["void"] * 10
    for login in ("health", "office", "education"):
        assert len([one for one in await inbox_of(world, login, "round") if "县级提醒" in one["title"] + one["body"]]) == 1, login
    world.move_to(date(2023, 5, 11))
    await scanned(world)
    [message] = await inbox_of(world, "health-leader", "escalation")
    assert "1 days late" in message["body"]


async def test_what_was_sent_is_not_sent_again_under_the_next_policy(world: World) -> None:
    await open_round(world, **DAYS)
    await activated(world)
    world.move_to(date(2023, 5, 4))
    await scanned(world)
    again = await activated(world, name="县级提醒（二）", steps=[{**STEPS[0], "hour": 18}, *STEPS[1:]])
    assert again["reminders"] == 9  # three steps of three units; the first was said this morning
    assert set(await planned_of(world, HEALTH)) == set(PLANNED) - {("W-5", "liaison")}
    assert len(await inbox_of(world, "health", "reminder")) == 1
    office = await world.sign_in("office")
    assert [one["state"] for one in await office.items(POLICIES)] == ["retired", "active"]
    assert [one["name"] for one in await office.items(POLICIES, state="active")] == ["县级提醒（二）"]


async def test_when_it_retires_the_shipped_ladder_governs_again(world: World) -> None:
    await open_round(world, **DAYS)
    made = await activated(world)
    office = await world.sign_in("office")
    retired = await office.do(f"{POLICIES}/{made['id']}:retire", {})
    assert (retired["state"], retired["deadlines"]) == ("retired", 3) and retired["retired_at"] is not None
    assert set(await planned_of(world, HEALTH)) >= {("D-7", "liaison"), ("D+7", "leadership")}
    with_nothing_owed = await drafted(world)
    assert (await office.do(f"{POLICIES}/{with_nothing_owed['id']}:retire", {}))["deadlines"] == 0


async def test_the_policy_of_a_kind_goes_before_the_one_for_all(world: World) -> None:
    await open_round(world, **DAYS)
    kind = (await (await world.sign_in("office")).items(f"{NOTIFICATIONS}/deadlines"))[0]["kind"]
    await activated(world, kind=kind)
    assert (await activated(world, steps=[{"offset": -2, "to": ["plan_office"]}]))["deadlines"] == 0
    assert await planned_of(world, HEALTH) == PLANNED
    assert (await activated(world, kind="typical_case", steps=STEPS[:1]))["deadlines"] == 0


async def test_the_preview_says_what_is_planned_afterwards(world: World) -> None:
    await open_round(world, **DAYS)
    made = await drafted(world)
    office = await world.sign_in("office")
    address = f"{POLICIES}/{made['id']}/preview"
    owed = await assignment_of(world, HEALTH)
    [mine] = await office.items(address, deadline_id=owed["id"])
    assert (mine["unit_name"], mine["due_on"], mine["governed"]) == (HEALTH, "2023-05-10", True)
    assert {(one["step"], one["audience"]): one["send_at"] for one in mine["steps"]} == PLANNED
    assert {one["step"]: one["channels"] for one in mine["steps"]} == {"W-5": None, "D0": None, "D+1": []}
    me = await (await world.sign_in("health-leader")).read("/api/v1/plans/me")
    assert [one["recipients"] for one in mine["steps"] if one["audience"] == "unit_leader"] == [[{"account_id": me["id"], "name": me["name"]}]]
    shown = await office.items(address, limit=1)
    assert len(shown) == 3 and all(one["governed"] for one in shown)
    assert len(await planned_of(world, HEALTH)) == 10  # looking changes nothing
    switched = await office.do(f"{POLICIES}/{made['id']}:activate", {})
    assert switched["messages"] == sum(len(step["recipients"]) for one in shown for step in one["steps"])
    assert await planned_of(world, HEALTH) == PLANNED


async def test_the_preview_shows_what_a_nearer_policy_governs_without_steps(world: World) -> None:
    await open_round(world, **DAYS)
    kind = (await (await world.sign_in("office")).items(f"{NOTIFICATIONS}/deadlines"))[0]["kind"]
    await activated(world, kind=kind)
    general = await drafted(world, name="通用")
    shown = await (await world.sign_in("office")).items(f"{POLICIES}/{general['id']}/preview")
    assert [(one["governed"], one["steps"]) for one in shown] == [(False, [])] * 3


async def test_very_many_messages_are_asked_about_first(worlds: Worlds, tmp_path: Path) -> None:
    urls = worlds.copy(issued)
    async with running_world(tmp_path / "world", urls, {"NOTIFICATIONS_ASK_FROM_MESSAGES": "5"}) as world:
        await open_round(world, **DAYS)
        made = await drafted(world)
        office = await world.sign_in("office")
        address = f"{POLICIES}/{made['id']}:activate"
        asked = problem(await office.post(address, {}), 409, "policy-to-confirm")
        assert "confirmed_messages=" in asked["detail"] and len(await planned_of(world, HEALTH)) == 10
        assert (await office.read(f"{POLICIES}/{made['id']}"))["state"] == "draft"
        count = int("".join(filter(str.isdigit, asked["detail"].rpartition("=")[2])))
        problem(await office.post(address, {"confirmed_messages": count - 1}), 409, "policy-to-confirm")
        assert (await office.do(address, {"confirmed_messages": count}))["messages"] == count
    worlds.drop(urls)


async def test_a_step_without_channels_stays_in_the_inbox(mailing: World) -> None:
    await open_round(mailing, **DAYS)
    await activated(mailing)
    mailing.move_to(date(2023, 5, 11))
    await scanned(mailing)
    sent = await inbox_of(mailing, "health", "escalation")
    assert len(sent) == 1 and await deliveries(mailing, message_id=sent[0]["id"]) == []
    told = [one for one in await inbox_of(mailing, "health", "round") if "县级提醒" in one["title"]]
    assert len(await deliveries(mailing, message_id=told[0]["id"])) == 1


async def test_a_scan_by_night_disturbs_nobody_before_the_morning(mailing: World) -> None:
    await open_round(mailing, **DAYS)
    await activated(mailing, steps=[{"offset": -5, "to": ["liaison"]}], quiet={"from_hour": 20, "until_hour": 8})
    mailing.move_to(date(2023, 5, 6), 22)
    await scanned(mailing)
    [sent] = await inbox_of(mailing, "health", "reminder")
    [found] = await deliveries(mailing, message_id=sent["id"])
    assert (found["state"], found["not_before"]) == ("planned", "2023-05-07T00:00:00Z")


async def test_a_calendar_that_changes_counts_workdays_anew(world: World) -> None:
    await open_round(world, **DAYS)
    await activated(world)
    administrator = await world.sign_in("admin")
    answer = await administrator.put("/api/v1/plans/calendars/2023", {"days_off": ["2023-05-08", "2023-05-09"], "basis": "补充通知"})
    assert answer.status_code in {200, 201}, answer.text
    await world.settle()
    found = await planned_of(world, HEALTH)
    assert found["W-5", "liaison"] == "2023-05-01T01:00:00Z" and found["D0", "liaison"] == PLANNED["D0", "liaison"]
    assert set(found) == set(PLANNED)


async def test_every_fault_of_a_policy_comes_at_once(world: World) -> None:
    office = await world.sign_in("office")
    wrong = [{"offset": 0, "to": ["mayor"], "hour": 25}, {"offset": -1, "to": ["liaison"], "channels": ["fax"]}]
    bad = await body(world, zone="Asia/Wenling", kind="rapport", steps=wrong)
    async with nothing_changes(world):
        answer = problem(await office.post(POLICIES, bad), 422, "invalid-policy")
    assert [fault["code"] for fault in answer["errors"]] == [
        "unknown-zone",
        "unknown-kind",
        "unknown-hour",
        "unknown-word",
        "unknown-word",
        "out-of-order",
    ]
    made = await drafted(world)
    refused = await office.put(f"{POLICIES}/{made['id']}", {"name": "改", "steps": wrong}, if_match='"v1"')
    assert len(problem(refused, 422, "invalid-policy")["errors"]) == 4


async def test_only_a_draft_is_rewritten_and_nothing_is_switched_twice(world: World) -> None:
    office = await world.sign_in("office")
    made = await drafted(world)
    address, new = f"{POLICIES}/{made['id']}", {"name": "改名", "steps": STEPS[:1], "workdays_only": True}
    problem(await office.put(address, new, None), 428, "missing-if-match")
    problem(await office.put(address, new, if_match='"v7"'), 412, "stale-etag")
    answer = await office.put(address, new, if_match='"v1"')
    assert (answer.json()["name"], answer.json()["workdays_only"], answer.headers["ETag"]) == ("改名", True, '"v2"')
    problem(await office.post(f"{address}:activate", {}, if_match='"v1"'), 412, "stale-etag")
    await office.do(f"{address}:activate", {})
    problem(await office.put(address, new, if_match='"v3"'), 409, "policy-state")
    problem(await office.post(f"{address}:activate", {}), 409, "policy-state")
    await office.do(f"{address}:retire", {})
    problem(await office.post(f"{address}:retire", {}), 409, "policy-state")


async def test_policies_are_kept_by_the_plan_office_of_the_region_alone(world: World) -> None:
    made = await drafted(world)
    for login in ("health", "neighbour-office", "mayor", "auditor"):
        caller = await world.sign_in(login)
        problem(await caller.post(POLICIES, await body(world)), 403, "denied")
    for login, seen in {"office": 200, "auditor": 200, "mayor": 404, "health": 404, "neighbour-office": 404}.items():
        assert (await (await world.sign_in(login)).get(f"{POLICIES}/{made['id']}")).status_code == seen, login
    office = await world.sign_in("office")
    for address in (f"{POLICIES}/{uuid4()}", f"{POLICIES}/{uuid4()}/preview"):
        problem(await office.get(address), 404, "not-found")
    problem(await office.get(POLICIES, state="lost"), 422, "invalid-request")


def test_the_kinds_that_are_shipped_are_those_of_submissions() -> None:
    shipped = {path.stem for path in Path("services/submissions/kinds").glob("*.json")}
    assert shipped == {*DeadlineKind} - {DeadlineKind.CONSULTATION, DeadlineKind.RECTIFICATION}
