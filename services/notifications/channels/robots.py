"""Group robots of DingTalk and WeCom: a message to a whole group, in Chinese, as Markdown."""

from datetime import timedelta
from http import HTTPStatus

import orjson

from services.notifications.channels.base import Parcel, Target
from services.notifications.channels.outbound import Outbound, Reply
from services.notifications.channels.webhook import call
from services.notifications.rules.delivery import Outcome
from services.notifications.rules.retry_after import asked_wait
from services.notifications.rules.robots import TOO_MANY, dingtalk_body, signed_address, understood, wecom_body
from shared.kit.clock import real_now
from shared.schemas.endpoints import EndpointKind

UNREADABLE = "unreadable-address"
"""The address was sealed by a key that the service no longer has: it is to be entered again."""
_MINUTE = timedelta(minutes=1)
_GOOD = range(200, 300)


class RobotChannel:
    """Tells the groups of one kind."""

    def __init__(self, kind: EndpointKind, outbound: Outbound) -> None:
        self.name = kind.value
        self._kind, self._outbound = kind, outbound

    async def send(self, parcel: Parcel) -> Outcome:
        """Delivered means: the robot answered errcode 0."""
        if parcel.target is None:
            return Outcome.suppressed("endpoint-gone")
        return await speak(self._outbound, self._kind, parcel.target, parcel.title["zh"], parcel.body["zh"], str(parcel.delivery_id))

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._outbound.aclose()


async def speak(outbound: Outbound, kind: EndpointKind, to: Target, title: str, text: str, told_as: str) -> Outcome:
    """One call to a robot. ``told_as`` is the same at every attempt; robots drop no repeats, but a relay before them can."""
    if kind is EndpointKind.DINGTALK:
        [secret] = to.secrets
        url, content = signed_address(to.url, secret, real_now()) if secret else to.url, dingtalk_body(title, text, to.mentions)
    else:
        url, content = to.url, wecom_body(text, to.mentions)
    headers = {"content-type": "application/json; charset=utf-8", "idempotency-key": told_as}
    return await call(outbound, url, content, headers, lambda reply: _understood(kind, reply))


def _understood(kind: EndpointKind, reply: Reply) -> Outcome:
    asked = asked_wait(reply.headers.get("retry-after"), real_now())
    if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome.postponed(f"{TOO_MANY}-{reply.status}", asked or _MINUTE)
    try:
        told = orjson.loads(reply.body)
        errcode, said = int(told["errcode"]), str(told.get("errmsg", ""))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return Outcome.passing(f"no-errcode-{reply.status}" if reply.status in _GOOD else str(reply.status), "", asked)
    return understood(kind, errcode, said)
