"""Use cases of export: a plan as the draft it could be drafted from again, and as what a workbook or document writes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.repository import directory, plans
from services.plans.repository import responsibilities as entries
from services.plans.rules.exporting.tables import Entry, Written
from services.plans.rules.matrix import holds
from services.plans.rules.moves import STATES_ZH
from services.plans.service.seeing import visible_plan
from shared.kit.db import Db
from shared.rules.access import Actor
from shared.schemas.lifecycle import PlanState
from shared.schemas.plan_document import DocumentStatus, Duty, PlanDocument
from shared.schemas.plans import PlanDraft


@dataclass(frozen=True, slots=True)
class Exported:
    """A plan on its way out."""

    row: Any
    draft: PlanDraft
    written: Written


async def export_of(db: Db, actor: Actor, plan_id: UUID, day: date) -> Exported:
    """The plan as it stands on ``day``, if the actor may know of it."""
    row = await visible_plan(db, actor, plan_id)
    region = await directory.region(db, row.region_id, day)
    owed = await plans.responsibilities_of(db, plan_id)
    duties = [Duty.model_validate(duty.fact) for duty in await plans.facts(db, "duties", plan_id)]
    document = PlanDocument.model_validate(await _document(db, row, region, owed, [duty for duty in duties if duty.clause is not None]))
    held = [entry for entry in owed if holds(entry.valid_from, entry.valid_until, day)]
    assigned = [{"action": e.action_key, "role": e.role, "unit": e.written} for e in held if e.quote is None]
    draft = {"region_code": region.code if region else "", "disclosure": row.disclosure, "document": document, "assigned": assigned}
    written = Written(document, STATES_ZH[PlanState(row.state)], await _entries(db, owed), duties)
    return Exported(row, PlanDraft.model_validate(draft), written)


async def _document(db: Db, row: Any, region: Any, owed: Sequence[Any], duties: Sequence[Duty]) -> dict[str, Any]:
    facts: dict[str, Any] = {kind: [fact.fact for fact in await plans.facts(db, kind, row.id)] for kind in ("sections", "actions", "indicators")}
    printed = [_printed(entry) for entry in owed if entry.quote is not None]
    return {"source": row.source, "head": _head(row, region), **facts, "duties": duties, "responsibilities": printed, "remarks": row.remarks}


def _head(row: Any, region: Any) -> dict[str, Any]:
    """The head as it now is; what no column holds stands as it was printed."""
    copied = {
        name: getattr(row, name) for name in ("title", "notice_title", "document_number", "issuing_bodies", "dated", "horizon_years", "based_on")
    }
    status = DocumentStatus.CONSULTATION if row.state == PlanState.CONSULTATION else DocumentStatus.ISSUED
    known = {"region": {"name": row.region_name, "level": region.level if region else "county"}, "status": status}
    period = {"start": row.period_start, "end": row.period_end}
    return {**known, **(row.printed_head or {}), **copied, "period": period, "clause": row.head_clause}


def _printed(entry: Any) -> dict[str, Any]:
    clause = {"path": entry.clause_path, "start": entry.clause_start, "end": entry.clause_end, "quote": entry.quote}
    names = {"written": entry.written, "unit": entry.body or entry.written, "office": entry.office, "group": entry.is_group}
    return {"action": entry.action_key, "role": entry.role, **names, "clause": clause}


async def _entries(db: Db, owed: Sequence[Any]) -> list[Entry]:
    units = {row.id: row.name for row in await entries.units_named(db, [e.unit_id for e in owed if e.unit_id])}
    groups = {row.id: row.name for row in await entries.groups_named(db, [e.group_id for e in owed if e.group_id])}
    names = units | groups
    return [
        Entry(
            action=entry.action_key,
            role=entry.role,
            written=entry.written,
            bearer=names.get(entry.unit_id or entry.group_id, ""),
            since=entry.valid_from.isoformat() if entry.valid_from else "",
            until=entry.valid_until.isoformat() if entry.valid_until else "",
            clause=f"{entry.clause_path}「{entry.quote}」" if entry.quote else "由人员指定",
        )
        for entry in owed
    ]
