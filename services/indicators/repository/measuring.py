"""Queries on verdicts (official values: ``observations``)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select

from services.indicators.models import KnownPlan, PlanIndicatorRecord, StatementRecord, TargetRecord, VerdictRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.lifecycle import ENDED

verdicts, owners = table_of(VerdictRecord), table_of(PlanIndicatorRecord)
targets, statements, plans = table_of(TargetRecord), table_of(StatementRecord), table_of(KnownPlan)

_VERDICT_RIGHTS = RightsColumns(region_path=verdicts.c.region_path, unit_id=verdicts.c.unit_id, disclosure=verdicts.c.disclosure)

_brief = (
    verdicts.c.id,
    verdicts.c.version,
    verdicts.c.target_id,
    verdicts.c.plan_id,
    verdicts.c.plan_indicator_id,
    verdicts.c.region_path,
    verdicts.c.word,
    verdicts.c.year_judged,
    verdicts.c.as_of,
    verdicts.c.explanation["said"].label("said"),
    owners.c.name.label("indicator_name"),
    owners.c.key,
    targets.c.year.label("horizon"),
    targets.c.population,
    statements.c.raw.label("target"),
    statements.c.clause,
    statements.c.cited,
)


def _verdicts(*more: Any) -> Select[Any]:
    return (
        select(*_brief, *more)
        .join(targets, targets.c.id == verdicts.c.target_id)
        .join(statements, statements.c.id == targets.c.statement_id)
        .join(owners, owners.c.id == verdicts.c.plan_indicator_id)
    )


_verdict_by_id = _verdicts(verdicts.c.unit_id, verdicts.c.disclosure, verdicts.c.explanation).where(verdicts.c.id == bindparam("id"))


async def verdict(db: Db, verdict_id: UUID) -> Row[Any] | None:
    """A verdict with its target and indicator."""
    return await db.one(_verdict_by_id, {"id": verdict_id})


async def verdict_page(
    db: Db, query: PageQuery, actor: Actor, plan_id: UUID | None, plan_indicator_id: UUID | None, word: str | None, horizon: int | None
) -> Sequence[Row[Any]]:
    """Verdicts the actor may know of."""
    statement = _verdicts().where(visible(actor, Permission.VERDICT_READ, _VERDICT_RIGHTS))
    filters = (
        (verdicts.c.plan_id, plan_id),
        (verdicts.c.plan_indicator_id, plan_indicator_id),
        (verdicts.c.word, word),
        (targets.c.year, horizon),
    )
    for column, wanted in filters:
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (verdicts.c.id, UUID)))


async def hold_for_judging(db: WriteDb, plan_indicator_ids: Iterable[UUID]) -> None:
    """Keep others from judging some plan indicators until this transaction ends; locked in one order for everybody, so none waits in a circle."""
    chosen = select(owners.c.id).where(owners.c.id.in_(list(plan_indicator_ids))).order_by(owners.c.id)
    await db.all(chosen.with_for_update(key_share=True))


async def verdict_records(db: WriteDb, target_ids: Iterable[UUID]) -> dict[UUID, VerdictRecord]:
    """The stored verdicts of some targets, by target."""
    found = await db.session.scalars(select(VerdictRecord).where(VerdictRecord.target_id.in_(list(target_ids))))
    return {row.target_id: row for row in found}


async def plan_indicators_to_refresh(db: Db, day: date, most: int) -> list[UUID]:
    """Plan indicators with a verdict made on an earlier day; not those of plans that were withdrawn or gave way."""
    ended = select(plans.c.id).where(plans.c.state.in_(sorted(ENDED)))
    stale = select(verdicts.c.plan_indicator_id).where(verdicts.c.as_of < day, verdicts.c.plan_id.not_in(ended))
    rows = await db.all(stale.distinct().limit(most))
    return [row.plan_indicator_id for row in rows]
