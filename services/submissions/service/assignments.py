"""What a plan office does about one assignment: longer time, another unit, exemption as a whole or of an item."""

from typing import Any
from uuid import UUID

from services.submissions.errors import (
    ExtensionBeyondClose,
    ExtensionNotLater,
    ItemNotAsked,
    LastItem,
    RoundClosed,
    UnitAskedAlready,
    UnitNotOfRegion,
    WrongAssignmentState,
)
from services.submissions.models import AssignmentRecord, ExtensionRecord, ItemRecord
from services.submissions.repository import assignments, known, moved, rounds
from services.submissions.rules.assignments import WAITING
from services.submissions.service.recording import assignment_move_by
from services.submissions.service.telling import assignment_event, deadline_cleared, deadlines_set
from shared.kit.clock import today
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.rules.workdays import day_ending_at, end_of_day
from shared.schemas.assignments import AssignmentExtension, AssignmentReassignment, ExtensionState
from shared.schemas.base import UnitId
from shared.schemas.deadlines import ClearedAs
from shared.schemas.events.reporting import AssignmentChanged, AssignmentItemsChanged, AssignmentReassigned, AssignmentWaived, ExtensionGranted
from shared.schemas.rounds import AssignmentState, RoundState, Waiver


async def _waiting(work: Work, assignment_id: UUID, if_match: IfMatch) -> tuple[Any, AssignmentRecord]:
    """The row (with the round's name) and the locked record of an assignment that is still owed; refused as every act of the office is."""
    row = await rounds.assignment(work.db, assignment_id)
    thing = Thing(region_path=row.region_path, unit_id=row.unit_id) if row else None
    see(work.actor, Permission.ASSIGNMENT_READ, thing, what="assignment", what_zh="填报任务")
    record = await rounds.assignment_to_change(work.db, assignment_id)
    require(work.actor, Permission.ROUND_RUN, Thing(region_path=record.region_path))
    if_match.check(record.version)
    if record.state not in WAITING:
        raise WrongAssignmentState(state=record.state)
    return row, record


async def waive_assignment(work: Work, assignment_id: UUID, body: Waiver, if_match: IfMatch) -> None:
    """Exempt a unit from a round, with the reason; its reminders stop."""
    row, record = await _waiting(work, assignment_id, if_match)
    record.state = AssignmentState.WAIVED
    record.waived_because = body.reason
    await work.db.flush()
    work.db.add(assignment_move_by(work, record, "waived", body.reason))
    await work.tell(assignment_event(AssignmentWaived, record, row.round_name), deadline_cleared(record, ClearedAs.WAIVED, "waived"))
    await work.audit("waive_assignment", assignment_id, reason=body.reason)


async def waive_item(work: Work, assignment_id: UUID, item_id: UUID, body: Waiver, if_match: IfMatch) -> None:
    """Exempt a unit from one item, with the reason: it is neither checked nor answered any more."""
    row, record = await _waiting(work, assignment_id, if_match)
    item = await assignments.item_to_change(work.db, assignment_id, item_id)
    if item is None:
        raise NotFound(what="item", what_zh="填报项")
    _refuse_last(record, item)
    item.waived_because, item.waived_at = body.reason, work.now()
    record.item_count -= 1
    await work.db.flush()
    gone = {"added": [], "dropped": [item.name], "reason": body.reason}
    await work.tell(
        assignment_event(AssignmentChanged, record, row.round_name), assignment_event(AssignmentItemsChanged, record, row.round_name, **gone)
    )
    await work.audit("waive_item", assignment_id, reason=body.reason, item=str(item_id))


def _refuse_last(record: AssignmentRecord, item: ItemRecord) -> None:
    if item.waived_at is not None:
        raise ItemNotAsked(reason=item.waived_because)
    if record.item_count == 1:
        raise LastItem()


async def extend_assignment(work: Work, assignment_id: UUID, body: AssignmentExtension, if_match: IfMatch) -> None:
    """Give a unit until a later day, with the reason: its deadline moves, and what it is then late by counts from there."""
    row, record = await _waiting(work, assignment_id, if_match)
    await _refuse_day(work, record, body)
    granted = _extension(work, record, body)
    await assignments.replace_extension(work.db, assignment_id, work.now())
    work.db.add(granted)
    record.due_on, record.due = body.until_on, granted.until
    await work.db.flush()
    work.db.add(assignment_move_by(work, record, "extended", body.reason))
    await work.tell(
        _granted(granted, record, row.round_name),
        assignment_event(AssignmentChanged, record, row.round_name),
        *await deadlines_set(work.db, [(record, row.round_name)]),
    )
    await work.audit("extend_assignment", assignment_id, reason=body.reason, until=body.until_on.isoformat())


async def _refuse_day(work: Work, record: AssignmentRecord, body: AssignmentExtension) -> None:
    of = await rounds.round_(work.db, record.round_id)
    assert of is not None
    if of.state != RoundState.OPEN or work.now() >= of.closes:
        raise RoundClosed(closes=of.closes.isoformat())
    day = today(work.service.clock)
    if body.until_on <= record.due_on or body.until_on < day:
        raise ExtensionNotLater(until_on=body.until_on.isoformat(), due_on=record.due_on.isoformat(), today=day.isoformat())
    if end_of_day(body.until_on) > of.closes:
        raise ExtensionBeyondClose(until_on=body.until_on.isoformat(), closes_on=day_ending_at(of.closes).isoformat())


def _extension(work: Work, record: AssignmentRecord, body: AssignmentExtension) -> ExtensionRecord:
    return ExtensionRecord(
        id=new_id(),
        assignment_id=record.id,
        unit_id=record.unit_id,
        region_path=record.region_path,
        state=ExtensionState.IN_FORCE,
        former_due_on=record.due_on,
        until=end_of_day(body.until_on),
        until_on=body.until_on,
        reason=body.reason,
        granted_by=work.actor.name,
        granted_by_id=work.actor.id,
        granted_at=work.now(),
    )


def _granted(granted: ExtensionRecord, record: AssignmentRecord, round_name: str) -> ExtensionGranted:
    return ExtensionGranted(
        version=1,
        extension_id=granted.id,
        assignment_id=record.id,
        deadline_version=record.version,
        round_name=round_name,
        unit_id=UnitId(record.unit_id),
        region_path=record.region_path,
        former_due_on=granted.former_due_on,
        until=granted.until,
        until_on=granted.until_on,
        reason=granted.reason,
    )


async def reassign_assignment(work: Work, assignment_id: UUID, body: AssignmentReassignment, if_match: IfMatch) -> None:
    """Pass what a unit owes to another one, with what was filled in so far; both hear of it."""
    row, record = await _waiting(work, assignment_id, if_match)
    await _refuse_unit(work, record, body.unit_id)
    former = record.unit_id
    record.unit_id = body.unit_id
    await moved.give_submission(work.db, assignment_id, body.unit_id, record.region_path)
    await work.db.flush()
    await known.renew_leads_of(work.db, [record.id])
    work.db.add(assignment_move_by(work, record, "reassigned", body.reason))
    passed = {"former_unit_id": former, "reason": body.reason}
    await work.tell(
        assignment_event(AssignmentChanged, record, row.round_name),
        assignment_event(AssignmentReassigned, record, row.round_name, **passed),
        *await deadlines_set(work.db, [(record, row.round_name)]),
    )
    await work.audit("reassign_assignment", assignment_id, reason=body.reason, before=str(former), unit=str(body.unit_id))


async def _refuse_unit(work: Work, record: AssignmentRecord, unit_id: UUID) -> None:
    there = [unit for unit in await known.units_by_id(work.db, [unit_id]) if unit.region_path.startswith(record.region_path)]
    if not there:
        raise UnitNotOfRegion(unit_id=unit_id)
    own = await assignments.assignment_of_unit(work.db, record.round_id, unit_id)
    if own is not None:
        raise UnitAskedAlready(unit_id=unit_id, assignment_id=own)
