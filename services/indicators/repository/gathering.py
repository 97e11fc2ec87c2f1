"""Queries that gather what an assessment is about: who is assessed, their plan indicators, verdicts, values and facts.

Each is one statement, however many are assessed. What the assessing region may not know of is left out here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from services.indicators.models import (
    FactRecord,
    IndicatorRecord,
    KnownPlan,
    KnownRegion,
    KnownUnit,
    ObservationRecord,
    PlanIndicatorRecord,
    StatementRecord,
    TargetRecord,
    VerdictRecord,
)
from shared.kit.db import Db
from shared.kit.paths import at_or_below
from shared.kit.tables import table_of
from shared.rules.access import Disclosure
from shared.schemas.lifecycle import ENDED

regions, units, plans = table_of(KnownRegion), table_of(KnownUnit), table_of(KnownPlan)
owners, targets, statements = table_of(PlanIndicatorRecord), table_of(TargetRecord), table_of(StatementRecord)
verdicts, observations, entries, facts = table_of(VerdictRecord), table_of(ObservationRecord), table_of(IndicatorRecord), table_of(FactRecord)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is gathered: for the region that assesses, by these plans (none: all that count), of these indicators (None: all)."""

    region_path: str
    year: int
    plan_ids: Sequence[UUID]
    indicator_ids: Collection[UUID] | None

    def knows(self, table: Any) -> ColumnElement[bool]:
        """What the assessing region may know of: its own, what is not internal below it, what is public anywhere."""
        below = and_(at_or_below(table.c.region_path, self.region_path), table.c.disclosure != Disclosure.INTERNAL)
        return or_(table.c.region_path == self.region_path, below, table.c.disclosure == Disclosure.PUBLIC)


async def regions_at(db: Db, region_path: str, level: str, day: date) -> Sequence[Row[Any]]:
    """The regions of a level inside a region that are there on a day, by the name that each bears then."""
    inside = (at_or_below(regions.c.path, region_path), regions.c.path != region_path, regions.c.level == level)
    there = (regions.c.valid_from <= day, or_(regions.c.ended_on.is_(None), regions.c.ended_on > day))
    rows = await db.all(select(regions).where(*inside, *there).order_by(regions.c.valid_from))
    return list({row.id: row for row in rows}.values())


async def units_named(db: Db, unit_ids: Iterable[UUID]) -> dict[UUID, Row[Any]]:
    """Units by id."""
    return {row.id: row for row in await db.all(select(units).where(units.c.id.in_(sorted(set(unit_ids)))))}


async def subject(db: Db, region_path: str, subject_id: UUID) -> tuple[str, str, UUID | None] | None:
    """Name, own path and unit id of a unit that serves, or a region that lies in, ``region_path``; None for neither."""
    unit = await db.one(select(units).where(units.c.id == subject_id))
    if unit is not None:
        return (unit.name, "", unit.id) if unit.region_path.startswith(region_path) else None
    named = await db.all(select(regions).where(regions.c.id == subject_id).order_by(regions.c.valid_from))
    if not named or not named[-1].path.startswith(region_path) or named[-1].path == region_path:
        return None
    return named[-1].name, named[-1].path, None


async def plan_indicators(db: Db, wanted: Wanted) -> Sequence[Row[Any]]:
    """Plan indicators of the scheme's plans, or of every plan inside the region that counts in the year; in order of plans and documents."""
    statement = select(owners).join(plans, plans.c.id == owners.c.plan_id).where(wanted.knows(owners))
    if wanted.plan_ids:
        statement = statement.where(owners.c.plan_id.in_(wanted.plan_ids))
    else:
        counts = (plans.c.state.not_in(sorted(ENDED)), plans.c.period_start <= wanted.year, plans.c.period_end >= wanted.year)
        statement = statement.where(*counts, at_or_below(plans.c.region_path, wanted.region_path))
    if wanted.indicator_ids is not None:
        statement = statement.where(owners.c.indicator_id.in_(sorted(wanted.indicator_ids)))
    return await db.all(statement.order_by(plans.c.issued_on.desc(), owners.c.plan_id, owners.c.position))


async def judged_targets(db: Db, plan_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Targets of whole populations in some plans, each with its text and its verdict's inputs."""
    told = (targets.c.plan_indicator_id, targets.c.year, targets.c.part, statements.c.raw, verdicts.c.id, verdicts.c.version)
    return await db.all(
        select(*told, verdicts.c.explanation["inputs"].label("inputs"))
        .join(statements, statements.c.id == targets.c.statement_id)
        .join(verdicts, verdicts.c.target_id == targets.c.id)
        .where(targets.c.plan_id.in_(sorted(set(plan_ids))), targets.c.population == "")
        .order_by(targets.c.plan_indicator_id, targets.c.year, targets.c.part)
    )


async def values(db: Db, wanted: Wanted, indicator_ids: Iterable[UUID], region_ids: Iterable[UUID], first_year: int) -> Sequence[Row[Any]]:
    """Totals of whole years from ``first_year`` to the year assessed, oldest first."""
    chosen = (
        observations.c.indicator_id.in_(sorted(set(indicator_ids))),
        observations.c.region_id.in_(sorted(set(region_ids))),
        observations.c.disaggregation == "",
        func.length(observations.c.period) == len("2025"),
        observations.c.year.between(first_year, wanted.year),
        or_(observations.c.value.is_not(None), observations.c.state.is_not(None)),
        wanted.knows(observations),
    )
    return await db.all(select(observations).where(*chosen).order_by(observations.c.year))


async def catalogue(db: Db, indicator_ids: Iterable[UUID]) -> dict[UUID, Row[Any]]:
    """Catalogue entries by id: name, unit, polarity, disclosure."""
    told = (entries.c.id, entries.c.name, entries.c.unit_of_measure, entries.c.polarity, entries.c.disclosure)
    return {row.id: row for row in await db.all(select(*told).where(entries.c.id.in_(sorted(set(indicator_ids)))))}


async def known_plans(db: Db, plan_ids: Iterable[UUID]) -> set[UUID]:
    """Those of some plans that are known and still count."""
    chosen = select(plans.c.id).where(plans.c.id.in_(sorted(set(plan_ids))), plans.c.state.not_in(sorted(ENDED)))
    return {row.id for row in await db.all(chosen)}


async def facts_of(db: Db, region_path: str, year: int) -> Sequence[Row[Any]]:
    """The facts that a region's assessments of a year count, in the order of entry."""
    chosen = (facts.c.region_path == region_path, facts.c.year == year, facts.c.withdrawn_because.is_(None))
    return await db.all(select(facts).where(*chosen).order_by(facts.c.id))
