"""A thousand forms of eight items approved in one request, on PostgreSQL.

``python -m tests.bench --only postgresql --part approvals``
"""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import httpx2

from services.submissions.models import AnswerRecord, AssignmentRecord, ItemRecord, RoundRecord, SubmissionRecord
from shared.kit.db import Database
from shared.kit.ids import new_id
from shared.schemas.services import ServiceName
from tests.bench.children import services
from tests.bench.data import OFFICE, REPORTER, bearer, post_of
from tests.bench.places import Place
from tests.bench.report import Line

_FORMS, _ITEMS, _AIM = 1000, 8, 2.0


async def measure_approvals(place: Place, rounds: int) -> list[Line]:
    """Seconds of one request, and of one that approves a single form."""
    async with services(place, ServiceName.PLANS, ServiceName.SUBMISSIONS) as real:
        url = real[ServiceName.SUBMISSIONS].url
        region_path, _ = post_of(await bearer(real[ServiceName.PLANS].url, REPORTER))
        headers = {"authorization": await bearer(real[ServiceName.PLANS].url, OFFICE)}
        async with httpx2.AsyncClient(base_url=url, headers=headers, timeout=120) as client:
            many = [await _approve(client, await _handed_in(place, region_path, _FORMS)) for _ in range(rounds)]
            one = [await _approve(client, await _handed_in(place, region_path, 1)) for _ in range(rounds)]
    took = median(many)
    what = f"{_FORMS:,} forms of {_ITEMS} items approved in one request"
    return [Line(what, f"{took:.2f} s", f"{median(one) * 1000:.0f} ms for one alone", "", f"≤ {_AIM:g} s", took <= _AIM)]


async def _approve(client: httpx2.AsyncClient, ids: list[UUID]) -> float:
    body = {"submissions": [{"id": str(one), "version": 1} for one in ids]}
    began = time.perf_counter()
    answer = await client.post("/api/v1/submissions/approvals", json=body, headers={"Idempotency-Key": uuid4().hex})
    took = time.perf_counter() - began
    if answer.raise_for_status().json()["approved"] != len(ids):
        raise RuntimeError(answer.text[:400])
    return took


async def _handed_in(place: Place, region_path: str, forms: int) -> list[UUID]:
    """Ids of forms that wait for their review, written directly."""
    now, round_id = datetime.now(UTC), new_id()
    due = now + timedelta(days=30)
    rows: dict[Any, list[dict[str, Any]]] = {RoundRecord: [], AssignmentRecord: [], ItemRecord: [], SubmissionRecord: [], AnswerRecord: []}
    common = {"version": 1, "region_path": region_path}
    dates = {"opens": now - timedelta(days=1), "internal_due": due, "outward_due": due, "closes": due + timedelta(days=30)}
    fixed = {"outward_follows": False, "internal_follows": False, "closes_follows": False, "plan_ids": [], "assignment_count": forms}
    rows[RoundRecord].append({"id": round_id, "name": "量测轮次", "subject_year": 2025, "state": "open", **common, **dates, **fixed})
    for _ in range(forms):
        _one(rows, {**common, "unit_id": new_id()}, round_id, due, region_path)
    database = Database(place.url("submissions"))
    async with database.write() as db:
        for record, made in rows.items():
            await db.insert(record, made)
    await database.dispose()
    return [row["id"] for row in rows[SubmissionRecord]]


def _one(rows: dict[Any, list[dict[str, Any]]], common: dict[str, Any], round_id: UUID, due: datetime, region_path: str) -> None:
    assignment_id, submission_id = new_id(), new_id()
    owed = {"id": assignment_id, "round_id": round_id, "due": due, "due_on": due.date(), "item_count": _ITEMS, "waived_because": None}
    rows[AssignmentRecord].append({**owed, **common, "state": "fulfilled"})
    by = {"started_by": new_id(), "submitted_by": new_id(), "submitted_by_name": "量测", "edited_at": None}
    at = {"submitted_at": due, "first_complete_at": due}
    rows[SubmissionRecord].append({"id": submission_id, "assignment_id": assignment_id, "state": "submitted", **common, **by, **at})
    for position in range(_ITEMS):
        item_id = new_id()
        asked = {"name": f"量测指标{position}", "unit_of_measure": "%", "polarity": "up", "disclosure": "public", "year": 2025}
        last: dict[str, Any] = {"targets": [], "plan_indicator_ids": [], "last_value": None, "last_state": None, "last_year": None}
        place = {"region_id": new_id(), "region_path": region_path, "indicator_id": new_id()}
        rows[ItemRecord].append({"id": item_id, "assignment_id": assignment_id, "position": position, **asked, **last, **place})
        answer = {"kind": "value", "value": f"{position}.5", "provisional": False}
        who = {"answered_by": None, "answered_by_name": "量测", "answered_at": due}
        rows[AnswerRecord].append({"submission_id": submission_id, "item_id": item_id, "answer": answer, "returned": None, "version": 1, **who})
