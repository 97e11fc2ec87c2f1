"""Versions of a plan: the whole of it as facts, kept whenever it is issued or amended."""

from datetime import date
from typing import Any
from uuid import UUID

from services.plans.models import PlanRecord, PlanVersionRecord
from services.plans.repository import directory, plans
from services.plans.rules.matrix import holds
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.plan_document import DocumentStatus


async def keep_version(work: Work, plan: PlanRecord, number: int, document: dict[str, Any], **said: Any) -> None:
    """Append a version of the plan; ``said``: reason, document_number, dated, changes."""
    stamp = {"id": new_id(), "plan_id": plan.id, "number": number, "by": work.actor.name, "at": work.now(), "document": document}
    nothing = {"reason": None, "document_number": plan.document_number, "dated": plan.dated, "changes": 0}
    await work.db.insert(PlanVersionRecord, [{**nothing, **stamp, **said}])


async def current_document(work: Work, plan: PlanRecord) -> dict[str, Any]:
    """The plan as it stands, as the facts of one document."""
    # A duty that a person entered stands in no document: it stays beside them, whatever they say.
    parts = {
        part: [row.fact for row in await plans.facts(work.db, part, plan.id) if row.fact.get("clause")]
        for part in ("sections", "actions", "indicators", "duties")
    }
    return {
        "source": plan.source,
        "head": await _head(work.db, plan, today(work.service.clock)),
        **parts,
        "responsibilities": await _entries(work.db, plan.id, today(work.service.clock)),
        "remarks": plan.remarks,
    }


async def _head(db: Db, plan: PlanRecord, day: date) -> dict[str, Any]:
    region = await directory.region(db, plan.region_id, day)
    found: dict[str, Any] = {
        "title": plan.title,
        "notice_title": plan.notice_title,
        "document_number": plan.document_number,
        "issuing_bodies": plan.issuing_bodies,
        "region": {"name": plan.region_name, "level": region.level if region else "county"},
        "status": DocumentStatus.ISSUED,
        "dated": plan.dated.isoformat() if plan.dated else None,
        "period": {"start": plan.period_start, "end": plan.period_end},
        "horizon_years": plan.horizon_years,
        "based_on": plan.based_on,
        "clause": plan.head_clause,
    }
    return {name: value for name, value in found.items() if value is not None}


async def _entries(db: Db, plan_id: UUID, day: date) -> list[dict[str, Any]]:
    """The printed unit entries of actions that hold; what a person assigned cites no clause and stays beside the document."""
    rows = await plans.responsibilities_of(db, plan_id)
    printed = (row for row in rows if row.about == "action" and row.clause_path is not None and holds(row.valid_from, row.valid_until, day))
    return [_entry(row) for row in printed]


def _entry(row: Any) -> dict[str, Any]:
    clause = {"path": row.clause_path, "start": row.clause_start, "end": row.clause_end, "quote": row.quote}
    found = {"action": row.action_key, "role": row.role, "written": row.written, "unit": row.body or row.written, "office": row.office}
    return {name: value for name, value in {**found, "group": row.is_group, "clause": clause}.items() if value is not None}
