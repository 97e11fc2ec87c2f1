"""Tokens: what cannot be trusted is refused, and a trusted issuer that is down stops nobody."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from shared.kit.clock import real_now
from shared.kit.framework_problems import NotAuthenticated, PeerUnavailable
from shared.kit.tokens import ALGORITHM, AUDIENCE, KeyRing, TokenSigner, load_signing_key, service_actor
from shared.rules.access import Actor, Grant, Role

ACTOR = Actor(
    UUID(int=7), "张三", (Grant(Role.LIAISON, "a.b.", UUID(int=9)), Grant(Role.AUDITOR, "")), frozenset({"plans:read", "observations:write"})
)


class Issuer:
    """An issuer whose keys can change, and which can be down."""

    def __init__(self, name: str = "plans") -> None:
        self.signer = TokenSigner(name, OKPKey.generate_key("Ed25519"))
        self.keys: Any = self.signer.key_set()
        self.down = False
        self.asked = 0

    async def fetch(self) -> Any:
        """The key set over the wire."""
        self.asked += 1
        if self.down:
            raise PeerUnavailable(peer=self.signer.issuer)
        return json.loads(json.dumps(self.keys))

    def rotate(self) -> None:
        """Sign with a new key from now on; the old one is gone."""
        self.signer = TokenSigner(self.signer.issuer, OKPKey.generate_key("Ed25519"))
        self.keys = self.signer.key_set()


@pytest.fixture
def issuer() -> Issuer:
    """A trusted issuer."""
    return Issuer()


@pytest.fixture
def ring(issuer: Issuer) -> KeyRing:
    """Trusts that issuer only."""
    return KeyRing({"plans": issuer.fetch})


@pytest.fixture
def travel() -> Iterator[Any]:
    """Moves real time."""
    with time_machine.travel(real_now(), tick=False) as traveller:
        yield traveller


async def test_a_token_says_who_its_actor_is(issuer: Issuer, ring: KeyRing) -> None:
    assert await ring.actor(issuer.signer.sign(ACTOR)) == ACTOR


async def test_a_token_ends(issuer: Issuer, ring: KeyRing, travel: Any) -> None:
    token = issuer.signer.sign(ACTOR)
    travel.shift(timedelta(minutes=14, seconds=59))
    assert await ring.actor(token) == ACTOR
    travel.shift(timedelta(seconds=7))
    with pytest.raises(NotAuthenticated):
        await ring.actor(token)


async def test_a_token_ends_for_a_service_that_never_saw_it(issuer: Issuer, ring: KeyRing, travel: Any) -> None:
    token = issuer.signer.sign(ACTOR)
    travel.shift(timedelta(minutes=15, seconds=6))
    with pytest.raises(NotAuthenticated):
        await ring.actor(token)


async def test_a_verified_token_costs_no_signature(issuer: Issuer, ring: KeyRing, monkeypatch: pytest.MonkeyPatch) -> None:
    token = issuer.signer.sign(ACTOR)
    await ring.actor(token)
    monkeypatch.setattr(jwt, "decode", None)
    assert await ring.actor(token) == ACTOR


def claims(**changes: Any) -> dict[str, Any]:
    """Good claims with changes; None leaves one out."""
    now = int(real_now().timestamp())
    good = {"iss": "plans", "aud": AUDIENCE, "sub": str(ACTOR.id), "iat": now, "exp": now + 60, "name": "x", "grants": [], "scope": ""}
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(issuer: Issuer, given: dict[str, Any], **header: Any) -> str:
    """Claims signed with the issuer's true key."""
    key = issuer.signer._key
    return jwt.encode({"alg": ALGORITHM, "kid": issuer.signer._kid, **header}, given, key, algorithms=[ALGORITHM])


async def test_the_good_claims_pass(issuer: Issuer, ring: KeyRing) -> None:
    assert (await ring.actor(signed(issuer, claims()))).name == "x"


BAD_CLAIMS = {
    "other audience": {"aud": "others"},
    "no audience": {"aud": None},
    "no end": {"exp": None},
    "end that is no number": {"exp": "soon"},
    "endless": {"exp": True},
    "issued in the future": {"iat": 99999999999},
    "not yet valid": {"nbf": 99999999999},
    "no subject": {"sub": None},
    "subject that is no uuid": {"sub": "me"},
    "unknown role": {"grants": [["king", "", None]]},
    "grants that are none": {"grants": 3},
    "half a grant": {"grants": [["liaison", ""]]},
    "unit that is no uuid": {"grants": [["liaison", "", "x"]]},
    "no name": {"name": None},
    "unknown issuer": {"iss": "stranger"},
    "no issuer": {"iss": None},
    "list as issuer": {"iss": ["plans"]},
}


@pytest.mark.parametrize("changes", BAD_CLAIMS.values(), ids=BAD_CLAIMS.keys())
async def test_claims_that_do_not_hold_are_refused(issuer: Issuer, ring: KeyRing, changes: dict[str, Any]) -> None:
    with pytest.raises(NotAuthenticated):
        await ring.actor(signed(issuer, claims(**changes)))


def part(value: Any) -> str:
    """One part of a compact token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


async def test_a_tampered_token_is_refused(issuer: Issuer, ring: KeyRing) -> None:
    head, _body, signature = issuer.signer.sign(ACTOR).split(".")
    better = part(claims(grants=[["administrator", "", None]]))
    with pytest.raises(NotAuthenticated):
        await ring.actor(f"{head}.{better}.{signature}")


async def test_an_unsigned_token_is_refused(issuer: Issuer, ring: KeyRing) -> None:
    for algorithm in ("none", "None", "NONE"):
        with pytest.raises(NotAuthenticated):
            await ring.actor(f"{part({'alg': algorithm, 'kid': issuer.signer._kid})}.{part(claims())}.")


async def test_a_public_key_is_no_shared_secret(issuer: Issuer, ring: KeyRing) -> None:
    """The old trick: sign by HMAC with the public key as the secret."""
    for secret in (issuer.keys["keys"][0]["x"], json.dumps(issuer.keys["keys"][0])):
        token = jwt.encode({"alg": "HS256", "kid": issuer.signer._kid}, claims(), OctKey.import_key(secret), algorithms=["HS256"])
        with pytest.raises(NotAuthenticated):
            await ring.actor(token)


async def test_a_trusted_service_cannot_sign_in_anothers_name(issuer: Issuer) -> None:
    """A thief of the indicators' key must not be able to issue tokens as plans."""
    other = Issuer("indicators")
    ring = KeyRing({"plans": issuer.fetch, "indicators": other.fetch})
    with pytest.raises(NotAuthenticated):
        await ring.actor(signed(other, claims(iss="plans")))


GARBAGE = ["", "x", "a.b.c", "..", "....", "é.é.é", part({}) + ".." + part({}), part([]) + "." + part([]) + ".x", "\x00.\x00.\x00", "[" * 5000]


@pytest.mark.parametrize("token", GARBAGE, ids=range(len(GARBAGE)))
async def test_garbage_is_refused(ring: KeyRing, token: str) -> None:
    with pytest.raises(NotAuthenticated):
        await ring.actor(token)


async def test_nested_garbage_is_refused(issuer: Issuer, ring: KeyRing) -> None:
    deep = base64.urlsafe_b64encode(b"[" * 100_000).decode().rstrip("=")
    for token in (f"{deep}.{part(claims())}.x", f"{part({'alg': ALGORITHM, 'kid': issuer.signer._kid})}.{deep}.x"):
        with pytest.raises(NotAuthenticated):
            await ring.actor(token)


async def test_an_unknown_key_is_asked_for(issuer: Issuer, ring: KeyRing, travel: Any) -> None:
    await ring.actor(issuer.signer.sign(ACTOR))
    issuer.rotate()
    travel.shift(timedelta(seconds=6))
    assert await ring.actor(issuer.signer.sign(ACTOR)) == ACTOR
    assert issuer.asked == 2


async def test_unknown_keys_do_not_make_us_ask_again_and_again(issuer: Issuer, ring: KeyRing) -> None:
    for number in range(20):
        with pytest.raises(NotAuthenticated):
            await ring.actor(signed(issuer, claims(), kid=f"made up {number}"))
    assert issuer.asked == 1


async def test_the_key_set_is_asked_for_again_after_ten_minutes(issuer: Issuer, ring: KeyRing, travel: Any) -> None:
    for wait, asked in ((0, 1), (9, 1), (2, 2)):
        travel.shift(timedelta(minutes=wait))
        await ring.actor(issuer.signer.sign(ACTOR))
        assert issuer.asked == asked


async def test_a_withdrawn_key_is_refused_after_ten_minutes(issuer: Issuer, ring: KeyRing, travel: Any) -> None:
    await ring.actor(issuer.signer.sign(ACTOR))
    stolen = issuer.signer
    issuer.rotate()
    travel.shift(timedelta(minutes=11))
    with pytest.raises(NotAuthenticated):
        await ring.actor(stolen.sign(ACTOR))


async def test_known_keys_are_kept_while_the_issuer_is_down(issuer: Issuer, ring: KeyRing, travel: Any) -> None:
    await ring.actor(issuer.signer.sign(ACTOR))
    issuer.down = True
    travel.shift(timedelta(hours=5))
    assert await ring.actor(issuer.signer.sign(ACTOR)) == ACTOR


async def test_without_any_keys_the_issuer_is_needed(issuer: Issuer, ring: KeyRing) -> None:
    issuer.down = True
    with pytest.raises(PeerUnavailable):
        await ring.actor(issuer.signer.sign(ACTOR))
    issuer.down = False
    assert await ring.actor(issuer.signer.sign(ACTOR)) == ACTOR


@pytest.mark.parametrize("keys", [{}, {"keys": 3}, [], {"keys": [{"kty": "x"}]}, {"type": "problem", "status": 404}])
async def test_an_issuer_that_answers_nonsense_counts_as_down(issuer: Issuer, ring: KeyRing, travel: Any, keys: Any) -> None:
    good, issuer.keys = issuer.keys, keys
    with pytest.raises(PeerUnavailable):
        await ring.actor(issuer.signer.sign(ACTOR))
    issuer.keys = good
    await ring.actor(issuer.signer.sign(ACTOR))
    issuer.keys = keys
    travel.shift(timedelta(minutes=11))
    assert await ring.actor(issuer.signer.sign(ACTOR)) == ACTOR


def test_a_signing_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "plans.json"
    made = load_signing_key("", path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_signing_key("", path).thumbprint() == made.thumbprint()
    assert load_signing_key(json.dumps(made.as_dict(private=True)), tmp_path / "other").thumbprint() == made.thumbprint()
    assert not (tmp_path / "other").exists()


def test_the_published_keys_hold_nothing_private(issuer: Issuer) -> None:
    assert set(issuer.keys["keys"][0]) == {"kty", "crv", "x", "kid", "alg", "use"}


def test_services_have_identities_of_their_own() -> None:
    names = ("plans", "indicators", "submissions", "notifications")
    assert len({service_actor(name).id for name in names}) == len(names)
    assert [grant.role for grant in service_actor("plans").grants] == [Role.SERVICE]


async def test_only_the_issuer_of_people_signs_people_and_every_service_only_itself() -> None:
    plans, notifications = Issuer("plans"), Issuer("notifications")
    ring = KeyRing({"plans": plans.fetch, "notifications": notifications.fetch}, people="plans")
    itself = service_actor("notifications")
    assert await ring.actor(notifications.signer.sign(itself)) == itself
    for signer, actor in ((notifications.signer, ACTOR), (notifications.signer, service_actor("plans")), (plans.signer, itself)):
        with pytest.raises(NotAuthenticated):
            await ring.actor(signer.sign(actor))
