"""Calendar feeds of a running platform: whose they are, what they show on a day, and to whom."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import vobject
from sqlalchemy import select

from services.notifications.models import FeedRecord
from services.notifications.service import feeds
from shared.kit.tables import idempotent_answers
from tests.factories.documents import MYOPIA
from tests.factories.ledgers import unit_id
from tests.factories.people import EDUCATION, HEALTH, SPORT
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import assignment_of, fill, move, open_round, start, value
from tests.platform import Caller, World
from tests.services.submissions.test_extensions import extending, longer

FEEDS = "/api/v1/notifications/feeds"


async def made(caller: Caller, **body: Any) -> dict[str, Any]:
    """A feed of the caller with its address."""
    return dict(await caller.do(FEEDS, body))


def path_of(feed: dict[str, Any]) -> str:
    """The address as the gateway of the test knows it."""
    return str(feed["url"]).partition("8000")[2]


async def events(world: World, feed: dict[str, Any]) -> dict[str, Any]:
    """The feed's events by unit, as a calendar program without any token reads them."""
    answer = await world.nobody.get(path_of(feed))
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = vobject.readOne(answer.content.decode()).contents.get("vevent", [])
    return {event.summary.value.rpartition("（")[2].rstrip("）"): event for event in found}


async def test_a_liaison_subscribes_to_what_the_unit_owes(world: World) -> None:
    await open_round(world)
    feed = await made(await world.sign_in("health"))
    found = await events(world, feed)
    owed = await assignment_of(world, HEALTH)
    assert set(found) == {HEALTH} and found[HEALTH].uid.value == f"{owed['id']}@jianxing"
    assert found[HEALTH].dtstart.value.isoformat() == "2023-04-24T23:00:00+08:00"


async def test_moves_are_followed_under_the_same_uid(world: World) -> None:
    await open_round(world)
    feed = await made(await world.sign_in("health"))
    before = (await events(world, feed))[HEALTH]
    office, owed = await world.sign_in("office"), await assignment_of(world, HEALTH)
    await office.do(extending(owed), longer("2023-05-08"))
    await world.settle()
    after = (await events(world, feed))[HEALTH]
    assert after.uid.value == before.uid.value and int(after.sequence.value) > int(before.sequence.value)
    assert after.dtend.value.isoformat() == "2023-05-09T00:00:00+08:00"


async def test_what_was_handed_in_is_cancelled(world: World) -> None:
    await open_round(world)
    education = await world.sign_in("education")
    feed = await made(education)
    before = (await events(world, feed))[EDUCATION]
    submission = await start(education, await assignment_of(world, EDUCATION))
    await fill(education, submission, {MYOPIA: value("49")})
    await move(education, submission, "submit")
    await world.settle()
    after = (await events(world, feed))[EDUCATION]
    assert (before.status.value, after.status.value) == ("CONFIRMED", "CANCELLED") and int(after.sequence.value) > int(before.sequence.value)


async def test_who_has_it_already_gets_304(world: World) -> None:
    await open_round(world)
    feed = await made(await world.sign_in("health"))
    first = await world.nobody.get(path_of(feed))
    known = {"If-None-Match": first.headers["etag"]}
    again = await world.client.get(path_of(feed), headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await (await world.sign_in("office")).do(extending(await assignment_of(world, HEALTH)), longer("2023-05-08"))
    await world.settle()
    assert (await world.client.get(path_of(feed), headers=known)).status_code == 200


async def test_the_feed_shows_what_its_owner_may_see_today(world: World) -> None:
    """The liaison of the education bureau becomes an officer of the plan office on 20 April; the feed is the same one."""
    await open_round(world)
    feed = await made(await world.sign_in("mover"))
    assert set(await events(world, feed)) == {EDUCATION}
    world.move_to(date(2023, 4, 21))
    assert set(await events(world, feed)) == {EDUCATION, HEALTH, SPORT}


async def test_a_unit_may_be_chosen_by_who_may_see_what_it_owes(world: World) -> None:
    await open_round(world)
    health_id = await unit_id(world)
    office = await world.sign_in("office")
    assert set(await events(world, await made(office))) == {EDUCATION, HEALTH, SPORT}
    assert set(await events(world, await made(office, unit_id=health_id))) == {HEALTH}
    async with nothing_changes(world):
        for login in ("education", "neighbour-office"):
            problem(await (await world.sign_in(login)).post(FEEDS, {"unit_id": health_id}), 404, "not-found")
        problem(await office.post(FEEDS, {"unit_id": str(uuid4())}), 404, "not-found")
        problem(await office.post(FEEDS, {"language": "fr"}), 422, "invalid-request")


async def test_a_unit_feed_is_empty_once_its_owner_has_left(world: World) -> None:
    await open_round(world)
    mover = await world.sign_in("mover")
    [education] = await mover.items("/api/v1/plans/units", name=EDUCATION)
    feed = await made(mover, unit_id=education["id"])
    assert set(await events(world, feed)) == {EDUCATION}
    admin = await world.sign_in("county-admin")
    me = await mover.read("/api/v1/plans/me")
    for post in await admin.items("/api/v1/plans/posts", account_id=me["id"]):
        await admin.post(f"/api/v1/plans/posts/{post['id']}:end", {"on": "2023-04-11"})
    await world.settle()
    world.move_to(date(2023, 4, 12))
    assert await events(world, feed) == {}


async def test_a_revoked_and_a_wrong_address_answer_nobody(world: World) -> None:
    health = await world.sign_in("health")
    feed = await made(health)
    async with nothing_changes(world):
        for path in (f"{FEEDS}/{'x' * 43}.ics", f"{FEEDS}/{feed['id']}.ics", path_of(feed)[:-5] + ".ics"):
            problem(await world.nobody.get(path), 404, "not-found")
        problem(await world.nobody.get(f"{FEEDS}/{'x' * 200}.ics"), 422, "invalid-request")
        problem(await health.post(f"{FEEDS}/{feed['id']}:revoke", if_match='"v9"'), 412, "stale-etag")
    revoked = await health.do(f"{FEEDS}/{feed['id']}:revoke")
    assert revoked["revoked_at"]
    problem(await world.nobody.get(path_of(feed)), 404, "not-found")
    problem(await health.post(f"{FEEDS}/{feed['id']}:revoke"), 409, "feed-revoked")


async def test_a_feed_is_its_owners_and_its_secret_is_not_stored(world: World) -> None:
    health = await world.sign_in("health")
    first = await health.post(FEEDS, {}, key="once")
    feed, secret = first.json(), path_of(first.json()).rpartition("/")[2].removesuffix(".ics")
    assert (await health.post(FEEDS, {}, key="once")).json() == {**feed, "url": None}
    assert [one["id"] for one in await health.items(FEEDS)] == [feed["id"]] and "url" not in (await health.items(FEEDS))[0]
    async with nothing_changes(world):
        for login in ("office", "health-leader", "auditor", "county-admin"):
            caller = await world.sign_in(login)
            problem(await caller.get(f"{FEEDS}/{feed['id']}"), 404, "not-found")
            problem(await caller.post(f"{FEEDS}/{feed['id']}:revoke"), 404, "not-found")
            assert await caller.items(FEEDS) == []
        problem(await (await world.sign_in("partner")).post(FEEDS, {}), 403, "denied")
    read = world.service("notifications").database.read
    kept = [*await read.all(select(FeedRecord.digest)), *await read.all(select(idempotent_answers.c.body))]
    assert len(secret) == 43 and all(secret not in str(row[0]) for row in kept)


async def test_there_is_an_end_to_feeds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_FEEDS", 2)
    health = await world.sign_in("health")
    one, _ = await made(health), await made(health)
    problem(await health.post(FEEDS, {}), 409, "too-many-feeds")
    await health.do(f"{FEEDS}/{one['id']}:revoke")
    await made(health)


async def test_a_crowd_of_deadlines_is_cut_and_said_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_EVENTS", 1)
    await open_round(world)
    feed = await made(await world.sign_in("office"), language="en")
    calendar = vobject.readOne((await world.nobody.get(path_of(feed))).content.decode())
    assert len(calendar.vevent_list) == 1 and calendar.description.value == "only the nearest 1 are listed"
