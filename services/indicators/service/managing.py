"""What the plan office manages: filling units, and choices among conflicting statements."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.errors import RefusedValues, StatementElsewhere
from services.indicators.models import TargetRecord
from services.indicators.repository import catalogue
from services.indicators.service.judging import rejudge
from services.indicators.service.revising import refuse_idle
from services.indicators.service.settling import remember_targets, target_changed
from services.indicators.service.taking_over import indicator_changed
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Disclosure, Permission, Thing, decide
from shared.schemas.indicators import (
    FillingAssignment,
    FillingOutcomes,
    TargetBasis,
    TargetChoice,
)

UNKNOWN_KEY = Words("本计划没有编号为 {value} 的指标", "the plan has no indicator with key {value}")
_UNKNOWN_UNIT = Words("没有标识为 {value} 的单位", "there is no unit {value}")
_UNIT_ELSEWHERE = Words("单位 {value} 服务于另一地区", "unit {value} serves another region")
TWICE = Words("{value} 在本次导入中出现两次", "{value} appears twice in this import")


def thing(row: Any) -> Thing:
    """A plan indicator, observation or verdict as far as rights care."""
    return Thing(region_path=row.region_path, unit_id=row.unit_id, disclosure=Disclosure(row.disclosure))


async def issued_plan(work: Work, plan_id: UUID, permission: Permission) -> Any:
    """The issued plan to act on; Denied for who may know of it, NotFound (as for a plan that is not there) for who may not."""
    plan = await catalogue.plan(work.db, plan_id)
    known = Thing(region_path=plan.region_path, state=plan.state, disclosure=Disclosure(plan.disclosure)) if plan else None
    if known is None or not decide(work.actor, permission, known).allowed:
        known = see(work.actor, Permission.PLAN_READ, known, what="issued plan", what_zh="已发布的计划")
    require(work.actor, permission, known)
    return plan


def refuse(faults: list[FaultWords]) -> None:
    """Refuse the whole if a row has a fault."""
    if faults:
        raise RefusedValues(faults=faults, count=len(faults))


async def assign_filling_units(work: Work, body: FillingAssignment) -> FillingOutcomes:
    """Say who fills the indicators of a plan; all rows or none. The other services hear of each change."""
    plan = await issued_plan(work, body.plan_id, Permission.PLAN_INDICATOR_MANAGE)
    rows = {row.key: row for row in await catalogue.plan_indicators_of(work.db, body.plan_id)}
    units = await catalogue.known_units(work.db, [row.filling_unit_id for row in body.rows])
    refuse(_assignment_faults(body, rows, units, plan.region_path))
    changes = [(rows[row.key].id, row.filling_unit_id) for row in body.rows if rows[row.key].unit_id != row.filling_unit_id]
    await catalogue.set_filling_unit(work.db, [(which, unit) for which, unit in changes])
    changed = await catalogue.plan_indicators_by_id(work.db, [which for which, _ in changes])
    await work.tell(*(indicator_changed(dict(row._mapping)) for row in changed))
    await work.audit("assign_filling_units", body.plan_id, changed=len(changes))
    return FillingOutcomes(changed=len(changes), unchanged=len(body.rows) - len(changes))


def _assignment_faults(body: FillingAssignment, rows: dict[str, Any], units: dict[UUID, str], region_path: str) -> list[FaultWords]:
    faults, seen = [], set()
    for number, row in enumerate(body.rows, 1):
        if row.key not in rows:
            faults.append(FaultWords("unknown-key", UNKNOWN_KEY, row=number, column="key", value=row.key))
        if row.key in seen:
            faults.append(FaultWords("twice", TWICE, row=number, column="key", value=row.key))
        seen.add(row.key)
        served = units.get(row.filling_unit_id)
        if served is None:
            faults.append(FaultWords("unknown-unit", _UNKNOWN_UNIT, row=number, column="filling_unit_id", value=row.filling_unit_id))
        elif not (served.startswith(region_path) or region_path.startswith(served)):
            faults.append(FaultWords("unit-elsewhere", _UNIT_ELSEWHERE, row=number, column="filling_unit_id", value=row.filling_unit_id))
    return faults


async def visible_plan_indicator(db: Db, actor: Actor, plan_indicator_id: UUID) -> Any:
    """The plan indicator if the actor may know of it; NotFound otherwise."""
    row = await catalogue.plan_indicator(db, plan_indicator_id)
    see(actor, Permission.PLAN_INDICATOR_READ, thing(row) if row else None, what="plan indicator", what_zh="计划指标")
    return row


async def choose_target(work: Work, plan_indicator_id: UUID, body: TargetChoice, on_track_from: Decimal) -> None:
    """Put one printed statement in force for a year by a named person's choice, with the reason."""
    owner = await visible_plan_indicator(work.db, work.actor, plan_indicator_id)
    require(work.actor, Permission.PLAN_INDICATOR_MANAGE, thing(owner))
    statements = {row.id: row for row in await catalogue.statements_of(work.db, plan_indicator_id)}
    chosen = statements.get(body.statement_id)
    if chosen is None:
        raise StatementElsewhere(statement_id=body.statement_id)
    await refuse_idle(work.db, chosen)
    await catalogue.replace_target(work.db, plan_indicator_id, body.year, chosen.population)
    target = TargetRecord(
        plan_id=owner.plan_id,
        plan_indicator_id=plan_indicator_id,
        statement_id=chosen.id,
        year=body.year,
        population=chosen.population,
        part=0,
        basis=TargetBasis.CHOSEN,
        chosen_by=work.actor.name,
        reason=body.reason,
        chosen_at=work.now(),
    )
    work.db.add(target)
    await work.db.flush()
    await remember_targets(work.db, [(vars(target), dict(chosen._mapping))], [], work.now())
    await work.tell(target_changed(vars(target), dict(chosen._mapping)))
    await judge_again(work, [owner], on_track_from)
    await work.audit("choose_target", plan_indicator_id, statement_id=str(chosen.id), year=body.year, reason=body.reason)


async def judge_again(work: Work, owners: Any, on_track_from: Decimal) -> None:
    """Judge the targets of some plan indicators anew, as of today."""
    day = today(work.service.clock)
    await rejudge(work.db, work.service.outbox, owners, day=day, at=work.now(), on_track_from=on_track_from)
