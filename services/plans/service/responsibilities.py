"""Use cases on responsibilities: assign one, end one (with a successor), resolve a written name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from services.plans.errors import AlreadyResponsible, NameTaken, UnknownAction, UnknownBearer, WrongResponsibilityState
from services.plans.models import PlanRecord, ResponsibilityRecord, UnitName
from services.plans.repository import directory, plans
from services.plans.repository import responsibilities as repository
from services.plans.rules.keeping import BINDING
from services.plans.rules.matrix import holds
from services.plans.rules.resolving import leads_of
from services.plans.service.duty_events import tell_duties
from services.plans.service.keeping import plan_to_keep, refuse_when_over, remember, want_reason
from services.plans.service.seeing import visible_plan
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.schemas.base import PlanId, UnitId
from shared.schemas.events.planning import LeadsChanged
from shared.schemas.lifecycle import PlanState
from shared.schemas.plan_document import ResponsibilityRole
from shared.schemas.responsibilities import (
    Bearer,
    HistoryKind,
    NameResolution,
    ObligationKind,
    ResponsibilityAssignment,
    ResponsibilityEnd,
)

_MAY = Permission.RESPONSIBILITY_ASSIGN


async def visible_entry(db: Db, actor: Actor, entry_id: UUID) -> Any:
    """The entry's row if the actor may know of its plan; NotFound otherwise."""
    row = await repository.entry(db, entry_id)
    if row is None:
        raise NotFound(what="responsibility", what_zh="责任")
    await visible_plan(db, actor, row.plan_id)
    return row


async def assign_responsibility(work: Work, body: ResponsibilityAssignment) -> UUID:
    """Make a unit or group responsible for an action from a day on; a lead becomes known to who keeps copies of leads."""
    plan = await plan_to_keep(work, body.plan_id, _MAY)
    refuse_when_over(plan)
    want_reason(plan, body.reason)
    if await repository.action(work.db, plan.id, body.action) is None:
        raise UnknownAction(action=body.action)
    name = await _name_of(work, body)
    await _refuse_twice(work, plan.id, body.action, body.role, body, body.valid_from)
    record = await _new(work, plan.id, body.action, body.role, body, name)
    record.office, record.valid_from, record.reason = body.office, body.valid_from, body.reason
    await keep_responsibilities(work, plan, [record], "assign_responsibility", body.reason)
    return record.id


async def end_responsibility(work: Work, entry_id: UUID, body: ResponsibilityEnd, if_match: IfMatch) -> None:
    """Let a responsibility hold until a day; the successor bears the same role from that day on."""
    plan, record = await _to_change(work, entry_id, if_match)
    if record.valid_until is not None or not holds(record.valid_from, None, body.ends_on) or record.valid_from == body.ends_on:
        raise WrongResponsibilityState(since=record.valid_from or "-", until=record.valid_until or "-")
    changed = [record]
    record.valid_until, record.reason = body.ends_on, body.reason
    if body.successor is not None:
        changed.append(await _succeed(work, plan, record, body))
    await keep_responsibilities(work, plan, changed, "end_responsibility", body.reason)


async def resolve_responsibility(work: Work, entry_id: UUID, body: NameResolution, if_match: IfMatch) -> None:
    """Say what a written name stands for: here or everywhere in the plan, and (if wished) in every document to come."""
    plan, record = await _to_change(work, entry_id, if_match)
    if record.unit_id is not None or record.group_id is not None:
        raise WrongResponsibilityState(since=record.valid_from or "-", until=record.valid_until or "-")
    await _name_of(work, body)
    alike = await repository.written_alike(work.db, plan.id, record.written) if body.everywhere else [record]
    for entry in alike:
        entry.unit_id, entry.group_id = body.unit_id, body.group_id
    if body.remember:
        await _remember_name(work, plan, record.written, body)
    await keep_responsibilities(work, plan, alike, "resolve_responsibility", body.reason)


async def _to_change(work: Work, entry_id: UUID, if_match: IfMatch) -> tuple[PlanRecord, ResponsibilityRecord]:
    row = await visible_entry(work.db, work.actor, entry_id)
    plan = await plan_to_keep(work, row.plan_id, _MAY)
    record = await repository.entry_to_change(work.db, entry_id)
    if_match.check(record.version)
    refuse_when_over(plan)
    return plan, record


async def _succeed(work: Work, plan: PlanRecord, record: ResponsibilityRecord, body: ResponsibilityEnd) -> ResponsibilityRecord:
    assert body.successor is not None
    name = await _name_of(work, body.successor)
    role = ResponsibilityRole(record.role)
    await _refuse_twice(work, plan.id, record.action_key, role, body.successor, body.ends_on)
    successor = await _new(work, plan.id, record.action_key, role, body.successor, name)
    successor.about, successor.valid_from, successor.reason = record.about, body.ends_on, body.reason
    record.successor_id = successor.id
    return successor


async def _new(work: Work, plan_id: UUID, action: str, role: ResponsibilityRole, bearer: Bearer, name: str) -> ResponsibilityRecord:
    record = ResponsibilityRecord(
        id=new_id(),
        plan_id=plan_id,
        position=await repository.next_position(work.db, plan_id),
        about=ObligationKind.ACTION,
        action_key=action,
        role=role,
        written=name,
        is_group=bearer.group_id is not None,
        unit_id=bearer.unit_id,
        group_id=bearer.group_id,
    )
    work.db.add(record)
    return record


async def _name_of(work: Work, bearer: Bearer) -> str:
    """What the unit or group is called; UnknownBearer where there is none, or the unit is closed."""
    if bearer.unit_id is not None:
        unit = await directory.unit(work.db, bearer.unit_id)
        if unit is None or (unit.closed_on is not None and unit.closed_on <= today(work.service.clock)):
            raise UnknownBearer(id=bearer.unit_id)
        return str(unit.name)
    groups = await repository.groups_named(work.db, [bearer.group_id] if bearer.group_id else [])
    if not groups:
        raise UnknownBearer(id=bearer.group_id)
    return str(groups[0].name)


async def _refuse_twice(work: Work, plan_id: UUID, action: str, role: ResponsibilityRole, bearer: Bearer, since: Any) -> None:
    """Refuse a second entry of the same bearer, action and role that would hold at the same time."""
    for row in await repository.same_entry(work.db, plan_id, action, role, bearer.unit_id, bearer.group_id):
        if since is None or row.valid_until is None or row.valid_until > since:
            raise AlreadyResponsible(responsibility_id=row.id)


async def _remember_name(work: Work, plan: PlanRecord, written: str, bearer: Bearer) -> None:
    owner = await repository.name_owner(work.db, plan.region_id, written)
    if owner is not None and (owner.unit_id, owner.group_id) != (bearer.unit_id, bearer.group_id):
        raise NameTaken(name=written)
    if owner is None:
        work.db.add(UnitName(id=new_id(), region_id=plan.region_id, name=written, unit_id=bearer.unit_id, group_id=bearer.group_id))


async def keep_responsibilities(work: Work, plan: PlanRecord, changed: Iterable[ResponsibilityRecord], act: str, reason: str | None) -> None:
    """Flush changed entries, note each in the history, and tell the leads of actions and the bearers of duties that bind."""
    changed = list(changed)
    await work.db.flush()
    for record in changed:
        await remember(work, HistoryKind.RESPONSIBILITY, record, act, reason, _state(record))
    await repository.recount_unresolved(work.db, plan.id)
    if PlanState(plan.state) not in BINDING:
        return
    actions = {record.action_key for record in changed if record.about == ObligationKind.ACTION and record.role == ResponsibilityRole.LEAD}
    if actions:
        await tell_leads(work, plan.id, actions)
    if duties := {record.action_key for record in changed if record.about == ObligationKind.DUTY}:
        await tell_duties(work, plan.id, duties)


def _state(record: ResponsibilityRecord) -> dict[str, Any]:
    days = {name: day.isoformat() if day else None for name, day in (("valid_from", record.valid_from), ("valid_until", record.valid_until))}
    bearer = {"unit_id": str(record.unit_id) if record.unit_id else None, "group_id": str(record.group_id) if record.group_id else None}
    return {"about": record.about, "key": record.action_key, "role": record.role, "written": record.written, **bearer, **days}


async def tell_leads(work: Work, plan_id: UUID, keys: Iterable[str]) -> None:
    """Tell who keeps copies which units lead the actions today."""
    day = today(work.service.clock)
    entries = [row for row in await plans.responsibilities_of(work.db, plan_id) if holds(row.valid_from, row.valid_until, day)]
    leads = leads_of((row.action_key, row.role, row.unit_id) for row in entries)
    rows = await repository.actions_by_key(work.db, plan_id, keys)
    counted = await repository.count_change_of_leads(work.db, [row.id for row in rows])
    await work.tell(
        *(
            LeadsChanged(
                version=row.leads_version,
                action_id=row.id,
                plan_id=PlanId(plan_id),
                action=row.key,
                lead_unit_ids=[UnitId(unit) for unit in leads.get(row.key, [])],
            )
            for row in counted
        )
    )
