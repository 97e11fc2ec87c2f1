"""Use cases on milestones: add, change, drop, link to the submission that brings the evidence, follow that submission."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.plans.errors import MilestoneOver, UnknownAction, UnknownBearer, UnknownSubmission
from services.plans.models import HistoryRecord, KnownSubmission, MilestoneRecord, PlanRecord
from services.plans.repository import directory
from services.plans.repository import milestones as repository
from services.plans.repository import responsibilities as entries
from services.plans.rules.milestones import is_open, state_by
from services.plans.service.keeping import plan_to_keep, refuse_when_over, remember, want_reason
from services.plans.service.seeing import visible_plan
from shared.kit.db import Db, WriteDb
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.schemas.events.reporting import SubmissionEvent
from shared.schemas.milestones import MilestoneDrop, MilestoneEdit, MilestoneLink, MilestoneState, NewMilestone
from shared.schemas.responsibilities import HistoryKind


async def visible_milestone(db: Db, actor: Actor, milestone_id: UUID) -> Any:
    """The milestone's row if the actor may know of its plan; NotFound otherwise."""
    row = await repository.milestone(db, milestone_id)
    if row is None:
        raise NotFound(what="milestone", what_zh="重点任务节点")
    await visible_plan(db, actor, row.plan_id)
    return row


async def add_milestone(work: Work, body: NewMilestone) -> UUID:
    """Add a milestone to a plan or to one of its actions."""
    plan = await plan_to_keep(work, body.plan_id, Permission.MILESTONE_KEEP)
    refuse_when_over(plan)
    want_reason(plan, body.reason)
    if body.action is not None and await entries.action(work.db, plan.id, body.action) is None:
        raise UnknownAction(action=body.action)
    await _known_unit(work, body.unit_id)
    record = MilestoneRecord(
        id=new_id(),
        plan_id=plan.id,
        position=await repository.next_position(work.db, plan.id),
        action_key=body.action,
        what=body.what,
        due_year=body.due_year or (body.due_on.year if body.due_on else None),
        due_on=body.due_on,
        unit_id=body.unit_id,
        evidence=body.evidence,
        state=MilestoneState.PLANNED,
    )
    work.db.add(record)
    await _keep(work, record, "add_milestone", body.reason)
    return record.id


async def edit_milestone(work: Work, milestone_id: UUID, body: MilestoneEdit, if_match: IfMatch) -> None:
    """Change what, when, who or the evidence; absent fields stay, null clears."""
    plan, record = await _to_change(work, milestone_id, if_match, Permission.MILESTONE_KEEP)
    want_reason(plan, body.reason)
    changes = body.model_dump(exclude_unset=True, exclude={"reason"})
    await _known_unit(work, body.unit_id)
    if body.due_on is not None and "due_year" not in changes:
        changes["due_year"] = body.due_on.year
    for name, value in changes.items():
        setattr(record, name, value)
    await _keep(work, record, "edit_milestone", body.reason)


async def drop_milestone(work: Work, milestone_id: UUID, body: MilestoneDrop, if_match: IfMatch) -> None:
    """Say that a milestone is no longer wanted, and why; its history stays."""
    _, record = await _to_change(work, milestone_id, if_match, Permission.MILESTONE_KEEP)
    record.state = MilestoneState.DROPPED
    await _keep(work, record, "drop_milestone", body.reason)


async def link_milestone(work: Work, milestone_id: UUID, body: MilestoneLink, if_match: IfMatch) -> None:
    """Name the submission that brings the evidence; from now on the milestone's state follows it."""
    _, record = await _to_change(work, milestone_id, if_match, Permission.MILESTONE_REPORT)
    known = await repository.submission(work.db, body.submission_id)
    if known is None or (record.unit_id is not None and known.unit_id != record.unit_id):
        raise UnknownSubmission(submission_id=body.submission_id)
    record.submission_id = body.submission_id
    record.state, record.reported_at = state_by(MilestoneState(known.state)), known.at
    await _keep(work, record, "link_milestone", None)


async def _to_change(work: Work, milestone_id: UUID, if_match: IfMatch, permission: Permission) -> tuple[PlanRecord, MilestoneRecord]:
    row = await visible_milestone(work.db, work.actor, milestone_id)
    plan = await plan_to_keep(work, row.plan_id, permission, unit_id=row.unit_id)
    record = await repository.milestone_to_change(work.db, milestone_id)
    if_match.check(record.version)
    refuse_when_over(plan)
    if not is_open(MilestoneState(record.state)):
        raise MilestoneOver(state=record.state)
    return plan, record


async def _known_unit(work: Work, unit_id: UUID | None) -> None:
    if unit_id is not None and await directory.unit(work.db, unit_id) is None:
        raise UnknownBearer(id=unit_id)


async def _keep(work: Work, record: MilestoneRecord, act: str, reason: str | None) -> None:
    await work.db.flush()
    await remember(work, HistoryKind.MILESTONE, record, act, reason, _state(record))


def _state(record: MilestoneRecord) -> dict[str, Any]:
    names = ("action_key", "what", "due_year", "due_on", "unit_id", "evidence", "state", "submission_id")
    values = {name: getattr(record, name) for name in names}
    return {name: value if value is None or isinstance(value, int) else _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


async def follow_submission(db: WriteDb, event: SubmissionEvent, state: MilestoneState, at: datetime) -> None:
    """Keep how far a submission is, and move the milestones that name it; an older tale of the submission changes nothing."""
    known = await repository.submission(db, event.submission_id)
    if known is not None and known.version >= event.version:
        return
    row = {"id": event.submission_id, "unit_id": event.unit_id, "region_path": event.region_path}
    await db.keep(KnownSubmission, {**row, "state": state, "version": event.version, "at": at})
    moved = [record for record in await repository.milestones_awaiting(db, event.submission_id) if record.state != MilestoneState.DROPPED]
    for record in moved:
        record.state, record.reported_at = state, at
    await db.flush()
    await db.insert(HistoryRecord, [_told(record, event, at) for record in moved])


def _told(record: MilestoneRecord, event: SubmissionEvent, at: datetime) -> dict[str, Any]:
    row = {"id": new_id(), "plan_id": record.plan_id, "kind": HistoryKind.MILESTONE, "subject_id": record.id, "version": record.version, "at": at}
    who = {"actor_id": event.actor_id, "actor_name": event.actor_name}
    return {**row, **who, "act": event.type, "reason": None, "state": _state(record)}
