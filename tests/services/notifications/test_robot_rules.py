"""What group robots are sent, what they answer, what is wrong with one that is entered, and how often one is called: tables of cases."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.addresses import Inside
from services.notifications.rules.listeners import Listener, listener_faults
from services.notifications.rules.rates import ROBOT, Log, Rate, close, grant
from services.notifications.rules.robots import Mentions, dingtalk_body, plain, signed_address, understood, wecom_body
from shared.schemas.deliveries import AttemptOutcome
from shared.schemas.endpoints import EndpointKind

NOW = datetime(2026, 5, 9, 1, 0, tzinfo=UTC)
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=0a1b"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b"


@given(st.integers(0, 2**40).map(lambda past: NOW + timedelta(milliseconds=past)), st.text("SEC0123456789abcdef", min_size=1, max_size=80))
def test_dingtalk_is_signed_as_its_documents_say(at: datetime, secret: str) -> None:
    """Base64 of HMAC-SHA256, keyed with the secret, over milliseconds, a line feed and the secret; whatever base64 holds survives the query."""
    query = parse_qs(urlsplit(signed_address(DINGTALK, secret, at)).query, strict_parsing=True)
    [stamp] = query["timestamp"]
    assert int(stamp) == int(at.timestamp() * 1000) and query["access_token"] == ["0a1b"]
    digest = hmac.new(secret.encode("utf-8"), f"{stamp}\n{secret}".encode(), digestmod=hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(digest).decode()]


def test_a_robot_of_dingtalk_is_sent_markdown_with_those_it_mentions() -> None:
    body = orjson.loads(dingtalk_body("逾期", "### 逾期", Mentions(("13800000000", "13900000000"))))
    assert body["msgtype"] == "markdown" and body["markdown"]["title"] == "逾期"
    assert body["markdown"]["text"] == "### 逾期\n\n@13800000000\n\n@13900000000"  # who is not in the text is not called
    assert body["at"] == {"atMobiles": ["13800000000", "13900000000"], "isAtAll": False}
    assert orjson.loads(dingtalk_body("逾期", "x", Mentions(everybody=True)))["at"] == {"atMobiles": [], "isAtAll": True}


def test_a_robot_of_wecom_is_sent_markdown_and_plain_text_where_it_mentions() -> None:
    assert orjson.loads(wecom_body("### 逾期", Mentions())) == {"msgtype": "markdown", "markdown": {"content": "### 逾期"}}
    said = orjson.loads(wecom_body("### 逾期\n\n[打开](https://a.example/x)", Mentions(("13800000000",))))
    assert said == {"msgtype": "text", "text": {"content": "逾期\n\n打开 https://a.example/x", "mentioned_mobile_list": ["13800000000"]}}
    assert orjson.loads(wecom_body("x", Mentions(everybody=True)))["text"]["mentioned_mobile_list"] == ["@all"]


@given(st.text(st.sampled_from("健行a\n"), max_size=9000), st.lists(st.just("13800000000"), max_size=50))
def test_nothing_is_longer_than_a_robot_takes_and_no_character_is_halved(text: str, mobiles: list[str]) -> None:
    to = Mentions(tuple(mobiles))
    ding, we = orjson.loads(dingtalk_body("t", text, to)), orjson.loads(wecom_body(text, to))
    assert len(ding["markdown"]["text"].encode()) <= 20_000 and all(f"@{mobile}" in ding["markdown"]["text"] for mobile in mobiles)
    content, most = (we["text"]["content"], 2048) if mobiles else (we["markdown"]["content"], 4096)
    assert len(content.encode()) <= most
    assert content == text or (len(text.encode()) > most and text.startswith(content.removesuffix("…")))


def test_our_markdown_is_plain_without_its_marks() -> None:
    assert plain("### 标题\n\n正文 # 1\n\n[打开](https://a.example)") == "标题\n\n正文 # 1\n\n打开 https://a.example"


@pytest.mark.parametrize(
    ("kind", "errcode", "word", "code"),
    [
        ("dingtalk", 0, "delivered", "0"),
        ("dingtalk", 130101, "postponed", "too-many-130101"),
        ("dingtalk", 410100, "postponed", "too-many-410100"),
        ("dingtalk", 300005, "permanent", "gone-300005"),  # the token is not known
        ("dingtalk", 400102, "permanent", "gone-400102"),  # the robot was stopped
        ("dingtalk", 430104, "permanent", "refused-430104"),  # this text
        ("dingtalk", 310000, "passing", "310000"),  # signature, keyword or network: mended over there
        ("dingtalk", -1, "passing", "-1"),
        ("dingtalk", 93000, "passing", "93000"),  # a code of the other one
        ("wecom", 0, "delivered", "0"),
        ("wecom", 45009, "postponed", "too-many-45009"),
        ("wecom", 93000, "permanent", "gone-93000"),
        ("wecom", 45002, "permanent", "refused-45002"),
        ("wecom", -1, "passing", "-1"),
        ("wecom", 999999, "passing", "999999"),  # unknown: never taken for delivered
    ],
)
def test_answers_are_told_apart_by_errcode(kind: str, errcode: int, word: str, code: str) -> None:
    outcome = understood(EndpointKind(kind), errcode, "said")
    assert (outcome.word, outcome.code) == (AttemptOutcome(word), code)
    assert (outcome.retry_after is not None) is (word == "postponed")


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"secret": "SEC0a1b", "mention": "readers"}, []),
        ({"mention": "listed", "mobiles": ["+8613800000000"]}, []),
        ({"kind": "wecom", "url": WECOM}, []),
        ({"kind": "feishu"}, ["/kind unknown-word"]),
        ({"url": "https://oapi.dingtalk.com/robot/send"}, ["/url without-key"]),
        ({"url": WECOM}, ["/url without-key"]),
        ({"kind": "wecom"}, ["/url without-key"]),
        ({"url": f"{DINGTALK}&timestamp=1&sign=x"}, ["/url already-signed", "/url already-signed"]),
        ({"url": "http://10.0.0.8/send?access_token=1"}, ["/url not-https", "/url private-address"]),
        ({"secret": "SEC 0a"}, ["/secret unreadable-secret"]),
        ({"kind": "wecom", "url": WECOM, "secret": "SEC0a"}, ["/secret dingtalk-only"]),
        ({"mention": "boss"}, ["/mention unknown-word"]),
        ({"mention": "listed"}, ["/mobiles nobody-listed"]),
        ({"mention": "listed", "mobiles": ["13800000000", "12345", "0571-88888888"]}, ["/mobiles/1 not-a-mobile", "/mobiles/2 not-a-mobile"]),
        ({"kind": "webhook", "secret": "x", "mention": "readers", "mobiles": ["x"]}, ["/secret", "/mention", "/mobiles"]),
        ({"url": "x", "mention": "boss", "mobiles": ["x"], "events": ["weather"]}, ["/url", "/mention", "/mobiles/0", "/events/0"]),
    ],
)
def test_every_fault_of_a_robot_is_told_at_once(changed: dict[str, object], faults: list[str]) -> None:
    entered = {"kind": "dingtalk", "url": DINGTALK, "secret": None, "events": ["round"], "mention": "nobody", "mobiles": [], **changed}
    found = listener_faults(Listener(**entered), Inside())  # type: ignore[arg-type]
    assert len(found) == len(faults)
    assert all(f"{one.pointer} {one.code}".startswith(said) for one, said in zip(found, faults, strict=True)), [one.code for one in found]


@pytest.mark.parametrize(
    ("called", "asked", "waits"),
    [
        ([], 3, [0, 0, 0]),
        ([], 5, [0, 0, 0, 60, 60]),  # three at once, the next three a minute later
        ([], 7, [0, 0, 0, 60, 60, 60, 120]),
        ([-50], 3, [0, 0, 10]),  # the third when the call of fifty seconds ago has left the minute
        ([-60, -30, -10], 2, [0, 30]),  # exactly a minute ago: has left it
        ([-90, -20, -10], 1, [0]),
        ([-3, -2, -1], 0, []),
    ],
)
def test_so_many_go_and_the_others_wait_for_their_turn(called: list[int], asked: int, waits: list[int]) -> None:
    """Three a minute; the figures are seconds from now."""
    log = Log(tuple(NOW + timedelta(seconds=at) for at in called))
    granted = grant(log, Rate(3, timedelta(minutes=1)), asked, NOW)
    assert [wait.total_seconds() for wait in granted.waits] == waits and granted.now == waits.count(0)
    assert granted.log.calls[len(granted.log.calls) - granted.now :] == (NOW,) * granted.now and len(granted.log.calls) <= 3


def test_who_wants_none_is_left_alone_until_then() -> None:
    log = close(Log((NOW - timedelta(seconds=5),)), NOW + timedelta(minutes=10))
    granted = grant(log, ROBOT, 2, NOW)
    assert granted.now == 0 and set(granted.waits) == {timedelta(minutes=10)} and granted.log == log
    assert close(log, NOW).closed_until == NOW + timedelta(minutes=10)  # never sooner than was asked before
    later = grant(log, ROBOT, 2, NOW + timedelta(minutes=10))
    assert later.now == 2 and later.log.closed_until is None


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 30)), max_size=40))
def test_no_minute_ever_holds_more_than_twenty_calls(asked: list[tuple[int, int]]) -> None:
    """Whatever is asked for and when: any twenty-one calls in a row lie further apart than a minute, and nobody waits where there is room."""
    log, now, calls = Log(), NOW, list[datetime]()
    for later, many in asked:
        now += timedelta(seconds=later)
        granted = grant(log, ROBOT, many, now)
        assert list(granted.waits) == sorted(granted.waits)
        assert granted.now == min(many, 20 - sum(now - at < ROBOT.within for at in calls))
        calls, log = [*calls, *(now for _ in range(granted.now))], granted.log
    assert all(after - before > timedelta(minutes=1) for before, after in zip(calls, calls[20:], strict=False))
    assert all(before <= after for before, after in pairwise(calls))
