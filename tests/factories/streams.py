"""Readers of event streams, and messages to read in them."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from sqlalchemy import func, select

from services.notifications.models import MessageRecord
from services.notifications.repository.streaming import horizon
from services.notifications.rules.wording import assigned
from services.notifications.service.delivering import Outside
from services.notifications.service.telling import Circle, Occasion, tell
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.tables import table_of
from shared.schemas.messages import MessageKind
from tests.platform import World, eventually

STREAM = "/api/v1/notifications/stream"


@dataclass
class Event:
    """One event as a browser would give it to its page."""

    kind: str = "message"
    id: str = ""
    data: Any = None
    retry: int | None = None
    comment: str | None = None
    lines: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, block: str) -> "Event":
        """An event from its lines (WHATWG HTML, 9.2.6)."""
        made, data = cls(lines=block.split("\n")), []
        for line in made.lines:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            match name:
                case "":
                    made.comment = value
                case "event":
                    made.kind = value
                case "id":
                    made.id = value
                case "retry":
                    made.retry = int(value)
                case "data":
                    data.append(value)
        made.data = json.loads("\n".join(data)) if data else None
        return made


class Reader:
    """The events of one open stream, one after the other, read from the bare connection: chunks as they come (RFC 9112, 7.1)."""

    def __init__(self, lines: asyncio.StreamReader, status: int, headers: dict[str, str]) -> None:
        self._lines, self.status, self.headers = lines, status, headers
        self._kept = ""

    async def next(self) -> Event:
        """The next event or sign of life; EOFError at the end."""
        async with asyncio.timeout(15):
            while "\n\n" not in self._kept:
                self._kept += await self._chunk()
        block, self._kept = self._kept.split("\n\n", 1)
        return Event.read(block)

    async def _chunk(self) -> str:
        size = int(await self._lines.readuntil(b"\r\n"), 16)
        text = (await self._lines.readexactly(size + 2))[:-2].decode()
        if not text:
            raise EOFError("the stream has ended")
        return text

    async def event(self) -> Event:
        """The next event that is no sign of life."""
        while (event := await self.next()).data is None:
            pass
        return event

    async def messages(self, count: int) -> list[Event]:
        """So many messages."""
        found = [await self.event() for _ in range(count)]
        assert {event.kind for event in found} <= {"message"}, found
        return found


@asynccontextmanager
async def following(url: str, headers: dict[str, str], **query: Any) -> AsyncIterator[Reader]:
    """An open stream of the server at ``url``; leaving cuts the connection."""
    address = urlsplit(url)
    lines, writer = await asyncio.open_connection(address.hostname, address.port)
    told = "".join(f"{name}: {value}\r\n" for name, value in {"Host": address.netloc, **headers}.items())
    writer.write(f"GET {STREAM}?{urlencode(query)} HTTP/1.1\r\n{told}\r\n".encode())
    head = (await lines.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    try:
        answered = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        yield Reader(lines, int(head[0].split()[1]), answered)
    finally:
        writer.close()


async def account_of(world: World, login: str) -> UUID:
    """The account's id."""
    return UUID((await (await world.sign_in(login)).read("/api/v1/plans/me"))["id"])


async def written(db: WriteDb, world: World, readers: Iterable[UUID], *titles: str) -> None:
    """Messages to each of these readers, in a transaction of the caller's."""
    circle, to = Circle("liaison", None, "", world.now), list(readers)
    for title in titles:
        occasion = Occasion(f"told/{new_id()}", MessageKind.ASSIGNED, assigned(title, "卫健局", 1), new_id())
        await tell(db, occasion, to, circle, Outside([], programs=False))


async def in_the_stream(world: World) -> None:
    """Return once whatever was told until now is in the stream: it waits for every older transaction of the database server, of other tests too."""
    read = world.service("notifications").database.read
    [last] = await read.all(select(func.coalesce(func.max(table_of(MessageRecord).c.arrival), 0).label("arrival")))

    async def passed() -> bool:
        return await horizon(read) > last.arrival

    await eventually(passed, within=60)


async def say(world: World, login: str, *titles: str) -> None:
    """Tell an account something, in one transaction."""
    account_id = await account_of(world, login)
    async with world.service("notifications").database.write() as db:
        await written(db, world, [account_id], *titles)
