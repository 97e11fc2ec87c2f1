"""Access tokens: Ed25519-signed JWTs (RFC 7519, RFC 9864), each issuer with its own key set, verified by every service itself."""

import hmac
import json
import os
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from joserfc.jws import deserialize_compact, extract_compact, serialize_compact

from shared.kit.clock import real_now
from shared.kit.framework_problems import NotAuthenticated, PeerUnavailable
from shared.kit.log import logger
from shared.rules.access import Actor, Grant, Role
from shared.schemas.services import ServiceName

ALGORITHM = "Ed25519"
AUDIENCE = "jianxing"
SEAL_TYPE = "jianxing-seal"
LIFETIME = timedelta(minutes=15)
_KEY_SET_AGE = timedelta(minutes=10)
_REFETCH_PAUSE = timedelta(seconds=5)
_KNOWN_TOKENS = 20_000


def load_signing_key(configured: str, path: Path) -> OKPKey:
    """The configured private key, else the one under ``path``, made on first use and readable by its owner only."""
    if configured:
        return OKPKey.import_key(json.loads(configured))
    if not path.exists():
        _make_signing_key(path)
    return OKPKey.import_key(json.loads(path.read_text(encoding="utf-8")))


def _make_signing_key(path: Path) -> None:
    """Put a whole key in place at once: server and worker start together, and whoever is second takes the first's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = mkstemp(dir=path.parent)  # readable by its owner only
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(OKPKey.generate_key("Ed25519").as_dict(private=True), file)
    with suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()


class TokenSigner:
    """Signs tokens of one issuer with its own key."""

    def __init__(self, issuer: str, key: OKPKey) -> None:
        self.issuer = issuer
        self._key = key
        self._kid = key.thumbprint()

    def sign(self, actor: Actor, *, lifetime: timedelta = LIFETIME) -> str:
        """A token that says who ``actor`` is and what posts they hold, for ``lifetime`` of real time."""
        now = int(real_now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": str(actor.id),
            "iat": now,
            "exp": now + int(lifetime.total_seconds()),
            "name": actor.name,
            "grants": [[grant.role.value, grant.region_path, str(grant.unit_id) if grant.unit_id else None] for grant in actor.grants],
            "scope": " ".join(sorted(actor.scopes)),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._kid}, claims, self._key, algorithms=[ALGORITHM])

    def seal(self, digest: str) -> str:
        """A signature (JWS, RFC 7515) over the hash of an audit seal; its type keeps it from being taken for a token."""
        return serialize_compact({"alg": ALGORITHM, "kid": self._kid, "typ": SEAL_TYPE}, digest, self._key, algorithms=[ALGORITHM])

    def secret_for(self, purpose: str) -> bytes:
        """32 bytes that this key alone gives, always the same for one purpose: a secret that is shared with others need not be stored."""
        return hmac.digest(str(self._key.as_dict(private=True)["d"]).encode(), f"jianxing/{purpose}".encode(), "sha256")

    def key_set(self) -> dict[str, Any]:
        """The public half, as a JWK set (RFC 7517)."""
        return {"keys": [{**self._key.as_dict(private=False), "kid": self._kid, "alg": ALGORITHM, "use": "sig"}]}


FetchKeys = Callable[[], Awaitable[dict[str, Any]]]


class _CachedKeys:
    """One issuer's key set: kept ten minutes, asked again for an unknown key, kept longer while the issuer is down."""

    def __init__(self, issuer: str, fetch: FetchKeys) -> None:
        self._issuer, self._fetch = issuer, fetch
        self._keys: KeySet | None = None
        self._fetched = self._tried = real_now() - timedelta(days=1)

    async def get(self, kid: str) -> KeySet:
        fresh = real_now() - self._fetched < _KEY_SET_AGE
        known = self._keys is not None and any(key.kid == kid for key in self._keys.keys)
        if self._keys is None or not ((known and fresh) or self._asked_just_now()):
            await self._refresh()
        if self._keys is None:
            raise PeerUnavailable(peer=self._issuer, headers={"Retry-After": "5"})
        return self._keys

    def _asked_just_now(self) -> bool:
        return real_now() - self._tried < _REFETCH_PAUSE

    async def _refresh(self) -> None:
        self._tried = real_now()
        try:
            self._keys = KeySet.import_key_set(await self._fetch())  # type: ignore[arg-type]
            self._fetched = real_now()
        except (PeerUnavailable, JoseError, LookupError, TypeError, ValueError) as fault:
            logger.warning("no key set", issuer=self._issuer, why=f"{type(fault).__name__}: {fault}")


class KeyRing:
    """Verifies tokens of the trusted issuers and remembers verified ones until they end.

    A signature costs some 0.4 ms; a known token costs a dictionary look-up. ``people`` is the one issuer that signs people and
    outside systems; any other signs itself and nobody else, so that one stolen service key makes no administrator.
    """

    def __init__(self, issuers: Mapping[str, FetchKeys], people: str = ServiceName.PLANS) -> None:
        self._people = people
        self._issuers = {issuer: _CachedKeys(issuer, fetch) for issuer, fetch in issuers.items()}
        self._known: OrderedDict[str, tuple[float, Actor]] = OrderedDict()

    async def actor(self, token: str) -> Actor:
        """The actor of a valid token; raises NotAuthenticated otherwise."""
        known = self._known.get(token)
        if known is not None and known[0] > real_now().timestamp():
            return known[1]
        self._known.pop(token, None)
        claims = await self._verified(token)
        actor = _actor(claims)
        self._refuse_other_than_own(claims["iss"], actor)
        self._known[token] = (float(claims["exp"]), actor)
        if len(self._known) > _KNOWN_TOKENS:
            self._known.popitem(last=False)
        return actor

    def _refuse_other_than_own(self, issuer: str, actor: Actor) -> None:
        itself = actor == service_actor(issuer)
        claims_service = any(grant.role is Role.SERVICE for grant in actor.grants)
        if not itself and (claims_service or issuer != self._people):
            raise NotAuthenticated(why="the issuer may not sign this actor")

    async def _verified(self, token: str) -> dict[str, Any]:
        try:
            seen = extract_compact(token.encode())
            issuer = json.loads(seen.payload)["iss"]
            kid = seen.headers()["kid"]
            cached = self._issuers[issuer]
        except (JoseError, ValueError, KeyError, TypeError) as fault:
            raise NotAuthenticated(why="unreadable token or unknown issuer") from fault
        return _check(token, await cached.get(kid))


def _check(token: str, keys: KeySet) -> dict[str, Any]:
    rules = jwt.JWTClaimsRegistry(
        now=int(real_now().timestamp()), leeway=5, aud={"essential": True, "value": AUDIENCE}, exp={"essential": True}, sub={"essential": True}
    )
    try:
        claims = jwt.decode(token, keys, algorithms=[ALGORITHM]).claims
        rules.validate(claims)
    except (JoseError, ValueError) as fault:
        raise NotAuthenticated(why="signature, audience or lifetime does not hold") from fault
    return claims


def is_sealed(signature: str, digest: str, keys: KeySet) -> bool:
    """Whether ``signature`` is one of these keys' over ``digest``."""
    try:
        told = deserialize_compact(signature, keys, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return False
    return told.headers().get("typ") == SEAL_TYPE and told.payload == digest.encode()


def _actor(claims: Mapping[str, Any]) -> Actor:
    try:
        grants = tuple(Grant(Role(role), path, UUID(unit) if unit else None) for role, path, unit in claims["grants"])
        return Actor(UUID(claims["sub"]), str(claims["name"]), grants, frozenset(str(claims["scope"]).split()))
    except (KeyError, ValueError, TypeError) as fault:
        raise NotAuthenticated(why="claims are not ours") from fault


def service_actor(service: str) -> Actor:
    """One of our own four services as an actor."""
    from_name = UUID(bytes=service.encode().ljust(16, b"\0")[:16])
    return Actor(from_name, service, (Grant(Role.SERVICE, ""),))
