"""Mail out of a running platform, to a real mail server: once, again, elsewhere, or not at all."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from services.notifications.models import DeliveryRecord
from services.notifications.rules.delivery import MAX_ATTEMPTS
from services.notifications.service.dispatching import Dispatcher
from shared.kit.clock import real_now
from shared.kit.loops import Loop
from tests.factories.mail import Mailbox
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import open_round
from tests.platform import Caller, World, eventually
from tests.services.notifications.conftest import ALLOWED, reach
from tests.services.test_query_counts import statements_of

NOTIFICATIONS = "/api/v1/notifications"
DELIVERIES = f"{NOTIFICATIONS}/deliveries"
HEALTHS = f"health{ALLOWED}"


async def deliveries(world: World, **query: str) -> list[dict[str, Any]]:
    """Deliveries as the plan office sees them."""
    return await (await world.sign_in("office")).items(DELIVERIES, **query)


async def to_health(world: World) -> dict[str, Any]:
    """The delivery of the first message to the health bureau's liaison, with its attempts."""
    health = await world.sign_in("health")
    [message] = await health.items(NOTIFICATIONS)
    [found] = await deliveries(world, message_id=message["id"])
    office = await world.sign_in("office")
    return dict(await office.read(f"{DELIVERIES}/{found['id']}"))


async def settled(world: World, *states: str) -> dict[str, Any]:
    """The same, once it is in one of ``states`` and was tried."""

    async def done() -> bool:
        found = await to_health(world)
        return found["state"] in states and bool(found["tried"])

    await eventually(done)
    return await to_health(world)


async def set_delivery(world: World, delivery_id: str, **values: Any) -> None:
    """As if time had passed: waits and leases are real time, which no test can move."""
    async with world.service("notifications").database.write() as db:
        await db.run(update(DeliveryRecord).where(DeliveryRecord.id == UUID(delivery_id)).values(**values))


async def replay(caller: Caller, delivery: dict[str, Any], **how: Any) -> Any:
    """Ask for a delivery to be sent again."""
    return await caller.post(f"{DELIVERIES}/{delivery['id']}:replay", **how)


async def test_a_message_goes_out_as_a_mail(mailing: World, mailbox: Mailbox) -> None:
    await open_round(mailing)
    delivery = await settled(mailing, "delivered")
    assert (delivery["channel"], delivery["address"], delivery["kind"], delivery["why"]) == ("email", HEALTHS, "assigned", None)
    assert [(a["outcome"], a["code"]) for a in delivery["tried"]] == [("delivered", "250")] and delivery["attempts"] == 1
    [mail] = mailbox.mails
    assert mail["Subject"] == "新的填报任务：2022年度监测填报" and mail["To"] == HEALTHS
    assert mail["List-Unsubscribe"] and mail["Message-ID"].endswith(f"{ALLOWED}>")
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for said in (text, page):
        assert "县卫生健康局有3项指标需在“2022年度监测填报”中填报。" in said
        assert "3 values" in said and "联络员" in said and "https://jianxing.example.cn/api/v1/submissions/assignments/" in said


async def test_who_has_no_address_is_seen_and_the_inbox_has_it(mailing: World) -> None:
    await open_round(mailing)
    education = await mailing.sign_in("education")
    [message] = await education.items(NOTIFICATIONS)
    [found] = await deliveries(mailing, message_id=message["id"])
    assert (found["state"], found["why"], found["address"]) == ("suppressed", "no-address", "")
    problem(await replay(await mailing.sign_in("office"), found), 409, "delivery-without-address")


async def test_nothing_leaves_a_platform_that_was_not_told_to_send(world: World) -> None:
    await open_round(world)
    assert await deliveries(world) == []
    assert not any(isinstance(getattr(loop._turn, "__self__", None), Dispatcher) for loop in world.service("notifications").loops)


async def test_who_is_not_on_the_list_is_not_reached(mailing: World, mailbox: Mailbox) -> None:
    await reach(mailing, "health", "health@elsewhere.example.org")
    await mailing.settle()
    await open_round(mailing)
    delivery = await settled(mailing, "suppressed")
    assert delivery["why"] == "not-allowed" and mailbox.mails == []


async def test_a_mailbox_that_does_not_exist_is_written_to_once(mailing: World, mailbox: Mailbox) -> None:
    mailbox.answers[HEALTHS] = ["550 5.1.1 no such mailbox"]
    await open_round(mailing)
    failed = await settled(mailing, "failed")
    assert failed["why"] == "550" and failed["tried"][0]["outcome"] == "permanent" and "no such mailbox" in failed["tried"][0]["detail"]
    await open_round(mailing, subject_year=2021, name="又一轮", outward_due_on="2023-05-10")
    states = [(d["state"], d["why"]) for d in await deliveries(mailing, channel="email") if d["address"] == HEALTHS]
    assert states == [("failed", "550"), ("suppressed", "bounced")]
    again = await replay(await mailing.sign_in("office"), failed)
    assert again.status_code == 200 and again.json()["attempts"] == 0
    await settled_as(mailing, failed["id"], "delivered")  # somebody made the mailbox: the bounce is forgotten
    assert len(mailbox.to(HEALTHS)) == 1


async def settled_as(world: World, delivery_id: str, state: str) -> None:
    """Return once a delivery is in ``state``."""
    office = await world.sign_in("office")

    async def done() -> bool:
        return bool((await office.read(f"{DELIVERIES}/{delivery_id}"))["state"] == state)

    await eventually(done)


async def test_a_passing_refusal_is_tried_again_under_the_same_id(mailing: World, mailbox: Mailbox) -> None:
    mailbox.answers[HEALTHS] = ["450 4.2.1 greylisted"]
    await open_round(mailing)
    waiting = await settled(mailing, "planned")
    assert (waiting["why"], waiting["attempts"], mailbox.mails) == ("450", 1, [])
    await set_delivery(mailing, waiting["id"], held_until=real_now())
    delivered = await settled(mailing, "delivered")
    assert [a["outcome"] for a in delivered["tried"]] == ["passing", "delivered"] and delivered["attempts"] == 2
    assert len(mailbox.mails) == 1


async def test_a_server_that_is_down_costs_no_attempt(mailing: World, mailbox: Mailbox) -> None:
    mailbox.answers[HEALTHS] = ["421 closing"]
    await open_round(mailing)
    delivery = await settled(mailing, "planned", "delivered")
    assert delivery["tried"][0]["outcome"] == "unreachable"
    await set_delivery(mailing, delivery["id"], held_until=real_now())
    delivery = await settled(mailing, "delivered")
    assert delivery["attempts"] == 1 and len(mailbox.mails) == 1


async def test_what_was_not_sent_follows_the_reader_to_a_new_address(mailing: World, mailbox: Mailbox) -> None:
    mailbox.answers[HEALTHS] = ["450 full"]
    await open_round(mailing)
    waiting = await settled(mailing, "planned")
    await reach(mailing, "health", f"li{ALLOWED}")
    await mailing.settle()
    await set_delivery(mailing, waiting["id"], held_until=real_now())
    assert (await settled(mailing, "delivered"))["address"] == f"li{ALLOWED}"
    assert len(mailbox.to(f"li{ALLOWED}")) == 1 and mailbox.to(HEALTHS) == []


async def test_what_was_not_sent_is_not_sent_without_an_address(mailing: World, mailbox: Mailbox) -> None:
    mailbox.answers[HEALTHS] = ["450 full"]
    await open_round(mailing)
    await settled(mailing, "planned")
    await reach(mailing, "health", None)
    await mailing.settle()
    delivery = await to_health(mailing)
    assert (delivery["state"], delivery["why"]) == ("suppressed", "no-address") and delivery["settled_at"]


async def test_a_worker_that_died_is_followed_by_another(mailing: World, mailbox: Mailbox) -> None:
    """Its lease runs out, its attempt is noted as lost, and the mail of the next one bears the same id."""
    await open_round(mailing)
    first = await settled(mailing, "delivered")
    await set_delivery(mailing, first["id"], state="sending", held_until=real_now() + timedelta(hours=1))
    await asyncio.sleep(0.2)
    assert (await to_health(mailing))["state"] == "sending"  # somebody else's, as long as the lease runs
    await set_delivery(mailing, first["id"], held_until=real_now())
    second = await settled(mailing, "delivered")
    assert [a["outcome"] for a in second["tried"]] == ["delivered", "lost", "delivered"]
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1 < len(mailbox.mails)


async def test_a_delivery_that_kills_every_worker_ends(mailing: World, mailbox: Mailbox) -> None:
    await open_round(mailing)
    delivery = await settled(mailing, "delivered")
    await set_delivery(mailing, delivery["id"], state="sending", held_until=real_now(), attempts=MAX_ATTEMPTS)
    await settled_as(mailing, delivery["id"], "dead")
    assert (await to_health(mailing))["why"] == "lost" and len(mailbox.mails) == 1


async def test_many_dispatchers_send_each_mail_once(mailing: World, mailbox: Mailbox) -> None:
    """Eight more of them beside the platform's own, on mail that is all due at the same moment."""
    await reach(mailing, "education", f"education{ALLOWED}")
    await mailing.settle()
    service = mailing.service("notifications")
    own = next(loop for loop in service.loops if loop.name == "notifications email")
    dispatcher = own._turn.__self__  # type: ignore[attr-defined]
    more = [Loop(f"more {n}", Dispatcher(service, dispatcher._channel, dispatcher._limits).turn, 0.01) for n in range(8)]
    tasks = [asyncio.create_task(loop.run()) for loop in more]
    for year in range(2012, 2022):
        await open_round(mailing, subject_year=year, name=f"{year}年度填报", outward_due_on="2023-05-10")

    async def all_sent() -> bool:
        return {d["state"] for d in await deliveries(mailing) if d["address"]} == {"delivered"}

    await eventually(all_sent)
    for loop in more:
        loop.stop()
    await asyncio.gather(*tasks)
    assert len(mailbox.mails) == len({mail["Message-ID"] for mail in mailbox.mails}) == 20


async def test_what_was_given_up_is_listed_and_sent_again(mailing: World, mailbox: Mailbox) -> None:
    mailbox.answers[HEALTHS] = ["450 full", "450 full"]
    await open_round(mailing)
    waiting = await settled(mailing, "planned")
    await set_delivery(mailing, waiting["id"], held_until=real_now(), attempts=MAX_ATTEMPTS - 1)
    dead = await settled(mailing, "dead")
    assert [d["id"] for d in await deliveries(mailing, state="dead")] == [dead["id"]]
    office = await mailing.sign_in("office")
    problem(await replay(office, dead, if_match='"v99"'), 412, "stale-etag")
    problem(await replay(office, dead, key=None), 400, "missing-idempotency-key")
    again = await replay(office, dead, if_match=f'"v{dead["version"]}"')
    assert again.status_code == 200 and again.headers["etag"] == f'"v{again.json()["version"]}"'
    await settled(mailing, "delivered")
    problem(await replay(office, dead), 409, "delivery-not-replayable")
    assert len(mailbox.mails) == 1


async def test_returned_mail_is_noted_and_closes_the_address(mailing: World) -> None:
    await open_round(mailing)
    delivery = await settled(mailing, "delivered")
    office = await mailing.sign_in("office")
    address = f"{DELIVERIES}/{delivery['id']}:bounce"
    problem(await office.post(address, {"code": "550"}), 422, "invalid-request")
    problem(await office.post(f"{DELIVERIES}/{uuid4()}:bounce", {"code": "5.1.1"}), 404, "not-found")
    bounced = await office.do(address, {"code": "5.1.1", "detail": "user unknown"})
    assert (bounced["state"], bounced["why"]) == ("failed", "bounced 5.1.1")
    problem(await office.post(address, {"code": "5.1.1"}), 409, "delivery-not-delivered")
    await open_round(mailing, subject_year=2021, name="又一轮", outward_due_on="2023-05-10")
    assert [d["why"] for d in await deliveries(mailing, state="suppressed") if d["address"] == HEALTHS] == ["bounced"]


async def test_a_full_mailbox_does_not_close_the_address(mailing: World, mailbox: Mailbox) -> None:
    await open_round(mailing)
    delivery = await settled(mailing, "delivered")
    await (await mailing.sign_in("office")).do(f"{DELIVERIES}/{delivery['id']}:bounce", {"code": "4.2.2", "detail": "mailbox full"})
    await open_round(mailing, subject_year=2021, name="又一轮", outward_due_on="2023-05-10")
    await eventually(lambda: _arrived(mailbox, 2))


async def _arrived(mailbox: Mailbox, mails: int) -> bool:
    return len(mailbox.to(HEALTHS)) == mails


async def test_deliveries_are_known_to_those_who_answer_for_them(mailing: World) -> None:
    await open_round(mailing)
    delivery = await settled(mailing, "delivered")
    address = f"{DELIVERIES}/{delivery['id']}"
    assert not {"title", "body"} & set(delivery)  # what was said is its reader's
    problem(await mailing.nobody.get(address), 401, "not-authenticated")
    async with nothing_changes(mailing):
        for login in ("health", "mayor", "neighbour-office", "upper"):
            caller = await mailing.sign_in(login)
            problem(await caller.get(address), 404, "not-found")
            assert await caller.items(DELIVERIES) == []
            problem(await replay(caller, delivery), 404, "not-found")
        auditor = await mailing.sign_in("auditor")
        assert (await auditor.get(address)).headers["etag"] == f'"v{delivery["version"]}"'
        problem(await replay(auditor, delivery), 403, "denied")
    office = await mailing.sign_in("office")
    assert await office.items(DELIVERIES, limit=1) == await office.items(DELIVERIES) != []
    with statements_of(mailing, "notifications") as sent:
        await office.items(DELIVERIES)
    assert len([one for one in sent if "JOIN messages" in str(one)]) == 1
    problem(await office.get(DELIVERIES, state="lost"), 422, "invalid-request")


async def test_a_server_that_comes_back_gets_everything(mailing: World, mailbox: Mailbox) -> None:
    """The channel rests while nobody answers, and needs nobody to be woken."""
    mailbox.answers[HEALTHS] = ["421 going down"] * 2
    await open_round(mailing)

    async def tried_again() -> bool:
        found = await to_health(mailing)
        await set_delivery(mailing, found["id"], held_until=real_now())
        return bool(found["state"] == "delivered")

    await eventually(tried_again)
    assert [a["outcome"] for a in (await to_health(mailing))["tried"]] == ["unreachable", "unreachable", "delivered"]
