"""Telling the other services of a plan: whole, with every printed statement and every department as far as it is resolved."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.plans.models import PlanRecord
from services.plans.repository import plans
from services.plans.rules.matrix import holds
from services.plans.rules.resolving import Named, leads_of, resolve
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.work import Work
from shared.rules.access import Disclosure
from shared.schemas.amendments import FactChange
from shared.schemas.base import PlanId, RegionId, UnitId
from shared.schemas.events.planning import IssuedAction, IssuedIndicator, PlanAmended, PlanIssued
from shared.schemas.plan_document import Action, Duty, Period, PrintedIndicator


async def announce(work: Work, plan: PlanRecord, duties: Sequence[Any], names: Mapping[str, Named]) -> None:
    """Leave ``plan.issued`` in the outbox."""
    await work.tell(PlanIssued(**await _whole(work, plan, duties, names)))


async def announce_amended(
    work: Work, plan: PlanRecord, duties: Sequence[Any], names: Mapping[str, Named], *, number: int, reason: str, changes: list[FactChange]
) -> None:
    """Leave ``plan.amended`` in the outbox: the plan as it stands now, and what changed."""
    await work.tell(PlanAmended(**await _whole(work, plan, duties, names), number=number, reason=reason, changes=changes))


async def _whole(work: Work, plan: PlanRecord, duties: Sequence[Any], names: Mapping[str, Named]) -> dict[str, Any]:
    return {
        "version": plan.version,
        "plan_id": PlanId(plan.id),
        "title": plan.title,
        "region_id": RegionId(plan.region_id),
        "region_path": plan.region_path,
        "region_name": plan.region_name,
        "state": plan.state,
        "disclosure": Disclosure(plan.disclosure),
        "period": Period(start=plan.period_start, end=plan.period_end),
        "horizon_years": plan.horizon_years,
        "issued_on": plan.issued_on,
        "actions": await _actions(work.db, plan.id, today(work.service.clock)),
        "indicators": await _indicators(work.db, plan.id, names),
        "duties": [Duty.model_validate(row.fact) for row in duties],
    }


async def _actions(db: Db, plan_id: UUID, day: date) -> list[IssuedAction]:
    entries = [row for row in await plans.responsibilities_of(db, plan_id) if holds(row.valid_from, row.valid_until, day)]
    leads = leads_of((row.action_key, row.role, row.unit_id) for row in entries)
    facts = [Action.model_validate(row.fact) for row in await plans.facts(db, "actions", plan_id)]
    return [
        IssuedAction(key=action.key, number=action.number, name=action.name, lead_unit_ids=[UnitId(unit) for unit in leads.get(action.key, [])])
        for action in facts
    ]


async def _indicators(db: Db, plan_id: UUID, names: Mapping[str, Named]) -> list[IssuedIndicator]:
    return [_indicator(PrintedIndicator.model_validate(row.fact), names) for row in await plans.facts(db, "indicators", plan_id)]


def _indicator(printed: PrintedIndicator, names: Mapping[str, Named]) -> IssuedIndicator:
    resolved = [resolve(name, names).unit_id for name in printed.departments]
    return IssuedIndicator(
        **printed.model_dump(exclude={"action_written", "departments", "statements", "baseline", "clause"}),
        departments=printed.departments,
        department_ids=[UnitId(unit) for unit in resolved if unit],
        baseline=printed.baseline,
        statements=printed.statements,
        clause=printed.clause,
    )
