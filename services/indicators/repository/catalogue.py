"""Queries on plans known, plan indicators, statements and targets."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, delete, or_, select, update

from services.indicators.models import (
    ExpectedReport,
    KnownPlan,
    KnownUnit,
    PlanIndicatorRecord,
    StatementRecord,
    TargetRecord,
    VerdictRecord,
)
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

plan_indicators = table_of(PlanIndicatorRecord)
statements, targets, expected = table_of(StatementRecord), table_of(TargetRecord), table_of(ExpectedReport)
verdicts = table_of(VerdictRecord)
_RIGHTS = RightsColumns(region_path=plan_indicators.c.region_path, unit_id=plan_indicators.c.unit_id, disclosure=plan_indicators.c.disclosure)

_plan_indicator_by_id = select(plan_indicators).where(plan_indicators.c.id == bindparam("id"))
_plan_indicators_of = select(plan_indicators).where(plan_indicators.c.plan_id == bindparam("plan")).order_by(plan_indicators.c.position)
_statements_of = select(statements).where(statements.c.plan_indicator_id == bindparam("of")).order_by(statements.c.position)
_target_statement_columns = (statements.c.raw, statements.c.expression, statements.c.clause, statements.c.cited, statements.c.origin)
_kind, _base = statements.c.expression["kind"].as_string(), statements.c.expression["base"].as_string()
_held_against_others = or_(_kind.in_(("external", "rank")), and_(_kind == "relative", _base.in_(("average", "previous_target"))))
_full_target = select(targets, *_target_statement_columns).join(statements, statements.c.id == targets.c.statement_id)


async def plan(db: Db, plan_id: UUID) -> Row[Any] | None:
    """A known plan."""
    return await db.one(select(table_of(KnownPlan)).where(KnownPlan.id == plan_id))


async def set_plan_state(db: WriteDb, plan_id: UUID, state: str) -> bool:
    """Note what became of a known plan; False if it is not known."""
    return await db.run(update(table_of(KnownPlan)).where(KnownPlan.id == plan_id).values(state=state)) > 0


async def known_units(db: Db, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Those of ``unit_ids`` that the directory knows, each with the path of the region it serves."""
    wanted = sorted(set(unit_ids))
    return {row.id: row.region_path for row in await db.all(select(KnownUnit.id, KnownUnit.region_path).where(KnownUnit.id.in_(wanted)))}


async def expected_reports(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """When each year's values of a plan are due."""
    return await db.all(select(expected).where(expected.c.plan_id == plan_id, expected.c.due_on.is_not(None)))


async def is_monitoring(db: Db, plan_id: UUID, duty_key: str) -> bool:
    """Whether a duty is the one by which the plan's values are reported."""
    row = await plan(db, plan_id)
    return row is not None and duty_key in row.monitoring_duties


async def forget_expected_report(db: WriteDb, occurrence_id: UUID) -> None:
    """Drop a due day that will not come."""
    await db.run(delete(expected).where(expected.c.id == occurrence_id))


async def plan_indicator(db: Db, plan_indicator_id: UUID) -> Row[Any] | None:
    """A plan indicator."""
    return await db.one(_plan_indicator_by_id, {"id": plan_indicator_id})


async def plan_indicators_of(db: Db, plan_id: UUID) -> Sequence[Row[Any]]:
    """All indicators of a plan, in document order."""
    return await db.all(_plan_indicators_of, {"plan": plan_id})


async def plan_indicators_by_id(db: Db, ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Plan indicators by id."""
    return await db.all(select(plan_indicators).where(plan_indicators.c.id.in_(list(ids))))


async def plan_indicators_measuring(db: Db, pairs: Iterable[tuple[UUID, UUID]]) -> Sequence[Row[Any]]:
    """Plan indicators that judge the values of some (indicator, region) pairs, and those whose target a value of another region may set."""
    wanted = set(pairs)
    outside = select(statements.c.id).where(_held_against_others, statements.c.plan_indicator_id == plan_indicators.c.id)
    measured = plan_indicators.c.region_id.in_(sorted({region for _, region in wanted}))
    chosen = select(plan_indicators, outside.exists().label("outside")).where(
        plan_indicators.c.indicator_id.in_(sorted({indicator for indicator, _ in wanted})), or_(measured, outside.exists())
    )
    return [row for row in await db.all(chosen) if row.outside or (row.indicator_id, row.region_id) in wanted]


async def plan_indicator_page(
    db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, filling_unit_id: UUID | None, unassigned: bool
) -> Sequence[Row[Any]]:
    """Plan indicators the actor may know of, in document order."""
    statement = select(plan_indicators).where(visible(actor, Permission.PLAN_INDICATOR_READ, _RIGHTS))
    if plan_id is not None:
        statement = statement.where(plan_indicators.c.plan_id == plan_id)
    if filling_unit_id is not None:
        statement = statement.where(plan_indicators.c.unit_id == filling_unit_id)
    if unassigned:
        statement = statement.where(plan_indicators.c.unit_id.is_(None))
    keys = ((plan_indicators.c.plan_id, UUID), (plan_indicators.c.position, int), (plan_indicators.c.id, UUID))
    return await db.all(after(statement, query, *keys))


async def set_filling_unit(db: WriteDb, changes: Sequence[tuple[UUID, UUID]]) -> None:
    """Give plan indicators their filling unit: (plan indicator, unit) pairs."""
    change = (
        update(plan_indicators)
        .where(plan_indicators.c.id == bindparam("which"))
        .values(unit_id=bindparam("unit"), version=plan_indicators.c.version + 1)
    )
    await db.run(change, [{"which": which, "unit": unit} for which, unit in changes])


async def set_leads(db: WriteDb, plan_id: UUID, action: str, unit_ids: list[str]) -> Sequence[Row[Any]]:
    """Give the plan indicators of an action their lead units; the rows as they now are."""
    ours = (plan_indicators.c.plan_id == plan_id, plan_indicators.c.action == action)
    await db.run(update(plan_indicators).where(*ours).values(lead_unit_ids=unit_ids, version=plan_indicators.c.version + 1))
    return await db.all(select(plan_indicators).where(*ours).order_by(plan_indicators.c.position))


async def statements_of(db: Db, plan_indicator_id: UUID) -> Sequence[Row[Any]]:
    """Every printed statement of a plan indicator."""
    return await db.all(_statements_of, {"of": plan_indicator_id})


async def statement_page(db: Db, query: PageQuery, actor: Actor, plan_id: UUID, undecided: bool) -> Sequence[Row[Any]]:
    """Printed statements of a plan; ``undecided``: only those of slots where no target is in force."""
    ours = targets.c.plan_indicator_id == statements.c.plan_indicator_id
    in_force = select(targets.c.id).where(targets.c.statement_id == statements.c.id).exists()
    statement = (
        select(statements, in_force.label("in_force"))
        .join(plan_indicators, plan_indicators.c.id == statements.c.plan_indicator_id)
        .where(statements.c.plan_id == plan_id, visible(actor, Permission.PLAN_INDICATOR_READ, _RIGHTS))
    )
    if undecided:
        decided = select(targets.c.id).where(ours, targets.c.year == statements.c.year, targets.c.population == statements.c.population)
        statement = statement.where(~decided.exists(), statements.c.year.is_not(None))
    return await db.all(after(statement, query, (statements.c.position, int), (statements.c.id, UUID)))


async def targets_of(db: Db, plan_indicator_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Targets in force of some plan indicators, each with its statement's text and expression."""
    return await db.all(_full_target.where(targets.c.plan_indicator_id.in_(list(plan_indicator_ids))))


async def target_page(db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, year: int | None) -> Sequence[Row[Any]]:
    """Targets in force of the plan indicators the actor may know of."""
    statement = _full_target.join(plan_indicators, plan_indicators.c.id == targets.c.plan_indicator_id)
    statement = statement.where(visible(actor, Permission.PLAN_INDICATOR_READ, _RIGHTS))
    if plan_id is not None:
        statement = statement.where(targets.c.plan_id == plan_id)
    if year is not None:
        statement = statement.where(targets.c.year == year)
    return await db.all(after(statement, query, (targets.c.id, UUID)))


async def replace_target(db: WriteDb, plan_indicator_id: UUID, year: int, population: str) -> None:
    """Take what is in force for a slot out, to make room for a choice; its verdicts go with it, or they would be refreshed for ever."""
    slot = (targets.c.plan_indicator_id == plan_indicator_id, targets.c.year == year, targets.c.population == population)
    await db.run(delete(verdicts).where(verdicts.c.target_id.in_(select(targets.c.id).where(*slot))))
    await db.run(delete(targets).where(*slot))
