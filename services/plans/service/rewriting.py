"""Writing an adopted amendment into the plan: facts keep their rows where they stay, unit entries end and begin on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.models import PlanRecord, ResponsibilityRecord
from services.plans.repository import duties, rewriting
from services.plans.rules.amendments import PARTS
from services.plans.rules.entries import entry_changes
from services.plans.rules.resolving import Named
from services.plans.service.drafting import PRINTED_HEAD, party_row, printed_at, printed_row
from services.plans.service.duty_events import tell_duties, tell_gone_duties
from services.plans.service.rescheduling import reschedule
from services.plans.service.searching import index_plan
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.amendments import ChangeKind, FactChange, FactKind
from shared.schemas.plan_document import PlanDocument


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A plan that said ``before`` and shall say ``after``, as its version ``number``, from ``day`` on; None: a draft, which binds nobody yet."""

    before: PlanDocument
    after: PlanDocument
    changes: Sequence[FactChange]
    number: int
    day: date | None


async def rewrite(work: Work, plan: PlanRecord, new: Rewriting, names: Mapping[str, Named]) -> None:
    """Make the plan say what is new; the dates of duties of a plan that binds follow."""
    period = (plan.period_start, plan.period_end)
    before = {row.key: row for row in await rewriting.rows_of(work.db, "duties", plan.id)}
    versions = await duties.versions(work.db, plan.id, before)
    for kind, part in PARTS.items():
        await _rewrite_facts(work, plan.id, kind, getattr(new.after, part), new.changes, new.number)
    await _rewrite_entries(work, plan.id, new, names)
    after = await rewriting.rows_of(work.db, "duties", plan.id)
    _rewrite_head(plan, new.after, await rewriting.unresolved(work.db, plan.id), len(after))
    plan.plan_version = new.number
    await work.db.flush()
    await index_plan(work.db, plan)
    if new.day is None:
        return
    await reschedule(work, plan, before, after, period_moved=period != (plan.period_start, plan.period_end))
    touched = {change.key for change in new.changes if change.kind is FactKind.DUTY}
    await tell_duties(work, plan.id, touched)
    await tell_gone_duties(work, plan.id, [row for key, row in before.items() if key in touched - {row.key for row in after}], versions)


async def _rewrite_facts(work: Work, plan_id: UUID, kind: FactKind, facts: Sequence[Any], changes: Sequence[FactChange], number: int) -> None:
    part = PARTS[kind]
    how = {change.key: change.how for change in changes if change.kind is kind}
    rows = [{"key": fact.key, "position": position, "fact": fact.model_dump(mode="json", exclude_none=True)} for position, fact in enumerate(facts)]
    fresh = [row for row in rows if how.get(row["key"]) is ChangeKind.NEW]
    await rewriting.delete_facts(work.db, part, plan_id, [key for key, change in how.items() if change is ChangeKind.GONE])
    await rewriting.place_facts(work.db, part, plan_id, [row for row in rows if row not in fresh])
    await rewriting.mark_facts(work.db, part, plan_id, [key for key, change in how.items() if change is ChangeKind.CHANGED], number)
    await rewriting.insert_facts(work.db, part, [{"id": new_id(), "plan_id": plan_id, "since_version": number, **row} for row in fresh])


async def _rewrite_entries(work: Work, plan_id: UUID, new: Rewriting, names: Mapping[str, Named]) -> None:
    """Unit entries that the text drops end on the day, those that it puts in begin on it; in a draft they go and come at once."""
    rows = await rewriting.entries_of(work.db, plan_id)
    found = entry_changes(rows, new.before, new.after, names)
    if new.day is None:
        await rewriting.delete_entries(work.db, found.ended)
    else:
        await rewriting.end_entries(work.db, found.ended, new.day)
    await rewriting.place_entries(
        work.db, [{"which": row.id, **place} for row, clause in found.kept if (place := printed_at(clause)) != _stands(row)]
    )
    fresh = [printed_row(entry, bearer) for entry, bearer in found.printed]
    fresh += [party_row(about, key, written, bearer) for about, key, written, bearer in found.named]
    first = max((row.position for row in rows), default=-1) + 1
    placed = [{"id": new_id(), "version": 1, "plan_id": plan_id, "position": first + n, **row} for n, row in enumerate(fresh)]
    await work.db.insert(ResponsibilityRecord, [{**row, "valid_from": new.day} for row in placed])


def _stands(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("clause_path", "quote", "clause_start", "clause_end")}


def _rewrite_head(plan: PlanRecord, document: PlanDocument, unresolved: int, duties: int) -> None:
    head = document.head
    plan.title, plan.notice_title, plan.issuing_bodies = head.title, head.notice_title, list(head.issuing_bodies)
    plan.document_number, plan.dated = head.document_number, head.dated
    plan.period_start, plan.period_end = head.period.start, head.period.end
    plan.horizon_years, plan.based_on = list(head.horizon_years), list(head.based_on)
    plan.head_clause = head.clause.model_dump(mode="json")
    if plan.source_sha256 != document.source.sha256:
        plan.printed_head = head.model_dump(mode="json", include=PRINTED_HEAD)
    plan.source, plan.source_sha256 = document.source.model_dump(mode="json"), document.source.sha256
    plan.remarks = [remark.model_dump(mode="json") for remark in document.remarks]
    plan.action_count, plan.indicator_count, plan.duty_count = len(document.actions), len(document.indicators), duties
    plan.unresolved_count = unresolved
