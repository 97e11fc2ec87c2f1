"""Text messages and work notices: what is refused when a gateway is entered, and what a real HTTPS server is sent."""

from typing import Any

import pytest

from services.notifications.models import ProviderRecord
from services.notifications.rules.addresses import Inside
from services.notifications.rules.gateway_faults import provider_faults
from services.notifications.rules.gateways import answered
from shared.schemas.deliveries import AttemptOutcome
from shared.schemas.providers import AnswerRule, ProviderContent
from tests.factories.problems import nothing_changes, problem
from tests.factories.receivers import Receiver
from tests.factories.rounds import open_round
from tests.platform import World, eventually
from tests.services.notifications.programs import county_path
from tests.services.notifications.test_delivering import deliveries
from tests.services.notifications.test_robots import reach_by_mobile, rows_of
from tests.services.notifications.test_webhooks import retry_now

PROVIDERS = "/api/v1/notifications/providers"
ANSWER = {"field": "/result/code", "accepted": ["0"], "too_many": ["429"], "unknown_number": ["1002"], "refused": ["1003"]}
ASSIGNED = {
    "saying": "assigned",
    "template_id": "SMS_1001",
    "variables": [{"name": "unit", "place": "unit"}, {"name": "what", "place": "title"}, {"name": "n", "place": "items"}],
}
SHAPE = {"phone": "{mobile}", "template": "{template_id}", "params": "{variables}", "values": ["x", "{values}"], "text": "{variables_json}", "n": 1}
CONTENT: dict[str, Any] = {
    "name": "县短信平台",
    "url": "https://93.184.216.34/send",
    "headers": {"Authorization": "Bearer {secret}"},
    "body": SHAPE,
    "secret": "s3cr3t-of-the-gateway",
    "templates": [ASSIGNED],
    "answer": ANSWER,
}
FINE = (200, {}, b'{"result":{"code":0}}')


async def gateway(world: World, program: Receiver, channel: str = "sms", **more: Any) -> dict[str, Any]:
    """The gateway of the county."""
    program.always = FINE
    office = await world.sign_in("office")
    url = f"https://127.0.0.1:{program.port}/send"
    return dict(await office.do(PROVIDERS, {**CONTENT, "url": url, "region_path": await county_path(office), "channel": channel, **more}))


@pytest.fixture
async def reachable(telling: World) -> World:
    """A platform whose two liaisons have a mobile number."""
    await reach_by_mobile(telling, "health", "+8613800000001")
    await reach_by_mobile(telling, "education", "13800000002")
    await telling.settle()
    return telling


@pytest.mark.parametrize("channel", ["sms", "work_notice"])
async def test_a_gateway_is_sent_an_approved_template_and_its_variables(reachable: World, program: Receiver, channel: str) -> None:
    made = await gateway(reachable, program, channel)
    await open_round(reachable)
    sent = [one for one in await all_sent(reachable, channel) if one["state"] == "delivered"]
    assert {one["address"] for one in sent} == {"+8613800000001", "13800000002"} and len(program.requests) == 2
    said = {one.json["phone"]: one for one in program.requests}
    told = said["13800000001"].json
    variables = {"unit": "县卫生健康局", "what": "2022年度监测填报", "n": "3"}
    assert set(told) == set(SHAPE) and (told["template"], told["params"], told["n"]) == ("SMS_1001", variables, 1)
    assert told["values"] == ["x", ["县卫生健康局", "2022年度监测填报", "3"]] and told["text"].startswith('{"unit":"县卫生健康局"')
    assert said["13800000001"].headers["authorization"] == "Bearer s3cr3t-of-the-gateway"
    assert {one.headers["idempotency-key"] for one in program.requests} == {one["id"] for one in sent}
    assert CONTENT["secret"] not in f"{made} {await rows_of(reachable, ProviderRecord)}"


async def all_sent(world: World, channel: str) -> list[dict[str, Any]]:
    """The deliveries of a channel once none is on its way."""

    async def done() -> bool:
        found = await deliveries(world, channel=channel)
        return bool(found) and not any(one["state"] in {"planned", "sending"} for one in found)

    await eventually(done)
    return await deliveries(world, channel=channel)


async def test_what_has_no_approved_template_is_not_sent_that_way(reachable: World, program: Receiver) -> None:
    await gateway(reachable, program, templates=[{**ASSIGNED, "saying": "waived", "variables": []}])
    await open_round(reachable)
    await reachable.settle()
    assert await deliveries(reachable, channel="sms") == [] and program.requests == []


async def test_a_gateway_takes_so_many_a_minute_and_no_attempt_is_charged(reachable: World, program: Receiver) -> None:
    await gateway(reachable, program, per_minute=1)
    await open_round(reachable)

    async def one_waits() -> bool:
        states = [(one["state"], one["why"], one["attempts"]) for one in await deliveries(reachable, channel="sms") if one["address"]]
        return sorted(states, key=str) == [("delivered", None, 1), ("planned", "rate-limit", 0)]

    await eventually(one_waits)
    await retry_now(reachable)
    await eventually(one_waits)
    assert len(program.requests) == 1


async def test_an_unknown_number_is_called_no_more(reachable: World, program: Receiver) -> None:
    await gateway(reachable, program)
    program.always = (200, {}, b'{"result":{"code":"1002"}}')
    await open_round(reachable)
    assert {(one["state"], one["why"]) for one in await all_sent(reachable, "sms") if one["address"]} == {("failed", "1002")}
    await open_round(reachable, subject_year=2021, name="2021年度填报", outward_due_on="2023-05-10")
    later = [one for one in await all_sent(reachable, "sms") if one["state"] == "suppressed" and one["address"]]
    assert {one["why"] for one in later} == {"bounced"} and len(program.requests) == 2


@pytest.mark.parametrize(
    ("status", "body", "word", "code"),
    [
        (200, b'{"result":{"code":0}}', "delivered", "0"),
        (200, b'{"result":{"code":"429"}}', "postponed", "too-many-429"),
        (429, b"", "postponed", "too-many-429"),
        (200, b'{"result":{"code":"1002"}}', "permanent", "1002"),
        (200, b'{"result":{"code":"1003"}}', "permanent", "refused-1003"),
        (200, b'{"result":{"code":"7"}}', "passing", "7"),
        (200, b'{"result":{}}', "passing", "no-code"),
        (200, b'{"result":{"code":true}}', "passing", "no-code"),
        (200, b"<html>", "passing", "no-code"),
        (503, b"", "passing", "503"),
    ],
)
def test_answers_are_read_by_their_code(status: int, body: bytes, word: str, code: str) -> None:
    outcome = answered(AnswerRule.model_validate(ANSWER), status, body, None)
    assert (outcome.word, outcome.code, outcome.bad_address) == (AttemptOutcome(word), code, code == "1002")
    assert answered(None, 204, b"", None).word is AttemptOutcome.DELIVERED


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"url": "http://10.0.0.8/x"}, ["/url not-https", "/url private-address"]),
        ({"body": {"text": "请填报 {body}"}, "answer": None}, ["/body unknown-word", *["/body missing-place"] * 3]),
        ({"body": {**SHAPE, "a": "x{variables}"}}, ["/body not-alone"]),
        (
            {"headers": {"Host": "x", "X-A": "{mobile}", "X B": "y"}},
            ["/headers/Host bad-header", "/headers/X-A unknown-word", "/headers/X B bad-header"],
        ),
        ({"secret": None}, ["/secret without-secret"]),
        ({"templates": [{**ASSIGNED, "template_id": ""}]}, ["/templates/0/template_id without-template-id"]),
        ({"templates": [{**ASSIGNED, "saying": "gossip"}]}, ["/templates/0/saying unknown-word"]),
        ({"templates": [ASSIGNED, ASSIGNED]}, ["/templates/1/saying twice"]),
        ({"templates": [{**ASSIGNED, "variables": [{"name": "x", "place": "reasons"}]}]}, ["/templates/0/variables/0/place unknown-word"]),
        ({"templates": [{**ASSIGNED, "variables": [ASSIGNED["variables"][0]] * 2}]}, ["/templates/0/variables/1/name twice"]),  # type: ignore[list-item]
    ],
)
def test_every_fault_of_a_gateway_is_told_at_once(changed: dict[str, Any], faults: list[str]) -> None:
    content = ProviderContent.model_validate({**CONTENT, **changed})
    found = provider_faults(content, "sms", Inside(), has_secret=bool(content.secret))
    assert [f"{one.pointer} {one.code}" for one in found] == faults


async def test_faults_are_refused_where_a_gateway_is_entered(telling: World, program: Receiver) -> None:
    office = await telling.sign_in("office", language="zh")
    body = {**CONTENT, "url": "http://10.0.0.8/x", "region_path": await county_path(office), "channel": "fax", "body": {}}
    async with nothing_changes(telling):
        refused = problem(await office.post(PROVIDERS, body), 422, "invalid-provider")
    assert [one["pointer"] for one in refused["errors"]] == ["/channel", "/url", "/url", "/body", "/body", "/body"]
    made = await gateway(telling, program)
    problem(
        await office.post(PROVIDERS, {**CONTENT, "region_path": made["region_path"], "channel": "sms", "url": made["url"]}), 409, "provider-twice"
    )
    address = f"{PROVIDERS}/{made['id']}"
    kept = {**CONTENT, "url": made["url"], "secret": None, "name": "改名"}
    assert (await office.put(address, kept)).json()["name"] == "改名"
    moved = problem(await office.put(address, {**kept, "url": made["url"] + "2"}), 422, "invalid-provider")
    assert [one["code"] for one in moved["errors"]] == ["without-secret"]  # a secret does not follow to another address
    problem(await office.put(address, kept, if_match='"v1"'), 412, "stale-etag")
    problem(await office.delete(address, if_match=None), 428, "missing-if-match")
    assert (await office.delete(address)).status_code == 204
    problem(await office.get(address), 404, "not-found")


async def test_a_dropped_gateway_and_one_that_is_not_listed_send_nothing(reachable: World, program: Receiver) -> None:
    await gateway(reachable, program, url=CONTENT["url"])
    await open_round(reachable)
    assert {one["why"] for one in await all_sent(reachable, "sms") if one["address"]} == {"not-allowed"} and program.requests == []
    problem(await reachable.nobody.get(PROVIDERS), 401, "not-authenticated")
    problem(await (await reachable.sign_in("auditor")).post(PROVIDERS, {**CONTENT, "region_path": "x.", "channel": "sms"}), 403, "denied")
