"""Contacts that change, go or bounce: what is not sent yet follows, at the latest when it is handed over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from services.notifications.models import KnownAccount, MessageRecord
from shared.kit.clock import real_now
from tests.factories.mail import Mailbox
from tests.factories.rounds import open_round
from tests.platform import World
from tests.services.notifications.conftest import ALLOWED, reach
from tests.services.notifications.test_delivering import DELIVERIES, HEALTHS, deliveries, set_delivery, settled, settled_as, to_health

NEW = f"newhealth{ALLOWED}"


async def waiting(world: World, mailbox: Mailbox) -> dict[str, Any]:
    """A delivery to the health bureau that is to be tried again."""
    mailbox.answers[HEALTHS] = ["450 4.2.1 greylisted"]
    await open_round(world)
    return await settled(world, "planned")


async def contact_in_place(world: World, **values: Any) -> None:
    """As if the event had come while the delivery was under way: the copy of the directory knows, the row does not."""
    me = await (await world.sign_in("health")).read("/api/v1/plans/me")
    async with world.service("notifications").database.write() as db:
        await db.run(update(KnownAccount).where(KnownAccount.id == UUID(me["id"])).values(**values))


async def test_what_waits_goes_to_the_new_address(mailing: World, mailbox: Mailbox) -> None:
    delivery = await waiting(mailing, mailbox)
    await reach(mailing, "health", NEW)
    await mailing.settle()
    assert (await to_health(mailing))["address"] == NEW
    await set_delivery(mailing, delivery["id"], held_until=real_now())
    await settled(mailing, "delivered")
    assert [mail["To"] for mail in mailbox.mails] == [NEW]


async def test_what_waits_is_suppressed_where_the_address_is_removed(mailing: World, mailbox: Mailbox) -> None:
    await waiting(mailing, mailbox)
    await reach(mailing, "health", None)
    await mailing.settle()
    found = await to_health(mailing)
    assert (found["state"], found["why"], mailbox.mails) == ("suppressed", "no-address", [])


@pytest.mark.parametrize(
    ("values", "state", "why", "to"),
    [
        ({"email": NEW}, "delivered", None, [NEW]),
        ({"email": None}, "suppressed", "no-address", []),
        ({"active": False}, "suppressed", "account-inactive", []),
    ],
)
async def test_what_was_under_way_when_the_contact_changed_follows_too(
    mailing: World, mailbox: Mailbox, values: dict[str, Any], state: str, why: str | None, to: list[str]
) -> None:
    delivery = await waiting(mailing, mailbox)
    await contact_in_place(mailing, **values)
    await set_delivery(mailing, delivery["id"], held_until=real_now())
    found = await settled(mailing, state)
    assert (found["state"], found["why"], [mail["To"] for mail in mailbox.mails]) == (state, why, to)
    assert found["address"] == (NEW if to else "" if why == "no-address" else HEALTHS)


async def test_what_waits_for_an_address_that_bounces_is_not_tried_any_more(mailing: World, mailbox: Mailbox) -> None:
    delivery = await waiting(mailing, mailbox)
    mailbox.answers[HEALTHS] = ["550 5.1.1 no such mailbox"]
    await open_round(mailing, subject_year=2021, name="又一轮", outward_due_on="2023-05-10")
    [second] = [one for one in await deliveries(mailing) if one["address"] == HEALTHS and one["id"] != delivery["id"]]
    await settled_as(mailing, second["id"], "failed")
    await set_delivery(mailing, delivery["id"], held_until=real_now())
    await settled_as(mailing, delivery["id"], "suppressed")
    assert (await (await mailing.sign_in("office")).read(f"{DELIVERIES}/{delivery['id']}"))["why"] == "bounced"
    assert mailbox.mails == []


async def test_what_was_missed_of_late_goes_to_the_address_that_works(mailing: World, mailbox: Mailbox) -> None:
    """Of three messages without a working address the one of long ago stays as it is."""
    mailbox.answers[HEALTHS] = ["550 5.1.1 no such mailbox"]
    await open_round(mailing)
    failed = await settled(mailing, "failed")
    await open_round(mailing, subject_year=2021, name="又一轮", outward_due_on="2023-05-10")
    await open_round(mailing, subject_year=2020, name="再一轮", outward_due_on="2023-05-10")
    mine = [one for one in await deliveries(mailing) if one["address"] == HEALTHS]
    assert [(one["state"], one["why"]) for one in mine] == [("failed", "550"), ("suppressed", "bounced"), ("suppressed", "bounced")]
    async with mailing.service("notifications").database.write() as db:
        long_ago = mailing.now - timedelta(days=8)
        await db.run(update(MessageRecord).where(MessageRecord.id == UUID(mine[2]["message_id"])).values(sent_at=long_ago))
    await reach(mailing, "health", NEW)
    await mailing.settle()
    for one in mine[:2]:
        await set_delivery(mailing, one["id"], held_until=real_now())
        await settled_as(mailing, one["id"], "delivered")
    assert [mail["To"] for mail in mailbox.mails] == [NEW, NEW]
    again = {one["id"]: one for one in await deliveries(mailing)}
    assert (again[mine[2]["id"]]["state"], again[mine[2]["id"]]["address"]) == ("suppressed", HEALTHS)
    assert again[failed["id"]]["attempts"] == 1


async def test_who_had_no_address_gets_what_was_told_since(mailing: World, mailbox: Mailbox) -> None:
    await open_round(mailing)
    education = await mailing.sign_in("education")
    [message] = await education.items("/api/v1/notifications")
    [found] = await deliveries(mailing, message_id=message["id"])
    assert (found["state"], found["why"]) == ("suppressed", "no-address")
    address = f"education{ALLOWED}"
    await reach(mailing, "education", address)
    await mailing.settle()
    await settled_as(mailing, found["id"], "delivered")
    assert len(mailbox.to(address)) == 1
    await reach(mailing, "education", address)  # told again: nothing goes twice
    await mailing.settle()
    assert len(mailbox.to(address)) == 1
