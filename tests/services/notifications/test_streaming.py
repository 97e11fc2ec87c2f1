"""The stream of an inbox: each message once and in order, whatever is cut, committed late or told elsewhere."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import text

from services.notifications.app import create_app
from services.notifications.repository.moved import follow_hand_over
from services.notifications.repository.streaming import take_in_restored
from services.notifications.settings import NotificationsSettings
from shared.kit.db import Database
from shared.kit.settings import CommonSettings
from shared.rules.access import Actor
from shared.schemas.events.directory import AccountChanged
from tests.factories.problems import problem
from tests.factories.streams import STREAM, account_of, following, in_the_stream, say, written
from tests.factories.worlds import Worlds, issued
from tests.kit.servers import serving
from tests.platform import World, eventually, running_world

NOTIFICATIONS = "/api/v1/notifications"
QUICK = {"NOTIFICATIONS_STREAM_LOOK_SECONDS": "0.05", "NOTIFICATIONS_STREAM_BEAT_SECONDS": "0.2", "NOTIFICATIONS_STREAMS_PER_ACCOUNT": "2"}
QUICK |= {"NOTIFICATIONS_STREAMS_AT_ONCE": "3"}


@pytest.fixture
async def streaming(worlds: Worlds, tmp_path: Path) -> AsyncIterator[World]:
    """A platform whose streams look and beat quickly, and few of them."""
    urls = worlds.copy(issued)
    async with running_world(tmp_path / "world", urls, QUICK) as made:
        yield made
    worlds.drop(urls)


@pytest.fixture
async def url(streaming: World) -> AsyncIterator[str]:
    """The address of a real server in front of it."""
    async with serving(streaming.platform, lifespan="off") as address:
        yield address


def titles(*names: str) -> list[str]:
    """What messages told by ``say`` are headed."""
    return [f"New task: {name}" for name in names]


async def headers_of(world: World, login: str, language: str = "en") -> dict[str, str]:
    """What the account sends."""
    return dict((await world.sign_in(login, language=language)).headers)


async def test_a_stream_tells_what_comes_and_signs_of_life_between(streaming: World, url: str) -> None:
    headers = await headers_of(streaming, "health")
    await say(streaming, "health", "before")
    await in_the_stream(streaming)
    async with following(url, headers) as reader:
        assert reader.headers["content-type"].startswith("text/event-stream")
        assert (reader.headers["cache-control"], reader.headers["x-accel-buffering"]) == ("no-store", "no")
        opened = await reader.next()
        assert (opened.kind, opened.id, opened.retry) == ("open", opened.data["position"], 3000)
        assert (await reader.next()).comment == "ping"
        await say(streaming, "office", "of somebody else")
        await say(streaming, "health", "one", "two")
        await say(streaming, "health", "three")
        told = await reader.messages(3)
        assert [event.data["title"] for event in told] == titles("one", "two", "three")
        assert (await reader.next()).comment == "ping", "nothing comes twice"
    listed = await (await streaming.sign_in("health")).items(NOTIFICATIONS)
    assert [event.data for event in told] == listed[1:], "an event is the message as the list has it"


async def test_each_reader_is_told_in_the_own_language(streaming: World, url: str) -> None:
    async with following(url, await headers_of(streaming, "health", "zh")) as reader:
        await reader.event()
        await say(streaming, "health", "年度填报")
        [told] = await reader.messages(1)
    assert told.data["title"] == "新的填报任务：年度填报"


@pytest.mark.parametrize("cut", [0, 1, 4, 7])
async def test_a_stream_cut_in_the_middle_goes_on_with_exactly_the_rest(streaming: World, url: str, cut: int) -> None:
    headers = await headers_of(streaming, "health")
    names = [f"message {number}" for number in range(7)]
    async with following(url, headers) as reader:
        last = (await reader.event()).id
        for name in names[:5]:
            await say(streaming, "health", name)
        first = await reader.messages(min(cut, 5))
    await say(streaming, "health", *names[5:])
    await in_the_stream(streaming)
    last = first[-1].id if first else last
    async with following(url, headers | {"Last-Event-ID": last}, follow=False) as reader:
        assert (await reader.event()).id == last
        rest = [await reader.event() for _ in range(7 - len(first))]
        end = await reader.event()
    assert [event.data["title"] for event in [*first, *rest]] == titles(*names)
    assert (end.kind, end.data) == ("end", {"why": "all-sent"})


async def test_list_and_stream_together_hold_everything_once(streaming: World, url: str) -> None:
    """A list up to the position at which a stream began, while others go on writing."""
    headers, health = await headers_of(streaming, "health"), await streaming.sign_in("health")
    names = [f"message {number}" for number in range(30)]

    async def write() -> None:
        for name in names:
            await say(streaming, "health", name)

    writing = asyncio.create_task(write())
    await eventually(lambda: _has_some(streaming))
    async with following(url, headers) as reader:
        opened = await reader.event()
        await asyncio.sleep(0.05)
        listed = await health.items(NOTIFICATIONS, until=opened.data["position"], limit=3)
        told = await reader.messages(len(names) - len(listed))
    await writing
    assert [one["title"] for one in listed] + [event.data["title"] for event in told] == titles(*names)
    assert len(await health.items(NOTIFICATIONS, until=told[-1].id)) == len(names)


async def _has_some(world: World) -> bool:
    return len(await (await world.sign_in("health")).items(NOTIFICATIONS)) > 3


async def test_what_is_committed_late_is_not_passed_over(streaming: World, url: str) -> None:
    """The earlier transaction, with the smaller ids, ends after the later one. SQLite has one writer, so there the first ends first."""
    headers, account = await headers_of(streaming, "health"), await account_of(streaming, "health")
    database = streaming.service("notifications").database
    async with following(url, headers) as reader, AsyncExitStack() as late:
        await reader.event()
        if not database.is_sqlite:
            slow = await late.enter_async_context(database.write())
            await written(slow, streaming, [account], "late")
            await slow.flush()
        await say(streaming, "health", "quick")
        if database.is_sqlite:
            await say(streaming, "health", "late")
        else:
            health = await streaming.sign_in("health")
            assert [one["title"] for one in await health.items(NOTIFICATIONS)] == titles("quick"), "the list shows at once what is there"
            assert (await reader.next()).comment == "ping", "but the stream waits for what may still come before it"
        await late.aclose()
        told = await reader.messages(2)
        assert sorted(event.data["title"] for event in told) == titles("late", "quick")
        assert (await reader.next()).comment == "ping"


async def test_two_writers_at_once_lose_nothing(streaming: World, url: str) -> None:
    headers = await headers_of(streaming, "health")
    names = [f"{writer} {number}" for writer in "abcd" for number in range(20)]
    async with following(url, headers) as reader:
        await reader.event()
        await asyncio.gather(*(say(streaming, "health", name) for name in names))
        told = await reader.messages(len(names))
        assert (await reader.next()).comment == "ping"
    assert sorted(event.data["title"] for event in told) == sorted(titles(*names))


async def test_a_server_tells_what_another_process_wrote(streaming: World, tmp_path: Path) -> None:
    """A server without loops of its own on the same database, as in the split platform."""
    transport = httpx2.ASGITransport(app=streaming.platform)
    service = streaming.service("notifications")
    common = CommonSettings(data=tmp_path / "world", log_level="warning")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in QUICK.items():
            environment.setenv(name, value)
        settings = NotificationsSettings(common=common, database_url=service.database.url)
    other = create_app(settings, lambda _service: httpx2.AsyncClient(transport=transport, base_url="http://gateway"))
    async with serving(other) as url, following(url, await headers_of(streaming, "health")) as reader:
        await reader.event()
        await say(streaming, "health", "from elsewhere")
        [told] = await reader.messages(1)
    assert told.data["title"] == "New task: from elsewhere"


async def test_streams_are_few_per_account_and_server(streaming: World, url: str) -> None:
    health = await headers_of(streaming, "health")
    async with AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(following(url, headers)) for headers in (health, health)]
        for reader in readers:
            await reader.event()
        await _refused(url, health, 429, "too-many-streams")
        await (await stack.enter_async_context(following(url, await headers_of(streaming, "office")))).event()
        await _refused(url, await headers_of(streaming, "mayor"), 503, "streams-full")
    await eventually(lambda: _admitted(url, health))


async def _refused(url: str, headers: dict[str, str], status: int, code: str) -> None:
    async with httpx2.AsyncClient(base_url=url) as client:
        answer = await client.get(STREAM, headers=headers)
    problem(answer, status, code)
    assert int(answer.headers["retry-after"]) >= 1


async def _admitted(url: str, headers: dict[str, str]) -> bool:
    async with following(url, headers, follow=False) as reader:
        return reader.status == 200


async def test_a_stream_ends_with_the_sign_in(streaming: World, url: str) -> None:
    """A token that ends (five seconds of leeway are nearly over when the stream begins)."""
    signer, me = streaming.service("plans").signer, await account_of(streaming, "health")
    token = signer.sign(Actor(me, "health"), lifetime=timedelta(seconds=-3))
    async with following(url, {"Authorization": f"Bearer {token}"}) as reader:
        await reader.event()
        async with asyncio.timeout(5):
            end = await reader.event()
        assert (end.kind, end.data) == ("end", {"why": "signed-out"})
        with pytest.raises(EOFError):
            await reader.next()


async def test_a_stream_ends_when_its_account_is_closed(streaming: World, url: str) -> None:
    account = await account_of(streaming, "health")
    async with following(url, await headers_of(streaming, "health")) as reader:
        await reader.event()
        plans = streaming.service("plans")
        closed = AccountChanged(version=99, account_id=account, name="health", active=False, email=None, mobile=None, posts=[])
        async with plans.database.write() as db:
            await plans.outbox.record(db, closed, at=streaming.now)
        async with asyncio.timeout(5):
            end = await reader.event()
    assert (end.kind, end.data) == ("end", {"why": "signed-out"})


async def test_a_server_that_stops_ends_its_streams_within_three_seconds(streaming: World) -> None:
    headers = await headers_of(streaming, "health")
    async with AsyncExitStack() as readers:
        async with serving(streaming.platform, lifespan="off") as url:
            for _ in range(2):
                await (await readers.enter_async_context(following(url, headers))).event()
            began = time.perf_counter()
        assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    "given", ["nonsense", "1", "-", "1-", "9" * 27 + "-" + "0" * 32, "1-" + "g" * 32, "01-" + "0" * 32, "9000000000000000000-" + "0" * 32]
)
async def test_a_position_that_was_never_told_is_refused(streaming: World, given: str) -> None:
    """The last one lies ahead of every message: so does one of another database, from before it was restored."""
    health = await streaming.sign_in("health")
    problem(await health.get(STREAM, after=given, follow=False), 422, "unknown-stream-position")
    answer = await streaming.client.get(STREAM, headers=health.headers | {"Last-Event-ID": given}, params={"follow": False})
    problem(answer, 422, "unknown-stream-position")
    if not given.startswith("9000"):
        problem(await health.get(NOTIFICATIONS, until=given), 422, "unknown-stream-position")
    problem(await streaming.nobody.get(STREAM), 401, "not-authenticated")


async def test_messages_handed_over_reach_the_successors_stream(streaming: World, url: str) -> None:
    """They are old, and new to their reader."""
    await say(streaming, "health", "unread")
    await in_the_stream(streaming)
    async with following(url, await headers_of(streaming, "education")) as reader:
        await reader.event()
        async with streaming.service("notifications").database.write() as db:
            await follow_hand_over(db, await account_of(streaming, "health"), await account_of(streaming, "education"))
        [told] = await reader.messages(1)
    assert told.data["title"] == "New task: unread"


async def test_messages_of_a_restored_database_come_before_all_others(streaming: World, url: str) -> None:
    """Another PostgreSQL server counts its transactions from the beginning; SQLite's file goes on where it was."""
    headers, database = await headers_of(streaming, "health"), streaming.service("notifications").database
    await say(streaming, "health", "restored")
    await in_the_stream(streaming)
    if not database.is_sqlite:
        async with database.write() as db:
            await db.run(text("UPDATE messages SET arrival = 4000000000000"))
    await take_in_restored(database)
    async with following(url, headers) as reader:
        opened = await reader.event()
        await say(streaming, "health", "new")
        told = await reader.messages(1)
        assert (await reader.next()).comment == "ping"
    listed = await (await streaming.sign_in("health")).items(NOTIFICATIONS, until=opened.id)
    assert [one["title"] for one in [*listed, *(event.data for event in told)]] == titles("restored", "new")


async def test_indexes_serve_the_look_of_a_server_and_the_reading_of_a_stream(streaming: World) -> None:
    """Among 20,000 messages of 200 readers."""
    database, account = streaming.service("notifications").database, await account_of(streaming, "health")
    async with database.write() as db:
        await written(db, streaming, [account, *(uuid4() for _ in range(199))], *["x"] * 100)
    reading = f"SELECT * FROM messages WHERE account_id = '{account.hex}' AND (arrival, id) > (7, '{account.hex}') ORDER BY arrival, id LIMIT 100"
    looking = "SELECT DISTINCT account_id FROM messages WHERE arrival >= 900000000 AND arrival < 900000100 AND account_id IS NOT NULL"
    for statement, index in ((reading, "ix_messages_account_id_arrival_id"), (looking, "ix_messages_arrival_account_id")):
        assert index in await _explained(database, statement)


async def _explained(database: Database, statement: str) -> str:
    how = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.write() as db:
        if not database.is_sqlite:
            await db.run(text("ANALYZE messages"))
        return " ".join(str(tuple(row)) for row in await db.all(text(f"{how} {statement}")))
