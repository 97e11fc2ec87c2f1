"""Use cases on drafts: make one from a document, correct its head."""

from typing import Any
from uuid import UUID

from services.plans.errors import DuplicateDocument, UnknownRegionCode
from services.plans.models import ActionRecord, DutyRecord, IndicatorRecord, PlanRecord, ResponsibilityRecord, SectionRecord
from services.plans.repository import directory, plans
from services.plans.rules.resolving import Named, parties, resolve, resolve_entry
from services.plans.service.moving import begin_move
from services.plans.service.searching import index_plan
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.lifecycle import PlanMove, PlanState
from shared.schemas.plan_document import Clause, PlanDocument, Responsibility, ResponsibilityRole
from shared.schemas.plans import AssignedResponsibility, PlanDraft, PlanEdit
from shared.schemas.responsibilities import ObligationKind

PRINTED_HEAD = {"region", "status", "published_on", "disclosure"}
"""What of a document's head is kept as printed, beside the columns that people edit."""


async def names_in(db: Db, region_id: UUID) -> dict[str, Named]:
    """What every known name of a region stands for."""
    rows = await directory.names_of_region(db, region_id)
    return {"".join(row.name.split()): Named(row.unit_id, row.group_id) for row in rows}


async def draft_plan(work: Work, body: PlanDraft) -> UUID:
    """Store a document's facts as a draft plan of a region; what cannot be resolved becomes a work list, not a refusal."""
    regions = await directory.regions_by_code(work.db, [body.region_code], today(work.service.clock))
    region = regions.get(body.region_code)
    if region is None:
        raise UnknownRegionCode(region_code=body.region_code)
    require(work.actor, Permission.PLAN_DRAFT, Thing(region_path=region.path))
    same = await plans.plan_of_document(work.db, region.id, body.document.source.sha256)
    if same is not None:
        raise DuplicateDocument(plan_id=same)
    names = await names_in(work.db, region.id)
    plan_id = new_id()
    entries = _responsibility_rows(plan_id, body, names)
    plan = _head(plan_id, body, region, entries)
    work.db.add(plan)
    await work.db.flush()
    await _store_facts(work, plan_id, body.document, entries)
    await index_plan(work.db, plan)
    await work.audit("draft_plan", plan_id, sha256=body.document.source.sha256)
    return plan_id


def _head(plan_id: UUID, body: PlanDraft, region: Any, entries: list[dict[str, Any]]) -> PlanRecord:
    document, head = body.document, body.document.head
    return PlanRecord(
        id=plan_id,
        title=head.title,
        notice_title=head.notice_title,
        document_number=head.document_number,
        issuing_bodies=list(head.issuing_bodies),
        region_id=region.id,
        region_path=region.path,
        region_name=region.name,
        state=PlanState.DRAFTING,
        disclosure=body.disclosure,
        dated=head.dated,
        period_start=head.period.start,
        period_end=head.period.end,
        horizon_years=list(head.horizon_years),
        based_on=list(head.based_on),
        source=document.source.model_dump(mode="json"),
        source_sha256=document.source.sha256,
        head_clause=head.clause.model_dump(mode="json"),
        printed_head=head.model_dump(mode="json", include=PRINTED_HEAD),
        remarks=[remark.model_dump(mode="json") for remark in document.remarks],
        action_count=len(document.actions),
        indicator_count=len(document.indicators),
        duty_count=len(document.duties),
        unresolved_count=sum(1 for e in entries if e["about"] == ObligationKind.ACTION and e["unit_id"] is None and e["group_id"] is None),
    )


def _responsibility_rows(plan_id: UUID, body: PlanDraft, names: dict[str, Named]) -> list[dict[str, Any]]:
    printed = [printed_row(entry, resolve_entry(entry, names)) for entry in body.document.responsibilities]
    assigned = [_assigned(entry, resolve(entry.unit, names)) for entry in body.assigned]
    named = [party_row(about, key, written, resolve(written, names)) for about, key, written in parties(body.document)]
    return [{"id": new_id(), "version": 1, "plan_id": plan_id, "position": n, **entry} for n, entry in enumerate(printed + assigned + named)]


def printed_row(entry: Responsibility, named: Named) -> dict[str, Any]:
    """The columns of a unit entry as a document prints it."""
    body = {"body": entry.unit, "is_group": entry.group}
    return {**_entry(entry.action, entry.role, entry.written, named), **body, "office": entry.office, **printed_at(entry.clause)}


def printed_at(clause: Clause) -> dict[str, Any]:
    """The columns of where a unit entry is printed."""
    return {"clause_path": clause.path, "quote": clause.quote, "clause_start": clause.start, "clause_end": clause.end}


def _assigned(entry: AssignedResponsibility, named: Named) -> dict[str, Any]:
    return {**_entry(entry.action, entry.role, entry.unit, named), **_NOT_PRINTED}


def party_row(about: ObligationKind, key: str, written: str, named: Named) -> dict[str, Any]:
    """The row of whom a duty or an indicator names: the fact itself cites the clause."""
    return {**_entry(key, ResponsibilityRole.RESPONSIBLE, written, named), **_NOT_PRINTED, "about": about}


_NOT_PRINTED: dict[str, Any] = {
    **dict.fromkeys(("body", "office", "clause_path", "quote", "clause_start", "clause_end")),
    "is_group": False,
}


def _entry(action: str, role: str, written: str, named: Named) -> dict[str, Any]:
    entry = {"about": ObligationKind.ACTION, "action_key": action, "role": role, "written": written}
    return {**entry, "unit_id": named.unit_id, "group_id": named.group_id}


async def _store_facts(work: Work, plan_id: UUID, document: PlanDocument, entries: list[dict[str, Any]]) -> None:
    kinds: tuple[tuple[Any, Any], ...] = (
        (SectionRecord, document.sections),
        (ActionRecord, document.actions),
        (IndicatorRecord, document.indicators),
        (DutyRecord, document.duties),
    )
    for record, facts in kinds:
        rows = [
            {"id": new_id(), "plan_id": plan_id, "position": position, "key": fact.key, "fact": fact.model_dump(mode="json", exclude_none=True)}
            for position, fact in enumerate(facts)
        ]
        await work.db.insert(record, rows)
    await work.db.insert(ResponsibilityRecord, entries)


async def edit_plan(work: Work, plan_id: UUID, body: PlanEdit, if_match: IfMatch) -> None:
    """Correct the head of a draft; absent fields stay."""
    plan = await begin_move(work, plan_id, PlanMove.EDIT, if_match)
    changes = body.model_dump(exclude_none=True)
    for name, value in changes.items():
        setattr(plan, name, value)
    await work.db.flush()
    await index_plan(work.db, plan)
    await work.audit("edit_plan", plan_id, **body.model_dump(mode="json", exclude_none=True))
