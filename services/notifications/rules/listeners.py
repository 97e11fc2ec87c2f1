"""What is wrong with a program or group robot that somebody enters: every fault at once, with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from services.notifications.rules.addresses import Inside, url_faults
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.base import MOBILE
from shared.schemas.endpoints import EndpointKind, Mention
from shared.schemas.messages import MessageKind

_UNKNOWN_EVENT = Words("没有“{event}”这种消息", 'there is no kind of message "{event}"')
_TWICE = Words("“{event}”重复", '"{event}" stands there twice')
_WORD = Words("没有“{word}”；可用：{known}", 'there is no "{word}"; known are {known}')
_NO_KEY = Words(
    "群机器人的网址须带有 {key}=…，请从群设置中完整复制", "the address of a group robot holds {key}=…; copy the whole of it from the group's settings"
)
_SIGNED = Words("网址中不得含 {key}；每次发送时另行签名", "the URL must not hold {key}: each call is signed anew")
_ROBOTS_ONLY = Words("仅用于群机器人", "only for group robots")
_DINGTALK_ONLY = Words("仅钉钉机器人有加签密钥", "only robots of DingTalk have a secret to sign with")
_SECRET = Words("加签密钥中不得有空格或非 ASCII 字符", "the secret holds a blank or something that is not ASCII")
_MOBILE = Words("“{mobile}”不是有效的手机号", '"{mobile}" is no mobile number')
_NOBODY = Words("请列出要@的手机号", "list the mobile numbers that are mentioned")
_KEYS = {EndpointKind.DINGTALK: "access_token", EndpointKind.WECOM: "key"}
_OURS = ("timestamp", "sign")


@dataclass(frozen=True, slots=True)
class Listener:
    """A program or robot as it is entered, or as it would be after an edit."""

    kind: str
    url: str
    secret: str | None
    events: Sequence[str]
    mention: str
    mobiles: Sequence[str]


def listener_faults(entered: Listener, inside: Inside) -> list[FaultWords]:
    """Everything that is wrong with it."""
    found = [*_word("/kind", entered.kind, EndpointKind)]
    found += [FaultWords(code, words, pointer="/url") for code, words in url_faults(entered.url, inside)]
    found += _of_webhooks(entered) if entered.kind == EndpointKind.WEBHOOK else _of_robots(entered, addressed=not found)
    return [*found, *_events(entered.events)]


def _of_webhooks(entered: Listener) -> Iterator[FaultWords]:
    given = {"secret": entered.secret, "mention": entered.mention != Mention.NOBODY, "mobiles": entered.mobiles}
    yield from (FaultWords("robots-only", _ROBOTS_ONLY, pointer=f"/{name}") for name, there in given.items() if there)


def _of_robots(entered: Listener, *, addressed: bool) -> Iterator[FaultWords]:
    if addressed:
        yield from _query(EndpointKind(entered.kind), entered.url)
    if entered.secret and entered.kind == EndpointKind.WECOM:
        yield FaultWords("dingtalk-only", _DINGTALK_ONLY, pointer="/secret")
    elif entered.secret and not re.fullmatch(r"[!-~]+", entered.secret):
        yield FaultWords("unreadable-secret", _SECRET, pointer="/secret")
    yield from _word("/mention", entered.mention, Mention)
    if entered.mention == Mention.LISTED and not entered.mobiles:
        yield FaultWords("nobody-listed", _NOBODY, pointer="/mobiles")
    for place, mobile in enumerate(entered.mobiles):
        if not re.fullmatch(MOBILE, mobile):
            yield FaultWords("not-a-mobile", _MOBILE, pointer=f"/mobiles/{place}", mobile=mobile)


def _query(kind: EndpointKind, url: str) -> Iterator[FaultWords]:
    there = parse_qs(urlsplit(url).query)
    if _KEYS[kind] not in there:
        yield FaultWords("without-key", _NO_KEY, pointer="/url", key=_KEYS[kind])
    yield from (FaultWords("already-signed", _SIGNED, pointer="/url", key=name) for name in _OURS if name in there)


def _word(pointer: str, word: str, known: type[StrEnum]) -> Iterator[FaultWords]:
    if word not in set(known):
        yield FaultWords("unknown-word", _WORD, pointer=pointer, word=word, known=", ".join(known))


def _events(events: Sequence[str]) -> Iterator[FaultWords]:
    for place, event in enumerate(events):
        if event not in set(MessageKind):
            yield FaultWords("unknown-event", _UNKNOWN_EVENT, pointer=f"/events/{place}", event=event)
        elif event in events[:place]:
            yield FaultWords("twice", _TWICE, pointer=f"/events/{place}", event=event)
