"""Queries of exports: official values with their codes and names, how many there are, and what code lists hold."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from services.indicators.models import KnownPlan, KnownRegion, ObservationRecord, PlanIndicatorRecord
from services.indicators.repository.observations import RIGHTS, SLOT, counting, indicators, observations, of_grain
from shared.kit.db import Db, ReadDb
from shared.kit.paging import PageQuery, after
from shared.kit.paths import at_or_below
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.rules.periods import Grain

regions, plans, owners = table_of(KnownRegion), table_of(KnownPlan), table_of(PlanIndicatorRecord)
_PLAN_RIGHTS = RightsColumns(region_path=plans.c.region_path, state=plans.c.state, disclosure=plans.c.disclosure)
_BATCH = 2000
"""Rows in memory at a time: some ten milliseconds of work, after which others get their turn."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which official values are exported; empty or None: whatever it is. ``paths``: regions, with ``subtree`` and everything below them."""

    indicator_ids: Sequence[UUID] = ()
    paths: Sequence[str] = ()
    subtree: bool = False
    periods: Sequence[str] = ()
    grain: Grain | None = None
    first_year: int | None = None
    last_year: int | None = None
    plan_id: UUID | None = None
    as_of: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The WHERE conditions, rights aside."""
        found: list[ColumnElement[bool]] = []
        if self.indicator_ids:
            found.append(observations.c.indicator_id.in_(sorted(self.indicator_ids)))
        if self.paths:
            path = observations.c.region_path
            found.append(or_(*(at_or_below(path, one) for one in self.paths)) if self.subtree else path.in_(sorted(self.paths)))
        if self.periods:
            found.append(observations.c.period.in_(sorted(self.periods)))
        if self.grain is not None:
            found.append(of_grain(self.grain))
        return [*found, *self._years(), *self._of_plan()]

    def _years(self) -> list[ColumnElement[bool]]:
        first = [] if self.first_year is None else [observations.c.year >= self.first_year]
        return first if self.last_year is None else [*first, observations.c.year <= self.last_year]

    def _of_plan(self) -> list[ColumnElement[bool]]:
        """What the plan measures, where it measures it."""
        if self.plan_id is None:
            return []
        same = (owners.c.indicator_id == observations.c.indicator_id, owners.c.region_id == observations.c.region_id)
        return [exists().where(owners.c.plan_id == self.plan_id, *same)]


def _seen(actor: Actor) -> ColumnElement[bool]:
    return visible(actor, Permission.OBSERVATION_READ, RIGHTS)


def _last_known(day: date) -> Any:
    """Each region with the code and name that it bears on ``day``, or bore last."""
    place = func.row_number().over(partition_by=regions.c.id, order_by=regions.c.valid_from.desc()).label("place")
    ranked = select(regions.c.id, regions.c.code, regions.c.name, regions.c.path, regions.c.ended_on, place).where(regions.c.valid_from <= day)
    return ranked.subquery("ranked")


async def sizes(db: Db, actor: Actor, chosen: Chosen) -> tuple[int, int]:
    """How many of the chosen values the actor may know of, and how many there are besides."""
    counted = (
        counting(chosen.as_of)
        .where(*chosen.conditions())
        .with_only_columns(func.count().filter(_seen(actor)).label("seen"), func.count().label("whole"), maintain_column_froms=True)
    )
    row = await db.one(counted)
    assert row is not None
    return row.seen, row.whole - row.seen


def values(db: ReadDb, actor: Actor, chosen: Chosen) -> AsyncGenerator[Sequence[Row[Any]]]:
    """The chosen values that the actor may know of, in the first columns of ``Exported``, by indicator, region, period and part."""
    return db.batches(_values(actor, chosen), {}, _BATCH)


def _values(actor: Actor, chosen: Chosen) -> Select[Any]:
    base = counting(chosen.as_of)
    told = base.selected_columns
    columns = [
        observations.c.indicator_id,
        indicators.c.code.label("indicator_code"),
        told.indicator_name,
        told.unit_of_measure,
        observations.c.region_id,
        *(told[name] for name in ("period", "disaggregation", "value", "state", "numerator", "denominator")),
        *(told[name] for name in ("standing", "reported", "disclosure", "version", "recorded_at")),
    ]
    chosen_rows = base.with_only_columns(*columns, maintain_column_froms=True).where(_seen(actor), *chosen.conditions())
    return chosen_rows.order_by(*(observations.c[name] for name in SLOT))


async def areas(db: Db, actor: Actor, day: date) -> Sequence[Row[Any]]:
    """The regions that have a value which the actor may know of, parents first; some thousand, wherever values are of counties and streets.

    They are not joined to the values: to a cursor PostgreSQL gives the plan with the quickest first row, which reads them anew for each value.
    """
    area = _last_known(day)
    measured = exists().where(observations.c.region_id == area.c.id, _seen(actor))
    return await db.all(select(area).where(area.c.place == 1, measured).order_by(area.c.path))


async def entries(db: Db) -> Sequence[Row[Any]]:
    """The entries of the catalogue that stand for themselves."""
    columns = (indicators.c.id, indicators.c.code, indicators.c.name, indicators.c.unit_of_measure)
    return await db.all(select(*columns).where(indicators.c.merged_into.is_(None)).order_by(indicators.c.name, indicators.c.id))


async def parts(db: Db, actor: Actor) -> list[str]:
    """The parts (disaggregations) of which there is a value that the actor may know of, found one after the other by their index."""
    one = table_of(ObservationRecord).alias()
    is_part = one.c.disaggregation != ""
    found = select(func.min(one.c.disaggregation).label("part")).where(is_part).cte("parts", recursive=True)
    following = select(func.min(one.c.disaggregation)).where(is_part, one.c.disaggregation > found.c.part).correlate(found).scalar_subquery()
    found = found.union_all(select(following).where(found.c.part.is_not(None)))
    measured = exists().where(observations.c.disaggregation == found.c.part, observations.c.disaggregation != "", _seen(actor))
    return [row.part for row in await db.all(select(found.c.part).where(found.c.part.is_not(None), measured))]


async def is_visible_plan(db: Db, actor: Actor, plan_id: UUID) -> bool:
    """Whether there is such an issued plan and the actor may know of it."""
    return await db.one(select(plans.c.id).where(plans.c.id == plan_id, visible(actor, Permission.PLAN_READ, _PLAN_RIGHTS))) is not None


async def plan_page(db: Db, actor: Actor, query: PageQuery, day: date) -> Sequence[Row[Any]]:
    """Issued plans that the actor may know of with the region they are for, in the columns of ``PlanTold``."""
    area = _last_known(day)
    own = [plans.c[name] for name in ("id", "title", "disclosure", "period_start", "period_end", "issued_on", "region_id")]
    statement = select(*own, area.c.code.label("area_code"), area.c.name.label("area_name"), area.c.ended_on)
    statement = statement.outerjoin(area, and_(area.c.id == plans.c.region_id, area.c.place == 1))
    return await db.all(after(statement.where(visible(actor, Permission.PLAN_READ, _PLAN_RIGHTS)), query, (plans.c.id, UUID)))
