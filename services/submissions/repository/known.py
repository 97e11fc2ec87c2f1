"""Queries on the copies of what other services told."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, delete, or_, select, update

from services.submissions.models import (
    NO_ACTION,
    AssignmentAction,
    AssignmentLead,
    AssignmentRecord,
    ItemRecord,
    KnownCalendar,
    KnownIndicator,
    KnownOccurrence,
    KnownPlan,
    KnownTarget,
    KnownUnit,
    KnownValue,
)
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.rules.workdays import Workdays
from shared.schemas.rounds import AssignmentState

plans, occurrences, indicators = table_of(KnownPlan), table_of(KnownOccurrence), table_of(KnownIndicator)
calendars = table_of(KnownCalendar)
targets, values, units = table_of(KnownTarget), table_of(KnownValue), table_of(KnownUnit)
assignments, items = table_of(AssignmentRecord), table_of(ItemRecord)
assignment_leads, assignment_actions = table_of(AssignmentLead), table_of(AssignmentAction)


async def forget_target_slot(db: WriteDb, plan_indicator_id: UUID, year: int, population: str) -> None:
    """Drop what was in force for a slot before."""
    mine = (targets.c.plan_indicator_id == plan_indicator_id, targets.c.year == year, targets.c.population == population)
    await db.run(delete(targets).where(*mine))


async def forget_target(db: WriteDb, target_id: UUID) -> None:
    """Drop a target that is in force no longer."""
    await db.run(delete(targets).where(targets.c.id == target_id))


async def plans_by_id(db: Db, plan_ids: Iterable[UUID]) -> dict[UUID, Row[Any]]:
    """Known plans."""
    return {row.id: row for row in await db.all(select(plans).where(plans.c.id.in_(list(plan_ids))))}


async def units_by_id(db: Db, unit_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Known units."""
    return await db.all(select(units).where(units.c.id.in_(list(unit_ids))))


async def end_plan(db: WriteDb, plan_id: UUID, asked_until: int) -> bool:
    """Note the last year that a plan asks about; False if the plan is not known."""
    return await db.run(update(plans).where(plans.c.id == plan_id).values(asked_until=asked_until)) > 0


async def set_monitoring(db: WriteDb, plan_id: UUID, duty_key: str, asks: bool) -> Row[Any] | None:
    """Note whether a duty is the plan's yearly monitoring; the plan as it was known, None if it is not."""
    row = await db.one(select(plans).where(plans.c.id == plan_id).with_for_update())
    if row is not None and asks != (duty_key in row.monitoring_duties):
        kept = [key for key in row.monitoring_duties if key != duty_key]
        await db.run(update(plans).where(plans.c.id == plan_id).values(monitoring_duties=[*kept, duty_key] if asks else kept))
    return row


async def plan_indicator_ids(db: Db, plan_ids: Iterable[UUID]) -> set[UUID]:
    """The plan indicators of some plans."""
    return {row.id for row in await db.all(select(indicators.c.id).where(indicators.c.plan_id.in_(list(plan_ids))))}


async def monitoring_days(db: Db, known: Iterable[Any], subject_year: int) -> list[date]:
    """The due days that the plans' own monitoring duties name for the values of a year."""
    by_plan = await monitoring_days_by_plan(db, known)
    return sorted(day for (_, year), days in by_plan.items() if year == subject_year for day in days)


async def monitoring_days_by_plan(db: Db, known: Iterable[Any]) -> dict[tuple[UUID, int], list[date]]:
    """The same by plan and year."""
    duties = {(row.id, key) for row in known for key in row.monitoring_duties}
    wanted = select(occurrences).where(occurrences.c.plan_id.in_({plan_id for plan_id, _ in duties}), occurrences.c.due_on.is_not(None))
    found: dict[tuple[UUID, int], list[date]] = {}
    for row in await db.all(wanted):
        if (row.plan_id, row.duty_key) in duties:
            found.setdefault((row.plan_id, row.subject_year), []).append(row.due_on)
    return found


async def indicators_to_fill(db: Db, plan_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Plan indicators of some plans that have a filling unit, in order of key."""
    wanted = select(indicators).where(indicators.c.plan_id.in_(list(plan_ids)), indicators.c.filling_unit_id.is_not(None))
    return await db.all(wanted.order_by(indicators.c.plan_id, indicators.c.key))


async def indicators_nobody_fills(db: Db, plan_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Plan indicators of some plans without a filling unit, in order of key."""
    wanted = select(indicators).where(indicators.c.plan_id.in_(list(plan_ids)), indicators.c.filling_unit_id.is_(None))
    return await db.all(wanted.order_by(indicators.c.plan_id, indicators.c.key))


async def targets_from(db: Db, plan_indicator_ids: Iterable[UUID], year: int) -> dict[UUID, list[Row[Any]]]:
    """Targets in force from ``year`` on, by plan indicator, nearest first."""
    rows = await db.all(
        select(targets).where(targets.c.plan_indicator_id.in_(list(plan_indicator_ids)), targets.c.year >= year).order_by(targets.c.year)
    )
    found: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.plan_indicator_id, []).append(row)
    return found


async def last_values(db: Db, indicator_ids: Iterable[UUID], before: int) -> dict[tuple[UUID, UUID], Row[Any]]:
    """The newest official value before a year, by (indicator, region)."""
    rows = await db.all(
        select(values)
        .where(values.c.indicator_id.in_(list(indicator_ids)), values.c.year < before, or_(values.c.value.is_not(None), values.c.state.is_not(None)))
        .order_by(values.c.year)
    )
    return {(row.indicator_id, row.region_id): row for row in rows}


async def leads_of_items(db: Db, items: Sequence[Any]) -> dict[UUID, frozenset[UUID]]:
    """Units that lead an action which an item reports on, by item."""
    asked = {UUID(one) for row in items for one in row.plan_indicator_ids}
    rows = await db.all(select(indicators.c.id, indicators.c.lead_unit_ids).where(indicators.c.id.in_(sorted(asked))))
    leads = {row.id: [UUID(unit) for unit in row.lead_unit_ids] for row in rows}
    return {row.id: frozenset(unit for one in row.plan_indicator_ids for unit in leads.get(UUID(one), [])) for row in items}


async def leads_differ(db: Db, plan_indicator_id: UUID, lead_unit_ids: list[str], action: str | None) -> bool:
    """Whether a plan indicator is known under another action, or with other lead units."""
    row = await db.one(select(indicators.c.lead_unit_ids, indicators.c.action).where(indicators.c.id == plan_indicator_id))
    return row is not None and (sorted(row.lead_unit_ids) != sorted(lead_unit_ids) or row.action != action)


async def renew_leads(db: WriteDb, indicator_id: UUID) -> None:
    """Work out anew who leads the running assignments that ask for an indicator: a new lead may read along, an old one no longer."""
    await _renew_leads(db, assignments.c.id.in_(select(items.c.assignment_id).where(items.c.indicator_id == indicator_id)))


async def renew_leads_of(db: WriteDb, assignment_ids: Iterable[UUID]) -> None:
    """The same for some assignments, once their unit or their items changed."""
    await _renew_leads(db, assignments.c.id.in_(list(assignment_ids)))


async def _renew_leads(db: WriteDb, which: ColumnElement[bool]) -> None:
    over = (AssignmentState.CLOSED, AssignmentState.WAIVED)
    running = select(assignments.c.id, assignments.c.unit_id).where(which, assignments.c.state.not_in(over))
    owed = {row.id: row.unit_id for row in await db.all(running)}
    asked = await db.all(select(items.c.id, items.c.assignment_id, items.c.plan_indicator_ids).where(items.c.assignment_id.in_(sorted(owed))))
    leads = await leads_of_items(db, asked)
    pairs = {(row.assignment_id, unit) for row in asked for unit in leads[row.id] if unit != owed[row.assignment_id]}
    await db.run(delete(assignment_leads).where(assignment_leads.c.assignment_id.in_(sorted(owed))))
    await db.insert(AssignmentLead, [{"assignment_id": assignment_id, "unit_id": unit} for assignment_id, unit in sorted(pairs)])
    await _renew_actions(db, asked)


async def _renew_actions(db: WriteDb, asked: Sequence[Any]) -> None:
    """Keep which actions the assignments of some items report on."""
    wanted = {UUID(one) for row in asked for one in row.plan_indicator_ids}
    named = select(indicators.c.id, indicators.c.plan_id, indicators.c.action).where(indicators.c.id.in_(sorted(wanted)))
    of = {row.id: (row.plan_id, row.action or NO_ACTION) for row in await db.all(named)}
    found = {(row.assignment_id, *of[UUID(one)]) for row in asked for one in row.plan_indicator_ids if UUID(one) in of}
    await db.run(delete(assignment_actions).where(assignment_actions.c.assignment_id.in_({row.assignment_id for row in asked})))
    await db.insert(AssignmentAction, [dict(zip(("assignment_id", "plan_id", "action"), one, strict=True)) for one in sorted(found)])


async def concerns_of(db: Db, assignment_ids: Sequence[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Plans and actions that assignments report on, by assignment."""
    found: dict[UUID, list[Row[Any]]] = {}
    asked = assignment_actions.c.assignment_id.in_(bindparam("assignments", expanding=True))
    for row in await db.all(select(assignment_actions).where(asked).order_by(*assignment_actions.c), {"assignments": list(assignment_ids)}):
        found.setdefault(row.assignment_id, []).append(row)
    return found


async def unit_names(db: Db, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What units are called."""
    return {row.id: row.name for row in await db.all(select(units.c.id, units.c.name).where(units.c.id.in_(sorted(set(unit_ids)))))}


async def calendars_told(db: Db, years: Iterable[int]) -> dict[int, Workdays]:
    """The workdays of those years of which plans told by event."""
    rows = await db.all(select(calendars).where(calendars.c.year.in_(sorted(set(years)))))
    return {row.year: Workdays(_days(row.days_off), _days(row.make_up_workdays)) for row in rows}


def _days(told: Iterable[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in told)


async def occurrence(db: Db, occurrence_id: UUID) -> Row[Any] | None:
    """A known occurrence."""
    return await db.one(select(occurrences).where(occurrences.c.id == occurrence_id))


async def forget_occurrence(db: WriteDb, occurrence_id: UUID) -> None:
    """Drop an occurrence that will not take place."""
    await db.run(delete(occurrences).where(occurrences.c.id == occurrence_id))
