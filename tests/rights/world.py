"""One running platform with four related regions, everybody who may ask, and objects with names that the table speaks of."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx2
from fastapi import FastAPI

from deploy.gateway.dispatcher import Dispatcher
from shared.rules.access import Actor, Grant
from shared.schemas.services import ServiceName
from tests.rights.parts import EVERYBODY, POSTS, Part, Relation, Who

ADMIN_SECRET = "rights-matrix"
OWN_OFFICE = Who(Part.PLAN_OFFICE, Relation.OWN)
OWN_LIAISON = Who(Part.LIAISON, Relation.OWN)


class World:
    """The platform as its callers see it. ``ids`` maps the names that the table uses to ids."""

    def __init__(self, platform: Dispatcher, client: httpx2.AsyncClient) -> None:
        self.platform, self.client = platform, client
        self.ids: dict[str, str] = {}
        self.accounts: dict[Who, UUID] = {}
        self.grants: dict[Who, Grant] = {}
        self._tokens: dict[Who, str] = {}

    def named(self, name: str) -> str:
        """The id of a named object; KeyError for a name that the world does not have."""
        return self.ids[name]

    def token(self, who: Who) -> str:
        """A token as signing in would give it, without the password hashing."""
        if who not in self._tokens:
            actor = Actor(self.accounts[who], who.login, (self.grants[who],), frozenset(POSTS[who.part].scopes))
            self._tokens[who] = self.platform.apps[ServiceName.PLANS].state.service.signer.sign(actor)
        return self._tokens[who]

    async def ask(self, who: Who, method: str, path: str, **extra: Any) -> httpx2.Response:
        """One request as ``who``; every POST has a key of its own, every edit fits any version."""
        return await self.send(self.token(who), method, path, **extra)

    async def send(self, token: str, method: str, path: str, **extra: Any) -> httpx2.Response:
        """One request under a token."""
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en", "Idempotency-Key": uuid4().hex}
        if method in {"PATCH", "PUT", "DELETE"}:
            headers["If-Match"] = "*"
        headers |= extra.pop("headers", {})
        return await self.client.request(method, path, headers=headers, **extra)

    async def directly(self, app: FastAPI, path: str, token: str) -> httpx2.Response:
        """An empty batch posted to a service itself, past the gateway; ``token`` may be empty."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://service") as client:
            return await client.post(path, json=[], headers=headers)

    async def do(self, who: Who, method: str, path: str, body: Any = None) -> Any:
        """A request that must succeed; its JSON."""
        answer = await self.ask(who, method, path, json=body)
        assert answer.is_success, f"{who.login}: {method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def items(self, who: Who, path: str, **query: Any) -> list[dict[str, Any]]:
        """A list as ``who`` sees it; the world is small enough for one page."""
        answer = await self.ask(who, "GET", path, params={**query, "limit": 200})
        assert answer.status_code == 200, f"{who.login}: GET {path}: {answer.status_code} {answer.text}"
        page = answer.json()
        assert page["next_cursor"] is None, f"{path} has more than one page"
        return list(page["items"])

    async def settled(self) -> None:
        """Return once no event is under way; seen twice, because the last event of one service may be the first of another."""
        quiet = 0
        async with asyncio.timeout(30):
            while quiet < 2:
                quiet = quiet + 1 if await self._nothing_under_way() else 0
                await asyncio.sleep(0.01)

    async def _nothing_under_way(self) -> bool:
        answers = [await self.client.get(f"/api/v1/{name}/health/ready") for name in ServiceName]
        return all(answer.json()["backlog"] == {} for answer in answers)


async def people(world: World) -> None:
    """Bring in regions, units and an account for every part in every region; the object's region is the county 甲县."""
    admin = await _administrator(world)
    await _import(world, admin, "regions", {"rows": REGIONS})
    units = [_unit(code, name, kind) for code in CODES.values() for name, kind in UNITS.items()]
    await _import(world, admin, "units", {"rows": units})
    await _remember_places(world, admin)
    rows = [_account(who) for who in EVERYBODY] + [_second_liaison(), *_spare_people()]
    outcome = await _import(world, admin, "accounts", {"rows": rows})
    for who, row in zip(EVERYBODY, outcome["rows"], strict=False):
        world.accounts[who] = UUID(row["id"])
    names = ("second_liaison", "post_holder", "third_liaison")
    world.ids |= {name: row["id"] for name, row in zip(names, outcome["rows"][len(EVERYBODY) :], strict=True)}
    await _remember_posts(world, admin)
    await _group(world, admin)


CODES: Mapping[Relation, str] = {Relation.PARENT: "9901", Relation.OWN: "990101", Relation.SIBLING: "990102", Relation.CHILD: "990101001"}
REGIONS = [
    {"code": "9901", "name": "某市", "level": "city"},
    {"code": "990101", "name": "甲县", "level": "county", "parent_code": "9901"},
    {"code": "990102", "name": "乙县", "level": "county", "parent_code": "9901"},
    {"code": "990101001", "name": "甲县一镇", "level": "town", "parent_code": "990101"},
]
UNITS = {"卫生健康局": "department", "教育局": "department", "住房和城乡建设局": "department", "健康办": "coordination_office"}


async def _administrator(world: World) -> str:
    form = {"grant_type": "password", "username": "admin", "password": ADMIN_SECRET}
    answer = await world.client.post("/api/v1/plans/token", data=form)
    return str(answer.json()["access_token"])


async def _import(world: World, admin: str, what: str, body: Any) -> Any:
    answer = await world.send(admin, "POST", f"/api/v1/plans/{what}:import", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def _unit(code: str, name: str, kind: str) -> dict[str, str]:
    return {"region_code": code, "name": name, "kind": kind}


def _account(who: Who) -> dict[str, Any]:
    held = POSTS[who.part]
    post = {"role": held.role, "region_code": CODES[who.relation], "unit": held.unit}
    return {"login": who.login, "name": who.login, "secret": ADMIN_SECRET, "posts": [post], "scopes": list(held.scopes)}


def _second_liaison() -> dict[str, Any]:
    return {**_account(OWN_LIAISON), "login": "own-liaison-b", "name": "own-liaison-b"}


def _spare_people() -> list[dict[str, Any]]:
    """Whoever holds posts that are to end or to be handed over, and whoever takes them."""
    own = {"region_code": CODES[Relation.OWN], "unit": "卫生健康局"}
    held = [{"role": role, **own, "valid_from": day} for role, day in (("liaison", "2001-01-01"), ("unit_leader", "2002-01-01"))]
    posts = {"c": held, "d": [{"role": "unit_leader", **own}]}
    return [{**_account(OWN_LIAISON), "login": f"own-liaison-{one}", "name": f"own-liaison-{one}", "posts": posts[one]} for one in posts]


async def _remember_posts(world: World, admin: str) -> None:
    answer = await world.send(admin, "GET", "/api/v1/plans/posts", params={"account_id": world.ids["post_holder"]})
    world.ids |= {name: row["id"] for name, row in zip(("post", "post_to_end"), answer.json()["items"], strict=True)}
    world.ids["post_to_hand_over"] = world.ids["post"]


async def _group(world: World, admin: str) -> None:
    """A leading group of the county: two units and the owner's contact, members since 2020."""
    body: dict[str, Any] = {"name": "领导小组", "kind": "leading_group", "region_id": world.ids["region"], "since": "2020-01-01"}
    body["members"] = [{"unit_id": world.ids["owner_unit"]}, {"unit_id": world.ids["spare_unit_0"]}, {"person_id": world.ids["unit_person"]}]
    answer = await world.send(admin, "POST", "/api/v1/plans/groups", json=body)
    assert answer.status_code == 201, answer.text
    world.ids |= {"group": answer.json()["id"], "early_day": "2025-01-01"}
    answer = await world.send(admin, "GET", f"/api/v1/plans/groups/{world.ids['group']}/history")
    names = ("member_unit", "member_to_remove", "member_person")
    world.ids |= {name: row["id"] for name, row in zip(names, answer.json()["items"], strict=True)}


async def _remember_places(world: World, admin: str) -> None:
    """Region and unit ids, and with them the grant that each actor's token carries."""
    regions = (await world.send(admin, "GET", "/api/v1/plans/regions", params={"limit": 200})).json()["items"]
    units = (await world.send(admin, "GET", "/api/v1/plans/units", params={"limit": 200})).json()["items"]
    region_of = {region["code"]: region for region in regions}
    unit_of = {(unit["region_id"], unit["name"]): unit["id"] for unit in units}
    for who in EVERYBODY:
        region, held = region_of[CODES[who.relation]], POSTS[who.part]
        unit = UUID(unit_of[region["id"], held.unit]) if held.unit else None
        world.grants[who] = Grant(held.role, region["path"], unit)
    own = region_of[CODES[Relation.OWN]]["id"]
    world.ids |= {"region": own, "owner_unit": unit_of[own, "卫生健康局"], "calendar_year": "2026", "some_day": "2026-04-30", "some_workdays": "3"}
    world.ids |= {"units_table": "units", "some_digest": "shown-before"}
    rename = {"name": "甲县", "on": "2000-01-01", "basis": {"title": "通知"}}
    answer = await world.send(admin, "POST", f"/api/v1/plans/regions/{own}:rename", json=rename)
    assert answer.status_code == 200, answer.text
    world.ids["change"] = answer.json()["id"]
    made = {"region_code": CODES[Relation.OWN], "kind": "institution"}
    spare = await _import(world, admin, "units", {"rows": [{**made, "name": f"备用单位{number}"} for number in range(5)]})
    world.ids |= {f"spare_unit_{number}": row["id"] for number, row in enumerate(spare["rows"])}
    contact = {"kind": "contact", "name": "张某", "valid_from": "2020-01-01"}
    answer = await world.send(admin, "POST", f"/api/v1/plans/units/{world.ids['owner_unit']}/people", json=contact)
    assert answer.status_code == 201, answer.text
    world.ids["unit_person"] = answer.json()["id"]
