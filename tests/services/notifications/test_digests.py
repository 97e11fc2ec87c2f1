"""Several reminders in one mail, and reminders that stop once they were signed for."""

from datetime import date, datetime
from typing import Any

import pytest

from services.notifications.rules.policies import Policy, digest_slot
from shared.rules.workdays import SHANGHAI
from tests.factories.mail import Mailbox
from tests.factories.people import HEALTH
from tests.factories.rounds import SUBMISSIONS, assignment_of, open_round
from tests.platform import World, eventually
from tests.services.notifications.conftest import ALLOWED
from tests.services.notifications.test_delivering import deliveries
from tests.services.notifications.test_policies import POLICIES, activated, drafted
from tests.services.notifications.test_policy_rules import WORKDAYS
from tests.services.notifications.test_proving import proof
from tests.services.notifications.test_reminding import DAYS, NOTIFICATIONS, inbox_of, reminders_of, scanned

WEEK_BEFORE: list[dict[str, Any]] = [{"offset": -7, "to": ["liaison"], "digest": True}]
SIGNED: list[dict[str, Any]] = [{"offset": -7, "to": ["liaison"]}, {"offset": -3, "to": ["liaison"], "unless_acknowledged": True}]
HEALTHS = f"health{ALLOWED}"


@pytest.mark.parametrize(
    ("send_at", "due_on", "hours", "workdays_only", "slot"),
    [
        ("2026-05-07 09:00", "2026-05-20", (10, 16), False, "2026-05-07 10:00"),
        ("2026-05-07 10:00", "2026-05-20", (10, 16), False, "2026-05-07 10:00"),
        ("2026-05-07 10:01", "2026-05-20", (16, 10), False, "2026-05-07 16:00"),
        ("2026-05-07 17:00", "2026-05-20", (10, 16), False, "2026-05-08 10:00"),
        # 1 to 5 May 2026 are off; Saturday 9 May is worked.
        ("2026-04-30 17:00", "2026-05-20", (10,), True, "2026-05-06 10:00"),
        ("2026-05-08 17:00", "2026-05-20", (10,), True, "2026-05-09 10:00"),
        # Nothing waits beyond its due day: it goes out by itself.
        ("2026-05-20 17:00", "2026-05-20", (10, 16), False, None),
        ("2026-04-30 17:00", "2026-05-04", (10,), True, None),
    ],
)
def test_a_digest_goes_out_at_the_next_hour(send_at: str, due_on: str, hours: tuple[int, ...], workdays_only: bool, slot: str | None) -> None:
    policy = Policy((), digest_hours=hours, workdays_only=workdays_only)
    found = digest_slot(policy, _instant(send_at), date.fromisoformat(due_on), WORKDAYS)
    assert found == (None if slot is None else _instant(slot))


def _instant(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=SHANGHAI)


async def two_rounds(world: World) -> None:
    """Two rounds in which the health bureau owes something on the same day, and the policy of the county."""
    await open_round(world, **DAYS)
    await open_round(world, **DAYS, subject_year=2021, name="2021年度补报")
    await activated(world, steps=WEEK_BEFORE, digest_hours=[16])


async def at(world: World, hour: int, day: date = date(2023, 5, 3)) -> None:
    """Business time, with whatever is due then looked for."""
    world.move_to(day, hour, 30)
    await scanned(world)


def reminding(mailbox: Mailbox) -> list[str]:
    """Subjects of mails to the liaison that remind or collect reminders."""
    subjects = [str(mail["Subject"]) for mail in mailbox.to(HEALTHS)]
    return [subject for subject in subjects if "提醒：" in subject or "汇总" in subject]


async def test_what_is_reminded_of_on_one_day_comes_in_one_mail(mailing: World, mailbox: Mailbox) -> None:
    await two_rounds(mailing)
    await at(mailing, 9)
    assert len(await inbox_of(mailing, "health", "reminder")) == 2  # in the inbox at once
    assert reminding(mailbox) == []
    proved = await proof(mailing)
    assert proved["balanced"] and proved["reminders"]["sent"] > 0
    await at(mailing, 16)

    async def collected() -> bool:
        return reminding(mailbox) != []

    await eventually(collected)
    assert reminding(mailbox) == ["待报事项汇总（2项）"]
    [mail] = [one for one in mailbox.to(HEALTHS) if "汇总" in str(one["Subject"])]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "1. " in text and "2. " in text and "2021年度补报" in text and "2022年度监测填报" in text and "还有7天" in text
    assert "7 days left" in text
    for message in await inbox_of(mailing, "health", "reminder"):
        assert await deliveries(mailing, message_id=message["id"]) == []
    assert (await proof(mailing))["balanced"]


async def test_what_nobody_owes_any_more_is_left_out(mailing: World, mailbox: Mailbox) -> None:
    await two_rounds(mailing)
    await at(mailing, 9)
    office = await mailing.sign_in("office")
    [late] = [one for one in await office.items(f"{SUBMISSIONS}/assignments") if one["unit_name"] == HEALTH and "2021" in one["round_name"]]
    await office.do(f"{SUBMISSIONS}/assignments/{late['id']}:waive", {"reason": "已合并填报"})
    await mailing.settle()
    await at(mailing, 16)

    async def collected() -> bool:
        return reminding(mailbox) != []

    await eventually(collected)
    assert reminding(mailbox) == ["待报事项汇总（1项）"]


async def test_after_downtime_what_is_late_waits_for_nothing(mailing: World) -> None:
    await two_rounds(mailing)
    await at(mailing, 9, date(2023, 5, 12))
    for message in await inbox_of(mailing, "health", "escalation"):
        assert len(await deliveries(mailing, message_id=message["id"])) == 1


async def test_a_digest_is_one_message_in_the_archive(mailing: World) -> None:
    await two_rounds(mailing)
    await at(mailing, 16)
    health = await mailing.sign_in("health")

    async def collected() -> bool:
        return [one["kind"] for one in await health.items(NOTIFICATIONS, archived=True)] == ["digest"]

    await eventually(collected)
    await mailing.settle()
    assert [one["kind"] for one in await health.items(NOTIFICATIONS, archived=True)] == ["digest"]


async def test_who_signed_for_a_reminder_is_not_reminded_again_and_others_are(world: World) -> None:
    await open_round(world, **DAYS)
    await activated(world, steps=SIGNED)
    await at(world, 9)
    health = await world.sign_in("health")
    [reminder] = [one for one in await health.items(NOTIFICATIONS) if one["kind"] == "reminder"]
    await health.do(f"{NOTIFICATIONS}/{reminder['id']}:acknowledge")
    await at(world, 9, date(2023, 5, 7))
    assert len(await inbox_of(world, "health", "reminder")) == 1
    assert len(await inbox_of(world, "office-health", "reminder")) == 2
    sent = (await reminders_of(world, HEALTH))["D-3", "liaison"]
    assert (sent["state"], sent["recipients"]) == ("sent", 1)


async def test_a_step_stops_where_all_have_signed(world: World) -> None:
    await open_round(world, **DAYS)
    await activated(world, steps=SIGNED)
    await at(world, 9)
    for login in ("health", "office-health"):
        caller = await world.sign_in(login)
        for one in await caller.items(NOTIFICATIONS):
            if one["kind"] == "reminder":
                await caller.do(f"{NOTIFICATIONS}/{one['id']}:acknowledge")
    await at(world, 9, date(2023, 5, 7))
    assert (await reminders_of(world, HEALTH))["D-3", "liaison"]["state"] == "stopped"
    proved = await proof(world, day="2023-05-07")
    assert proved["balanced"] and proved["reminders"]["stopped"] == 1


async def test_what_was_signed_for_before_the_day_moved_does_not_count(world: World) -> None:
    await open_round(world, **DAYS)
    await activated(world, steps=SIGNED)
    await at(world, 9)
    for login in ("health", "office-health"):
        caller = await world.sign_in(login)
        for one in await caller.items(NOTIFICATIONS):
            if one["kind"] == "reminder":
                await caller.do(f"{NOTIFICATIONS}/{one['id']}:acknowledge")
    office, owed = await world.sign_in("office"), await assignment_of(world, HEALTH)
    await office.do(f"{SUBMISSIONS}/assignments/{owed['id']}:extend", {"until_on": "2023-05-18", "reason": "数据尚未发布"})
    await world.settle()
    await at(world, 9, date(2023, 5, 15))
    assert (await reminders_of(world, HEALTH))["D-3", "liaison"]["state"] == "sent"


async def test_the_preview_says_when_it_goes_out_with_others(world: World) -> None:
    await open_round(world, **DAYS)
    made = await drafted(world, steps=WEEK_BEFORE, digest_hours=[16])
    office = await world.sign_in("office")
    for shown in await office.items(f"{POLICIES}/{made['id']}/preview"):
        [step] = shown["steps"]
        assert (step["send_at"], step["digest_at"]) == ("2023-05-03T01:00:00Z", "2023-05-03T08:00:00Z")
