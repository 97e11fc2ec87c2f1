"""Group robots of DingTalk and WeCom, played by a real HTTPS server that checks what it is sent against what both publish."""

import asyncio
import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select, update

from services.notifications.models import CallLog, DeliveryRecord, EndpointRecord
from services.notifications.service.dispatching import Dispatcher
from shared.kit.clock import real_now
from shared.kit.tables import audit_entries
from tests.factories.problems import nothing_changes, problem
from tests.factories.receivers import Receiver, Request
from tests.factories.rounds import open_round
from tests.platform import World, eventually
from tests.services.notifications.programs import ENDPOINTS, county_path, entered
from tests.services.notifications.test_delivering import deliveries
from tests.services.notifications.test_webhooks import retry_now, told

SECRET, TOKEN = "SEC0123456789abcdef+/", "0a1b2c3d"
FINE = (200, {}, b'{"errcode":0,"errmsg":"ok"}')
_PATHS = {"dingtalk": f"/robot/send?access_token={TOKEN}", "wecom": f"/cgi-bin/webhook/send?key={TOKEN}"}


def address(program: Receiver, kind: str) -> str:
    """Where the group's settings say that its robot is."""
    return f"https://127.0.0.1:{program.port}{_PATHS[kind]}"


def saying(errcode: int, errmsg: str = "said") -> tuple[int, dict[str, str], bytes]:
    """Both answer 200 whatever happened."""
    return 200, {}, f'{{"errcode":{errcode},"errmsg":"{errmsg}"}}'.encode()


async def robot(world: World, program: Receiver, kind: str = "dingtalk", **more: Any) -> dict[str, Any]:
    """A robot of the county's group that has answered its test."""
    program.always = FINE
    made = await entered(world, address(program, kind), *more.pop("events", ["assigned"]), kind=kind, **more)
    tested = await (await world.sign_in("office")).do(f"{ENDPOINTS}/{made['id']}:test")
    assert (tested["reached"], tested["state"], tested["code"]) == (True, "active", "0"), tested
    program.requests.clear()
    return made


async def sent_to(world: World, kind: str, **query: str) -> list[dict[str, Any]]:
    """The deliveries to robots of a kind."""
    return await deliveries(world, channel=kind, **query)


async def all_are(world: World, kind: str, *states: str) -> list[dict[str, Any]]:
    """The deliveries to robots, once each was tried and is in one of ``states``; with their attempts."""
    office, found = await world.sign_in("office"), list[dict[str, Any]]()

    async def done() -> bool:
        found[:] = [await office.read(f"/api/v1/notifications/deliveries/{one['id']}") for one in await sent_to(world, kind)]
        return bool(found) and all(one["state"] in states and one["tried"] for one in found)

    await eventually(done)
    return found


async def reach_by_mobile(world: World, login: str, mobile: str | None) -> None:
    """Let an account be reached at a mobile number."""
    caller = await world.sign_in(login)
    me = await caller.read("/api/v1/plans/me")
    assert (await caller.put(f"/api/v1/plans/accounts/{me['id']}/contact", {"email": None, "mobile": mobile})).status_code == 200


async def rows_of(world: World, record: type[Any]) -> list[Any]:
    """Rows of a table of the service."""
    return list(await world.service("notifications").database.read.all(select(record.__table__)))


def checked(request: Request) -> dict[str, Any]:
    """The body of a call to DingTalk, whose signature is recomputed as its documents say."""
    parts = urlsplit(request.path)
    query = parse_qs(parts.query, strict_parsing=True)
    assert parts.path == "/robot/send" and query["access_token"] == [TOKEN]
    [stamp], [sign] = query["timestamp"], query["sign"]
    assert abs(int(stamp) - real_now().timestamp() * 1000) < 60_000
    digest = hmac.new(SECRET.encode("utf-8"), f"{stamp}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest()
    assert base64.b64decode(sign) == digest
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    return dict(request.json)


async def test_a_group_of_dingtalk_is_told_once_and_its_readers_are_mentioned(telling: World, program: Receiver) -> None:
    """Markdown with title and text, those who are told the same mentioned in text and ``atMobiles``, under a signature of this call."""
    await reach_by_mobile(telling, "health", "+8613800000001")
    await reach_by_mobile(telling, "education", "13800000002")
    await telling.settle()
    await robot(telling, program, secret=SECRET, mention="readers")
    await open_round(telling)
    assert [one["state"] for one in await all_are(telling, "dingtalk", "delivered")] == ["delivered"] * 2
    bodies = sorted((checked(one) for one in program.requests), key=lambda body: body["at"]["atMobiles"])
    assert [body["at"] for body in bodies] == [{"atMobiles": [f"1380000000{n}"], "isAtAll": False} for n in (1, 2)]
    for n, body in enumerate(bodies, 1):
        assert body["msgtype"] == "markdown" and body["markdown"]["title"].startswith("新的填报任务")
        said = body["markdown"]["text"]
        assert said.startswith("### 新的填报任务") and said.endswith(f"\n\n@1380000000{n}") and "您是本群成员" in said
        assert "[打开](https://jianxing.example.cn/api/v1/submissions/assignments/" in said
    assert len({one.headers["idempotency-key"] for one in program.requests}) == 2


async def test_a_group_of_wecom_is_told_by_its_key(telling: World, program: Receiver) -> None:
    """Without anybody to mention in Markdown, with somebody in plain text: WeCom mentions nobody by number in Markdown."""
    await robot(telling, program, "wecom")
    await open_round(telling)
    await all_are(telling, "wecom", "delivered")
    assert {one.path for one in program.requests} == {_PATHS["wecom"]}
    assert {one.json["msgtype"] for one in program.requests} == {"markdown"}
    assert all(one.json["markdown"]["content"].startswith("### 新的填报任务") for one in program.requests)
    [made] = await (await telling.sign_in("office")).items(ENDPOINTS)
    office = await telling.sign_in("office")
    await office.edit(f"{ENDPOINTS}/{made['id']}", {"mention": "listed", "mobiles": ["+8613800000009"]})
    program.requests.clear()
    await open_round(telling, subject_year=2021, name="2021年度监测填报", outward_due_on="2023-05-10")
    await all_are(telling, "wecom", "delivered")
    for one in program.requests:
        assert set(one.json) == {"msgtype", "text"} and one.json["text"]["mentioned_mobile_list"] == ["13800000009"]
        assert one.json["text"]["content"].startswith("新的填报任务") and "](" not in one.json["text"]["content"]


async def test_key_and_secret_of_a_robot_are_sealed_and_never_shown(telling: World, program: Receiver) -> None:
    """Not in any answer, not in the row, not in the audit trail; and what is sealed for one robot opens no other's row."""
    made = await robot(telling, program, secret=SECRET)
    office = await telling.sign_in("office")
    other = await entered(telling, address(program, "dingtalk"), kind="dingtalk", name="另一群")
    edited = await office.edit(f"{ENDPOINTS}/{other['id']}", {"url": address(program, "dingtalk") + "9", "secret": SECRET})
    listed = await office.items(ENDPOINTS)
    assert made["secret"] is None and made["url"] == f"https://127.0.0.1:{program.port}/robot/send" == edited["url"]
    written = [*await rows_of(telling, EndpointRecord), *await telling.service("notifications").database.read.all(select(audit_entries))]
    assert TOKEN not in f"{listed} {edited} {made} {written}" and SECRET not in f"{listed} {edited} {made} {written}"
    rows = {row.id: row for row in await rows_of(telling, EndpointRecord)}
    async with telling.service("notifications").database.write() as db:
        swapped = update(EndpointRecord).where(EndpointRecord.id == UUID(other["id"]))
        await db.run(swapped.values(sealed=rows[UUID(made["id"])].sealed))
    tested = await office.do(f"{ENDPOINTS}/{other['id']}:test")
    assert (tested["reached"], tested["code"], tested["why"]) == (False, "unreadable-address", "unreadable-address")
    problem(await office.post(f"{ENDPOINTS}/{made['id']}:rotate-secret", {}), 409, "not-our-secret")
    assert (await office.edit(f"{ENDPOINTS}/{made['id']}", {"name": "改名"}))["state"] == "active"
    assert (await office.edit(f"{ENDPOINTS}/{made['id']}", {"secret": "SECnew"}))["state"] == "unproven"


async def test_every_fault_of_a_robot_is_refused_where_it_is_entered(telling: World, program: Receiver) -> None:
    office = await telling.sign_in("office", language="zh")
    wrong = {"kind": "dingtalk", "url": "http://10.0.0.8/x", "secret": "SEC 1", "mention": "listed", "mobiles": ["123"], "events": ["weather"]}
    body = {"region_path": await county_path(office), "name": "工作群", **wrong}
    async with nothing_changes(telling):
        refused = problem(await office.post(ENDPOINTS, body), 422, "invalid-endpoint")
        unknown = problem(await office.post(ENDPOINTS, {**body, **wrong, "kind": "feishu"}), 422, "invalid-endpoint")
    told_as = {(one["pointer"], one["code"]) for one in refused["errors"]}
    assert told_as == {
        ("/url", "not-https"),
        ("/url", "private-address"),
        ("/secret", "unreadable-secret"),
        ("/mobiles/0", "not-a-mobile"),
        ("/events/0", "unknown-event"),
    }
    assert ("/kind", "unknown-word") in {(one["pointer"], one["code"]) for one in unknown["errors"]}
    assert "“123”不是有效的手机号" in {one["message"] for one in refused["errors"]}
    made = await robot(telling, program)
    async with nothing_changes(telling):
        problem(await office.patch(f"{ENDPOINTS}/{made['id']}", {"mention": "listed"}), 422, "invalid-endpoint")
        problem(await office.patch(f"{ENDPOINTS}/{made['id']}", {"url": f"https://127.0.0.1:{program.port}/x"}), 422, "invalid-endpoint")


@pytest.mark.parametrize(
    ("answer", "state", "why", "outcome", "robots"),
    [
        (saying(310000, "sign not match"), "planned", "310000", "passing", "active"),
        (saying(-1), "planned", "-1", "passing", "active"),
        (saying(430104), "failed", "refused-430104", "permanent", "active"),
        (saying(400102, "robot stopped"), "failed", "gone-400102", "permanent", "disabled"),
        ((502, {}, b"<html>"), "planned", "502", "passing", "active"),
        ((200, {}, b"{}"), "planned", "no-errcode-200", "passing", "active"),
    ],
)
async def test_answers_are_told_apart(
    telling: World, program: Receiver, answer: tuple[int, dict[str, str], bytes], state: str, why: str, outcome: str, robots: str
) -> None:
    made = await robot(telling, program)
    program.always = answer
    await open_round(telling)
    first, *_ = await all_are(telling, "dingtalk", state, "suppressed")
    tried = first["tried"][0]
    assert (first["why"], tried["outcome"], tried["code"]) == (why, outcome, why)
    assert (await (await telling.sign_in("office")).read(f"{ENDPOINTS}/{made['id']}"))["state"] == robots


async def test_a_robot_that_says_too_many_is_left_alone_and_nothing_is_charged(telling: World, program: Receiver) -> None:
    await robot(telling, program)
    program.always = saying(130101, "send too fast, exceed 20 times per minute")
    await open_round(telling)
    waiting = await all_are(telling, "dingtalk", "planned")
    assert {one["attempts"] for one in waiting} == {0}
    calls = len(program.requests)
    await retry_now(telling)
    await asyncio.sleep(0.3)
    again = await all_are(telling, "dingtalk", "planned")
    assert len(program.requests) == calls and {one["why"] for one in again} == {"rate-limit"} and {one["attempts"] for one in again} == {0}
    [log] = await rows_of(telling, CallLog)
    assert log.closed_until > real_now() + timedelta(minutes=9)


async def test_twenty_a_minute_are_called_however_many_workers_there_are(telling: World, program: Receiver) -> None:
    """Two more workers beside the platform's own on twenty-four messages: twenty go, four wait without an attempt, and go a minute later."""
    await robot(telling, program)
    service = telling.service("notifications")
    own = next(loop for loop in service.loops if loop.name == "notifications dingtalk")._turn.__self__  # type: ignore[attr-defined]
    for year in range(2010, 2022):
        await open_round(telling, subject_year=year, name=f"{year}年度填报", outward_due_on="2023-05-10")
    workers = [Dispatcher(service, own._channel, own._limits, own._desk) for _ in range(2)]

    async def settled() -> bool:
        await asyncio.gather(*(worker.turn() for worker in workers))
        return len(await sent_to(telling, "dingtalk", state="delivered")) >= 20

    await eventually(settled)
    await asyncio.sleep(0.3)
    waiting = await sent_to(telling, "dingtalk", state="planned")
    assert (len(program.requests), len(waiting)) == (20, 4)
    assert {(one["why"], one["attempts"]) for one in waiting} == {("rate-limit", 0)}
    async with service.database.write() as db:
        past = (real_now() - timedelta(minutes=2)).isoformat()
        await db.run(update(CallLog).values(calls=[past] * 20))
    await retry_now(telling)
    assert len(await all_are(telling, "dingtalk", "delivered")) == 24 == len(program.requests)
    assert len({one.headers["idempotency-key"] for one in program.requests}) == 24


async def _set_state(world: World, made: dict[str, Any], state: str) -> None:
    async with world.service("notifications").database.write() as db:
        await db.run(update(EndpointRecord).where(EndpointRecord.id == UUID(made["id"])).values(state=state))


async def test_a_worker_that_dies_between_sending_and_recording_repeats_under_the_same_id(telling: World, program: Receiver) -> None:
    await robot(telling, program)
    await open_round(telling)
    first, *_ = await all_are(telling, "dingtalk", "delivered")
    async with telling.service("notifications").database.write() as db:
        died = update(DeliveryRecord).where(DeliveryRecord.id == UUID(first["id"]))
        await db.run(died.values(state="sending", held_until=real_now(), settled_at=None))
    await told(program, 3)
    again = next(one for one in await all_are(telling, "dingtalk", "delivered") if one["id"] == first["id"])
    assert [one["outcome"] for one in again["tried"]] == ["delivered", "lost", "delivered"]
    assert [one.headers["idempotency-key"] for one in program.requests].count(first["id"]) == 2


async def test_a_step_that_names_other_channels_does_not_reach_the_group(telling: World, program: Receiver) -> None:
    """``channels`` of a step: ["dingtalk"] reaches DingTalk's group and not WeCom's; webhooks hear what they asked for."""
    await robot(telling, program, "dingtalk", events=["reminder"])
    await robot(telling, program, "wecom", events=["reminder"], name="微信群")
    office = await telling.sign_in("office")
    steps = [{"offset": -7, "to": ["liaison"], "channels": ["dingtalk"]}, {"offset": -3, "to": ["liaison"], "channels": []}]
    policy = await office.do("/api/v1/notifications/policies", {"region_path": await county_path(office), "name": "提醒", "steps": steps})
    await office.do(f"/api/v1/notifications/policies/{policy['id']}:activate", {})
    made = await open_round(telling)
    due = timedelta(days=8)
    telling.move_to_instant(telling.now + _until(telling, made) - due)
    await telling.settle()
    assert await sent_to(telling, "dingtalk") == []
    telling.move_to_instant(telling.now + timedelta(days=2))
    await telling.settle()
    assert {one["kind"] for one in await all_are(telling, "dingtalk", "delivered")} == {"reminder"} and await sent_to(telling, "wecom") == []
    groups = len(await sent_to(telling, "dingtalk"))
    telling.move_to_instant(telling.now + timedelta(days=4))
    await telling.settle()
    assert len(await sent_to(telling, "dingtalk")) == groups


def _until(world: World, made: dict[str, Any]) -> timedelta:
    return datetime.fromisoformat(made["internal_due"]) - world.now


async def test_nothing_leaves_a_platform_that_was_not_told_to_send(world: World) -> None:
    url = "https://93.184.216.34/robot/send?access_token=1"
    made = await entered(world, url, "assigned", kind="dingtalk")
    problem(await (await world.sign_in("office")).post(f"{ENDPOINTS}/{made['id']}:test"), 409, "nothing-is-sent")
    await _set_state(world, made, "active")
    await open_round(world)
    assert await sent_to(world, "dingtalk") == []


async def test_a_robot_whose_host_is_not_on_the_list_is_not_called(telling: World) -> None:
    """The development profile and tests reach listed hosts only."""
    made = await entered(telling, "https://93.184.216.34/robot/send?access_token=1", "assigned", kind="dingtalk")
    problem(await (await telling.sign_in("office")).post(f"{ENDPOINTS}/{made['id']}:test"), 409, "endpoint-not-allowed")
    await _set_state(telling, made, "active")
    await open_round(telling)
    assert {one["why"] for one in await all_are(telling, "dingtalk", "suppressed")} == {"not-allowed"}
