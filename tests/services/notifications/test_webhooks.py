"""Webhooks to a real HTTPS server, which checks what it is sent with the library of the standard."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import select, update
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.notifications.models import DeliveryRecord, EndpointRecord, MessageRecord
from services.notifications.rules.breaker import TOLERATED
from shared.kit.clock import real_now
from shared.kit.tables import idempotent_answers
from tests.factories.problems import nothing_changes, problem
from tests.factories.receivers import Receiver
from tests.factories.rounds import open_round
from tests.factories.worlds import Worlds, issued
from tests.platform import World, eventually, running_world
from tests.services.notifications.programs import ENDPOINTS, county_path, entered, program_settings, proven
from tests.services.notifications.test_delivering import DELIVERIES, deliveries, replay

BODY: dict[str, Any] = {"name": "协同平台", "url": "https://93.184.216.34/hook", "events": ["assigned"]}


async def told(program: Receiver, times: int) -> None:
    """Return once the program was called so often."""

    async def called() -> bool:
        return len(program.requests) >= times

    await eventually(called)


async def webhooks(world: World, **query: str) -> list[dict[str, Any]]:
    """The deliveries to programs."""
    return await deliveries(world, channel="webhook", **query)


async def one_in(world: World, state: str) -> dict[str, Any]:
    """The first delivery to a program, with its attempts, once it was tried and is in ``state``."""
    office = await world.sign_in("office")
    found: dict[str, Any] = {}

    async def done() -> bool:
        listed = await webhooks(world)
        if listed:
            found.update(await office.read(f"{DELIVERIES}/{listed[0]['id']}"))
        return bool(found.get("tried")) and found["state"] == state

    await eventually(done)
    return found


async def set_endpoint(world: World, endpoint_id: str, **values: Any) -> None:
    """As if time had passed: rests and patience are real time, which no test can move."""
    async with world.service("notifications").database.write() as db:
        await db.run(update(EndpointRecord).where(EndpointRecord.id == UUID(endpoint_id)).values(**values))


async def retry_now(world: World) -> None:
    """Every delivery that waits for another attempt may go."""
    async with world.service("notifications").database.write() as db:
        await db.run(update(DeliveryRecord).where(DeliveryRecord.state == "planned").values(held_until=real_now()))


async def test_a_program_is_told_once_what_two_liaisons_are_told(telling: World, program: Receiver) -> None:
    """A signed CloudEvent that says what, about what and where; the library of the standard takes it."""
    made = await proven(telling, program, "assigned")
    await open_round(telling)
    await told(program, 2)
    event = Webhook(made["secret"]).verify(program.requests[0].body, program.requests[0].headers)
    assert (event["specversion"], event["type"], event["datacontenttype"]) == ("1.0", "jianxing.message.assigned", "application/json")
    assert event["source"] == "https://jianxing.example.cn/api/v1/notifications" and event["subject"] == event["data"]["about"]
    data = event["data"]
    assert data["title"]["zh"].startswith("新的填报任务") and data["title"]["en"].startswith("New task") and data["unit_id"]
    assert data["link"].startswith("https://jianxing.example.cn/api/v1/submissions/assignments/")
    assert data["region_path"] == await county_path(await telling.sign_in("office"))
    delivery = await one_in(telling, "delivered")
    assert (delivery["address"], delivery["account_id"], delivery["tried"][0]["code"]) == (made["id"], None, "204")
    assert event["id"] == program.requests[0].headers["webhook-id"] == delivery["id"]
    assert program.requests[0].headers["content-type"].startswith("application/cloudevents+json") and program.requests[0].path == "/hook"
    await telling.settle()
    assert len(program.requests) == len(await webhooks(telling)) == 2  # one for each of the two bureaus' tasks, not one for each reader


async def test_what_is_changed_or_old_is_refused_by_the_library(telling: World, program: Receiver) -> None:
    """The signature is over id, instant and body: neither may differ, and five minutes later it is a replay."""
    made = await proven(telling, program, "assigned")
    await open_round(telling)
    await told(program, 1)
    got, key = program.requests[0], Webhook(made["secret"])
    for headers, body in (
        (got.headers, got.body.replace(b"assigned", b"returned", 1)),
        ({**got.headers, "webhook-id": uuid4().hex}, got.body),
        ({**got.headers, "webhook-timestamp": str(int(got.headers["webhook-timestamp"]) + 1)}, got.body),
    ):
        with pytest.raises(WebhookVerificationError):
            key.verify(body, headers)
    with time_machine.travel(real_now() + timedelta(minutes=6)), pytest.raises(WebhookVerificationError, match="too old"):
        key.verify(got.body, got.headers)


async def test_only_the_events_that_were_asked_for_arrive(telling: World, program: Receiver) -> None:
    await proven(telling, program, "returned")
    await open_round(telling)
    await telling.settle()
    assert await webhooks(telling) == [] and program.requests == []


async def test_a_program_that_has_not_answered_a_test_is_told_nothing(telling: World, program: Receiver) -> None:
    made = await entered(telling, program.url, "assigned")
    assert made["state"] == "unproven"
    await open_round(telling)
    await telling.settle()
    assert await webhooks(telling) == []


async def test_an_unreachable_program_is_flagged_by_its_test(telling: World, program: Receiver) -> None:
    made = await entered(telling, "https://127.0.0.1:1/hook")
    office = await telling.sign_in("office")
    tested = await office.do(f"{ENDPOINTS}/{made['id']}:test")
    assert (tested["reached"], tested["code"], tested["state"], tested["why"]) == (False, "ConnectError", "unproven", "ConnectError")
    program.answers.append((500, {}, b"broken"))
    edited = await office.edit(f"{ENDPOINTS}/{made['id']}", {"url": program.url})
    assert (edited["state"], edited["why"]) == ("unproven", None)
    refused = await office.do(f"{ENDPOINTS}/{made['id']}:test")
    assert (refused["reached"], refused["code"], refused["why"]) == (False, "500", "500")
    mended = await office.do(f"{ENDPOINTS}/{made['id']}:test")
    assert (mended["reached"], mended["state"], mended["why"]) == (True, "active", None) and mended["tested_at"]
    assert program.requests[-1].json["type"] == "jianxing.message.test"
    Webhook(made["secret"]).verify(program.requests[-1].body, program.requests[-1].headers)


async def test_a_stranger_under_another_certificate_is_not_spoken_to(worlds: Worlds, program: Receiver, pem: Path, tmp_path: Path) -> None:
    urls = worlds.copy(issued)
    settings = program_settings(pem) | {"NOTIFICATIONS_WEBHOOK_AUTHORITIES": ""}
    async with running_world(tmp_path / "world", urls, settings) as world:
        made = await entered(world, program.url)
        tested = await (await world.sign_in("office")).do(f"{ENDPOINTS}/{made['id']}:test")
        assert (tested["reached"], tested["code"]) == (False, "ConnectError") and program.requests == []
    worlds.drop(urls)


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("http://hooks.example.cn/x", ["not-https"]),
        ("https://user:pass@hooks.example.cn/x", ["with-user"]),
        ("http://user@10.0.0.8/x#y", ["not-https", "with-user", "with-fragment", "private-address"]),
        ("https://[::1]:8443/x", []),  # listed by this platform's operator
        ("https://10.1.2.3/x", ["private-address"]),
        ("https://169.254.169.254/latest/meta-data", ["private-address"]),
        ("https://[::ffff:10.0.0.1]/x", ["private-address"]),
        ("https://[fe80::1]/x", ["private-address"]),
        ("hooks", ["not-a-url"]),
    ],
)
async def test_a_wrong_address_is_refused_where_it_is_entered(telling: World, url: str, codes: list[str]) -> None:
    """All faults at once, those of the events too."""
    office = await telling.sign_in("office", language="zh")
    body = {**BODY, "region_path": await county_path(office), "url": url, "events": ["assigned", "weather", "assigned"]}
    async with nothing_changes(telling):
        refused = problem(await office.post(ENDPOINTS, body), 422, "invalid-endpoint")
    assert [one["code"] for one in refused["errors"]] == [*codes, "unknown-event", "twice"]
    assert refused["errors"][-2]["pointer"] == "/events/1" and refused["errors"][-2]["message"] == "没有“weather”这种消息"


async def test_a_name_that_leads_inside_is_refused_and_an_unknown_one_flagged(worlds: Worlds, pem: Path, tmp_path: Path) -> None:
    """localhost is a name of a private address; the operator lists neither."""
    urls = worlds.copy(issued)
    settings = program_settings(pem) | {"NOTIFICATIONS_WEBHOOK_INSIDE": ""}
    async with running_world(tmp_path / "world", urls, settings) as world:
        office = await world.sign_in("office")
        body = {**BODY, "region_path": await county_path(office), "url": "https://localhost/x"}
        refused = problem(await office.post(ENDPOINTS, body), 422, "invalid-endpoint")
        assert [one["code"] for one in refused["errors"]] == ["private-address"]
        flagged = await office.do(ENDPOINTS, {**body, "url": "https://nowhere.invalid/x"})
        assert (flagged["state"], flagged["why"]) == ("unproven", "unresolved")
        problem(await office.patch(f"{ENDPOINTS}/{flagged['id']}", {"url": "https://localhost/x"}), 422, "invalid-endpoint")
        problem(await office.post(f"{ENDPOINTS}/{flagged['id']}:test"), 409, "endpoint-not-allowed")
    worlds.drop(urls)


async def test_a_name_that_leads_inside_later_is_not_called(telling: World, program: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is what is called: a name whose address changes between check and call reaches nobody (DNS rebinding)."""
    made = await proven(telling, program, "assigned")
    await set_endpoint(telling, made["id"], url=f"https://test.example:{program.port}/hook")

    async def look_up(*_asked: Any) -> list[Any]:
        from ipaddress import ip_address

        return [ip_address("93.184.216.34"), ip_address("10.0.0.7")]

    monkeypatch.setattr("services.notifications.channels.outbound._look_up", look_up)
    await open_round(telling)
    delivery = await one_in(telling, "failed")
    assert delivery["why"] == "private-address" and program.requests == []


async def test_redirects_are_not_followed(telling: World, program: Receiver) -> None:
    await proven(telling, program, "assigned")
    program.always = (307, {"location": program.url}, b"")
    await open_round(telling)
    delivery = await one_in(telling, "planned")
    assert (delivery["why"], delivery["tried"][0]["outcome"], delivery["tried"][0]["detail"]) == ("307", "passing", "redirects are not followed")


async def test_retry_after_is_obeyed(telling: World, program: Receiver) -> None:
    await proven(telling, program, "assigned")
    program.always = (429, {"retry-after": "1800"}, b"")
    await open_round(telling)
    delivery = await one_in(telling, "planned")
    assert delivery["tried"][0]["retry_after_seconds"] == 1800
    row = await telling.service("notifications").database.read.one(select(DeliveryRecord.held_until).where(DeliveryRecord.id == UUID(delivery["id"])))
    assert row is not None and row.held_until > real_now() + timedelta(minutes=29)


async def test_every_attempt_bears_the_same_id(telling: World, program: Receiver) -> None:
    made = await proven(telling, program, "assigned")
    program.answers = [(503, {}, b"")] * 2
    await open_round(telling)
    await told(program, 2)
    await telling.settle()
    await retry_now(telling)
    await told(program, 4)
    ids = [one.headers["webhook-id"] for one in program.requests]
    assert sorted(ids[:2]) == sorted(ids[2:4])
    for one in program.requests:
        Webhook(made["secret"]).verify(one.body, one.headers)


async def test_a_program_that_fails_rests_and_one_trial_brings_it_back(telling: World, program: Receiver) -> None:
    """Many deliveries wait, one goes to see; nothing is charged for waiting."""
    made = await proven(telling, program, "assigned")
    await set_endpoint(telling, made["id"], failures=TOLERATED, failing_since=real_now(), resting_until=real_now() + timedelta(minutes=5))
    await open_round(telling)
    waiting = await one_in(telling, "planned")
    assert (waiting["why"], waiting["attempts"], waiting["tried"][0]["outcome"]) == ("circuit-open", 0, "postponed") and program.requests == []
    await eventually(lambda: _all_postponed(telling))
    program.always = (500, {}, b"")
    await set_endpoint(telling, made["id"], resting_until=real_now())
    await retry_now(telling)
    await told(program, 1)
    office = await telling.sign_in("office")

    async def failed_again() -> bool:
        return bool((await office.read(f"{ENDPOINTS}/{made['id']}"))["failures"] == TOLERATED + 1)

    await eventually(failed_again)
    assert len(program.requests) == 1
    program.always = (204, {}, b"")
    for _ in range(2):
        await set_endpoint(telling, made["id"], resting_until=real_now())
        await retry_now(telling)
    await eventually(lambda: _all_delivered(telling))
    healthy = await office.read(f"{ENDPOINTS}/{made['id']}")
    assert (healthy["failures"], healthy["failing_since"], healthy["resting_until"], healthy["why"]) == (0, None, None, None)


async def _all_postponed(world: World) -> bool:
    return {one["why"] for one in await webhooks(world)} == {"circuit-open"}


async def _all_delivered(world: World) -> bool:
    await retry_now(world)
    return {one["state"] for one in await webhooks(world)} == {"delivered"}


async def test_who_fails_for_days_is_given_up_and_its_keepers_are_told(telling: World, program: Receiver) -> None:
    made = await proven(telling, program, "assigned")
    await set_endpoint(telling, made["id"], failures=1, failing_since=real_now() - timedelta(days=6))
    program.always = (500, {}, b"")
    await open_round(telling)
    office = await telling.sign_in("office")

    async def disabled() -> bool:
        return bool((await office.read(f"{ENDPOINTS}/{made['id']}"))["state"] == "disabled")

    await eventually(disabled)
    for login in ("office", "county-admin"):
        messages = await (await telling.sign_in(login)).items("/api/v1/notifications")
        assert [m["title"] for m in messages if m["kind"] == "alarm"] == ["Endpoint disabled: 协同平台"]
    program.always = (204, {}, b"")
    program.requests.clear()
    await retry_now(telling)
    await one_in(telling, "suppressed")
    assert program.requests == []
    again = await office.do(f"{ENDPOINTS}/{made['id']}:test")
    assert (again["state"], again["failures"]) == ("active", 0)
    [first, *_] = await webhooks(telling, state="suppressed")
    assert first["why"] == "endpoint-disabled" and (await replay(office, first)).status_code == 200
    await told(program, 2)


async def test_a_program_that_says_it_is_gone_is_believed(telling: World, program: Receiver) -> None:
    made = await proven(telling, program, "assigned")
    program.always = (410, {}, b"")
    await open_round(telling)
    assert (await one_in(telling, "failed"))["why"] == "410"
    found = await (await telling.sign_in("office")).read(f"{ENDPOINTS}/{made['id']}")
    assert (found["state"], found["why"]) == ("disabled", "410")


async def test_two_secrets_sign_while_one_takes_over(telling: World, program: Receiver) -> None:
    made = await proven(telling, program, "assigned")
    office = await telling.sign_in("office")
    turned = await office.do(f"{ENDPOINTS}/{made['id']}:rotate-secret", {"overlap_hours": 24})
    assert turned["secret"] != made["secret"] and turned["former_secret_until"]
    await office.do(f"{ENDPOINTS}/{made['id']}:test")
    for secret in (made["secret"], turned["secret"]):
        Webhook(secret).verify(program.requests[-1].body, program.requests[-1].headers)
    await set_endpoint(telling, made["id"], former_secret_until=real_now() - timedelta(seconds=1))
    await office.do(f"{ENDPOINTS}/{made['id']}:test")
    last = program.requests[-1]
    Webhook(turned["secret"]).verify(last.body, last.headers)
    with pytest.raises(WebhookVerificationError):  # rotated out
        Webhook(made["secret"]).verify(last.body, last.headers)
    leaked = await office.do(f"{ENDPOINTS}/{made['id']}:rotate-secret", {"overlap_hours": 0})
    await office.do(f"{ENDPOINTS}/{made['id']}:test")
    assert leaked["former_secret_until"] is None and len(program.requests[-1].headers["webhook-signature"].split()) == 1
    problem(await office.post(f"{ENDPOINTS}/{made['id']}:rotate-secret", {"overlap_hours": 1000}), 422, "invalid-request")


async def test_a_secret_is_shown_once_and_stored_nowhere(telling: World) -> None:
    office = await telling.sign_in("office")
    body = {**BODY, "region_path": await county_path(office)}
    made = (await office.post(ENDPOINTS, body, key="once")).json()
    again = await office.post(ENDPOINTS, body, key="once")
    assert made["secret"].startswith("whsec_") and again.json() == {**made, "secret": None}
    assert "secret" not in await office.read(f"{ENDPOINTS}/{made['id']}")
    read = telling.service("notifications").database.read
    kept = await read.all(select(idempotent_answers.c.body))
    assert kept and all(made["secret"].encode() not in bytes(row.body) for row in kept)


async def test_a_paused_and_a_dropped_program_are_told_nothing(telling: World, program: Receiver) -> None:
    made = await proven(telling, program, "assigned")
    office = await telling.sign_in("office")
    address = f"{ENDPOINTS}/{made['id']}"
    problem(await office.post(f"{address}:pause", if_match='"v1"'), 412, "stale-etag")
    paused = await office.do(f"{address}:pause")
    assert paused["state"] == "paused" and [one["id"] for one in await office.items(ENDPOINTS, state="paused")] == [made["id"]]
    await open_round(telling)
    await telling.settle()
    assert await webhooks(telling) == []
    problem(await office.delete(address, if_match=None), 428, "missing-if-match")
    problem(await office.delete(address, if_match='"v1"'), 412, "stale-etag")
    assert (await office.delete(address)).status_code == 204
    problem(await office.get(address), 404, "not-found")
    problem(await office.post(f"{address}:test"), 404, "not-found")


async def test_endpoints_are_kept_by_the_office_of_the_region(telling: World) -> None:
    made = await entered(telling, BODY["url"])
    address = f"{ENDPOINTS}/{made['id']}"
    problem(await telling.nobody.get(ENDPOINTS), 401, "not-authenticated")
    async with nothing_changes(telling):
        for login in ("health", "neighbour-office", "upper"):
            caller = await telling.sign_in(login)
            problem(await caller.get(address), 404, "not-found")
            problem(await caller.post(f"{address}:test"), 404, "not-found")
            assert await caller.items(ENDPOINTS) == []
        for login in ("auditor", "county-admin"):
            caller = await telling.sign_in(login)
            assert [one["id"] for one in await caller.items(ENDPOINTS)] == [made["id"]]
            problem(await caller.post(f"{address}:rotate-secret", {}), 403, "denied")
            problem(await caller.patch(address, {"name": "改名"}), 403, "denied")
            problem(await caller.post(ENDPOINTS, {**BODY, "region_path": made["region_path"]}), 403, "denied")
    office = await telling.sign_in("office")
    assert (await office.edit(address, {"name": "改名", "events": ["round"]}))["events"] == ["round"]
    assert (await office.get(address)).headers["etag"] == '"v2"'


async def test_nothing_is_tested_on_a_platform_that_was_not_told_to_send(world: World) -> None:
    made = await entered(world, BODY["url"])
    problem(await (await world.sign_in("office")).post(f"{ENDPOINTS}/{made['id']}:test"), 409, "nothing-is-sent")
    await open_round(world)
    assert await webhooks(world) == []


async def test_the_proof_of_a_day_counts_people_and_still_balances(telling: World, program: Receiver) -> None:
    await proven(telling, program, "assigned")
    await open_round(telling)
    await eventually(lambda: _all_delivered(telling))
    proof = await (await telling.sign_in("office")).read("/api/v1/notifications/proof", day="2023-04-10")
    assert proof["balanced"] and proof["messages"]["told"] == await _told_to_people(telling)
    assert [(c["channel"], c["state"], c["deliveries"]) for c in proof["channels"]] == [("webhook", "delivered", 2)]


async def _told_to_people(world: World) -> int:
    rows = await world.service("notifications").database.read.all(select(MessageRecord.account_id))
    assert [row.account_id for row in rows].count(None) == 2
    return sum(row.account_id is not None for row in rows)
