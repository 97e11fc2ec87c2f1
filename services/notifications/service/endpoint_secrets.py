"""Secrets of endpoints: those of webhooks follow from the service's own key, those of robots are sealed by it. A copy of the database holds none."""

from base64 import b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from joserfc.errors import JoseError
from joserfc.jwe import decrypt_compact, encrypt_compact
from joserfc.jwk import OctKey

from shared.kit.tokens import TokenSigner
from shared.schemas.endpoints import EndpointKind

_SEALING = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where an endpoint is called, and what DingTalk signs with; an empty ``url`` is one that can no longer be read."""

    url: str
    secret: str = ""


class Secrets:
    """Gives the secrets that messages to programs are signed with, and keeps those of robots."""

    def __init__(self, signer: TokenSigner) -> None:
        self._signer = signer

    def secret(self, endpoint_id: UUID, number: int) -> str:
        """The secret of that number, as Standard Webhooks writes it."""
        return "whsec_" + b64encode(self._signer.secret_for(f"endpoint/{endpoint_id}/{number}")).decode()

    def valid(self, endpoint_id: UUID, number: int, former_until: datetime | None, now: datetime) -> tuple[str, ...]:
        """Every secret that signs at ``now``, the newest first."""
        numbers = [number, number - 1] if former_until is not None and now < former_until else [number]
        return tuple(self.secret(endpoint_id, one) for one in numbers)

    def kept(self, endpoint_id: UUID, kind: str, address: Address) -> dict[str, str | None]:
        """The columns ``url`` and ``sealed``: of a robot's address only what may be shown stands open."""
        if kind == EndpointKind.WEBHOOK:
            return {"url": address.url, "sealed": None}
        shown = urlsplit(address.url)._replace(query="").geturl()
        return {"url": shown, "sealed": self.sealed(endpoint_id, address)}

    def sealed(self, row_id: UUID, address: Address) -> str:
        """An address with its secret as it is stored."""
        return encrypt_compact(_SEALING, orjson.dumps(asdict(address)), self._sealing_key(row_id))

    def address(self, row: Any) -> Address:
        """Where the endpoint of a row is called; empty where it was sealed by another key."""
        if row.sealed is None:
            return Address(row.url)
        try:
            return Address(**orjson.loads(decrypt_compact(row.sealed, self._sealing_key(row.id)).plaintext or b""))
        except JoseError:
            return Address("")

    def _sealing_key(self, endpoint_id: UUID) -> OctKey:
        """One of each endpoint: what is sealed for one cannot be put into another's row."""
        return OctKey.import_key(self._signer.secret_for(f"endpoint/{endpoint_id}/address"))
