"""Queries on observations and verdicts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select

from services.indicators.models import (
    IndicatorRecord,
    KnownPlan,
    ObservationRecord,
    ObservationVersionRecord,
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
from shared.schemas.lifecycle import ENDED

observations, versions, verdicts = table_of(ObservationRecord), table_of(ObservationVersionRecord), table_of(VerdictRecord)
indicators, owners = table_of(IndicatorRecord), table_of(PlanIndicatorRecord)
targets, statements, plans = table_of(TargetRecord), table_of(StatementRecord), table_of(KnownPlan)

_OBSERVATION_RIGHTS = RightsColumns(region_path=observations.c.region_path, unit_id=observations.c.unit_id, disclosure=observations.c.disclosure)
_VERDICT_RIGHTS = RightsColumns(region_path=verdicts.c.region_path, unit_id=verdicts.c.unit_id, disclosure=verdicts.c.disclosure)

_named = select(observations, indicators.c.name.label("indicator_name"), indicators.c.unit_of_measure).join(
    indicators, indicators.c.id == observations.c.indicator_id
)
_observation_by_id = _named.where(observations.c.id == bindparam("id"))
_versions_of = select(versions).where(versions.c.observation_id == bindparam("id")).order_by(versions.c.version)

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


async def observation(db: Db, observation_id: UUID) -> Row[Any] | None:
    """An official value in its newest version."""
    return await db.one(_observation_by_id, {"id": observation_id})


async def observation_versions(db: Db, observation_id: UUID) -> Sequence[Row[Any]]:
    """Every version of an official value."""
    return await db.all(_versions_of, {"id": observation_id})


async def observation_page(
    db: Db, query: PageQuery, actor: Actor, indicator_id: UUID | None, region_id: UUID | None, year: int | None
) -> Sequence[Row[Any]]:
    """Official values the actor may know of."""
    statement = _named.where(visible(actor, Permission.OBSERVATION_READ, _OBSERVATION_RIGHTS))
    for column, wanted in ((observations.c.indicator_id, indicator_id), (observations.c.region_id, region_id), (observations.c.year, year)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return await db.all(after(statement, query, (observations.c.id, UUID)))


async def observation_records(db: WriteDb, slots: Iterable[tuple[UUID, UUID, int]]) -> dict[tuple[UUID, UUID, int], ObservationRecord]:
    """The values of some (indicator, region, year) slots, locked until the transaction ends."""
    wanted = set(slots)
    found = await db.session.scalars(
        select(ObservationRecord).where(ObservationRecord.indicator_id.in_(sorted({i for i, _, _ in wanted}))).with_for_update()
    )
    by_slot = {(row.indicator_id, row.region_id, row.year): row for row in found}
    return {slot: row for slot, row in by_slot.items() if slot in wanted}


async def series(db: Db, pairs: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], list[Row[Any]]]:
    """The official values of some (indicator, region) pairs, by year."""
    wanted = set(pairs)
    rows = await db.all(
        select(observations)
        .where(observations.c.indicator_id.in_(sorted({i for i, _ in wanted})), observations.c.region_id.in_(sorted({r for _, r in wanted})))
        .order_by(observations.c.year)
    )
    found: dict[tuple[UUID, UUID], list[Row[Any]]] = {}
    for row in rows:
        found.setdefault((row.indicator_id, row.region_id), []).append(row)
    return found


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
