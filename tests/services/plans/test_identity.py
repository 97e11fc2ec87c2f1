"""Signing in: who gets a token, and what it is worth on which day."""

from datetime import date

import pytest

from tests.factories.documents import draft
from tests.factories.people import SECRET
from tests.factories.problems import problem
from tests.platform import Caller, World

TOKEN = "/api/v1/plans/token"


async def test_a_password_gives_a_token_of_fifteen_minutes(shared_world: World) -> None:
    form = {"grant_type": "password", "username": "health", "password": SECRET}
    token = (await shared_world.client.post(TOKEN, data=form)).json()
    assert (token["token_type"], token["expires_in"]) == ("Bearer", 900)
    me = await Caller(shared_world.client, token["access_token"]).read("/api/v1/plans/me")
    assert (me["login"], [post["role"] for post in me["posts"]]) == ("health", ["liaison"])


async def test_an_outside_system_signs_in_with_its_client_secret(shared_world: World) -> None:
    form = {"grant_type": "client_credentials", "client_id": "partner", "client_secret": SECRET}
    token = (await shared_world.client.post(TOKEN, data=form)).json()["access_token"]
    me = await Caller(shared_world.client, token).read("/api/v1/plans/me")
    assert me["scopes"] == ["plans:read", "indicators:read", "observations:write"]


async def test_a_wrong_secret_and_an_unknown_login_are_told_the_same(shared_world: World) -> None:
    answers = [
        await shared_world.client.post(TOKEN, data={"grant_type": "password", "username": login, "password": secret})
        for login, secret in (("health", "wrong-secret"), ("nobody-at-all", SECRET))
    ]
    known, unknown = (problem(answer, 401, "bad-credentials") for answer in answers)
    assert known["detail"] == unknown["detail"]
    assert all(answer.headers["www-authenticate"].startswith("Bearer") for answer in answers)


async def test_grants_other_than_the_two_are_refused(shared_world: World) -> None:
    problem(await shared_world.client.post(TOKEN, data={"grant_type": "implicit"}), 400, "unsupported-grant")
    missing = problem(await shared_world.client.post(TOKEN, data={"username": "health"}), 422, "invalid-request")
    assert missing["errors"][0]["pointer"] == "/grant_type"


async def test_missing_fields_of_a_grant_are_wrong_credentials(shared_world: World) -> None:
    problem(await shared_world.client.post(TOKEN, data={"grant_type": "password"}), 401, "bad-credentials")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer nonsense", "Basic aGVhbHRoOng=", "Bearer a.b.c"])
async def test_who_is_not_known_is_told_how_to_sign_in(shared_world: World, header: str | None) -> None:
    answer = await shared_world.client.get("/api/v1/plans/me", headers={"Authorization": header} if header else {})
    problem(answer, 401, "not-authenticated")
    assert answer.headers["www-authenticate"] == 'Bearer realm="jianxing"'


async def test_a_token_holds_in_every_service_and_not_when_changed(shared_world: World) -> None:
    health = await shared_world.sign_in("health")
    for path in ("/api/v1/plans", "/api/v1/indicators", "/api/v1/submissions", "/api/v1/notifications"):
        assert (await health.get(path)).status_code == 200
        forged = Caller(shared_world.client, health.headers["Authorization"].removeprefix("Bearer ")[:-4] + "AAAA")
        problem(await forged.get(path), 401, "not-authenticated")


async def test_a_post_counts_from_its_first_day_until_its_last(world: World) -> None:
    world.move_to(date(2023, 4, 19), hour=23)
    mover = await world.sign_in("mover")
    problem(await mover.post("/api/v1/plans", draft("换岗前")), 403, "denied")
    world.move_to(date(2023, 4, 20), hour=0)
    mover = await world.sign_in("mover")
    assert (await mover.post("/api/v1/plans", draft("换岗后"))).status_code == 201


async def test_an_account_reads_itself_whatever_it_is(shared_world: World) -> None:
    for login in ("bare-partner", "mayor", "county-admin"):
        assert (await (await shared_world.sign_in(login)).read("/api/v1/plans/me"))["login"] == login


async def test_no_secret_leaves(shared_world: World) -> None:
    auditor = await shared_world.sign_in("auditor")
    answer = await auditor.get("/api/v1/plans/accounts", limit=200)
    assert len(answer.json()["items"]) > 5
    assert SECRET not in answer.text and "argon2" not in answer.text and "secret" not in answer.text
