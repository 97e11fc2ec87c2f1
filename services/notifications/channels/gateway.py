"""Text messages and work notices, by the gateway of the reader's region."""

from services.notifications.channels.base import Parcel
from services.notifications.channels.outbound import Outbound
from services.notifications.channels.webhook import call
from services.notifications.rules.delivery import Outcome
from services.notifications.rules.gateways import answered
from services.notifications.rules.retry_after import asked_wait
from shared.kit.clock import real_now
from shared.schemas.providers import ProviderChannel


class GatewayChannel:
    """Reaches people by their mobile number."""

    def __init__(self, channel: ProviderChannel, outbound: Outbound) -> None:
        self.name = channel.value
        self._outbound = outbound

    async def send(self, parcel: Parcel) -> Outcome:
        """Delivered means: the gateway took it over, by its own code."""
        if parcel.target is None or parcel.target.call is None:
            return Outcome.suppressed("no-provider")
        made = parcel.target.call
        headers = {"idempotency-key": str(parcel.delivery_id), **made.headers, "content-type": "application/json; charset=utf-8"}
        return await call(
            self._outbound,
            parcel.target.url,
            made.content,
            headers,
            lambda reply: answered(made.answer, reply.status, reply.body, asked_wait(reply.headers.get("retry-after"), real_now())),
        )

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._outbound.aclose()
