"""The embedded platform on new databases, in this process, spoken to through its gateway."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from deploy.embedded import create_platform
from deploy.gateway.dispatcher import Dispatcher
from shared.kit.clock import SHANGHAI, SharedOffsetClock
from shared.kit.relay import backlog
from shared.kit.service import Service
from shared.kit.settings import CommonSettings, Profile
from shared.schemas.services import ServiceName
from tests.factories.people import SECRET

START = datetime.combine(date(2023, 4, 10), time(9, 30), SHANGHAI)
"""When a world begins: the year to report about is 2022, and 10 May is a month away."""

_QUICK = {
    "SUBMISSIONS_LAPSE_SECONDS": "0.1",
    "PLANS_HASH_MEMORY_KIB": "8192",
    "NOTIFICATIONS_SCAN_SECONDS": "0.05",
    "INDICATORS_REFRESH_SECONDS": "0.1",
    "INDICATORS_DERIVE_SECONDS": "0.05",
    "PLANS_DATED_MOVES_SECONDS": "0.1",
}


class Caller:
    """One account's requests; every POST has an idempotency key of its own unless it is given one (None: none is sent)."""

    def __init__(self, client: httpx2.AsyncClient, token: str, language: str = "en") -> None:
        self._client = client
        self.headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {token}"} if token else {})

    async def get(self, path: str, **query: Any) -> httpx2.Response:
        """GET with query parameters."""
        return await self._client.get(path, params=query, headers=self.headers)

    async def post(self, path: str, body: Any = None, *, key: str | None = "", if_match: str | None = None) -> httpx2.Response:
        """POST as JSON."""
        headers = self.headers | ({"Idempotency-Key": key or uuid4().hex} if key is not None else {}) | _matching(if_match)
        return await self._client.post(path, json=body, headers=headers)

    async def patch(self, path: str, body: Any, if_match: str | None = "*") -> httpx2.Response:
        """PATCH; ``if_match`` fits any version unless it is given."""
        return await self._client.patch(path, json=body, headers=self.headers | _matching(if_match))

    async def put(self, path: str, body: Any, if_match: str | None = "*") -> httpx2.Response:
        """PUT; ``if_match`` fits any version unless it is given."""
        return await self._client.put(path, json=body, headers=self.headers | _matching(if_match))

    async def upload(self, path: str, data: bytes, name: str = "计划.txt", *, key: str | None = "", **fields: str) -> httpx2.Response:
        """POST a file as a form; every request makes up its own boundary, as clients do."""
        headers = self.headers | ({"Idempotency-Key": key or uuid4().hex} if key is not None else {})
        return await self._client.post(path, files={"file": (name, data)}, data=fields, headers=headers)

    async def send(self, path: str, content: bytes | str, media_type: str, *, key: str | None = "", **query: Any) -> httpx2.Response:
        """POST a body of any kind."""
        headers = self.headers | ({"Idempotency-Key": key or uuid4().hex} if key is not None else {}) | {"Content-Type": media_type}
        return await self._client.post(path, content=content, headers=headers, params=query)

    async def delete(self, path: str, if_match: str | None = "*") -> httpx2.Response:
        """DELETE; ``if_match`` fits any version unless it is given."""
        return await self._client.delete(path, headers=self.headers | _matching(if_match))

    async def read(self, path: str, **query: Any) -> Any:
        """A GET that must succeed; its JSON."""
        return _successful(await self.get(path, **query))

    async def do(self, path: str, body: Any = None) -> Any:
        """A POST that must succeed; its JSON."""
        return _successful(await self.post(path, body))

    async def edit(self, path: str, body: Any, if_match: str = "*") -> Any:
        """A PATCH that must succeed; its JSON."""
        return _successful(await self.patch(path, body, if_match))

    async def items(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Every item of a list, page by page."""
        found: list[dict[str, Any]] = []
        query = {"limit": 200, **query}
        while True:
            page = await self.read(path, **query)
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            query["cursor"] = page["next_cursor"]


def _matching(if_match: str | None) -> dict[str, str]:
    return {} if if_match is None else {"If-Match": if_match}


def _successful(answer: httpx2.Response) -> Any:
    assert answer.is_success, f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}"
    return answer.json()


class World:
    """A running platform as tests see it."""

    def __init__(self, platform: Dispatcher, client: httpx2.AsyncClient) -> None:
        self.platform, self.client = platform, client
        self.nobody = Caller(client, "")
        self._callers: dict[tuple[str, str], Caller] = {}
        self._services: dict[str, Service] = {name: app.state.service for name, app in platform.apps.items()}

    def service(self, name: str) -> Service:
        """One service of the platform, whoever answers in its place."""
        return self._services[name]

    async def sign_in(self, login: str, secret: str = SECRET, language: str = "en") -> Caller:
        """The account as a caller; a second time without asking again."""
        if (login, language) not in self._callers:
            form = {"grant_type": "password", "username": login, "password": secret}
            answer = await self.client.post("/api/v1/plans/token", data=form)
            self._callers[login, language] = Caller(self.client, _successful(answer)["access_token"], language)
        return self._callers[login, language]

    async def settle(self) -> None:
        """Return once every outbox is empty; seen twice, for the last event of one service may be the first of another."""
        quiet = 0
        async with asyncio.timeout(30):
            while quiet < 2:
                quiet = quiet + 1 if await self.backlog() == {} else 0
                await asyncio.sleep(0.01)

    async def backlog(self) -> dict[str, Any]:
        """What each service has not delivered yet, as its ready page tells it; empty when all is quiet."""
        waiting = {name.value: await backlog(self.service(name).database) for name in ServiceName}
        return {name: receivers for name, receivers in waiting.items() if receivers}

    @property
    def now(self) -> datetime:
        """Business time."""
        return self.service("plans").clock.now()

    def move_to(self, day: date, hour: int = 9, minute: int = 30) -> None:
        """Move business time to an hour of ``day`` in Asia/Shanghai; who has signed in stays so, with the posts of that time."""
        self.move_to_instant(datetime.combine(day, time(hour, minute), SHANGHAI))

    def move_to_instant(self, instant: datetime) -> None:
        """Move business time; posts may differ now, so everybody signs in anew."""
        clock = self.service("plans").clock
        assert isinstance(clock, SharedOffsetClock)
        clock.move_to(instant)
        self._callers.clear()


async def eventually(check: Callable[[], Awaitable[bool]], within: float = 10.0) -> None:
    """Wait until ``check`` holds; fail when it does not ``within`` seconds."""
    async with asyncio.timeout(within):
        while not await check():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running_world(folder: Path, urls: Mapping[str, str], settings: Mapping[str, str] | None = None) -> AsyncIterator[World]:
    """Run the platform on these databases with the demo clock at START, its loops turning quickly; ``settings`` as in the environment."""
    folder.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {**_QUICK, **(settings or {})}.items():
            environment.setenv(name, value)
        for name, url in urls.items():
            environment.setenv(f"{name.upper()}_DATABASE_URL", url)
        platform = create_platform(CommonSettings(data=folder, profile=Profile.DEMO, log_level="warning"), bootstrap_secret=SECRET)
    transport = httpx2.ASGITransport(app=platform, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://gateway", timeout=30) as client:
        world = World(platform, client)
        world.move_to_instant(START)
        async with platform.running():
            yield world
