"""Queries of a chart: several series at once, and the targets in force as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.indicators.models import ObservationRecord, PlanIndicatorRecord, StatementRecord, TargetRecord
from services.indicators.repository import observations as values
from shared.kit.db import Db
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.rules.periods import Grain

owners, targets = table_of(PlanIndicatorRecord), table_of(TargetRecord)
statements, observations = table_of(StatementRecord), table_of(ObservationRecord)
_OWNER_RIGHTS = RightsColumns(region_path=owners.c.region_path, unit_id=owners.c.unit_id, disclosure=owners.c.disclosure)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart shows."""

    indicator_ids: tuple[UUID, ...]
    region_ids: tuple[UUID, ...]
    disaggregation: str
    grain: Grain
    first_year: int
    last_year: int


async def points(db: Db, actor: Actor, drawn: Drawn, at: datetime | None) -> Sequence[Row[Any]]:
    """The values of several indicators and regions that the actor may know of, each in order of time; ``at``: as they counted then."""
    wanted = (
        observations.c.indicator_id.in_(drawn.indicator_ids),
        observations.c.region_id.in_(drawn.region_ids),
        observations.c.disaggregation == drawn.disaggregation,
        observations.c.year.between(drawn.first_year, drawn.last_year),
        values.of_grain(drawn.grain),
    )
    return await db.all(values.seen_by(actor, at).where(*wanted).order_by(observations.c.period))


async def target_lines(db: Db, actor: Actor, drawn: Drawn) -> Sequence[Row[Any]]:
    """The targets in force of whole indicators, by year, each with what set it."""
    owned = ("indicator_id", "region_id", "plan_id", "unit_of_measure", "measured_in", "polarity")
    said = (statements.c.raw.label("target"), statements.c.expression, statements.c.clause, statements.c.cited)
    return await db.all(
        select(*(owners.c[name] for name in owned), targets.c.id.label("target_id"), targets.c.year, *said)
        .join(targets, targets.c.plan_indicator_id == owners.c.id)
        .join(statements, statements.c.id == targets.c.statement_id)
        .where(
            owners.c.indicator_id.in_(drawn.indicator_ids),
            owners.c.region_id.in_(drawn.region_ids),
            targets.c.population == "",
            targets.c.year.between(drawn.first_year, drawn.last_year),
            visible(actor, Permission.VERDICT_READ, _OWNER_RIGHTS),
        )
        .order_by(targets.c.year, targets.c.id)
    )
