"""The audit trail as it is told and carried out of the house: entries, and the seals that chain them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from shared.schemas.base import Instant, Wire

Hash = Annotated[str, Field(description="SHA-256 over RFC 8785 JSON, in hexadecimal")]
"""No pattern: a row that was tampered with must be read to be told."""


class AuditEntry(Wire, str_strip_whitespace=False):
    """Who did what to which object, when and why. ``before`` and ``after`` are hashes of the object's own row, empty where there was none."""

    id: UUID
    at: Instant
    actor_id: UUID
    actor_name: str
    act: str = Field(description="the use case, as its operation is called")
    subject: UUID
    reason: str | None
    detail: dict[str, Any]
    request_id: str
    region_path: str | None = Field(description="region of the object; empty where it has none")
    before: Hash | None
    after: Hash | None
    hash: Hash | None = Field(description="over everything above; entries from before the chain have none of their own")
    seal: int | None = Field(description="number of the seal that holds it; empty for the seconds until it is sealed")
    position: int | None = Field(description="place in the seal, from 0")


class AuditSeal(Wire, str_strip_whitespace=False):
    """Some entries in their order, bound to the seal before. ``signature`` is a JWS of ``hash`` by the service's key."""

    number: int
    previous: Hash
    at: Instant
    count: int
    entries: Annotated[tuple[Hash, ...], BeforeValidator(tuple)]
    hash: Hash
    signature: str
