"""Where an account is reached: entered by its holder or an administrator, seen by those who may know of the account."""

import pytest

from tests.factories.people import HEALTH, account, post
from tests.factories.problems import nothing_changes, problem
from tests.platform import World

ACCOUNTS = "/api/v1/plans/accounts"
MAIL = {"email": "li@health.example.cn", "mobile": "13800000000"}


async def own_contact(world: World, login: str) -> str:
    """The address of somebody's own contact."""
    me = await (await world.sign_in(login)).read("/api/v1/plans/me")
    return f"{ACCOUNTS}/{me['id']}/contact"


async def test_oneself_and_administrators_enter_a_contact(people_world: World) -> None:
    address = await own_contact(people_world, "health")
    for login in ("health", "county-admin", "admin"):
        caller = await people_world.sign_in(login)
        answer = await caller.put(address, MAIL)
        assert answer.status_code == 200 and {kind: answer.json()[kind] for kind in MAIL} == MAIL
        assert answer.headers["etag"] == f'"v{answer.json()["version"]}"'
    office = await people_world.sign_in("office")
    seen = await office.get(address.removesuffix("/contact"))
    assert seen.json()["email"] == MAIL["email"] and seen.headers["etag"] == f'"v{seen.json()["version"]}"'


async def test_a_contact_is_forgotten(people_world: World) -> None:
    health = await people_world.sign_in("health")
    address = await own_contact(people_world, "health")
    assert (await health.put(address, MAIL)).status_code == 200
    assert (await health.put(address, {"email": None, "mobile": None})).json()["email"] is None


async def test_others_do_not_enter_it(people_world: World) -> None:
    address = await own_contact(people_world, "health")
    async with nothing_changes(people_world):
        for login in ("office", "health-leader", "auditor"):
            problem(await (await people_world.sign_in(login)).put(address, MAIL), 403, "denied")
        for login in ("education", "neighbour-office"):
            problem(await (await people_world.sign_in(login)).put(address, MAIL), 404, "not-found")
        problem(await people_world.nobody.put(address, MAIL), 401, "not-authenticated")


async def test_a_stale_or_blind_edit_is_refused(people_world: World) -> None:
    health = await people_world.sign_in("health")
    address = await own_contact(people_world, "health")
    async with nothing_changes(people_world):
        problem(await health.put(address, MAIL, if_match='"v99"'), 412, "stale-etag")
        problem(await health.put(address, MAIL, if_match=None), 428, "missing-if-match")


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "li"},
        {"email": "li@health"},
        {"email": "李@health.example.cn"},
        {"email": "li@health.example.cn\r\nBcc: x@y.cn"},
        {"email": f"{'l' * 65}@health.example.cn"},
        {"mobile": "12345678901"},
        {"mobile": "0571-88888888"},
        {"telephone": "13800000000"},
    ],
)
async def test_what_is_no_contact_is_refused_where_it_is_entered(people_world: World, wrong: dict[str, str]) -> None:
    address = await own_contact(people_world, "health")
    problem(await (await people_world.sign_in("health")).put(address, {**MAIL, **wrong}), 422, "invalid-request")


async def test_a_contact_comes_with_the_import_of_accounts(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    row = account("newcomer", post("liaison", HEALTH)) | MAIL
    made = await admin.do(f"{ACCOUNTS}:import", {"rows": [row]})
    assert (await admin.read(f"{ACCOUNTS}/{made['rows'][0]['id']}"))["mobile"] == MAIL["mobile"]
    problem(await admin.post(f"{ACCOUNTS}:import", {"rows": [row | {"login": "other", "email": "nobody"}]}), 422, "invalid-request")
