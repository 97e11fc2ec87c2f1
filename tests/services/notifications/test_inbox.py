"""The inbox: whose it is, what it says, and what reading and acknowledging do."""

from uuid import uuid4

from tests.factories.documents import LITERACY, MALARIA, SMOKING
from tests.factories.people import HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, returning, start, state, value
from tests.platform import World

NOTIFICATIONS = "/api/v1/notifications"


def counted(*, unread: int = 0, read: int = 0, acknowledged: int = 0, archived: int = 0) -> dict[str, int]:
    """What the inbox says of so many messages."""
    return {"unread": unread, "read": read, "acknowledged": acknowledged, "unacknowledged": unread + read, "archived": archived}


async def test_each_step_of_a_form_tells_who_must_act_next(world: World) -> None:
    made = await open_round(world)
    health, office = await world.sign_in("health"), await world.sign_in("office")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, {LITERACY: value("31.2"), MALARIA: state("消除"), SMOKING: value("20")})
    await move(health, submission, "submit")
    await move(office, submission, "return", returning(submission, LITERACY))
    await fill(health, submission, {LITERACY: value("32.6")})
    await move(health, submission, "submit")
    await move(office, submission, "approve", {})
    await office.do(f"{SUBMISSIONS}/rounds/{made['id']}:close")
    await world.settle()
    told = {
        login: [m["kind"] for m in await (await world.sign_in(login)).items(NOTIFICATIONS)] for login in ("health", "office", "mayor", "education")
    }
    assert told == {
        "health": ["assigned", "returned", "approved"],
        "office": ["submitted", "submitted", "round"],
        "mayor": ["round"],
        "education": ["assigned"],
    }


async def test_a_message_is_told_in_the_readers_language(world: World) -> None:
    await open_round(world)
    said = {}
    for language in ("zh", "en"):
        health = await world.sign_in("health", language=language)
        [message] = await health.items(NOTIFICATIONS)
        said[language] = message
    assert said["zh"]["title"] == "新的填报任务：2022年度监测填报" and said["en"]["title"] == "New task: 2022年度监测填报"
    by_when = "请于2023年4月24日（星期一）24时前完成（还有11个工作日）。"  # Sunday the 23rd is worked
    assert said["zh"]["body"] == f"{HEALTH}有3项指标需在“2022年度监测填报”中填报。{by_when}"
    assert said["en"]["body"] == f"{HEALTH} is asked for 3 values in 2022年度监测填报 by the end of 2023-04-24 (Monday) (11 workdays left)."
    assert said["zh"]["why"] == "liaison"
    assert (await health.get(said["zh"]["link"])).status_code == 200


async def test_reading_and_acknowledging_are_noted_once(world: World) -> None:
    await open_round(world)
    health = await world.sign_in("health")
    [message] = await health.items(NOTIFICATIONS)
    address = f"{NOTIFICATIONS}/{message['id']}"
    assert await health.read(f"{NOTIFICATIONS}/inbox") == counted(unread=1)
    looked = await health.get(address)
    assert (looked.json()["state"], looked.headers["etag"]) == ("unread", '"v1"')  # looking is not reading
    read = await health.do(f"{address}:mark-read")
    assert (read["state"], read["acknowledged_at"]) == ("read", None) and read["read_at"].startswith("2023-04-10")
    assert await health.do(f"{address}:mark-read") == read
    assert await health.read(f"{NOTIFICATIONS}/inbox") == counted(read=1)
    confirmed = await health.do(f"{address}:acknowledge")
    assert (confirmed["state"], confirmed["read_at"]) == ("acknowledged", read["read_at"])
    assert await health.do(f"{address}:acknowledge") == confirmed
    assert (await health.do(f"{address}:mark-read"))["state"] == "acknowledged"
    assert await health.read(f"{NOTIFICATIONS}/inbox") == counted(acknowledged=1)
    assert [m["id"] for m in await health.items(NOTIFICATIONS, state="acknowledged")] == [message["id"]]
    assert await health.items(NOTIFICATIONS, state="unread") == []


async def test_acknowledging_without_reading_is_both(world: World) -> None:
    await open_round(world)
    health = await world.sign_in("health")
    [message] = await health.items(NOTIFICATIONS)
    confirmed = await health.do(f"{NOTIFICATIONS}/{message['id']}:acknowledge")
    assert confirmed["read_at"] == confirmed["acknowledged_at"] is not None


async def test_other_peoples_messages_do_not_exist(world: World) -> None:
    await open_round(world)
    [message] = await (await world.sign_in("health")).items(NOTIFICATIONS)
    address = f"{NOTIFICATIONS}/{message['id']}"
    async with nothing_changes(world):
        for login in ("health-leader", "office", "auditor", "county-admin", "neighbour-health", "partner"):
            caller = await world.sign_in(login)
            problem(await caller.get(address), 404, "not-found")
            for verb in ("mark-read", "acknowledge", "archive", "restore"):
                problem(await caller.post(f"{address}:{verb}"), 404, "not-found")
            assert await caller.items(NOTIFICATIONS) == []
            assert await caller.read(f"{NOTIFICATIONS}/inbox") == counted()


async def test_a_stale_or_keyless_acknowledgement_is_refused(world: World) -> None:
    await open_round(world)
    health = await world.sign_in("health")
    [message] = await health.items(NOTIFICATIONS)
    address = f"{NOTIFICATIONS}/{message['id']}"
    async with nothing_changes(world):
        problem(await health.post(f"{address}:acknowledge", if_match='"v9"'), 412, "stale-etag")
        problem(await health.post(f"{address}:mark-read", key=None), 400, "missing-idempotency-key")
        for verb in ("mark-read", "acknowledge", "archive", "restore"):
            problem(await health.post(f"{NOTIFICATIONS}/{uuid4()}:{verb}"), 404, "not-found")


async def test_an_inbox_page_by_page(world: World) -> None:
    for year in (2020, 2021, 2022):
        await open_round(world, subject_year=year, outward_due_on="2023-05-10", name=f"{year}年度填报")
    health = await world.sign_in("health")
    titles = [m["title"] for m in await health.items(NOTIFICATIONS, limit=1)]
    assert titles == [f"New task: {year}年度填报" for year in (2020, 2021, 2022)]
    problem(await health.get(NOTIFICATIONS, state="burnt"), 422, "invalid-request")


async def test_what_is_put_away_leaves_the_inbox_and_comes_back(world: World) -> None:
    """Putting away is reading; who did not acknowledge has not done so by it."""
    for year in (2021, 2022):
        await open_round(world, subject_year=year, outward_due_on="2023-05-10", name=f"{year}年度填报")
    health = await world.sign_in("health")
    first, second = await health.items(NOTIFICATIONS)
    address = f"{NOTIFICATIONS}/{first['id']}"
    problem(await health.post(f"{address}:archive", if_match='"v9"'), 412, "stale-etag")
    away = await health.do(f"{address}:archive")
    assert (away["state"], away["acknowledged_at"]) == ("read", None) and away["archived_at"] == away["read_at"]
    assert await health.do(f"{address}:archive") == away
    assert [m["id"] for m in await health.items(NOTIFICATIONS)] == [second["id"]]
    assert [m["id"] for m in await health.items(NOTIFICATIONS, archived=True)] == [first["id"]]
    assert await health.items(NOTIFICATIONS, archived=True, state="unread") == []
    assert await health.read(f"{NOTIFICATIONS}/inbox") == counted(unread=1, archived=1)
    assert (await health.do(f"{address}:acknowledge"))["archived_at"] == away["archived_at"]
    back = await health.do(f"{address}:restore")
    assert (back["state"], back["archived_at"]) == ("acknowledged", None) and await health.do(f"{address}:restore") == back
    assert await health.read(f"{NOTIFICATIONS}/inbox") == counted(unread=1, acknowledged=1)
