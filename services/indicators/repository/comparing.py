"""Queries that set regions beside one another: places by windows in the database, and the cells of a heat table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Row, Subquery, and_, case, cast, func, or_, select

from services.indicators.models import KnownRegion, ObservationRecord, PlanIndicatorRecord, StatementRecord, TargetRecord, VerdictRecord
from services.indicators.repository.scoreboard import deciding_of
from shared.kit.db import Db
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

regions, owners, targets = table_of(KnownRegion), table_of(PlanIndicatorRecord), table_of(TargetRecord)
statements, verdicts, observations = table_of(StatementRecord), table_of(VerdictRecord), table_of(ObservationRecord)
_now, _before = observations.alias("now"), observations.alias("before")
_OWNER_RIGHTS = RightsColumns(region_path=owners.c.region_path, unit_id=owners.c.unit_id, disclosure=owners.c.disclosure)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which regions are compared: those of a level within another one, or those that are named."""

    within: str | None = None
    level: str | None = None
    ids: tuple[UUID, ...] = ()

    def condition(self) -> ColumnElement[bool]:
        """The WHERE condition on the copy of the directory."""
        if self.ids:
            return regions.c.id.in_(self.ids)
        return and_(at_or_below(regions.c.path, self.within or ""), regions.c.level == self.level)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: one indicator in one period and part, and the period before."""

    indicator_id: UUID
    period: str
    previous: str
    disaggregation: str
    day: date
    higher_is_better: bool


def _rights(table: Any) -> RightsColumns:
    return RightsColumns(region_path=table.c.region_path, unit_id=table.c.unit_id, disclosure=table.c.disclosure)


def _there(scope: Scope, day: date) -> Subquery:
    """The regions of the scope that there were on a day, under the names they bore then, and since when there are."""
    newest = func.row_number().over(partition_by=regions.c.id, order_by=regions.c.valid_from.desc()).label("newest")
    began = func.min(regions.c.valid_from).over(partition_by=regions.c.id).label("began")
    named = select(regions, newest, began).where(regions.c.valid_from <= day, scope.condition()).subquery()
    lasting = or_(named.c.ended_on.is_(None), named.c.ended_on > day)
    return select(named).where(named.c.newest == 1, lasting).subquery()


async def region_page(db: Db, query: PageQuery, actor: Actor, scope: Scope, asked: Asked) -> Sequence[Row[Any]]:
    """Regions by place, those without a value last; each row carries the counts of all of them. One statement, windows over the scope.

    Equal values share a place (RANK). Numbers are compared as doubles, which is what both databases can sort.
    """
    placed = _placed(actor, scope, asked)
    return await db.all(after(select(placed), query, (placed.c.place, int), (placed.c.code, str), (placed.c.region_id, UUID)))


def _placed(actor: Actor, scope: Scope, asked: Asked) -> Subquery:
    seen = _seen(actor, scope, asked)
    number = seen.c.number
    worst_first = (number.asc() if asked.higher_is_better else number.desc()).nulls_first()
    best_first = (number.desc() if asked.higher_is_better else number.asc()).nulls_last()
    return select(
        seen,
        func.rank().over(order_by=best_first).label("place"),
        func.percent_rank(type_=Double()).over(partition_by=number.is_(None), order_by=worst_first).label("worse"),
        func.count().over().label("regions"),
        func.count(number).over().label("with_number"),
        func.sum(case((or_(number.is_not(None), seen.c.state.is_not(None)), 1), else_=0)).over().label("with_value"),
        func.sum(seen.c.is_hidden).over().label("held_back"),
    ).subquery()


def _seen(actor: Actor, scope: Scope, asked: Asked) -> Subquery:
    """Each region with its value and that of the period before, as far as the actor may know."""
    there = _there(scope, asked.day)
    now, before = _slot(_now, there, asked, asked.period), _slot(_before, there, asked, asked.previous)
    allowed = visible(actor, Permission.OBSERVATION_READ, _rights(_now))
    said = or_(_now.c.value.is_not(None), _now.c.state.is_not(None))
    shown = {name: case((allowed, _now.c[name])).label(name) for name in ("value", "state", "standing", "definition")}
    return (
        select(
            there.c.id.label("region_id"),
            *(there.c[name] for name in ("path", "code", "name", "level", "began")),
            case((allowed, _now.c.id)).label("observation_id"),
            *shown.values(),
            case((allowed, cast(_now.c.value, Double))).label("number"),
            case((and_(said, ~allowed), 1), else_=0).label("is_hidden"),
            _before.c.value.label("previous_value"),
            _before.c.definition.label("previous_definition"),
        )
        .select_from(there)
        .outerjoin(_now, now)
        .outerjoin(_before, and_(before, visible(actor, Permission.OBSERVATION_READ, _rights(_before))))
    ).subquery()


def _slot(table: Any, there: Subquery, asked: Asked, period: str) -> ColumnElement[bool]:
    return and_(
        table.c.indicator_id == asked.indicator_id,
        table.c.region_id == there.c.id,
        table.c.period == period,
        table.c.disaggregation == asked.disaggregation,
    )


async def deciding_targets(db: Db, actor: Actor, indicator_ids: Collection[UUID], region_ids: Collection[UUID], year: int) -> Sequence[Row[Any]]:
    """The targets of whole indicators that decide for a year, with their verdicts, for some indicators of some regions."""
    chosen = deciding_of(year, _owned(actor, indicator_ids, region_ids)).subquery()
    owned = ("indicator_id", "region_id", "plan_id", "unit_of_measure", "measured_in", "polarity")
    return await db.all(
        select(
            *(owners.c[name] for name in owned),
            targets.c.id.label("target_id"),
            targets.c.year.label("horizon"),
            statements.c.raw.label("target"),
            statements.c.expression,
            verdicts.c.word,
            verdicts.c.explanation["said"].label("said"),
        )
        .join(chosen, chosen.c.plan_indicator_id == owners.c.id)
        .join(targets, targets.c.id == chosen.c.id)
        .join(statements, statements.c.id == targets.c.statement_id)
        .outerjoin(verdicts, verdicts.c.target_id == targets.c.id)
        .order_by(owners.c.plan_id, targets.c.id)
    )


async def words(db: Db, actor: Actor, indicator_ids: Collection[UUID], region_ids: Collection[UUID], year: int) -> Sequence[Row[Any]]:
    """(indicator, region, word) of the targets that decide for a year."""
    chosen = deciding_of(year, _owned(actor, indicator_ids, region_ids)).subquery()
    joined = select(owners.c.indicator_id, owners.c.region_id, verdicts.c.word).join(chosen, chosen.c.plan_indicator_id == owners.c.id)
    return await db.all(joined.join(verdicts, verdicts.c.target_id == chosen.c.id))


def _owned(actor: Actor, indicator_ids: Collection[UUID], region_ids: Collection[UUID]) -> ColumnElement[bool]:
    mine = select(owners.c.id).where(
        owners.c.indicator_id.in_(sorted(indicator_ids)),
        owners.c.region_id.in_(sorted(region_ids)),
        visible(actor, Permission.VERDICT_READ, _OWNER_RIGHTS),
    )
    return and_(targets.c.plan_indicator_id.in_(mine), targets.c.population == "")


async def regions_of(db: Db, scope: Scope, day: date, most: int) -> Sequence[Row[Any]]:
    """The regions of a scope on a day, by code; one more than ``most`` where there are more."""
    there = _there(scope, day)
    return await db.all(select(there).order_by(there.c.code, there.c.id).limit(most + 1))


async def cells(db: Db, actor: Actor, indicator_ids: Collection[UUID], region_ids: Collection[UUID], period: str) -> Sequence[Row[Any]]:
    """The totals of some indicators and regions in a period; what the actor may not know of comes without its value."""
    allowed = visible(actor, Permission.OBSERVATION_READ, _rights(observations))
    columns = (observations.c[name] for name in ("indicator_id", "region_id"))
    shown = (case((allowed, observations.c[name])).label(name) for name in ("value", "standing", "definition"))
    return await db.all(
        select(*columns, *shown, case((allowed, 0), else_=1).label("is_hidden")).where(
            observations.c.indicator_id.in_(sorted(indicator_ids)),
            observations.c.region_id.in_(sorted(region_ids)),
            observations.c.period == period,
            observations.c.disaggregation == "",
            or_(observations.c.value.is_not(None), observations.c.state.is_not(None)),
        )
    )
