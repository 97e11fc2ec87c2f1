"""Writing an adopted amendment into the plan: facts keep their rows where they stay, unit entries end and begin on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.models import PlanRecord, ResponsibilityRecord
from services.plans.repository import duties, rewriting
from services.plans.rules.amendments import PARTS
from services.plans.rules.resolving import Named, parties, resolve_entry
from services.plans.service.drafting import party_row, printed_row
from services.plans.service.duty_events import tell_duties, tell_gone_duties
from services.plans.service.rescheduling import reschedule
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.schemas.amendments import ChangeKind, FactChange, FactKind
from shared.schemas.plan_document import PlanDocument


async def rewrite(
    work: Work, plan: PlanRecord, document: PlanDocument, changes: Sequence[FactChange], names: Mapping[str, Named], number: int, day: date
) -> None:
    """Make the plan say what ``document`` says, as its version ``number``, from ``day`` on."""
    period = (plan.period_start, plan.period_end)
    before = {row.key: row for row in await rewriting.rows_of(work.db, "duties", plan.id)}
    versions = await duties.versions(work.db, plan.id, before)
    for kind, part in PARTS.items():
        await _rewrite_facts(work, plan.id, kind, getattr(document, part), changes, number)
    await _rewrite_entries(work, plan.id, document, changes, names, day)
    after = await rewriting.rows_of(work.db, "duties", plan.id)
    _rewrite_head(plan, document, await rewriting.unresolved(work.db, plan.id), len(after))
    plan.plan_version = number
    await work.db.flush()
    await reschedule(work, plan, before, after, period_moved=period != (plan.period_start, plan.period_end))
    touched = {change.key for change in changes if change.kind is FactKind.DUTY}
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


async def _rewrite_entries(
    work: Work, plan_id: UUID, document: PlanDocument, changes: Sequence[FactChange], names: Mapping[str, Named], day: date
) -> None:
    """Unit entries that are gone end on the day, new ones begin on it; those of changed duties and indicators are named anew."""
    touched = {(c.key, c.name) for c in changes if c.kind is FactKind.RESPONSIBILITY}
    renamed = {c.key for c in changes if c.kind in {FactKind.DUTY, FactKind.INDICATOR}}
    rows = await rewriting.entries_of(work.db, plan_id)
    ended = [row for row in rows if _is_ended(row, touched, renamed, {action.key for action in document.actions})]
    await rewriting.end_entries(work.db, ended, day)
    printed = [entry for entry in document.responsibilities if (entry.action, entry.written) in touched]
    fresh = [printed_row(entry, resolve_entry(entry, dict(names))) for entry in printed]
    fresh += [party_row(about, key, written, dict(names)) for about, key, written in parties(document) if key in renamed]
    first = max((row.position for row in rows), default=-1) + 1
    placed = [{"id": new_id(), "version": 1, "plan_id": plan_id, "position": first + n, **row} for n, row in enumerate(fresh)]
    await work.db.insert(ResponsibilityRecord, [{**row, "valid_from": day} for row in placed])


def _is_ended(row: Any, touched: set[tuple[str, str]], renamed: set[str], actions: set[str]) -> bool:
    if row.about != "action":
        return row.action_key in renamed
    return (row.action_key, row.written) in touched or row.action_key not in actions


def _rewrite_head(plan: PlanRecord, document: PlanDocument, unresolved: int, duties: int) -> None:
    head = document.head
    plan.title, plan.notice_title, plan.issuing_bodies = head.title, head.notice_title, list(head.issuing_bodies)
    plan.document_number, plan.dated = head.document_number, head.dated
    plan.period_start, plan.period_end = head.period.start, head.period.end
    plan.horizon_years, plan.based_on = list(head.horizon_years), list(head.based_on)
    plan.head_clause = head.clause.model_dump(mode="json")
    plan.source, plan.source_sha256 = document.source.model_dump(mode="json"), document.source.sha256
    plan.remarks = [remark.model_dump(mode="json") for remark in document.remarks]
    plan.action_count, plan.indicator_count, plan.duty_count = len(document.actions), len(document.indicators), duties
    plan.unresolved_count = unresolved
