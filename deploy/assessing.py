"""Loads the example schemes: names of the catalogue and of plans become ids, everything else is the body of ``draft_assessment_scheme``."""

from typing import Any

import httpx2

from deploy.loading import DEMO_SECRET, Api, LoadingError, example, office_of

SCHEMES = ("regions", "units")
_BASE = "/api/v1/indicators"


async def load_scheme(client: httpx2.AsyncClient, name: str, plan_id: str | None = None) -> dict[str, Any]:
    """One example scheme, published; ``plan_id`` is that of the plan it names."""
    told = example("assessments", f"{name}.json")
    office = await Api.sign_in(client, office_of(told["region_code"]), DEMO_SECRET)
    region = await anext(office.pages("/api/v1/plans/regions", code=told["region_code"]))
    definition = {**await _resolved(office, told["definition"]), **({"plan_ids": [plan_id]} if plan_id else {})}
    head = {key: told[key] for key in ("title", "year", "disclosure")}
    body = {**head, "region_path": region["path"], "definition": definition}
    made = await office.post(f"{_BASE}/assessment-schemes", body, f"examples/assessments/{name}")
    done: dict[str, Any] = await office.post(f"{_BASE}/assessment-schemes/{made['id']}:publish", None, f"examples/assessments/{name}/publish")
    return done


async def _resolved(office: Api, part: Any) -> Any:
    """``part`` with the id of every indicator that it names."""
    if isinstance(part, list):
        return [await _resolved(office, one) for one in part]
    if not isinstance(part, dict):
        return part
    told = {key: await _resolved(office, value) for key, value in part.items() if key != "indicator"}
    return told | ({"indicator_id": await _indicator(office, part["indicator"])} if "indicator" in part else {})


async def _indicator(office: Api, name: str) -> str:
    async for found in office.pages(_BASE, name=name):
        if found["name"] == name:
            return str(found["id"])
    raise LoadingError(f"the catalogue has no {name}")
