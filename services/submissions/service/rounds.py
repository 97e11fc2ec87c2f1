"""Opening a round."""

from collections.abc import Container, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.submissions.errors import (
    DatesOutOfOrder,
    KindNotKnown,
    NobodyToAsk,
    NoDueDay,
    PlanNoLongerAsked,
    PlanNotKnown,
    PlansOfSeveralRegions,
    RoundTwice,
    UnitNotAsked,
    UnitsNotNamed,
)
from services.submissions.models import AssignmentAction, AssignmentLead, AssignmentMoveRecord, AssignmentRecord, ItemRecord, RoundRecord
from services.submissions.repository import kinds, known, rounds
from services.submissions.rules.days import Days, internal_day
from services.submissions.rules.ended_plans import is_asked
from services.submissions.rules.twice import asks_twice
from services.submissions.service.calendars import workdays_around
from services.submissions.service.recording import assignment_row_by, round_move_by
from services.submissions.service.telling import assignment_event, deadline_set, round_event
from services.submissions.settings import SubmissionsSettings
from shared.clients.plans import PlansClient
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.rules.workdays import end_of_day, start_of_day
from shared.schemas.events.reporting import AssignmentOpened, RoundOpened
from shared.schemas.plan_document import DutyKind
from shared.schemas.rounds import AssignmentState, RoundOpening, RoundState

_NOT_ASKED = Words("单位 {unit_id} 不能列入本轮填报", "unit {unit_id} cannot be asked in this round")


async def open_round(work: Work, plans: PlansClient, settings: SubmissionsSettings, body: RoundOpening) -> UUID:
    """Open a round of a kind over some plans: one assignment per unit that owes it, each with its deadline.

    Remote reads (the calendar) come first; everything else is one transaction.
    """
    found = await known.plans_by_id(work.read, body.plan_ids)
    for plan_id in body.plan_ids:
        if plan_id not in found:
            raise PlanNotKnown(plan_id=plan_id)
        if not is_asked(found[plan_id].asked_until, body.subject_year):
            raise PlanNoLongerAsked(plan_id=plan_id, year=body.subject_year)
    paths = {row.region_path for row in found.values()}
    for path in paths:
        require(work.actor, Permission.ROUND_RUN, Thing(region_path=path))
    if len(paths) > 1:
        raise PlansOfSeveralRegions()
    region_path = paths.pop()
    kind = await kinds.kind_in(work.read, body.kind, region_path)
    if kind is None:
        raise KindNotKnown(code=body.kind)
    days = await _days(work, plans, settings, body, list(found.values()) if DutyKind.MONITORING in kind.fulfils else [])
    await _refuse_twice(work, body, region_path, kind)
    return await _store(work, body, days, region_path, kind)


async def _days(work: Work, plans: PlansClient, settings: SubmissionsSettings, body: RoundOpening, found: Sequence[Any]) -> Days:
    """The days of the round; ``found``: the plans whose printed day of monitoring counts where none is given."""
    outward = body.outward_due_on or min(await known.monitoring_days(work.read, found, body.subject_year), default=None)
    if outward is None:
        raise NoDueDay(year=body.subject_year)
    internal = body.internal_due_on
    if internal is None:
        earliest = outward - timedelta(days=3 * settings.internal_lead_workdays)
        workdays = await workdays_around(work.read, plans, [earliest, outward])
        internal = internal_day(body.opens_on, outward, workdays, settings.internal_lead_workdays)
    closes = body.closes_on or outward + timedelta(days=settings.closes_after_days)
    if not body.opens_on <= internal <= outward <= closes:
        raise DatesOutOfOrder()
    return Days(body.opens_on, internal, outward, closes)


async def _refuse_twice(work: Work, body: RoundOpening, region_path: str, kind: Any) -> None:
    asked = [str(plan_id) for plan_id in body.plan_ids]
    for row in await rounds.open_rounds(work.db, region_path, body.subject_year):
        if asks_twice(row, kind, body.name, asked):
            raise RoundTwice(year=body.subject_year, round_id=row.id)


async def _store(work: Work, body: RoundOpening, days: Days, region_path: str, kind: Any) -> UUID:
    by_unit = await _owing(work, body, region_path, kind)
    record = _round(body, days, region_path, kind, len(by_unit))
    work.db.add(record)
    assignments = [_assignment(record, kind.code, unit_id, own, days) for unit_id, own in by_unit.items()]
    work.db.add(*assignments)
    await work.db.flush()
    await _store_items(work, body.subject_year, assignments, by_unit)
    work.db.add(round_move_by(work, record, "opened"))
    await work.db.insert(AssignmentMoveRecord, [assignment_row_by(work, assignment, "opened") for assignment in assignments])
    await work.tell(round_event(RoundOpened, record))
    for assignment in assignments:
        await work.tell(assignment_event(AssignmentOpened, assignment, record.name), deadline_set(assignment, record.name))
    await work.audit("open_round", record.id, kind=kind.code, plans=[str(p) for p in body.plan_ids], assignments=len(assignments))
    return record.id


async def _owing(work: Work, body: RoundOpening, region_path: str, kind: Any) -> dict[UUID, list[Any]]:
    """Who owes the round, with the plan indicators each is to fill (none where the kind asks for a form alone)."""
    if not kind.has_items:
        if body.unit_ids is None:
            raise UnitsNotNamed(kind=Words(kind.name, kind.name_en))
        there = {row.id for row in await known.units_by_id(work.db, body.unit_ids) if row.region_path.startswith(region_path)}
        _refuse_units(body.unit_ids, there)
        return {unit_id: [] for unit_id in body.unit_ids}
    by_unit: dict[UUID, list[Any]] = {}
    for row in await known.indicators_to_fill(work.db, body.plan_ids):
        by_unit.setdefault(row.filling_unit_id, []).append(row)
    if not by_unit:
        raise NobodyToAsk()
    if body.unit_ids is None:
        return by_unit
    _refuse_units(body.unit_ids, by_unit)
    return {unit_id: by_unit[unit_id] for unit_id in body.unit_ids}


def _refuse_units(wanted: Sequence[UUID], there: Container[UUID]) -> None:
    missing = [n for n, unit_id in enumerate(wanted) if unit_id not in there]
    if missing:
        faults = [FaultWords("unit-not-asked", _NOT_ASKED, pointer=f"/unit_ids/{n}", unit_id=wanted[n]) for n in missing]
        raise UnitNotAsked(faults=faults, count=len(faults))


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


async def _store_items(work: Work, year: int, assignments: Sequence[AssignmentRecord], by_unit: Mapping[UUID, Sequence[Any]]) -> None:
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
        named = sorted({(row.plan_id, row.action) for row in own if row.action is not None})
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
