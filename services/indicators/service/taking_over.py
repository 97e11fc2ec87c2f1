"""Taking an issued plan over: catalogue match, plan indicators, printed statements, and the targets that are in force without a choice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.indicators.models import KnownPlan, PlanIndicatorRecord, StatementRecord
from services.indicators.service.linking import Linked, link
from services.indicators.service.settling import settle_targets
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.outbox import Outbox
from shared.schemas.base import PlanId, RegionId, UnitId
from shared.schemas.events.measuring import IndicatorChanged
from shared.schemas.events.planning import IssuedIndicator, IssuedPlan
from shared.schemas.plan_document import DuePrecision, DutyKind


async def take_over(db: WriteDb, outbox: Outbox, plan: IssuedPlan, at: datetime) -> list[Any]:
    """Store what an issued plan prints; the rows of its plan indicators. Entries that repeat a row (``same_as``) add statements to it."""
    await db.keep(KnownPlan, known_plan(plan))
    owners = [printed for printed in plan.indicators if printed.same_as is None]
    catalogue = await link(db, plan, owners, at)
    rows = [plan_indicator_row(plan, position, printed, catalogue) for position, printed in enumerate(owners)]
    await db.insert(PlanIndicatorRecord, rows)
    by_key = {row["key"]: row for row in rows}
    statements = statement_rows(plan, by_key)
    await db.insert(StatementRecord, statements)
    await outbox.record(db, *(indicator_changed(row) for row in rows), at=at)
    await settle_targets(db, outbox, rows, statements, plan.period.end, at)
    return rows


def known_plan(plan: IssuedPlan) -> dict[str, Any]:
    """The columns of a plan's copy."""
    return {
        "id": plan.plan_id,
        "title": plan.title,
        "region_id": plan.region_id,
        "region_path": plan.region_path,
        "state": plan.state,
        "disclosure": plan.disclosure,
        "period_start": plan.period.start,
        "period_end": plan.period.end,
        "horizon_years": list(plan.horizon_years),
        "monitoring_duties": [duty.key for duty in plan.duties if duty.kind is DutyKind.MONITORING and duty.due.precision is not DuePrecision.NONE],
        "issued_on": plan.issued_on,
    }


def plan_indicator_row(plan: IssuedPlan, position: int, printed: IssuedIndicator, catalogue: Linked) -> dict[str, Any]:
    """The columns of a new plan indicator, measured in the catalogue's unit; a single resolved department is its filling unit."""
    leads = {action.key: action.lead_unit_ids for action in plan.actions}
    entry = catalogue[printed.name, printed.unit_of_measure or ""]
    alone = len(printed.departments) == 1 and len(printed.department_ids) == 1
    return {
        "id": new_id(),
        "version": 1,
        "plan_id": plan.plan_id,
        "key": printed.key,
        "position": position,
        "indicator_id": entry.id,
        "definition": entry.definition,
        "name": printed.name,
        "unit_of_measure": printed.unit_of_measure,
        "measured_in": entry.unit_of_measure or None,
        "polarity": printed.polarity,
        "nature": printed.nature,
        "action": printed.action,
        "lead_unit_ids": [str(unit) for unit in leads.get(printed.action or "", [])],
        "region_id": plan.region_id,
        "region_path": plan.region_path,
        "disclosure": plan.disclosure,
        "departments": list(printed.departments),
        "unit_id": printed.department_ids[0] if alone else None,
        "baseline": printed.baseline.model_dump(mode="json", exclude_none=True) if printed.baseline else None,
        "clause": printed.clause.model_dump(mode="json"),
    }


def statement_rows(plan: IssuedPlan, owners: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every printed statement under the plan indicator it belongs to, table rows before the sentences that repeat them."""
    printed = sorted(plan.indicators, key=lambda indicator: indicator.same_as is not None)
    pairs = [(indicator, statement) for indicator in printed for statement in indicator.statements]
    return [
        {
            "id": new_id(),
            "plan_id": plan.plan_id,
            "plan_indicator_id": _root(plan, indicator, owners)["id"],
            "position": position,
            "printed_key": indicator.key,
            "origin": indicator.origin,
            "year": statement.year,
            "population": statement.population or "",
            "raw": statement.raw,
            "expression": statement.expression.model_dump(mode="json", exclude_none=True),
            "clause": statement.clause.model_dump(mode="json"),
            "revision_id": None,
        }
        for position, (indicator, statement) in enumerate(pairs)
    ]


def _root(plan: IssuedPlan, indicator: IssuedIndicator, owners: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The plan indicator at the end of the ``same_as`` chain (a goal may repeat a sentence that repeats a row)."""
    printed = {other.key: other for other in plan.indicators}
    seen = {indicator.key}
    while indicator.same_as is not None:
        indicator = printed[indicator.same_as]
        if indicator.key in seen:
            raise ValueError(f"same_as of {indicator.key} runs in a circle")
        seen.add(indicator.key)
    return owners[indicator.key]


def indicator_changed(row: Mapping[str, Any]) -> IndicatorChanged:
    """A plan indicator as others need it: in the unit of its values."""
    return IndicatorChanged(
        version=row["version"],
        plan_indicator_id=row["id"],
        indicator_id=row["indicator_id"],
        plan_id=PlanId(row["plan_id"]),
        key=row["key"],
        name=row["name"],
        unit_of_measure=row["measured_in"],
        polarity=row["polarity"],
        action=row["action"],
        disclosure=row["disclosure"],
        region_id=RegionId(row["region_id"]),
        region_path=row["region_path"],
        filling_unit_id=row["unit_id"],
        lead_unit_ids=[UnitId(UUID(unit)) for unit in row["lead_unit_ids"]],
    )
