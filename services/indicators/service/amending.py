"""Following an amendment: the plan's indicators keep their rows, values and choices as far as the new text leaves them standing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.indicators.models import KnownPlan, PlanIndicatorRecord, StatementRecord
from services.indicators.repository import amending as repository
from services.indicators.repository import catalogue, revisions
from services.indicators.service.linking import link
from services.indicators.service.settling import settle_targets
from services.indicators.service.taking_over import (
    indicator_changed,
    known_plan,
    plan_indicator_row,
    statement_rows,
)
from shared.kit.db import WriteDb
from shared.kit.outbox import Outbox
from shared.schemas.events.planning import PlanAmended

_KEPT = ("id", "unit_id")
"""What an amendment leaves alone: who fills a value was decided by a person."""
_LINK, _PRINTED = ("indicator_id", "measured_in"), ("name", "unit_of_measure")
"""So is the entry that the values belong to, as long as name and unit are printed as before."""


async def follow_amendment(db: WriteDb, outbox: Outbox, plan: PlanAmended, at: datetime) -> None:
    """Store what the plan prints now; an indicator that is gone keeps its row without targets and is asked of nobody."""
    await db.keep(KnownPlan, known_plan(plan))
    rows, gone = await _follow_indicators(db, plan, at)
    statements = await _follow_statements(db, plan, rows)
    await outbox.record(db, *(indicator_changed(row) for row in (*rows, *gone)), at=at)
    there = {row["id"] for row in rows}
    revised = [dict(row._mapping) for row in await revisions.statements_in_force(db, plan.plan_id) if row.plan_indicator_id in there]
    await settle_targets(db, outbox, [*rows, *gone], [*statements, *revised], plan.period.end, at)
    await repository.drop_statements(db, plan.plan_id, {statement["id"] for statement in statements})


async def _follow_indicators(db: WriteDb, plan: PlanAmended, at: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows as they are now, and those of indicators that are gone."""
    owners = [printed for printed in plan.indicators if printed.same_as is None]
    matched = await link(db, plan, owners, at)
    known = {row.key: dict(row._mapping) for row in await catalogue.plan_indicators_of(db, plan.plan_id)}
    rows = [_row(plan_indicator_row(plan, n, printed, matched), known.get(printed.key)) for n, printed in enumerate(owners)]
    keys = {row["key"] for row in rows}
    gone = [{**row, "version": row["version"] + 1, "unit_id": None} for key, row in known.items() if key not in keys]
    await repository.replace_rows(db, PlanIndicatorRecord, [row for row in (*rows, *gone) if row["key"] in known])
    await db.insert(PlanIndicatorRecord, [row for row in rows if row["key"] not in known])
    return rows, gone


def _row(fresh: dict[str, Any], known: Mapping[str, Any] | None) -> dict[str, Any]:
    if known is None:
        return fresh
    same = all(fresh[name] == known[name] for name in _PRINTED)
    kept = {name: known[name] for name in (*_KEPT, *(_LINK if same else ())) if known[name] is not None}
    return {**fresh, **kept, "version": known["version"] + 1}


async def _follow_statements(db: WriteDb, plan: PlanAmended, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A statement that says the same keeps its id, and with it the choice that a person made for it."""
    fresh = statement_rows(plan, {row["key"]: row for row in rows})
    there: dict[tuple[Any, ...], list[Any]] = {}
    for old in await repository.statements_of_plan(db, plan.plan_id):
        there.setdefault(_says(dict(old._mapping)), []).append(old.id)
    kept = set()
    for row in fresh:
        same = there.get(_says(row))
        if same:
            row["id"] = same.pop(0)
            kept.add(row["id"])
    await repository.replace_rows(db, StatementRecord, [row for row in fresh if row["id"] in kept])
    await db.insert(StatementRecord, [row for row in fresh if row["id"] not in kept])
    return fresh


def _says(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["plan_indicator_id"], row["printed_key"], row["year"], row["population"], row["raw"]
