"""Opening a round."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.submissions.models import NO_ACTION, AssignmentAction, AssignmentLead, AssignmentMoveRecord, AssignmentRecord, ItemRecord, RoundRecord
from services.submissions.repository import known, rounds
from services.submissions.rules.days import Days
from services.submissions.service.preparing import Prepared, owing, prepare, refuse_twice
from services.submissions.service.recording import assignment_row_by, round_move_by
from services.submissions.service.telling import assignment_event, deadlines_set, round_event
from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.ids import new_id
from shared.kit.rights import see
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.rules.workdays import day_ending_at, end_of_day, start_of_day
from shared.schemas.events.reporting import AssignmentOpened, RoundOpened
from shared.schemas.rounds import AssignmentState, RoundOpening, RoundState


async def open_round(work: Work, plans: PlansClient, settings: SubmissionsSettings, body: RoundOpening) -> UUID:
    """Open a round of a kind over some plans: one assignment per unit that owes it, each with its deadline.

    Remote reads (the calendar) come first; everything else is one transaction.
    """
    prepared = await prepare(work.read, work.actor, plans, settings, body)
    await refuse_twice(work.db, body, prepared)
    return await _store(work, body, prepared, await owing(work.db, body, prepared))


async def _store(work: Work, body: RoundOpening, prepared: Prepared, by_unit: Mapping[UUID, Sequence[Any]]) -> UUID:
    days, kind = prepared.days, prepared.kind
    record = _round(body, days, prepared.region_path, kind, len(by_unit))
    work.db.add(record)
    assignments = [_assignment(record, kind.code, unit_id, own, days) for unit_id, own in by_unit.items()]
    work.db.add(*assignments)
    await work.db.flush()
    await _store_items(work, record, assignments, by_unit)
    work.db.add(round_move_by(work, record, "opened"))
    await work.db.insert(AssignmentMoveRecord, [assignment_row_by(work, assignment, "opened") for assignment in assignments])
    await work.tell(round_event(RoundOpened, record))
    await work.tell(*(_opened(assignment, record.name) for assignment in assignments))
    await work.tell(*await deadlines_set(work.db, [(assignment, record.name) for assignment in assignments]))
    await work.audit("open_round", record.id, kind=kind.code, plans=[str(p) for p in body.plan_ids], assignments=len(assignments))
    return record.id


def _opened(assignment: AssignmentRecord, round_name: str) -> AssignmentOpened:
    return assignment_event(AssignmentOpened, assignment, round_name, due_on=day_ending_at(assignment.due))


def _round(body: RoundOpening, days: Days, region_path: str, kind: Any, assignments: int) -> RoundRecord:
    return RoundRecord(
        id=new_id(),
        kind_id=kind.id,
        name=body.name,
        plan_ids=[str(plan_id) for plan_id in body.plan_ids],
        region_path=region_path,
        subject_year=body.subject_year,
        state=RoundState.OPEN,
        opens=start_of_day(days.opens),
        internal_due=end_of_day(days.internal),
        outward_due=end_of_day(days.outward),
        closes=end_of_day(days.closes),
        outward_follows=body.outward_due_on is None,
        internal_follows=body.internal_due_on is None,
        closes_follows=body.closes_on is None,
        assignment_count=assignments,
    )


def _slots(own: Sequence[Any]) -> dict[tuple[UUID, UUID], list[Any]]:
    """One item serves every plan that asks for the same indicator and region."""
    slots: dict[tuple[UUID, UUID], list[Any]] = {}
    for row in own:
        slots.setdefault((row.indicator_id, row.region_id), []).append(row)
    return slots


def _assignment(record: RoundRecord, kind: str, unit_id: UUID, own: Sequence[Any], days: Days) -> AssignmentRecord:
    return AssignmentRecord(
        id=new_id(),
        round_id=record.id,
        kind=kind,
        unit_id=unit_id,
        region_path=record.region_path,
        state=AssignmentState.OPEN,
        due=record.internal_due,
        due_on=days.internal,
        item_count=len(_slots(own)),
    )


async def _store_items(work: Work, record: RoundRecord, assignments: Sequence[AssignmentRecord], by_unit: Mapping[UUID, Sequence[Any]]) -> None:
    year, plans = record.subject_year, {(UUID(plan_id), NO_ACTION) for plan_id in record.plan_ids}
    everything = [row for own in by_unit.values() for row in own]
    targets = await known.targets_from(work.db, [row.id for row in everything], year)
    last = await known.last_values(work.db, {row.indicator_id for row in everything}, year)
    items, leads, actions = [], [], []
    for assignment in assignments:
        own = by_unit[assignment.unit_id]
        for position, (slot, askers) in enumerate(_slots(own).items()):
            items.append(_item(assignment, position, year, askers, targets, last.get(slot)))
        units = {UUID(unit) for row in own for unit in row.lead_unit_ids} - {assignment.unit_id}
        leads += [{"assignment_id": assignment.id, "unit_id": unit} for unit in sorted(units)]
        named = sorted({(row.plan_id, row.action or NO_ACTION) for row in own} or plans)
        actions += [{"assignment_id": assignment.id, "plan_id": plan_id, "action": action} for plan_id, action in named]
    await work.db.insert(ItemRecord, items)
    await work.db.insert(AssignmentLead, leads)
    await work.db.insert(AssignmentAction, actions)


def _item(
    assignment: AssignmentRecord, position: int, year: int, askers: Sequence[Any], targets: Mapping[UUID, list[Any]], last: Any
) -> dict[str, Any]:
    first = askers[0]
    printed = [target for asker in askers for target in targets.get(asker.id, [])]
    return {
        "id": new_id(),
        "assignment_id": assignment.id,
        "position": position,
        "indicator_id": first.indicator_id,
        "plan_indicator_ids": [str(asker.id) for asker in askers],
        "name": first.name,
        "unit_of_measure": first.unit_of_measure,
        "polarity": first.polarity,
        "disclosure": first.disclosure,
        "region_id": first.region_id,
        "region_path": first.region_path,
        "year": year,
        "targets": [f"{target.year}: {target.population}{target.raw}" for target in printed],
        "last_value": last.value if last else None,
        "last_state": last.state if last else None,
        "last_year": last.year if last else None,
    }


async def visible_round(work: Work, round_id: UUID) -> RoundRecord:
    """The round, locked, if the actor may know of it; NotFound otherwise."""
    row = await rounds.round_(work.db, round_id)
    see(work.actor, Permission.ROUND_READ, Thing(region_path=row.region_path) if row else None, what="round", what_zh="填报轮次")
    return await rounds.round_to_change(work.db, round_id)
