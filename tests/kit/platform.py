"""Two toy services that speak to one another in this process, over a line that a test can cut."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from shared.kit.peers import Peer
from shared.kit.relay import Relay
from shared.kit.service import Service
from shared.kit.settings import CommonSettings, ServiceSettings
from shared.kit.tokens import TokenSigner, service_actor
from shared.rules.access import Actor, Grant, Role
from shared.schemas.services import ServiceName
from tests.databases import TestDatabases
from tests.kit.servers import Answers
from tests.kit.toy import NOTES, RECEIVER, SENDER, toy_app
from tests.kit.toy_tables import build

IDENTITY = TokenSigner(ServiceName.PLANS, OKPKey.generate_key("Ed25519"))
"""Who signs people: the toys trust it as the services trust plans."""
ACTOR = Actor(UUID("01930000-0000-7000-8000-000000000001"), "张三", (Grant(Role.PLAN_OFFICE, "a."),))
OTHER = Actor(UUID("01930000-0000-7000-8000-000000000002"), "李四", (Grant(Role.LIAISON, "a."),))


class Line(httpx2.AsyncBaseTransport):
    """The way to one service: can be cut, can lose the answers to event batches, can hold them back."""

    def __init__(self, apps: dict[ServiceName, Any], to: ServiceName) -> None:
        self._apps, self._to = apps, to
        self.cut = False
        self.lose_answers = 0
        self.hold: asyncio.Event | None = None
        self.delivered = asyncio.Event()
        self.seen: list[httpx2.Request] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.cut or self._to not in self._apps:
            raise httpx2.ConnectError("the line is cut")
        self.seen.append(request)
        response = await httpx2.ASGITransport(app=self._apps[self._to], raise_app_exceptions=False).handle_async_request(request)
        if request.url.path.endswith("/events"):
            self.delivered.set()
            if self.hold is not None:
                await self.hold.wait()
            if self.lose_answers:
                self.lose_answers -= 1
                raise httpx2.ReadError("the answer was lost")
        return response


@dataclass
class Toy:
    """One running toy service."""

    app: FastAPI
    service: Service
    client: httpx2.AsyncClient

    async def rows(self, statement: Any) -> list[Any]:
        """What is committed in its database."""
        return list(await self.service.database.read.all(statement))


@dataclass
class Platform:
    """Sender and receiver, and the line from the one to the other."""

    sender: Toy
    receiver: Toy
    line: Line

    def relay(self, *, lease: float = 30.0, line: Line | None = None) -> Relay:
        """One more relay on the sender's outbox, as another process would run."""
        return relay_over(self.sender.service, line or self.line, lease)

    async def write(self, text: str, **more: Any) -> dict[str, Any]:
        """Write a note through the API."""
        response = await self.sender.client.post(NOTES, json={"text": text, **more}, headers=key())
        assert response.status_code == 201, response.text
        note: dict[str, Any] = response.json()
        return note


def key() -> dict[str, str]:
    """A new idempotency key as headers."""
    return {"Idempotency-Key": uuid4().hex}


def identity() -> Answers:
    """The issuer of people's tokens as others see it: its keys."""
    return Answers((200, json.dumps(IDENTITY.key_set()).encode()))


def signed_in(actor: Actor) -> dict[str, str]:
    """The headers of somebody who has signed in."""
    return {"Authorization": f"Bearer {IDENTITY.sign(actor)}"}


def relay_over(service: Service, line: Line, lease: float = 30.0) -> Relay:
    """A relay from ``service`` to the receiver over ``line``."""
    client = httpx2.AsyncClient(transport=line, base_url="http://receiver")
    peer = Peer(RECEIVER, client, lambda: service.signer.sign(service_actor(service.name)), 5.0)
    return Relay(service.database, service.name, RECEIVER, peer, timedelta(seconds=lease))


def toy_settings(folder: Path, url: str, **changes: Any) -> ServiceSettings:
    """Settings of a toy service."""
    common = CommonSettings(data=folder, log_level="warning")
    return ServiceSettings(**{"common": common, "database_url": url, "pool_size": 6, "read_pool_size": 6, "relay_poll_seconds": 30.0, **changes})


@asynccontextmanager
async def platform(folder: Path, fresh_url: TestDatabases, **changes: Any) -> AsyncIterator[Platform]:
    """Run both toys in this process; the relay polls so seldom that only a wake-up moves it."""
    apps: dict[ServiceName, Any] = {ServiceName.PLANS: identity()}
    lines = {name: Line(apps, name) for name in ServiceName}
    peers = lambda name: httpx2.AsyncClient(transport=lines[name], base_url=f"http://{name}")  # noqa: E731 - a line per service
    async with AsyncExitStack() as stack:
        toys = {}
        for name in (RECEIVER, SENDER):
            apps[name] = toy_app(name, toy_settings(folder / name, fresh_url.of("toy", build), **changes), peers)
            await stack.enter_async_context(apps[name].router.lifespan_context(apps[name]))
            toys[name] = Toy(apps[name], apps[name].state.service, await stack.enter_async_context(_client(apps[name])))
        yield Platform(toys[SENDER], toys[RECEIVER], lines[RECEIVER])


def _client(app: FastAPI) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://toy", headers=signed_in(ACTOR))


async def eventually(check: Callable[[], Awaitable[bool]], *, within: float = 10.0) -> None:
    """Wait until ``check`` holds; fail when it does not ``within`` seconds."""
    async with asyncio.timeout(within):
        while not await check():
            await asyncio.sleep(0.02)
