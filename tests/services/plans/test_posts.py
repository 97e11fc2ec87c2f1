"""Posts between two days, and the hand-over of posts from one person to another."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from tests.factories.people import HEALTH, SPORT
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import assignment_of, open_round, start
from tests.platform import Caller, World, eventually
from tests.services.plans.test_units import named

PLANS = "/api/v1/plans"
TODAY = "2023-04-10"


async def person(admin: Caller, login: str) -> str:
    return next(str(one["id"]) for one in await admin.items(f"{PLANS}/accounts") if one["login"] == login)


async def liaison(admin: Caller, login: str, unit_name: str, seat: str | None, **days: Any) -> dict[str, Any]:
    unit = await named(admin, unit_name)
    return {"account_id": await person(admin, login), "role": "liaison", "unit_id": unit["id"], "seat": seat, "valid_from": TODAY, **days}


async def test_a_unit_has_one_a_and_one_b_on_any_day(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    first = await admin.do(f"{PLANS}/posts", await liaison(admin, "mayor", SPORT, "A"))
    assert (first["account_name"], first["seat"], first["valid_until"]) == ("人员 mayor", "A", None)
    problem(await admin.post(f"{PLANS}/posts", await liaison(admin, "office", SPORT, "A", valid_from="2023-06-01")), 409, "seat-taken")
    second = await admin.do(f"{PLANS}/posts", await liaison(admin, "office", SPORT, "B"))
    await admin.do(f"{PLANS}/posts/{first['id']}:end", {"on": "2023-06-01", "reason": "调离"})
    third = await admin.do(f"{PLANS}/posts", await liaison(admin, "office-b", SPORT, "A", valid_from="2023-06-01"))
    sport = await named(admin, SPORT)
    assert [one["id"] for one in await admin.items(f"{PLANS}/posts", unit_id=sport["id"], as_of="2023-05-31")] == [first["id"], second["id"]]
    assert [one["id"] for one in await admin.items(f"{PLANS}/posts", unit_id=sport["id"], as_of="2023-06-01")] == [second["id"], third["id"]]
    assert await admin.read(f"{PLANS}/posts/{second['id']}") == second
    mayor = await people_world.sign_in("mayor")
    held = await mayor.items(f"{PLANS}/posts", account_id=first["account_id"])
    assert {one["role"] for one in held} == {"leadership", "liaison"}


async def test_a_post_that_does_not_fit_is_refused(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    good = await liaison(admin, "mayor", SPORT, "A")
    async with nothing_changes(people_world):
        problem(await admin.post(f"{PLANS}/posts", {**good, "account_id": str(uuid4())}), 422, "unknown-account")
        problem(await admin.post(f"{PLANS}/posts", {**good, "unit_id": str(uuid4())}), 422, "unknown-unit")
        problem(await admin.post(f"{PLANS}/posts", {**good, "role": "service", "seat": None}), 422, "invalid-request")
        problem(await admin.post(f"{PLANS}/posts", {**good, "role": "unit_leader"}), 422, "invalid-request")
        problem(await admin.post(f"{PLANS}/posts", {**good, "valid_until": TODAY}), 422, "invalid-request")
        country = {"account_id": good["account_id"], "role": "administrator", "valid_from": TODAY}
        problem(await admin.post(f"{PLANS}/posts", country), 403, "denied")
        problem(await (await people_world.sign_in("office")).post(f"{PLANS}/posts", good), 403, "denied")
    made = await admin.do(f"{PLANS}/posts", good)
    problem(await admin.post(f"{PLANS}/posts/{made['id']}:end", {"on": TODAY}), 422, "ends-before-begin")
    problem(await (await people_world.sign_in("neighbour-office")).get(f"{PLANS}/posts/{made['id']}"), 404, "not-found")


async def test_a_hand_over_moves_posts_access_drafts_and_messages_on_its_day(world: World) -> None:
    admin = await world.sign_in("admin")
    await open_round(world)
    await world.settle()
    owed = await assignment_of(world, HEALTH)
    draft = await start(await world.sign_in("health"), owed)
    giver, taker = await person(admin, "health"), await person(admin, "mayor")
    done = await admin.do(f"{PLANS}/accounts/{giver}:hand-over", {"to_account_id": taker, "on": TODAY, "reason": "工作调动"})
    assert done["told"] and len(done["ended"]) == len(done["begun"]) == 1
    await world.settle()
    world.move_to(date(2023, 4, 11))
    new, old = await world.sign_in("mayor"), await world.sign_in("health")
    assert [one["id"] for one in await new.items("/api/v1/submissions/assignments", unit_id=owed["unit_id"])] == [owed["id"]]
    problem(await old.get(f"/api/v1/submissions/assignments/{owed['id']}"), 404, "not-found")
    rows = await world.service("submissions").database.read.all(text("select id, started_by from submissions"))
    assert [(str(row.id).replace("-", ""), str(row.started_by).replace("-", "")) for row in rows] == [
        (draft["id"].replace("-", ""), taker.replace("-", ""))
    ]
    assert await old.items("/api/v1/notifications", state="unread") == [] and await new.items("/api/v1/notifications", state="unread") != []


async def test_a_hand_over_for_a_day_to_come_is_told_on_that_day(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    giver, taker = await person(admin, "health"), await person(admin, "mayor")
    [held] = await admin.items(f"{PLANS}/posts", account_id=giver)
    body = {"to_account_id": taker, "on": "2023-05-01", "reason": "轮岗", "post_ids": [held["id"]]}
    done = await admin.do(f"{PLANS}/accounts/{giver}:hand-over", body)
    assert done["told"] is False and done["ended"] == [held["id"]]
    assert [one["valid_until"] for one in await admin.items(f"{PLANS}/posts", account_id=giver)] == ["2023-05-01"]
    told = text("select count(*) as n from outbox_events where type = 'account.handed_over'")
    assert (await people_world.service("plans").database.read.all(told))[0].n == 0
    people_world.move_to(date(2023, 5, 1))

    async def heard() -> bool:
        return bool((await people_world.service("plans").database.read.all(told))[0].n == 1)

    await eventually(heard)
    await people_world.settle()
    again = await people_world.sign_in("admin")
    assert [one for one in await again.items(f"{PLANS}/directory-changes") if one["kind"] == "account_handed_over"] == []
    problem(await again.get(f"{PLANS}/directory-changes/{done['id']}"), 404, "not-found")


async def test_a_hand_over_needs_posts_and_another_person(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    giver, taker = await person(admin, "health"), await person(admin, "mayor")
    body = {"to_account_id": taker, "on": TODAY, "reason": "轮岗"}
    async with nothing_changes(people_world):
        problem(await admin.post(f"{PLANS}/accounts/{giver}:hand-over", {**body, "to_account_id": giver}), 422, "own-successor")
        problem(await admin.post(f"{PLANS}/accounts/{giver}:hand-over", {**body, "to_account_id": str(uuid4())}), 422, "unknown-account")
        problem(await admin.post(f"{PLANS}/accounts/{giver}:hand-over", {**body, "post_ids": [str(uuid4())]}), 422, "unknown-posts")
        problem(await admin.post(f"{PLANS}/accounts/{uuid4()}:hand-over", body), 404, "not-found")
        problem(await (await people_world.sign_in("office")).post(f"{PLANS}/accounts/{giver}:hand-over", body), 403, "denied")
