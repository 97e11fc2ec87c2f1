"""Reminders of a running platform: planned, sent, collapsed, void, moved, unheard."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.factories.documents import LITERACY, MALARIA, MYOPIA, SMOKING
from tests.factories.people import EDUCATION, HEALTH, SPORT
from tests.factories.problems import problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, returning, start, state, value
from tests.platform import World, eventually

NOTIFICATIONS = "/api/v1/notifications"
DAYS = {"internal_due_on": "2023-05-10", "outward_due_on": "2023-05-20", "closes_on": "2023-06-30"}


async def scanned(world: World) -> None:
    """Return once every reminder whose instant has come was dealt with."""
    office = await world.sign_in("office")

    async def nothing_due() -> bool:
        planned = await office.items(f"{NOTIFICATIONS}/reminders", state="planned")
        return all(reminder["send_at"] > world.now.isoformat() for reminder in planned)

    await eventually(nothing_due)


async def reminders_of(world: World, unit: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The newest reminders of the unit's deadline, by step and audience."""
    owed = await assignment_of(world, unit)
    office = await world.sign_in("office")
    return {(r["step"], r["audience"]): r for r in await office.items(f"{NOTIFICATIONS}/reminders", deadline_id=owed["id"])}


async def inbox_of(world: World, login: str, *kinds: str) -> list[dict[str, Any]]:
    """Messages of these kinds in somebody's inbox."""
    return [m for m in await (await world.sign_in(login)).items(NOTIFICATIONS) if m["kind"] in kinds]


async def test_a_deadline_gets_its_ladder_once(world: World) -> None:
    await open_round(world, **DAYS)
    owed = await assignment_of(world, HEALTH)
    health = await world.sign_in("health")
    deadline = await health.read(f"{NOTIFICATIONS}/deadlines/{owed['id']}")
    assert (deadline["state"], deadline["due_on"], deadline["unit_name"]) == ("open", "2023-05-10", HEALTH)
    assert (deadline["title"], deadline["link"]) == ("2022年度监测填报", f"{SUBMISSIONS}/assignments/{owed['id']}")
    ladder = await reminders_of(world, HEALTH)
    assert len(ladder) == 10 and ("D-30", "liaison") not in ladder  # it is 9:30 on the thirtieth day before: past
    assert ladder["D-7", "liaison"]["send_at"] == "2023-05-03T01:00:00Z"
    assert {r["state"] for r in ladder.values()} == {"planned"}


async def test_the_ladder_is_climbed_day_by_day(world: World) -> None:
    await open_round(world, **DAYS)
    expected = {
        date(2023, 5, 3): [("health", "reminder", "7 days left")],
        date(2023, 5, 7): [("office", "reminder", "has not filed yet")],
        date(2023, 5, 11): [("health", "escalation", "1 days late"), ("health-leader", "escalation", "1 days late")],
        date(2023, 5, 13): [("office-b", "escalation", "3 days late")],
        date(2023, 5, 17): [("mayor", "escalation", "7 days late")],
    }
    for day, told in expected.items():
        world.move_to(day)
        await scanned(world)
        for login, kind, words in told:
            about_health = [m for m in await inbox_of(world, login, kind) if HEALTH in m["title"] + m["body"] and words in m["body"]]
            assert len(about_health) == 1, (day, login)
    sent = await reminders_of(world, HEALTH)
    assert {key: r["state"] for key, r in sent.items() if r["state"] == "collapsed"} == {
        ("D-1", "liaison"): "collapsed",
        ("D0", "liaison"): "collapsed",
    }  # nobody looked between 7 and 11 May
    assert sent["D+3", "plan_office"]["recipients"] == 4  # everybody who is of the office on that day


async def test_downtime_is_caught_up_with_one_message_each(world: World) -> None:
    await open_round(world, **DAYS)
    world.move_to(date(2023, 5, 13))
    await scanned(world)
    states = {key: r["state"] for key, r in (await reminders_of(world, HEALTH)).items()}
    assert states == {
        ("D-7", "liaison"): "collapsed",
        ("D-1", "liaison"): "collapsed",
        ("D0", "liaison"): "collapsed",
        ("D+1", "liaison"): "collapsed",
        ("D+3", "liaison"): "sent",
        ("D+1", "unit_leader"): "collapsed",
        ("D+3", "unit_leader"): "sent",
        ("D-3", "plan_office"): "collapsed",
        ("D+3", "plan_office"): "sent",
        ("D+7", "leadership"): "planned",
    }
    assert len(await inbox_of(world, "health", "reminder", "escalation")) == 1
    assert len(await inbox_of(world, "health-leader", "reminder", "escalation")) == 1


async def test_a_late_reminder_says_how_late_it_is_today(world: World) -> None:
    await open_round(world, **DAYS)
    world.move_to(date(2023, 5, 5))  # the step of D-7 was missed
    await scanned(world)
    [message] = await inbox_of(world, "health", "reminder")
    assert "5 days left" in message["body"]


async def test_reminders_stop_when_the_unit_has_answered(world: World) -> None:
    await open_round(world, **DAYS)
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20")})
    await move(health, submission, "submit")
    await world.settle()
    assert {r["state"] for r in (await reminders_of(world, HEALTH)).values()} == {"void"}
    assert {r["state"] for r in (await reminders_of(world, EDUCATION)).values()} == {"planned"}
    world.move_to(date(2023, 5, 17))
    await scanned(world)
    assert await inbox_of(world, "health", "reminder", "escalation") == []
    assert all(HEALTH not in m["title"] for m in await inbox_of(world, "mayor", "escalation"))
    assert any(EDUCATION in m["title"] for m in await inbox_of(world, "mayor", "escalation"))


async def test_reminders_move_with_the_deadline(world: World) -> None:
    await open_round(world, **DAYS)
    education = await world.sign_in("education")
    submission = await start(education, await assignment_of(world, EDUCATION))
    await fill(education, submission, {MYOPIA: value("49")})
    await move(education, submission, "submit")
    await move(await world.sign_in("office"), submission, "return", returning(submission, MYOPIA, workdays=5))
    await world.settle()
    office = await world.sign_in("office")
    all_of_it = await office.items(f"{NOTIFICATIONS}/reminders", deadline_id=submission["assignment_id"])
    assert {r["state"] for r in all_of_it} == {"void", "planned"}
    planned = {r["step"]: r["send_at"] for r in all_of_it if r["state"] == "planned" and r["audience"] == "liaison"}
    assert planned == {"D-1": "2023-04-16T01:00:00Z", "D0": "2023-04-17T01:00:00Z", "D+1": "2023-04-18T01:00:00Z", "D+3": "2023-04-20T01:00:00Z"}


async def test_what_nobody_hears_is_known(world: World) -> None:
    await open_round(world, **DAYS)
    world.move_to(date(2023, 5, 11))
    await scanned(world)
    ladder = await reminders_of(world, SPORT)
    assert ladder["D+1", "liaison"]["state"] == "unheard" and ladder["D+1", "liaison"]["recipients"] == 0
    assert ladder["D+1", "liaison"]["sent_at"] is None
    assert ladder["D-3", "plan_office"]["state"] == "sent"


async def test_who_left_a_post_is_not_reminded_any_more(world: World) -> None:
    await open_round(world, **DAYS)
    world.move_to(date(2023, 5, 3))  # mover was the education bureau's liaison until 20 April
    await scanned(world)
    assert (await reminders_of(world, EDUCATION))["D-7", "liaison"]["recipients"] == 1
    assert await inbox_of(world, "mover", "reminder") == []
    assert len(await inbox_of(world, "education", "reminder")) == 1


async def test_deadlines_and_reminders_are_known_where_they_concern(world: World) -> None:
    await open_round(world, **DAYS)
    owed = await assignment_of(world, HEALTH)
    address = f"{NOTIFICATIONS}/deadlines/{owed['id']}"
    for login in ("health", "health-leader", "office", "mayor", "upper", "auditor"):
        caller = await world.sign_in(login)
        assert (await caller.get(address)).status_code == 200
        assert len(await caller.items(f"{NOTIFICATIONS}/reminders", deadline_id=owed["id"])) == 10
    for login in ("education", "neighbour-office", "neighbour-health", "partner", "county-admin"):
        caller = await world.sign_in(login)
        problem(await caller.get(address), 404, "not-found")
        assert await caller.items(f"{NOTIFICATIONS}/reminders", deadline_id=owed["id"]) == []
    problem(await (await world.sign_in("office")).get(f"{NOTIFICATIONS}/deadlines/{uuid4()}"), 404, "not-found")


async def test_deadlines_and_reminders_by_filter_and_page(world: World) -> None:
    await open_round(world, **DAYS)
    owed = await assignment_of(world, HEALTH)
    office = await world.sign_in("office")
    assert len(await office.items(f"{NOTIFICATIONS}/deadlines", limit=2)) == 3
    assert [d["unit_name"] for d in await office.items(f"{NOTIFICATIONS}/deadlines", unit_id=owed["unit_id"])] == [HEALTH]
    assert await office.items(f"{NOTIFICATIONS}/deadlines", state="fulfilled") == []
    everything = await office.items(f"{NOTIFICATIONS}/reminders")
    assert await office.items(f"{NOTIFICATIONS}/reminders", limit=7) == everything and len(everything) == 30
    assert await office.items(f"{NOTIFICATIONS}/reminders", state="sent") == []
    problem(await office.get(f"{NOTIFICATIONS}/reminders", state="lost"), 422, "invalid-request")
