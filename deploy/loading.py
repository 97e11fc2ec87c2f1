"""Loading the examples over HTTP, as any administrator and plan office would; safe to repeat after a kill at any moment."""

import asyncio
import json
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path
from typing import Any

import httpx2

PLANS = ("jiangbei", "qiantang", "wenling", "cixi", "hangzhou")
ADMIN, DEMO_SECRET = "admin", "jianxing-demo"
_PATIENCE_SECONDS = 60.0


class LoadingError(RuntimeError):
    """The platform did not answer as expected while the examples were loaded."""


def examples_folder() -> Path:
    """``examples/`` of the checkout, or its copy inside the installed package."""
    checkout = Path(__file__).resolve().parent.parent / "examples"
    return checkout if checkout.is_dir() else Path(str(resources.files("deploy"))) / "examples_data"


def example(*parts: str) -> dict[str, Any]:
    """One example file as JSON."""
    content: dict[str, Any] = json.loads(examples_folder().joinpath(*parts).read_text(encoding="utf-8"))
    return content


class Api:
    """The platform through its gateway, as one account."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}", "Accept-Language": "en"}

    @classmethod
    async def sign_in(cls, client: httpx2.AsyncClient, login: str, secret: str) -> "Api":
        """Sign in with a password."""
        form = {"grant_type": "password", "username": login, "password": secret}
        answer = await client.post("/api/v1/plans/token", data=form)
        if not answer.is_success:
            raise LoadingError(f"cannot sign in as {login}: {answer.text}")
        return cls(client, answer.json()["access_token"])

    async def post(self, path: str, body: Any, key: str) -> Any:
        """POST under an Idempotency-Key that stays the same when the load is repeated."""
        answer = await self.client.post(path, json=body, headers={**self.headers, "Idempotency-Key": key})
        if not answer.is_success:
            raise LoadingError(f"POST {path}: {answer.status_code} {answer.text[:2000]}")
        return answer.json()

    async def pages(self, path: str, **params: Any) -> AsyncIterator[Any]:
        """Every item of a list."""
        query: dict[str, Any] = {**params, "limit": 200}
        while True:
            answer = await self.client.get(path, params=query, headers=self.headers)
            if not answer.is_success:
                raise LoadingError(f"GET {path}: {answer.status_code} {answer.text[:2000]}")
            for item in answer.json()["items"]:
                yield item
            if not (cursor := answer.json()["next_cursor"]):
                return
            query["cursor"] = cursor


async def is_loaded(client: httpx2.AsyncClient, secret: str = DEMO_SECRET) -> bool:
    """Whether every example plan is there with its values."""
    try:
        office = await Api.sign_in(client, "jb-office", secret)
    except LoadingError:
        return False
    return len([plan async for plan in office.pages("/api/v1/plans")]) >= len(PLANS) and await _has_values(office)


async def _has_values(office: Api) -> bool:
    async for _ in office.pages("/api/v1/indicators/observations"):
        return True
    return False


async def load_directory(client: httpx2.AsyncClient, secret: str = DEMO_SECRET) -> None:
    """Regions, units, groups and demo accounts."""
    admin = await Api.sign_in(client, ADMIN, secret)
    directory = example("made_up", "directory.json")
    await admin.post("/api/v1/plans/regions:import", {"rows": directory["regions"]}, "examples/regions")
    await admin.post("/api/v1/plans/units:import", {"rows": directory["units"], "groups": directory["groups"]}, "examples/units")
    await admin.post("/api/v1/plans/accounts:import", {"rows": example("made_up", "accounts.json")["accounts"]}, "examples/accounts")


async def load_catalogue(client: httpx2.AsyncClient, secret: str = DEMO_SECRET) -> None:
    """The starter catalogue, before the plans: what they print is then linked to it."""
    admin = await Api.sign_in(client, ADMIN, secret)
    rows = example("catalogue", "starter.json")["rows"]
    await admin.post("/api/v1/indicators/entries:import", {"rows": rows}, "examples/catalogue")


async def load_plan(client: httpx2.AsyncClient, slug: str, *, last_year: int = 9999) -> str:
    """One plan: drafted, issued, filling units assigned, official values up to ``last_year`` brought in; its id."""
    setup = example("made_up", "setups", f"{slug}.json")
    office = await Api.sign_in(client, office_of(setup["region_code"]), DEMO_SECRET)
    draft = {"region_code": setup["region_code"], "document": example("documents", f"{slug}.json"), "assigned": setup["assigned"]}
    plan = await office.post("/api/v1/plans", draft, f"examples/{slug}/draft")
    issue = {name: value for name, value in setup["issue"].items() if value is not None}
    await office.post(f"/api/v1/plans/{plan['id']}:issue", issue, f"examples/{slug}/issue")
    await _until_known(office, plan["id"], len(setup["fillers"]))
    await assign_fillers(office, plan, setup)
    await load_values(office, plan["id"], slug, last_year)
    return str(plan["id"])


async def assign_fillers(office: Api, plan: dict[str, Any], setup: dict[str, Any]) -> None:
    """Say who fills each indicator."""
    units = {unit["name"]: unit["id"] async for unit in office.pages("/api/v1/plans/units", region_id=plan["region_id"])}
    rows = [{"key": key, "filling_unit_id": units[name]} for key, name in setup["fillers"].items()]
    await office.post("/api/v1/indicators/plan-indicators:assign", {"plan_id": plan["id"], "rows": rows}, f"examples/{setup['document']}/fillers")


async def load_values(office: Api, plan_id: str, slug: str, last_year: int) -> None:
    """Official values of a plan's indicators."""
    values = example("made_up", "values", f"{slug}.json")["values"]
    rows = [{"key": key, "year": int(year), **value} for key, years in values.items() for year, value in years.items() if int(year) <= last_year]
    body = {"plan_id": plan_id, "rows": rows}
    await office.post("/api/v1/indicators/observations:import", body, f"examples/{slug}/values-{last_year}")


async def load_all(client: httpx2.AsyncClient, secret: str = DEMO_SECRET) -> None:
    """Everything under ``examples/``."""
    await load_directory(client, secret)
    await load_catalogue(client, secret)
    for slug in PLANS:
        await load_plan(client, slug)


def office_of(region_code: str) -> str:
    """The demo account that is the plan office of a region."""
    for account in example("made_up", "accounts.json")["accounts"]:
        for post in account["posts"]:
            if post["role"] == "plan_office" and post.get("region_code") == region_code:
                return str(account["login"])
    raise LoadingError(f"no demo account is the plan office of {region_code}")


async def _until_known(office: Api, plan_id: str, indicators: int) -> None:
    """Wait until the indicators service has heard of the plan."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while len([item async for item in office.pages("/api/v1/indicators/plan-indicators", plan_id=plan_id)]) < indicators:
            await asyncio.sleep(0.05)
