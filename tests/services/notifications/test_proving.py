"""Proof of a day: what was due, told, delivered and read; that false books are found; and the watchdog."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, update

from deploy.cli import main
from services.notifications.models import AttemptRecord, DeadlineRecord, MessageRecord, ReminderRecord
from services.notifications.service.delivering import Outside
from services.notifications.service.watching import Watchdog
from tests.factories.people import HEALTH
from tests.factories.problems import problem
from tests.factories.rounds import assignment_of, open_round, plan_of
from tests.platform import World, eventually
from tests.services.notifications.test_reminding import DAYS, NOTIFICATIONS, scanned

PROOF = f"{NOTIFICATIONS}/proof"
DAY = date(2023, 5, 3)


async def on_the_seventh_day_before(world: World) -> None:
    """Three units owe; one has two liaisons, one has one, one has none."""
    await open_round(world, **DAYS)
    world.move_to(DAY)
    await scanned(world)


async def proof(world: World, login: str = "office", **query: Any) -> dict[str, Any]:
    """The proof of the day as somebody sees it."""
    return dict(await (await world.sign_in(login)).read(PROOF, **{"day": DAY.isoformat(), **query}))


def differences(proved: dict[str, Any]) -> list[int]:
    """What each check found too much."""
    return [difference["over"] for difference in proved["differences"]]


async def test_a_day_is_proved(world: World) -> None:
    await on_the_seventh_day_before(world)
    health = await world.sign_in("health")
    reminder = (await health.items(NOTIFICATIONS))[-1]
    await health.do(f"{NOTIFICATIONS}/{reminder['id']}:acknowledge")
    proved = await proof(world)
    assert proved["reminders"] == {"due": 3, "waiting": 0, "sent": 2, "collapsed": 0, "unheard": 1, "stopped": 0, "void": 0, "late": 0}
    assert proved["messages"] == {"told": 3, "read": 1, "acknowledged": 1}
    assert proved["balanced"] and differences(proved) == [0, 0, 0, 0] and proved["channels"] == []


async def test_a_day_of_one_unit_and_as_each_may_know_of_it(world: World) -> None:
    await on_the_seventh_day_before(world)
    owed = await assignment_of(world, HEALTH)
    assert (await proof(world, unit_id=owed["unit_id"]))["reminders"]["due"] == 1
    assert (await proof(world, "health"))["reminders"]["due"] == 1
    assert (await proof(world, "auditor"))["reminders"]["due"] == 3
    for login in ("neighbour-office", "county-admin", "partner"):
        assert (await proof(world, login))["reminders"]["due"] == 0
    assert (await proof(world, day=(DAY + timedelta(days=1)).isoformat()))["reminders"]["due"] == 0
    problem(await world.nobody.get(PROOF), 401, "not-authenticated")
    problem(await (await world.sign_in("office")).get(PROOF, day="yesterday"), 422, "invalid-request")


async def test_a_day_of_one_plan(world: World) -> None:
    await on_the_seventh_day_before(world)
    plan = await plan_of(await world.sign_in("office"))
    whole, of_plan, of_another = await proof(world), await proof(world, plan_id=plan["id"]), await proof(world, plan_id=str(uuid4()))
    assert of_plan["plan_id"] == plan["id"] and of_plan["balanced"]
    assert of_plan["reminders"] == whole["reminders"] and of_plan["reminders"]["sent"] > 0
    assert of_plan["messages"]["told"] == 3
    assert of_another["reminders"]["due"] == of_another["messages"]["told"] == 0


async def test_days_after_downtime_agree_too(world: World) -> None:
    await open_round(world, **DAYS)
    world.move_to(date(2023, 5, 13))
    await scanned(world)
    for day in (date(2023, 5, 3) + timedelta(days=n) for n in range(15)):
        proved = await proof(world, day=day.isoformat())
        assert proved["balanced"], (day, proved)
    collapsed = (await proof(world))["reminders"]
    assert (collapsed["due"], collapsed["collapsed"]) == (3, 3)


async def test_a_message_that_is_gone_is_found(world: World) -> None:
    await on_the_seventh_day_before(world)
    async with world.service("notifications").database.write() as db:
        await db.run(delete(MessageRecord).where(MessageRecord.kind == "reminder", MessageRecord.unit_id.is_not(None)))
    proved = await proof(world)
    assert not proved["balanced"] and differences(proved) == [3, 0, 0, 0]


async def test_a_reminder_that_waits_in_vain_is_found(world: World) -> None:
    await open_round(world, **DAYS)
    async with world.service("notifications").database.write() as db:
        await db.run(update(DeadlineRecord).values(state="ended"))
    assert differences(await proof(world)) == [0, 0, 3, 0]


async def test_a_delivery_without_its_attempt_is_found(mailing: World) -> None:
    await on_the_seventh_day_before(mailing)

    async def arrived() -> bool:
        return {one["state"] for one in (await proof(mailing))["channels"]} == {"delivered", "suppressed"}

    await eventually(arrived)
    assert [(one["channel"], one["state"], one["why"], one["deliveries"]) for one in (await proof(mailing))["channels"]] == [
        ("email", "delivered", None, 1),
        ("email", "suppressed", "no-address", 2),
    ]
    assert (await proof(mailing))["balanced"]
    async with mailing.service("notifications").database.write() as db:
        await db.run(delete(AttemptRecord))
    assert differences(await proof(mailing)) == [0, 1, 0, 0]


async def test_what_was_said_of_a_deadline(mailing: World) -> None:
    await on_the_seventh_day_before(mailing)
    owed = await assignment_of(mailing, HEALTH)
    address = f"{NOTIFICATIONS}/deadlines/{owed['id']}/timeline"
    office = await mailing.sign_in("office")
    said = await office.items(address, limit=1)
    assert sorted((one["kind"], one["account_name"], one["why"]) for one in said) == [
        (kind, name, "liaison") for kind in ("assigned", "reminder") for name in ("人员 health", "人员 office-health")
    ]
    assert {channel["channel"] for one in said for channel in one["channels"]} == {"email"} and "title" not in said[0]
    problem(await (await mailing.sign_in("education")).get(address), 404, "not-found")
    problem(await office.get(f"{NOTIFICATIONS}/deadlines/{uuid4()}/timeline"), 404, "not-found")


async def test_what_is_late_is_told_to_administrators_once(world: World) -> None:
    await open_round(world, **DAYS)
    service = world.service("notifications")
    await service.running_loops.stop()  # nobody scans any more
    world.move_to(DAY, hour=9, minute=10)
    watchdog = Watchdog(service, Outside())
    await watchdog.turn()
    admin = await world.sign_in("county-admin")
    assert await admin.items(NOTIFICATIONS) == []  # ten minutes are within the grace
    world.move_to(DAY, hour=9, minute=20)
    for _ in range(2):
        await watchdog.turn()
    admin = await world.sign_in("county-admin")
    [alarm] = await admin.items(NOTIFICATIONS)
    assert alarm["kind"] == "alarm" and "3 reminders and 0 deliveries" in alarm["body"]
    proved = await proof(world)
    assert proved["reminders"]["late"] == 3 and not proved["balanced"]
    assert (await metrics(world))["jianxing_reminders_late"] == 3


async def metrics(world: World) -> dict[str, float]:
    """The numbers of the notifications service by name, as a scraper reads them."""
    page = await world.client.get(f"{NOTIFICATIONS}/health/metrics")
    return {sample.name: sample.value for family in text_string_to_metric_families(page.text) for sample in family.samples}


async def test_metrics_say_that_nothing_is_late(world: World) -> None:
    assert await metrics(world) == {"jianxing_reminders_late": 0, "jianxing_deliveries_late": 0, "jianxing_digest_items_late": 0}


@pytest.mark.parametrize("balanced", [True, False])
async def test_the_command_prints_the_proof(
    world: World, balanced: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await on_the_seventh_day_before(world)
    service = world.service("notifications")
    if not balanced:
        async with service.database.write() as db:
            await db.run(update(ReminderRecord).where(ReminderRecord.state == "sent").values(recipients=5))
    monkeypatch.setenv("NOTIFICATIONS_DATABASE_URL", service.database.url)
    monkeypatch.setenv("JIANXING_DATA", str(service.settings.common.data))
    code = await in_thread(["notifications", "proof", "--date", DAY.isoformat()])
    printed = capsys.readouterr().out.splitlines()
    assert "reminders due: 3" in printed and "messages told: 3" in printed
    assert (code, printed[-1]) == ((0, "balanced") if balanced else (1, "NOT BALANCED"))


async def in_thread(arguments: list[str]) -> int:
    """The command beside the running platform: it has an event loop of its own."""
    return await asyncio.to_thread(main, arguments)
