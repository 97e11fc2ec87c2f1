"""What the group robots of DingTalk and WeCom are sent, and what their answers mean; as both publish it.

DingTalk: https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages (signature, markdown, at, error codes).
WeCom: https://developer.work.weixin.qq.com/document/path/91770 (markdown of 4096 bytes, text of 2048 with mentioned_mobile_list).
Both answer 200 whatever happened: ``errcode`` alone tells.
"""

import hmac
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import orjson

from services.notifications.rules.delivery import Outcome
from shared.schemas.endpoints import EndpointKind

TOO_MANY, GONE, REFUSED = "too-many", "gone", "refused"
"""How codes of outcomes begin: called too often; the robot or its group is no more; this text is not taken."""
_REST = timedelta(minutes=10)
"""DingTalk closes a robot that was called too often for ten minutes; WeCom does not say."""
_DINGTALK_BYTES, _WECOM_BYTES, _WECOM_TEXT_BYTES = 20_000, 4096, 2048
_CODES: Mapping[EndpointKind, Mapping[int, str]] = {
    EndpointKind.DINGTALK: {
        **dict.fromkeys((90030, 130101, 410100), TOO_MANY),
        **dict.fromkeys((300001, 300005, 400013, 400101, 400102, 400106), GONE),
        **dict.fromkeys((40035, 43004, 400105, 430101, 430102, 430103, 430104), REFUSED),
    },
    EndpointKind.WECOM: {
        **dict.fromkeys((45009, 45033), TOO_MANY),
        93000: GONE,
        **dict.fromkeys((40008, 40058, 44004, 45002), REFUSED),
    },
}
_HEADING, _LINK = re.compile(r"^#+ +", re.MULTILINE), re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom a message calls by name: mobile numbers of eleven digits, or everybody; ``readers``: whoever is told the same, not yet looked up."""

    mobiles: tuple[str, ...] = ()
    everybody: bool = False
    readers: bool = False


NOBODY = Mentions()


def signed_address(url: str, secret: str, at: datetime) -> str:
    """DingTalk's address of one call: HMAC-SHA256 over milliseconds and secret, beside the token in the query; it is good for an hour."""
    stamp = str(int(at.timestamp() * 1000))
    digest = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    return f"{url}&{urlencode({'timestamp': stamp, 'sign': b64encode(digest).decode()})}"


def dingtalk_body(title: str, text: str, to: Mentions) -> bytes:
    """Markdown; who is mentioned stands in the text too, or nobody sees it."""
    named = "".join(f"\n\n@{mobile}" for mobile in to.mobiles)
    whole = _fit(text, _DINGTALK_BYTES - len(named)) + named
    at = {"atMobiles": list(to.mobiles), "isAtAll": to.everybody}
    return orjson.dumps({"msgtype": "markdown", "markdown": {"title": title, "text": whole}, "at": at})


def wecom_body(text: str, to: Mentions) -> bytes:
    """Markdown; WeCom mentions by mobile number in plain text only, so what mentions somebody is plain."""
    if not to.mobiles and not to.everybody:
        return orjson.dumps({"msgtype": "markdown", "markdown": {"content": _fit(text, _WECOM_BYTES)}})
    mobiles = ["@all"] if to.everybody else list(to.mobiles)
    return orjson.dumps({"msgtype": "text", "text": {"content": _fit(plain(text), _WECOM_TEXT_BYTES), "mentioned_mobile_list": mobiles}})


def plain(markdown: str) -> str:
    """Our own markdown without its marks: headings, and links with their address beside."""
    return _LINK.sub(r"\1 \2", _HEADING.sub("", markdown))


def _fit(text: str, most: int) -> str:
    """As much of ``text`` as ``most`` bytes hold, no character halved."""
    raw = text.encode()
    return text if len(raw) <= most else raw[: most - len("…".encode())].decode(errors="ignore") + "…"


def understood(kind: EndpointKind, errcode: int, said: str) -> Outcome:
    """What ``errcode`` means for this message. One that is not known may pass, and so may a robot's own settings (310000: signature, keyword,
    network): they are mended over there, and the breaker keeps us from knocking all the while.
    """
    if errcode == 0:
        return Outcome.delivered("0", said)
    meaning = _CODES[kind].get(errcode)
    if meaning is None:
        return Outcome.passing(str(errcode), said)
    code = f"{meaning}-{errcode}"
    return Outcome.postponed(code, _REST) if meaning == TOO_MANY else Outcome.permanent(code, said)
