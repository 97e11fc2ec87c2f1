"""One running service: its database, keys, peers, outbox and loops, put together once by its composition root."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

import httpx2

from shared.kit.clock import Clock, RealClock, SharedOffsetClock
from shared.kit.db import Database
from shared.kit.inbox import Handlers
from shared.kit.loops import Loop, RunningLoops
from shared.kit.metrics import Measure
from shared.kit.migrate import upgrade
from shared.kit.outbox import Outbox
from shared.kit.peers import Peer
from shared.kit.pruning import INTERVAL_SECONDS, Pruning
from shared.kit.relay import Relay
from shared.kit.sealing import Sealing
from shared.kit.settings import CommonSettings, Profile, ServiceSettings
from shared.kit.tokens import KeyRing, TokenSigner, load_signing_key, service_actor
from shared.schemas.events import EVENTS
from shared.schemas.services import ServiceName


class PeerClients(Protocol):
    """Where the other services are: over the network, or in the same process."""

    def __call__(self, service: ServiceName) -> httpx2.AsyncClient:
        """A client whose base URL is that service."""
        ...


def network_peers(settings: ServiceSettings) -> PeerClients:
    """Peers over the network, at the configured addresses."""
    urls = {name: getattr(settings, f"{name}_url") for name in ServiceName}
    limits = httpx2.Limits(max_connections=50, max_keepalive_connections=20)
    return lambda service: httpx2.AsyncClient(base_url=urls[service], timeout=settings.peer_timeout_seconds, limits=limits)


@dataclass
class Service:
    """What a use case may need, one per service and process."""

    name: ServiceName
    settings: ServiceSettings
    database: Database
    clock: Clock
    signer: TokenSigner
    keys: KeyRing
    peers: Mapping[ServiceName, Peer]
    outbox: Outbox
    handlers: Handlers
    at_start: list[Callable[[Database], Awaitable[None]]] = field(default_factory=list)
    relays: list[Loop] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    running_loops: RunningLoops = field(default_factory=lambda: RunningLoops([]))

    @classmethod
    def assemble(cls, name: ServiceName, settings: ServiceSettings, peer_clients: PeerClients, handlers: Handlers) -> "Service":
        """Put a service together; nothing is opened yet."""
        key = load_signing_key(settings.signing_key.get_secret_value(), settings.common.data / "keys" / f"{name}.json")
        signer = TokenSigner(name, key)
        token = _renewed_token(signer)
        others = {other: Peer(other, peer_clients(other), token, settings.peer_timeout_seconds) for other in ServiceName if other is not name}
        service = cls(
            name=name,
            settings=settings,
            database=Database(settings.database_or_default(name), pool_size=settings.pool_size, read_pool_size=settings.read_pool_size),
            clock=make_clock(settings.common),
            signer=signer,
            keys=KeyRing({other: _key_fetcher(other, peer) for other, peer in others.items()} | {name: _own_keys(signer)}),
            peers=others,
            outbox=Outbox(),
            handlers=handlers,
        )
        pruning = Pruning(service.database, timedelta(days=settings.kept_days))
        service.relays = [service._relay_loop(receiver) for receiver in receivers_of(name)]
        sealing = Sealing(service.database, signer)
        service.loops = [
            *service.relays,
            Loop(f"{name} pruning", pruning.turn, INTERVAL_SECONDS),
            Loop(f"{name} sealing", sealing.turn, settings.audit_seal_seconds),
        ]
        service.outbox.wake = service._wake_relays
        return service

    def _relay_loop(self, receiver: ServiceName) -> Loop:
        lease = timedelta(seconds=self.settings.relay_lease_seconds)
        relay = Relay(self.database, self.name, receiver, self.peers[receiver], lease)
        # Inside the server process a commit wakes the relay; looking by itself is only for retries.
        interval = self.settings.relay_poll_seconds * (10 if self.settings.run_loops else 1)
        return Loop(f"{self.name} relay to {receiver}", relay.turn, interval)

    def _wake_relays(self) -> None:
        for loop in self.relays:
            loop.wake()

    @asynccontextmanager
    async def running(self, *, loops: bool) -> AsyncIterator["Service"]:
        """Migrate, then run (with or without the loops); afterwards close what was opened."""
        self.settings.common.data.mkdir(parents=True, exist_ok=True)
        await upgrade(self.database, self.name)
        for prepare in self.at_start:
            await prepare(self.database)
        self.running_loops = RunningLoops(self.loops if loops else [])
        try:
            async with self.running_loops:
                yield self
        finally:
            await asyncio.gather(*(peer.aclose() for peer in self.peers.values()), *(close() for close in self.closing))
            await self.database.dispose()


def make_clock(common: CommonSettings) -> Clock:
    """The business clock of the profile: only ``demo`` can be moved."""
    return SharedOffsetClock(common.data / "clock-offset") if common.profile is Profile.DEMO else RealClock()


def receivers_of(sender: ServiceName) -> Sequence[ServiceName]:
    """Every service that hears anything from ``sender``."""
    told = {receiver for event in EVENTS.values() if event.sender == sender for receiver in event.receivers}
    return [name for name in ServiceName if name in told]


def _renewed_token(signer: TokenSigner) -> Callable[[], str]:
    """The service's own token, signed anew every ten minutes."""
    lifetime = 600.0
    state: dict[str, Any] = {"made": -lifetime, "token": ""}

    def token() -> str:
        now = asyncio.get_running_loop().time()
        if now - state["made"] >= lifetime or not state["token"]:
            state.update(made=now, token=signer.sign(service_actor(signer.issuer)))
        return str(state["token"])

    return token


def _own_keys(signer: TokenSigner) -> Callable[[], Any]:
    async def fetch() -> dict[str, Any]:
        return signer.key_set()

    return fetch


def _key_fetcher(name: ServiceName, peer: Peer) -> Callable[[], Any]:
    async def fetch() -> dict[str, Any]:
        response = await peer.get(f"/api/v1/{name}/keys", token=False)
        keys: dict[str, Any] = response.json()
        return keys

    return fetch
