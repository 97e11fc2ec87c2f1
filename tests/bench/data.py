"""What the bench asks for: the examples, towns to put units into, and assignments to answer."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2

from deploy.loading import ADMIN, DEMO_SECRET, Api, load_all
from services.submissions.models import AssignmentRecord, RoundRecord
from shared.kit.db import Database
from shared.kit.ids import new_id
from tests.bench.places import Place

COUNTY, OFFICE, REPORTER = "330205", "jb-office", "jb-weijian"
_TOWNS, _ASSIGNMENTS = 400, 6000


async def load(url: str) -> None:
    """Every example, then the towns."""
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        await load_all(client)
        admin = await Api.sign_in(client, ADMIN, DEMO_SECRET)
        rows = [{"code": code, "name": f"量镇{code}", "level": "town", "parent_code": COUNTY} for code in town_codes()]
        await admin.post("/api/v1/plans/regions:import", {"rows": rows}, "bench/towns")


def town_codes() -> Sequence[str]:
    """Codes of towns that only the bench has: an import looks at the names of its region, so no town may grow large."""
    return [f"{COUNTY}{number:03}" for number in range(500, 500 + _TOWNS)]


async def bearer(url: str, login: str) -> str:
    """The Authorization header of an example account."""
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        return (await Api.sign_in(client, login, DEMO_SECRET)).headers["Authorization"]


async def make_assignments(place: Place, reporter: str) -> list[str]:
    """Ids of open assignments of the unit that the bearer token reports for: one round each, written directly."""
    region_path, unit_id = post_of(reporter)
    pairs = [_round(region_path, unit_id) for _ in range(_ASSIGNMENTS)]
    database = Database(place.url("submissions"))
    async with database.write() as db:
        await db.insert(RoundRecord, [made for made, _ in pairs])
        await db.insert(AssignmentRecord, [owed for _, owed in pairs])
    await database.dispose()
    return [str(owed["id"]) for _, owed in pairs]


def post_of(token: str) -> tuple[str, UUID]:
    """Region path and unit of the first post that a token tells of."""
    payload = token.split(".")[1]
    grants = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["grants"]
    return grants[0][1], UUID(grants[0][2])


_FIXED = {"outward_follows": False, "internal_follows": False, "closes_follows": False}


def _round(region_path: str, unit_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """A round and its only assignment, as rows."""
    now, round_id = datetime.now(UTC), new_id()
    due = now + timedelta(days=30)
    common = {"version": 1, "region_path": region_path, "state": "open"}
    dates = {"opens": now - timedelta(days=1), "internal_due": due, "outward_due": due, "closes": due + timedelta(days=30)}
    made = {"id": round_id, "name": "量测轮次", "plan_ids": [], "subject_year": 2025, "assignment_count": 1, **_FIXED, **common, **dates}
    owed = {"id": new_id(), "round_id": round_id, "unit_id": unit_id, "due": due, "due_on": due.date(), "item_count": 0, "waived_because": None}
    return made, {**owed, **common}
