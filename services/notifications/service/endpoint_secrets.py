"""Secrets of endpoints follow from the service's own key: a copy of the database holds none."""

from base64 import b64encode
from datetime import datetime
from uuid import UUID

from shared.kit.tokens import TokenSigner


class Secrets:
    """Gives the secrets that messages to programs are signed with."""

    def __init__(self, signer: TokenSigner) -> None:
        self._signer = signer

    def secret(self, endpoint_id: UUID, number: int) -> str:
        """The secret of that number, as Standard Webhooks writes it."""
        return "whsec_" + b64encode(self._signer.secret_for(f"endpoint/{endpoint_id}/{number}")).decode()

    def valid(self, endpoint_id: UUID, number: int, former_until: datetime | None, now: datetime) -> tuple[str, ...]:
        """Every secret that signs at ``now``, the newest first."""
        numbers = [number, number - 1] if former_until is not None and now < former_until else [number]
        return tuple(self.secret(endpoint_id, one) for one in numbers)
