"""Webhooks: a CloudEvent (JSON, structured mode) per message, signed by Standard Webhooks; a 2xx answer takes it over."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

import httpx2
import orjson
from standardwebhooks.webhooks import Webhook

from services.notifications.channels.base import Channel, Parcel
from services.notifications.channels.outbound import Outbound, PrivateAddressError, Reply, UnresolvedError
from services.notifications.rules.delivery import Outcome
from services.notifications.rules.retry_after import asked_wait
from shared.kit.clock import real_now

WEBHOOK = "webhook"
TYPE_PREFIX = "jianxing.message."
_MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
_GOOD, _REDIRECT = range(200, 300), range(300, 400)


class WebhookChannel(Channel):
    """Tells programs outside."""

    name = WEBHOOK

    def __init__(self, outbound: Outbound, public_url: str) -> None:
        self._outbound, self._public_url = outbound, public_url.rstrip("/")

    async def send(self, parcel: Parcel) -> Outcome:
        """Delivered means: the program answered 2xx."""
        if parcel.target is None:
            return Outcome.suppressed("endpoint-gone")
        content = orjson.dumps(self._event(parcel))
        return await post(self._outbound, parcel.target.url, content, signed(content, str(parcel.delivery_id), parcel.target.secrets))

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._outbound.aclose()

    def _event(self, parcel: Parcel) -> dict[str, object]:
        """The same at every attempt."""
        return {
            "specversion": "1.0",
            "id": str(parcel.delivery_id),
            "source": f"{self._public_url}/api/v1/notifications",
            "type": f"{TYPE_PREFIX}{parcel.kind}",
            "subject": str(parcel.about or parcel.message_id),
            "time": parcel.told_at.isoformat(),
            "datacontenttype": "application/json",
            "data": {
                "message_id": str(parcel.message_id),
                "kind": parcel.kind,
                "title": parcel.title,
                "body": parcel.body,
                "region_path": parcel.region_path,
                "unit_id": parcel.unit_id and str(parcel.unit_id),
                "about": parcel.about and str(parcel.about),
                "link": parcel.link and f"{self._public_url}{parcel.link}",
            },
        }


def signed(content: bytes, webhook_id: str, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of one attempt: its instant, and a signature with each secret that is valid now."""
    at = real_now()
    signatures = [Webhook(secret).sign(webhook_id, at, content.decode()) for secret in secrets]
    return {
        "content-type": _MEDIA_TYPE,
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def post(outbound: Outbound, url: str, content: bytes, headers: dict[str, str]) -> Outcome:
    """One attempt to tell a program, whatever comes of it."""
    return await call(outbound, url, content, headers, lambda reply: _by_status(reply.status, reply.headers.get("retry-after")))


async def call(outbound: Outbound, url: str, content: bytes, headers: Mapping[str, str], understood: Callable[[Reply], Outcome]) -> Outcome:
    """One attempt: what was answered is understood by the caller, that nothing was is the same for all."""
    try:
        reply = await outbound.post(url, content, headers)
    except PrivateAddressError:
        return Outcome.permanent("private-address")
    except UnresolvedError:
        return Outcome.passing("unresolved")
    except (TimeoutError, httpx2.TimeoutException):
        return Outcome.passing("timeout")
    except httpx2.TransportError as fault:
        return Outcome.passing(type(fault).__name__, str(fault))
    return understood(reply)


def _by_status(status: int, retry_after: str | None) -> Outcome:
    """Whatever is not 2xx may be mended over there, but 410 says that nobody will."""
    if status in _GOOD:
        return Outcome.delivered(str(status))
    if status == HTTPStatus.GONE:
        return Outcome.permanent(str(status))
    detail = "redirects are not followed" if status in _REDIRECT else ""
    return Outcome.passing(str(status), detail, asked_wait(retry_after, real_now()))
